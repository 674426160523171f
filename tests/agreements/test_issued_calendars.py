"""Which version of a calendar entry people are given."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_samples import STAMP, a_cohort, entries_of
from reverse_mentoring.decide.agreements.calendar_entries import Entry
from reverse_mentoring.decide.agreements.issuing import Issued, issued

HOUR = dt.timedelta(hours=1)
LATER = STAMP + dt.timedelta(days=1)
KEYS = st.tuples(st.sampled_from(["M1", "M2"]), st.sampled_from(["E1", "E2"]), st.integers(1, 3))
WANTED = st.dictionaries(KEYS, st.tuples(st.integers(0, 40), st.sampled_from(["a", "b"])), max_size=8)
HISTORY = st.lists(WANTED, max_size=5)


def _entries(wanted: dict[tuple[str, str, int], tuple[int, str]]) -> list[Entry]:
    """Sessions so many days after STAMP that say something."""
    return [
        Entry(f"{mentor}{mentee}{number}", mentor, mentee, number, start, start + HOUR, said, said, "", False)
        for (mentor, mentee, number), (days, said) in wanted.items()
        for start in [STAMP + dt.timedelta(days=days, hours=9)]
    ]  # fmt: skip


def _after(history: list[dict[tuple[str, str, int], tuple[int, str]]]) -> dict[str, Issued]:
    known: dict[str, Issued] = {}
    for day, wanted in enumerate(history):
        known = issued(known, _entries(wanted), stamp=STAMP + dt.timedelta(days=day))
    return known


@settings(deadline=None, max_examples=60)
@given(HISTORY, WANTED)
def test_issuing_twice_is_issuing_once(history: list, wanted: dict) -> None:
    """The same entries a second time change nothing, even later the same day."""
    now = STAMP + dt.timedelta(days=9)
    once = issued(_after(history), _entries(wanted), stamp=now)

    assert issued(once, _entries(wanted), stamp=now + HOUR) == once


@settings(deadline=None, max_examples=60)
@given(HISTORY, WANTED)
def test_only_what_changed_gets_the_next_sequence(history: list, wanted: dict) -> None:
    """New entries begin at 0; a changed, cancelled or revived one goes up by one with the new stamp; others stay."""
    before, entries, now = _after(history), _entries(wanted), STAMP + dt.timedelta(days=9)

    after = issued(before, entries, stamp=now)

    asked = {entry.uid: entry for entry in entries}
    assert set(after) == set(before) | set(asked)
    for uid, each in after.items():
        old, entry = before.get(uid), asked.get(uid)
        if old is None:
            assert (each.sequence, each.stamp, each.cancelled) == (0, now, False)
        elif entry and not old.cancelled and entry.content == old.content:
            assert each == old
        elif entry:
            assert (each.sequence, each.stamp, each.cancelled) == (old.sequence + 1, now, False)
            assert (each.content, each.start) == (entry.content, entry.start)
        elif old.cancelled or old.start <= now:
            assert each == old
        else:
            assert each == replace(old, cancelled=True, sequence=old.sequence + 1, stamp=now)


@settings(deadline=None, max_examples=30)
@given(WANTED, st.randoms())
def test_the_order_of_the_entries_does_not_matter(wanted: dict, random: object) -> None:
    """Shuffled entries are issued alike and in the same order."""
    entries = _entries(wanted)
    shuffled = random.sample(entries, len(entries))

    assert list(issued({}, entries, stamp=STAMP).items()) == list(issued({}, shuffled, stamp=STAMP).items())


def test_one_changed_date_moves_one_entry() -> None:
    """Of thirty-four entries the one with another date gets sequence 1."""
    entries = entries_of(a_cohort(), ("M1", "E1"), ("M2", "E2"))
    moved = replace(
        entries[5], start=entries[5].start + dt.timedelta(days=1), end=entries[5].end + dt.timedelta(days=1)
    )

    before = issued({}, entries, stamp=STAMP)
    after = issued(before, [*entries[:5], moved, *entries[6:]], stamp=LATER)

    assert {uid for uid in after if after[uid] != before[uid]} == {moved.uid}
    assert (after[moved.uid].sequence, after[moved.uid].start) == (1, moved.start)


def test_another_time_zone_at_the_same_moment_is_another_content() -> None:
    """A mentor who moves abroad gets entries that show the new local time."""
    entry = entries_of(a_cohort(), ("M1", "E1"))[0]
    in_utc = replace(entry, start=entry.start.astimezone(dt.UTC), end=entry.end.astimezone(dt.UTC))

    assert entry.start == in_utc.start
    assert entry.content != in_utc.content


def test_sessions_that_took_place_are_not_cancelled() -> None:
    """A pair that ends in spring keeps the sessions of the winter in its calendars."""
    entries = entries_of(a_cohort(), ("M1", "E1"))
    spring = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)

    after = issued(issued({}, entries, stamp=STAMP), [], stamp=spring)

    assert {each.uid for each in after.values() if each.cancelled} == {e.uid for e in entries if e.start > spring}
    assert 0 < sum(each.cancelled for each in after.values()) < 17
