"""The release gate as a whole: what leaves of a closed round, and what never does."""

import datetime as dt
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from healthy_cohorts import healthy_programme
from reverse_mentoring.decide.disclosure.answers import CLOSED_AFTER, round_answers, rounds
from reverse_mentoring.decide.disclosure.gate import preview, release
from reverse_mentoring.words.charter import Charter, CharterGoal
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.release import EXACT_FROM, Cell, Release
from reverse_mentoring.words.reviewing import Insight
from reverse_mentoring.words.tables import PROGRESS, RATINGS
from review_cohorts import START

BANDS = {"", "5–9", "10–14", "15–19"}


def test_a_round_is_closed_two_weeks_after_its_last_day() -> None:
    """Quarter 1 is there from the fourteenth day after it on, not a day earlier; and cannot be released before."""
    cohort, pairs = _programme()
    first = rounds(cohort)[0]
    eve = replace(cohort, as_of=first.last + CLOSED_AFTER - dt.timedelta(days=1))

    assert (first.name, first.first, first.last) == ("quarter 1", START, dt.date(2026, 6, 1))
    assert rounds(eve) == ()
    assert rounds(replace(eve, as_of=first.last + CLOSED_AFTER)) == (first,)
    with pytest.raises(ValueError, match="cannot be released before"):
        round_answers(eve, pairs, first)


def test_the_latest_answer_of_each_person_counts() -> None:
    """One row per person and item, from inside the round: what was said in its last days."""
    cohort, pairs = _programme()
    first = rounds(cohort)[0]
    answers = round_answers(cohort, pairs, first).answers
    person = answers["person_id"].iloc[0]
    own = cohort.pulses[(cohort.pulses["mentor_id"] == person) & (cohort.pulses["who"] == "mentor")]
    latest = own[own["answered_on"] <= pd.Timestamp(first.last)].sort_values("answered_on").iloc[-1]

    assert not answers.duplicated(["person_id", "item"]).any()
    assert answers.set_index(["person_id", "item"])["value"][person, "say"] == latest["say"]


def test_a_release_holds_no_person_and_no_exact_small_number() -> None:
    """No id or name of anybody stands anywhere in it; numbers of people are bands below twenty."""
    cohort, _ = _programme()
    told = _releases()[-1]
    people = {*cohort.roster["person_id"], *cohort.roster["name"]}

    assert not [person for person in people if person in repr(told)]
    assert all(cell.n in BANDS or int(cell.n) >= EXACT_FROM for cell in told.cells)
    assert {cell.kind for cell in told.cells} == {
        "take-up", "sessions", "goals", "pulse", "change", "criteria", "insights",
    }  # fmt: skip


def test_the_same_round_is_always_told_the_same() -> None:
    """Another order of rows, a later day and later answers change nothing in the release of a closed round."""
    cohort, pairs = _programme()
    shuffled = {
        name: getattr(cohort, name).sample(frac=1, random_state=1)
        for name in ("roster", "sessions", "pulses", "goals", "progress", "ratings")
    }
    first = rounds(cohort)[0]
    again = _release(replace(cohort, as_of=cohort.as_of + dt.timedelta(days=40), **shuffled), pairs, 0)

    assert first == again.round
    assert again == _releases()[0]


def test_what_grew_by_too_few_people_is_told_as_before() -> None:
    """One pair that ends between two releases does not show; four pairs do."""
    cohort, pairs = _programme()
    second = rounds(cohort)[1]
    told = [_cells(release(cohort, _ended(pairs, count, second.first), second, earlier=_releases()[:1]), "take-up")
            for count in (0, 2, 4)]  # fmt: skip

    assert told[1] == told[0] == _cells(_releases()[0], "take-up")
    assert told[2] != told[0]
    assert next(cell.value for cell in told[2] if cell.item == "ended") == 0.2


def test_change_is_told_of_ten_people_and_more() -> None:
    """Before and after as means of those who answered twice; of nine people nothing is told."""
    cohort, pairs = _programme()
    cell = _cells(_releases()[0], "change")[0]
    nine = cohort.progress[cohort.progress["person_id"].isin(sorted(set(cohort.progress["person_id"]))[:9])]

    assert cell.n == "25"
    assert cell.text.startswith("from 2.")
    assert cell.low is None
    assert cell.high is None
    assert not _cells(_release(replace(cohort, progress=nine), pairs, 0), "change")[0].shown


@pytest.mark.parametrize("share", [0.5, 0.95, 1.0])
def test_a_goal_that_the_pulse_shows_is_not_told(share: float) -> None:
    """The verdict beside the released mean would narrow what single people said."""
    cohort, pairs = _programme()
    charter = Charter(goals=(CharterGoal(whose="organisation", metric="candour", measure="safety", share=share),))
    cells = _cells(release(cohort, pairs, rounds(cohort)[0], charter=charter), "criteria")

    assert [(cell.item, cell.text, cell.value, cell.n) for cell in cells] == [("candour", "", None, "")]


def test_insights_count_only_what_both_released() -> None:
    """One inside its pair, one released, one released and done: 2 and 1."""
    cells = {cell.item: cell.value for cell in _cells(_releases()[0], "insights")}

    assert cells == {"released": 2, "done": 1}


def test_the_smallest_group_is_the_one_of_the_first_release() -> None:
    """Settings changed after the first release change nothing; no setting goes below five."""
    cohort, pairs = _programme()
    strict = replace(cohort, settings=cohort.settings.model_copy(update={"group_at_least": 8}))
    first = _release(strict, pairs, 0)

    assert first.least == 8
    assert release(cohort, pairs, rounds(cohort)[1], earlier=[first]).least == 8
    assert _releases()[0].least == 5


def test_the_facilitator_sees_what_is_shown_and_what_is_not() -> None:
    """The preview counts the cells, kind by kind, and names the tables left out."""
    told = _releases()[0]
    sentences = preview(told)

    assert sentences[0] == f"{sum(cell.shown for cell in told.cells)} of {len(told.cells)} cells are shown."
    assert any(sentence.startswith("Answers of the pulse: ") for sentence in sentences)
    assert all(any(name in sentence for sentence in sentences) for name in told.dropped)


def _cells(told: Release, kind: str) -> list[Cell]:
    return [cell for cell in told.cells if cell.kind == kind]


def _ended(pairs: pd.DataFrame, count: int, day: dt.date) -> pd.DataFrame:
    gone = pairs.index < count
    return pairs.assign(state=pairs["state"].mask(gone, "ended"), ended=pairs["ended"].mask(gone, pd.Timestamp(day)))


@cache
def _programme() -> tuple[Cohort, pd.DataFrame]:
    """25 content pairs over three functions and two levels, a year long, with levels asked again in quarter 1."""
    cohort, pairs = healthy_programme(cohorts=1, seed=5)
    roster = cohort.roster.assign(
        department=[f"D{place % 3}" for place in range(len(cohort.roster))],
        level=cohort.roster["person_id"].str[0].map({"M": "L1", "N": "L4"}),
    )
    mentees = pairs["mentee_id"].tolist()
    rated = [{"person_id": each, "topic_id": "ai", "proficiency": 2 + i % 2} for i, each in enumerate(mentees)]
    now = [{**row, "proficiency": 3 + i % 3 % 2, "rated_on": dt.date(2026, 5, 20)} for i, row in enumerate(rated)]
    tables = {"ratings": tidy(pd.DataFrame(rated), RATINGS), "progress": tidy(pd.DataFrame(now), PROGRESS)}
    return replace(cohort, roster=roster, as_of=dt.date(2027, 1, 10), **tables), pairs


@cache
def _releases() -> tuple[Release, ...]:
    cohort, pairs = _programme()
    first = _release(cohort, pairs, 0)
    return first, _release(cohort, pairs, 1, first)


def _release(cohort: Cohort, pairs: pd.DataFrame, number: int, *earlier: Release) -> Release:
    goal = CharterGoal(whose="organisation", metric="sessions", measure="sessions held", share=0.8)
    return release(
        cohort, pairs, rounds(cohort)[number], charter=Charter(goals=(goal,)), insights=_insights(), earlier=earlier
    )


def _insights() -> list[Insight]:
    said = {"mentor": "Ask juniors first.", "mentee": "Ask juniors first."}
    one = {"mentor_id": "M", "mentee_id": "N", "wording": "Ask juniors first."}
    rows = [{}, {"released": said}, {"released": said, "done_on": dt.date(2026, 5, 1)}]
    return [Insight(number=number, **one, **row) for number, row in enumerate(rows, 1)]
