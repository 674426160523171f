"""The charter: what is still open, the lock at launch, changes afterwards."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reverse_mentoring.decide.launch.charter import (
    advice,
    changed,
    charter_hash,
    differences,
    example_goal,
    goal_sentence,
    is_intact,
    locked,
    missing,
    months_after,
)
from reverse_mentoring.words.charter import Charter, CharterGoal
from reverse_mentoring.words.problems import Refused

LAUNCH = dt.date(2026, 11, 1)
OUTCOMES = {"mentors": "are heard", "mentees": "use new tools", "organisation": "answers customers sooner"}
COMPLETE: dict[str, Any] = {
    "why": "Leaders decide about tools they have never used.",
    "sponsor": "Head of Operations",
    "sponsor_learns": True,
    "eligibility": "Everybody after the trial period",
    "facilitator": "L&D",
    "programme_manager": "HR",
    "outcomes": OUTCOMES,
}


def charter(**more: Any) -> Charter:
    """A complete charter with the example goal, changed as told."""
    return Charter.model_validate({**COMPLETE, "goals": (example_goal(LAUNCH),), **more})


def goal(**more: Any) -> CharterGoal:
    return example_goal(LAUNCH).model_copy(update=more)


OPEN = """
why=                      | Say why
sponsor=                  | Name the sponsor
outcome mentors=          | mentors (junior)
outcome mentees=          | mentees (senior)
outcome organisation=     | organisation
goals=                    | at least one goal
goal evidence=            | evidence
goal population=          | among whom
goal due=                 | by when
goal share=               | smallest useful change or the share
"""


def without(what: str) -> Charter:
    """The complete charter without what the table names."""
    kind, _, name = what.strip().removesuffix("=").partition(" ")
    if kind == "outcome":
        return charter(outcomes={whose: said for whose, said in OUTCOMES.items() if whose != name})
    if kind == "goal":
        return charter(goals=(goal(**{name: None if name in ("due", "share") else ""}),))
    return charter(**{kind: () if kind == "goals" else " "})


@pytest.mark.parametrize("row", OPEN.strip().splitlines())
def test_each_open_point_is_said_and_stops_the_lock(row: str) -> None:
    """One sentence for the one thing that is lacking, and the same sentence when locking is refused."""
    what, said = row.split("|")
    incomplete = without(what)

    (sentence,) = missing(incomplete)

    assert said.strip() in sentence
    with pytest.raises(Refused, match="cannot be locked yet"):
        locked(incomplete, LAUNCH)


def test_a_complete_charter_has_nothing_open_and_an_empty_one_everything() -> None:
    """Why, sponsor, three outcomes, a goal."""
    assert missing(charter()) == ()
    assert len(missing(Charter())) == 6


def test_a_sponsor_who_does_not_learn_first_is_advice_and_no_block() -> None:
    """The launch goes ahead."""
    proud = charter(sponsor_learns=False)

    assert "sponsor who is a mentee (senior) first" in advice(proud)[0]
    assert locked(proud, LAUNCH).locked_on == LAUNCH


@pytest.mark.parametrize(("figure", "more", "said"), [
    ("", {}, "Goal 1 names no figure that shows it; the review will say that it cannot tell."),
    ("outcome:tickets", {}, "Goal 1: its figure is a change, but the goal asks for a share"),
    ("safety", {"share": None, "smallest_useful_change": 1}, "Goal 1: its figure is a share: write which share"),
    ("outcome:tickets", {"share": None, "smallest_useful_change": 1}, ""),
    ("safety", {}, ""),
    ("retention", {}, ""),
])  # fmt: skip
def test_a_goal_that_its_figure_cannot_show_is_advice_and_no_block(
    figure: str, more: dict[str, Any], said: str
) -> None:
    """A share needs a figure that counts, a change one that changes; staying can be either."""
    doubtful = charter(goals=(goal(measure=figure, **more),))

    about_figures = [sentence for sentence in advice(doubtful) if "Goal 1" in sentence]

    assert [sentence[: len(said)] for sentence in about_figures] == ([said] if said else [])
    assert missing(doubtful) == ()


def test_the_figure_of_a_goal_is_said_in_words() -> None:
    """By its label, with the topic's name where it is known; none is not mentioned; a change of it is readable."""
    levels = goal(measure="level:ai_assistants", share=None, smallest_useful_change=1.0, unit="levels")

    assert goal_sentence(goal()).endswith(" Shown by: mentees (senior) who have reached a goal.")
    assert goal_sentence(levels, {"ai_assistants": "AI"}).endswith(" Shown by: level in AI.")
    assert goal_sentence(levels).endswith(" Shown by: level in ai assistants.")
    assert "Shown by" not in goal_sentence(goal(measure=""))
    assert differences(charter(), charter(goals=(goal(measure="safety"),))) == (
        "Goal 1, shown by: “mentees with a goal reached” → “safety”.",
    )


def test_an_empty_figure_breaks_no_seal_of_before_there_were_figures() -> None:
    """A charter locked by an earlier version of the workbook stays intact."""
    before = charter(goals=(goal(measure=""),)).model_dump(mode="json", exclude={"goals": {"__all__": {"measure"}}})

    assert charter_hash(Charter.model_validate(before)) == charter_hash(charter(goals=(goal(measure=""),)))


def test_the_lock_fits_its_contents_until_they_are_changed_behind_its_back() -> None:
    """Any other content breaks the seal; an unlocked charter has none."""
    sealed = locked(charter(), LAUNCH)

    assert is_intact(sealed)
    assert not is_intact(sealed.model_copy(update={"goals": (goal(share=0.1),)}))
    assert not is_intact(charter())
    with pytest.raises(Refused, match="locked already, since 1 November 2026"):
        locked(sealed, LAUNCH)


@given(st.text(max_size=40), st.integers(1, 24), st.floats(0, 1))
def test_the_hash_survives_saving_and_ignores_only_the_seal(why: str, months: int, share: float) -> None:
    """Through JSON and back it is the same; the seal itself does not count; the months do."""
    written = charter(why=why, months=months, goals=(goal(share=share),))
    read = Charter.model_validate_json(written.model_dump_json())

    assert charter_hash(read) == charter_hash(written)
    assert charter_hash(written.model_copy(update={"locked": "x", "change_reason": "y"})) == charter_hash(written)
    assert charter_hash(charter(why=why, months=months % 24 + 1)) != charter_hash(charter(why=why, months=months))


def test_an_emptied_outcome_counts_as_none_for_the_hash() -> None:
    """So that a field which was touched and emptied again is no change."""
    assert charter_hash(Charter(outcomes={"mentors": ""})) == charter_hash(Charter())


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_locked_charter_changes_only_with_a_reason(reason: str) -> None:
    """Refused with a sentence that says what to do."""
    sealed = locked(charter(), LAUNCH)

    with pytest.raises(Refused, match="Write the reason for the change"):
        changed(sealed, charter(months=9), reason)


def test_a_change_with_a_reason_keeps_the_day_of_launch_and_is_sealed_anew() -> None:
    """The new version is intact, differs in its seal, and says why."""
    sealed = locked(charter(), LAUNCH)

    new = changed(sealed, charter(months=9), " Merger ")

    assert (new.months, new.locked_on, new.change_reason) == (9, LAUNCH, "Merger")
    assert is_intact(new)
    assert new.locked != sealed.locked


def test_before_launch_a_change_needs_no_reason_and_locks_nothing() -> None:
    """Even if what comes from the form pretends to be locked."""
    new = changed(charter(), charter(months=9, locked="pretended"), "")

    assert (new.months, new.locked) == (9, "")


def test_no_difference_is_no_change() -> None:
    """The charter itself comes back, without a reason."""
    sealed = locked(charter(), LAUNCH)

    assert changed(sealed, charter(), "") is sealed


def test_more_than_three_goals_for_one_group_are_refused() -> None:
    """Three are enough."""
    with pytest.raises(Refused, match="At most 3 goals for the mentees"):
        changed(charter(), charter(goals=(goal(),) * 4), "")


def test_differences_are_readable() -> None:
    """One sentence per change: plain fields, outcomes, parts of a goal, goals that came or went."""
    new = charter(months=9, sponsor_learns=False, outcomes=OUTCOMES | {"mentors": ""}, goals=(goal(share=0.1), goal()))

    said = differences(charter(), new)

    assert said[:4] == (
        "The sponsor learns first: yes → no.",
        "Months: 12 → 9.",
        "Outcome for mentors (junior): “are heard” → nothing.",
        "Goal 1, share: 0.25 → 0.1.",
    )
    assert said[4].startswith("Goal 2 is new: By 1 May 2027")
    assert len(said) == 5
    assert differences(new, charter())[-1].startswith("Goal 2 is gone")
    assert differences(new, new) == ()


def test_the_example_goal_is_a_quarter_of_the_mentees_by_month_six() -> None:
    """It is complete: nothing of it is open."""
    example = example_goal(dt.date(2026, 8, 31))

    assert (example.whose, example.share, example.due) == ("mentees", 0.25, dt.date(2027, 2, 28))
    assert goal_sentence(example).startswith(
        "By 28 February 2027, at least 25 % of all mentees who started, including those who left: learned one new skill"
    )


def test_a_goal_in_levels_is_said_with_its_smallest_useful_change() -> None:
    """Direction, amount and unit."""
    said = goal_sentence(
        CharterGoal(whose="organisation", metric="time to an answer", direction="down", smallest_useful_change=0.5,
                    unit="days")
    )  # fmt: skip

    assert said == "By a day still to be set, organisation: time to an answer goes down by 0.5 days or more."


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 36))
def test_months_later_is_that_many_months_later(day: dt.date, months: int) -> None:
    """The month is right, and the day never later than asked."""
    later = months_after(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
