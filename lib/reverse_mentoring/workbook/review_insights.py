"""What leadership should know: out of a pair only when both release the same words; then an owner, an action, a day."""

from typing import Any, get_args

from markupsafe import Markup

from reverse_mentoring.decide.review import review
from reverse_mentoring.decide.review.insights import (
    advice,
    changed,
    headline,
    ledger,
    next_number,
    overdue,
    waiting_for_release,
    waits_for,
)
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.words.days import in_words_or_empty
from reverse_mentoring.words.papers import Who
from reverse_mentoring.words.reviewing import Insight, InsightKind
from reverse_mentoring.words.roles import ONE
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.agreement_controls import day
from reverse_mentoring.workbook.entry_fields import offer
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.views import Page, View, sentences

NO_PAIR: controls.Option = ("– no pair –", ())
NEW: controls.Option = ("a new one", 0)
WHO: tuple[Who, ...] = ("mentor", "mentee")
WAITS = {("mentor",): "the mentor (junior)", ("mentee",): "the mentee (senior)", ("mentor", "mentee"): "both"}


class Insights:
    """The ledger of one cohort, and the form of one insight."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.decisions = desk, desk.decisions
        by = self.decisions
        self._page = Page(self._ledger_page)
        self._in_form: Insight | None = None
        self._offering = False
        self._which = controls.dropdown("Insight", [NEW], 0, lambda _: self._other(), by)
        self._pair = controls.dropdown("From the pair", [NO_PAIR], (), lambda _: None, by)
        self._kind = controls.dropdown("About", [(kind, kind) for kind in get_args(InsightKind)], "other",
                                       lambda _: None, by)  # fmt: skip
        self._wording = controls.line("In these words, without names", "", lambda _: None, by)
        self._released = {who: controls.tick(f"Released by the {ONE[who]}", False, lambda _: None, by) for who in WHO}
        self._owner = controls.line("Owner, who takes care of it", "", lambda _: None, by)
        self._action = controls.line("What is done", "", lambda _: None, by)
        self._due, self._done = day("By when", None), day("Done on", None)
        self._show()
        desk.follow(self._show)

    def view(self) -> View:
        """Live: the ledger and the form. Printed: the ledger."""
        by = self.decisions
        keep = controls.button("Keep this insight", self._keep, by, primary=True)
        words = Page(lambda: sentences(title="Write an insight down, or go on with one"))
        live = controls.panel(
            self._page, words, controls.row(self._which, self._pair, self._kind), self._wording,
            controls.row(*self._released.values()), controls.row(self._owner, self._action, self._due, self._done),
            controls.row(keep, controls.button("Undo", by.undo, by), frame.status(by)), kind="full",
        )  # fmt: skip
        return View(live, printed=self._page.printed, classes=("rm-desk",))

    # what is shown

    def _show(self) -> None:
        insights = self.decisions.choices.insights
        pairs: list[controls.Option] = [(self.desk.pair_name(ids), ids) for ids in review.id_pairs(self.desk.pairs)]
        self._offering = True
        offer(self._which, [NEW, *((f"No. {each.number}", each.number) for each in insights)])
        offer(self._pair, pairs or [NO_PAIR])
        self._offering = False
        # After a refusal what was typed stays in the form; else the form says what is saved, undone things too.
        if self._chosen() != self._in_form and not self.decisions.trouble:
            self._fill()
        self._page.refresh()

    def _other(self) -> None:
        if not self._offering:
            self._fill()

    def _chosen(self) -> Insight | None:
        return next((each for each in self.decisions.choices.insights if each.number == self._which.value), None)

    def _fill(self) -> None:
        """The form follows the insight that is chosen."""
        self._in_form = one = self._chosen()
        if one and one.ids in [ids for _, ids in self._pair.options]:
            self._pair.value = one.ids
        self._kind.value = one.kind if one else "other"
        for field, name in ((self._wording, "wording"), (self._owner, "owner"), (self._action, "action")):
            field.value = getattr(one, name) if one else ""
        self._due.value, self._done.value = (one.due, one.done_on) if one else (None, None)
        for who, field in self._released.items():
            field.value = bool(one and one.released.get(who) == one.wording)

    def _ledger_page(self) -> Markup:
        choices, late = self.decisions.choices, overdue(self.decisions.choices, today=self.desk.today)
        rows = [
            {
                **row,
                "due": in_words_or_empty(row["due"]),
                "done_on": in_words_or_empty(row["done_on"]),
                "overdue": row["number"] in late,
            }
            for row in ledger(choices).to_dict("records")
        ]
        waiting = [
            {"number": each.number, "kind": each.kind, "mentor": self.desk.name(each.mentor_id),
             "mentee": self.desk.name(each.mentee_id), "waits_for": WAITS[waits_for(each)]}
            for each in waiting_for_release(choices)
        ]  # fmt: skip
        return fragment("ledger", headline=headline(choices), rows=rows, waiting=waiting)

    # what is decided

    def _keep(self) -> None:
        if not self._pair.value:
            self.decisions.say("An insight belongs to a pair, and there is none.")
            return
        kept, one, said = self.decisions.choices.insights, self._chosen(), self._said()
        reworded = one is not None and one.wording != said["wording"]
        if one is None:
            mentor, mentee = self._pair.value
            number = next_number(self.decisions.choices)
            one = Insight(mentor_id=mentor, mentee_id=mentee, number=number, wording=said["wording"])
        one = changed(one, **said)
        if not reworded:  # nobody has released words that are new
            one = changed(one, released={who: one.wording for who, field in self._released.items() if field.value})
        others = [each for each in kept if each.number != one.number]
        self.decisions.change(insights=tuple(sorted([*others, one], key=lambda each: each.number)))
        self._which.value = one.number
        if said_against := advice(one, self.desk.cohort):
            self.decisions.say(" ".join(said_against))

    def _said(self) -> dict[str, Any]:
        return {
            "kind": self._kind.value, "wording": self._wording.value.strip(), "owner": self._owner.value.strip(),
            "action": self._action.value.strip(), "due": self._due.value, "done_on": self._done.value,
        }  # fmt: skip
