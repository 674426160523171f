"""Writes docs/data-dictionary.md: python docs/make_data_dictionary.py.

What fields there are comes from words/tables.py, the choices' models and the vault's schema; who may see a column from
its label; until when from the retention settings. Why each field is there, and who sees those without a label, stands
in purposes.csv beside this file.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

from reverse_mentoring.decide.review.keeping import ANSWERS
from reverse_mentoring.store.person_rows import about_columns
from reverse_mentoring.store.schema import CHOICE_HEADS, CHOICES, DATA, METADATA
from reverse_mentoring.words.columns import Table
from reverse_mentoring.words.settings import Section, Settings
from reverse_mentoring.words.steps import STEPS
from reverse_mentoring.words.tables import TABLES

PAGE = Path(__file__).with_name("data-dictionary.md")
PURPOSES = Path(__file__).with_name("purposes.csv")
AS_TABLES = {"Side": "sides", "GoalPlan": "goal_plans", "Trained": "training", "Signature": "signoffs"}
"""Models whose fields are those of a table."""
CIRCLES = {
    "facilitator": "facilitator only",
    "pair": "the pair and the facilitator",
    "room": "who is in the room, as totals",
    "anybody": "whoever gets the announcement or the report",
}
HEAD = """\
# Data dictionary

Made by `docs/make_data_dictionary.py` from the program's own declarations (`words/tables.py`, `words/choices.py`,
`words/reviewing.py`, `words/charter.py`, `store/schema.py`) and from `docs/purposes.csv`; change it there.

Everything that the program keeps of a programme, field by field: what it says, why it is there, who may see it, until
when. Nothing else has a place: a column that is not listed here is not stored. Which columns must be filled, and with
what, is in [input-files.md](input-files.md); what leaves as figures in [released-file.md](released-file.md).

“Who may see it” is the widest circle that may read a value as it stands: **facilitator only**; **the pair and the
facilitator**; **anybody, once released as an aggregate**. Nobody's levels and answers to forms are shown to the
partner, a line manager or the sponsor.

There is no field for performance, appraisal, pay, potential, age, gender, ethnicity, health, religion, orientation or
personality. One table, `consents`, can point at such a thing; it is read only where programme.toml says
`special_topics = true`.

## How long

Counted from the end of the cohort: the latest of its planned end, its last session and the end of its last pair. How
many months is set in programme.toml, section `[retention]`; these are its defaults. The command `retention` shows what
is due and deletes it once a person agrees; nothing goes by itself, and `doctor` reminds.

| kept as | until | tables |
|---|---|---|
{kinds}

## Tables of the vault that come from files or are typed in
"""
DECIDED = """\
## What the facilitator decides

Kept as versions in the table `choices`, one per page; ids, no names, except where somebody writes one into free text.
`Side`, `GoalPlan`, `Trained` and `Signature` have the fields of the tables `sides`, `goal_plans`, `training`,
`signoffs`; settings of programme.toml that a page can change hold no personal data.
"""
OWN = """\
## Tables that the program keeps for itself
"""
KINDS = {
    "answers": "single answers, wishes and sides",
    "pairs": "names, pairs, papers",
    "choices": "what the facilitator decided",
    "roster": "the company",
    "records": "records about no participant",
}
"""How long a table is kept is told of these kinds."""
Purposes = dict[tuple[str, str], tuple[str, str]]


def purposes() -> Purposes:
    """(place, field) → (who sees it where no label says so, why it is there)."""
    with PURPOSES.open(encoding="utf-8", newline="") as file:
        return {(row["place"], row["field"]): (row["who"], row["why"]) for row in csv.DictReader(file)}


def fields() -> Iterator[tuple[str, str]]:
    """(place, field) of everything that the vault keeps."""
    for declared in TABLES:
        yield from ((declared.name, name) for name in declared.column_names)
    for model in models():
        yield from ((model.__name__, name) for name in model.model_fields)
    for table in own_tables():
        yield from ((table, column.name) for column in METADATA.tables[table].columns)


def models() -> list[type[BaseModel]]:
    """The choices' models and those within them, in the order of the steps; settings and tables typed in apart."""
    found: dict[type[BaseModel], None] = {}
    for step in STEPS.values():
        for each in (step, *_within(step)):
            if each.__name__ not in AS_TABLES and not issubclass(each, Section):
                found[each] = None
    return list(found)


def _within(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for field in model.model_fields.values():
        for each in _types(field.annotation):
            yield each
            yield from _within(each)


def _types(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _types(part)


def own_tables() -> list[str]:
    """The vault's tables beside the declared ones."""
    return [name for name in METADATA.tables if name not in DATA]


def page() -> str:
    """The whole page."""
    known = purposes()
    parts = [HEAD.format(kinds="\n".join(_kinds()))]
    parts += [_declared(declared, known) for declared in TABLES]
    parts.append(DECIDED)
    parts += [_model(model, known) for model in models()]
    parts.append(OWN)
    parts += [_own(name, known) for name in own_tables()]
    return "\n".join(parts)


def _declared(declared: Table, known: Purposes) -> str:
    rows = [(column.name, column.meaning, _why(known, declared.name, column.name), column.who_sees.value)
            for column in declared.columns]  # fmt: skip
    return _section(f"### {declared.name}", f"{declared.meaning}. {_until(declared.name)}", rows, what=True)


def _model(model: type[BaseModel], known: Purposes) -> str:
    rows = [(name, _why(known, model.__name__, name), _who(known, model.__name__, name)) for name in model.model_fields]
    return _section(f"### {model.__name__}", _first_sentence(model), rows)


def _first_sentence(model: type[BaseModel]) -> str:
    return " ".join((model.__doc__ or "").split()).partition(". ")[0].rstrip(".") + "."


def _own(name: str, known: Purposes) -> str:
    columns = [column.name for column in METADATA.tables[name].columns]
    rows = [(column, _why(known, name, column), _who(known, name, column)) for column in columns]
    return _section(f"### {name}", _until(name), rows)


def _section(title: str, sentence: str, rows: list[tuple[str, ...]], *, what: bool = False) -> str:
    head = ("field", *(("what it says",) if what else ()), "why it is there", "who may see it")
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    lines += [f"| `{name}` | {' | '.join(rest)} |" for name, *rest in rows]
    return "\n".join([title, "", sentence, "", *lines, ""])


def _why(known: Purposes, place: str, field: str) -> str:
    return (known.get((place, field)) or known["*", field])[1]


def _who(known: Purposes, place: str, field: str) -> str:
    return CIRCLES[(known.get((place, field)) or known["*", field])[0] or "facilitator"]


def kind(table: str) -> str:
    """One of KINDS: as the command “retention” goes about it."""
    if table in ANSWERS:
        return "answers"
    if table in ("roster", "persons"):
        return "roster"
    if table in (CHOICES.name, CHOICE_HEADS.name):
        return "choices"
    return "pairs" if about_columns(METADATA.tables[table]) else "records"


def until() -> dict[str, str]:
    """Kind → until when, with the defaults of programme.toml."""
    kept = Settings().retention
    return {
        "answers": f"{kept.answers_months} months after the cohort's end",
        "pairs": f"{kept.pairs_months} months after the cohort's end",
        "choices": f"answers and sides typed in, {kept.answers_months} months after the cohort's end; the history, and "
        f"what names people in what holds, {kept.pairs_months} months after it; the charter stays",
        "roster": f"as long as a cohort is kept: {kept.pairs_months} months after the end of the last one",
        "records": "the programme folder is deleted",
    }


def _until(table: str) -> str:
    return (
        f"Kept: {until()[kind(table)]}." if kind(table) != "records" else "Kept until the programme folder is deleted."
    )


def _kinds() -> Iterator[str]:
    names = list(METADATA.tables)
    for each, what in KINDS.items():
        tables = ", ".join(f"`{name}`" for name in names if kind(name) == each)
        yield f"| {what} | {until()[each]} | {tables} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
