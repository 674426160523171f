"""What a cell's text means."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.store.cells import Bad, all_cleaned, answers, cleaned, values
from reverse_mentoring.words.columns import DTYPES, Column
from reverse_mentoring.words.tables import TABLES, table

WORDS = answers()
RATING, CAPACITY = table("ratings").column("proficiency"), table("signups").column("capacity")
ALL = [column for each in TABLES for column in each.columns]


def one(text: str, column: Column, dates: str = "iso") -> object:
    read, bad = values([cleaned(text)], column, dates=dates, words=WORDS)
    return next(iter(bad.values()), read[0])


@pytest.mark.parametrize(
    "text", ["5", "5.0", "5,0", " 5 ", "5 could teach it", "5 - could teach it", "5: Could teach it"]
)
def test_a_level_is_read_as_forms_and_spreadsheets_write_it(text: str) -> None:
    """A whole number may carry a decimal part of zero or its wording."""
    assert one(text, RATING) == 5


@pytest.mark.parametrize("text", ["9", "0", "5,5", "five", "5 of 10", "15"])
def test_what_is_no_level_is_named(text: str) -> None:
    """The sentence quotes the cell and says the range."""
    bad = one(text, RATING)

    assert isinstance(bad, Bad)
    assert bad.what == f"“{text}” is not a whole number from 1 to 5."


def test_limits_below_zero_read_well() -> None:
    """Goal levels go from −2 to +2, with either minus sign."""
    level = table("goals").column("level")

    assert [one("−2", level), one("-2", level)] == [-2, -2]
    assert "from −2 to 2" in one("3", level).what


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2024-04-03", "iso", dt.date(2024, 4, 3)),
        ("2024-04-03", "day-first", dt.date(2024, 4, 3)),
        ("2026/10/08 07:34:02", "iso", dt.date(2026, 10, 8)),
        ("3 April 2024", "iso", dt.date(2024, 4, 3)),
        ("03/04/2024", "day-first", dt.date(2024, 4, 3)),
        ("03.04.2024", "month-first", dt.date(2024, 3, 4)),
    ],
)
def test_dates_are_read_in_the_order_that_the_programme_says(text: str, order: str, day: dt.date) -> None:
    """Year first is always understood; otherwise programme.toml decides."""
    assert one(text, table("roster").column("hire_date"), order) == pd.Timestamp(day)


@pytest.mark.parametrize(
    ("text", "order", "said"),
    [
        ("03/04/2024", "iso", "3 April or 4 March"),
        ("25.12.2024", "iso", "not written year first"),
        ("12/25/2024", "day-first", "not a day of the calendar"),
        ("2024-02-30", "iso", "not a day of the calendar"),
        ("03.04.24", "day-first", "two digits"),
        ("45385", "iso", "not a date"),
    ],
)
def test_dates_are_never_guessed(text: str, order: str, said: str) -> None:
    """What can be two days, or none, is a problem with a remedy."""
    bad = one(text, table("roster").column("hire_date"), order)

    assert said in bad.what
    assert bad.remedy


@pytest.mark.parametrize(
    ("text", "name", "column", "value"),
    [
        ("Mentorin", "signups", "role", "mentor"),
        ("SENIOR", "signups", "role", "mentee"),
        ("online", "signups", "mode", "remote"),
        ("ja", "ratings", "want", True),
        ("0", "ratings", "give", False),
        ("9-17:30", "signups", "availability", "09:00-17:30"),
        ("en; de,fr", "roster", "languages", ("en", "de", "fr")),
        ("A 1; B2", "roster", "dotted_line_ids", ("A 1", "B2")),
        ("nein", "preferences", "rank", "no"),
        ("1.", "preferences", "rank", "1"),
        ("1.234,5", "outcomes", "value", 1234.5),
        ("3,5", "outcomes", "value", 3.5),
        ("None", "roster", "person_id", "None"),
        ("007", "roster", "person_id", "007"),
        ("Zoe\u0308 \u0000Lee\u202e", "roster", "name", "Zoë Lee"),
        ("europe/zurich", "roster", "time_zone", "Europe/Zurich"),
    ],
)
def test_values_are_read_as_people_write_them(text: str, name: str, column: str, value: object) -> None:
    """Synonyms, languages, lists and hours; ids stay text."""
    assert one(text, table(name).column(column)) == value


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(max_size=12), max_size=6), st.sampled_from(ALL), st.sampled_from(["iso", "day-first"]))
def test_every_text_is_a_value_or_a_sentence(texts: list[str], column: Column, dates: str) -> None:
    """Whatever stands in a cell, the column has its dtype, and what was not understood is said."""
    clean = [cleaned(text) for text in texts]
    read, bad = values(clean, column, dates=dates, words=WORDS)

    assert read.dtype == DTYPES[column.kind]
    assert all(wrong.what.endswith((".", "”.")) for wrong in bad.values())
    assert all(text in bad for text, value in zip(clean, read, strict=True) if text and value is None)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.text("ab |\t\u00a0\u200bé", max_size=5), max_size=5))
def test_many_texts_are_cleaned_as_each_of_them(texts: list[str]) -> None:
    """One look at all of them overlooks no space, tab or invisible sign."""
    assert all_cleaned(texts) == list(map(cleaned, texts))
