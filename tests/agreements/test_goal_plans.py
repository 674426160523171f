"""One to three goals a pair, for both sides; what would make a goal hard to judge later is said as a guess."""

import datetime as dt
import string
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.agreements.goal_plans import goal_plans, open_goals, vague
from reverse_mentoring.words.papers import LEVELS
from side_samples import ENGLISH, GERMAN, PAIR, goal, two, typed

FIVE = dict(zip(LEVELS, ("none", "one draft", "two used with customers", "three", "five"), strict=True))
WHOLE = {"goal": "José runs two pilots of an AI assistant", "due": dt.date(2027, 5, 1), **FIVE}
TODAY = dt.date(2026, 11, 1)


def guessed(**said: Any) -> tuple[str, ...]:
    return vague(goal(**{**WHOLE, **said}), words=ENGLISH, today=TODAY)


def test_a_goal_that_says_who_does_what_by_when_passes() -> None:
    """In English and German, whichever language the papers are in; the date may stand in the text."""
    german = {"goal": "José führt mit seinem Team zwei Versuche durch", "due": None, "hoped": "zwei bis Ende März"}

    assert guessed() == ()
    for words in (ENGLISH, GERMAN):
        assert vague(goal(**{**WHOLE, **german}), words=words) == ()


@pytest.mark.parametrize(
    "text",
    [
        "presenting a demo",
        "Ana plans and reviews it",
        "we planned three visits",
        "using a checklist",
        "Ana zeigt es",
        "wir üben und schreiben eine Vorlage",
    ],
)
def test_verbs_are_known_in_their_forms(text: str) -> None:
    """Endings, doubled letters, a dropped e."""
    assert not any("Begin with a verb" in sentence for sentence in guessed(goal=text))


@pytest.mark.parametrize("text", ["Better understanding of AI", "More confidence", "Mehr Verständnis füreinander"])
def test_states_of_mind_are_taken_for_vague(text: str) -> None:
    """Nobody does anything, and nothing can be seen; it is said as a guess."""
    first, second = guessed(goal=text, hoped="much better")

    assert first.startswith("Goal 1 may be too vague: what will somebody do?")
    assert second.startswith("Goal 1 may be too vague: what could somebody see or count")


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("run it by the end of March", True),
        ("run it until session 10", True),
        ("run it in Q2", True),
        ("zeigen bis 1.5.2027", True),
        ("run it every month", False),
        ("run it better", False),
    ],
)
def test_dates_are_found_in_the_text(text: str, dated: bool) -> None:
    """“by the end of March” is a date, “every month” is none."""
    assert ("Goal 1 has no date: by when?" not in guessed(goal=text, due=None)) is dated


def test_a_date_is_no_number_to_count() -> None:
    """The year does not make a goal observable."""
    assert any("see or count" in each for each in guessed(goal="Improve by 2027-05-01", hoped="better"))


def test_a_date_gone_by_is_told_only_to_who_knows_the_day() -> None:
    """Without today nothing is said of it."""
    late = goal(**{**WHOLE, "due": dt.date(2026, 1, 1)})

    assert vague(late, words=ENGLISH, today=TODAY) == ("The date of goal 1 has passed.",)
    assert vague(late, words=ENGLISH) == ()


def test_levels_are_five_and_differ() -> None:
    """Level 0 first; empty ones named; alike but for case and spaces is the same."""
    assert guessed(hoped="") == ("Goal 1: level 0 is empty. It is what you hope for, so write it first.",)
    assert guessed(less="", more=" ") == ("Goal 1: these levels are empty: −1, +1.",)
    assert guessed(less="Two  used with customers")[0].startswith("Goal 1: these levels say the same: −1, 0.")


def test_no_goal_and_one_sided_goals_are_open() -> None:
    """A goal for both is enough; one of each is too; which pair has it does not matter."""

    def said(*whose: Any) -> tuple[str, ...]:
        return open_goals([goal(n, whose=w, topic_id="a") for n, w in enumerate(whose, 1)], topics=["a"], words=ENGLISH)

    assert said() == ("No goal is written yet: one to three are enough.",)
    assert said("mentee", "mentee")[0].startswith("Only the mentee (senior) has a goal")
    assert said("mentor")[0].startswith("Only the mentor (junior) has a goal")
    assert said("both") == said("mentor", "mentee") == said("mentee", "both") == ()


def test_goals_are_linked_to_topic_and_charter() -> None:
    """A topic that the pair does not work on, and a goal that the charter does not have; without charter no link."""
    goals = [goal(topic_id="b", programme_goal="Keep people"), goal(2, topic_id="a"),
             goal(3, topic_id="a", programme_goal="use  it at work")]  # fmt: skip

    said = open_goals(goals, topics=["a"], programme_goals=["Use it at work"], words=ENGLISH)
    assert [each.split(":")[0] for each in said] == [
        "Goal 1 belongs to none of the pair's topics",
        "Goal 1 names a goal of the programme that is not in its charter",
        "Goal 2 does not say which goal of the programme it serves.",
    ]
    assert len(open_goals(goals, topics=["a"], words=ENGLISH)) == 1


def test_typed_goals_stand_instead_of_imported_ones() -> None:
    """By number; emptied goals are gone; what the table left out is as the model says; topics by name become ids."""
    old = {
        "mentor_id": "J1",
        "mentee_id": "S1",
        "topic_id": "Everyday AI assistants",
        "due": pd.Timestamp("2027-05-01"),
    }
    rows = [{**old, "number": number, "goal": f"old {number}"} for number in (1, 2, 3)]
    found = goal_plans(two(goal_plans=rows), typed(goals=(goal(2, goal="new", weight=3), goal(3))))[PAIR]

    assert [(each.number, each.goal, each.weight) for each in found] == [(1, "old 1", 1), (2, "new", 3)]
    assert (found[0].whose, found[0].topic_id, found[0].due) == ("both", "ai_assistants", dt.date(2027, 5, 1))


@settings(deadline=None, max_examples=60)
@given(text=st.text(string.printable + "äöüß−“”", max_size=60), words=st.sampled_from([ENGLISH, GERMAN]))
def test_any_text_gives_whole_sentences(text: str, words: dict[str, str]) -> None:
    """Nothing that people write breaks the check or gets into its sentences."""
    plain = vague(goal(goal=text, **FIVE), words=words)

    assert set(plain) <= {
        words[key].replace("{number}", "1") for key in ("goal.no_verb", "goal.no_sign", "goal.no_date")
    }
