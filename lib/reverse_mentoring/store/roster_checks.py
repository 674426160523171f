"""Whether the roster is a management tree, and whether everybody's role can be told."""

from collections.abc import Iterator, Mapping
from itertools import chain

import pandas as pd

from reverse_mentoring.decide.matching.reporting import cycles
from reverse_mentoring.store.typed import TypedTable, in_rows
from reverse_mentoring.words.problems import Problem
from reverse_mentoring.words.settings import Settings

Findings = Iterator[Problem | str]
_SHOWN = 12
_LINE = ("person_id", "manager_id")
_NOTED = 5
_ROLES = {
    "manager_id": "manager",
    "dotted_line_ids": "dotted-line manager",
    "appraised_by_ids": "appraiser",
    "former_manager_ids": "former manager",
}


def own_managers(roster: TypedTable) -> Findings:
    """Nobody is their own manager, on a full or a dotted line."""
    frame = roster.frame
    for position, (person, manager) in enumerate(zip(*(frame[c].tolist() for c in _LINE), strict=True)):
        if person == manager:
            what = f"“{person}” is named as his or her own manager."
            yield roster.problem(position, "manager_id", what, "Name the manager; at the top leave the cell empty.")


def circles(roster: TypedTable) -> Findings:
    """Every circle of managers once, at the row of its smallest id."""
    frame = roster.frame
    position = {person: place for place, person in enumerate(frame["person_id"].tolist())}
    lines = frame[list(_LINE)]
    for circle in cycles(lines[lines["person_id"] != lines["manager_id"]]):
        shown = [*circle[:_SHOWN], *(["…"] if len(circle) > _SHOWN else []), circle[0]]
        what = f"{' → '.join(shown)}: these people report to each other in a circle."
        yield roster.problem(position[circle[0]], "manager_id", what, "Correct the manager of one of them.")


def outsiders(roster: TypedTable) -> Findings:
    """Managers who are nobody in the file are fine, and said; so are several people at the top."""
    frame = roster.frame
    known = {"", *frame["person_id"].tolist()}
    for column, role in _ROLES.items():
        said = frame[column].tolist()
        named = said if column == "manager_id" else chain.from_iterable(said)
        strangers = [one for one in named if one not in known]
        if not strangers:
            continue
        counts = pd.Series(strangers, dtype=frame[column].dtype).value_counts()
        for person, count in list(counts.items())[:_NOTED]:
            yield f"{person} is named as {role} in {count} row{'' if count == 1 else 's'} but is nobody in this file."
        if len(counts) > _NOTED:
            yield f"{len(counts) - _NOTED} more ids are named as {role} but are nobody in this file."
    top = frame["person_id"][frame["manager_id"] == ""]
    if len(top) > 1:
        more = ", …" if len(top) > _NOTED else ""
        first = ", ".join(top[:_NOTED]) + more
        yield f"{len(top):,} people have no manager: {first}. That is fine; each is the top of a line."


def roles(tables: Mapping[str, TypedTable], roster: pd.DataFrame, settings: Settings) -> Findings:
    """Everybody who signed up, or without sign-ups enough people, must have a role: given, or by level."""
    asking = tables.get("signups")
    if asking is None and "ratings" not in tables:
        return
    if asking is not None and (asking.frame["role"] != "").all():
        return
    if not settings.mentor_levels or not settings.mentee_levels:
        yield _no_levels(asking, roster) if asking is not None else _no_levels(tables["ratings"], roster)
        return
    yield from _levels_of_nobody(roster, settings)
    for level in sorted({*settings.mentor_levels} & {*settings.mentee_levels}):
        what = f"“{level}” is both in mentor_levels and in mentee_levels."
        yield Problem("programme.toml", None, "mentor_levels", what, "Leave it in one of them.")
    level_of = roster.set_index("person_id")["level"]
    settled = {*settings.mentor_levels, *settings.mentee_levels}
    if asking is not None:
        yield from _underivable(asking, level_of, settled)
    else:
        yield from _unused_answers(tables["ratings"].frame, level_of, settled)


def _no_levels(table: TypedTable, roster: pd.DataFrame) -> Problem:
    levels = sorted(set(roster["level"]) - {""})
    there = f"The roster has the levels {', '.join(levels[:_SHOWN])}." if levels else "The roster needs a column level."
    remedy = f"Set mentor_levels and mentee_levels in programme.toml, or fill in the role. {there}"
    if "role" in table.frame:
        here = (table.frame["role"] == "").to_numpy()
        what = f"No role, and programme.toml derives none from levels (in {in_rows(table.rows(here))})."
        return table.problem(int(here.argmax()), "role", what, remedy)
    what = (
        "Who is mentor (junior) and who mentee (senior) cannot be told: there are no sign-ups and no rule for levels."
    )
    return Problem(table.files[0], None, "role", what, remedy)


def _levels_of_nobody(roster: pd.DataFrame, settings: Settings) -> Findings:
    there = set(roster["level"]) - {""}
    for key, wanted in (("mentor_levels", settings.mentor_levels), ("mentee_levels", settings.mentee_levels)):
        absent = [level for level in wanted if level not in there]
        if len(absent) == len(wanted):
            what = f"{key} = {', '.join(wanted)}, but nobody in the roster has such a level."
            yield Problem(
                "programme.toml", None, key, what, f"The roster has {', '.join(sorted(there)[:_SHOWN]) or 'none'}."
            )
        elif absent:
            yield f"{key} names {', '.join(absent)}, but nobody in the roster has that level."


def _underivable(signups: TypedTable, level: pd.Series, settled: set[str]) -> Findings:
    levels = signups.frame["person_id"].map(level).fillna("")
    missing = (signups.frame["role"] == "") & ~levels.isin(settled)
    for value in sorted(levels[missing].unique()):
        here = (missing & (levels == value)).to_numpy(dtype=bool)
        what = f"No role, and level “{value}” gives none (in {in_rows(signups.rows(here))})."
        remedy = "Fill in the role, or add the level to mentor_levels or mentee_levels in programme.toml."
        yield signups.problem(int(here.argmax()), "role", what, remedy)


def _unused_answers(ratings: pd.DataFrame, level: pd.Series, settled: set[str]) -> Findings:
    people = pd.Series(ratings["person_id"].unique())
    levels = people.map(level).fillna("")
    without = levels[~levels.isin(settled)]
    if len(without):
        named = ", ".join(sorted({value or "none" for value in without})[:_SHOWN])
        yield f"{len(without):,} people answered but have no role by their level ({named}): their answers are not used."
