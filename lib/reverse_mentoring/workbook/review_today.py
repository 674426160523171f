"""Whom to call today, at most seven at a glance, and the log of what was done; nothing here acts by itself."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from reverse_mentoring.decide.review.attention import PROGRAMME_ACTION, by_chance, programme_sign
from reverse_mentoring.decide.review.ticking import still_open, ticks
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.store import content
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.reviewing import Action, ActionKind
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.tables import first_rows
from reverse_mentoring.workbook.views import Page, View

KINDS: dict[ActionKind, str] = {
    "called": "Called", "wrote": "Wrote a personal message", "met both": "Met both",
    "goal session": "Goal session for three", "paused": "The pair pauses", "resumed": "The pair goes on",
    "rhythm changed": "Another rhythm agreed", "mode changed": "Another way to meet agreed",
}  # fmt: skip
NOBODY: controls.Option = ("– nobody –", ())


class Today:
    """The open alarms by pair, and ticking them off with what was done."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.decisions = desk, desk.decisions
        by = self.decisions
        self._page = Page(self._today_page)
        self._whom = controls.dropdown("Pair to tick off", [NOBODY], NOBODY[1], lambda _: None, by)
        self._kind = controls.dropdown("What was done", [(words, kind) for kind, words in KINDS.items()], "called",
                                       lambda _: None, by)  # fmt: skip
        self._show()
        desk.follow(self._show)

    def view(self) -> View:
        """Live: the list and the log. Printed: the list."""
        by = self.decisions
        done = controls.button("Done, take it off the list", self._tick, by, primary=True)
        buttons = controls.row(self._whom, self._kind, done, controls.button("Undo", by.undo, by), frame.status(by))
        live = controls.panel(self._page, buttons, kind="full")
        return View(live, printed=self._page.printed, classes=("rm-desk",))

    def open_alarms(self) -> pd.DataFrame:
        """The attention list without what was ticked off, worst first."""
        days = self.desk.cohort.settings.review.ticked_off_days
        return still_open(self.desk.alarms, self.decisions.choices.ticked, today=self.desk.today, days=days)

    def _by_pair(self) -> list[tuple[Any, pd.DataFrame]]:
        """The open alarms of each pair, the pair with the worst one first."""
        return list(self.open_alarms().groupby(["mentor_id", "mentee_id"], sort=False))

    def _show(self) -> None:
        options = [(self.desk.pair_name(ids), ids) for ids, _ in self._by_pair()] or [NOBODY]
        if list(self._whom.options) != options:
            self._whom.options = options
            self._whom.value = options[0][1]
        self._page.refresh()

    def _today_page(self) -> Markup:
        rows = [self._row(ids, group) for ids, group in self._by_pair()]
        red = sum(row["level"] == "red" for row in rows)
        said = f"Today: {red} to call, {len(rows) - red} to look at" if rows else "Today: nobody to call"
        shown = first_rows(rows, "pairs, the most urgent ones,", whole="attention.xlsx")
        return fragment("today", headline=said, rows=shown, programme=self._programme())

    def _programme(self) -> list[str]:
        """The sign of the programme as a whole, in counts, with what to do."""
        sign = programme_sign(self.desk.alarms, self.desk.pairs, self.desk.cohort)
        if sign is None:
            return []
        chance = by_chance("R12", sign.level, content.false_alarms())
        return [f"{sign.why} {PROGRAMME_ACTION}" + (f" By chance: {chance}." if chance else "")]

    def _row(self, ids: IdPair, group: pd.DataFrame) -> dict[str, Any]:
        worst = group.iloc[0]
        return {
            "level": worst["level"], "why": group["why"].tolist(), "mentor": self.desk.name(ids[0]),
            "mentee": self.desk.name(ids[1]), "first": self.desk.name(worst["person_id"]),
            "first_action": worst["first_action"], "first_sentence": worst["first_sentence"],
            "by_chance": worst["by_chance"],
        }  # fmt: skip

    def _tick(self) -> None:
        ids = self._whom.value
        group = next((group for each, group in self._by_pair() if each == ids), None)
        if group is None:
            self.decisions.say("Nobody is on the list.")
            return
        action = Action(mentor_id=ids[0], mentee_id=ids[1], kind=self._kind.value, on=self.desk.today,
                        rule=str(group["rule"].iloc[0]))  # fmt: skip
        choices = self.decisions.choices
        ticked = (*choices.ticked, *ticks(group, on=self.desk.today))
        self.decisions.change(ticked=ticked, actions=(*choices.actions, action))
