"""How often each pair meets by its own agreement, where that is not what is usual."""

from collections.abc import Iterable

from reverse_mentoring.decide.agreements.negotiation import sides, terms, usual_terms
from reverse_mentoring.words.choices import AgreementChoices, IdPair
from reverse_mentoring.words.cohort import Cohort


def own_cadences(cohort: Cohort, agreed: AgreementChoices, pairs: Iterable[IdPair]) -> dict[IdPair, int]:
    """pair → weeks from one session to the next, of those whose two sides want the same and not the usual."""
    rhythm = agreed.rhythm or cohort.settings.rhythm
    usual, given = usual_terms(rhythm, agreed, ()), sides(cohort, agreed)
    weeks = {ids: terms(given[ids], usual).weeks_between for ids in pairs if ids in given}
    return {ids: each for ids, each in weeks.items() if each != rhythm.weeks_between}
