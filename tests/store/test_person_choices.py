"""The history of choices without one person: every version still loads, the person is gone, all else stays."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from random_choices import PEOPLE, choices
from reverse_mentoring.decide.launch.charter import is_intact, locked
from reverse_mentoring.store.person_choices import sealed_naming, without_people, without_person
from reverse_mentoring.store.person_words import ERASED, person_among
from reverse_mentoring.words.charter import Charter, CharterGoal
from reverse_mentoring.words.choices import AgreementChoices, Choices, MatchingChoices, Note, ReviewChoices
from reverse_mentoring.words.papers import Override, Side
from reverse_mentoring.words.reviewing import Entry, Insight
from reverse_mentoring.words.steps import STEPS

ANA = person_among("H0001", names=["Ana Ferrer"], mails=["ana@x.example"], others=["Bo Lindt"], other_ids=PEOPLE[1:])
SHORT = person_among("an", names=[], mails=[], others=[], other_ids=PEOPLE[:3])
DAY = dt.date(2026, 1, 1)
STEPS_AND_CHOICES = st.sampled_from(sorted(STEPS)).flatmap(lambda step: st.tuples(st.just(step), choices(step)))


def strings(value: Any) -> list[str]:
    """Every text in a JSON value, keys of mappings included."""
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in (key, *strings(each))]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


@settings(deadline=None, max_examples=40)
@given(STEPS_AND_CHOICES)
def test_every_version_loads_and_the_person_is_gone(made: tuple[str, Choices]) -> None:
    """Whatever was decided in whatever step: the rewritten version is one of the step's model and names nobody."""
    step, said = made

    after = without_person(step, said.model_dump_json(), ANA)
    STEPS[step].model_validate_json(after)
    assert not [text for text in strings(json.loads(after)) if ANA.in_texts.search(text)]
    assert without_person(step, after, ANA) == after


@settings(deadline=None, max_examples=40)
@given(STEPS_AND_CHOICES)
def test_what_is_about_others_stays(made: tuple[str, Choices]) -> None:
    """Items about other people without a word on this one stand in the same order, to the letter."""
    step, said = made
    before = json.loads(said.model_dump_json())
    after = json.loads(without_person(step, said.model_dump_json(), ANA))

    for field, value in before.items():
        if isinstance(value, list) and field != "locked":
            untouched = [each for each in value if not any(ANA.in_texts.search(text) for text in strings([each]))]
            assert [each for each in after[field] if each in untouched] == untouched


@settings(deadline=None, max_examples=20)
@given(STEPS_AND_CHOICES)
def test_a_short_id_goes_as_an_id_only(made: tuple[str, Choices]) -> None:
    """“an” goes out of fields for ids; a text with the word “an” in it is left alone."""
    step, said = made
    value = json.loads(without_person(step, said.model_dump_json(), SHORT))
    STEPS[step].model_validate(value)

    assert "an" not in strings(value)
    assert SHORT.without("That is an idea.") == "That is an idea."


def test_a_sentence_that_names_the_person_is_replaced() -> None:
    """The rest of a note on another pair stays; a last name counts as it is written."""
    notes = (Note(mentor_id="H0002", mentee_id="H0003", text="Going well. Ferrer was rude. They ferrer on."),)
    after = without_person("matching", MatchingChoices(notes=notes).model_dump_json(), ANA)

    assert MatchingChoices.model_validate_json(after).notes[0].text == f"Going well. {ERASED} They ferrer on."


def test_whole_items_of_the_pair_go() -> None:
    """Sides, exceptions, typed rows and insights of a pair go with either of the two."""
    pair = {"mentor_id": "H0001", "mentee_id": "H0002"}
    agreed = AgreementChoices(sides=(Side(**pair, who="mentee"),), overrides=(Override(**pair, reason="hurry"),))
    entry = Entry(table="pulses", values={**pair, "who": "mentee", "worth": 5})
    review = ReviewChoices(entries=(entry,), insights=(Insight(**pair, number=1, wording="More captions."),))

    assert without_person("agreements", agreed.model_dump_json(), ANA) == AgreementChoices().model_dump_json()
    assert without_person("review", review.model_dump_json(), ANA) == ReviewChoices().model_dump_json()


def test_versions_of_another_form_are_rewritten_as_well() -> None:
    """A field that today's models do not have any more is gone through all the same."""
    old = '{"agreed":[["H0001","H0002"]],"remark":"Ana Ferrer left."}'

    assert json.loads(without_person("agreements", old, ANA)) == {"agreed": [], "remark": ERASED}


@pytest.mark.parametrize("who", ["Ana Ferrer", "Bo Lindt"])
def test_a_sealed_charter_is_named_and_its_history_sealed_again(who: str) -> None:
    """Only a charter that names the person counts; its seal holds before and after."""
    outcomes = dict.fromkeys(("mentors", "mentees", "organisation"), "Learn.")
    goal = CharterGoal(
        whose="mentees", metric="use it", evidence="asked", smallest_useful_change=1, unit="points", population="all"
    )
    open_ = Charter(why="We must.", sponsor=who, outcomes=outcomes, goals=(goal,))
    sealed = locked(open_.model_copy(update={"goals": (goal.model_copy(update={"due": DAY}),)}), DAY)
    after = Charter.model_validate_json(without_person("charter", sealed.model_dump_json(), ANA))

    assert sealed_naming(sealed.model_dump_json(), ANA) == (who == "Ana Ferrer")
    assert not sealed_naming(open_.model_dump_json(), ANA)
    assert is_intact(sealed)
    assert is_intact(after)
    assert after.sponsor == (ERASED if who == "Ana Ferrer" else who)


def test_retention_takes_out_what_is_like_these_tables() -> None:
    """Answers first, with sides and typed pulses; pairs later, with everything about anybody; lessons stay."""
    pair = {"mentor_id": "H0001", "mentee_id": "H0002"}
    pulse = Entry(table="pulses", values={**pair, "who": "mentee"})
    session = Entry(table="sessions", values={**pair, "number": 1})
    review = ReviewChoices(entries=(pulse, session), lessons=("Book early.",)).model_dump_json()
    matching = MatchingChoices(final=(("H0001", "H0002"),), capacity={"H0001": 2}, coverage={"x": 1}).model_dump_json()

    assert ReviewChoices.model_validate_json(without_people(review, {"pulses"})).entries == (session,)
    assert without_people(matching, {"pulses"}) == matching
    kept = ReviewChoices.model_validate_json(without_people(review, {"pulses", "sessions", "pairs"}))
    assert (kept.entries, kept.lessons) == ((), ("Book early.",))
    left = MatchingChoices.model_validate_json(without_people(matching, {"pairs"}))
    assert (left.final, left.capacity, left.coverage) == ((), {}, {"x": 1})
