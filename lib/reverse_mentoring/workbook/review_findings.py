"""What the figures of a cohort say, computed once per state of the desk: for the page and for the report."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, cast

import pandas as pd

from reverse_mentoring.decide.agreements.training import courses
from reverse_mentoring.decide.evidence.before_after import Changed, Stayed
from reverse_mentoring.decide.evidence.benchmarks import Benchmark, against_last, counts_of, outside
from reverse_mentoring.decide.evidence.criteria import BROKEN, criteria_of, exploratory_of
from reverse_mentoring.decide.evidence.measures import measure, seen_in
from reverse_mentoring.decide.evidence.recorded import Recorded
from reverse_mentoring.decide.launch.charter import is_intact, is_locked
from reverse_mentoring.decide.review import review
from reverse_mentoring.decide.review.learning_hours import Learned, learned
from reverse_mentoring.decide.review.next_cohort import Proposal, carry_over, proposals
from reverse_mentoring.decide.statistics.paired_change import paired_change
from reverse_mentoring.decide.statistics.retention import Retention, retention
from reverse_mentoring.present.criteria_picture import Strip, strips
from reverse_mentoring.present.drawn import Drawn
from reverse_mentoring.present.review_charts import (
    before_after_chart,
    criteria_chart,
    goal_levels_chart,
    retention_chart,
)
from reverse_mentoring.store import content
from reverse_mentoring.store.first_sessions import starts
from reverse_mentoring.store.reviewed import load_reviewed
from reverse_mentoring.store.training_plan import training_plan
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.findings import Criterion, Estimate
from reverse_mentoring.words.pairs import Pairing
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.settled import settle

T = TypeVar("T")
EARLIER_SHOWN = 5
"""Cohorts beside this one: more columns than fit on a page tell nobody more, and each has to be loaded."""


class Findings:
    """Everything that step 4 says of a cohort as a whole; each part is computed when it is first asked for."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._known: dict[str, Any] = {}
        desk.follow_cohort(self._known.clear)

    @property
    def recorded(self) -> Recorded:
        """What the figures rest on."""
        return self._once("recorded", lambda: Recorded(self.desk.cohort, self.desk.pairs))

    @property
    def charter(self) -> Charter:
        """What the programme promised."""
        vault = self.desk.opened.vault
        return self._once("charter", lambda: cast(Charter, vault.choices(self.desk.cohort.name, "charter").choices))

    def how_fixed(self) -> list[str]:
        """Whether the goals could still move."""
        if not self.charter.goals:
            return []
        if not is_locked(self.charter):
            return ["Not locked: goals may still move."]
        return [f"Locked on {in_words(self.charter.locked_on)}."]

    def broken(self) -> str:
        """Why nothing can be judged, or nothing."""
        return BROKEN if is_locked(self.charter) and not is_intact(self.charter) else ""

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The goals of the charter, judged."""
        return self._once("criteria", lambda: criteria_of(self.recorded, self.charter))

    @property
    def strips(self) -> tuple[Strip, ...]:
        """The judged goals that have a figure, as they are drawn, with a figure from elsewhere beside them."""
        shown = [_drawable(each) for each in self.criteria if each.estimate]
        bands = {
            each.number: (found.low, found.high, found.label)
            for each in shown
            for found in self.beside(each.goal.measure)
            if found.low is not None and found.high is not None and each.goal.share is not None
        }
        return strips(shown, [f"{each.number} · {each.goal.metric}" for each in shown], bands=bands)

    @property
    def exploratory(self) -> pd.DataFrame:
        """What else was seen: measure, finding, n."""
        judged = [goal.measure for goal in self.charter.goals]
        return self._once("exploratory", lambda: exploratory_of(self.recorded, judged=judged))

    @property
    def by_topic(self) -> pd.DataFrame:
        """Levels before and after by topic, for review_charts.before_after_chart; no topic of too few people."""
        return self._once("by_topic", self._by_topic)

    @property
    def retained(self) -> Retention | None:
        """Who is still there, beside comparable people; None where the roster names nobody who left, or too few."""
        return self._once("retained", self._retained)

    @property
    def cohorts(self) -> pd.DataFrame:
        """The last earlier cohorts of the programme and this one, which is last (benchmarks.beside_earlier)."""
        return self._once("cohorts", lambda: counts_of([*self._earlier(), self.recorded]))

    @property
    def still_earlier(self) -> int:
        """How many cohorts with an earlier start stand in no figure here."""
        return max(len(self._started_before()) - EARLIER_SHOWN, 0)

    @property
    def against_last(self) -> tuple[str, ...]:
        """This cohort against the one before it, in sentences."""
        return against_last(self.cohorts)

    def beside(self, key: str) -> tuple[Benchmark, ...]:
        """Figures from elsewhere that may stand beside this one."""
        return tuple(each for each in self.outside if each.measure == key)

    @property
    def outside(self) -> tuple[Benchmark, ...]:
        """All figures from elsewhere."""
        return self._once("outside", lambda: outside(content.benchmarks()))

    def pictures(self) -> list[tuple[str, Drawn, pd.DataFrame, int]]:
        """Title, picture, its table and the smallest group in it, of what is known."""
        return self._once("pictures", self._pictures)

    def promised(self) -> Drawn | None:
        """The judged goals as a picture."""
        return self._once("promised", lambda: criteria_chart(self.strips) if self.strips else None)

    # what the next cohort has of this one

    @property
    def pairing(self) -> Pairing:
        """The pairs of step 2 with the parts of their fit, and who had no partner."""
        opened = replace(self.desk.opened, cohort=self.desk.cohort)
        return self._once("pairing", lambda: settle(opened, self.desk.matched).pairing)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """What could change for the next cohort."""
        desk, pairs = self.desk, self.pairing.pairs
        return self._once("proposals", lambda: proposals(desk.cohort, desk.pairs, pairs, weights=desk.matched.weights,
                                                         rhythm=desk.rhythm))  # fmt: skip

    @property
    def carried(self) -> pd.DataFrame:
        """Who comes first next time."""
        desk, unmatched = self.desk, self.pairing.unmatched
        return self._once("carried", lambda: carry_over(desk.cohort, desk.pairs, unmatched))

    @property
    def learned(self) -> tuple[Learned, ...]:
        """The hours of each person."""
        return self._once("learned", self._learned)

    # parts

    def _learned(self) -> tuple[Learned, ...]:
        desk = self.desk
        words = content.messages(desk.cohort.settings.language)
        taught = courses(training_plan(words), desk.cohort, words=words)
        minutes: dict[str, int] = {course.track: course.minutes for course in taught}
        return learned(desk.cohort, desk.pairs, desk.agreed, training=minutes)

    def _pictures(self) -> list[tuple[str, Drawn, pd.DataFrame, int]]:
        found: list[tuple[str, Drawn, pd.DataFrame, int]] = []
        levels = review.goal_summary(self.desk.cohort)
        if levels["goals"].sum():
            found.append(("Goals by the level reached", goal_levels_chart(levels), levels, int(levels["goals"].sum())))
        if len(self.by_topic):
            title = "Levels before and after, by topic"
            found.append((title, before_after_chart(self.by_topic), self.by_topic, int(self.by_topic["n"].min())))
        if self.retained:
            curves = self.retained
            found.append(("Who is still with the organisation", retention_chart(curves.ours_curve, curves.others_curve),
                          curves.ours_curve, _smallest(curves)))  # fmt: skip
        return found

    def _by_topic(self) -> pd.DataFrame:
        cohort, rows = self.desk.cohort, []
        for topic, name in cohort.topic_names.items():
            seen = seen_in(self.recorded, f"level:{topic}", whose="mentees")
            assert isinstance(seen, Changed)
            if len(seen.changes) >= cohort.settings.group_at_least:
                change = paired_change(seen.before, seen.after, seed=cohort.settings.seed)
                rows.append((name, change.before, change.after, change.mean.low, change.mean.high, len(seen.changes)))
        return pd.DataFrame(rows, columns=["topic", "before", "after", "low", "high", "n"])

    def _retained(self) -> Retention | None:
        desk = self.desk
        seen = seen_in(self.recorded, "retention", whose="organisation")
        assert isinstance(seen, Stayed)
        if not seen.recorded or len(seen.people) < desk.cohort.settings.group_at_least:
            return None
        today = desk.cohort.as_of
        return retention(desk.cohort.roster, seen.people, seen.others, start=seen.start, until=today, as_of=today)

    def _started_before(self) -> list[str]:
        """The cohorts that started before this one, the earliest first."""
        return self._once("started_before", self._names_before)

    def _names_before(self) -> list[str]:
        desk = self.desk
        begun = starts(desk.opened.vault, desk.opened.programme.settings(), as_of=desk.today)
        before = sorted((day, name) for name, day in begun.items() if day < desk.cohort.start)
        return [name for _, name in before if name != desk.cohort.name]

    def _earlier(self) -> list[Recorded]:
        """The last of them, each with its pairs as of today; those without pairs have nothing to say."""
        desk = self.desk
        settings, names = desk.opened.programme.settings(), self._started_before()[-EARLIER_SHOWN:]
        others = [load_reviewed(desk.opened.vault, name, settings, desk.today) for name in names]
        return [Recorded(each.cohort, each.pairs) for each in others if len(each.pairs)]

    def _once(self, name: str, compute: Callable[[], T]) -> T:
        if name not in self._known:
            self._known[name] = compute()
        return cast(T, self._known[name])


def _drawable(judged: Criterion) -> Criterion:
    """With the unit of the figure; a difference of shares in percentage points."""
    figure, goal, found = measure(judged.goal.measure), judged.goal, judged.estimate
    if figure is None or found is None or goal.share is not None:
        return judged
    goal = goal.model_copy(update={"unit": figure.unit or goal.unit})
    return replace(judged, goal=goal, estimate=_times_100(found) if figure.kind == "retention" else found)


def _times_100(found: Estimate) -> Estimate:
    value, low, high = (None if each is None else 100 * each for each in (found.value, found.low, found.high))
    return replace(found, value=value, low=low, high=high)


def _smallest(curves: Retention) -> int:
    return min(curves.ours.n, curves.others.n if curves.others else curves.ours.n)
