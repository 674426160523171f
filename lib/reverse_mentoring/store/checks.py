"""What only shows when rows and tables are seen together. A rule yields Problems, and notes as plain sentences."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reverse_mentoring.store.typed import TypedTable, in_rows
from reverse_mentoring.words.problems import Problem

Findings = Iterator[Problem | str]
PEOPLE = ("person_id", "other_id", "mentor_id", "mentee_id")
_MANY = 30
_SPANS = {
    "roster": ("hire_date", "left_date"),
    "pairs": ("started", "ended"),
    "consents": ("consented_on", "withdrawn_on"),
}
"""Table → its columns for the first and the last day of something."""


def without_keyless(table: TypedTable) -> TypedTable:
    """The rows whose key is whole; the cells that were missing are problems already."""
    return table.kept(np.logical_and.reduce([_there(table.frame[column]) for column in table.declared.key]))


def _there(values: "pd.Series[Any]") -> npt.NDArray[np.bool_]:
    found = values.to_numpy(dtype=object) != "" if values.dtype == "str" else values.notna()
    return np.asarray(found, dtype=np.bool_)


def without_silence(table: TypedTable) -> tuple[TypedTable, list[str]]:
    """The ratings with a level, and notes on rows that hold none: silence is no answer, and no mistake."""
    frame = table.frame
    asked = np.logical_or.reduce([_there(frame[column]) for column in ("importance", "want", "give")])
    answered = _there(frame["proficiency"])
    partly = int((asked & ~answered).sum())
    nothing = int((~asked & ~answered).sum())
    notes = []
    if nothing:
        notes.append(f"{nothing:,} rating{_s(nothing)} without any answer left out.")
    if partly:
        notes.append(f"{partly:,} rating{_s(partly)} without a proficiency left out: without it there is no gap.")
    return table.kept(answered), notes


STATEMENTS = {
    "preferences": ("rank", "name", "a rank"),
    "goal_plans": ("goal", "row", "a goal"),
    "progress": ("proficiency", "answer", "a level"),
}
"""Table → the column without which a row of a prefilled form says nothing, and the words for a note on it."""


def without_statement(table: TypedTable) -> tuple[TypedTable, list[str]]:
    """The rows that say something, and a note on the rest: a form lists names or numbers, only more is an answer."""
    column, row, what = STATEMENTS[table.declared.name]
    said = _there(table.frame[column])
    left = int((~said).sum())
    return table.kept(said), [f"{left:,} {row}{_s(left)} without {what} left out."] if left else []


def without_repeats(table: TypedTable) -> tuple[TypedTable, list[Problem | str]]:
    """Each key once. Rows that say the same twice are a note, rows that contradict each other a problem."""
    frame, key = table.frame, list(table.declared.key)
    if _distinct(frame, key) == len(frame):
        return table, []
    repeated = frame.duplicated(key, keep=False)
    findings, same = list[Problem | str](), list[int]()
    for _, group in frame[repeated].groupby(key, sort=False, dropna=False):
        first, *others = (int(position) for position in group.index)
        for other in others:
            differing = [c for c in frame.columns if not _equal(frame[c].iloc[first], frame[c].iloc[other])]
            if differing:
                findings.append(_contradiction(table, first, other, differing))
            else:
                same.append(other)
    if same:
        rows, file = table.lines[same].tolist(), table.files[same[0]]
        say = "repeats" if len(rows) == 1 else "repeat"
        findings.append(f"{file}: {in_rows(sorted(rows))} {say} an earlier row word for word; read once.")
    return table.kept(~frame.duplicated(key).to_numpy()), findings


def _distinct(frame: pd.DataFrame, key: list[str]) -> int:
    """How many different keys there are."""
    number, _ = pd.factorize(frame[key[0]].to_numpy())
    for column in key[1:]:
        kind_of, kinds = pd.factorize(frame[column].to_numpy())
        number, _ = pd.factorize(number * len(kinds) + kind_of)
    return int(number.max(initial=-1)) + 1


def _contradiction(table: TypedTable, first: int, other: int, differing: list[str]) -> Problem:
    """Named in the column that is wrong: the id where it should be unique, else the first answer that differs."""
    key = table.declared.key
    column = key[0] if len(key) == 1 else differing[0]
    elsewhere = f" of {table.files[first]}" if table.files[first] != table.files[other] else ""
    where = f"row {table.lines[first]}{elsewhere}"
    what = ", ".join(f"“{_shown(table.frame[c].iloc[other])}”" for c in key)
    said = f"{what} stands already in {where}, with another {' and another '.join(differing[:4])}."
    return table.problem(other, column, said, "Keep the row that is right.")


def _equal(one: object, other: object) -> bool:
    missing = (one is pd.NA or one is pd.NaT, other is pd.NA or other is pd.NaT)
    return missing[0] and missing[1] if any(missing) else bool(one == other)


def _shown(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def unknown_people(tables: Mapping[str, TypedTable], roster: pd.DataFrame) -> Findings:
    """Everybody named outside of the roster must stand in it: one problem per id and table."""
    known = roster["person_id"].tolist()
    everybody = set(known)
    named = {name: _named(table) for name, table in tables.items() if name != "roster"}
    strangers = {name: people - everybody for name, people in named.items() if not people <= everybody}
    alike = {_bare(person): person for person in known} if strangers else {}
    for name, unknown in strangers.items():
        yield from _strangers(tables[name], named[name], unknown, alike)


def _named(table: TypedTable) -> set[str]:
    return set[str]().union(*(table.frame[column].tolist() for column in PEOPLE if column in table.frame))


def _strangers(table: TypedTable, named: set[str], strangers: set[str], alike: Mapping[str, str]) -> Findings:
    columns = [column for column in PEOPLE if column in table.frame]
    if len(strangers) > 1 and len(strangers) == len(named):
        what = f"None of the {len(named):,} people named here is in the roster."
        yield table.problem(0, columns[0], what, "Use the same ids as the roster's person_id.")
        return
    told = set[str]()
    for column in columns:
        ids = table.frame[column]
        rows = ids[ids.isin(strangers - told)].groupby(ids).groups
        for person in sorted(rows, key=lambda each: int(rows[each][0])):
            told.add(str(person))
            yield _stranger(table, column, str(person), alike)


def _stranger(table: TypedTable, column: str, person: str, alike: Mapping[str, str]) -> Problem:
    here = (table.frame[column] == person).to_numpy(dtype=bool)
    rows = table.rows(here)
    more = f" (in {in_rows(sorted(set(rows)))})" if len(set(rows)) > 1 else ""
    meant = alike.get(_bare(person))
    remedy = f"Is “{meant}” meant?" if meant else "Correct the id, or add the person to the roster."
    return table.problem(int(here.argmax()), column, f"“{person}” is nobody in the roster{more}.", remedy)


def _bare(person: str) -> str:
    """Ids as spreadsheets spoil them: without leading zeros, “.0” and case."""
    text = "".join(str(person).casefold().split()).removesuffix(".0")
    return text.lstrip("0") or text


def own_partners(tables: Mapping[str, TypedTable]) -> Findings:
    """Nobody is paired with, wishes for, or is in conflict with themselves."""
    for name, (one, other) in {
        "preferences": ("person_id", "other_id"),
        "conflicts": ("person_id", "other_id"),
        "pairs": ("mentor_id", "mentee_id"),
    }.items():
        if name in tables:
            frame = tables[name].frame
            for position in _positions(frame[one] == frame[other]):
                what = f"“{frame[other].iloc[position]}” stands on both sides."
                yield tables[name].problem(position, other, what, "Name two different people, or delete the row.")


def lost_pairs(tables: Mapping[str, TypedTable]) -> Findings:
    """Sessions, answers and goals belong to a pair of the pairs file; without one this cannot be told here."""
    for name in ("sessions", "pulses", "quarters", "closings", "goals"):
        if name in tables and "pairs" in tables:
            yield from _without_pair(tables[name], _couples(tables["pairs"].frame))
        elif name in tables:
            yield f"There is no pairs file beside the {name}: whether their pairs exist is not checked here."


def _without_pair(table: TypedTable, pairs: set[tuple[str, str]]) -> Findings:
    couples = list(zip(table.frame["mentor_id"].tolist(), table.frame["mentee_id"].tolist(), strict=True))
    first = dict[tuple[str, str], int]()
    for position, couple in enumerate(couples):
        if couple not in pairs:
            first.setdefault(couple, position)
    for (mentor, mentee), position in first.items():
        turned = (mentee, mentor) in pairs
        remedy = (
            "The two stand the other way round." if turned else "Add the pair to the pairs file, or correct the ids."
        )
        yield table.problem(position, "mentor_id", f"“{mentor}” and “{mentee}” are no pair of the pairs file.", remedy)


def _couples(frame: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(frame["mentor_id"].tolist(), frame["mentee_id"].tolist(), strict=True))


def backward_dates(tables: Mapping[str, TypedTable]) -> Findings:
    """Nothing ends before it begins."""
    for name, (start, end) in _SPANS.items():
        if name in tables:
            frame = tables[name].frame
            for position in list(_positions(frame[end] < frame[start]))[:_MANY]:
                what = f"{_shown(frame[end].iloc[position])} is before {start}, {_shown(frame[start].iloc[position])}."
                yield tables[name].problem(position, end, what, "Correct one of the two.")


def _positions(mask: "pd.Series[bool]") -> Iterable[int]:
    return (int(position) for position in mask.fillna(False).to_numpy(dtype=bool).nonzero()[0])


def _s(count: int) -> str:
    return "" if count == 1 else "s"
