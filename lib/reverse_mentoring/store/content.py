"""The texts that come with the workbook: topics, clauses, session plan, questions, benchmarks, risk rules."""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import pandas as pd

from reverse_mentoring.words.problems import Refused

_SESSION_TEXTS = {
    "title": "title",
    "agenda_60_min": "agenda",
    "before_mentor": "before_mentor",
    "before_mentee": "before_mentee",
    "output": "output",
}
"""Column of the session plan → last part of its message's key."""


def catalogue() -> pd.DataFrame:
    """The topics that come with the workbook, in their printed order.

    Columns topic_id, name, definition (what good looks like), sensitive (boolean: offered by volunteers, never
    rated), group.
    """
    return _catalogue().copy(deep=False)


@cache
def _catalogue() -> pd.DataFrame:
    topics = _table("topics")
    return pd.DataFrame(
        {
            "topic_id": topics["topic_id"],
            "name": topics["name"],
            "definition": topics["definition_good_looks_like"],
            "sensitive": (topics["sensitive"] == "1").astype("boolean"),
            "group": topics["group"],
        }
    )


def messages(language: str = "en") -> dict[str, str]:
    """Every sentence of the papers in one language, by its key: all files content/messages/*_<language>.csv joined.

    Refused where there is no such file. ValueError where a key stands in two places.
    """
    return dict(_messages(language))


@cache
def _messages(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for source in _message_files():
        if source.name.endswith(f"_{language}.csv"):
            texts = _texts(source)
            if twice := sorted(found.keys() & texts.keys()):
                raise ValueError(f"{source.name}: in another file of this language too: {', '.join(twice)}")
            found |= texts
    if not found:
        raise Refused(f"There are no messages in the language “{language}”. Known: {', '.join(languages())}.")
    return found


def languages() -> tuple[str, ...]:
    """The languages that papers can be written in, as ISO codes, in alphabetical order."""
    return tuple(sorted({source.name.removesuffix(".csv").rpartition("_")[2] for source in _message_files()}))


def clauses(words: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The clauses of the learning agreement: clause_id, section, default_text, must, choices; all text.

    words: messages of the language that is wanted, with an organisation's own texts if it has some
        (store.own_clauses); English without.
    """
    words = words or messages()
    table = _table("clauses")
    table.insert(1, "section", [words[f"section.{each}"] for each in table["clause_id"]])
    table.insert(2, "default_text", [words[f"clause.{each}"] for each in table["clause_id"]])
    return table


def session_plan(words: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The model sessions: session, week, phase, title, agenda_60_min, before_mentor, before_mentee, output; all text.

    phase is a word of the program, the same in every language. words: as for clauses.
    """
    words = words or messages()
    table = _table("session_plan")
    for column, name in _SESSION_TEXTS.items():
        table[column] = [words[f"session.{number}.{name}"] for number in table["session"]]
    return table


def instruments() -> pd.DataFrame:
    """Every question that is asked: form, item_id, who, scale, text, reverse, use, origin, column; all text.

    column: where its answer is kept, as “quarters.again”; empty for stories that are told, not stored.
    """
    return _table("instruments")


def benchmarks() -> pd.DataFrame:
    """Published figures with their weakness: id, figure, what, population, n, year, source, …, caveat; all text."""
    return _table("benchmarks")


def risk_rules() -> pd.DataFrame:
    """When a pair is worth a call: rule_id, signal, amber, red, who_sees, first_action, first_sentence, basis.

    All text. first_action and first_sentence are those of attention_rules (R12: attention).
    """
    return _table("risk_rules")


def false_alarms() -> dict[tuple[str, str], float]:
    """(rule, level) → share of healthy pairs (R12: cohorts) listed in a month, 0–1, as simulated.

    Made by tests/benchmarks/false_alarms.py; it holds for the thresholds that come with the workbook.
    """
    table = _table("false_alarms")
    shares = table["fired"].astype(int) / table["pair_months"].astype(int)
    return dict(zip(zip(table["rule"], table["level"], strict=True), shares.tolist(), strict=True))


def header_synonyms() -> pd.DataFrame:
    """How other systems call our columns: table (* = any), column, language, header; all text.

    A row without a column names the table itself, as a file or sheet may be called.
    """
    return _table("headers")


def answer_words() -> pd.DataFrame:
    """How people write what a choice or a yes/no means: value, answer; all text."""
    return _table("answers")


def _table(name: str) -> pd.DataFrame:
    return _read(name).copy(deep=False)


@cache
def _read(name: str) -> pd.DataFrame:
    source = files("reverse_mentoring").joinpath("content", f"{name}.csv")
    with source.open(encoding="utf-8") as lines:
        return pd.read_csv(lines, dtype="str", keep_default_na=False)


def _message_files() -> Iterator[Traversable]:
    folder = files("reverse_mentoring").joinpath("content", "messages")
    yield from sorted((each for each in folder.iterdir() if each.name.endswith(".csv")), key=lambda each: each.name)


def _texts(source: Traversable) -> dict[str, str]:
    """key → text of one file."""
    rows = [(row["key"], row["text"]) for row in csv.DictReader(io.StringIO(source.read_text("utf-8-sig")))]
    texts = dict(rows)
    if len(texts) < len(rows):
        raise ValueError(f"{source.name}: a key stands there twice")
    return texts
