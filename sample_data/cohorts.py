"""The three cohorts of the sample: one closed, one running, one being formed."""

from collections.abc import Iterable
from zlib import crc32

import numpy as np
import pandas as pd

import answers
import company
import meetings

SEED = 20260901
COMMON_TOPICS = ("ai_assistants", "social_platforms", "gen_expectations", "data_dashboards", "everyday_inclusion")
TOPICS = {
    "2025-autumn": (*COMMON_TOPICS, "collab_platform", "paperless_work", "frontline_reality"),
    "2026-spring": (*COMMON_TOPICS, "hybrid_work", "lab_digitalisation", "current_regulation"),
    "2026-autumn": (
        *COMMON_TOPICS, "hybrid_work", "lab_digitalisation", "current_regulation", "low_code", "lab_robots",
    ),
}  # fmt: skip
STARTS = {"2025-autumn": "2025-10-06", "2026-spring": "2026-05-04", "2026-autumn": "2026-12-07"}
OWN_TOPIC = {
    "topic_id": "lab_robots",
    "name": "Working with the pipetting robots",
    "definition": "Can say which of our assays the robots should do, has run one and knows why runs are repeated",
    "sensitive": "no",
}
TOPIC_NAMES = {
    "ai_assistants": "Everyday AI assistants",
    "social_platforms": "Platforms and their norms",
    "gen_expectations": "What early-career colleagues expect",
    "data_dashboards": "Reading data and dashboards",
    "everyday_inclusion": "Everyday inclusion",
    "hybrid_work": "Leading hybrid and remote teams",
    "lab_digitalisation": "Digital lab",
    "current_regulation": "Rules as they are today",
    "low_code": "Automating own routine work",
    "lab_robots": OWN_TOPIC["name"],
}
"""As the catalogue of the workbook names them; a form shows names, not ids."""

LONGEST = 17
Tables = dict[str, pd.DataFrame]


def chance(purpose: str) -> np.random.Generator:
    """Random numbers for one purpose: what one part draws never changes another part."""
    return np.random.default_rng([SEED, crc32(purpose.encode())])


def sample() -> tuple[pd.DataFrame, dict[str, Tables]]:
    """The roster (with latin, the names in Latin letters) and, by cohort, its tables."""
    people = company.roster(chance("company"))
    people["role"] = np.where(people["level"] < "L5", "mentor", "mentee")
    quitting = chance("leavers").choice(people.index[people["level"] < "L4"], 3, replace=False)
    people.loc[quitting, "left_date"] = "2026-02-27"
    here = people[people["left_date"] == ""]
    kept = _kept_for_autumn(here)
    free = here[~here["person_id"].isin([person for group in kept.values() for person in group])]
    early = free[free["hire_date"] < "2025-09"]
    closed = _closed(_met("2025-autumn", people, early, pool=(32, 30), count=20), people)
    alumni = closed["signups"]["person_id"]
    running = _running(
        _met("2026-spring", people, free[~free["person_id"].isin(alumni)], pool=(56, 42), count=30), people
    )
    gone = closed["pairs"].query("state == 'left'")["mentor_id"]
    others = here[~here["person_id"].isin([*running["signups"]["person_id"], *gone])]
    cohorts = {"2025-autumn": closed, "2026-spring": running, "2026-autumn": _forming(others, kept, alumni=alumni)}
    cohorts = {name: _with_consents(name, tables) for name, tables in cohorts.items()}
    return _with_last_days(people, cohorts).drop(columns="role"), cohorts


def _with_consents(name: str, tables: Tables) -> Tables:
    """The sensitive topics of the sign-ups as a table of their own, eight weeks before the start; in the forming
    cohort the last one has been taken back."""
    offers = tables["signups"][["person_id", "sensitive"]].query("sensitive != ''").reset_index(drop=True)
    day = pd.Timestamp(STARTS[name]) - pd.Timedelta(weeks=8)
    consents = offers.rename(columns={"sensitive": "topic_id"}).assign(consented_on=f"{day:%Y-%m-%d}", withdrawn_on="")
    if name == "2026-autumn":
        consents.loc[len(consents) - 1, "withdrawn_on"] = "2026-10-26"
    return {**tables, "signups": tables["signups"].drop(columns="sensitive"), "consents": consents}


def _with_last_days(people: pd.DataFrame, cohorts: dict[str, Tables]) -> pd.DataFrame:
    """The roster where the mentors of pairs in state “left” have left."""
    pairs = pd.concat(tables["pairs"] for tables in cohorts.values() if "pairs" in tables)
    left = pairs[pairs["state"] == "left"].set_index("mentor_id")["ended"]
    return people.assign(left_date=people["person_id"].map(left).fillna(people["left_date"]))


def _kept_for_autumn(people: pd.DataFrame) -> dict[str, list[str]]:
    """People whose answers make the forming cohort worth a look; they are in no earlier one."""
    rng, department, level = chance("kept"), people["department"], people["level"]
    rules, digital = department == "Regulatory and Quality", department == "Digital and Corporate"

    def some(which: pd.Series, count: int) -> list[str]:
        return [str(person) for person in rng.choice(people.loc[which, "person_id"].to_numpy(), count, replace=False)]

    return {
        "chief": list(people.loc[level == "L9", "person_id"]),
        "old number": ["007"],
        "rules only": some(rules & level.between("L6", "L7"), 2),
        "no need": some(digital & (level == "L6"), 1),
        "experts": some(digital & (level < "L4") & (people["person_id"] != "007"), 2)
        + some((department == "Research") & (level == "L3"), 1),
        "know the rules": some(rules & level.between("L2", "L3"), 3),
    }


def _met(name: str, roster: pd.DataFrame, free: pd.DataFrame, *, pool: tuple[int, int], count: int) -> Tables:
    """Sign-ups, ratings, so many pairs out of a pool (mentors, mentees), and all pairs that were possible."""
    rng = chance(name)
    people = _drawn(rng, free, pool)
    offers = answers.signups(rng, people)
    said = answers.with_silence(rng, answers.ratings(rng, people, TOPICS[name]))
    possible = meetings.possible_pairs(roster, offers, said)
    pairs = meetings.paired(possible, count=count)
    weekdays = pd.to_timedelta(rng.integers(0, 5, len(pairs)), unit="D")
    pairs["started"] = (pd.Timestamp(STARTS[name]) + weekdays).strftime("%Y-%m-%d")
    pairs["state"], pairs["ended"] = "active", ""
    return {"signups": offers, "ratings": said, "pairs": pairs, "possible": possible}


def _drawn(rng: np.random.Generator, free: pd.DataFrame, pool: tuple[int, int]) -> pd.DataFrame:
    chosen = [
        person
        for role, count in zip(("mentor", "mentee"), pool, strict=True)
        for person in rng.choice(free.loc[free["role"] == role, "person_id"].to_numpy(), count, replace=False)
    ]
    return free[free["person_id"].isin(chosen)]


def _closed(met: Tables, people: pd.DataFrame) -> Tables:
    """The closed cohort: most pairs completed their twelve months; six ended otherwise."""
    rng, pairs = chance("closed"), met["pairs"].copy()
    finished = pd.to_datetime(pairs["started"]) + pd.Timedelta(weeks=3 * (LONGEST - 1))
    pairs["state"], pairs["ended"] = "completed", finished.dt.strftime("%Y-%m-%d")
    fates = [
        ("completed early", "2026-05-29"), ("completed early", "2026-07-03"), ("ended", "2026-01-30"),
        ("ended", "2026-03-20"), ("withdrawn", "2025-12-12"), ("left", "2026-03-31"),
    ]  # fmt: skip
    for position, fate in zip(rng.permutation(len(pairs)), fates, strict=False):
        pairs.loc[position, ["state", "ended"]] = fate
    return _lived(
        rng,
        {**met, "pairs": pairs},
        people,
        ([meetings.WELL] * len(pairs), (2, 6, 10, 16), ("2025-09-29", "2026-09-28")),
    )


def _running(met: Tables, people: pd.DataFrame) -> Tables:
    """The running cohort at month six: two pairs fizzle, one ended, one mentor left; the mentee's new pair never
    started; one person does not feel safe, one asks for a call."""
    rng, pairs = chance("running"), met["pairs"].copy()
    again = _second_tries(met)
    left = int(rng.choice(pairs.index[pairs["mentee_id"].isin(again["mentee_id"])]))
    others = rng.permutation(pairs.index.drop(left))
    pairs.loc[left, ["state", "ended"]] = ("left", "2026-08-14")
    pairs.loc[others[0], ["state", "ended"]] = ("ended", "2026-08-28")
    new = again[again["mentee_id"] == pairs["mentee_id"][left]].head(1)
    pairs = pd.concat([pairs, new.assign(started="2026-09-14", state="active", ended="")], ignore_index=True)
    courses = [meetings.WELL] * len(pairs)
    courses[others[1]] = courses[others[2]] = meetings.FIZZLING
    courses[-1] = meetings.NEVER_STARTED
    tables = _lived(rng, {**met, "pairs": pairs}, people, (courses, (2, 6, 9), ("2026-04-27", "2026-10-26")))
    well = pairs.loc[others[3:], "mentor_id"]
    _speak_up(tables["pulses"], "mentor", well[::2], say=2)
    _speak_up(tables["pulses"], "mentee", well[1::2], call="yes")
    return tables


def _second_tries(met: Tables) -> pd.DataFrame:
    """Possible pairs of a mentee who has a partner with a mentor who has none."""
    possible, pairs = met["possible"], met["pairs"]
    spare = ~possible["mentor_id"].isin(pairs["mentor_id"]) & possible["mentee_id"].isin(pairs["mentee_id"])
    return possible.loc[spare, ["mentor_id", "mentee_id", "topics"]]


def _speak_up(pulses: pd.DataFrame, who: str, mentors: Iterable[str], **answer: object) -> None:
    """Changes, in place, the last answers of that side in one of these mentors' pairs; one given this month."""
    lately = pulses[(pulses["who"] == who) & pulses["say"].notna() & (pulses["answered_on"] >= "2026-10-12")]
    last = lately[lately["mentor_id"].isin(mentors)].index[-1]
    for item, value in answer.items():
        pulses.loc[last, item] = value


Lives = tuple[list[meetings.Course], tuple[int, ...], tuple[str, str]]


def _lived(rng: np.random.Generator, met: Tables, people: pd.DataFrame, lives: Lives) -> Tables:
    """All tables of a cohort whose pairs met. lives: course of each pair, sessions with a look at the goals, days on
    which other figures were taken."""
    courses, reviews, days = lives
    offers, said, pairs = _without_most_left_over(met)
    held = meetings.sessions(rng, pairs, courses, most=LONGEST)
    agreed = (pd.to_datetime(pairs["started"]) + pd.Timedelta(weeks=3)).dt.strftime("%Y-%m-%d")
    asleep = [course is meetings.NEVER_STARTED or rng.random() < 0.05 for course in courses]
    pairs = pairs.assign(agreed_on=agreed.mask(pd.Series(asleep), ""))
    people = people[people["person_id"].isin(offers["person_id"])]
    return {
        "signups": offers,
        "ratings": said,
        "pairs": pairs,
        "sessions": held,
        "pulses": meetings.pulses(rng, pairs, held, courses),
        "goals": meetings.goals(rng, pairs, held, reviews),
        "outcomes": meetings.outcomes(rng, people, days),
    }


def _without_most_left_over(met: Tables) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Sign-ups and ratings of those in pairs and of two more on each side; and the pairs."""
    offers, pairs = met["signups"], met["pairs"]
    in_pairs = offers["person_id"].isin([*pairs["mentor_id"], *pairs["mentee_id"]])
    waiting = offers[~in_pairs].groupby("role").head(2)["person_id"]
    offers = offers[in_pairs | offers["person_id"].isin(waiting)].reset_index(drop=True)
    said = met["ratings"]
    return offers, said[said["person_id"].isin(offers["person_id"])].reset_index(drop=True), pairs


def _forming(people: pd.DataFrame, kept: dict[str, list[str]], *, alumni: Iterable[str]) -> Tables:
    """The cohort being formed: 45 mentors and 40 mentees; alumni fill up where new people are too few."""
    rng = chance("forming")
    people = _forty_five_and_forty(rng, people, kept, set(alumni))
    said = answers.ratings(rng, people, TOPICS["2026-autumn"])
    said = answers.with_scarce_teachers(said, people, kept["experts"])
    said = answers.with_one_need(said, kept["rules only"], "current_regulation")
    said = answers.with_no_need(said, kept["no need"][0])
    return {
        "signups": answers.signups(rng, people, asked_again=True),
        "ratings": answers.with_silence(rng, said, heard=[person for group in kept.values() for person in group]),
        "preferences": answers.preferences(rng, people),
        "conflicts": answers.conflicts(rng, people, count=5),
        "topics": pd.DataFrame([OWN_TOPIC]),
    }


def _forty_five_and_forty(
    rng: np.random.Generator, people: pd.DataFrame, kept: dict[str, list[str]], alumni: set[str]
) -> pd.DataFrame:
    first = {person for group in kept.values() for person in group}
    turn = [0 if person in first else 2 if person in alumni else 1 for person in people["person_id"]]
    queue = people.assign(turn=turn, lot=rng.random(len(people))).sort_values(["turn", "lot"])
    chosen = pd.concat([queue[queue["role"] == "mentor"].head(45), queue[queue["role"] == "mentee"].head(40)])
    return chosen.sort_values("person_id").drop(columns=["turn", "lot"]).reset_index(drop=True)
