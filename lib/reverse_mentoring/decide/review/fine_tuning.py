"""Another cadence or another way to meet for one pair: an amended agreement, to be agreed again.

Nothing is changed behind the back of the two: the new value goes into what both sides said (step 3), so that the text
of their agreement reads differently and step 3 shows it as “changed since it was agreed”.
"""

from typing import Any, Literal

import pandas as pd

from reverse_mentoring.decide.agreements.negotiation import both_answered, sides
from reverse_mentoring.words.choices import AgreementChoices, IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import Confirmed, Side, Who

Mode = Literal["", "in person", "remote", "both"]
ONE_SIDE = (
    "So far only one of the two has said in step 3 what he or she wants, and the other may not see it before answering."
    " Ask the other one first."
)
_BOTH: tuple[Who, ...] = ("mentor", "mentee")
UNKNOWN_TEXT = ""
"""Fingerprint of a text that was agreed to outside of the workbook."""


def may_amend(cohort: Cohort, choices: AgreementChoices, ids: IdPair) -> tuple[str, ...]:
    """What speaks against amending the agreement of this pair here, as sentences; empty = nothing.

    Where one has answered alone, an answer made up for the other would show the one's wishes to the other.
    """
    given = sides(cohort, choices).get(ids, {})
    return (ONE_SIDE,) if given and not both_answered(given) else ()


def amended_sides(
    choices: AgreementChoices,
    cohort: Cohort,
    ids: IdPair,
    *,
    weeks_between: int | None = None,
    mode: Mode = "",
) -> AgreementChoices:
    """The choices of step 3 with this cadence (weeks, 1–8) and this way to meet in what both sides of the pair said.

    All else that they said stays, typed or imported. If they agreed outside of the workbook (agreed_on in the table of
    pairs), that is kept as the agreement to another text, so that this one must be agreed anew. ValueError where
    may_amend speaks against it, or for a cadence or mode that there is not. Save both sides and confirmed.
    """
    if may_amend(cohort, choices, ids):
        raise ValueError("only one side has answered")
    changed = {"weeks_between": weeks_between, "mode": mode}
    wanted = {name: value for name, value in changed.items() if value}
    if not wanted:
        return choices
    given = sides(cohort, choices).get(ids, {})
    new = tuple(_amended(given.get(who), ids, who, wanted) for who in _BOTH)
    others = tuple(side for side in choices.sides if side.ids != ids)
    confirmed = (*choices.confirmed, *_agreed_elsewhere(cohort, choices, ids))
    return choices.model_copy(update={"sides": (*others, *new), "confirmed": confirmed})


def _amended(side: Side | None, ids: IdPair, who: Who, wanted: dict[str, Any]) -> Side:
    said = side.model_dump() if side else {"mentor_id": ids[0], "mentee_id": ids[1], "who": who}
    return Side.model_validate(said | wanted)


def _agreed_elsewhere(cohort: Cohort, choices: AgreementChoices, ids: IdPair) -> tuple[Confirmed, ...]:
    """The agreement of the table of pairs, unless a text was confirmed here already."""
    if any(each.ids == ids for each in choices.confirmed):
        return ()
    table = cohort.pairs
    here = (table["mentor_id"] == ids[0]) & (table["mentee_id"] == ids[1])
    days = [day.date() for day in table.loc[here, "agreed_on"] if pd.notna(day)]
    return tuple(
        Confirmed(mentor_id=ids[0], mentee_id=ids[1], step="agreed", fingerprint=UNKNOWN_TEXT, on=day) for day in days
    )
