"""The data dictionary says of every field why it is there, who may see it and until when; the papers stay one page."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(name="made", scope="module")
def _made() -> dict[str, Any]:
    return runpy.run_path(str(DOCS / "make_data_dictionary.py"))


def test_dictionary_is_up_to_date(made: dict[str, Any]) -> None:
    """If this fails: python docs/make_data_dictionary.py."""
    assert (DOCS / "data-dictionary.md").read_text("utf-8") == made["page"]()


def test_every_field_has_a_purpose(made: dict[str, Any]) -> None:
    """A field that nobody can say why it is there must not be stored: give it one in docs/purposes.csv, or drop it."""
    known = {field for field, (_, why) in made["purposes"]().items() if why.strip()}

    assert [field for field in made["fields"]() if field not in known and ("*", field[1]) not in known] == []


def test_every_purpose_is_of_a_field(made: dict[str, Any]) -> None:
    """A field that is gone leaves no line behind."""
    there = set(made["fields"]())
    names = {name for _, name in there}

    assert [(place, field) for place, field in made["purposes"]()
            if (place, field) not in there and not (place == "*" and field in names)] == []  # fmt: skip


def test_fields_of_the_choices_name_a_circle(made: dict[str, Any]) -> None:
    """What carries no label in its declaration has one here, of those that the page explains."""
    whose = {place for place, _ in made["fields"]()} - {table.name for table in made["TABLES"]}
    circles = {who for (place, _), (who, _) in made["purposes"]().items() if place in whose}

    assert circles <= set(made["CIRCLES"])


def test_every_table_says_until_when(made: dict[str, Any]) -> None:
    """Tables about people have a term in months; only records about no participant stay."""
    from reverse_mentoring.store.schema import METADATA
    from reverse_mentoring.words.settings import Settings

    terms = {name: made["until"]()[made["kind"](name)] for name in METADATA.tables}
    people = [name for name in terms if made["about_columns"](METADATA.tables[name])]

    assert [name for name in people if "months after" not in terms[name]] == []
    assert f"{Settings().retention.answers_months} months" in terms["pulses"]
    assert f"{Settings().retention.pairs_months} months" in terms["pairs"]


def test_dictionary_has_no_field_for_performance_or_origin(made: dict[str, Any]) -> None:
    """What the technical description promises: no column is named after such a thing."""
    never = r"performance|apprais|salary|pay\b|potential|gender|birth|\bage\b|ethnic|religio|health|disab|orientation"
    found = [name for _, name in made["fields"]() if re.search(never, name.replace("_", " "))]

    assert found == ["appraised_by_ids"]


def test_technical_description_fits_on_one_page() -> None:
    """At 9.6 points 650 words and a table of five rows fill an A4 page (printed and counted once)."""
    words = (DOCS / "technical-description.md").read_text("utf-8").split()

    assert len(words) <= 650


def test_template_marks_what_the_organisation_fills_in() -> None:
    """Nothing of the program's own is left open, and every open place is marked the same."""
    template = (DOCS / "dpia.md").read_text("utf-8")

    assert template.count("[to fill in") >= 20
    assert not re.search(r"\b(TODO|TBD|RETENTION|SERVING|RIGHTS|ERASURE)\b|XXX|\?\?\?", template)
