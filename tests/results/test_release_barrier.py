"""What is made for managers is made of releases alone: import-linter holds it (pyproject.toml) for all such modules."""

import tomllib
from dataclasses import fields
from pathlib import Path

from reverse_mentoring.words.release import Cell, Release, Round

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "lib" / "reverse_mentoring"
MADE_FOR_MANAGERS = ("present/dashboard_*.py", "present/released_*.py", "workbook/dashboard.py", "run/released_page.py",
                     "store/released_file.py")  # fmt: skip


def contract() -> dict[str, list[str]]:
    """The rule of pyproject.toml."""
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return next(rule for rule in rules if rule["name"] == "What managers get is made of releases alone")


def test_every_module_that_makes_something_for_managers_is_under_the_rule() -> None:
    """A new picture, paper or page cannot be forgotten."""
    there = {path for pattern in MADE_FOR_MANAGERS for path in LIBRARY.glob(pattern)}
    names = {f"reverse_mentoring.{path.parent.name}.{path.stem}" for path in there}

    assert len(names) >= 10
    assert names - set(contract()["source_modules"]) == set()


def test_the_rule_bars_cohorts_choices_and_the_vault() -> None:
    """Neither directly nor through another module of ours; each name is a module that there is."""
    barred = set(contract()["forbidden_modules"])

    assert {
        f"reverse_mentoring.{name}" for name in ("words.cohort", "words.choices", "store.vault", "decide")
    } <= barred
    assert not contract().get("allow_indirect_imports")
    assert "ignore_imports" not in contract()
    for name in barred:
        place = LIBRARY.joinpath(*name.split(".")[1:])
        assert place.is_dir() or place.with_suffix(".py").is_file()


def test_a_release_has_no_place_for_a_person() -> None:
    """Whoever adds a field to what managers may see comes by here, docs/released-file.md and docs/dpia.md."""
    places = {made.__name__: [field.name for field in fields(made)] for made in (Release, Round, Cell)}

    assert places == {
        "Release": ["organisation", "cohort", "round", "least", "cells", "comments", "dropped"],
        "Round": ["number", "name", "first", "last"],
        "Cell": ["kind", "item", "grouping", "group", "n", "value", "low", "high", "text"],
    }
