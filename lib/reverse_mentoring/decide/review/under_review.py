"""The cohort with everything that was written down in the review: rows typed in, pairs that ended, new pairs.

Every step sees the same pairs because a cohort is loaded in this form. What lies after the day of the cohort is left
out, so that a review of an earlier day, and the proof of that day's pairs, can be repeated. The reason of an ending
goes nowhere: it is not part of a cohort.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from reverse_mentoring.decide.review.review import attendance, id_pairs
from reverse_mentoring.words.choices import IdPair, ReviewChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import Table, tidy
from reverse_mentoring.words.reviewing import Ending, Entry, RePair
from reverse_mentoring.words.tables import PAIRS, table

Key = tuple[object, ...]


def changes_cohort(choices: ReviewChoices) -> bool:
    """Whether anything was written down that changes what is known of the cohort."""
    return bool(choices.entries or choices.endings or choices.repaired)


def under_review(cohort: Cohort, choices: ReviewChoices, decided: Sequence[IdPair] = ()) -> Cohort:
    """The cohort with typed rows, endings and new pairs; the very same one if there are none.

    decided: the pairs as decided in step 2. A typed row replaces the row of a file with the same key; the last one
    typed counts. Rows about pairs or people who are no longer in the cohort are left out. An ending sets state and
    last day, from that day on; a decided pair that the table of pairs lacks gets a row for it. A new pair is active
    from the day of its decision on; where the pairs were reopened in step 2, so that there are none, it waits. Done
    twice it is the same as once.
    """
    if not changes_cohort(choices):
        return cohort
    found = _started_as_before(cohort, replace(cohort, pairs=_pairs(cohort, choices, decided)))
    known = {*id_pairs(found.pairs), *decided}
    people = {*found.roster["person_id"].tolist(), *found.participants["person_id"].tolist()}
    typed = [entry for entry in choices.entries if _still_here(entry, known, people)]
    names: set[str] = {entry.table for entry in typed}
    frames: dict[str, Any] = {name: _merged(getattr(found, name), table(name), typed) for name in names}
    return replace(found, **frames)


def not_begun(cohort: Cohort, choices: ReviewChoices) -> frozenset[IdPair]:
    """The new pairs of the review that have not met yet: to be trained and to agree like any other new pair, though
    their state is active."""
    if not choices.repaired:
        return frozenset()
    rows = attendance(cohort, cohort.pairs)
    return frozenset(each.ids for each in choices.repaired) - {*id_pairs(rows[rows["held"]])}


def _still_here(entry: Entry, known: set[IdPair], people: set[str]) -> bool:
    said = entry.values
    if "mentor_id" in said or "mentee_id" in said:
        return (said.get("mentor_id"), said.get("mentee_id")) in known
    return "person_id" not in said or said["person_id"] in people


def _merged(frame: pd.DataFrame, declared: Table, typed: Iterable[Entry]) -> pd.DataFrame:
    """The rows of the file that were not typed anew, then those typed, the last of each key."""
    rows = [entry.values for entry in typed if entry.table == declared.name]
    new = tidy(pd.DataFrame(rows), declared)
    last = {key: place for place, key in enumerate(_keys(new, declared))}
    old = frame.loc[[key not in last for key in _keys(frame, declared)]]
    return pd.concat([old, new.iloc[sorted(last.values())]], ignore_index=True)


def _keys(frame: pd.DataFrame, declared: Table) -> list[Key]:
    return list(zip(*(frame[column].tolist() for column in declared.key), strict=True))


def _pairs(cohort: Cohort, choices: ReviewChoices, decided: Sequence[IdPair]) -> pd.DataFrame:
    """The table of pairs on the day of the cohort."""
    known, new = set(id_pairs(cohort.pairs)), _new_pairs(cohort, choices, decided)
    endings = {each.ids: each for each in choices.endings if each.on <= cohort.as_of}
    endings = {ids: ending for ids, ending in endings.items() if ids in known or ids in new or ids in decided}
    rows = [
        {"mentor_id": ids[0], "mentee_id": ids[1], **({"state": "active"} if ids in new else {})}
        for ids in sorted({*endings, *new} - known)
    ]
    pairs = pd.concat([cohort.pairs, tidy(pd.DataFrame(rows), PAIRS)], ignore_index=True)
    return _ended(_started(pairs, new), endings)


def _new_pairs(cohort: Cohort, choices: ReviewChoices, decided: Sequence[IdPair]) -> dict[IdPair, RePair]:
    if cohort.pairs.empty and not decided:
        return {}
    people = {*cohort.roster["person_id"].tolist(), *cohort.participants["person_id"].tolist()}
    return {each.ids: each for each in choices.repaired if each.on <= cohort.as_of and people.issuperset(each.ids)}


def _started(pairs: pd.DataFrame, new: dict[IdPair, RePair]) -> pd.DataFrame:
    planned = [pd.Timestamp(new[ids].starts) if ids in new else pd.NaT for ids in id_pairs(pairs)]
    return pairs.assign(started=pairs["started"].fillna(pd.Series(planned, pairs.index, dtype="datetime64[s]")))


def _ended(pairs: pd.DataFrame, endings: dict[IdPair, Ending]) -> pd.DataFrame:
    found = [endings.get(ids) for ids in id_pairs(pairs)]
    days = [pd.Timestamp(ending.on) if ending else pd.NaT for ending in found]
    last, over = pd.Series(days, pairs.index, dtype="datetime64[s]"), pd.Series(map(bool, found), pairs.index)
    states = pd.Series([ending.state if ending else "" for ending in found], pairs.index, dtype="str")
    return pairs.assign(state=pairs["state"].mask(over, states), ended=pairs["ended"].mask(over, last))


def _started_as_before(before: Cohort, after: Cohort) -> Cohort:
    """A new pair starts later than its cohort: it does not move the cohort's own start."""
    if after.start == before.start:
        return after
    own = before.settings.cohort(before.name).model_copy(update={"start": before.start})
    cohorts = {**before.settings.cohorts, before.name: own}
    return replace(after, settings=before.settings.model_copy(update={"cohorts": cohorts}))
