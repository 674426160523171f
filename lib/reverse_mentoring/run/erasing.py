"""Erasing one person: what would go, done in an order that can be taken up again, and a certificate of what is left.

Files go first and the vault last: while anything is left in a file, the vault still knows the names to look for, so
that a stopped erasure is completed by running the command again. The vault itself changes in one transaction.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from reverse_mentoring.present.erasure_page import Certificate, write_certificate
from reverse_mentoring.store import person_files, person_rows
from reverse_mentoring.store.address import Where
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.headers import HeaderMapping
from reverse_mentoring.store.limits import Unreadable
from reverse_mentoring.store.person_files import ERASURES, Trace
from reverse_mentoring.store.person_known import known_person
from reverse_mentoring.store.person_rows import Change
from reverse_mentoring.store.person_search import stands_in
from reverse_mentoring.store.person_texts import own_texts
from reverse_mentoring.store.person_words import Person
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.schema import COMPANY, ISSUED_CALENDARS
from reverse_mentoring.store.vault import Vault, _transaction, open_vault
from reverse_mentoring.words.problems import Refused

ERASED, CERTIFIED, COMPLETE = "erase person", "certify erasure", "complete"


@dataclass(frozen=True)
class Plan:
    """What an erasure would do. changes: in the vault; traces: in files; to_come: calendar entries that were given and
    not cancelled; known: whether the vault has rows about this id."""

    programme: Programme
    results: tuple[Path, ...]
    person: Person
    mapping: HeaderMapping
    changes: tuple[Change, ...]
    traces: tuple[Trace, ...]
    to_come: int
    known: bool


def prepare(
    programme: Programme, person_id: str, *, results: Sequence[Path] = (), names: Sequence[str] = (),
    mails: Sequence[str] = (), now: dt.datetime,
) -> Plan:  # fmt: skip
    """What erasing this person would do; nothing is changed. names, mails: to look for beside those known.

    Refused if nothing about the id is found anywhere, or if a charter that is sealed and in force names the person.
    """
    vault = open_vault(programme.vault)
    mapping = vault.mapping()
    person = known_person(programme, person_id, mapping=mapping, names=names, mails=mails)
    person = replace(person, words=own_texts(programme.vault, person))
    _refuse_sealed(programme, person)
    places = tuple(folder.resolve() for folder in results)
    plan = Plan(
        programme, places, person, mapping,
        person_rows.preview(programme.vault, person, now=now),
        person_files.traces(programme, places, person, mapping=mapping),
        _to_come(programme.vault, person_id, now=now),
        person_rows.knows(programme.vault, person_id),
    )  # fmt: skip
    if not (plan.known or plan.changes or plan.traces or _is_unfinished(vault)):
        raise Refused(
            "Nothing is known of this id, neither in the vault nor in a file. Is it written as in the roster? To look "
            "for somebody whom the vault does not know any more, give --name and --mail as well."
        )
    return plan


def perform(plan: Plan, *, reference: str, now: dt.datetime) -> tuple[Certificate, Path]:
    """Erases, looks everywhere again, and writes the certificate; returns it with the path of its page.

    reference: the number of the certificate, drawn by chance. Stopped midway, prepare and perform take it up again.
    """
    _change_files(plan, now=now)
    done = person_rows.erase(plan.programme.vault, plan.person, now=now)
    person_rows.rebuild(plan.programme.vault)
    left = tuple(_left(plan))
    certificate = Certificate(
        reference=reference, day=now.astimezone().date(), complete=not left,
        done=tuple(_done(done, plan.traces)), looked_for=tuple(looked_for(plan.person)),
        searched=tuple(_searched(plan)), left=left,
    )  # fmt: skip
    path = write_certificate(plan.programme.folder / ERASURES, certificate)
    with open_vault(plan.programme.vault).recorded(CERTIFIED, cohort=COMPANY, now=now) as details:
        details += [reference, f"left {len(left)}" if left else COMPLETE]
    return certificate, path


def looked_for(person: Person) -> Iterator[str]:
    """What the person is looked for by, as sentences that name nobody."""
    told = "anywhere, as a whole word" if person.told else "in columns and fields for ids only: it is short or ordinary"
    yield f"the id, {told}"
    names = [name for name in person.names if name not in person.shared]
    yield f"{len(names)} full name{'' if len(names) == 1 else 's'}, and the last name in free texts of the vault"
    mails = [mail for mail in person.mails if mail not in person.shared]
    yield f"{len(mails)} e-mail address{'' if len(mails) == 1 else 'es'}"
    if person.words:
        count = len(person.words)
        yield f"{count} text{'' if count == 1 else 's'} of the person or the pair, which a file may quote"
    if person.shared:
        count = len(person.shared)
        yield f"without {count} of these, which {'is' if count == 1 else 'are'} somebody else's as well"


def _refuse_sealed(programme: Programme, person: Person) -> None:
    cohorts = person_rows.sealed_charters(programme.vault, person)
    if cohorts:
        raise Refused(
            f"The charter of {', '.join(cohorts)} is locked and names this person. Change it on page 1 first, with "
            "the reason (“somebody was erased” is enough), then run this again. Nothing was changed."
        )


def _is_unfinished(vault: Vault) -> bool:
    """Whether the last erasure was stopped before its certificate, or left something that is gone by now."""
    certified = [detail for _, detail in vault.log(CERTIFIED)]
    return len(vault.log(ERASED)) > len(certified) or (bool(certified) and not certified[-1].endswith(COMPLETE))


def _to_come(vault: Where, person_id: str, *, now: dt.datetime) -> int:
    """Calendar entries of this person that were given, lie ahead and were not cancelled."""
    entry = ISSUED_CALENDARS.c
    with _transaction(database(vault).read) as connection:
        of_person = (entry.mentor_id == person_id) | (entry.mentee_id == person_id)
        days = connection.scalars(sa.select(entry.start).where(of_person, entry.cancelled == 0)).all()
    return sum(dt.datetime.fromisoformat(each).astimezone(dt.UTC) > now.astimezone(dt.UTC) for each in days)


def _change_files(plan: Plan, *, now: dt.datetime) -> None:
    """Deletes what can be written again, then edits, so that a list of a run is shortened when its files are gone."""
    deleted = [each.path for each in plan.traces if each.deed == "delete"]
    for trace in sorted(plan.traces, key=lambda each: (each.deed != "delete", each.path)):
        if trace.deed == "erase inside":
            person_rows.erase(trace.path, plan.person, now=now)
            person_rows.rebuild(trace.path)
        else:
            person_files.do(trace, plan.person, mapping=plan.mapping, deleted=deleted)
    for path in person_files.half_done(plan.programme):
        path.unlink(missing_ok=True)


def _done(changes: Sequence[Change], traces: Sequence[Trace]) -> Iterator[tuple[str, int]]:
    """What was done → how often."""
    choices = [each for each in changes if each.table.startswith("choices: ")]
    rows = [each for each in changes if each not in choices]
    deeds = [trace.deed for trace in traces]
    yield "rows of the vault deleted", sum(each.gone for each in rows)
    yield "other rows of the vault in which a mention was taken out", sum(each.changed for each in rows)
    yield "saved versions of choices rewritten", sum(each.changed for each in choices)
    sealed = sum(each.changed for each in choices if each.table == "choices: charter")
    yield "of these, earlier versions of a charter, sealed again where the seal held", sealed
    yield "files deleted that the workbook had written", deeds.count("delete")
    yield "input files (CSV) edited", deeds.count("edit")
    yield "copies of the vault in which the same was erased", deeds.count("erase inside")


def _searched(plan: Plan) -> Iterator[str]:
    yield database(plan.programme.vault).erased_from
    yield "every file of the programme folder, also packed (DOCX, XLSX, ZIP, PDF) and encoded (base64, UTF-16, folded)"
    if plan.results:
        count = len(plan.results)
        yield f"{count} folder{'' if count == 1 else 's'} of results that {'was' if count == 1 else 'were'} named"
    yield "not released.db: it holds no person, and a release never changes"


def _left(plan: Plan) -> Iterator[str]:
    """Where the person still stands, as sentences without name and id."""
    person, home, vault = plan.person, plan.programme.folder, database(plan.programme.vault)
    for table in person_rows.left_in(plan.programme.vault, person):
        yield f"{vault.name}: {table}"
    for path in vault.files:
        if path.exists() and stands_in(path, person):
            yield f"{path.name}: close every window of the workbook and run this again"
    try:
        found = person_files.traces(plan.programme, plan.results, person, mapping=plan.mapping)
    except Unreadable as refusal:
        yield refusal.what
        return
    for trace in found:
        if trace.deed != "list again":
            yield masked(place_of(trace, home), person) + (f": {trace.where}" if trace.where else "")


def place_of(trace: Trace, home: Path) -> str:
    """The file as the facilitator knows it: from the programme folder, or with the folder of results."""
    return trace.name if trace.root == home else f"{trace.root.name}/{trace.name}"


def masked(text: str, person: Person) -> str:
    """The text with the person's id, name and address blotted out."""
    plain = person.anywhere.sub("…", text)
    return plain if person.told else "_".join("…" if each == person.person_id else each for each in plain.split("_"))
