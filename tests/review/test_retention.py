"""Who stays is counted from a common start, against others from the same day, and equals a second implementation."""

import datetime as dt
import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.statistics.intervals import jeffreys
from reverse_mentoring.decide.statistics.retention import Retention, curve, retention, share_staying
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.tables import ROSTER

START, UNTIL = dt.date(2026, 3, 2), dt.date(2027, 3, 1)
observations = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=25)


def kaplan_meier(rows: list[tuple[float, bool]]) -> list[tuple[float, float, float]]:
    """Day, share and Greenwood's sum for each day on which somebody left: by the book, one person after the other."""
    share, variance, found = 1.0, 0.0, []
    for day in sorted({day for day, left in rows if left}):
        there = sum(each >= day for each, _ in rows)
        leave = sum(each == day and left for each, left in rows)
        share *= 1 - leave / there
        variance += leave / (there * (there - leave)) if there > leave else math.inf
        found.append((day, share, variance))
    return found


def log_rank(ours: list[tuple[float, bool]], theirs: list[tuple[float, bool]]) -> float:
    """The two-sided chance from observed less expected leavers and the hypergeometric variance."""
    apart, variance = 0.0, 0.0
    for day in sorted({day for day, left in ours + theirs if left}):
        n, m = (sum(each >= day for each, _ in group) for group in (ours, theirs))
        d, e = (sum(each == day and left for each, left in group) for group in (ours, theirs))
        apart += d - (d + e) * n / (n + m)
        if n + m > 1:
            variance += (d + e) * (n / (n + m)) * (m / (n + m)) * (n + m - d - e) / (n + m - 1)
    return math.erfc(abs(apart) / math.sqrt(2 * variance))


@settings(deadline=None, max_examples=50)
@given(observations)
def test_curve_equals_a_second_implementation(rows: list[tuple[int, bool]]) -> None:
    """Shares and log-log limits are those worked out by the book, in whatever order people come."""
    expected = kaplan_meier(rows)
    table = curve(*zip(*rows, strict=True)).set_index("day")

    assert table["share"].is_monotonic_decreasing
    assert ((table["low"] <= table["share"]) & (table["share"] <= table["high"])).all()
    for day, share, variance in expected:
        assert table.loc[day, "share"] == pytest.approx(share)
        if 0 < share < 1:
            stretch = math.exp(1.959964 * math.sqrt(variance) / math.log(share))
            assert table.loc[day, "low"] == pytest.approx(share ** (1 / stretch))
            assert table.loc[day, "high"] == pytest.approx(share**stretch)
    pd.testing.assert_frame_equal(curve(*zip(*reversed(rows), strict=True)), table.reset_index())


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")
def test_curve_equals_scipys() -> None:
    """The remission times of 21 patients on 6-MP (Freireich 1963): share 0.69 (0.44–0.85) at 13 weeks or less."""
    from scipy.stats import CensoredData, ecdf

    times = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    left = [True] * 9 + [False] * 12
    theirs = ecdf(CensoredData.right_censored(times, [not each for each in left])).sf
    limits = theirs.confidence_interval(method="log-log")
    table = curve(times, left).iloc[1:]

    assert table["day"].tolist() == theirs.quantiles.tolist()
    assert table["share"].tolist() == pytest.approx(theirs.probabilities.tolist())
    assert table["low"].tolist() == pytest.approx(limits.low.probabilities.tolist())
    assert table["high"].tolist() == pytest.approx(limits.high.probabilities.tolist())
    at_13 = share_staying(times, left, at=13)
    assert (at_13.value, at_13.low, at_13.high) == pytest.approx((0.690, 0.432, 0.849), abs=0.0005)


@pytest.mark.parametrize(("days", "left", "at", "limits", "method"), [
    ([9, 9, 9, 9, 5], [0, 0, 0, 0, 0], 7, jeffreys(4, 4), "nobody has left"),  # four were still observed on day 7
    ([9, 9, 9, 3], [0, 0, 0, 1], 2, jeffreys(4, 4), "nobody has left"),
    ([1, 2, 2, 3], [1, 1, 1, 1], 3, jeffreys(0, 4), "everybody has left"),
])  # fmt: skip
def test_all_or_nobody_still_there(
    days: list[float], left: list[int], at: float, limits: tuple[float, float], method: str
) -> None:
    """Log-log has no limits there: Jeffreys' stand in, and the method says so."""
    found = share_staying(days, left, at=at)

    assert (found.low, found.high) == pytest.approx(limits)
    assert method in found.method


@pytest.mark.parametrize(("days", "left", "note"), [
    ([5, 6], [0, 0], "nobody was observed for so long"), ([], [], "nobody to count"),
])  # fmt: skip
def test_what_was_not_observed_is_not_known(days: list[float], left: list[int], note: str) -> None:
    """A curve is not drawn on beyond the last day on which anybody was seen."""
    found = share_staying(days, left, at=7)

    assert (found.value, found.known, found.note) == (None, False, note)


@pytest.mark.parametrize(("days", "left"), [([1, 2], [True]), ([-1], [True])])
def test_observations_that_cannot_be_are_refused(days: list[float], left: list[bool]) -> None:
    """One answer each, and nobody observed before the start."""
    with pytest.raises(ValueError, match="from 0 on"):
        curve(days, left)


def staff(**groups: list[int | None]) -> pd.DataFrame:
    """People a0, a1 … of each group; a number is the day after START on which one left, None: still there."""
    rows: list[dict[str, Any]] = [
        {"person_id": f"{group}{i}", "name": "x", "hire_date": dt.date(2020, 1, 1),
         "left_date": None if day is None else START + dt.timedelta(day)}
        for group, days in groups.items() for i, day in enumerate(days)
    ]  # fmt: skip
    return tidy(pd.DataFrame(rows), ROSTER)


def found(roster: pd.DataFrame, *, as_of: dt.date = UNTIL) -> Retention:
    """Those of a against those of b."""
    groups = {group: [p for p in roster["person_id"] if p.startswith(group)] for group in "ab"}
    return retention(roster, groups["a"], groups["b"], start=START, until=UNTIL, as_of=as_of)


def test_shares_difference_and_sentence() -> None:
    """11 of 12 against 27 of 36: difference 17 points, its limits from those of both."""
    result = found(staff(a=[100] + [None] * 11, b=[50] * 9 + [None] * 27))
    ours, others, apart = result.ours, result.others, result.difference

    assert (result.at, ours.value, others.value) == (364, pytest.approx(11 / 12), pytest.approx(0.75))
    assert apart.low == pytest.approx(1 / 6 - math.hypot(11 / 12 - ours.low, others.high - 0.75))
    assert apart.high == pytest.approx(1 / 6 + math.hypot(ours.high - 11 / 12, 0.75 - others.low))
    assert result.sentence.replace("\N{NO-BREAK SPACE}", " ") == (
        "On 1 March 2027, 11 of 12 participants were still here, and 27 of 36 others (difference 17 percentage points, "
        "95 % interval −23 to 36)."
    )


@pytest.mark.parametrize(("groups", "sentence"), [
    ({"a": [5, None]}, "1 of 2 participants were still here; there is nobody to compare them with."),
    ({"a": [None], "b": [None, 3]}, "1 of 1 participant was still here, and 1 of 2 others."),
    ({"b": [None]}, "Nobody who takes part was there at the start: nothing can be said about who stays."),
])  # fmt: skip
def test_few_or_nobody_are_said_as_they_are(groups: dict[str, list[int | None]], sentence: str) -> None:
    """No percentage of fewer than eight, and no comparison without others."""
    assert found(staff(**groups)).sentence.endswith(sentence)


def test_everybody_is_counted_from_the_common_start() -> None:
    """Hired after it or gone before it: not counted. Leaving after the day of the review has not happened yet."""
    roster = staff(a=[-1, 0, 10, 40, 400, None, None])
    roster.loc[5, "hire_date"] = pd.Timestamp(START) + pd.Timedelta(1, "D")
    roster.loc[6, "hire_date"] = pd.NaT

    in_spring, at_the_end = found(roster, as_of=START + dt.timedelta(30)), found(roster)

    assert (in_spring.at, in_spring.ours.n, in_spring.ours.value) == (30, 5, pytest.approx(3 / 5))
    assert (at_the_end.at, at_the_end.ours.n, at_the_end.ours.value) == (364, 5, pytest.approx(2 / 5))
    assert at_the_end.others is at_the_end.difference is at_the_end.others_curve is at_the_end.log_rank_p is None


def test_before_the_start_nothing_is_said() -> None:
    """A cohort that has not begun has no share of those who stay."""
    early = found(staff(a=[None] * 9, b=[None] * 9), as_of=START - dt.timedelta(3))

    assert (early.ours.known, early.difference.known, early.at) == (False, False, 0)
    assert early.sentence.startswith("The count has not started yet")


def test_who_takes_part_is_not_among_the_others() -> None:
    """A participant named among the others too counts once, with us."""
    roster = staff(a=[None, 3, None])
    result = retention(roster, ["a0", "a1"], ["a1", "a2"], start=START, until=UNTIL, as_of=UNTIL)

    assert (result.ours.n, result.others.n) == (2, 1)


@settings(deadline=None, max_examples=20)
@given(*[st.lists(st.one_of(st.none(), st.integers(0, 20)), min_size=1, max_size=12)] * 2)
def test_log_rank_equals_a_second_implementation(a: list[int | None], b: list[int | None]) -> None:
    """Of our curve against theirs; there is no test unless somebody left, and not all on the same day."""
    rows = [[(364 if day is None else day, day is not None) for day in group] for group in (a, b)]
    result = found(staff(a=a, b=b).iloc[::-1])

    if len({*a, *b}) == 1:
        assert result.log_rank_p is None
    else:
        assert result.log_rank_p == pytest.approx(log_rank(*rows))
    assert result.difference.value == pytest.approx(result.ours.value - result.others.value)
    assert -1 <= result.difference.low <= result.difference.value <= result.difference.high <= 1
