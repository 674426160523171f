"""How many mentors are missing, and who could fill the gap."""

from typing import Any

import pandas as pd

import small_cohorts
from reverse_mentoring.decide.launch.recruitment import candidates, missing_mentors
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import NeedSettings, Settings

NEED = NeedSettings()
PEOPLE = """
person level signed  consent proficiency give | found
j1     G2    mentor  yes     5           yes  |
j2     G2    mentor  yes     4           .    | 4
j3     G2    mentor  yes     5           .    | 5
j4     G2    mentor  yes     5           no   |
j5     G2    mentor  yes     3           .    |
j6     G2    mentor  yes     .           .    | -
j7     G2    mentor  no      5           .    |
r1     G2    .       .       .           .    | -
r2     G2    .       .       4           .    | 4
r3     G2    .       .       2           .    |
r4     G6    .       .       .           .    |
s1     G6    mentee  yes     1           .    |
"""


def people() -> tuple[Cohort, dict[str, str]]:
    """The cohort of the table, and who is found with which level (“-”: not known)."""
    said = {"yes": True, "no": False, ".": None}
    roster: list[dict[str, Any]] = []
    signups: list[dict[str, Any]] = []
    ratings: list[dict[str, Any]] = []
    found = {}
    for line in PEOPLE.strip().splitlines()[1:]:
        (person, level, role, consent, proficiency, give), mark = line.split("|")[0].split(), line.split("|")[1].strip()
        roster.append({"person_id": person, "name": "x", "level": level})
        if role != ".":
            signups.append({"person_id": person, "role": role, "consent": said[consent]})
        if proficiency != ".":
            ratings.append({"person_id": person, "topic_id": "ai", "proficiency": int(proficiency), "give": said[give]})
        found |= {person: mark} if mark else {}
    gone = {"person_id": "r9", "name": "x", "level": "G2", "left_date": pd.Timestamp("2026-01-01")}
    return small_cohorts.cohort_of(roster=[*roster, gone], signups=signups, ratings=ratings), found


def test_candidates_are_those_who_could_and_were_not_heard() -> None:
    """The table above: nobody who said no, left, refused or is known not to be able; best first, then unknown."""
    cohort, expected = people()
    found = candidates(cohort, "ai", NEED)
    levels = ["-" if pd.isna(level) else str(level) for level in found["proficiency"]]

    assert dict(zip(found["person_id"], levels, strict=True)) == expected
    assert list(found["person_id"]) == ["j3", "j2", "r2", "j6", "r1"]
    assert found["why"].str.len().gt(10).all()


def test_levels_of_mentors_come_from_the_settings_where_given() -> None:
    """Then the levels of those who signed up do not matter."""
    cohort, _ = people()
    rows = {name: getattr(cohort, name).to_dict("records") for name in ("roster", "ratings")}
    signups = cohort.participants[["person_id", "role", "consent"]].to_dict("records")
    other = small_cohorts.cohort_of(Settings(mentor_levels=("G6",)), signups=signups, **rows)

    assert set(candidates(other, "ai", NEED)["person_id"]) == {"j2", "j3", "j6", "r4"}


def test_who_teaches_already_is_no_candidate() -> None:
    """Where nobody was asked about helping, all who are able are teachers."""
    cohort, _ = people()
    rows = {name: getattr(cohort, name).to_dict("records") for name in ("roster", "ratings")}
    unasked = [row | {"give": None} for row in rows["ratings"]]
    signups = cohort.participants[["person_id", "role", "consent"]].to_dict("records")
    found = candidates(small_cohorts.cohort_of(roster=rows["roster"], ratings=unasked, signups=signups), "ai", NEED)

    assert set(found["person_id"]) == {"j6", "r1", "r2"}


def test_each_mentor_takes_one_mentee() -> None:
    """Missing is need minus teachers, never below zero; unknown stays unknown."""
    table = pd.DataFrame({"topic_id": list("abc"), "name": list("ABC"), "need": [9, 3, None], "teachers": [4, 5, 2]})
    found = missing_mentors(table.astype({"need": "Int64", "teachers": "Int64"}), ("c", "a", "b", "gone"))

    assert found["topic_id"].tolist() == ["c", "a", "b"]
    assert found["missing"].iloc[1:].tolist() == [5, 0]
    assert pd.isna(found["missing"].iloc[0])
