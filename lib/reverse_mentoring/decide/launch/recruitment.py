"""How many mentors are missing per topic, and who could fill the gap. With names: for the facilitator only."""

import pandas as pd

from reverse_mentoring.decide.gaps.gaps import strengths
from reverse_mentoring.decide.launch.volunteers import sensitive_topics
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import NeedSettings

ABLE = "is at level {level} and was not heard on whether to help"
TAKES_PART = "takes part as a mentor; the level is not known yet"
NOT_SIGNED_UP_ABLE = "told level {level} and has not signed up"
NOT_SIGNED_UP = "is on a mentor level and has not signed up; the level in this topic is not known"
_NOBODY = pd.DataFrame({"person_id": [], "proficiency": [], "why": []}).astype(
    {"person_id": "str", "proficiency": "Int64", "why": "str"}
)


def missing_mentors(table: pd.DataFrame, topics: tuple[str, ...]) -> pd.DataFrame:
    """Per topic, in this order: how many mentors are missing if each mentor takes one mentee.

    table: gaps.topic_table. Columns topic_id, name, need, teachers, missing (need − teachers, at least 0; NA
    where one of the two is not known). Topics that the table does not have are left out.
    """
    rows = table.set_index("topic_id").reindex([topic for topic in topics if topic in set(table["topic_id"])])
    missing = (rows["need"] - rows["teachers"]).clip(lower=0)
    found = rows.assign(missing=missing)[["name", "need", "teachers", "missing"]]
    return found.reset_index(names="topic_id")


def candidates(cohort: Cohort, topic_id: str, need: NeedSettings) -> pd.DataFrame:
    """Who could be asked to teach this topic: person_id, proficiency (NA if not known), why.

    Mentors who can teach it but said neither yes nor no to helping, or did not tell their level; then people of the
    roster on mentor levels who did not sign up. Nobody who said no, has left or refused to take part is among them.
    Those known to be able come first, best first; then who takes part already; then by person_id. Nobody for a
    sensitive topic: who volunteers for it stands in launch.volunteers.
    """
    if topic_id in sensitive_topics(cohort):
        return _NOBODY.copy()
    answers = cohort.ratings[cohort.ratings["topic_id"] == topic_id].set_index("person_id")
    people = pd.concat([_mentors(cohort), _not_signed_up(cohort)], ignore_index=True)
    people["proficiency"] = people["person_id"].map(answers["proficiency"]).astype("Int64")
    give = people["person_id"].map(answers["give"]).astype("boolean")
    able = people["proficiency"].isna() | (people["proficiency"] >= need.teaches_from)
    teaching = strengths(cohort, need)
    teaches_already = people["person_id"].isin(teaching["person_id"][teaching["topic_id"] == topic_id])
    found = people[able & give.isna() & ~teaches_already].copy()
    levels = found["proficiency"].astype(object).where(found["proficiency"].notna(), None)
    found["why"] = [_why(level, part) for level, part in zip(levels, found["takes_part"], strict=True)]
    order = ["proficiency", "takes_part", "person_id"]
    ordered = found.sort_values(order, ascending=[False, False, True], na_position="last", ignore_index=True)
    return ordered[["person_id", "proficiency", "why"]].astype({"why": "str"})


def _mentors(cohort: Cohort) -> pd.DataFrame:
    mentors = cohort.of_role("mentor")
    willing = mentors["consent"].fillna(True).astype(bool)
    return mentors.loc[willing, ["person_id"]].assign(takes_part=True)


def _not_signed_up(cohort: Cohort) -> pd.DataFrame:
    """People of the roster on the levels of mentors: as programme.toml names them, else those of this cohort's."""
    levels = set(cohort.settings.mentor_levels) or set(cohort.of_role("mentor")["level"]) - {""}
    roster = cohort.roster
    here = ~(roster["left_date"] <= pd.Timestamp(cohort.as_of))
    new = ~roster["person_id"].isin(cohort.participants["person_id"])
    return roster.loc[here & new & roster["level"].isin(levels), ["person_id"]].assign(takes_part=False)


def _why(level: int | None, takes_part: bool) -> str:
    if level is None:
        return TAKES_PART if takes_part else NOT_SIGNED_UP
    return (ABLE if takes_part else NOT_SIGNED_UP_ABLE).format(level=level)
