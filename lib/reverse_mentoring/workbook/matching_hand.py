"""The facilitator's hand on one pair, on the right of the desk: why, others, pin, swap, separate, note; decide."""

from collections.abc import Callable
from typing import Any, cast

from markupsafe import Markup

from reverse_mentoring.decide.matching.explaining import Other, other_mentors
from reverse_mentoring.decide.matching.matching import GOING_ON
from reverse_mentoring.decide.review.under_review import changes_cohort
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.present.pair_files import person_place, points
from reverse_mentoring.words.choices import IdPair, MatchingChoices, Note, ReviewChoices
from reverse_mentoring.words.pairs import PARTS, Pair
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.settled import Settled
from reverse_mentoring.workbook.views import Page

NOBODY = ("– choose –", "")
REVIEWED = (
    "Step 4 has ended pairs or made new ones, or holds rows typed in. Undo that there first; then reopen the pairs."
)
LEAST_SHOWN = 5
"""Hundredths of a point: less is not seen with one digit."""


class OnePair:
    """What can be seen and done of the chosen pair; current: the pairs as they are now."""

    def __init__(self, decisions: Decisions[MatchingChoices], current: Callable[[], Settled]) -> None:
        self.decisions, self.current = decisions, current
        self.chosen: IdPair | None = None
        self._others: list[Other] = []
        self.why = Page(self._why_page)
        by = decisions
        self._swap_to = controls.dropdown("Another mentor, and what it costs", [NOBODY], "", lambda _: None, by)
        self._note = controls.line("Note for the record", "", self._write_down, by)
        self._when_open = [
            controls.button("Swap", self._swap, by),
            controls.button("Pin this pair", self._pin, by, primary=True),
            controls.button("Unpin", self._unpin, by),
            controls.button("Separate", self._separate, by),
            controls.button("Keep as a draft to compare", self._keep, by),
            controls.button("Decide: these are the pairs", self._finalise, by),
        ]
        self._when_final = controls.button("Reopen", self._reopen, by)

    def widgets(self) -> list[Any]:
        """The reasons, what can be done, and whether it is saved."""
        swap, *others, keep, decide = self._when_open
        by = self.decisions
        undo = controls.button("Undo", by.undo, by)
        return [
            self.why,
            controls.row(self._swap_to, swap),
            self._note,
            controls.row(*others, undo),
            controls.row(keep, decide, self._when_final, frame.status(by)),
        ]

    def choose(self, pair: IdPair | None) -> None:
        """Shows this pair."""
        self.chosen = pair
        settled = self.current()
        open_ = settled.solution.settled is None
        self._others = other_mentors(settled.board, settled.solution, pair[1]) if pair and open_ else []
        self.why.refresh()
        self._swap_to.options = [NOBODY, *((self._other_line(other), other.mentor_id) for other in self._others)]
        self._swap_to.value = ""
        self._note.value = self._written()
        for button in self._when_open:
            button.disabled = not open_
        self._when_final.disabled = self.decisions.choices.final is None

    # what is shown

    def _why_page(self) -> Markup:
        pair = next((pair for pair in self.current().pairing.pairs if pair.ids == self.chosen), None)
        return fragment("why", pair=self._reasons(pair) if pair else None)

    def _reasons(self, pair: Pair) -> dict[str, Any]:
        cohort = self.decisions.opened.cohort
        against = self.current().board.reasons_against(pair.ids) if pair.state in GOING_ON else ()
        return {
            "mentor": self._name(pair.mentor_id),
            "mentee": self._name(pair.mentee_id),
            "mentor_place": person_place(cohort, pair.mentor_id),
            "mentee_place": person_place(cohort, pair.mentee_id),
            "because": pair.because,
            "parts": [
                {"name": PARTS[part.name], "points": points(part.points), "possible": points(part.possible),
                 "share": round(100 * part.points / part.possible)}
                for part in pair.parts if part.possible
            ],
            "unanswered": ", ".join(PARTS[part.name].lower() for part in pair.parts if not part.possible),
            "fit": points(pair.fit),
            "kept": " ".join(against) or "✓ Not in one reporting line; every rule checked.",
            "fine": not against,
            "others": [
                {"name": self._name(other.mentor_id), "fit": points(other.fit), "loss": cost(other)}
                for other in self._others
            ],
            "note": self._written(),
        }  # fmt: skip

    def _other_line(self, other: Other) -> str:
        return f"{self._name(other.mentor_id)} – fit {points(other.fit)}; {cost(other)}"

    def _name(self, person: str) -> str:
        return self.decisions.opened.cohort.names.get(person, person)

    def _written(self) -> str:
        return next((n.text for n in self.decisions.choices.notes if (n.mentor_id, n.mentee_id) == self.chosen), "")

    # what is decided

    def _swap(self) -> None:
        if not self.chosen or not self._swap_to.value:
            self.decisions.say("Choose another mentor in the list first; each line says what the swap costs.")
            return
        pins = tuple(pin for pin in self.decisions.choices.pins if pin[1] != self.chosen[1])
        wanted = (self._swap_to.value, self.chosen[1])
        self.chosen = wanted
        self.decisions.change(pins=(*pins, wanted))

    def _pin(self) -> None:
        pins = self.decisions.choices.pins
        if self.chosen and self.chosen not in pins:
            self.decisions.change(pins=(*pins, self.chosen))

    def _unpin(self) -> None:
        self.decisions.change(pins=tuple(pin for pin in self.decisions.choices.pins if pin != self.chosen))

    def _separate(self) -> None:
        choices = self.decisions.choices
        if self.chosen:
            pins = tuple(pin for pin in choices.pins if pin != self.chosen)
            self.decisions.change(pins=pins, vetoes=(*choices.vetoes, self.chosen))

    def _write_down(self, text: str) -> None:
        if not self.chosen or text.strip() == self._written():
            return
        others = tuple(n for n in self.decisions.choices.notes if (n.mentor_id, n.mentee_id) != self.chosen)
        mentor, mentee = self.chosen
        new = (Note(mentor_id=mentor, mentee_id=mentee, text=text.strip()),) if text.strip() else ()
        self.decisions.change(notes=(*others, *new))

    def _keep(self) -> None:
        self.decisions.change(draft=tuple(pair.ids for pair in self.current().pairing.pairs))

    def _reopen(self) -> None:
        """Not once the review has ended or made pairs: the others would be gone from its view."""
        opened = self.decisions.opened
        if changes_cohort(cast(ReviewChoices, opened.vault.choices(opened.cohort.name, "review").choices)):
            self.decisions.say(REVIEWED)
            return
        self.decisions.change(final=None)

    def _finalise(self) -> None:
        self.decisions.change(final=tuple(pair.ids for pair in self.current().pairing.pairs))


def cost(other: Other) -> str:
    """What the whole loses if this mentor is taken instead, as it is said before the click."""
    if other.left_over > 0:
        return f"{other.left_over} more {'person' if other.left_over == 1 else 'people'} would have no partner"
    sign = "−" if other.loss > 0 else "+"
    loss = f"{sign}{points(abs(other.loss))}" if abs(other.loss) >= LEAST_SHOWN else "unchanged"
    said = [f"all pairs together {loss}"]
    if other.proposals > 0:
        said.append(f"{other.proposals} proposed {'pair' if other.proposals == 1 else 'pairs'} would change")
    if other.lowest is not None:
        said.append(f"lowest fit {points(other.lowest)}")
    return "equally good" if other.tie else ", ".join(said)
