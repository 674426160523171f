"""The hours that people gave and learned in: from sessions that took place and trainings that were done."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from reverse_mentoring.decide.agreements.negotiation import sides, terms, usual_terms
from reverse_mentoring.decide.agreements.training import training_days
from reverse_mentoring.decide.review.review import PAIR, among, attendance, id_pairs
from reverse_mentoring.words.choices import AgreementChoices, IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import Who

ROLES: tuple[Who, ...] = ("mentor", "mentee")
COLUMNS = ("person_id", "role", "sessions", "hours")


@dataclass(frozen=True)
class Learned:
    """What one person can show in one role; nothing of the partner, of how it went or of how it ended.

    sessions: (day, minutes), oldest first. trained: (day, minutes), where the training of the role is done. topics:
    topic_ids of the pairs that met, without sensitive ones.
    """

    person_id: str
    role: Who
    sessions: tuple[tuple[dt.date, int], ...]
    trained: tuple[dt.date, int] | None = None
    topics: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """Of sessions and training together."""
        return sum(minutes for _, minutes in self.sessions) + (self.trained[1] if self.trained else 0)


def learned(
    cohort: Cohort, pairs: pd.DataFrame, agreed: AgreementChoices, *, training: Mapping[str, int]
) -> tuple[Learned, ...]:
    """Everybody whose pair met at least once, mentors first, by person_id; up to cohort.as_of.

    pairs: review.pairs_under_review. A session counts with the length that its pair agreed on, else the programme's,
    for each of the two. training: track → minutes (of training.Course); a training counts in its own role.
    """
    minutes, days = _minutes(cohort, pairs, agreed), training_days(cohort, agreed)
    rows = attendance(cohort, pairs)
    rows = rows[rows["held"] & among(rows, id_pairs(pairs))]
    met: dict[tuple[Who, str], list[tuple[dt.date, int]]] = defaultdict(list)
    partners: dict[tuple[Who, str], list[IdPair]] = defaultdict(list)
    for ids, day in zip(id_pairs(rows), rows["held_on"].dt.date, strict=True):
        for role, person in zip(ROLES, ids, strict=True):
            met[role, person].append((day, minutes[ids]))
            partners[role, person].append(ids)
    topics = _topics(cohort, pairs)
    return tuple(
        Learned(
            person,
            role,
            sessions=tuple(sorted(met[role, person])),
            trained=_trained(days.day(person, role), training.get(role, 0), cohort.as_of),
            topics=tuple(dict.fromkeys(topic for ids in partners[role, person] for topic in topics[ids])),
        )
        for role, person in sorted(met, key=lambda each: (ROLES.index(each[0]), each[1]))
    )


def learning_hours(
    cohort: Cohort, pairs: pd.DataFrame, agreed: AgreementChoices, *, training: Mapping[str, int]
) -> pd.DataFrame:
    """One row per person and role whose pair met at least once: person_id, role, sessions (count), hours (of sessions
    and of the role’s training, to two places). Arguments as of learned.
    """
    rows = [
        (each.person_id, each.role, len(each.sessions), round(each.minutes / 60, 2))
        for each in learned(cohort, pairs, agreed, training=training)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"person_id": "str", "role": "str", "hours": "float64"})


def _minutes(cohort: Cohort, pairs: pd.DataFrame, agreed: AgreementChoices) -> dict[IdPair, int]:
    """The length of a session of each pair."""
    usual = usual_terms(agreed.rhythm or cohort.settings.rhythm, agreed, ())
    given = sides(cohort, agreed)
    return {ids: terms(given.get(ids, {}), usual).minutes for ids in id_pairs(pairs)}


def _trained(day: dt.date | None, minutes: int, today: dt.date) -> tuple[dt.date, int] | None:
    return (day, minutes) if day and day <= today and minutes else None


def _topics(cohort: Cohort, pairs: pd.DataFrame) -> dict[IdPair, tuple[str, ...]]:
    """What each pair works on; a certificate is shown around, so sensitive topics stay out."""
    sensitive = set(cohort.topics["topic_id"][cohort.topics["sensitive"].fillna(False).astype(bool)])
    listed = zip(pairs[PAIR[0]], pairs[PAIR[1]], pairs["topics"], strict=True)
    return {(one, other): tuple(t for t in topics if t not in sensitive) for one, other, topics in listed}
