"""What pairs of the sample do: who may meet whom, sessions, pulses, goals, other figures."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from company import TODAY

WEEKS = 3
HOURS_FROM_GREENWICH = {"Europe/Zurich": 1.0, "Europe/Paris": 1.0, "America/New_York": -5.0, "Asia/Kolkata": 5.5}
USUAL_DAY = "09:00-17:00"
GOALS = {
    "ai_assistants": ("Draft a report with an assistant and check each figure", "Know what must not be pasted in"),
    "social_platforms": ("Post once a week in my own voice", "Know where our customers really talk"),
    "data_dashboards": ("Ask three good questions of every chart I am shown", "Read the site dashboard without help"),
    "gen_expectations": ("Change one thing that drives newcomers away", "Talk with each newcomer after 90 days"),
    "everyday_inclusion": ("Hear everybody once in each staff meeting", "Share out the floor in the leadership round"),
    "hybrid_work": ("Run the site meeting so that remote people speak first", "Decide in writing, meet to discuss"),
    "lab_digitalisation": ("Follow one assay in the electronic notebook", "Remove one obstacle to paperless work"),
    "current_regulation": ("Explain to my team what changed in the rules", "Bring our templates up to today's rules"),
    "collab_platform": ("Answer in threads and share files in the agreed place", "Run a call without technical help"),
    "paperless_work": ("Sign and file every release electronically", "Find any record within two minutes"),
    "frontline_reality": ("Spend half a day each month on the floor", "Remove one workaround that hides a problem"),
    "low_code": ("Automate one weekly report", "Hand over one automation with notes"),
}  # fmt: skip


@dataclass(frozen=True)
class Course:
    """How a pair fares. held, moved, cancelled, missed: shares that add up to 1; last: what becomes of the last
    sessions; fall: points by which its pulses sink per session towards the end."""

    shares: tuple[float, float, float, float] = (0.85, 0.06, 0.06, 0.03)
    last: tuple[str, ...] = ()
    fall: float = 0.0


WELL = Course()
FIZZLING = Course((0.75, 0.1, 0.1, 0.05), ("held", "missed", "missed"), 0.35)
NEVER_STARTED = Course((0.0, 0.0, 0.6, 0.4), ("cancelled", "cancelled", "missed"))


def superiors(roster: pd.DataFrame) -> dict[str, set[str]]:
    """For each person everybody above, by lines and dotted lines, at any depth."""
    above = {
        person: {boss for boss in [manager, *dotted.split("; ")] if boss}
        for person, manager, dotted in zip(
            roster["person_id"], roster["manager_id"], roster["dotted_line_ids"], strict=True
        )
    }
    reached = {person: set(bosses) for person, bosses in above.items()}
    for person, known in reached.items():
        waiting = list(above[person])
        while waiting:
            new = above[waiting.pop()] - known
            known |= new
            waiting += new
    return reached


def possible_pairs(roster: pd.DataFrame, signups: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Everybody who may meet and has something to teach: mentor_id, mentee_id, topics (“; ”, at most three, widest
    gap first), strength (sum of their gaps)."""
    taught = answers[(answers["proficiency"] >= 4) & (answers["give"] == "yes")]
    needed = answers[(answers["importance"] >= 4) & (answers["proficiency"] <= 3) & (answers["want"] == "yes")]
    needed = needed.assign(gap=needed["importance"] - needed["proficiency"])
    both = needed.merge(taught[["person_id", "topic_id"]], on="topic_id", suffixes=("_mentee", "_mentor"))
    both = both.sort_values(
        ["person_id_mentor", "person_id_mentee", "gap", "topic_id"], ascending=[True, True, False, True]
    )
    found = both.groupby(["person_id_mentor", "person_id_mentee"]).head(3)
    found = found.groupby(["person_id_mentor", "person_id_mentee"]).agg(
        topics=("topic_id", "; ".join), strength=("gap", "sum")
    )
    found = found.reset_index().rename(columns={"person_id_mentor": "mentor_id", "person_id_mentee": "mentee_id"})
    people = roster.merge(signups[["person_id", "availability"]]).set_index("person_id").to_dict("index")
    above = superiors(roster)
    allowed = [
        mentee not in above[mentor]
        and mentor not in above[mentee]
        and _may_meet(people[mentor], people[mentee], mentee)
        for mentor, mentee in zip(found["mentor_id"], found["mentee_id"], strict=True)
    ]
    return found[allowed].reset_index(drop=True)


def _may_meet(mentor: dict[str, str], mentee: dict[str, str], mentee_id: str) -> bool:
    """Neither team, department, former manager, levels, languages nor hours stand against it."""
    tongues = [set(person["languages"].split("; ")) - {""} for person in (mentor, mentee)]
    return (
        mentor["team"] != mentee["team"]
        and mentor["department"] != mentee["department"]
        and mentee_id not in mentor["former_manager_ids"].split("; ")
        and int(mentee["level"][1:]) - int(mentor["level"][1:]) >= 2
        and (not all(tongues) or bool(tongues[0] & tongues[1]))
        and _shared_hours(mentor, mentee) >= 3
    )


def _shared_hours(one: dict[str, str], other: dict[str, str]) -> float:
    days = []
    for person in (one, other):
        first, last = ((int(t[:2]) + int(t[3:]) / 60) for t in (person["availability"] or USUAL_DAY).split("-"))
        offset = HOURS_FROM_GREENWICH[person["time_zone"]]
        days.append((first - offset, last - offset))
    return min(last for _, last in days) - max(first for first, _ in days)


def paired(possible: pd.DataFrame, *, count: int) -> pd.DataFrame:
    """So many pairs, nobody in two: those with the fewest possible partners choose first, the strongest they can."""
    rivals = possible.groupby("mentee_id")["mentor_id"].transform("size")
    ordered = possible.assign(rivals=rivals).sort_values(
        ["rivals", "mentee_id", "strength", "mentor_id"], ascending=[True, True, False, True]
    )
    taken: set[str] = set()
    chosen = []
    for row in ordered.itertuples():
        if len(chosen) < count and not {row.mentor_id, row.mentee_id} & taken:
            taken |= {row.mentor_id, row.mentee_id}
            chosen.append(row.Index)
    return possible.loc[sorted(chosen), ["mentor_id", "mentee_id", "topics"]].reset_index(drop=True)


def sessions(rng: np.random.Generator, pairs: pd.DataFrame, courses: Iterable[Course], *, most: int) -> pd.DataFrame:
    """Attendance of each pair: every three weeks from its start to its end, or to today, at most so many."""
    rows = []
    for pair, course in zip(pairs.itertuples(), courses, strict=True):
        end = min(TODAY, pd.Timestamp(pair.ended or TODAY))
        dates = [day for day in pd.date_range(pair.started, periods=most, freq=f"{7 * WEEKS}D") if day <= end]
        statuses = [_status(rng, day, course) for day in dates]
        if course.last:
            statuses[-len(course.last) :] = course.last[-len(dates) :]
        rows += [
            (pair.mentor_id, pair.mentee_id, number, day, status, *_what_became(rng, day, status, end))
            for number, (day, status) in enumerate(zip(dates, statuses, strict=True), start=1)
        ]
    columns = ["mentor_id", "mentee_id", "number", "planned_on", "status", "held_on", "cancelled_by"]
    return pd.DataFrame(rows, columns=columns)


def _status(rng: np.random.Generator, day: pd.Timestamp, course: Course) -> str:
    """In August and around New Year one session in three gives way."""
    if (day.month == 8 or (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 3)) and rng.random() < 0.33:
        return str(rng.choice(["moved", "cancelled"])) if course.shares[0] else "cancelled"
    return str(rng.choice(["held", "moved", "cancelled", "missed"], p=course.shares))


def _what_became(rng: np.random.Generator, day: pd.Timestamp, status: str, end: pd.Timestamp) -> tuple[object, str]:
    """The day it took place (a moved one within nine days, never after the end) and who called it off."""
    if status == "moved":
        return min(end, day + pd.Timedelta(days=int(rng.integers(1, 10)))), ""
    asked_off = str(rng.choice(["mentee", "mentor", "both"], p=[0.65, 0.25, 0.1]))
    return (day, "") if status == "held" else (pd.NaT, asked_off if status == "cancelled" else "")


def pulses(
    rng: np.random.Generator, pairs: pd.DataFrame, held: pd.DataFrame, courses: Iterable[Course]
) -> pd.DataFrame:
    """The 30-second questionnaire from both sides after each session; one in five people answers every other time."""
    rows = []
    for pair, course in zip(pairs.itertuples(), courses, strict=True):
        theirs = held[(held["mentor_id"] == pair.mentor_id) & (held["mentee_id"] == pair.mentee_id)]
        warmth = rng.normal(0, 0.3)
        for who in ("mentor", "mentee"):
            usual = np.array([4.2, 4.6, 4.1, 4.0]) + warmth + rng.normal(0, 0.2, 4)
            answers = 0.5 if rng.random() < 0.2 else 0.93
            rows += _side(rng, theirs, who, (usual, answers, course.fall))
    columns = ["mentor_id", "mentee_id", "who", "answered_on", "met", "worth", "say", "both", "next", "call"]
    return pd.DataFrame(rows, columns=columns)


def _side(
    rng: np.random.Generator, theirs: pd.DataFrame, who: str, habit: tuple[np.ndarray, float, float]
) -> list[tuple[object, ...]]:
    """The answers of one side; to the four items only where the session took place. habit: usual answers, share of
    questionnaires answered, fall per session over the last five."""
    usual, answers, fall = habit
    rows = []
    for session in theirs[theirs["status"] != "cancelled"].itertuples():
        took_place = session.status != "missed"
        seen = (session.held_on if took_place else session.planned_on) + pd.Timedelta(days=int(rng.integers(0, 4)))
        if rng.random() > (answers if took_place else answers / 2) or seen > TODAY:
            continue
        sunk = usual - fall * max(0, 5 - (len(theirs) - session.number)) * np.array([1, 0.2, 1, 1])
        items = (
            np.clip(np.round(sunk + rng.normal(0, 0.3, 4)), [1, 3, 1, 1], 5).astype(int) if took_place else [pd.NA] * 4
        )
        rows.append((session.mentor_id, session.mentee_id, who, seen, session.status, *items, "no"))
    return rows


def goals(rng: np.random.Generator, pairs: pd.DataFrame, held: pd.DataFrame, reviews: tuple[int, ...]) -> pd.DataFrame:
    """One to three goals of each pair that met at all, with the level seen at the reviews (numbers of sessions, the
    first is where it starts); some pairs see them with two pairs of eyes."""
    rows = []
    for pair in pairs.itertuples():
        theirs = held[(held["mentor_id"] == pair.mentor_id) & (held["mentee_id"] == pair.mentee_id)]
        days = [theirs.loc[theirs["number"] == number, "planned_on"] for number in reviews]
        if not theirs["held_on"].notna().any():
            continue
        views = ("mentor", "mentee") if rng.random() < 0.2 else ("both",)
        for number, (topic, goal) in enumerate(_chosen_goals(rng, pair.topics), start=1):
            weight, pace = int(rng.choice([1, 1, 2, 3])), rng.normal(0.8, 0.35)
            levels = np.clip(np.round(-1.2 + pace * np.arange(len(reviews)) + rng.normal(0, 0.2, len(reviews))), -2, 2)
            rows += [
                (pair.mentor_id, pair.mentee_id, number, topic, goal, weight, int(level), who, day.iloc[0])
                for level, day in zip(levels, days, strict=True) if len(day) for who in views
            ]  # fmt: skip
    columns = ["mentor_id", "mentee_id", "number", "topic_id", "goal", "weight", "level", "who", "reviewed_on"]
    return pd.DataFrame(rows, columns=columns)


def _chosen_goals(rng: np.random.Generator, topics: str) -> list[tuple[str, str]]:
    """One goal for each of the pair's topics, sometimes two for the first; three at most."""
    firsts = [(topic, str(rng.choice(GOALS[topic]))) for topic in topics.split("; ")]
    topic, goal = firsts[0]
    second = next(other for other in GOALS[topic] if other != goal)
    return [*firsts, (topic, second)][: int(rng.choice([1, 2, 3], p=[0.25, 0.5, 0.25]))]


def outcomes(
    rng: np.random.Generator, people: pd.DataFrame, days: tuple[str, str], *, gains: float = 1
) -> pd.DataFrame:
    """Three figures of each person (rows of the roster, with role) on two days: intention to stay, contacts in other
    departments and, for seniors, near misses reported per head of the own unit; one in six does not answer.

    gains: how far the figures rise, as a share of what they rise among those who take part."""
    measures = {
        "expects to be here in twelve months (1-5)": (3.6, 0.9, 0.3),
        "contacts in other departments": (6.0, 2.5, 2.0),
        "near misses reported per head and quarter": (0.4, 0.15, 0.12),
    }
    rows = []
    for person, role in zip(people["person_id"], people["role"], strict=True):
        for measure, (usual, spread, gain) in measures.items():
            own = rng.normal(usual, spread)
            for later, day in enumerate(days):
                figure = max(0.0, own + gains * gain * later + rng.normal(0, spread / 3))
                if rng.random() < 5 / 6 and not (measure.startswith("near") and role == "mentor"):
                    rows.append((person, measure, _figure(measure, figure), day))
    return pd.DataFrame(rows, columns=["person_id", "measure", "value", "measured_on"])


def _figure(measure: str, figure: float) -> str:
    if measure.startswith("near"):
        return f"{figure:.2f}"
    return f"{min(5, max(1, round(figure)))}" if measure.startswith("expects") else f"{round(figure)}"
