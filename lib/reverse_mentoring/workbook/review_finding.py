"""The state of the cohort: one sentence, four figures, and exceptions made at the start."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from reverse_mentoring.decide.agreements.training import training_days
from reverse_mentoring.decide.review import evidence, review
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.words.papers import Track
from reverse_mentoring.workbook import controls
from reverse_mentoring.workbook.review_desk import MODES, Desk, Mode
from reverse_mentoring.workbook.tables import first_rows
from reverse_mentoring.workbook.views import Page, View

MINUTES: Mapping[Mode, int] = {"month": 10, "quarter": 30, "close": 90}


class Finding:
    """How the cohort stands, and the switch between month, quarter and close."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._page = Page(lambda: self._finding_page() + self._exceptions_page())
        desk.follow_cohort(self._page.refresh)

    def view(self) -> View:
        """Live: the page and the switch. Printed: the page."""
        options = [(f"{words[0].upper()}{words[1:]} ({MINUTES[mode]} minutes)", mode) for mode, words in MODES.items()]
        switch = controls.dropdown("What to look at", options, self.desk.mode, self.desk.turn, self.desk.decisions)
        below = controls.row(switch)
        below.add_class("rm-apart")
        return View(self._page, below, printed=self._page.printed)

    def figures(self) -> list[dict[str, Any]]:
        """The four figures with their denominators: name, value, of, note."""
        desk = self.desk
        due, took_place = int(desk.held["due"].sum()), int(desk.held["held"].sum())
        reached, goals = review.goals_reached(desk.cohort)
        answered = review.answers(desk.cohort)["person_id"].nunique()
        return [
            _figure("Pairs going on", len(review.active(desk.pairs)), len(desk.pairs), "of all pairs ever"),
            _figure("Sessions held", took_place, due, "of those due"),
            _figure("Goals at the level hoped for", reached, goals, "of those reviewed"),
            _figure("People who answered a pulse", answered, 2 * len(desk.pairs), "of all in pairs"),
        ]

    def headline(self) -> str:
        """The finding as a sentence."""
        return evidence.headline(self.desk.cohort, self.desk.pairs, self.desk.alarms)

    def _finding_page(self) -> Markup:
        desk = self.desk
        unknown = evidence.not_recorded(desk.cohort, desk.pairs) if len(desk.pairs) else ()
        return fragment("review", headline=self.headline(), sentences=unknown, figures=self.figures())

    def _exceptions_page(self) -> Markup:
        """Pairs that may start although something is missing, with the reason; pairs that run without training."""
        there = set(review.id_pairs(self.desk.pairs))
        said = [
            f"{self.desk.pair_name(each.ids)}: {each.reason}"
            for each in self.desk.agreed.overrides
            if each.ids in there
        ]
        untrained = first_rows(self._untrained(), "pairs that run without training")
        return fragment("exceptions", exceptions=first_rows(said, "pairs"), untrained=untrained)

    def _untrained(self) -> list[str]:
        """A sentence for each pair that runs although somebody is not trained; one for all if no training is known."""
        cohort, training = self.desk.cohort, training_days(self.desk.cohort, self.desk.agreed)
        active = review.active(self.desk.pairs)
        running = review.id_pairs(active[active["started"] <= pd.Timestamp(cohort.as_of)])
        if running and not training.days:
            return ["No training is recorded for this cohort."]
        found = []
        for ids in running:
            roles: tuple[tuple[str, Track], ...] = ((ids[0], "mentor"), (ids[1], "mentee"))
            lacking = [self.desk.name(person) for person, track in roles if not training.done(person, track)]
            if lacking:
                found.append(f"{self.desk.pair_name(ids)}: {' and '.join(lacking)} not trained.")
        return found


def _figure(name: str, k: int, n: int, note: str) -> dict[str, Any]:
    return {"name": name, "value": k if n else "–", "of": f"of {n}" if n else "", "note": note if n else "nothing yet"}
