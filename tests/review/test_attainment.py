"""Goal attainment: levels first, one figure on request, and where the two disagree."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.review.attainment import attainment, disagreements, t_score, views
from reverse_mentoring.decide.review.review import goal_levels
from review_cohorts import Row, cohort, day, ids

GOALS = st.lists(st.tuples(st.integers(-2, 2), st.integers(1, 3)), min_size=1, max_size=5)
WHO = st.sampled_from(["mentor", "mentee", "both", ""])
VIEWS = st.lists(
    st.tuples(st.integers(1, 2), st.integers(-2, 2), WHO, st.integers(1, 3)),
    min_size=1, max_size=8, unique_by=lambda view: (view[0], view[2], view[3]),
)  # fmt: skip


def seen(number: int, level: int, who: str = "both", session: int = 4, **more: object) -> Row:
    return {**ids(1), "number": number, "level": level, "who": who, "reviewed_on": day(session), **more}


def goals_of(*rows: Row, **more: list[Row]) -> dict[str, list[Row]]:
    return {"pairs": [{**ids(1), "started": day(1)}], "goals": list(rows), **more}


@pytest.mark.parametrize(("levels", "weights", "score"), [
    ((1, 1, 1), (1, 1, 1), 63.7), ((-1, -1, -1), (1, 1, 1), 36.3), ((0, 1, 2), (3, 2, 1), 58.8), ((0,), (2,), 50.0),
    ((2,), (1,), 70.0),
])  # fmt: skip
def test_t_score_equals_published_figures(levels: tuple[int, ...], weights: tuple[int, ...], score: float) -> None:
    """Kiresuk & Sherman's formula by hand: (0, 1, 2) with (3, 2, 1) is 50 + 40/√(0.7·14 + 0.3·36) = 58.8."""
    assert round(t_score(levels, weights), 1) == score


@pytest.mark.parametrize(("levels", "weights"), [((), ()), ((1,), (1, 2)), ((3,), (1,)), ((1,), (0,))])
def test_t_score_refuses_what_is_no_goal(levels: tuple[int, ...], weights: tuple[int, ...]) -> None:
    """No goals, a missing weight, a level beyond +2 or a weight of nothing is an error of the caller."""
    with pytest.raises(ValueError, match="weights"):
        t_score(levels, weights)


@settings(deadline=None, max_examples=60)
@given(goals=GOALS, times=st.integers(2, 9))
def test_t_score_mirrors_and_knows_relative_weights_only(goals: list[tuple[int, int]], times: int) -> None:
    """Levels of the other sign give the mirror image at 50; all weights so many times as large change nothing."""
    levels, weights = zip(*goals, strict=True)
    score = t_score(levels, weights)

    assert t_score([-level for level in levels], weights) == pytest.approx(100 - score)
    assert t_score(levels, [times * weight for weight in weights]) == pytest.approx(score)


def test_attainment_counts_goals_before_it_scores_them() -> None:
    """Of three goals at 0, 1, 2 with weights 3, 2, 1 all are reached; T is 58.8."""
    rows = goals_of(seen(1, 0, weight=3), seen(2, 1, weight=2), seen(3, 2), seen(3, -2, session=1))
    found = attainment(cohort(rows, as_of=day(9)))

    assert found.to_dict("records") == [{**ids(1), "goals": 3, "reached": 3, "t_score": 58.8}]


def test_weights_come_from_the_plan_where_none_was_given_since() -> None:
    """The weight written at the start holds until a review gives another."""
    plans = [{**ids(1), "number": number, "goal": "g", "weight": 3} for number in (1, 2)]
    rows = goals_of(seen(1, 0), seen(2, 1, weight=2), seen(3, 2), goal_plans=plans)

    assert attainment(cohort(rows, as_of=day(9)))["t_score"].tolist() == [58.8]


def test_nobody_reviewed_is_an_empty_table() -> None:
    """Before the first review there is nothing to say."""
    early = cohort(goals_of(seen(1, 0)), as_of=day(4) - dt.timedelta(1))

    assert attainment(early).empty
    assert disagreements(views(early)).empty


@pytest.mark.parametrize(("told", "mentor", "mentee", "far"), [
    ([seen(1, 1, "mentor"), seen(1, -1, "mentee")], 1, -1, True),
    ([seen(1, 1, "mentor"), seen(1, 0, "mentee")], 1, 0, False),
    ([seen(1, -2, "both", 1), seen(1, 1, "mentor")], 1, -2, True),
    ([seen(1, -2, "mentor", 1), seen(1, 1, "mentee", 1), seen(1, 1, "both")], 1, 1, False),
    ([seen(1, 2, "mentor")], 2, None, False),
])  # fmt: skip
def test_each_side_has_its_latest_view(told: list[Row], mentor: int, mentee: int | None, far: bool) -> None:
    """A view of both is one of each; two levels apart is a disagreement, a missing view is none."""
    found = views(cohort(goals_of(*told), as_of=day(9)))

    assert found["mentor"].tolist() == [mentor]
    assert found["mentee"].astype(object).where(found["mentee"].notna(), None).tolist() == [mentee]
    assert len(disagreements(found)) == far


@settings(deadline=None, max_examples=20)
@given(told=VIEWS)
def test_the_lower_view_is_the_level_of_the_goal(told: list[tuple[int, int, str, int]]) -> None:
    """Whatever was said when, the level under review is the lower of the two views; disagreements come widest first."""
    there = cohort(goals_of(*(seen(number, level, who, when) for number, level, who, when in told)), as_of=day(9))
    found = views(there)
    levels = goal_levels(there).sort_values("number")["level"].tolist()
    apart = disagreements(found)["difference"].abs().tolist()

    assert found[["mentor", "mentee"]].min(axis=1).tolist() == levels
    assert apart == sorted(apart, reverse=True)
