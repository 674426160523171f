"""What is odd about the answers, and what is done with each: counts only, no names.

Which session an answer is about is not asked: it is the last one planned (or held) on or before the day of the answer.
"""

import pandas as pd

from reverse_mentoring.decide.review.review import PAIR, among, answers, attendance, id_pairs
from reverse_mentoring.words.cohort import Cohort

LATE_DAYS = 14
"""An answer so many days after its session still is on time."""
_SESSION = [*PAIR, "number"]


def about_sessions(cohort: Cohort, pairs: pd.DataFrame) -> pd.DataFrame:
    """The pulse answers up to cohort.as_of, oldest first, each with the session that it is about.

    The columns of review.answers; number (Int64, NA where no session is known before the answer), asked_on (day from
    which it could be answered: planned or held, whichever came first), held (True/False), held_on (NaT if not held).
    """
    took_place = attendance(cohort, pairs)[[*_SESSION, "held", "held_on"]]
    asked = cohort.sessions[[*_SESSION, "planned_on"]].merge(took_place, on=_SESSION, how="left")
    asked["asked_on"] = asked[["planned_on", "held_on"]].min(axis=1)
    asked["held"] = asked["held"].eq(True)
    asked = asked.sort_values(["asked_on", "number"]).drop(columns="planned_on")
    return pd.merge_asof(answers(cohort), asked, left_on="answered_on", right_on="asked_on", by=PAIR)


def said_of_answers(cohort: Cohort, pairs: pd.DataFrame) -> tuple[str, ...]:
    """Sentences on late, repeated, contradictory and stray answers, with what is done with each; no names, no ids.

    Nothing odd: no sentence. pairs: see review.pairs_under_review.
    """
    given = about_sessions(cohort, pairs)
    within = given[~_after_the_end(given, pairs)]
    known = within[within["number"].notna()]
    last = known.drop_duplicates([*_SESSION, "who"], keep="last")
    said = (_late(known), _repeated(known), *_contradictory(last), _after(cohort, pairs), _of_no_pair(cohort, pairs))
    return tuple(sentence for sentence in said if sentence)


def _late(known: pd.DataFrame) -> str:
    since = known[["asked_on", "held_on"]].max(axis=1)
    late = int(((known["answered_on"] - since).dt.days > LATE_DAYS).sum())
    if not late:
        return ""
    return (
        f"{late} of {len(known)} pulse answers came more than {LATE_DAYS} days after the session. "
        "A late answer counts from its own day on."
    )


def _repeated(known: pd.DataFrame) -> str:
    repeated = int(known.duplicated([*_SESSION, "who"], keep="last").sum())
    if not repeated:
        return ""
    return (
        f"{repeated} of {len(known)} pulse answers were followed by another of the same person before the next "
        "session. The later one counts; a low answer about speaking openly and a wish for a call count all the same."
    )


def _contradictory(last: pd.DataFrame) -> list[str]:
    """“moved” claims neither that the session took place nor that it did not."""
    claims = last[last["met"].isin(["held", "missed"])]
    claims = claims.assign(claim=claims["met"] == "held")
    # Before a moved session has taken place, “missed” is no contradiction.
    claims = claims[~(claims["answered_on"] < claims["held_on"])]
    sessions = claims.groupby(_SESSION).agg(
        people=("who", "nunique"), lowest=("claim", "min"), highest=("claim", "max"), held=("held", "first")
    )
    apart = sessions["lowest"] != sessions["highest"]
    against = ~apart & (sessions["highest"] != sessions["held"])
    said = []
    if apart.any():
        both = int((sessions["people"] == 2).sum())
        said.append(
            f"In {int(apart.sum())} of {both} sessions on which both answered, one says that it took place and the "
            "other that it was missed. The attendance counts; neither is told of the other."
        )
    if against.any():
        said.append(
            f"In {int(against.sum())} of {len(sessions)} sessions with an answer, the attendance says otherwise than "
            "the answers on whether it took place. The attendance counts; please look whether it is right."
        )
    return said


def _after(cohort: Cohort, pairs: pd.DataFrame) -> str:
    """Closing answers are left out: they may well come after the last day."""
    given = [_by_now(cohort, name) for name in ("pulses", "quarters")]
    after = sum(int(_after_the_end(frame, pairs).sum()) for frame in given)
    if not after:
        return ""
    return (
        f"{after} of {sum(map(len, given))} pulse and quarter answers are dated after the last day of the pair. "
        "They stay in the record; whom to call does not depend on them."
    )


def _of_no_pair(cohort: Cohort, pairs: pd.DataFrame) -> str:
    given = [_by_now(cohort, name) for name in ("pulses", "quarters", "closings")]
    stray = sum(int((~among(frame, id_pairs(pairs))).sum()) for frame in given)
    if not stray:
        return ""
    return (
        f"{stray} of {sum(map(len, given))} pulse, quarter and closing answers name two people who are no pair. "
        "Whom to call takes no notice of them; correct the ids, or enter the pair."
    )


def _by_now(cohort: Cohort, name: str) -> pd.DataFrame:
    frame: pd.DataFrame = getattr(cohort, name)
    return frame[~(frame["answered_on"] > pd.Timestamp(cohort.as_of))]


def _after_the_end(frame: pd.DataFrame, pairs: pd.DataFrame) -> "pd.Series[bool]":
    ended = dict(zip(id_pairs(pairs), pairs["ended"], strict=True))
    last_days = pd.Series([ended.get(ids, pd.NaT) for ids in id_pairs(frame)], index=frame.index, dtype="datetime64[s]")
    return frame["answered_on"] > last_days
