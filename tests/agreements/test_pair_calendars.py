"""The calendar files, read back without what wrote them."""

import datetime as dt
import re
from pathlib import Path
from time import perf_counter

import icalendar
import pytest
from hypothesis import given as hypothetically
from hypothesis import settings
from hypothesis import strategies as st

from agreement_samples import cohort_of, person
from calendar_reader import Part, read_calendar
from calendar_samples import TEXTS, TRICKY, a_cohort, drafted, entries_of, given_files
from reverse_mentoring.decide.agreements.calendar_entries import calendar_entries
from reverse_mentoring.decide.agreements.wording import long_date
from reverse_mentoring.present.content_lines import folded, text
from reverse_mentoring.store.content import messages

PAIR, OTHER = ("M1", "E1"), ("M2", "E2")
SIDE_BY_SIDE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


@pytest.mark.parametrize("site", ["Basel", "Boston", "Singapore", ""])
def test_an_independent_reader_finds_every_session(tmp_path: Path, site: str) -> None:
    """Times, titles, agenda and both sides' preparation come back as planned, in any time zone or none."""
    cohort = a_cohort(site=site)
    (agreement,) = drafted(cohort, PAIR)

    given_files(tmp_path, cohort, entries_of(cohort, PAIR))

    calendar = read_calendar(tmp_path / "M1_E1.ics")
    assert (calendar.raw("METHOD"), len(calendar.entries)) == ("PUBLISH", 17)
    for entry, session in zip(calendar.entries, agreement.sessions, strict=True):
        assert [calendar.moment(entry, name) for name in ("DTSTART", "DTEND")] == [session.start, session.end]
        assert (entry.raw("DTSTAMP"), entry.raw("SEQUENCE"), entry.raw("STATUS")) == (
            "20261101T000000Z",
            "0",
            "CONFIRMED",
        )
        assert entry.raw("CLASS") == "PRIVATE"
        assert f"{session.number}/17: {session.title} ({TRICKY[0]} and {TRICKY[1]})" in entry.text("SUMMARY")
        for wanted in (
            session.agenda, session.output, session.note, "E1@aare.example",
            f"{TRICKY[0]} (mentor) prepares: {session.before_mentor}",
            f"{TRICKY[1]} (mentee) prepares: {session.before_mentee}",
        ):  # fmt: skip
            assert wanted in entry.text("DESCRIPTION")


def test_the_icalendar_package_reads_the_same(tmp_path: Path) -> None:
    """A reader that many programs use finds the same entries, texts and times."""
    cohort = a_cohort()
    entries = entries_of(cohort, PAIR, OTHER)

    given_files(tmp_path, cohort, entries)

    found = icalendar.Calendar.from_ical((tmp_path / "programme.ics").read_bytes()).walk("VEVENT")
    assert [str(each["uid"]) for each in found] == [entry.uid for entry in sorted(entries, key=lambda e: e.ids)]
    for each, entry in zip(found, sorted(entries, key=lambda e: e.ids), strict=True):
        assert (each["dtstart"].dt, each["dtend"].dt) == (entry.start, entry.end)
        assert (str(each["summary"]), str(each["description"])) == (entry.summary, entry.description)


@settings(deadline=None)
@hypothetically(SIDE_BY_SIDE)
def test_any_text_survives_escaping_and_folding(said: str) -> None:
    """Whatever a name holds: lines of at most 75 octets that are whole characters, and the text comes back."""
    lines = folded(f"SUMMARY:{text(said)}").split(b"\r\n")

    assert all(len(line) <= 75 and line.decode() is not None for line in lines)
    unfolded = b"".join(line.removeprefix(b" ") if place else line for place, line in enumerate(lines)).decode()
    assert re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), unfolded) == f"SUMMARY:{said}"


def test_time_zones_are_described_for_the_years_needed_only(tmp_path: Path) -> None:
    """The file carries its own time zone, bounded to the pair's time."""
    given_files(tmp_path, a_cohort(), entries_of(a_cohort(), PAIR))

    written = (tmp_path / "M1_E1.ics").read_text()
    assert written.count("BEGIN:VTIMEZONE") == 1
    assert set(re.findall(r"(?:RDATE|DTSTART):(\d{4})", written)) <= {"2025", "2026", "2027", "2028"}


def test_entries_keep_their_identity_without_names(tmp_path: Path) -> None:
    """UIDs differ within a file, do not depend on dates or names, and hold no name or id."""
    first = [each.uid for each in entries_of(a_cohort(), PAIR)]
    second = [each.uid for each in entries_of(a_cohort(names=("A", "B")), PAIR, weeks_between=3, hour="14:00")]

    assert first == second
    assert len(set(first)) == 17
    assert all(re.fullmatch(r"[0-9a-f]{32}@reverse-mentoring\.invalid", uid) for uid in first)


def test_nothing_changed_nothing_written_anew(tmp_path: Path) -> None:
    """A later run with the same dates gives the same bytes in every file."""
    cohort = a_cohort()
    given = given_files(tmp_path / "a", cohort, entries_of(cohort, PAIR, OTHER))
    given_files(tmp_path / "b", cohort, entries_of(cohort, PAIR, OTHER), before=given)

    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == ["M1_E1.ics", "M2_E2.ics", "programme.ics"]
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)


def test_what_is_dropped_is_cancelled_in_the_next_file(tmp_path: Path) -> None:
    """A pair that ended stays in the files as cancelled, with the next sequence, free and named so; Outlook gets a
    cancellation per session. When the pair goes on after all, the cancellations are gone."""
    cohort = a_cohort(names=("Ana", "Ben"))
    first = given_files(tmp_path, cohort, entries_of(cohort, PAIR, OTHER))
    second = given_files(tmp_path, cohort, entries_of(cohort, OTHER), before=first)

    calendar = read_calendar(tmp_path / "M1_E1.ics")
    assert [_gone(entry) for entry in calendar.entries] == [("CANCELLED", "1", "TRANSPARENT")] * 17
    assert (
        calendar.entries[0].text("SUMMARY") == "Cancelled: Reverse mentoring 1/17: Meeting as two people (Ana and Ben)"
    )
    assert len(read_calendar(tmp_path / "programme.ics").entries) == 34
    assert len(list((tmp_path / "cancelled").iterdir())) == 17
    removal = read_calendar(tmp_path / "cancelled" / "M1_E1-01.ics")
    assert (removal.raw("METHOD"), len(removal.entries)) == ("CANCEL", 1)
    assert removal.entries[0].raw("UID") == calendar.entries[0].raw("UID")
    assert removal.entries[0].raw("ORGANIZER") == "mailto:vera.roth@aare.example"
    assert {value for _, value in removal.entries[0].lines["ATTENDEE"]} == {
        "mailto:M1@aare.example",
        "mailto:E1@aare.example",
    }
    given_files(tmp_path, cohort, entries_of(cohort, PAIR, OTHER), before=second)
    assert {entry.raw("SEQUENCE") for entry in read_calendar(tmp_path / "M1_E1.ics").entries} == {"2"}
    assert not list((tmp_path / "cancelled").iterdir())


def test_a_moved_session_says_from_where_and_why() -> None:
    """The entry names the date that the rhythm gave and the holiday."""
    cohort = a_cohort()
    (agreement,) = drafted(cohort, PAIR)

    moved = agreement.sessions[0].moved_from
    assert moved
    assert f"Moved from {long_date(moved, words=messages())} (Week)." in entries_of(cohort, PAIR)[0].description


def test_drafts_are_tentative(tmp_path: Path) -> None:
    """Until both agreed the entries are tentative; agreeing changes the entry."""
    cohort = a_cohort()
    draft = calendar_entries(drafted(cohort, PAIR, state="draft"), cohort, texts=TEXTS, modes={})

    given_files(tmp_path, cohort, draft)
    assert {entry.raw("STATUS") for entry in read_calendar(tmp_path / "M1_E1.ics").entries} == {"TENTATIVE"}
    assert draft[0].content != entries_of(cohort, PAIR)[0].content


def test_german_agreements_have_german_calendars(tmp_path: Path) -> None:
    """The entry's words and the calendar's name follow the language."""
    cohort = a_cohort(names=("Ana", "Ben"), language="de")
    given_files(tmp_path, cohort, entries_of(cohort, PAIR, mode="in person"))

    calendar = read_calendar(tmp_path / "M1_E1.ics")
    assert calendar.text("X-WR-CALNAME") == "Reverse Mentoring: Ana und Ben"
    assert "Ben (Mentee) bereitet vor:" in calendar.entries[0].text("DESCRIPTION")
    assert calendar.entries[0].text("LOCATION") == "persönlich, Basel"


@pytest.mark.parametrize(
    ("mentor", "mentee", "mode", "expected"),
    [
        ({}, {}, "", "Basel or online, as you agree each time"),
        ({}, {}, "remote", "online"),
        ({"mode": "in person"}, {"mode": "both"}, "", "in person, Basel"),
        ({"mode": "in person"}, {"mode": "remote"}, "", "Basel or online, as you agree each time"),
        ({"site": "Boston"}, {}, "", "in person or online, as you agree each time"),
        ({"site": "Boston"}, {}, "in person", "in person"),
    ],
)
def test_the_place_is_what_they_agreed_else_what_both_said(
    mentor: dict[str, str], mentee: dict[str, str], mode: str, expected: str
) -> None:
    """The agreed mode first; the site only where both work at one."""
    cohort = cohort_of(person("M1", "mentor", **mentor), person("E1", "mentee", **mentee))

    assert entries_of(cohort, PAIR, mode=mode)[0].location == expected


def test_both_languages_have_the_same_texts() -> None:
    """Every calendar text exists in English and German with the same {names}."""
    fields = [
        {
            key: sorted(re.findall(r"\{\w+\}", text))
            for key, text in TEXTS[language].items()
            if key.startswith("calendar.")
        }
        for language in ("en", "de")
    ]

    assert fields[0] == fields[1]
    assert len(fields[0]) > 10


def test_no_pairs_no_files(tmp_path: Path) -> None:
    """An empty calendar is not valid, so none is written."""
    given_files(tmp_path, a_cohort(), ())

    assert not list(tmp_path.iterdir())


def _gone(entry: Part) -> tuple[str, str, str]:
    return entry.raw("STATUS"), entry.raw("SEQUENCE"), entry.raw("TRANSP")


def test_the_first_session_of_a_zone_lies_where_the_plan_says(tmp_path: Path) -> None:
    """South of the equator the year begins in summer time; the file's own time zone knows it."""
    settings = {"site_countries": {}, "cohorts": {"2026-autumn": {"start": "2027-01-04"}}}
    cohort = cohort_of(person("M1", "mentor", time_zone="Australia/Sydney"), person("E1", "mentee"), settings=settings)
    given_files(tmp_path, cohort, entries_of(cohort, PAIR))

    calendar = read_calendar(tmp_path / "M1_E1.ics")
    offsets = {calendar.moment(entry, "DTSTART").utcoffset() for entry in calendar.entries}
    assert offsets == {dt.timedelta(hours=10), dt.timedelta(hours=11)}


@pytest.mark.slow
def test_the_calendars_of_five_hundred_pairs_take_seconds(tmp_path: Path) -> None:
    """501 files with 8,500 sessions each way, and every one can be read."""
    mentors = [person(f"M{n}", "mentor", site=["Basel", "Boston"][n % 2]) for n in range(500)]
    cohort = cohort_of(*mentors, *(person(f"E{n}", "mentee") for n in range(250)))
    entries = entries_of(cohort, *((f"M{n}", f"E{n % 250}") for n in range(500)))
    begun = perf_counter()

    given_files(tmp_path, cohort, entries)

    assert perf_counter() - begun < 8
    assert len(list(tmp_path.glob("*.ics"))) == 501
    assert len(read_calendar(tmp_path / "programme.ics").entries) == 8500
