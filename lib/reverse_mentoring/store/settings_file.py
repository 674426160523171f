"""programme.toml: read with every error at once, and written with every key explained."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from reverse_mentoring.words.problems import InputProblems, Problem, Refused
from reverse_mentoring.words.settings import CohortSettings, Section, Settings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_HEAD = """\
# Settings of the whole programme. A line that begins with # is not in force: it shows what holds
# if nothing else is said. To change something, take the # away and write your own value.
"""


def read_settings(path: Path) -> Settings:
    """What this file says; defaults for the rest.

    Raises InputProblems with everything that is wrong, each with its key; an unknown key with the nearest known one.
    """
    known = _parsed(path)
    try:
        # As JSON, pydantic can be strict and still take lists and dates: no number passes for a date, no text for a
        # number.
        return Settings.model_validate_json(json.dumps(known, default=str), strict=True)
    except ValidationError as error:
        raise InputProblems(_problem(path.name, each) for each in error.errors()) from None


def database_named(path: Path) -> str:
    """The address under [vault] in this file, before anything else in it is looked at; "" if there is none."""
    section = _parsed(path).get("vault") if path.is_file() else None
    named = section.get("database", "") if isinstance(section, dict) else ""
    return named if isinstance(named, str) else ""


def _parsed(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise Refused(f"There is no {path.name} in {path.parent.absolute()}.") from None
    except UnicodeDecodeError:
        what = "the file is not UTF-8 text."
        raise InputProblems([Problem(path.name, None, "", what, "Save it again with encoding UTF-8.")]) from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        remedy = 'Text stands in "quotes", lists in [brackets], and each key once.'
        what = f"this line cannot be read: {str(error).partition(' (at')[0]}."
        raise InputProblems([Problem(path.name, int(line[1]) if line else None, "", what, remedy)]) from None


def _problem(file: str, error: "ErrorDetails") -> Problem:
    places = tuple(map(str, error["loc"]))
    key = ".".join(places)
    if error["type"] == "extra_forbidden":
        nearest = _nearest(places)
        return Problem(file, None, "", f"“{key}” is not a known key.", f"Did you mean “{nearest}”?" if nearest else "")
    expected = error["msg"].replace("Input should", "It should") + "."
    if error["type"] == "string_pattern_mismatch":
        expected = f"Write it like “{getattr(_section(places[:-1]), places[-1])}”."
    value = json.dumps(error["input"], ensure_ascii=False, default=str)
    return Problem(file, None, "", f"“{key}” cannot be {value}.", expected)


def _nearest(key: tuple[str, ...]) -> str:
    """The known key that was probably meant: in the same section, else the same name in another one."""
    places, name = key[:-1], key[-1]
    here = ".".join(places)
    found = get_close_matches(name, _keys_of(places), n=1)
    if found:
        return f"{here}.{found[0]}" if here else found[0]
    return next((f"{place}.{name}" for place, section in _sections() if name in section), "")


def _section(places: Sequence[str]) -> Section:
    """The defaults of the section at this place: () is the top, ("rules",) is [rules]."""
    if places[:1] == ("cohorts",):
        return CohortSettings()
    section: Section = getattr(Settings(), places[0]) if places else Settings()
    return section


def _keys_of(places: Sequence[str]) -> list[str]:
    return list(type(_section(places)).model_fields)


def _sections() -> Iterator[tuple[str, list[str]]]:
    for place in Settings.model_fields:
        if isinstance(getattr(Settings(), place), Section):
            yield place, _keys_of((place,))
    yield "cohorts.NAME", _keys_of(("cohorts",))


def commented_toml(settings: Settings) -> str:
    """These settings as the text of a programme.toml: every key with its meaning, those at their default commented
    out. Reads back equal."""
    blocks = [_HEAD + "\n" + _keys(settings)]
    for name in type(settings).model_fields:
        section = getattr(settings, name)
        if isinstance(section, Section):
            blocks.append(f"{_about(section)}\n[{name}]\n{_keys(section)}")
    for name, cohort in settings.cohorts.items():
        blocks.append(f"{_about(cohort)}\n[cohorts.{_name(name)}]\n{_keys(cohort)}")
    if not settings.cohorts:
        blocks.append(f"{_about(CohortSettings())}\n#[cohorts.NAME]\n{_keys(CohortSettings())}")
    return "\n\n".join(blocks) + "\n"


def _about(section: Section) -> str:
    return "\n".join(f"# {line}" for line in cleandoc(type(section).__doc__ or "").splitlines())


def _keys(section: Section) -> str:
    lines = []
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        if isinstance(value, Section) or name == "cohorts":
            continue
        in_force = "" if value != field.get_default() else "#"
        lines += [f"# {field.description}", f"{in_force}{name} = {_value(value)}"]
    return "\n".join(lines)


def _value(value: object) -> str:
    """The value as TOML writes it; a date where there is none yet, as an example."""
    if value is None:
        return "2026-11-02"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_name(key)} = {_value(each)}" for key, each in value.items()) + "}"
    return str(value)


def _name(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _value(key)
