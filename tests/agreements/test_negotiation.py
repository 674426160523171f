"""Each gives an own side alone; where they differ shows only after both have, and nobody is put in the wrong."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.agreements.negotiation import (
    About,
    Terms,
    abouts,
    both_answered,
    differences,
    not_written,
    sides,
    terms,
    usual_terms,
)
from reverse_mentoring.words.agreements import Difference
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.papers import Side
from reverse_mentoring.words.settings import RhythmSettings
from side_samples import ANA, ENGLISH, GERMAN, JOSE, PAIR, side, side_row, two, typed

WISHES: dict[str, st.SearchStrategy[Any]] = {
    "gain": st.sampled_from(["", "Confidence", "A wider view"]),
    "topics": st.sampled_from([(), ("ai_assistants",), ("ai_assistants", "belonging")]),
    "offer": st.sampled_from(["", "An hour of practice"]),
    "limits": st.sampled_from(["", "My health; my family", "Pay"]),
    "weeks_between": st.sampled_from([None, 1, 2, 3, 8]),
    "minutes": st.sampled_from([None, 45, 60, 90]),
    "hour": st.sampled_from(["", "10:00", "16:00", "mornings"]),
    "mode": st.sampled_from(["", "in person", "remote", "both"]),
    "confidentiality": st.sampled_from(["", "strict", "own learning", "open topics"]),
}
SAID = st.fixed_dictionaries(WISHES)
ABOUT = abouts(two(), [PAIR])[PAIR]
USUAL = usual_terms(RhythmSettings(), AgreementChoices(), ["ai_assistants"], mode="both")


def told(mentor: dict[str, Any], mentee: dict[str, Any], words: dict[str, str] = ENGLISH) -> dict[str, Difference]:
    """The differences between Ana and José, by point."""
    found = differences(side("mentor", **mentor), side("mentee", **mentee), words=words, about=ABOUT)
    return {each.point: each for each in found}


def drafted(mentor: dict[str, Any], mentee: dict[str, Any], usual: Terms = USUAL) -> Terms:
    return terms({"mentor": side("mentor", **mentor), "mentee": side("mentee", **mentee)}, usual, about=ABOUT)


def test_frequency_is_settled_between_the_two() -> None:
    """Two weeks and four: three is between; two and three: nothing is, so they try one."""
    apart = told({"weeks_between": 2}, {"weeks_between": 4})["How often"]
    close = told({"weeks_between": 1}, {"weeks_between": 2})["How often"]

    assert apart.sentence == "Ana would like to meet every 2 weeks, José every 4 weeks: every 3 weeks is between."
    assert (apart.mentor, apart.mentee) == ("every 2 weeks", "every 4 weeks")
    assert close.sentence.startswith("Ana would like to meet every week, José every 2 weeks: try one rhythm")


def test_length_is_settled_at_a_length_that_people_book() -> None:
    """45 and 90 minutes: 65 is between, not 67."""
    assert "65 minutes is between" in told({"minutes": 45}, {"minutes": 90})["Length of a session"].sentence


def test_hours_are_told_on_both_clocks() -> None:
    """10:00 in Basel is 04:00 in Boston; the same moment on two clocks is no difference."""
    hour = told({"hour": "10:00"}, {"hour": "10 am"})["Hour"]

    assert "10:00 for Ana is 04:00 for José; 10:00 for José is 16:00 for Ana." in hour.sentence
    assert "Hour" not in told({"hour": "16:00"}, {"hour": "10:00"})


def test_hours_on_one_clock_are_told_once() -> None:
    """Two people of one place are not told what 09:00 is for the other; one from right to left changes no figures."""
    mentor, mentee = side("mentor", hour="9:00"), side("mentee", hour="14:00")
    (here,) = differences(mentor, mentee, words=ENGLISH, about=About("Ana", "Ben", offsets=(60, 60)))
    (apart,) = differences(mentor, mentee, words=ENGLISH, about=About("مريم", "Ben", offsets=(60, 120)))

    assert here.sentence.startswith("Ana thinks of 09:00, Ben of 14:00. ")
    assert apart.sentence.startswith("09:00 for مريم\u200e is 10:00 for Ben; 14:00 for Ben is 13:00 for مريم\u200e.")


def test_hours_that_no_clock_shows_stay_words() -> None:
    """“mornings” is laid beside 10:00 as it was written."""
    assert "Ana wrote “mornings”, José “10:00”" in told({"hour": "mornings"}, {"hour": "10:00"})["Hour"].sentence


def test_the_stricter_confidentiality_is_the_safe_choice() -> None:
    """It holds until they have settled it, also against a laxer programme; a single wish never loosens."""
    difference = told({"confidentiality": "open topics"}, {"confidentiality": "strict"})["Confidentiality"]

    assert difference.sentence.endswith("the stricter one holds (strict: nothing leaves the room).")
    assert drafted({"confidentiality": "open topics"}, {"confidentiality": "strict"}).confidentiality == "strict"
    assert drafted({"confidentiality": "open topics"}, {"gain": "x"}).confidentiality == "own learning"
    both = {"confidentiality": "open topics"}
    assert drafted(both, both).confidentiality == "open topics"


def test_limits_of_both_stand() -> None:
    """Each once, whatever its case, beside those of the programme."""
    limits = told({"limits": "My health; pay"}, {"limits": "Pay\nPolitics."})["Limits"]
    usual = usual_terms(RhythmSettings(), AgreementChoices(off_limits="Religion."), [])

    assert limits.sentence.endswith("without a reason: My health; pay; Politics.")
    stand = drafted({"limits": "My health; pay"}, {"limits": "Pay\nPolitics."}, usual).limits
    assert stand == ("Religion", "My health", "pay", "Politics")


def test_topics_show_what_only_one_named() -> None:
    """By name; begin with the shared one; the same topics in another order are no difference."""
    both, one = ("ai_assistants", "belonging"), ("ai_assistants",)
    topics = told({"topics": both}, {"topics": one})["Topics"]

    assert (topics.mentor, topics.mentee) == ("Everyday AI assistants, Belonging & respect", "Everyday AI assistants")
    assert topics.sentence.startswith("You both named Everyday AI assistants: begin there.")
    assert "No topic was named by both" in told({"topics": one}, {"topics": ("belonging",)})["Topics"].sentence
    assert "Topics" not in told({"topics": both}, {"topics": both[::-1]})


def test_hopes_lie_beside_offers_without_a_verdict() -> None:
    """What José hopes for beside what Ana offers, as written."""
    found = told({"offer": "An hour a week"}, {"gain": "Prompts that work"})

    hopes = found["What the mentee hopes for"]
    assert (hopes.mentor, hopes.mentee) == ("An hour a week", "Prompts that work")
    assert list(found) == ["What the mentee hopes for"]


def test_the_draft_uses_what_both_say_and_else_what_is_usual() -> None:
    """One wish against none counts; two that differ leave the programme's value, flagged as open."""
    mentor = {"weeks_between": 2, "minutes": 45, "hour": "11:00", "mode": "remote", "topics": ("belonging",)}
    mentee = {"weeks_between": 2, "minutes": 90, "hour": "05:00", "mode": "both", "topics": ("belonging",)}

    assert drafted(mentor, mentee) == Terms(2, 60, "11:00", "remote", "own learning", ("belonging",), open=("minutes",))
    assert drafted({"gain": "x"}, {"hour": "10:00", "weeks_between": 4}) == Terms(
        4, 60, "16:00", "both", "own learning", ("ai_assistants",), gain=("x", "")
    )


def test_hours_on_unknown_clocks_stay_open() -> None:
    """Without time zones 10:00 and 16:00 may differ: the programme's hour stands; the same hour counts."""
    mentor, mentee = side("mentor", hour="10:00"), side("mentee", hour="16:00")
    usual = usual_terms(RhythmSettings(hour="09:00"), AgreementChoices(), [])

    unsettled = terms({"mentor": mentor, "mentee": mentee}, usual)
    assert (unsettled.hour, unsettled.open) == ("09:00", ("hour",))
    assert terms({"mentor": mentor, "mentee": side("mentee", hour="10.00 Uhr")}, usual).hour == "10:00"


def test_who_has_not_written_is_said_without_blame() -> None:
    """An empty side counts as none."""
    about = About("Ana", "José")

    assert not_written({"mentor": side("mentor", gain="x")}, words=ENGLISH, about=about) == (
        "José has not written anything yet.",
    )
    assert len(not_written({"mentor": side("mentor", gain=" ")}, words=ENGLISH)) == 2


def test_typed_side_stands_instead_of_the_imported_one() -> None:
    """As a whole; a typed side that was emptied takes the imported one away; topic names become ids."""
    cohort = two(
        sides=[side_row("mentor", gain="old", minutes=45), side_row("mentee", topics=("Belonging & Respect",))]
    )

    found = sides(cohort, typed(sides=(side("mentor", gain="new"),)))[PAIR]
    assert (found["mentor"].gain, found["mentor"].minutes) == ("new", None)
    assert found["mentee"].topics == ("belonging",)
    assert "mentee" not in sides(cohort, typed(sides=(side("mentee"),)))[PAIR]


@settings(deadline=None, max_examples=8)
@given(table=SAID, screen=SAID.filter(lambda said: any(said.values())))
def test_typed_always_wins(table: dict[str, Any], screen: dict[str, Any]) -> None:
    """Whatever was imported, what was typed is what counts."""
    typed_in = side("mentor", **screen)

    found = sides(two(sides=[side_row("mentor", **table)]), typed(sides=(typed_in,)))
    assert found[PAIR]["mentor"] == typed_in


@settings(deadline=None, max_examples=50)
@given(said=SAID, who=st.sampled_from(["mentor", "mentee"]))
def test_nothing_leaks_before_both_have_answered(said: dict[str, Any], who: Any) -> None:
    """With one side silent or absent there are no differences, and the draft is the programme's, to the letter."""
    silent = side("mentee" if who == "mentor" else "mentor")
    one: Side = side(who, **said)
    mentor, mentee = (one, silent) if who == "mentor" else (silent, one)

    for given_sides in ({who: one}, {one.who: one, silent.who: silent}):
        assert not both_answered(given_sides)
        assert terms(given_sides, USUAL, about=About()) == USUAL
    assert differences(mentor, mentee, words=ENGLISH) == ()
    assert differences(one if who == "mentor" else None, one if who == "mentee" else None, words=ENGLISH) == ()


@settings(deadline=None, max_examples=50)
@given(mentor=SAID, mentee=SAID, words=st.sampled_from([ENGLISH, GERMAN]))
def test_sentences_are_whole_and_open_points_are_told(
    mentor: dict[str, Any], mentee: dict[str, Any], words: dict[str, str]
) -> None:
    """No field is left unfilled; for each open term there is a difference; the same sides differ in hopes alone."""
    found, draft = told(mentor, mentee, words), drafted(mentor, mentee)
    points = {"weeks_between": "frequency", "minutes": "length"}

    assert not [each for each in found.values() if re.search(r"[{}]", each.sentence)]
    assert {words[f"side.point.{points.get(name, name)}"] for name in draft.open} <= set(found)
    alike = {words["side.point.hopes_of_mentee"], words["side.point.hopes_of_mentor"]}
    about = About("Ana", "José", offsets=(60, 60))
    same = differences(side("mentor", **mentor), side("mentee", **mentor), words=words, about=about)
    assert {each.point for each in same} <= alike


@pytest.mark.parametrize("words", [ENGLISH, GERMAN])
def test_without_names_the_roles_speak(words: dict[str, str]) -> None:
    """On a page that others see too."""
    (difference,) = differences(side("mentor", minutes=45), side("mentee", minutes=60), words=words)

    assert words["side.mentor"] in difference.sentence
    assert ANA not in difference.sentence
    assert JOSE not in difference.sentence
