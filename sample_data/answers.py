"""What people of the sample say before they are paired: sign-ups, ratings, wishes, conflicts."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

PROFILES = {
    "ai_assistants": (4.0, 2.1, 4.3),
    "social_platforms": (4.2, 2.0, 3.5),
    "data_dashboards": (3.4, 3.1, 4.2),
    "low_code": (2.2, 1.7, 4.1),
    "gen_expectations": (4.3, 2.2, 4.0),
    "everyday_inclusion": (3.5, 3.1, 3.9),
    "hybrid_work": (3.4, 3.3, 3.8),
    "lab_digitalisation": (3.3, 2.5, 3.4),
    "current_regulation": (2.3, 3.5, 4.0),
    "lab_robots": (2.9, 1.6, 3.0),
    "collab_platform": (4.2, 2.8, 4.0),
    "paperless_work": (3.8, 2.7, 3.7),
    "frontline_reality": (4.0, 2.4, 4.1),
}
"""Per topic: usual proficiency of a junior (L2), of a senior (L7), and how important seniors find it."""

FIELDS = {
    ("ai_assistants", "Digital and Corporate"): 0.5,
    ("data_dashboards", "Digital and Corporate"): 0.7,
    ("social_platforms", "Commercial"): 0.6,
    ("lab_digitalisation", "Research"): 0.9,
    ("lab_digitalisation", "Technical Operations"): 0.5,
    ("lab_digitalisation", "Commercial"): -1.2,
    ("lab_robots", "Research"): 1.2,
    ("lab_robots", "Commercial"): -1.0,
    ("lab_robots", "Digital and Corporate"): -0.6,
    ("current_regulation", "Regulatory and Quality"): 1.8,
    ("frontline_reality", "Technical Operations"): 0.6,
}
"""How far a department is ahead in a topic (importance follows at half the distance)."""

SILENT, LEFT_OUT, BLANK = 0.12, 0.03, 0.02
BOTTLENECK = "low_code"
COMMON_GROUND = (
    "running", "chess", "gardening", "choir", "board games", "football", "photography", "cooking", "cycling",
    "open source", "volunteering", "mountains", "jazz", "first job abroad", "studied part-time", "cricket",
)  # fmt: skip
SENSITIVE = ("neurodiversity", "disability_access", "gender_experience", "social_background")
HOURS = ("09:00-17:00", "08:00-16:30", "08:30-17:30", "10:00-18:30", "07:00-15:30", "")


def signups(rng: np.random.Generator, people: pd.DataFrame, *, asked_again: bool = False) -> pd.DataFrame:
    """The sign-up of each person (rows of the roster, with role): most with capacity 1 and consent.

    sensitive: the topic that somebody volunteers to speak about; a table of its own in the end.
    asked_again: a cohort that still forms, in which some decline, offer two places or pause (capacity 0).
    """
    frame = people[["person_id", "role"]].copy()
    frame["capacity"], frame["consent"] = "1", "yes"
    frame["common_ground"] = [
        _some(rng, COMMON_GROUND, int(rng.choice([0, 1, 2, 3], p=[0.1, 0.3, 0.4, 0.2]))) for _ in people.index
    ]
    frame["mode"] = rng.choice(["both", "remote", "in person", ""], len(frame), p=[0.6, 0.25, 0.1, 0.05])
    frame["availability"] = [_hours(rng, site) for site in people["site"]]
    frame["sensitive"] = [
        _some(rng, SENSITIVE, int(role == "mentor" and rng.random() < 0.12)) for role in people["role"]
    ]
    return _hesitations(rng, frame) if asked_again else frame


def _hesitations(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Three mentors and a mentee decline, five mentors take two, one on each side pauses, four name no role."""
    mentors = list(rng.permutation(frame.index[frame["role"] == "mentor"]))
    mentees = list(rng.permutation(frame.index[frame["role"] == "mentee"]))
    frame.loc[[*mentors[:3], mentees[0]], "consent"] = "no"
    frame.loc[mentors[3:8], "capacity"] = "2"
    frame.loc[[mentors[8], mentees[1]], "capacity"] = "0"
    frame.loc[[*mentors[9:12], *mentees[2:5]], "capacity"] = ""
    frame.loc[[*mentors[12:14], *mentees[5:7]], "role"] = ""
    return frame


def _some(rng: np.random.Generator, tags: Sequence[str], count: int) -> str:
    return "; ".join(sorted(str(tag) for tag in rng.choice(tags, count, replace=False)))


def _hours(rng: np.random.Generator, site: str) -> str:
    if site == "Hyderabad" and rng.random() < 0.5:
        return "11:30-20:00"
    return str(rng.choice(HOURS, p=[0.4, 0.2, 0.15, 0.1, 0.1, 0.05]))


def ratings(rng: np.random.Generator, people: pd.DataFrame, topics: Sequence[str]) -> pd.DataFrame:
    """What each person (rows of the roster, with role) said about each topic: person_id, topic_id, importance
    (mentees), proficiency (1–5), want (mentees), give (mentors); by person and in the order of the topics.

    Rank, topic and department move the answers, each person is bolder or more modest throughout, 12 % are
    silent and a few answers are missing.
    """
    grid = people[["person_id", "role", "level", "department"]].merge(
        pd.DataFrame({"topic_id": list(topics)}), how="cross"
    )
    junior, senior, weight = (
        grid["topic_id"].map({topic: values[k] for topic, values in PROFILES.items()}) for k in range(3)
    )
    rank = ((grid["level"].str[1:].astype(int) - 2) / 5).clip(0, 1.2)
    field = pd.Series([FIELDS.get(key, 0.0) for key in zip(grid["topic_id"], grid["department"], strict=True)])
    bold, keen = (np.repeat(rng.normal(0, spread, len(people)), len(topics)) for spread in (0.45, 0.4))
    proficiency = _steps(junior + rank * (senior - junior) + field + bold + rng.normal(0, 0.75, len(grid)))
    importance = _steps(weight + field / 2 + keen + rng.normal(0, 0.8, len(grid)))
    learns, teaches = grid["role"] == "mentee", grid["role"] == "mentor"
    wants = rng.random(len(grid)) < np.where((importance >= 4) & (proficiency <= 3), 0.9, 0.3)
    gives = rng.random(len(grid)) < proficiency.map({1: 0.05, 2: 0.12, 3: 0.45, 4: 0.85, 5: 0.9})
    return pd.DataFrame({
        "person_id": grid["person_id"], "topic_id": grid["topic_id"], "importance": importance.where(learns),
        "proficiency": proficiency, "want": _yes_no(wants, learns), "give": _yes_no(gives, teaches),
    })  # fmt: skip


def _steps(values: pd.Series) -> pd.Series:
    return values.round().clip(1, 5).astype("Int64")


def _yes_no(answers: np.ndarray, asked: pd.Series) -> np.ndarray:
    return np.where(asked, np.where(answers, "yes", "no"), "")


def with_silence(rng: np.random.Generator, answers: pd.DataFrame, *, heard: Sequence[str] = ()) -> pd.DataFrame:
    """The answers without those of 12 % of the people (never of those in heard) and with a few left blank."""
    everybody = answers["person_id"].unique()
    may_be_silent = [person for person in everybody if person not in heard]
    silent = rng.choice(may_be_silent, round(SILENT * len(everybody)), replace=False)
    kept = answers[
        ~answers["person_id"].isin(silent) & (answers["person_id"].isin(heard) | (rng.random(len(answers)) > LEFT_OUT))
    ]
    kept = kept.copy()
    blank = (rng.random(len(kept)) < BLANK) & ~kept["person_id"].isin(heard)
    kept.loc[blank, "importance"] = pd.NA
    return kept.reset_index(drop=True)


def with_scarce_teachers(answers: pd.DataFrame, people: pd.DataFrame, experts: Sequence[str]) -> pd.DataFrame:
    """The answers with two knots: only the experts can teach the bottleneck topic, and today's rules are known
    only to juniors of the department for rules."""
    answers = answers.copy()
    role, department = (
        answers["person_id"].map(people.set_index("person_id")[column]) for column in ("role", "department")
    )
    scarce, expert = answers["topic_id"] == BOTTLENECK, answers["person_id"].isin(experts)
    outside = (answers["topic_id"] == "current_regulation") & (department != "Regulatory and Quality")
    knot = (role == "mentor") & (scarce | outside)
    answers.loc[knot, "proficiency"] = answers.loc[knot, "proficiency"].clip(upper=3)
    answers.loc[scarce & expert, ["proficiency", "give"]] = [5, "yes"]
    return answers


def with_one_need(answers: pd.DataFrame, learners: Sequence[str], topic: str) -> pd.DataFrame:
    """The answers where these mentees need nothing but one topic."""
    answers = answers.copy()
    theirs, named = answers["person_id"].isin(learners), answers["topic_id"] == topic
    answers.loc[theirs, "importance"] = answers.loc[theirs, "importance"].clip(upper=3)
    answers.loc[theirs & ~named, "want"] = "no"
    answers.loc[theirs & named, ["importance", "proficiency", "want"]] = [5, 2, "yes"]
    return answers


def with_no_need(answers: pd.DataFrame, person: str) -> pd.DataFrame:
    """The answers where this mentee is at home in everything."""
    answers = answers.copy()
    theirs = answers["person_id"] == person
    answers.loc[theirs, "proficiency"] = answers.loc[theirs, "proficiency"].clip(lower=4)
    answers.loc[theirs, "want"] = "no"
    return answers


def preferences(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    """Whom a third of the people would like to work with (rank 1 to 3) and, rarely, would not (“no”)."""
    rows = []
    for person, role in zip(people["person_id"], people["role"], strict=True):
        others = people.loc[people["role"] != role, "person_id"].to_numpy()
        wishes = int(rng.integers(1, 4)) if rng.random() < 0.35 else 0
        ranks = [*(str(rank + 1) for rank in range(wishes)), *(["no"] if rng.random() < 0.06 else [])]
        chosen = rng.choice(others, len(ranks), replace=False)
        rows += [(person, str(other), rank) for other, rank in zip(chosen, ranks, strict=True)]
    return pd.DataFrame(rows, columns=["person_id", "other_id", "rank"])


def conflicts(rng: np.random.Generator, people: pd.DataFrame, *, count: int) -> pd.DataFrame:
    """So many couples of a mentor and a mentee who must not be paired."""
    mentors = rng.choice(people.loc[people["role"] == "mentor", "person_id"].to_numpy(), count, replace=False)
    mentees = rng.choice(people.loc[people["role"] == "mentee", "person_id"].to_numpy(), count, replace=False)
    return pd.DataFrame({"person_id": mentors, "other_id": mentees})
