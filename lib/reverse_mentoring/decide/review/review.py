"""Step 4, what happened: sessions held against planned, pulses and goals, up to the day of the review.

Anything dated after cohort.as_of is left out, so that a review of an earlier day can be repeated.
"""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.tables import PAIRS

PAIR = ["mentor_id", "mentee_id"]
STATES = PAIRS.column("state").choices
ITEMS = {
    "worth": "the last session was worth my time",
    "say": "I could say what I really thought",
    "both": "we both learned something",
    "next": "I know what our next step is",
}
"""The four statements of the pulse, answered 1–5."""
_HELD = ["due", "held", "cancelled", "missed", "last_held", "days_since", "share", "recorded"]


def pairs_under_review(
    cohort: Cohort,
    decided: Sequence[IdPair] = (),
    *,
    agreed: Sequence[IdPair] = (),
    cadences: Mapping[IdPair, int] | None = None,
) -> pd.DataFrame:
    """One row per pair, in every state, by mentor_id and mentee_id: the columns of PAIRS, agreed (True/False) and
    weeks_between (its own cadence; NA = as usual).

    decided: the pairs fixed in step 2; those not in the cohort's pairs are active and start when the cohort does.
    agreed: pairs that both agreed in step 3; they count beside those with a date in agreed_on. cadences: of the pairs
    that meet more often or more seldom than usual, in weeks.
    state is never empty, and not active once the last day has passed. started is the first planned session, else
    the cohort's start, where nothing was given.
    """
    known = set(zip(cohort.pairs["mentor_id"], cohort.pairs["mentee_id"], strict=True))
    new = [pair for pair in dict.fromkeys(decided) if pair not in known]
    pairs = pd.concat([cohort.pairs, tidy(pd.DataFrame(new, columns=PAIR), PAIRS)], ignore_index=True)
    pairs["state"] = pairs["state"].replace("", "active")
    over = (pairs["state"] == "active") & (pairs["ended"] < pd.Timestamp(cohort.as_of))
    pairs["state"] = pairs["state"].mask(over, "ended")
    first = cohort.sessions.groupby(PAIR)["planned_on"].min().reindex(pd.MultiIndex.from_frame(pairs[PAIR])).array
    pairs["started"] = pairs["started"].fillna(pd.Series(first)).fillna(pd.Timestamp(cohort.start))
    pairs["agreed"] = pairs["agreed_on"].notna() | among(pairs, agreed)
    own = cadences or {}
    pairs["weeks_between"] = pd.Series([own.get(ids) for ids in id_pairs(pairs)], pairs.index, dtype="Int64")
    return pairs.sort_values(PAIR, ignore_index=True)


def id_pairs(frame: pd.DataFrame) -> list[IdPair]:
    """(mentor_id, mentee_id) of each row."""
    return list(zip(frame["mentor_id"], frame["mentee_id"], strict=True))


def among(frame: pd.DataFrame, wanted: Iterable[IdPair]) -> "pd.Series[bool]":
    """Per row: whether its pair is one of those wanted."""
    listed = set(wanted)
    return pd.Series([ids in listed for ids in id_pairs(frame)], index=frame.index, dtype=bool)


def active(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs that go on."""
    return pairs[pairs["state"] == "active"].reset_index(drop=True)


def attendance(cohort: Cohort, pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per session that was due by cohort.as_of and within the life of its pair, in order of time.

    mentor_id, mentee_id, number, due_on, held (True/False), held_on (NaT if not held), status. A session that was
    moved is due on its new date, and is held once that date has come; without a new date it has not been held.
    """
    today = pd.Timestamp(cohort.as_of)
    rows = cohort.sessions.merge(pairs[[*PAIR, "ended"]], on=PAIR, how="left")
    took_place = rows["held_on"].where(rows["status"] != "held", rows["held_on"].fillna(rows["planned_on"]))
    took_place = took_place.where(rows["status"].isin(["held", "moved"]))
    due_on = rows["planned_on"].where(rows["status"] != "moved", took_place.fillna(rows["planned_on"]))
    held = took_place <= today
    rows = rows.assign(due_on=due_on, held=held, held_on=took_place.where(held))
    due = ((due_on <= today) | held) & ~(rows["planned_on"] > rows["ended"])
    rows = rows.loc[due, [*PAIR, "number", "due_on", "held", "held_on", "status"]]
    return rows.sort_values(["due_on", "number", *PAIR], ignore_index=True)


def sessions_held(cohort: Cohort, pairs: pd.DataFrame, *, weeks_between: int | None = None) -> pd.DataFrame:
    """One row per pair, in the order of pairs: what was due by cohort.as_of and what became of it.

    mentor_id, mentee_id; due, held, cancelled, missed (counts; due from the attendance, else from the rhythm);
    last_held (date, NaT); days_since (last_held to as_of; NA for pairs that are over); share (held ÷ due, 0–1; NA
    where nothing is due); recorded (whether any attendance of this pair is known).
    """
    rows = attendance(cohort, pairs)
    rows["cancelled"], rows["missed"] = rows["status"] == "cancelled", rows["status"] == "missed"
    by_pair = rows.groupby(PAIR).agg(
        due=("held", "size"), held=("held", "sum"), cancelled=("cancelled", "sum"), missed=("missed", "sum"),
        last_held=("held_on", "max"),
    )  # fmt: skip
    table = pairs[[*PAIR, "started", "ended", "weeks_between"]].merge(
        by_pair, left_on=PAIR, right_index=True, how="left"
    )
    recorded = among(table, id_pairs(cohort.sessions))
    rhythm = _due_by_rhythm(cohort, table, weeks_between or cohort.settings.rhythm.weeks_between)
    counts = ["due", "held", "cancelled", "missed"]
    table[counts] = table[counts].astype("Int64").fillna(0)
    table["due"] = table["due"].where(recorded, rhythm)
    days = (pd.Timestamp(cohort.as_of) - table["last_held"]).dt.days.astype("Int64")
    table["days_since"] = days.where(among(table, id_pairs(active(pairs))))
    table["share"] = (table["held"] / table["due"].where(table["due"] > 0)).astype("Float64")
    return table.assign(recorded=recorded)[[*PAIR, *_HELD]]


def _due_by_rhythm(cohort: Cohort, pairs: pd.DataFrame, usual: int) -> "pd.Series[int]":
    """Sessions that the rhythm asks for, from the start to as_of, the pair's last day or the planned end."""
    planned_end = pairs["started"] + pd.DateOffset(months=cohort.settings.rhythm.months)
    today = pd.Series(pd.Timestamp(cohort.as_of), index=pairs.index)
    last = pd.concat([pairs["ended"], planned_end, today], axis=1).min(axis=1)
    days_between = 7 * pairs["weeks_between"].fillna(usual)
    due: pd.Series[int] = ((last - pairs["started"]).dt.days // days_between + 1).clip(lower=0).astype("Int64")
    return due


def sessions_by_month(cohort: Cohort) -> pd.DataFrame:
    """One row per month with sessions due, in order of time: period (“May 2026”), due, held (of those due)."""
    rows = attendance(cohort, cohort.pairs)
    months = rows.groupby(rows["due_on"].dt.to_period("M"))["held"].agg(due="size", held="sum").reset_index()
    return months.assign(period=months["due_on"].dt.strftime("%B %Y"))[["period", "due", "held"]]


def answers(cohort: Cohort) -> pd.DataFrame:
    """The pulse answers up to cohort.as_of, oldest first: the columns of PULSES and person_id, who answered."""
    given = cohort.pulses[cohort.pulses["answered_on"] <= pd.Timestamp(cohort.as_of)]
    person = given["mentor_id"].where(given["who"] == "mentor", given["mentee_id"])
    return given.assign(person_id=person).sort_values(["answered_on", *PAIR, "who"], ignore_index=True)


def pulse_summary(cohort: Cohort) -> pd.DataFrame:
    """One row per month and item, in order of time: period (“May 2026”), item, n (answers), median, low, high.

    low and high are the quartiles; median, low and high are NA where fewer people than settings.group_at_least
    answered the item in that month.
    """
    given = answers(cohort)
    given["month"] = given["answered_on"].dt.to_period("M")
    long = given.melt(["month", "person_id"], list(ITEMS), "item", "points").dropna(subset="points")
    grouped = long.groupby(["month", "item"])
    points = {"median": 0.5, "low": 0.25, "high": 0.75}
    table = pd.DataFrame({name: grouped["points"].quantile(share) for name, share in points.items()})
    table = table.where(grouped["person_id"].nunique() >= cohort.settings.group_at_least)
    table.insert(0, "n", grouped.size())
    full = pd.MultiIndex.from_product([sorted(given["month"].unique()), ITEMS], names=["month", "item"])
    table = table.reindex(full).fillna({"n": 0}).astype({"n": "Int64"}).reset_index()
    table.insert(0, "period", table["month"].dt.strftime("%B %Y") if len(table) else pd.Series(dtype="str"))
    return table.drop(columns="month")


def goal_levels(cohort: Cohort) -> pd.DataFrame:
    """One row per goal: mentor_id, mentee_id, number, topic_id, goal, level (−2 … +2) and reviewed_on of the latest
    review. Each side's latest view counts (a joint view is a view of both); where they differ, the lower one stands.
    """
    seen = cohort.goals[cohort.goals["reviewed_on"] <= pd.Timestamp(cohort.as_of)]
    seen = seen.assign(who=seen["who"].replace("", "both"))
    joint = seen["who"] == "both"
    views = pd.concat([seen[~joint], seen[joint].assign(who="mentor"), seen[joint].assign(who="mentee")])
    goal = [*PAIR, "number"]
    latest = views.sort_values(["reviewed_on", "level"], ascending=[True, False]).drop_duplicates(
        [*goal, "who"], keep="last"
    )
    lowest = latest.sort_values([*goal, "level", "who"]).drop_duplicates(goal)
    return lowest[[*goal, "topic_id", "goal", "level", "reviewed_on"]].reset_index(drop=True)


def goal_summary(cohort: Cohort) -> pd.DataFrame:
    """Five rows, level −2 to +2: level, goals (how many stand there at their latest review; see goal_levels)."""
    counts = goal_levels(cohort)["level"].value_counts()
    levels = range(-2, 3)
    return pd.DataFrame({"level": levels, "goals": [int(counts.get(level, 0)) for level in levels]})


def goals_reached(cohort: Cohort) -> tuple[int, int]:
    """(goals at level 0 or above, goals reviewed): what was hoped for has been reached."""
    levels = goal_levels(cohort)["level"]
    return int((levels >= 0).sum()), len(levels)


def close_states(pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per state, in the order of the table: state, pairs (how many; 0 included)."""
    counts = pairs["state"].value_counts()
    return pd.DataFrame({"state": STATES, "pairs": [int(counts.get(state, 0)) for state in STATES]})


def review_table(cohort: Cohort, pairs: pd.DataFrame, *, held: pd.DataFrame, alarms: pd.DataFrame) -> pd.DataFrame:
    """review.csv, one row per pair: mentor_id, mentee_id, state, due, held, share (three decimals), last_held,
    goals, goals_reached (level 0 or above), attention (“red”, “amber” or empty: the worst alarm of the pair).

    held: sessions_held of these pairs; alarms: their attention list.
    """
    table = pairs[[*PAIR, "state"]].merge(held[[*PAIR, "due", "held", "share", "last_held"]], on=PAIR)
    levels = goal_levels(cohort)
    reached = levels["level"].ge(0).groupby([levels[c] for c in PAIR]).agg(goals="size", goals_reached="sum")
    table = table.merge(reached, left_on=PAIR, right_index=True, how="left")
    table[["goals", "goals_reached"]] = table[["goals", "goals_reached"]].astype("Int64").fillna(0)
    worst = {ids: level for shade in ("amber", "red") for ids, level in _levels(alarms, shade)}
    table["attention"] = pd.Series([worst.get(ids, "") for ids in id_pairs(table)], dtype="str")
    return table.assign(share=table["share"].round(3))


def _levels(alarms: pd.DataFrame, level: str) -> list[tuple[IdPair, str]]:
    return [(ids, level) for ids in id_pairs(alarms[alarms["level"] == level])]
