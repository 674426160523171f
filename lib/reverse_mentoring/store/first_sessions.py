"""When each cohort met first, without loading any: where many cohorts lie in one vault."""

import datetime as dt

import sqlalchemy as sa

from reverse_mentoring.store.schema import DATA
from reverse_mentoring.store.vault import Vault, _transaction
from reverse_mentoring.words.settings import Settings


def starts(vault: Vault, settings: Settings, *, as_of: dt.date) -> dict[str, dt.date]:
    """Cohort → the week of its first sessions, as Cohort.start has it of what is stored."""
    pairs = DATA["pairs"].c
    first = sa.select(pairs.cohort, sa.func.min(pairs.started)).group_by(pairs.cohort)
    with _transaction(vault._read) as connection:
        met = {cohort: dt.date.fromisoformat(str(day)) for cohort, day in connection.execute(first) if day}
    later = as_of + dt.timedelta(weeks=4)
    return {name: settings.cohort(name).start or met.get(name, later) for name in vault.cohorts()}
