"""Step 2 on screen: rules on the left, pairs in the middle, the reasons for one pair on the right."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from markupsafe import Markup

from reverse_mentoring.decide.board import Board, board
from reverse_mentoring.decide.checker import broken
from reverse_mentoring.decide.eligibility import RULES, reasons_against
from reverse_mentoring.decide.explaining import Other, other_mentors, pairing
from reverse_mentoring.decide.fit import USUAL_WEIGHTS
from reverse_mentoring.decide.matching import GOING_ON, Solution, solve
from reverse_mentoring.decide.proof import proof
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.present.pair_files import pair_rows, person_place, points, write_pairs
from reverse_mentoring.words.choices import GapChoices, IdPair, MatchingChoices
from reverse_mentoring.words.pairs import PARTS, Pair, Pairing
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.pair_table import PairTable
from reverse_mentoring.workbook.views import Page, View, together

SOFT_RULES = {rule.rule_id: rule.name for rule in RULES if not rule.always}
WEIGHTS = [(word, word) for word in ("off", "low", "medium", "high")]
PROPOSED = "The best possible under your rules. A person decides: pin or separate any pair."
DECIDED = "These pairs are decided or under way; nothing changes them but a person."
HEAD = ["Mentor (junior)", "Mentee (senior)", "Topics", "Fit of 100", "State", "Reasons"]


def settle(opened: Opened, choices: MatchingChoices) -> tuple[Board, Solution, Pairing]:
    """Board, solution and pairs under these choices; needs and programme topics as chosen in step 1."""
    gap = opened.vault.choices(opened.cohort.name, "gap_analysis").choices
    assert isinstance(gap, GapChoices)
    of = board(opened.cohort, choices, gap.need, topics=gap.programme_topics)
    solved = solve(of)
    return of, solved, pairing(of, solved)


class Matching:
    """The matching step of one cohort; every view is a function of the choices."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.decisions: Decisions[MatchingChoices] = Decisions(opened, "matching")
        self.chosen: IdPair | None = None
        self._table = PairTable()
        self._solve()
        self.decisions.follow(self._solve)
        self._why = Page(self._why_page)
        self._table.observe(self.decisions.guard(self._choose), names="chosen")
        self.decisions.follow(self._why.refresh)

    def header(self) -> View:
        """Programme, cohort and step."""
        return frame.header(self.opened, "matching")

    def desk(self) -> View:
        """Rules, pairs and the reasons for the chosen pair, side by side."""
        middle = together(self._page(self._summary), View(self._table, printed=self._printed_table))
        live = (
            controls.panel(*self._rule_controls(), kind="side"),
            controls.panel(middle, kind="middle"),
            controls.panel(self._why, self._pair_controls(), kind="why"),
        )
        return View(*live, printed=lambda: middle.printed() + self._why_page(), classes=("rm-desk",))

    def waiting(self) -> View:
        """Who has no partner, why, and what would help."""
        return self._page(self._waiting_page)

    def rules(self) -> View:
        """How many pairs each rule removes, and the proof."""
        return self._page(self._rules_page)

    def results(self) -> View:
        """pairs.xlsx, pairs.csv, unmatched.csv and proof.json."""
        return frame.files(self.decisions, self._write)

    def _page(self, show: Callable[[], Markup]) -> Page:
        return frame.followed(self.decisions, show)

    def _solve(self) -> None:
        self.board, self.solution, self.pairing = settle(self.opened, self.decisions.choices)
        self.broken = broken(proof(self.board, self.solution), self.opened.cohort, self.decisions.choices)
        ids = [pair.ids for pair in self.pairing.pairs]
        if self.chosen not in ids:
            self.chosen = ids[0] if ids else None
        rows = pair_rows(self.opened.cohort, self.pairing)
        self._table.table = {"head": HEAD, "rows": rows}
        self._table.chosen = ids.index(self.chosen) if self.chosen else -1

    def _choose(self) -> None:
        if 0 <= self._table.chosen < len(self.pairing.pairs):
            self.chosen = self.pairing.pairs[self._table.chosen].ids
        self._why.refresh()

    # what is shown

    def _summary(self) -> Markup:
        found = self.pairing
        going_on = [pair for pair in found.pairs if pair.state in GOING_ON]
        fits = sorted(pair.fit for pair in going_on if pair.parts)
        return fragment(
            "matching_pairs",
            headline=headline(found),
            explanation=DECIDED if self.solution.settled is not None else PROPOSED,
            warnings=found.warnings,
            broken=self.broken,
            pairs=len(going_on),
            pinned=sum(pair.state == "pinned" for pair in going_on),
            unmatched=len(found.unmatched),
            unmatched_mentees=sum(one.role == "mentee" for one in found.unmatched),
            middle=points(int(median(fits))) if fits else "–",
            lowest=points(fits[0]) if fits else "–",
        )

    def _printed_table(self) -> Markup:
        return fragment("pairs_table", rows=pair_rows(self.opened.cohort, self.pairing))

    def _why_page(self) -> Markup:
        pair = next((pair for pair in self.pairing.pairs if pair.ids == self.chosen), None)
        return fragment("why", pair=self._reasons(pair) if pair else None)

    def _reasons(self, pair: Pair) -> dict[str, Any]:
        cohort = self.opened.cohort
        names = cohort.names
        against = reasons_against(cohort, *pair.ids, self.decisions.choices) if pair.state in GOING_ON else ()
        others = [
            {"name": names.get(other.mentor_id, other.mentor_id), "fit": points(other.fit), "loss": _loss(other)}
            for other in other_mentors(self.board, self.solution, pair.mentee_id)
        ]
        return {
            "mentor": names.get(pair.mentor_id, pair.mentor_id),
            "mentee": names.get(pair.mentee_id, pair.mentee_id),
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
            "others": others,
        }  # fmt: skip

    def _waiting_page(self) -> Markup:
        cohort, left = self.opened.cohort, self.pairing.unmatched
        rows = [
            {"name": cohort.names.get(one.person_id, one.person_id), "place": person_place(cohort, one.person_id),
             "role": one.role, "reason": one.reason, "remedy": one.remedy}
            for one in left
        ]  # fmt: skip
        said = f"{len(left)} people have no partner yet" if len(left) != 1 else "One person has no partner yet"
        return fragment("waiting", headline=said if left else "Nobody is left over", rows=rows)

    def _rules_page(self) -> Markup:
        found = self.pairing
        allowed = [{"name": SOFT_RULES[rule], "reason": why} for rule, why in self.decisions.choices.allowed.items()]
        said = (
            "Proven: every rule is kept by every pair, and no other set of pairs under these rules is better."
            if not self.broken
            else " ".join(self.broken)
        )
        headline = f"{found.allowed} of {found.possible} possible pairs are allowed by the rules"
        return fragment("rules", headline=headline, rules=found.rules, allowed=allowed, broken=self.broken, proof=said)

    # what is decided

    def _rule_controls(self) -> list[Any]:
        by, weights = self.decisions, USUAL_WEIGHTS | self.decisions.choices.weights
        fields = [
            controls.dropdown(label, WEIGHTS, weights[part], partial(self._weigh, part), by)
            for part, label in PARTS.items()
        ]
        self._weight_fields = dict(zip(PARTS, fields, strict=True))
        self._rule_field = controls.dropdown("Rule", [(n, r) for r, n in SOFT_RULES.items()], "same_department",
                                             lambda _: None, by)  # fmt: skip
        self._reason_field = controls.line("Reason for allowing it", "", lambda _: None, by)
        by.follow(self._show_weights)
        return [
            Page(lambda: fragment("sentences", title="What makes a good pair?", sentences=())),
            *fields,
            Page(lambda: fragment("sentences", title="Allow what a rule forbids", sentences=())),
            self._rule_field,
            self._reason_field,
            controls.row(controls.button("Allow", self._allow, by), controls.button("Forbid again", self._forbid, by)),
        ]

    def _show_weights(self) -> None:
        for part, field in self._weight_fields.items():
            field.value = (USUAL_WEIGHTS | self.decisions.choices.weights)[part]

    def _weigh(self, part: str, weight: str) -> None:
        if (USUAL_WEIGHTS | self.decisions.choices.weights)[part] != weight:
            self.decisions.change(weights={**self.decisions.choices.weights, part: weight})

    def _allow(self) -> None:
        reason = self._reason_field.value.strip()
        if not reason:
            self.decisions.say("Write down why, then allow it: the reason stands in the record.")
            return
        self.decisions.change(allowed={**self.decisions.choices.allowed, self._rule_field.value: reason})

    def _forbid(self) -> None:
        allowed = dict(self.decisions.choices.allowed)
        allowed.pop(self._rule_field.value, None)
        self.decisions.change(allowed=allowed)

    def _pair_controls(self) -> Any:
        by = self.decisions
        self._when_open = [
            controls.button("Pin this pair", self._pin, by, primary=True),
            controls.button("Separate", self._separate, by),
            controls.button("Decide: these are the pairs", self._finalise, by),
        ]
        self._when_final = controls.button("Reopen", lambda: by.change(final=None), by)
        self._show_buttons()
        by.follow(self._show_buttons)
        return controls.row(*self._when_open, self._when_final, controls.button("Undo", by.undo, by), frame.status(by))

    def _show_buttons(self) -> None:
        """Decided pairs can only be reopened, pairs under way not even that."""
        for button in self._when_open:
            button.disabled = self.solution.settled is not None
        self._when_final.disabled = self.decisions.choices.final is None

    def _pin(self) -> None:
        choices = self.decisions.choices
        if self.chosen and self.chosen not in choices.pins:
            self.decisions.change(pins=(*choices.pins, self.chosen))

    def _separate(self) -> None:
        choices = self.decisions.choices
        if self.chosen and choices.final is None:
            pins = tuple(pin for pin in choices.pins if pin != self.chosen)
            self.decisions.change(pins=pins, vetoes=(*choices.vetoes, self.chosen))

    def _finalise(self) -> None:
        self.decisions.change(final=tuple(pair.ids for pair in self.pairing.pairs))

    def _write(self, folder: Path) -> list[Path]:
        whole = {"broken": self.broken, "warnings": self.pairing.warnings}
        return write_pairs(folder, self.opened.cohort, self.pairing, proof(self.board, self.solution) | whole)


def headline(found: Pairing) -> str:
    """The finding as a sentence: how many mentees have a mentor, how many pairs are over, who waits."""
    going_on = [pair for pair in found.pairs if pair.state in GOING_ON]
    waiting = sum(one.role == "mentee" for one in found.unmatched)
    if not found.pairs:
        return "No pair is possible yet"
    over = len(found.pairs) - len(going_on)
    if over:
        rest = f"; {waiting} {_mentees(waiting)} no mentor" if waiting else ""
        return f"{len(going_on)} {'pair is' if len(going_on) == 1 else 'pairs are'} going on, {over} are over{rest}"
    if not waiting:
        return f"{len(going_on)} pairs: every mentee has a mentor"
    mentees = len({pair.mentee_id for pair in going_on})
    return f"{mentees} of {mentees + waiting} mentees have a mentor; {waiting} {'waits' if waiting == 1 else 'wait'}"


def _mentees(count: int) -> str:
    return "mentee has" if count == 1 else "mentees have"


def _loss(other: Other) -> str:
    if other.left_over > 0:
        return f"{other.left_over} more {'person' if other.left_over == 1 else 'people'} would have no partner"
    return f"all pairs together −{points(other.loss)}" if other.loss else "all pairs together unchanged"
