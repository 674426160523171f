"""The answers of one closed round: of each person the latest, beside the function and level that he or she had."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from reverse_mentoring.decide.evidence.counted import people_of
from reverse_mentoring.decide.matching.eligibility import level_ranks
from reverse_mentoring.decide.review.review import ITEMS
from reverse_mentoring.decide.review.review import answers as pulse_answers
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.release import Round

CLOSED_AFTER = dt.timedelta(days=14)
"""Until then after its last day late answers may still be typed in; from then on the round is closed."""


@dataclass(frozen=True)
class Answers:
    """One closed round.

    answers: person_id, item, value (whole number 1–5): of each person and item the latest answer in the round.
    people: person_id, function, level (“” = not known; both as they were at launch), rank (Int64, higher = more
        senior; NA = not known), launch (True/False: in a pair when the cohort started): everybody in a pair, whether
        they answered or not.
    """

    answers: pd.DataFrame
    people: pd.DataFrame


def rounds(cohort: Cohort, *, months: int = 3) -> tuple[Round, ...]:
    """The rounds that are closed on cohort.as_of, oldest first, counted in months from cohort.start.

    A round is closed CLOSED_AFTER its last day. Of three months it is called “quarter 1”, otherwise “round 1”.
    """
    closed: list[Round] = []
    kind = "quarter" if months == 3 else "round"
    first, number = pd.Timestamp(cohort.start), 1
    while True:
        begins = (first + pd.DateOffset(months=months * (number - 1))).date()
        ends = (first + pd.DateOffset(months=months * number)).date() - dt.timedelta(days=1)
        if ends + CLOSED_AFTER > cohort.as_of:
            return tuple(closed)
        closed.append(Round(number, f"{kind} {number}", begins, ends))
        number += 1


def round_answers(cohort: Cohort, pairs: pd.DataFrame, round: Round) -> Answers:
    """What people in pairs answered from the first to the last day of the round.

    pairs: review.pairs_under_review. ValueError where the round is not closed yet.
    """
    if round.last + CLOSED_AFTER > cohort.as_of:
        raise ValueError(
            f"{round.name} is closed on {round.last + CLOSED_AFTER:%Y-%m-%d}; it cannot be released before."
        )
    people = _people(cohort, pairs, round)
    given = pulse_answers(cohort)
    inside = given["answered_on"].between(pd.Timestamp(round.first), pd.Timestamp(round.last))
    given = given[inside & given["person_id"].isin(people["person_id"])]
    long = given.melt(["person_id", "answered_on", "mentor_id", "mentee_id"], list(ITEMS), "item", "value")
    long = long.dropna(subset="value").sort_values(["answered_on", "mentor_id", "mentee_id"], kind="stable")
    latest = long.drop_duplicates(["person_id", "item"], keep="last").sort_values(["item", "person_id"])
    return Answers(latest[["person_id", "item", "value"]].astype({"value": int}).reset_index(drop=True), people)


def _people(cohort: Cohort, pairs: pd.DataFrame, round: Round) -> pd.DataFrame:
    begun = pairs[pairs["started"] <= pd.Timestamp(round.last)]
    everybody = people_of(begun, "organisation")
    start = begun["started"].min()
    early = set(people_of(begun[begun["started"] < start + pd.DateOffset(months=3)], "organisation"))
    known = pd.concat([cohort.at_launch, cohort.participants, cohort.roster]).drop_duplicates("person_id")
    known = known.set_index("person_id").reindex(everybody)
    function, level = (known[column].fillna("").astype(str).tolist() for column in ("department", "level"))
    ranks = level_ranks(cohort.settings, pd.Series(level, dtype="str"))
    rank = pd.Series([ranks.get(each) for each in level], dtype="Int64")
    launch = [person in early for person in everybody]
    return pd.DataFrame({"person_id": everybody, "function": function, "level": level, "rank": rank, "launch": launch})
