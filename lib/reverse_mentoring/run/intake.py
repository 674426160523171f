"""The input of a run's cohorts, stored one after the other."""

import datetime as dt
from dataclasses import replace
from functools import cached_property

from reverse_mentoring.run import results_folder
from reverse_mentoring.run.orders import Order
from reverse_mentoring.store.fingerprints import Fingerprints, fingerprints
from reverse_mentoring.store.importing import cohort_folders, confirmed_headers, read_input, store_input
from reverse_mentoring.store.reading import Reading
from reverse_mentoring.store.schema import COMPANY
from reverse_mentoring.store.taken_in import mark, taken_in
from reverse_mentoring.store.vault import Vault


class Intake:
    """The company's files are read once, those of a cohort only if something has changed since they were last stored.

    stored: what the vault holds, once every cohort has been taken in.
    """

    def __init__(self, order: Order, vault: Vault) -> None:
        self._order, self._vault = order, vault
        self._folders = frozenset(cohort_folders(order.programme))
        self._headers = confirmed_headers(vault, order.mapping)
        self._known, self._before = taken_in(vault), fingerprints(vault)
        self._read = False

    def take(self, cohort: str) -> int:
        """Stores this cohort's input, if it has any, and returns how many notes there are on how it was read.

        Raises InputProblems, with all of them; Refused if its results would take the place of something else.
        """
        results_folder.refuse_other(self._order.results / cohort)
        if cohort not in self._folders:
            return 0
        known, programme = self._known.get(cohort), self._order.programme
        rows = self._before.tables
        if known and known.mark == mark(programme, cohort, rows=rows, headers=self._headers):
            return known.notes
        found = read_input(programme, self._vault, [cohort], mapping=self._order.mapping, company=self._company)
        store_input(
            replace(found, stored=frozenset({COMPANY} if self._read else ())), self._vault, now=dt.datetime.now(dt.UTC)
        )
        self._read = True
        return len(found.notes)

    @property
    def stored(self) -> Fingerprints:
        return fingerprints(self._vault) if self._read else self._before

    @cached_property
    def _company(self) -> Reading | None:
        return read_input(self._order.programme, self._vault, (), mapping=self._order.mapping).readings.get(COMPANY)
