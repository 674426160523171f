"""Whether juniors as a group are ahead, and what follows from it."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from gap_cohorts import random_cohort
from reverse_mentoring.decide.gaps.advantage import (
    advantage,
    ahead,
    headline,
    holm,
    response_sentence,
    strengths_sentence,
    verdict,
)
from reverse_mentoring.decide.gaps.gaps import topic_table
from reverse_mentoring.words.settings import NeedSettings

VERDICTS = """
need teachers reach ahead | verdict
   0        9     0   yes | leave
   2        9     2   yes | leave
   3        0     0   yes | train or hire
   3        0     0   no  | train or hire
   3        1     3   yes | reverse mentoring
   3        1     3   no  | reverse mentoring for named pairs
   4        1     4   yes | reverse mentoring
   5        1     5   yes | junior-led talk
   5        1     5   no  | train or hire
  20        5    20   yes | reverse mentoring
  21        5    21   yes | junior-led talk
   9       30     2   yes | junior-led talk
   9       30     0   no  | train or hire
   9       30     9   no  | reverse mentoring for named pairs
   ?        9     0   yes | need not known
"""


def verdict_rows() -> list[tuple[list[str], str]]:
    lines = [line.split("|") for line in VERDICTS.strip().splitlines()[1:]]
    return [(given.split(), expected.strip()) for given, expected in lines]


@pytest.mark.parametrize(("given_row", "expected"), verdict_rows())
def test_verdict_follows_need_teachers_reach_and_proof(given_row: list[str], expected: str) -> None:
    """The table above is the rule."""
    need, teachers, reach, proven = given_row
    known = None if need == "?" else int(need)

    assert verdict(known, teachers=int(teachers), reach=int(reach), proven=proven == "yes") == expected


def test_holm_gives_the_textbook_values_and_leaves_gaps_out() -> None:
    """Four p-values corrected by hand; a topic without p-value does not count."""
    p = pd.Series([0.01, 0.04, np.nan, 0.03, 0.005])

    assert holm(p).tolist() == pytest.approx([0.03, 0.06, np.nan, 0.06, 0.02], nan_ok=True)


def answers(rng: np.random.Generator, people: int, lead: float = 0.0, topics: int = 8) -> pd.DataFrame:
    """Levels 1–5 from a cut normal around 2.6 with standard deviation 1."""
    return pd.DataFrame(np.clip(np.rint(rng.normal(2.6 + lead, 1.0, (people, topics))), 1, 5)).astype("Int64")


def test_interval_agrees_with_scipy() -> None:
    """scipy.stats.bootstrap, percentile method, on one topic."""
    rng = np.random.default_rng(3)
    mentors, mentees = answers(rng, 25, 0.8), answers(rng, 22)
    samples = (mentors[0].to_numpy(float), mentees[0].to_numpy(float))

    def lead(a: np.ndarray, b: np.ndarray, axis: int = -1) -> np.ndarray:
        return a.mean(axis=axis) - b.mean(axis=axis)

    theirs = stats.bootstrap(samples, lead, method="percentile", n_resamples=9999, rng=rng).confidence_interval
    ours = advantage(mentors, mentees, seed=1).loc[0]

    assert [ours["advantage_low"], ours["advantage_high"]] == pytest.approx([theirs.low, theirs.high], abs=0.06)


def test_p_value_agrees_with_scipy() -> None:
    """scipy.stats.permutation_test of Welch's t, topic by topic."""
    rng = np.random.default_rng(4)
    mentors, mentees = answers(rng, 30, 0.3, topics=3), answers(rng, 26, topics=3)

    def welch(a: np.ndarray, b: np.ndarray, axis: int = -1) -> np.ndarray:
        return stats.ttest_ind(a, b, axis=axis, equal_var=False).statistic

    samples = [(mentors[topic].to_numpy(float), mentees[topic].to_numpy(float)) for topic in mentors]
    theirs = [stats.permutation_test(s, welch, n_resamples=1999, alternative="greater", rng=rng) for s in samples]

    ours = advantage(mentors, mentees, seed=1)["p"].to_numpy()
    assert ours == pytest.approx([test.pvalue for test in theirs], abs=0.04)


def test_same_answers_give_an_interval_without_width() -> None:
    """All mentors say 4 and all mentees 2: no nan, no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        row = advantage(pd.DataFrame({"t": [4] * 9}), pd.DataFrame({"t": [2] * 8}), seed=1).loc["t"]

    assert [row["advantage_low"], row["advantage"], row["advantage_high"]] == [2, 2, 2]
    assert row["p"] < 0.01


@pytest.mark.parametrize(("mentors", "mentees"), [(2, 9), (9, 2), (0, 4), (0, 0)])
def test_fewer_than_three_answers_say_nothing(mentors: int, mentees: int) -> None:
    """No difference is made of two answers."""
    levels = [pd.DataFrame({"t": [5] * mentors + [None] * 3}), pd.DataFrame({"t": [1] * mentees + [None] * 3})]
    row = advantage(levels[0].astype("Int64"), levels[1].astype("Int64"), seed=1).loc["t"]

    assert row[["advantage", "advantage_low", "advantage_high", "p"]].isna().all()


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 1000), st.randoms(use_true_random=False))
def test_order_and_names_of_people_change_nothing(seed: int, shuffle: "st.randoms") -> None:
    """Shuffled rows under other ids give the same numbers to the last digit."""
    rng = np.random.default_rng(seed)
    mentors, mentees = answers(rng, 7), answers(rng, 9)
    order = shuffle.sample(range(len(mentors)), len(mentors))

    again = advantage(mentors.iloc[order].set_axis(list("gfedcba")), mentees, seed=5)

    pd.testing.assert_frame_equal(again, advantage(mentors, mentees, seed=5), check_exact=True)


def proven_topics(rng: np.random.Generator, sizes: tuple[int, int], lead: float = 0.0) -> pd.Series:
    rows = advantage(answers(rng, sizes[0], lead), answers(rng, sizes[1]), seed=int(rng.integers(1000)))
    return ahead(rows.assign(p_holm=holm(rows["p"])))


def test_no_more_than_one_in_twenty_groups_without_lead_is_called_ahead() -> None:
    """60 groups of 20 to 60 people in which role makes no difference."""
    rng = np.random.default_rng(11)
    claims = [proven_topics(rng, (int(rng.integers(8, 31)), int(rng.integers(8, 31)))).any() for _ in range(60)]

    assert sum(claims) <= 3


def test_a_lead_of_one_level_is_found() -> None:
    """30 mentors one level ahead of 30 mentees: four in five topics or more are proven."""
    rng = np.random.default_rng(12)
    found = [proven_topics(rng, (30, 30), lead=1.0).mean() for _ in range(15)]

    assert np.mean(found) >= 0.8


@pytest.mark.slow
def test_cohorts_without_level_effect_hardly_ever_get_the_verdict() -> None:
    """200 cohorts of 20 to 60 people through the whole analysis: 5 % at most carry any claim of a group."""
    rng = np.random.default_rng(13)
    claims = 0
    for seed in range(200):
        people = int(rng.integers(20, 61))
        mentors = int(rng.integers(people // 3, people - people // 3 + 1))
        table = topic_table(random_cohort(seed, mentors=mentors, mentees=people - mentors), NeedSettings())
        claims += table["verdict"].isin(["reverse mentoring", "junior-led talk"]).any()

    assert claims <= 10


@pytest.mark.slow
@pytest.mark.parametrize("spread", [0.9, 1.0])
def test_cohorts_with_a_lead_of_one_level_get_the_verdict(spread: float) -> None:
    """30 + 30 people, mentors one level ahead: at least 80 % of topics are found, also if people differ more."""
    tables = [
        topic_table(random_cohort(seed, mentors=30, mentees=30, lead=1.0, spread=spread), NeedSettings())
        for seed in range(60)
    ]

    assert np.mean([(table["verdict"] == "reverse mentoring").mean() for table in tables]) >= 0.8


def topic(verdict: str, need: int | None = 6) -> pd.DataFrame:
    row = {"name": "Low code", "mentees": 20, "mentors": 22, "need": need, "teachers": 4, "verdict": verdict}
    return pd.DataFrame([row | {"advantage_low": -0.2, "p_holm": 0.4}]).astype({"need": "Int64"})


@pytest.mark.parametrize(
    ("word", "need", "sentence"),
    [
        ("reverse mentoring", 6, "6 of 20 mentees need “Low code”, and mentors as a group are ahead on it."),
        (
            "reverse mentoring for named pairs",
            6,
            "6 of 20 mentees need “Low code” and 4 mentors can teach it, but mentors as a group are not shown to be "
            "ahead.",
        ),
        ("train or hire", 6, "6 of 20 mentees need “Low code”, but hardly any mentor can teach it within reach."),
        ("leave", 1, "No topic is an unmet need of 3 mentees or more."),
        ("need not known", None, "Hands were counted: mentors as a group are not shown to be ahead on any topic."),
        ("too few to show", None, "Too few people have answered to show anything without names."),
    ],
)
def test_headline_says_what_the_table_says(word: str, need: int | None, sentence: str) -> None:
    """A lead of the group stands in it only where the verdict carries one."""
    assert headline(topic(word, need)) == sentence


def test_headline_counts_the_other_topics_that_are_ahead() -> None:
    """The widest need comes first, the rest as a number."""
    table = pd.concat([topic("train or hire", 9), *[topic("reverse mentoring")] * 3], ignore_index=True)

    assert headline(table).startswith("6 of 20 mentees need")
    assert headline(table).endswith("ahead on it and on 2 more needed topics.")


def test_an_empty_table_has_a_headline() -> None:
    """Before the first answer."""
    assert headline(topic("leave").iloc[:0]) == "Nobody has answered yet."


def test_response_sentence_has_denominators() -> None:
    """Answered of invited, by role."""
    response = pd.DataFrame({"role": ["mentor", "mentee"], "invited": [45, 40], "answered": [40, 35]})

    assert response_sentence(response) == "40 of 45 mentors (junior) and 35 of 40 mentees (senior) answered."


def test_strengths_are_named_whatever_the_need() -> None:
    """Most teachers first, ties by id; a lead is claimed only where it is proven; nobody to teach: nothing is said."""
    table = pd.DataFrame({
        "topic_id": ["a", "b", "c", "d"], "name": ["Low code", "Video", "Lab", "Chat"], "teachers": [2, 9, 9, 0],
        "mentors": [12, 12, 11, 12], "need": [9, 0, 1, 3], "advantage_low": [0.1, 0.2, -0.1, 0.4],
        "p_holm": [0.5, 0.001, 0.9, 0.001],
    })  # fmt: skip

    assert strengths_sentence(table) == (
        "Strengths to build on: “Video” (9 of 12 mentors; as a group ahead), “Lab” (9 of 11 mentors), "
        "“Low code” (2 of 12 mentors)."
    )
    assert strengths_sentence(table.assign(teachers=0)) == ""
