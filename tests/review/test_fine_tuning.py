"""Another rhythm or way to meet for one pair is an amended agreement that both agree to anew."""

import datetime as dt
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from agreement_samples import cohort_of, material, pair, person
from reverse_mentoring.decide.agreements.agreements import agreements
from reverse_mentoring.decide.agreements.negotiation import sides
from reverse_mentoring.decide.review.fine_tuning import ONE_SIDE, amended_sides, may_amend
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import Confirmed, Side

IDS = ("M1", "E1")
WHO = {"mentor_id": "M1", "mentee_id": "E1"}
MAY = dt.date(2026, 5, 4)
SAID = [{**WHO, "who": "mentor", "gain": "a wider view", "limits": "salary", "weeks_between": 3, "minutes": 45},
        {**WHO, "who": "mentee", "gain": "to try it", "weeks_between": 3, "mode": "remote"}]  # fmt: skip


def cohort(**tables: Any) -> Cohort:
    pairs = tables.pop("pairs", [{**WHO, "state": "active", "started": MAY}])
    return cohort_of(person("M1", "mentor"), person("E1", "mentee"), pairs=pairs, **tables)


def drawn_up(there: Cohort, choices: AgreementChoices) -> Agreement:
    return agreements(there, [pair(*IDS, "ai_assistants")], choices, material=material())[0]


def test_another_rhythm_must_be_agreed_again() -> None:
    """The text that both had confirmed reads differently now: changed since it was agreed."""
    there = cohort(sides=SAID)
    text = drawn_up(there, AgreementChoices()).fingerprint
    agreed = AgreementChoices(confirmed=(Confirmed(**WHO, step="agreed", fingerprint=text, on=MAY),))
    amended = amended_sides(agreed, there, IDS, weeks_between=5)

    assert drawn_up(there, agreed).state == "agreed"
    after = drawn_up(there, amended)
    assert after.state == "changed"
    assert "How often" not in {each.point for each in after.differences}
    assert amended.confirmed == agreed.confirmed


def test_an_agreement_from_a_file_must_be_agreed_again_too() -> None:
    """The table of pairs only knows the day: to the amended text nobody has agreed."""
    there = cohort(pairs=[{**WHO, "state": "active", "started": MAY, "agreed_on": MAY}])
    amended = amended_sides(AgreementChoices(), there, IDS, mode="remote")

    assert drawn_up(there, AgreementChoices()).state == "agreed"
    assert drawn_up(there, amended).state == "changed"
    assert [(each.step, each.on) for each in amended.confirmed] == [("agreed", MAY)]
    assert amended_sides(amended, there, IDS, weeks_between=4).confirmed == amended.confirmed


def test_nothing_else_that_the_two_said_is_lost() -> None:
    """What stands in the table, or was typed since, stays; of other pairs too."""
    there = cohort(sides=SAID)
    other = Side(mentor_id="M2", mentee_id="E2", who="mentor", gain="courage")
    typed = Side(**WHO, who="mentee", gain="to try it, and to show others", weeks_between=3, mode="remote")
    amended = amended_sides(AgreementChoices(sides=(other, typed)), there, IDS, weeks_between=6, mode="in person")
    mentor, mentee = (sides(there, amended)[IDS][who] for who in ("mentor", "mentee"))

    assert (mentor.gain, mentor.limits, mentor.minutes) == ("a wider view", "salary", 45)
    assert mentee.gain == "to try it, and to show others"
    assert {(side.weeks_between, side.mode) for side in (mentor, mentee)} == {(6, "in person")}
    assert other in amended.sides


def test_what_one_said_alone_is_not_shown_to_the_other_by_an_amendment() -> None:
    """Where only one has answered, an answer made up for the other would open the page."""
    there = cohort(sides=SAID[:1])

    assert may_amend(there, AgreementChoices(), IDS) == (ONE_SIDE,)
    with pytest.raises(ValueError, match="one side"):
        amended_sides(AgreementChoices(), there, IDS, weeks_between=5)
    assert may_amend(cohort(), AgreementChoices(), IDS) == may_amend(cohort(sides=SAID), AgreementChoices(), IDS) == ()


def test_a_rhythm_that_there_is_not_is_refused() -> None:
    """Every nine weeks is no rhythm."""
    with pytest.raises(ValidationError):
        amended_sides(AgreementChoices(), cohort(), IDS, weeks_between=9)


@cache
def _both_said() -> Cohort:
    return cohort(sides=SAID)


@settings(deadline=None, max_examples=20)
@given(weeks=st.none() | st.integers(1, 8), mode=st.sampled_from(["", "in person", "remote", "both"]))
def test_done_twice_is_done_once(weeks: int | None, mode: Any) -> None:
    """Both sides say the same, there are exactly two of them, and nothing at all changes nothing."""
    there = _both_said()
    once = amended_sides(AgreementChoices(), there, IDS, weeks_between=weeks, mode=mode)

    assert amended_sides(once, there, IDS, weeks_between=weeks, mode=mode) == once
    assert len(once.sides) == (2 if weeks or mode else 0)
    assert {side.weeks_between for side in once.sides} <= {weeks or 3}
