"""A release, from the vault to released.db: made, shown to a person, written as shown."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import pandas as pd

from reverse_mentoring.decide.agreements.goal_plans import with_typed_goals
from reverse_mentoring.decide.disclosure import gate
from reverse_mentoring.decide.disclosure.answers import rounds
from reverse_mentoring.decide.review import review
from reverse_mentoring.decide.review.cadences import own_cadences
from reverse_mentoring.decide.review.naming import names_somebody
from reverse_mentoring.store import released
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.released_file import read_releases
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.choices import AgreementChoices, MatchingChoices, ReviewChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.release import Release, Round


@dataclass(frozen=True)
class Prepared:
    """What would be released. preview: what a person reads before the OK; earlier: what was released before."""

    release: Release
    preview: tuple[str, ...]
    earlier: tuple[Release, ...]


def prepare(programme: Programme, cohort: str, wanted: str) -> Prepared:
    """The release of this round of this cohort, not yet written. wanted: its number or name (“2”, “quarter 2”).

    Refused if there is no such cohort, if the round is not closed, if it or a later one was released before, if
    released.db lacks an earlier release, or if a sentence of it names somebody.
    """
    settings, vault, path = programme.settings(), open_vault(programme.vault), programme.released
    as_of = settings.as_of or dt.datetime.now().astimezone().date()
    agreed = cast(AgreementChoices, vault.choices(cohort, "agreements").choices)
    known = with_typed_goals(load_cohort(vault, cohort, settings, as_of), agreed)
    closed = rounds(known)
    span = _closed(closed, wanted, known)
    released.refuse_lost(vault, path)
    earlier = read_releases(path)
    released.refuse_again(earlier, cohort, span.number)
    before = [each.round for each in earlier if each.cohort == cohort]
    _refuse_before(before, span)
    made = _release(vault, known, span, agreed=agreed, earlier=earlier)
    said = (*gate.preview(made), *_skipped(closed, before, span), *released.changed(vault, path))
    return Prepared(made, said, earlier)


def publish(programme: Programme, prepared: Prepared, *, now: dt.datetime) -> str:
    """Writes what was prepared, and nothing else, into released.db; returns the SHA-256 of the file.

    Refused if something else was released since.
    """
    vault = open_vault(programme.vault)
    return released.publish(vault, programme.released, prepared.release, earlier=prepared.earlier, now=now)


def _closed(closed: Sequence[Round], wanted: str, cohort: Cohort) -> Round:
    """The round of this number or name."""
    for each in closed:
        if wanted.strip().casefold() in (str(each.number), each.name.casefold()):
            return each
    if not closed:
        raise Refused(f"No round of {cohort.name} is closed yet on {in_words(cohort.as_of)}.")
    listed = ", ".join(f"{each.number} ({in_words(each.first)} to {in_words(each.last)})" for each in closed)
    raise Refused(f"“{wanted}” is no closed round of {cohort.name}. Closed rounds: {listed}.")


def _refuse_before(before: Sequence[Round], span: Round) -> None:
    """The gate holds a round against those before it: its counts must not tell, beside theirs, what few people did."""
    later = [each.name for each in before if each.number > span.number]
    if later:
        raise Refused(f"{later[0].capitalize()} was released already; a round before it cannot be added any more.")
    shared = [each for each in before if each.last >= span.first]
    if shared:
        raise Refused(
            f"{shared[-1].name.capitalize()} was released up to {in_words(shared[-1].last)}, and {span.name} would "
            f"begin on {in_words(span.first)}. Put the cohort's start in programme.toml back to what it was then."
        )


def _skipped(closed: Sequence[Round], before: Sequence[Round], span: Round) -> tuple[str, ...]:
    """What can no longer be released once this round is."""
    known = {each.number for each in before}
    names = [each.name for each in closed if each.number < span.number and each.number not in known]
    return (f"Not released so far, and not any more after this: {', '.join(names)}.",) if names else ()


def _release(
    vault: Vault, cohort: Cohort, span: Round, *, agreed: AgreementChoices, earlier: Sequence[Release]
) -> Release:
    charter = cast(Charter, vault.choices(cohort.name, "charter").choices)
    insights = cast(ReviewChoices, vault.choices(cohort.name, "review").choices).insights
    pairs = _pairs(vault, cohort, agreed)
    made = gate.release(cohort, pairs, span, charter=charter, insights=insights, earlier=earlier)
    if any(names_somebody(sentence, cohort) for sentence in _sentences(made)):
        raise Refused(
            "A sentence of this release names somebody: look at the goals of the charter. Nothing was written."
        )
    return made


def _pairs(vault: Vault, cohort: Cohort, agreed: AgreementChoices) -> pd.DataFrame:
    """The pairs as page 4 has them."""
    decided = cast(MatchingChoices, vault.choices(cohort.name, "matching").choices).final or ()
    cadences = own_cadences(cohort, agreed, {*review.id_pairs(cohort.pairs), *decided})
    confirmed = [each.ids for each in agreed.confirmed]
    return review.pairs_under_review(cohort, decided, agreed=confirmed, cadences=cadences)


def _sentences(made: Release) -> list[str]:
    """What a person has written, or what is made of it."""
    criteria = [text for cell in made.cells if cell.kind == "criteria" for text in (cell.item, cell.text)]
    return [*criteria, *made.comments]
