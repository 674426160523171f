"""Which text was agreed to: any change of it un-confirms, and shows word by word."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.agreements.versions import (
    Headed,
    Line,
    Words,
    content_of,
    fingerprint,
    fingerprint_of,
    headed,
    state_of,
    text_difference,
)
from reverse_mentoring.words.agreements import Agreement, Clause, PlannedSession
from reverse_mentoring.words.papers import Confirmed
from side_samples import ENGLISH, GERMAN, PAIR, goal

DAY = dt.date(2026, 11, 2)
AT = dt.datetime(2026, 11, 9, 10, tzinfo=dt.UTC)
CLAUSES = (Clause("C1", "Purpose", "We meet to learn.", True), Clause("C2", "Voluntary", "Both take part.", True))
AGREEMENT = Agreement(*PAIR, "Ana", "José", ("AI",), CLAUSES, (), (), goals=(goal(goal="run it", due=DAY, hoped="2"),))

clause = st.builds(Clause, st.sampled_from(["C1", "C2", "C3"]), st.just("S"), st.text(max_size=8), st.booleans())
clauses = st.lists(clause, max_size=3)
paragraphs = st.lists(st.tuples(st.sampled_from(["A", "B", "C"]), st.text("ab \n.", max_size=12)), max_size=5)


def confirmed(text: str, step: str = "agreed", on: dt.date = DAY) -> Confirmed:
    return Confirmed(mentor_id=PAIR[0], mentee_id=PAIR[1], step=step, fingerprint=text, on=on)  # type: ignore[arg-type]


def print_of(agreement: Agreement) -> str:
    return fingerprint(agreement.clauses, agreement.goals, agreement.topics)


def test_the_fingerprint_is_of_the_text_alone() -> None:
    """Dates of sessions, open points and whether a clause is a must are not agreed to; topics, clauses, goals are."""
    session = PlannedSession(1, "t", "p", "", "", "", "", AT, AT)
    same = replace(
        AGREEMENT, sessions=(session,), missing=("x",), clauses=tuple(replace(c, must=False) for c in CLAUSES)
    )

    assert print_of(same) == print_of(AGREEMENT)
    others = [
        replace(AGREEMENT, topics=("AI", "Data")),
        replace(AGREEMENT, clauses=CLAUSES[::-1]),
        replace(AGREEMENT, clauses=(CLAUSES[0], replace(CLAUSES[1], text="Both take part!"))),
        replace(AGREEMENT, goals=(goal(goal="run it", due=DAY, hoped="3"),)),
    ]
    assert len({print_of(each) for each in (AGREEMENT, *others)}) == 5
    assert len(print_of(AGREEMENT)) == 32


def test_content_keeps_the_text_and_its_fingerprint() -> None:
    """What is kept has the same fingerprint, and reads as topics, clauses and goals in either language."""
    content = content_of(AGREEMENT)

    assert fingerprint_of(content) == print_of(AGREEMENT)
    assert headed(content, words=ENGLISH) == (
        ("Topics", "AI"),
        ("Purpose", "We meet to learn."),
        ("Voluntary", "Both take part."),
        ("Goal 1", "run it By 2026-11-02. For: both. Weight 1.\n0: 2"),
    )
    assert headed(content, words=GERMAN)[-1][0] == "Ziel 1"


def test_states_follow_the_latest_confirmed_text() -> None:
    """draft → agreed → signed → changed → agreed anew; going back to an older text is a change too."""
    a, b = confirmed("a"), confirmed("b", on=DAY + dt.timedelta(weeks=6))

    assert state_of(PAIR, "a", []) == ("draft", 1)
    assert state_of(PAIR, "a", [a]) == ("agreed", 1)
    assert state_of(PAIR, "a", [a, confirmed("a", "signed")]) == ("signed", 1)
    assert state_of(PAIR, "b", [a, confirmed("a", "signed")]) == ("changed", 1)
    assert state_of(PAIR, "b", [b, a]) == ("agreed", 2)
    assert state_of(PAIR, "a", [a, b]) == ("changed", 2)
    assert state_of(("J2", "S1"), "a", [a]) == ("draft", 1)


def test_a_date_without_a_text_counts_until_a_text_is_confirmed() -> None:
    """An imported “agreed on” is believed; once a text is known, only that text counts."""
    assert state_of(PAIR, "a", [], agreed_on=DAY) == ("agreed", 1)
    assert state_of(PAIR, "a", [confirmed("b")], agreed_on=DAY + dt.timedelta(days=9)) == ("changed", 1)


@settings(deadline=None, max_examples=60)
@given(old=clauses, new=clauses, steps=st.lists(st.sampled_from(["agreed", "signed"]), min_size=1, max_size=3))
def test_no_changed_text_is_ever_agreed(old: list[Clause], new: list[Clause], steps: list[str]) -> None:
    """After any change of a clause the state is “changed”, however often the old text was confirmed."""
    was, now = fingerprint(old, (), ("AI",)), fingerprint(new, (), ("AI",))
    same = [(c.clause_id, c.section, c.text) for c in old] == [(c.clause_id, c.section, c.text) for c in new]

    state, _ = state_of(PAIR, now, [confirmed(was, step) for step in steps])
    assert state == (("signed" if "signed" in steps else "agreed") if same else "changed")


def test_a_difference_marks_the_words_that_changed() -> None:
    """Unchanged clauses are not told; a removed one stands where it stood."""
    old = [("Purpose", "We meet to learn."), ("Voluntary", "Both take part."), ("Logistics", "Every 3 weeks, online")]
    new = [("Purpose", "We meet to learn."), ("Logistics", "Every 2 weeks, online"), ("Notes", "No recording.")]

    assert text_difference(old, new) == (
        Line("removed", "Voluntary", (Words("Both take part.", True),), ()),
        Line(
            "changed",
            "Logistics",
            (Words("Every "), Words("3 ", True), Words("weeks, online")),
            (Words("Every "), Words("2 ", True), Words("weeks, online")),
        ),
        Line("added", "Notes", (), (Words("No recording.", True),)),
    )


@settings(deadline=None, max_examples=60)
@given(old=paragraphs, new=paragraphs)
def test_differences_lose_no_letter(old: list[Headed], new: list[Headed]) -> None:
    """Before and after are the two texts; equal texts, in any order of headings, give nothing."""
    lines = text_difference(old, new)

    before, after = (_joined(each) for each in ([line.before for line in lines], [line.after for line in lines]))
    assert (before, after) == (_only(old, new), _only(new, old))
    assert text_difference(old, old) == ()


def _joined(lines: list[tuple[Words, ...]]) -> list[str]:
    return sorted(filter(None, ("".join(words.text for words in line) for line in lines)))


def _only(one: list[Headed], other: list[Headed]) -> list[str]:
    """Paragraphs of one that are not under the same heading, at the same turn, in the other; empty ones left out."""

    def keyed(text: list[Headed]) -> list[tuple[str, int, str]]:
        return [(h, [x for x, _ in text[:n]].count(h), words) for n, (h, words) in enumerate(text)]

    there = set(keyed(other))
    return sorted(words for h, turn, words in keyed(one) if (h, turn, words) not in there and words)
