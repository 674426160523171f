"""What follows from the choices of step 3: every agreement as it stands now, who may start, and the chosen pair."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from reverse_mentoring.decide.agreements.agreements import Material, agreements
from reverse_mentoring.decide.agreements.negotiation import Given, sides
from reverse_mentoring.decide.agreements.session_plan import course_months
from reverse_mentoring.decide.agreements.signoffs import Signoff, signoff_table, signoffs
from reverse_mentoring.decide.agreements.starting import Start, starting
from reverse_mentoring.decide.agreements.training import TrainingDays, training_days
from reverse_mentoring.decide.matching.matching import GOING_ON
from reverse_mentoring.decide.review.under_review import not_begun
from reverse_mentoring.present.public_holidays import cohort_holidays
from reverse_mentoring.store import content
from reverse_mentoring.store.own_clauses import with_own_clauses
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.choices import AgreementChoices, IdPair, MatchingChoices, ReviewChoices
from reverse_mentoring.words.papers import Who
from reverse_mentoring.words.problems import InputProblems
from reverse_mentoring.words.settings import RhythmSettings
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.settled import settle

"""An organisation's own clauses, in its programme folder."""
LONGEST_GAP = 8
"""Weeks between sessions at most: public holidays are looked up for a pair that meets so seldom."""
STATES = {"draft": "draft", "agreed": "agreed", "signed": "signed", "changed": "changed since it was agreed"}
WHO: tuple[Who, ...] = ("mentor", "mentee")


class Drafts:
    """The agreements of one cohort; whoever follows is told after every decision and when another pair is chosen.

    drafts, by ids; starts, signoffs, given (what each side wrote) by pair; lacking: must-have clauses that a pair's
    text lacks, as sentences; problems: what is wrong with the organisation's own clauses.
    """

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.decisions: Decisions[AgreementChoices] = Decisions(opened, "agreements")
        self.words, self.problems = _own_words(opened)
        self.programme_goals = _programme_goals(opened)
        self._pairs()
        self._followers: list[Callable[[], None]] = []
        self._clauses, self._plan = content.clauses(self.words), content.session_plan(self.words)
        self._written: AgreementChoices | None = None
        self.chosen: IdPair | None = None
        self._draw_up()
        self.decisions.follow(self._again)

    def _pairs(self) -> None:
        cohort, vault = self.opened.cohort, self.opened.vault
        choices, review = (vault.choices(cohort.name, step).choices for step in ("matching", "review"))
        assert isinstance(choices, MatchingChoices)
        assert isinstance(review, ReviewChoices)
        pairs = settle(self.opened, choices).pairing.pairs
        # Of a pair that goes on but lost somebody only a review can speak, so it has no parts and gets no papers.
        self.pairs = [pair for pair in pairs if pair.state in GOING_ON and pair.parts]
        self.decided = {pair.ids for pair in self.pairs if pair.state in ("final", "active")}
        self.undecided = len(self.decided) < len(self.pairs)
        # A new pair of the review is active, but has to be trained and to agree before it meets.
        self.new = not_begun(cohort, review)
        self.running = {pair.ids for pair in self.pairs if pair.state == "active"} - self.new

    @property
    def rhythm(self) -> RhythmSettings:
        """How often pairs meet: as chosen here, else as programme.toml says."""
        return self.decisions.choices.rhythm or self.opened.cohort.settings.rhythm

    @property
    def draft(self) -> Agreement | None:
        """The agreement of the chosen pair."""
        return next((draft for draft in self.drafts if draft.ids == self.chosen), None)

    def standing(self, draft: Agreement) -> str:
        """Where a text stands, in words; signed as soon as both have signed the present one."""
        both = draft.settled and {"mentor", "mentee"} <= self.signoffs[draft.ids].signed.keys()
        return STATES["signed" if both else draft.state]

    def follow(self, refresh: Callable[[], None]) -> None:
        """Calls this after every decision and when another pair was chosen."""
        self._followers.append(refresh)

    def choose(self, ids: IdPair | None) -> None:
        """Another pair is looked at."""
        if ids != self.chosen:
            self.chosen = ids
            self._tell()

    def name(self, person: str) -> str:
        """The name, else the id."""
        return self.opened.cohort.names.get(person) or person

    def material(self) -> Material:
        """What the agreements are made of, with the public holidays of their time."""
        months = course_months(self.rhythm.model_copy(update={"weeks_between": LONGEST_GAP}))
        holidays = cohort_holidays(self.opened.cohort, months=months)
        language = self.opened.cohort.settings.language
        return Material(self._clauses, self._plan, holidays, self.words, language, self.programme_goals)

    def _again(self) -> None:
        self._draw_up()
        self._tell()

    def _tell(self) -> None:
        for refresh in self._followers:
            refresh()

    def _draw_up(self) -> None:
        cohort, choices = self.opened.cohort, self.decisions.choices
        # Trainings, signatures and exceptions stand in no text: nothing is written anew for them.
        written = choices.model_copy(update={"trained": (), "signed": (), "overrides": ()})
        if written != self._written:
            self.drafts = agreements(cohort, self.pairs, choices, material=self.material())
            self._written = written
        self.starts: dict[IdPair, Start] = starting(cohort, self.drafts, choices, words=self.words, new=self.new)
        self.drafts = tuple(replace(each, blockers=self.starts[each.ids].blockers) for each in self.drafts)
        self.signoffs: dict[IdPair, Signoff] = signoffs(cohort, self.drafts, choices, words=self.words)
        self.given: Mapping[IdPair, Given] = sides(cohort, choices)
        self.training: TrainingDays = training_days(cohort, choices)
        table = signoff_table(cohort, self.drafts, choices, words=self.words)
        self.lacking = {each.ids: tuple(row) for each, row in zip(self.drafts, table["missing_clauses"], strict=True)}
        self.by_ids = {each.ids: each for each in self.drafts}
        if self.chosen not in self.by_ids:
            self.chosen = next(iter(self.by_ids), None)


def _own_words(opened: Opened) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The messages, with the organisation's own clauses; in batch those are refused if anything is wrong with them."""
    words = content.messages(opened.cohort.settings.language)
    own = opened.programme.own_clauses
    if not own.is_file():
        return words, ()
    try:
        return with_own_clauses(words, own), ()
    except InputProblems as refused:
        if opened.results:
            raise
        return words, tuple(str(problem) for problem in refused.problems)


def _programme_goals(opened: Opened) -> tuple[str, ...]:
    charter = opened.vault.choices(opened.cohort.name, "charter").choices
    assert isinstance(charter, Charter)
    return tuple(goal.metric for goal in charter.goals)
