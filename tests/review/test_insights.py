"""What leaves a pair: nothing before both released exactly these words, and never whose it was."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.review.insights import (
    advice,
    changed,
    headline,
    ledger,
    next_number,
    overdue,
    released_by,
    taken_back_by,
    waiting_for_release,
    waits_for,
)
from reverse_mentoring.words.choices import ReviewChoices
from reverse_mentoring.words.reviewing import Insight
from review_cohorts import cohort, healthy

TODAY = dt.date(2026, 6, 1)
PAIR = {"mentor_id": "M1", "mentee_id": "N1"}
WORDS = "The safety video has no captions."


def insight(number: int = 1, *, wording: str = WORDS, **more: object) -> Insight:
    return Insight.model_validate({**PAIR, "number": number, "wording": wording, **more})


def left(number: int = 1, **more: object) -> Insight:
    """One that both released."""
    return released_by(released_by(insight(number, **more), "mentor"), "mentee")


def choices(*insights: Insight) -> ReviewChoices:
    return ReviewChoices(insights=insights)


def test_insight_leaves_only_when_both_released_it() -> None:
    """One release is not enough, and whoever is missing is said."""
    one = released_by(insight(), "mentor")

    assert len(ledger(choices(insight(), one))) == 0
    assert waiting_for_release(choices(one)) == (one,)
    assert waits_for(one) == ("mentee",)
    assert waits_for(insight()) == ("mentor", "mentee")
    assert list(ledger(choices(released_by(one, "mentee")))["wording"]) == [WORDS]


def test_another_wording_takes_back_both_releases() -> None:
    """A word changed after both released it: the insight is inside its pair again; owner and action change nothing."""
    told = left()

    assert changed(told, owner="Facilities", action="Add captions").leaves
    assert changed(told, wording=WORDS).leaves
    assert waits_for(changed(told, wording=WORDS + " None.")) == ("mentor", "mentee")
    assert waits_for(changed(told, mentor_id="M2")) == ("mentor", "mentee")
    assert not taken_back_by(told, "mentee").leaves


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(["mentor", "mentee", "reword", "back"]), st.booleans()), max_size=8))
def test_ledger_never_holds_words_that_somebody_did_not_release(steps: list[tuple[str, bool]]) -> None:
    """Whatever is released, reworded and taken back: what stands in the ledger both released last."""
    one, agreed = insight(), dict.fromkeys(("mentor", "mentee"), "")
    for number, (step, first) in enumerate(steps):
        if step == "reword":
            one, agreed = changed(one, wording=f"{WORDS} {number}"), dict.fromkeys(agreed, "")
        elif step == "back":
            who = "mentor" if first else "mentee"
            one, agreed = taken_back_by(one, who), agreed | {who: ""}
        else:
            one, agreed = released_by(one, "mentor" if step == "mentor" else "mentee"), agreed | {step: one.wording}
    released = set(agreed.values()) == {one.wording}

    assert list(ledger(choices(one))["wording"]) == ([one.wording] if released else [])


def test_ledger_does_not_say_whose_it_was() -> None:
    """Neither a column nor the order in which insights were typed points at a pair."""
    first, second = left(1), left(2, mentor_id="M2", mentee_id="N2")
    table = ledger(choices(first, second))

    assert not {"M1", "N1", "M2", "N2"} & set(table.astype(str).to_numpy().ravel())
    assert table.equals(ledger(choices(second, first)))


def test_overdue_is_what_left_and_is_not_done_by_its_day() -> None:
    """The longest overdue first; today is not too late; what is still inside its pair is nobody's yet."""
    yesterday, before = TODAY - dt.timedelta(1), TODAY - dt.timedelta(30)
    found = choices(
        left(1, due=yesterday), left(2, due=before), left(3, due=TODAY), left(4, due=before, done_on=yesterday),
        insight(5, due=before), left(6),
    )  # fmt: skip

    assert overdue(found, TODAY) == (2, 1)


def test_headline_counts_what_came_of_it() -> None:
    """Only what both released counts; done is what led to something."""
    done = left(2, done_on=TODAY)

    assert headline(choices()) == headline(choices(insight())) == "No insight has left a pair yet"
    assert headline(choices(left())) == "1 insight left its pair, it has not led to something yet"
    assert headline(choices(left(), done)) == "2 insights left pairs, 1 has led to something"
    assert headline(choices(left(), done, left(3, done_on=TODAY))) == "3 insights left pairs, 2 have led to something"


def test_a_number_is_not_used_twice() -> None:
    """The next number is above all others, whatever has left."""
    assert next_number(choices()) == 1
    assert next_number(choices(insight(4), left(2))) == 5


def test_a_name_in_the_wording_is_noticed() -> None:
    """Full names, e-mail addresses, last names of participants and ids; ordinary words are none."""
    rows = healthy(pairs=1)
    rows["roster"][0] |= {"name": "Ana Young", "email": "ana@helvia.example"}
    there = cohort(rows)
    where = replace(there, participants=there.roster.iloc[:1].assign(role="mentor"))

    for words in ("ana young said so", "Ask Young.", "Write to ana@helvia.example", "M1 was told"):
        assert "seems to name somebody" in advice(insight(wording=words), where)[0]
    assert advice(insight(wording="The young are not heard, M10 neither."), where) == ()


def test_what_left_without_an_owner_is_noticed() -> None:
    """An insight that left a pair needs somebody who has it."""
    where = cohort(healthy(pairs=1))

    assert "nobody has it yet" in advice(left(), where)[0]
    assert advice(left(owner="Facilities", action="Captions"), where) == ()
