"""What those who did not answer could change."""

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gap_cohorts import as_hands, cohort_of, complete_cohort
from reverse_mentoring.decide.gaps.gaps import needs
from reverse_mentoring.decide.gaps.nonresponse import bounds, response_sentences, top_three_holds
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.settings import NeedSettings
from reverse_mentoring.words.tables import RATINGS

NEED = NeedSettings()


def needed_by(*counts: int, silent: int = 0, mentees: int = 12) -> Cohort:
    """Topics a, b, c … needed by so many of the mentees; silent people more said nothing at all."""
    people = pd.DataFrame({"person_id": [f"S{i:02}" for i in range(mentees + silent)], "role": "mentee", "name": "x"})
    rows = [
        {"person_id": f"S{i:02}", "topic_id": topic, "importance": 5, "proficiency": 1 if i < count else 5}
        for topic, count in zip("abcdef", counts, strict=False)
        for i in range(mentees)
    ]
    return cohort_of(people.assign(level="G6", team="T"), pd.DataFrame(rows))


def test_bounds_are_the_count_and_the_count_with_all_who_were_silent() -> None:
    """Three of fifteen said nothing."""
    found = bounds(needed_by(9, 4, silent=3), NEED)

    assert found.to_numpy().tolist() == [["a", 9, 12], ["b", 4, 7]]


def test_an_answer_that_rules_the_need_out_is_not_silence() -> None:
    """Importance 2 without a level cannot become a need; importance 5 without a level can."""
    cohort = needed_by(3, mentees=5)
    ratings = cohort.ratings.copy()
    ratings.loc[[3, 4], "proficiency"] = pd.NA
    ratings.loc[4, "importance"] = 2

    assert bounds(replace(cohort, ratings=ratings), NEED)["need_high"].tolist() == [4]


@pytest.mark.parametrize(
    ("counts", "silent", "holds"),
    [
        ((9, 8, 7, 3), 3, True),
        ((9, 8, 7, 3), 4, False),
        ((9, 8, 7, 7), 0, False),
        ((9, 8, 7), 5, None),
        ((0, 0, 0, 0), 0, None),
    ],
)
def test_the_top_three_hold_if_no_silence_can_change_them(
    counts: tuple[int, ...], silent: int, holds: bool | None
) -> None:
    """At worst nobody who was silent needs the three and all of them need another topic."""
    assert top_three_holds(needed_by(*counts, silent=silent), NEED) is holds


def test_no_way_of_filling_in_the_silence_leaves_the_bounds() -> None:
    """All 64 ways in which one silent mentee could need or not need six topics."""
    cohort = needed_by(6, 5, 4, 2, 2, 0, silent=1)
    found = bounds(cohort, NEED).set_index("topic_id")
    tops = set()
    for said in itertools.product((1, 5), repeat=6):
        more = pd.DataFrame({"person_id": "S12", "topic_id": list("abcdef"), "importance": 5, "proficiency": said})
        filled = replace(cohort, ratings=tidy(pd.concat([cohort.ratings, more]), RATINGS))
        count = needs(filled, NEED)["topic_id"].value_counts().reindex(found.index, fill_value=0)
        tops.add(frozenset(count.nlargest(3).index))

        assert (found["need_low"] <= count).all()
        assert (count <= found["need_high"]).all()
    assert top_three_holds(cohort, NEED)
    assert tops == {frozenset("abc")}


def test_bounds_of_hands_count_those_who_raised_none() -> None:
    """Four of twelve more people than hands; nothing is known of the need where it was not counted."""
    cohort = complete_cohort(3, mentors=6, mentees=8)
    more = pd.concat([cohort.participants, needed_by(mentees=0, silent=4).participants])
    hands = as_hands(cohort, NEED)
    raised = cohort_of(more, pd.DataFrame({"person_id": []}), tallies=hands)
    found = bounds(raised, NEED)
    unasked = pd.DataFrame([row for row in hands if row["question"] != "need"])

    assert np.array_equal(found["need_high"] - found["need_low"], [4] * len(found))
    assert bounds(replace(raised, tallies=unasked), NEED)[["need_low", "need_high"]].isna().all(axis=None)


def test_sentences_say_who_answered_and_what_the_silence_could_change() -> None:
    """A percentage from eight people on; the top three only where there is something to compare."""
    held = response_sentences(needed_by(9, 8, 7, 3, silent=3))
    open_ = response_sentences(needed_by(9, 8, 7, 3, silent=4), NEED)

    assert "12 of 15 mentees (senior) answered (80\N{NO-BREAK SPACE}%)." in held
    assert held[-1].startswith("The three widest needs stay the same")
    assert "is not settled" in open_[-1]
    assert response_sentences(needed_by(silent=3)) == ("Nobody has answered yet.",)
