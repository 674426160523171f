"""programme.toml is written so that it explains itself, and read so that every error is named."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.store.settings_file import commented_toml, read_settings
from reverse_mentoring.words.problems import InputProblems, Refused
from reverse_mentoring.words.settings import (
    CohortSettings,
    ContactSettings,
    NeedSettings,
    ReviewSettings,
    RhythmSettings,
    RuleSettings,
    Section,
    Settings,
)

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_some_texts = st.lists(_texts, max_size=3).map(tuple)
_days = st.none() | st.dates()
_programmes = st.builds(
    Settings,
    organisation=_texts,
    dates=st.sampled_from(["iso", "day-first", "month-first"]),
    mentor_levels=_some_texts,
    site_countries=st.dictionaries(_texts, _texts, max_size=2),
    seed=st.integers(0, 2**40),
    as_of=_days,
    need=st.builds(NeedSettings, gap_at_least=st.integers(0, 4)),
    rules=st.builds(RuleSettings, same_team=st.sampled_from(["forbid", "allow"]), overlap_hours=st.floats(0, 12)),
    rhythm=st.builds(RhythmSettings, hour=st.sampled_from(["00:00", "10:00", "23:59"])),
    review=st.builds(ReviewSettings, late_red=st.floats(0, 1e300, exclude_min=True)),
    contact=st.builds(ContactSettings, name=_texts),
    cohorts=st.dictionaries(_texts, st.builds(CohortSettings, start=_days, topics=_some_texts), max_size=3),
)


@pytest.fixture(name="file", scope="module")
def _file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings") / "programme.toml"


def _problems(file: Path, text: str) -> list[str]:
    file.write_text(text, "utf-8")
    with pytest.raises(InputProblems) as found:
        read_settings(file)
    return [str(problem) for problem in found.value.problems]


@settings(deadline=None, max_examples=60)
@given(programme=_programmes)
def test_written_settings_read_back_equal(file: Path, programme: Settings) -> None:
    """Whatever the names, dates and numbers are."""
    file.write_text(commented_toml(programme), "utf-8", newline="\n")

    assert read_settings(file) == programme


def test_every_key_stands_in_a_new_file_with_its_meaning() -> None:
    """All keys are there, each under its description, none in force."""
    text = commented_toml(Settings())

    sections = [
        Settings,
        CohortSettings,
        *(type(each) for each in dict(Settings()).values() if isinstance(each, Section)),
    ]
    for name, field in [pair for section in sections for pair in section.model_fields.items()]:
        if field.description and name != "cohorts":
            assert f"# {field.description}\n#{name} = " in text
    assert all(value == {} for value in tomllib.loads(text).values())


def test_taking_the_marks_away_gives_valid_settings(file: Path) -> None:
    """What is commented out is right as it stands: with all keys in force nothing changes but the example date."""
    lines = commented_toml(Settings()).splitlines()
    file.write_text("\n".join(line[1:] if line[:1] == "#" and line[1:2] != " " else line for line in lines), "utf-8")

    found = read_settings(file)

    assert found.cohorts["NAME"] == CohortSettings(start=dt.date(2026, 11, 2))
    assert found.model_copy(update={"as_of": None, "cohorts": {}}) == Settings()


def test_all_errors_are_named_at_once(file: Path) -> None:
    """Unknown keys with the nearest known one, wrong values with what would be right, in every section."""
    text = """
    organsation = "Example"
    same_team = "allow"
    as_of = 20260901
    [rules]
    same_teem = "allow"
    levels_apart = "2"
    [rhythm]
    hour = "ten"
    [need]
    importance_at_least = 9
    [cohorts."2026-autumn"]
    topcs = ["a"]
    xyz = 1
    """

    assert sorted(_problems(file, text)) == [
        "programme.toml: “as_of” cannot be 20260901. It should be a valid date.",
        "programme.toml: “cohorts.2026-autumn.topcs” is not a known key. Did you mean “cohorts.2026-autumn.topics”?",
        "programme.toml: “cohorts.2026-autumn.xyz” is not a known key.",
        "programme.toml: “need.importance_at_least” cannot be 9. It should be less than or equal to 5.",
        "programme.toml: “organsation” is not a known key. Did you mean “organisation”?",
        'programme.toml: “rhythm.hour” cannot be "ten". Write it like “10:00”.',
        'programme.toml: “rules.levels_apart” cannot be "2". It should be a valid integer.',
        "programme.toml: “rules.same_teem” is not a known key. Did you mean “rules.same_team”?",
        "programme.toml: “same_team” is not a known key. Did you mean “rules.same_team”?",
    ]


def test_text_that_is_no_toml_is_named_with_its_row(file: Path) -> None:
    """A quote that is not closed, in row 2."""
    (problem,) = _problems(file, 'language = "en"\norganisation = "Example\n')

    assert problem.startswith("programme.toml, row 2: this line cannot be read")


def test_editors_of_windows_are_no_hindrance(file: Path) -> None:
    """A byte order mark is fine; another encoding is named."""
    file.write_bytes('organisation = "Zürich"\r\n'.encode("utf-8-sig"))
    assert read_settings(file).organisation == "Zürich"

    file.write_bytes('organisation = "Zürich"\r\n'.encode("cp1252"))
    with pytest.raises(InputProblems) as found:
        read_settings(file)
    assert "UTF-8" in str(found.value.problems[0])


def test_missing_file_is_a_sentence(tmp_path: Path) -> None:
    """Not a traceback."""
    with pytest.raises(Refused, match=r"There is no programme\.toml"):
        read_settings(tmp_path / "programme.toml")
