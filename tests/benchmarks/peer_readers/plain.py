"""What a user of another package would write first: our input files read, who may be paired, how well topics fit.

Standard library only, because it runs in the other package's environment.
"""

import csv
import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

START = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
LEVELS_APART, HOURS_SHARED, WIDEST = 2, 2, 3
Pair = tuple[str, str]


@dataclass(frozen=True)
class People:
    """person_id → row of roster and signups together, with rank (level as number), day (working time in UTC minutes),
    spoken, needs (topic → urgency), teaches (topic → proficiency); apart: who must not be paired; above: superiors."""

    mentors: dict[str, dict[str, Any]]
    mentees: dict[str, dict[str, Any]]
    apart: set[Pair]
    above: dict[str, set[str]]

    def allowed(self, mentor_id: str, mentee_id: str) -> bool:
        """Whether no rule forbids the pair."""
        a, b = self.mentors[mentor_id], self.mentees[mentee_id]
        return (
            b["rank"] - a["rank"] >= LEVELS_APART
            and a["department"] != b["department"]
            and a["team"] != b["team"]
            and not a["spoken"].isdisjoint(b["spoken"])
            and shared_minutes(a["day"], b["day"]) >= 60 * HOURS_SHARED
            and mentee_id not in self.above[mentor_id]
            and mentor_id not in self.above[mentee_id]
            and (mentor_id, mentee_id) not in self.apart
            and not b["needs"].keys().isdisjoint(a["teaches"])
        )

    def score(self, mentor_id: str, mentee_id: str) -> int:
        """Percent of the mentee's three widest needs that the mentor can teach."""
        teaches, needs = self.mentors[mentor_id]["teaches"], self.mentees[mentee_id]["needs"]
        served = sum(teaches.get(topic, 0) * urgency for topic, urgency in needs.items())
        return min(100, 100 * served // (5 * sum(sorted(needs.values())[-WIDEST:]) or 1))

    def ranked(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """mentee → allowed mentors, best first, and mentor → mentees."""
        scores = {(a, b): self.score(a, b) for a in self.mentors for b in self.mentees if self.allowed(a, b)}
        mentees: dict[str, list[str]] = {b: [] for b in self.mentees}
        mentors: dict[str, list[str]] = {a: [] for a in self.mentors}
        for a, b in sorted(scores, key=lambda pair: (-scores[pair], pair)):
            mentees[b].append(a)
            mentors[a].append(b)
        return mentees, mentors


def read(folder: Path) -> People:
    """The input files of a folder; only those who agreed to take part."""
    roster = {row["person_id"]: row for row in rows(folder / "roster.csv")}
    sides: dict[str, dict[str, dict[str, Any]]] = {"mentor": {}, "mentee": {}}
    for row in rows(folder / "signups.csv"):
        if row["consent"] == "True":
            person = roster[row["person_id"]] | row
            details = {"rank": int(person["level"][1:]), "day": day(person["time_zone"], person["availability"]),
                       "spoken": set(listed(person["languages"])), "needs": {}, "teaches": {}}  # fmt: skip
            sides[row["role"]][row["person_id"]] = person | details
    for row in rows(folder / "ratings.csv"):
        answered(row, sides)
    return People(sides["mentor"], sides["mentee"], apart(folder, roster), superiors(roster))


def answered(row: dict[str, str], sides: dict[str, dict[str, dict[str, Any]]]) -> None:
    """One answer as a need of a mentee or as something that a mentor teaches."""
    person, level, importance = row["person_id"], int(row["proficiency"]), int(row["importance"])
    if person in sides["mentor"] and level >= 4 and row["give"] == "True":
        sides["mentor"][person]["teaches"][row["topic_id"]] = level
    gap = importance - level
    if person in sides["mentee"] and importance >= 4 and level <= 3 and gap >= 1 and row["want"] == "True":
        sides["mentee"][person]["needs"][row["topic_id"]] = gap * importance


def apart(folder: Path, roster: dict[str, dict[str, str]]) -> set[Pair]:
    """Conflicts, refusals and former managers, in both directions."""
    found = [(row["person_id"], row["other_id"]) for row in rows(folder / "conflicts.csv")]
    found += [(row["person_id"], row["other_id"]) for row in rows(folder / "preferences.csv") if row["rank"] == "no"]
    found += [(person, boss) for person, row in roster.items() for boss in listed(row["former_manager_ids"])]
    return {each for one, other in found for each in ((one, other), (other, one))}


def superiors(roster: dict[str, dict[str, str]]) -> dict[str, set[str]]:
    """person → everybody above, in the line and above the dotted lines."""
    line: dict[str, set[str]] = {}
    for person in roster:
        above, boss = set[str](), roster[person]["manager_id"]
        while boss and boss not in above:
            above.add(boss)
            boss = roster[boss]["manager_id"]
        line[person] = above
    dotted = {person: listed(row["dotted_line_ids"]) for person, row in roster.items()}
    return {person: above.union(*({boss} | line[boss] for boss in dotted[person])) for person, above in line.items()}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(text: str) -> list[str]:
    return text.split("; ") if text else []


def day(zone: str, availability: str) -> tuple[int, int]:
    """Working time in minutes after midnight UTC."""
    offset = START.astimezone(ZoneInfo(zone)).utcoffset()
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (availability or "09:00-17:00").split("-"))
    minutes = int(offset.total_seconds() // 60) if offset else 0
    return start - minutes, end - minutes


def shared_minutes(a: tuple[int, int], b: tuple[int, int]) -> int:
    return sum(max(min(a[1], b[1] + shift) - max(a[0], b[0] + shift), 0) for shift in (-1440, 0, 1440))


def run(pair: Callable[[People], list[Pair]], own: Callable[[], float]) -> None:
    """Read the folder named on the command line, pair, and write what came of it as JSON; own: the package's time."""
    start = time.perf_counter()
    pairs = pair(read(Path(sys.argv[1])))
    whole = time.perf_counter() - start
    sys.stdout.write("\n" + json.dumps({"pairs": pairs, "whole": whole, "own": own()}) + "\n")
