"""A row typed in on screen, read by the same rules as the cells of a file."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from reverse_mentoring.store.blank_rows import ABOUT, FORMS
from reverse_mentoring.store.cells import answers, cleaned, values
from reverse_mentoring.store.typed import IF_EMPTY
from reverse_mentoring.words.columns import Column, Table
from reverse_mentoring.words.problems import Problem
from reverse_mentoring.words.settings import Settings

Texts = Mapping[str, str | bool | None]
Said = dict[str, str | bool | int | float | tuple[str, ...]]


def entered(declared: Table, texts: Texts, *, settings: Settings) -> tuple[Said, tuple[Problem, ...]]:
    """The values of one row in the form that words.reviewing.Entry keeps, and everything that is wrong with it.

    texts: column → what was typed, ticked or chosen; days year first, or as settings say. Nothing said is absent
    from the values; a column that stands for something when it is empty (words.tables) has that value. Problems name
    the table as their file and the column; a row with problems is not to be kept.
    """
    found: Said = {}
    problems = list[Problem]()
    for column in declared.columns:
        value, wrong = _value(column, texts.get(column.name), dates=settings.dates)
        if wrong:
            problems.append(Problem(declared.name, None, column.name, *wrong))
        elif value is None and (declared.name, column.name) in IF_EMPTY:
            found[column.name] = IF_EMPTY[declared.name, column.name]
        elif value is None and column.required:
            remedy = f"Fill it in: {column.meaning}."
            problems.append(Problem(declared.name, None, column.name, "Nothing stands here.", remedy))
        elif value is not None:
            found[column.name] = value
    if declared.name in FORMS and not problems and not found.keys() - set(ABOUT):
        problems.append(Problem(declared.name, None, "", "No question was answered.", "Answer one at least."))
    return found, tuple(problems)


def _value(column: Column, text: str | bool | None, *, dates: str) -> tuple[Any, tuple[str, str] | None]:
    """The value as JSON keeps it (None for nothing), or what is wrong and the remedy."""
    plain = cleaned(text) if isinstance(text, str) else {True: "yes", False: "no", None: ""}[text]
    read, bad = values([plain], replace(column, required=False), dates=dates, words=answers())
    if plain in bad:
        return None, (bad[plain].what, bad[plain].remedy)
    return _stored(read[0]), None


def _stored(value: Any) -> str | bool | int | float | tuple[str, ...] | None:
    if isinstance(value, tuple):
        return value or None
    if pd.isna(value) or value == "":
        return None
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    plain: str | bool | int | float = value.item() if hasattr(value, "item") else value
    return plain
