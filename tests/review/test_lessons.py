"""Lessons for one page that others read: counts of enough people, no names."""

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.review.attention import attention
from reverse_mentoring.decide.review.lessons import SIGNS, advice, as_sentences, lessons, own_lessons, themes
from reverse_mentoring.words.choices import ReviewChoices
from reverse_mentoring.words.reviewing import Action, Insight, Ticked
from review_cohorts import Row, cohort, day, healthy, ids, reviewed


def note(theme: str, people: int | None, kind: str = "helps", group: str = "mentors", **more: Any) -> Row:
    return {"group": group, "held_on": day(6), "theme": theme, "kind": kind, "people": people, **more}


def told(rows: dict[str, list[Row]], choices: ReviewChoices | None = None) -> dict[str, tuple[str, ...]]:
    """Sentences by heading."""
    return {each.title: each.sentences for each in lessons(*reviewed(rows), choices or ReviewChoices())}


def test_themes_are_counted_over_groups() -> None:
    """Groups add up, a second round of the same group does not; widest first; spelling of case and spaces is one."""
    found = told(healthy() | {"focus_notes": [
        note("a fixed day", 4), note("A fixed day ", 3, group="mentees"), note("a fixed day", 2, held_on=day(5)),
        note("own files", 9), note("travel", 6, "hinders"), note("captions", 4, "idea"), note("silence", None),
    ]})  # fmt: skip

    assert found["What helped"] == ("Own files (9 people in focus groups).", "A fixed day (7 people in focus groups).")
    assert found["What hindered"] == ("Travel (6 people in focus groups).",)
    assert "Ideas" not in found


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.integers(1, 9)), max_size=8, unique=True))
def test_no_theme_of_a_few_is_told(rows: list[tuple[str, str, int]]) -> None:
    """Whatever groups said, a theme stands for five people at least, and order does not matter."""
    notes = [note(theme, people, group=group, note=str(at)) for at, (theme, group, people) in enumerate(rows)]
    found = themes(cohort({"focus_notes": notes}, as_of=day(6)), "helps")
    enough = {theme for theme, _, people in rows if people >= 5}

    assert (found["people"] >= 5).all()
    assert enough <= set(found["theme"])
    assert found.equals(themes(cohort({"focus_notes": notes[::-1]}, as_of=day(6)), "helps"))


def test_of_a_few_pairs_nobody_learns_how_they_ended() -> None:
    """Completed against all others, as a bound where either is small; large groups by state."""
    base = healthy(pairs=20)["pairs"]

    def ended(*counts: tuple[str, int]) -> dict[str, tuple[str, ...]]:
        states = [state for state, count in counts for _ in range(count)]
        return told({"pairs": [{**row, "state": state, "ended": day(6)} for row, state in zip(base, states)]})  # noqa: B905

    assert ended(("completed", 17), ("withdrawn", 3))["How the pairs ended"] == (
        "At least 16 of 20 pairs that are over were completed, some of them early.",
    )
    assert ended(("completed", 10), ("left", 6), ("ended", 4))["How the pairs ended"] == (
        "10 of 20 pairs that are over were completed, some of them early.", "6 pairs: left.",
    )  # fmt: skip
    assert "How the pairs ended" not in ended(("completed", 5), ("withdrawn", 3))


def test_signs_of_enough_pairs_are_told_and_private_ones_never() -> None:
    """Actions and ticks count each pair once per rule; low safety and wishes to be called stay out."""
    acted = [Action(**ids(i), kind="called", on=day(3), rule=rule) for i in range(1, 7) for rule in ("R1", "R5", "R11")]
    ticked = tuple(Ticked(**ids(i), rule="R1", level="red", on=day(3)) for i in range(5, 8))
    choices = ReviewChoices(actions=tuple(acted), ticked=ticked)
    four = ReviewChoices(actions=tuple(acted[:12]))

    assert told(healthy(pairs=7), choices)["What needed attention"] == ("No session for too long: 7 pairs.",)
    assert "What needed attention" not in told(healthy(pairs=7), four)
    assert not {"R5", "R11"} & SIGNS.keys()


def test_signs_of_today_count_too() -> None:
    """The attention list of the day is added where it is given."""
    rows = healthy(pairs=6) | {"goals": [], "sessions": []}
    rows["sessions"] = [{**ids(i), "number": n, "planned_on": day(n), "status": "missed"} for i in range(1, 7)
                        for n in range(1, 5)]  # fmt: skip
    there, pairs = reviewed(rows)
    found = lessons(there, pairs, ReviewChoices(), alarms=attention(there, pairs))

    assert any("6 pairs." in sentence for section in found for sentence in section.sentences)


def test_insights_are_told_in_the_released_words_only() -> None:
    """What led to something, with what was done; nothing that is still inside its pair."""
    words = "The video has no captions."
    both = {"mentor": words, "mentee": words}
    done = Insight(
        **ids(1), number=1, wording=words, released=both, action="Captions added", done_on=dt.date(2026, 5, 4)
    )
    inside = Insight(**ids(2), number=2, wording="token-4711", released={"mentor": "token-4711"}, done_on=day(5))
    found = told(healthy(), ReviewChoices(insights=(done, inside)))

    assert found["What leadership heard, and what came of it"] == (
        "1 insight left its pair, it has led to something.",
        "“The video has no captions.” Done on 4 May 2026: Captions added.",
    )


def test_sentences_that_name_somebody_are_left_out_and_said() -> None:
    """A lesson or a theme with a name in it does not reach the page; the facilitator is told how many."""
    rows = healthy() | {"focus_notes": [note("M 1 was kind", 6), note("time", 6)]}
    choices = ReviewChoices(lessons=("Plan before summer.", "Never pair n 2 again."))
    there, pairs = reviewed(rows)

    assert own_lessons(there, choices) == ("Plan before summer.",)
    assert as_sentences(lessons(there, pairs, choices)) == ("What helped: Time (6 people in focus groups).",)
    assert advice(there, choices) == (
        "1 lesson seems to name somebody and is left out: say it without names.",
        "1 theme of the focus groups seems to name somebody and is left out: say it without names.",
    )
    assert advice(there, ReviewChoices()) == advice(there, choices)[1:]


def test_an_empty_cohort_has_no_lessons() -> None:
    """Nothing recorded, nothing said."""
    assert lessons(*reviewed({}), ReviewChoices()) == ()
