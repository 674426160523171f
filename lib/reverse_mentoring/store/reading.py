"""Input files as typed tables, with every problem at once: what, where, how to put it right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from reverse_mentoring.store import checks, own_topics, roster_checks
from reverse_mentoring.store.content import catalogue
from reverse_mentoring.store.files import table_files
from reverse_mentoring.store.gathering import Gathering
from reverse_mentoring.store.headers import HeaderMapping, HeaderQuestion
from reverse_mentoring.store.typed import TypedTable, joined
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.problems import Problem
from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.tables import CONSENTS, ROSTER, TABLES, TOPICS

_WITHOUT_PEOPLE = {"topics", "tallies"}
_NO_SPECIAL_TOPICS = (
    "Who volunteers for a sensitive topic may tell of health, origin or orientation, so it is kept only where "
    "programme.toml says special_topics = true."
)


@dataclass(frozen=True)
class Reading:
    """What input files say.

    tables: table name → frame exactly as words.tables declares; only tables that were there, and topics if any
    are the programme's own. Not to be stored while there are problems, which stand in file order.
    notes: what was decided or left out, as sentences. questions: headers for a person to confirm.
    mapping: file → header → column as read, in the form that mapping takes.
    """

    tables: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    questions: tuple[HeaderQuestion, ...]
    mapping: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class _Known:
    """What was known before: everybody in the company, if so, and the programme's own topics."""

    roster: pd.DataFrame | None
    topics: pd.DataFrame


def read_folder(
    folder: Path,
    settings: Settings,
    *,
    mapping: HeaderMapping | None = None,
    roster: pd.DataFrame | None = None,
    topics: pd.DataFrame | None = None,
) -> Reading:
    """All tables in the folder's CSV and XLSX files, told by file or sheet names (roster.csv, ratings_wide.xlsx).

    mapping: confirmed headers, see headers.HeaderMapping. roster: everybody known already, for a folder without a
    roster of its own. topics: the programme's own topics known already. Never raises for what the files hold.
    """
    gathered = _gathered(table_files(folder), settings, mapping)
    if not gathered.sheets and not gathered.problems:
        what = "No file here is a table of ours."
        gathered.problems.append(
            Problem(folder.name, None, "", what, "Put roster.csv and ratings.csv (or .xlsx) there.")
        )
    known = _Known(roster, _own(topics))
    tables, settled = _typed(gathered, known)
    if roster is None and "roster" not in tables and "roster" not in gathered.incomplete and tables:
        remedy = "Put roster.csv or roster.xlsx there, with person_id and name of everybody."
        gathered.problems.append(Problem(folder.name, None, "", "There is no roster.", remedy))
    return _reading(gathered, tables, settled, known=known, settings=settings)


def read_file(
    path: Path,
    settings: Settings,
    *,
    mapping: HeaderMapping | None = None,
    roster: pd.DataFrame | None = None,
    topics: pd.DataFrame | None = None,
) -> Reading:
    """The tables in one file, as read_folder reads them; without a roster people are not looked up."""
    gathered = _gathered([path], settings, mapping)
    if not gathered.sheets and not gathered.problems:
        gathered.problems.append(Problem(path.name, None, "", "The file is not read.", gathered.notes.pop()))
    known = _Known(roster, _own(topics))
    tables, settled = _typed(gathered, known)
    if roster is None and "roster" not in tables and set(tables) - _WITHOUT_PEOPLE:
        gathered.notes.append(f"{path.name}: without a roster it is not checked whether these people exist.")
    return _reading(gathered, tables, settled, known=known, settings=settings)


def _own(topics: pd.DataFrame | None) -> pd.DataFrame:
    return TOPICS.empty() if topics is None else tidy(topics, TOPICS)


def _gathered(paths: Iterable[Path], settings: Settings, mapping: HeaderMapping | None) -> Gathering:
    left_out = {} if settings.special_topics else {CONSENTS.name: _NO_SPECIAL_TOPICS}
    gathered = Gathering(settings.dates, mapping or {}, left_out=left_out)
    for path in paths:
        gathered.add(path)
    return gathered


def _typed(gathered: Gathering, known: _Known) -> tuple[dict[str, TypedTable], own_topics.Topics]:
    """Every table typed, each file's rows in order; topics first, because wide headers name them."""
    tables, listed = dict[str, TypedTable](), catalogue()
    topics = own_topics.Topics(listed, known.topics)
    for declared in sorted(TABLES, key=lambda each: each is not TOPICS):
        sheets = [sheet for sheet in gathered.sheets if sheet.table == declared.name]
        parts = [part for sheet in sheets if (part := gathered.typed(sheet, topics)) is not None]
        if not parts:
            continue
        tables[declared.name] = _rows_settled(joined(parts), gathered)
        if declared is TOPICS:
            tables["topics"] = own_topics.completed(tables["topics"], listed)
            topics = own_topics.Topics(listed, pd.concat([tables["topics"].frame, known.topics]))
    return tables, topics


def _rows_settled(table: TypedTable, gathered: Gathering) -> TypedTable:
    if table.declared.name == "ratings":
        table, notes = checks.without_silence(table)
        gathered.notes += notes if not gathered.problems else []
    if table.declared.name in checks.STATEMENTS:
        table, notes = checks.without_statement(table)
        gathered.notes += notes
    return checks.without_keyless(table)


def _reading(
    gathered: Gathering,
    tables: dict[str, TypedTable],
    topics: own_topics.Topics,
    *,
    known: _Known,
    settings: Settings,
) -> Reading:
    tables = own_topics.settled(tables, topics)
    for name, table in tables.items():
        tables[name], found = checks.without_repeats(table)
        _keep(gathered, found)
    _keep(gathered, own_topics.findings(tables, topics))
    _keep(gathered, _seen_together(tables, gathered, known.roster, settings))
    frames = {name: tables[name].frame for name in (each.name for each in TABLES) if name in tables}
    if topics.created:
        own = [frames["topics"]] if "topics" in frames else []
        frames["topics"] = pd.concat([*own, topics.new_rows()], ignore_index=True)
    return Reading(
        frames,
        tuple(sorted(dict.fromkeys(gathered.problems), key=_file_order)),
        tuple(dict.fromkeys(gathered.notes)),
        tuple(gathered.questions),
        gathered.used,
    )


def _seen_together(
    tables: dict[str, TypedTable], gathered: Gathering, roster: pd.DataFrame | None, settings: Settings
) -> Iterable[Problem | str]:
    yield from checks.own_partners(tables)
    yield from checks.lost_pairs(tables)
    yield from checks.backward_dates(tables)
    if "roster" in tables:
        yield from roster_checks.own_managers(tables["roster"])
        yield from roster_checks.circles(tables["roster"])
        yield from roster_checks.outsiders(tables["roster"])
    everybody = _everybody(tables, roster)
    if everybody is not None and "roster" not in gathered.incomplete:
        yield from checks.unknown_people(tables, everybody)
        if not _roles_in_doubt(tables, gathered.problems):
            yield from roster_checks.roles(tables, everybody, settings)


def _everybody(tables: Mapping[str, TypedTable], roster: pd.DataFrame | None) -> pd.DataFrame | None:
    """The folder's own roster first, then who was known already."""
    parts = [tables["roster"].frame] if "roster" in tables else []
    parts += [tidy(roster, ROSTER)] if roster is not None else []
    if len(parts) > 1:
        return pd.concat(parts, ignore_index=True).drop_duplicates("person_id")
    return parts[0] if parts else None


def _roles_in_doubt(tables: Mapping[str, TypedTable], problems: Iterable[Problem]) -> bool:
    """Whether a role could not be read: then a missing role is that same cause."""
    headers = tables["signups"].headers if "signups" in tables else {}
    places = {(file, header) for (file, column), header in headers.items() if column == "role"}
    return any((problem.file, problem.column) in places for problem in problems)


def _keep(gathered: Gathering, findings: Iterable[Problem | str]) -> None:
    for finding in findings:
        if isinstance(finding, Problem):
            gathered.problems.append(finding)
        else:
            gathered.notes.append(finding)


def _file_order(problem: Problem) -> tuple[str, int, str, str]:
    return problem.file, problem.row or 0, problem.column, problem.what
