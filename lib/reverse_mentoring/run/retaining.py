"""What is kept longer than programme.toml says: shown, and deleted once a person agrees."""

import datetime as dt
from collections.abc import Iterator

from reverse_mentoring.store import retention
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.retention import Due
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.days import in_words

WHAT = {"answers": "single answers, wishes and sides", "pairs": "names, pairs, papers and the history of choices"}


def overdue(programme: Programme) -> tuple[Due, ...]:
    """What is to go today (or on the day that a sample pretends)."""
    return retention.due(programme, open_vault(programme.vault), as_of=_today(programme))


def preview(programme: Programme, found: tuple[Due, ...]) -> Iterator[str]:
    """What would be deleted, by cohort and table, and what the command cannot reach."""
    unknown = retention.unknown_ends(programme, open_vault(programme.vault), as_of=_today(programme))
    for cohort in unknown:
        yield f"{cohort}: nobody can say when it is over; set its start in programme.toml."
    for each in found:
        yield f"{each.cohort or 'The company'}: {WHAT[each.term.what]}, to go since {in_words(each.term.since)}"
        yield from (f"  {table}: {count} row{'' if count == 1 else 's'}" for table, count in each.rows)
        if each.versions:
            yield f"  saved choices: {each.versions} version{'' if each.versions == 1 else 's'} rewritten or deleted"
        yield from (f"  {path.relative_to(programme.folder)}: deleted" for path in each.files)
        yield from (f"  {path.relative_to(programme.folder)}: yours, it holds other tables too" for path in each.shared)
    if found:
        yield "Results elsewhere (run --results), exports/, notebooks/ and backups are yours to delete. Releases stay."


def delete(programme: Programme, found: tuple[Due, ...], *, now: dt.datetime) -> None:
    """Deletes what was shown."""
    retention.delete(programme, found, now=now)


def reminders(programme: Programme) -> tuple[str, ...]:
    """A sentence for the doctor if something is overdue."""
    cohorts = sorted({each.cohort or "the company" for each in overdue(programme)})
    said = f"Data of {', '.join(cohorts)} are kept longer than [retention] says. Run: reverse-mentoring retention"
    return (said,) if cohorts else ()


def _today(programme: Programme) -> dt.date:
    return programme.settings().as_of or dt.datetime.now().astimezone().date()
