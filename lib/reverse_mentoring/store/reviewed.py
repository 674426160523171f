"""A cohort as step 4 sees it: with everything typed in, ended and paired anew, and with its pairs."""

import datetime as dt
from dataclasses import dataclass
from typing import cast

import pandas as pd

from reverse_mentoring.decide.agreements.goal_plans import with_typed_goals
from reverse_mentoring.decide.review import review
from reverse_mentoring.decide.review.cadences import own_cadences
from reverse_mentoring.store.cohorts import Tables, load_cohort
from reverse_mentoring.store.vault import Vault
from reverse_mentoring.words.choices import AgreementChoices, MatchingChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import Settings


@dataclass(frozen=True)
class Reviewed:
    """pairs: review.pairs_under_review, each with its own cadence; agreed, decided: the choices of steps 3 and 2."""

    cohort: Cohort
    pairs: pd.DataFrame
    agreed: AgreementChoices
    decided: MatchingChoices


def load_reviewed(
    vault: Vault, name: str, settings: Settings, as_of: dt.date, *, tables: Tables | None = None
) -> Reviewed:
    """The cohort on that day, also with the goals typed in step 3. tables: of vault.tables, where they have been read
    already. Refused if there is no such cohort."""
    agreed = cast(AgreementChoices, vault.choices(name, "agreements").choices)
    decided = cast(MatchingChoices, vault.choices(name, "matching").choices)
    cohort = with_typed_goals(load_cohort(vault, name, settings, as_of, tables=tables), agreed)
    final = decided.final or ()
    cadences = own_cadences(cohort, agreed, {*review.id_pairs(cohort.pairs), *final})
    confirmed = [each.ids for each in agreed.confirmed]
    pairs = review.pairs_under_review(cohort, final, agreed=confirmed, cadences=cadences)
    return Reviewed(cohort, pairs, agreed, decided)
