"""What was counted in the room, put in the place of what the files say."""

from dataclasses import replace

import numpy as np
import pandas as pd

from reverse_mentoring.decide.gaps.gaps import response
from reverse_mentoring.words.choices import GapChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.tables import TALLIES


def with_room(cohort: Cohort, choices: GapChoices) -> Cohort:
    """The cohort with the topics that the room added and the hands it raised.

    Hands typed in replace the cohort's tallies for their topics, the last entry for the same question and level
    counts. Hands on sensitive topics are left out: those are never rated. Topics rated per person keep those ratings.
    """
    topics = _with_own(cohort.topics, choices.own_topics)
    sensitive = set(topics["topic_id"][topics["sensitive"].fillna(False).astype(bool)])
    typed = pd.DataFrame([hands.model_dump() for hands in choices.hands], columns=list(TALLIES.column_names))
    typed = typed[~typed["topic_id"].isin(sensitive)].drop_duplicates(list(TALLIES.key), keep="last")
    kept = cohort.tallies[~cohort.tallies["topic_id"].isin(typed["topic_id"])]
    tallies = pd.concat([kept, tidy(typed, TALLIES)], ignore_index=True) if len(typed) else cohort.tallies
    return replace(cohort, topics=topics, tallies=tallies)


def room_response(cohort: Cohort, choices: GapChoices) -> pd.DataFrame:
    """As gaps.response, with the room's hands; invited are the people present where their number is given.

    If more hands were raised than people were said to be present, that many were present.
    """
    rows = response(with_room(cohort, choices))
    present = rows["role"].map(choices.room)
    at_least = present.where(present.isna(), np.maximum(present, rows["answered"]))
    return rows.assign(invited=at_least.fillna(rows["invited"]).astype(int))


def _with_own(topics: pd.DataFrame, own_topics: dict[str, str]) -> pd.DataFrame:
    new = {topic_id: name for topic_id, name in own_topics.items() if topic_id not in set(topics["topic_id"])}
    if not new:
        return topics
    rows = pd.DataFrame({"topic_id": list(new), "name": list(new.values()), "definition": "", "sensitive": False})
    return pd.concat([topics, rows.astype(topics.dtypes[rows.columns].to_dict())], ignore_index=True)
