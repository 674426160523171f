"""Programme folders with cohorts of any size and number: people still to be paired, or a year of meetings behind them.

The people are those of large_cohorts, sessions and pulses those of healthy_cohorts; one company for all cohorts.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from command_line import programme, said
from healthy_cohorts import pulses_of, sessions_of
from large_cohorts import TOPICS, Tables, large_cohort, large_tables, write_tables
from reverse_mentoring.decide.launch.charter import locked
from reverse_mentoring.decide.matching.board import Board, board
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.charter import Charter, CharterGoal, Whose
from reverse_mentoring.words.choices import MatchingChoices
from vault_samples import NOW

AS_OF = dt.date(2026, 11, 1)
STARTED = dt.date(2025, 11, 3)
ITEMS = ("again", "keeps", "serious", "disagree", "stays", "holds_back", "fair", "supported", "stay")
SETTINGS = """organisation = "Aare Life Sciences"
mentor_levels = ["L1", "L2", "L3", "L4"]
mentee_levels = ["L5", "L6", "L7", "L8"]
site_countries = { Basel = "CH", London = "GB", Boston = "US" }
"""
PAIR = ["mentor_id", "mentee_id"]


@dataclass(frozen=True)
class Size:
    """So many cohorts of so many people each, half of them mentors; met: whether they have met for a year."""

    people: int
    cohorts: int = 1
    met: bool = False

    @property
    def names(self) -> list[str]:
        return [f"cohort-{number:03}" for number in range(1, self.cohorts + 1)]


def growing_programme(folder: Path, size: Size, *, seed: int = 0) -> Path:
    """The folder, filled; the charter of cohorts that have met is in the vault."""
    home = programme(folder, {}, SETTINGS + "".join(_section(size, number) for number in range(size.cohorts)))
    rosters = []
    for number, name in enumerate(size.names):
        made = renamed(_tables(size, seed + number), f"{number:03}-" if number else "")
        rosters.append(made.pop("roster"))
        write_tables(made, home / "input" / name)
    write_tables({"roster": pd.concat(rosters, ignore_index=True)}, home / "input")
    if size.met:
        _promise(home, size.names)
    return home


def _section(size: Size, number: int) -> str:
    """One cohort begins a day after the other, the last of those that have met a year ago."""
    first = STARTED - dt.timedelta(days=size.cohorts - number - 1) if size.met else dt.date(2026, 12, 7)
    return f'[cohorts."{size.names[number]}"]\nstart = {first}\n'


def _tables(size: Size, seed: int) -> Tables:
    half = size.people // 2
    made = large_tables(half, seed=seed)
    named = {"topic_id": TOPICS, "name": [f"Topic {topic[-2:]}" for topic in TOPICS], "sensitive": "no"}
    made["topics"] = pd.DataFrame(named)
    return made | _year(half, seed) if size.met else made


def renamed(made: Tables, prefix: str) -> Tables:
    """The same tables about other people: every id begins otherwise."""
    if not prefix:
        return made
    ids = [c for table in made.values() for c in table if c.endswith(("_id", "_ids")) and c != "topic_id"]
    return {name: table.assign(**{c: table[c].map(lambda cell: _prefixed(cell, prefix)) for c in ids if c in table})
            for name, table in made.items()}  # fmt: skip


def _prefixed(cell: str | tuple[str, ...], prefix: str) -> str | tuple[str, ...]:
    if isinstance(cell, tuple):
        return tuple(prefix + each for each in cell)
    return prefix + cell if cell else cell


def _year(half: int, seed: int) -> Tables:
    """Everything that twelve months leave behind: pairs that fit, and what they recorded."""
    rng = np.random.default_rng([seed, 1])
    of = board(large_cohort(half, seed=seed), MatchingChoices())
    pairs = _pairs(of, rng)
    planned = sessions_of(rng, pairs[PAIR].assign(started=pd.to_datetime(pairs["started"])))
    sessions = planned[planned["planned_on"] <= pd.Timestamp(AS_OF)]
    pulses = pd.concat([pulses_of(rng, pairs[PAIR], sessions, side) for side in ("mentor", "mentee")])
    return {
        "pairs": pairs.assign(topics=pairs["topics"].map("; ".join)),
        "sessions": _with_days(sessions[[*PAIR, "number", "planned_on", "status", "held_on", "cancelled_by"]]),
        "pulses": _with_days(pulses).assign(call="no").drop_duplicates([*PAIR, "who", "answered_on"]),
        **_goals(pairs, rng), **_forms(pairs, rng), **_people(pairs, rng),
    }  # fmt: skip


def _with_days(table: pd.DataFrame) -> pd.DataFrame:
    days = table.select_dtypes("datetime").columns
    return table.assign(**{c: table[c].dt.strftime("%Y-%m-%d").fillna("") for c in days})


def _pairs(of: Board, rng: np.random.Generator) -> pd.DataFrame:
    """The allowed pairs with the highest total fit; one in fifty has ended early."""
    rows, columns = linear_sum_assignment(np.where(of.allowed, of.fit.fit + 1, 0), maximize=True)
    found = [(i, j) for i, j in zip(rows, columns, strict=True) if of.allowed[i, j]]
    pairs = pd.DataFrame([(of.mentors[i], of.mentees[j]) for i, j in found], columns=PAIR)
    shared = [tuple(need.topic_id for need in of.wanted.get(mentee, ()) if need.topic_id in of.taught.get(mentor, {}))
              for mentor, mentee in pairs.itertuples(index=False)]  # fmt: skip
    over = rng.random(len(pairs)) < 0.02
    return pairs.assign(
        topics=[each[:2] for each in shared], started=_days(rng, len(pairs), STARTED, spread=21),
        state=np.where(over, "withdrawn", "active"), ended=np.where(over, "2026-05-04", ""), agreed_on=str(STARTED),
    )  # fmt: skip


def _days(rng: np.random.Generator, count: int, first: dt.date, *, spread: int) -> np.ndarray:
    return np.datetime_as_string(np.datetime64(first) + rng.integers(0, spread, count))


def _goals(pairs: pd.DataFrame, rng: np.random.Generator) -> Tables:
    """Two goals a pair, looked at by both each quarter."""
    plans = pairs[PAIR].merge(pd.DataFrame({"number": [1, 2]}), how="cross")
    topics = pairs["topics"].repeat(2).str[0].fillna("").to_numpy()
    plans = plans.assign(goal="Do one thing in another way", topic_id=topics, weight=1, whose="both", due="2026-10-01")
    reviews = plans.drop(columns=["whose", "due"]).merge(
        pd.DataFrame({"reviewed_on": ["2026-02-02", "2026-05-04", "2026-08-03", "2026-10-26"]}), how="cross"
    )
    levels = ("much_less", "less", "hoped", "more", "much_more")
    return {
        "goals": reviews.assign(level=rng.choice([-1, 0, 1], len(reviews)), who="both"),
        "goal_plans": plans.assign(**{level: f"One sees it {level.replace('_', ' ')}" for level in levels}),
    }


def _forms(pairs: pd.DataFrame, rng: np.random.Generator) -> Tables:
    """Both sides of every agreement, signatures, the form of each quarter, the closing form of nine in ten."""
    both = pairs[PAIR].merge(pd.DataFrame({"who": ["mentor", "mentee"]}), how="cross")
    size = len(both)
    sides = both.assign(
        gain="Ask what I no longer dare to ask", topics=pairs["topics"].map("; ".join).repeat(2).to_numpy(),
        offer="A look into how a budget is made", limits="", weeks_between=3, minutes=rng.choice([45, 60], size),
        hour=rng.choice(["09:00", "14:00"], size), mode="both", confidentiality="strict",
    )  # fmt: skip
    signed = pairs[PAIR].merge(pd.DataFrame({"who": ["mentor", "mentee", "line manager"]}), how="cross")
    asked = both.merge(pd.DataFrame({"answered_on": ["2026-02-09", "2026-05-11", "2026-08-10"]}), how="cross")
    quarters = asked[rng.random(len(asked)) < 0.8]
    answers = {item: rng.integers(3, 6, len(quarters)) for item in ITEMS}
    closings = both[rng.random(size) < 0.9].assign(
        answered_on="2026-10-28", recommend=9, again="yes", onwards="continue informally", disadvantage="no",
        thanked_by_name="yes", guides="no", changed="I ask the youngest person in the room first",
    )  # fmt: skip
    return {
        "sides": sides, "signoffs": signed.assign(signed_on=str(STARTED)), "closings": closings,
        "quarters": quarters.assign(**answers),
    }  # fmt: skip


def _people(pairs: pd.DataFrame, rng: np.random.Generator) -> Tables:
    """Who was trained; the levels asked again; two figures of each person, before and after."""
    tracks = [pairs[f"{who}_id"].to_frame("person_id").assign(track=who) for who in ("mentor", "mentee")]
    people = pd.concat(tracks)["person_id"]
    after = pairs[["mentee_id", "topics"]].explode("topics").dropna().set_axis(["person_id", "topic_id"], axis=1)
    measured = people.to_frame("person_id").merge(
        pd.DataFrame({"measure": ["contacts in other departments", "expects to be here in twelve months (1-5)"]}),
        how="cross",
    ).merge(pd.DataFrame({"measured_on": ["2025-10-27", "2026-10-26"]}), how="cross")  # fmt: skip
    return {
        "training": pd.concat(tracks).assign(done_on="2025-10-27"),
        "progress": after.assign(proficiency=rng.integers(2, 6, len(after)), rated_on="2026-10-19"),
        "outcomes": measured.assign(value=rng.integers(1, 6, len(measured))),
    }


def _promise(home: Path, cohorts: list[str]) -> None:
    """A charter with goals of every kind, locked before the first session."""
    asked = [("goals reached", 0.5), ("sessions held", 0.8), ("safety", 0.7), ("levels", None), ("pulse:worth", None)]
    goals = [CharterGoal(whose="mentees", metric=key.capitalize(), measure=key, share=share, population="of all pairs",
                         smallest_useful_change=0 if share else 0.1, evidence="what people wrote down",
                         due=dt.date(2026, 10, 31)) for key, share in asked]  # fmt: skip
    outcomes = dict.fromkeys(get_args(Whose), "Something has changed.")
    charter = Charter(why="To hear what is not said.", sponsor="The board", outcomes=outcomes, goals=tuple(goals))
    taken_in = said("import", "--programme", home)
    assert taken_in.exit_code == 0, taken_in.output
    vault = open_vault(home / "programme.db", now=NOW)
    for name in cohorts:
        vault.save_choices(name, "charter", locked(charter, on=STARTED), expected_version=0, now=NOW)
