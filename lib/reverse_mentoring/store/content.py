"""The texts that come with the workbook: topics, clauses, session plan, questions, benchmarks, risk rules."""

from importlib.resources import files

import pandas as pd


def catalogue() -> pd.DataFrame:
    """The topics that come with the workbook, in their printed order.

    Columns topic_id, name, definition (what good looks like), sensitive (boolean: offered by volunteers, never
    rated), group.
    """
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


def clauses() -> pd.DataFrame:
    """The clauses of the learning agreement: clause_id, section, default_text, must, choices; all text."""
    return _table("clauses")


def session_plan() -> pd.DataFrame:
    """The model sessions: session, week, phase, title, agenda_60_min, before_mentor, before_mentee, output."""
    return _table("session_plan")


def instruments() -> pd.DataFrame:
    """Every question that is asked: form, item_id, who, scale, text, reverse, use, origin; all text."""
    return _table("instruments")


def benchmarks() -> pd.DataFrame:
    """Published figures with their weakness: id, figure, what, population, n, year, source, …, caveat; all text."""
    return _table("benchmarks")


def risk_rules() -> pd.DataFrame:
    """When a pair is worth a call: rule_id, signal, amber, red, who_sees, first_action, basis; all text."""
    return _table("risk_rules")


def header_synonyms() -> pd.DataFrame:
    """How other systems call our columns: table (* = any), column, language, header; all text.

    A row without a column names the table itself, as a file or sheet may be called.
    """
    return _table("headers")


def answer_words() -> pd.DataFrame:
    """How people write what a choice or a yes/no means: value, answer; all text."""
    return _table("answers")


def _table(name: str) -> pd.DataFrame:
    source = files("reverse_mentoring").joinpath("content", f"{name}.csv")
    with source.open(encoding="utf-8") as lines:
        return pd.read_csv(lines, dtype="str", keep_default_na=False)
