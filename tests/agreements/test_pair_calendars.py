"""The calendar file of a pair, read back without the library that wrote it."""

import datetime as dt
import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agreement_samples import cohort_of, material, pair, person
from reverse_mentoring.decide.agreements import agreements
from reverse_mentoring.present.calendars import pair_ics
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import AgreementChoices

HOLIDAYS = {"CH": {dt.date(2026, 11, 9) + dt.timedelta(days=n): "Big week" for n in range(12)}}


def _written(path: Path, *, site: str = "Basel", **choices: Any) -> Agreement:
    cohort = cohort_of(
        person("M1", "mentor", "Zoë, O'Brien; \\x", site=site), person("E1", "mentee", "王小明", site=site)
    )
    (agreement,) = agreements(
        cohort, [pair("M1", "E1", "ai_assistants")], AgreementChoices(**choices), material=material(**HOLIDAYS)
    )
    pair_ics(agreement, path, cohort=cohort)
    return agreement


def _entries(path: Path) -> list[dict[str, tuple[str, str]]]:
    """Each VEVENT as {name: (parameters, value)}, after RFC 5545's unfolding and unescaping."""
    text = path.read_bytes().decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    entries, current = [], None
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            current = {}
        elif line == "END:VEVENT":
            entries.append(current)
            current = None
        elif current is not None:
            plain = re.sub(r"\\(.)", lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), value)
            current[name.partition(";")[0]] = (name.partition(";")[2], plain)
    return entries


def _moment(parameters: str, value: str) -> dt.datetime:
    if value.endswith("Z"):
        return dt.datetime.fromisoformat(value)
    return dt.datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(parameters.removeprefix("TZID=")))


@pytest.mark.parametrize("site", ["Basel", "Singapore", ""])
def test_an_independent_reader_finds_every_session(tmp_path: Path, site: str) -> None:
    """Times, titles, agenda and both sides' preparation come back as planned, in any time zone or none."""
    agreement = _written(tmp_path / "a.ics", site=site)

    entries = _entries(tmp_path / "a.ics")
    assert len(entries) == len(agreement.sessions) == 17
    for entry, session in zip(entries, agreement.sessions, strict=True):
        assert (_moment(*entry["DTSTART"]), _moment(*entry["DTEND"])) == (session.start, session.end)
        assert entry["SUMMARY"][1] == f"Reverse mentoring {session.number}/17: {session.title}"
        for wanted in (
            session.agenda,
            f"Zoë, O'Brien; \\x (mentor) prepares: {session.before_mentor}",
            f"王小明 (mentee) prepares: {session.before_mentee}",
            "E1@aare.example",
        ):
            assert wanted in entry["DESCRIPTION"][1]


def test_time_zones_are_described_for_the_years_needed_only(tmp_path: Path) -> None:
    """The file carries its own time zone, bounded to the cohort's time."""
    _written(tmp_path / "a.ics")

    text = (tmp_path / "a.ics").read_text()
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "TZID:Europe/Zurich" in text
    assert set(re.findall(r"(?:RDATE|DTSTART):(\d{4})", text)) <= {"2025", "2026", "2027", "2028"}


def test_entries_keep_their_identity_without_names(tmp_path: Path) -> None:
    """UIDs differ within a file, do not depend on dates or choices, and hold no name or id."""
    _written(tmp_path / "a.ics")
    _written(tmp_path / "b.ics", confidentiality="strict", rhythm={"weeks_between": 3, "hour": "14:00"})

    first, second = ([entry["UID"][1] for entry in _entries(tmp_path / name)] for name in ("a.ics", "b.ics"))
    assert first == second
    assert len(set(first)) == 17
    assert all(re.fullmatch(r"[0-9a-f]{32}@reverse-mentoring\.invalid", uid) for uid in first)


def test_the_same_input_gives_the_same_calendar(tmp_path: Path) -> None:
    """The stamp is the day of the input, not of the clock; equal input, equal bytes."""
    _written(tmp_path / "a.ics")
    _written(tmp_path / "b.ics")

    assert (tmp_path / "a.ics").read_bytes() == (tmp_path / "b.ics").read_bytes()
    assert {entry["DTSTAMP"][1] for entry in _entries(tmp_path / "a.ics")} == {"20261101T000000Z"}


def test_a_moved_session_says_from_where_and_why(tmp_path: Path) -> None:
    """The entry names the date that the rhythm gave and the holiday."""
    agreement = _written(tmp_path / "a.ics")

    first = agreement.sessions[0]
    assert first.moved_from
    assert f"Moved from {first.moved_from} (Big week)." in _entries(tmp_path / "a.ics")[0]["DESCRIPTION"][1]
