"""Step 2 on screen: what holds for all pairs on the left, the pairs in the middle, one pair on the right."""

from collections.abc import Callable
from pathlib import Path
from statistics import median

from markupsafe import Markup

from reverse_mentoring.decide.matching.matching import GOING_ON
from reverse_mentoring.decide.matching.proof import Proof, proof
from reverse_mentoring.decide.proving.checker import Checked, checked
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.present.pair_files import pair_rows, person_places, points, write_pairs
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.pairs import Pairing
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.consulting import Consulting
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.matching_hand import OnePair
from reverse_mentoring.workbook.matching_rules import SOFT_RULES, AllPairs
from reverse_mentoring.workbook.matching_ways import OtherWays
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.pair_table import PairTable
from reverse_mentoring.workbook.settled import Settled, settle
from reverse_mentoring.workbook.tables import first_rows
from reverse_mentoring.workbook.views import Page, View, together

PROPOSED = "The best possible under your rules. A person decides: pin, swap or separate any pair."
DECIDED = "These pairs are decided or under way; nothing changes them but a person."
HEAD = ["Mentor (junior)", "Mentee (senior)", "Topics", "Fit of 100", "State", "Reasons"]


class Matching:
    """The matching step of one cohort; every view is a function of the choices."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.decisions: Decisions[MatchingChoices] = Decisions(opened, "matching")
        self.settled = settle(opened, self.decisions.choices)
        self._checked: Checked | None = None
        self._table = PairTable()
        self._one = OnePair(self.decisions, self.current)
        self._show_pairs()
        self._one.choose(self._one.chosen)
        self.decisions.follow(self._solve)
        self._consulting = Consulting(self.decisions, self.current)
        self._ways = OtherWays(self.decisions, self.current)
        self._all = AllPairs(self.decisions, self.current)
        self._table.observe(self.decisions.guard(self._choose), names="chosen")

    def current(self) -> Settled:
        """The pairs under the present choices."""
        return self.settled

    @property
    def pairing(self) -> Pairing:
        return self.current().pairing

    def header(self) -> View:
        """Programme, cohort and step."""
        return frame.header(self.opened, "matching")

    def desk(self) -> View:
        """What holds for all, the pairs, and the chosen pair, side by side."""
        middle = together(self._page(self._summary), View(self._table, printed=self._printed_table))
        live = (
            controls.panel(*self._all.widgets(), kind="side"),
            controls.panel(middle, kind="middle"),
            controls.panel(*self._one.widgets(), kind="why"),
        )
        self.decisions.follow(lambda: self._one.choose(self._one.chosen))
        return View(*live, printed=lambda: middle.printed() + self._one.why.printed(), classes=("rm-desk",))

    def waiting(self) -> View:
        """Who has no partner, why, and what would help."""
        return self._page(self._waiting_page)

    def consulting(self) -> View:
        """Shortlists for both sides, proposals and their answers."""
        return self._consulting.panel()

    def compare(self) -> View:
        """Other ways to look at it, what changed since the draft, and the pairs by department."""
        views = self._ways.view(), self._consulting.draft(), self._consulting.departments()
        return together(*views, classes=("rm-under",))

    def rules(self) -> View:
        """How many pairs each rule removes, and the proof."""
        return self._page(self._rules_page)

    def results(self) -> View:
        """pairs.xlsx, pairs.csv, unmatched.csv and proof.json."""
        return frame.files(self.decisions, self._write)

    def _page(self, show: Callable[[], Markup]) -> Page:
        return frame.followed(self.decisions, show)

    def _solve(self) -> None:
        """The new pairs go on screen first; they are checked, and the chosen one is explained, after that."""
        if self.decisions.choices != self.settled.board.choices:
            self.settled = settle(self.opened, self.decisions.choices, self.settled)
            self._checked = None
        self._show_pairs()

    def _show_pairs(self) -> None:
        ids = [pair.ids for pair in self.pairing.pairs]
        self._table.table = {"head": HEAD, "rows": pair_rows(self.opened.cohort, self.pairing)}
        if self._one.chosen not in ids:
            self._one.chosen = ids[0] if ids else None
        self._table.chosen = ids.index(self._one.chosen) if self._one.chosen else -1

    def _choose(self) -> None:
        if 0 <= self._table.chosen < len(self.pairing.pairs):
            chosen = self.pairing.pairs[self._table.chosen].ids
            if chosen != self._one.chosen:
                self._one.choose(chosen)

    @property
    def checked(self) -> Checked:
        """The second look: on screen a quick one where the cohort is large; in batch always the whole."""
        if self._checked is None:
            gap, whole = self.settled.gap, self.opened.results is not None
            self._checked = checked(self._proof(), self.opened.cohort, self.decisions.choices, gap=gap, thorough=whole)
        return self._checked

    @property
    def broken(self) -> tuple[str, ...]:
        """What is wrong with the pairs; batch ends with exit code 3 if anything is."""
        return self.checked.broken

    # what is shown

    def _summary(self) -> Markup:
        found = self.pairing
        going_on = [pair for pair in found.pairs if pair.state in GOING_ON]
        fits = sorted(pair.fit for pair in going_on if pair.parts)
        return fragment(
            "matching_pairs",
            headline=headline(found),
            explanation=DECIDED if self.current().solution.settled is not None else PROPOSED,
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
        rows = pair_rows(self.opened.cohort, self.pairing)
        return fragment("pairs_table", rows=first_rows(rows, "pairs", whole="pairs.xlsx"))

    def _waiting_page(self) -> Markup:
        cohort, left = self.opened.cohort, self.pairing.unmatched
        places = person_places(cohort)
        rows = [
            {"name": cohort.names.get(one.person_id, one.person_id), "place": places.get(one.person_id, ""),
             "role": one.role, "reason": one.reason, "remedy": one.remedy, "position": one.position}
            for one in sorted(left, key=lambda one: (one.role == "mentor", one.position or len(left)))
        ]  # fmt: skip
        said = f"{len(left)} people have no partner yet" if len(left) != 1 else "One person has no partner yet"
        shown = first_rows(rows, "people without a partner", whole="pairs.xlsx")
        return fragment("waiting", headline=said if left else "Nobody is left over", rows=shown)

    def _rules_page(self) -> Markup:
        found = self.pairing
        allowed = [{"name": SOFT_RULES[rule], "reason": why} for rule, why in self.decisions.choices.allowed.items()]
        headline = f"{found.allowed} of {found.possible} possible pairs are allowed by the rules"
        return fragment(
            "rules",
            headline=headline,
            rules=found.rules,
            allowed=allowed,
            broken=self.broken,
            proof=self.checked.sentence,
        )

    # what is written

    def _proof(self) -> Proof:
        """Of decided pairs too it is proven that none are better, as long as they are those that were found."""
        now = self.current()
        if self.decisions.choices.final is not None and self.opened.cohort.pairs.empty:
            before = settle(self.opened, self.decisions.choices.model_copy(update={"final": None}), now)
            if before.solution.pairs == now.solution.pairs:
                now = before
        return proof(now.board, now.solution)

    def _write(self, folder: Path) -> list[Path]:
        whole = {"broken": self.broken, "warnings": self.pairing.warnings}
        return write_pairs(folder, self.opened.cohort, self.pairing, self._proof() | whole)


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
