"""What others than the facilitator read: no count of people's own answers that points at a few of them."""

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.evidence.criteria import NOT_TOLD, criteria, exploratory, told
from reverse_mentoring.decide.review.next_cohort import Proposal
from reverse_mentoring.decide.statistics.intervals import share
from reverse_mentoring.present.review_report import ReportContent, Seen, review_report
from reverse_mentoring.words.charter import Charter, CharterGoal
from reverse_mentoring.words.findings import Criterion
from reverse_mentoring.workbook.review_papers import evidence_for_others
from review_cohorts import Row, day, healthy, ids, reviewed
from small_cohorts import cohort_of

PAIRS = 20
AGAIN = CharterGoal(whose="organisation", metric="would take part again", measure="again", share=0.75, due=day(6),
                    population="all", evidence="closing form")  # fmt: skip


def closed(no: int, *, answered: int = 2 * PAIRS) -> dict[str, list[Row]]:
    """Pairs of whom so many people answered the closing form, so many of these with no."""
    people = [(pair, who) for pair in range(1, PAIRS + 1) for who in ("mentor", "mentee")][:answered]
    forms = [{**ids(pair), "who": who, "answered_on": day(6), "again": at >= no} for at, (pair, who) in
             enumerate(people)]  # fmt: skip
    return {**healthy(pairs=PAIRS), "closings": forms}


def judged(no: int, *, answered: int = 2 * PAIRS) -> tuple[Criterion, Criterion]:
    """The goal as the facilitator and as others read it."""
    there, pairs = reviewed(closed(no, answered=answered))
    (full,) = criteria(there, pairs, Charter(goals=(AGAIN,)))
    (for_others,) = told(there, pairs, (full,))
    return full, for_others


SAID = "would take part again."
TOLD = f"""
no answered | finding
2  40       | At least 36 of 40 people in pairs {SAID}
0  40       | At least 36 of 40 people in pairs {SAID}
37 40       | Fewer than 5 of 40 people in pairs {SAID}
1  9        | {NOT_TOLD}
"""


@pytest.mark.parametrize("row", TOLD.strip().splitlines()[1:])
def test_a_count_that_points_at_a_few_is_told_as_a_bound(row: str) -> None:
    """No figure to draw, no interval to read it back from; the facilitator's own has all of that."""
    numbers, finding = (part.strip() for part in row.split("|"))
    no, answered = map(int, numbers.split())
    full, for_others = judged(no, answered=answered)

    assert for_others.finding == finding
    assert (for_others.estimate, for_others.verdict) == (None, full.verdict)
    assert for_others.why == "The goal asks for at least 30 of 40."
    assert not any("interval" in caveat for caveat in for_others.caveats)
    assert full.finding.startswith(f"{answered - no} of {answered}")
    assert full.estimate is not None


def test_a_count_of_many_on_both_sides_is_told_in_full() -> None:
    """Five against 35: as the facilitator reads it."""
    full, for_others = judged(5)

    assert for_others == full


@settings(deadline=None, max_examples=12)
@given(st.integers(0, 40), st.integers(0, 40))
def test_what_others_read_of_few_is_the_same_whoever_said_it(one: int, other: int) -> None:
    """Two cohorts of 40 with fewer than five on the same side read alike, apart from the verdict."""
    said = [judged(no)[1] for no in (one, other)]
    few = [tuple(sorted((no, 40 - no))) for no in (one, other)]

    if max(each[0] for each in few) < 5 and (one < 20) == (other < 20):
        assert (said[0].finding, said[0].why, said[0].caveats) == (said[1].finding, said[1].why, said[1].caveats)
    for no, each in zip((one, other), said, strict=True):
        counts = set(map(int, re.findall(r"\d+", each.finding)))
        assert min(no, 40 - no) >= 5 or not counts & {no, 40 - no} - {40, 36, 5}


def test_exploratory_rows_say_how_few_are_on_the_smaller_side() -> None:
    """Two of 40 would not take part again; means and counts of sessions have no such side."""
    there, pairs = reviewed(closed(2))

    fewest = exploratory(there, pairs).set_index("measure")["fewest"]

    assert fewest["people who would take part again (closing form)"] == 2
    assert fewest["people who can say what they really think (latest pulse)"] == 0
    assert fewest.drop([name for name in fewest.index if name.startswith("people who")]).isna().all()


ROWS = [Seen("Of all", "said by all 40", 40, 0), Seen("Of two", "said by 38 of 40", 40, 2),
        Seen("Of five", "said by 35 of 40", 40, 5), Seen("Mean", "a mean change", 40)]  # fmt: skip


def test_report_leaves_out_rows_that_point_at_a_few(tmp_path: Path) -> None:
    """Nobody, five or more on the smaller side, or no sides at all: shown; two: counted as left out."""
    review_report(tmp_path / "report.docx", ReportContent("H", exploratory=tuple(ROWS)), cohort_of())
    with zipfile.ZipFile(tmp_path / "report.docx") as packed:
        words = packed.read("word/document.xml").decode()

    assert [row.finding in words for row in ROWS] == [True, False, True, True]
    assert "Not shown, because the count would point at fewer than 5 people: 1." in words


@pytest.mark.parametrize(("key", "k", "told_as"), [
    ("training:supported", 38, "Nearly all of whom it is known say so."),
    ("training:supported", 30, "30 of 40 say so."), ("training:supported", 40, "40 of 40 say so."),
    ("weeks_between:4", 38, "38 of 40 say so."),
])  # fmt: skip
def test_lessons_do_not_count_the_few_who_disagreed(key: str, k: int, told_as: str) -> None:
    """Answers of all but two are told without the count; attendance is no answer."""
    change = Proposal(key, "What", "now", "then", f"{k} of 40 say so.", share(k, 40), change=True)

    assert evidence_for_others(change, cohort_of()) == told_as
