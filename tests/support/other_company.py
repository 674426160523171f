"""Another company than the sample's: 107 people, a management tree, no role column, and a long ratings file."""

import csv
import random
from pathlib import Path

FIRST = ["Anaïs", "Bora", "Chidi", "Dana", "Eskil", "Farah", "Gwen", "Hiroshi", "Ilse", "Jamal"]
LAST = ["Abara", "Bjørn", "Castelló", "Dvořák", "Eriksen", "Ferrand", "Gärtner", "Hwang", "Iyer", "Jónsdóttir", "Kaya"]
ODD_IDS = {3: "NA", 41: "007", 77: "None", 90: "1e5"}
WORDS = ("Analyst", "Senior", "Manager", "Director")
GRADES = ("G3", "G5", "G7", "G9")
UNITS = ["Logistics", "Claims", "Sales", "Legal", "IT"]
TOPICS = ["ai_assistants", "podcasting", "gen_z_customers", "low_code", "maps & drones"]
SILENT = 0.18

Row = dict[str, str]


def write_company(programme: Path, cohort: str, *, levels: tuple[str, ...] = WORDS, seed: int = 7) -> list[Row]:
    """Writes input/roster.csv, input/<cohort>/ratings.csv and a programme.toml; returns the roster's rows."""
    chance = random.Random(seed)
    people = _people(chance, levels)
    folder = programme / "input" / cohort
    folder.mkdir(parents=True, exist_ok=True)
    _write(programme / "input" / "roster.csv", people)
    _write(folder / "ratings.csv", _ratings(chance, people, levels))
    quoted = [f'"{level}"' for level in levels]
    said = f"mentor_levels = [{', '.join(quoted[:2])}]\nmentee_levels = [{', '.join(quoted[2:])}]\n"
    (programme / "programme.toml").write_text(said, encoding="utf-8")
    return people


def _people(chance: random.Random, levels: tuple[str, ...]) -> list[Row]:
    """One chief, 6 directors, 20 managers, 30 seniors, 50 analysts; each reports to one of the rank above."""
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    chance.shuffle(names)
    ids = [ODD_IDS.get(i, f"E{i:03}") for i in range(107)]
    ranks = ["", *[levels[3]] * 6, *[levels[2]] * 20, *[levels[1]] * 30, *[levels[0]] * 50]
    above = {"": [0], levels[3]: [0], levels[2]: range(1, 7), levels[1]: range(7, 27), levels[0]: range(27, 57)}
    people: list[Row] = []
    for i, (person, rank) in enumerate(zip(ids, ranks, strict=True)):
        boss = chance.choice(list(above[rank])) if i else None
        unit = UNITS[i % 5] if i <= 6 or boss is None else people[boss]["department"]
        people.append(
            {"person_id": person, "name": names[i], "level": rank or "Chief", "manager_id": ids[boss] if i else "",
             "department": unit, "team": f"{unit} {chance.randrange(4)}"}
        )  # fmt: skip
    people[60]["department"] = ""
    return people


def _ratings(chance: random.Random, people: list[Row], levels: tuple[str, ...]) -> list[Row]:
    asked = people[1:]
    silent = {person["person_id"] for person in chance.sample(asked, round(SILENT * len(asked)))}
    rows = []
    for person in asked:
        if person["person_id"] in silent:
            continue
        senior = person["level"] in levels[2:]
        for topic in TOPICS:
            level = min(5, max(1, round(chance.gauss(2.0 if senior else 3.9, 1))))
            wanted = str(chance.choice([3, 4, 5])) if senior else ""
            rows.append({"person_id": person["person_id"], "topic_id": topic, "importance": wanted,
                         "proficiency": str(level)})  # fmt: skip
    return rows


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
