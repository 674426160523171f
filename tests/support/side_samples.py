"""Sides and goals of one pair, and the messages, for the tests of what a pair writes down."""

from typing import Any

from agreement_samples import cohort_of, person
from reverse_mentoring.store.content import messages
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import GoalPlan, Side, Who

ANA, JOSE = "J1", "S1"
PAIR = (ANA, JOSE)
ENGLISH, GERMAN = messages("en"), messages("de")


def two(**tables: Any) -> Cohort:
    """Ana in Basel mentors José in Boston."""
    jose = person(JOSE, "mentee", "José", site="Boston")
    return cohort_of(person(ANA, "mentor", "Ana"), jose, **tables)


def side(who: Who, **said: Any) -> Side:
    """One side of the pair."""
    return Side(mentor_id=ANA, mentee_id=JOSE, who=who, **said)


def side_row(who: Who, **said: Any) -> dict[str, Any]:
    """One row of the table sides."""
    return {"mentor_id": ANA, "mentee_id": JOSE, "who": who, **said}


def goal(number: int = 1, **said: Any) -> GoalPlan:
    """One goal of the pair."""
    return GoalPlan(mentor_id=ANA, mentee_id=JOSE, number=number, **said)


def typed(**said: Any) -> AgreementChoices:
    """Choices with what was typed in on screen."""
    return AgreementChoices(**said)
