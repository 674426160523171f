"""Writes the sample programme: `python sample_data/make_sample.py [FOLDER]` gives the same bytes each time.

All people, names and figures are invented. company.py makes the people, answers.py what they say, meetings.py what
pairs do, papers.py what they write down, reviews.py what they answer later, decisions.py what
the facilitator decides, cohorts.py the three cohorts, messy.py the
last of them as it arrives in real life.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from cohorts import STARTS, TOPICS, Tables, chance, sample
from decisions import decisions, write_decisions
from files import write_csv, write_xlsx
from messy import write_messy
from papers import early_training, papers
from reviews import reviews, with_others

MET = ("2025-autumn", "2026-spring")
PROGRAMME = """\
# The sample programme. All people and figures in it are invented.
organisation = "Helvia Biosciences"          # stands in headings and agreements
dates = "iso"                                # how dates in input files are written: iso, day-first, month-first
as_of = 2026-11-01                           # pretend that today is this day (samples only)
special_topics = true                        # keep who consented to be asked about sensitive topics
mentor_levels = ["L1", "L2", "L3", "L4"]     # juniors who teach, where no role is given
mentee_levels = ["L5", "L6", "L7", "L8", "L9"]  # seniors who learn, where no role is given
level_order = ["L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9"]  # from junior to senior
site_countries = { Basel = "CH", Lyon = "FR", Durham = "US", Hyderabad = "IN" }  # for public holidays

[contact]                                    # whom participants turn to
name = "Mirela Hofstetter"
email = "reverse-mentoring@helvia.example"
support = "the care line of Helvia Biosciences, care@helvia.example"

"""


def programme() -> str:
    """The text of programme.toml."""
    sections = []
    for name, start in STARTS.items():
        topics = ", ".join(f'"{topic}"' for topic in TOPICS[name])
        sections.append(f'[cohorts."{name}"]\nstart = {start}  # week of the first sessions\ntopics = [{topics}]\n')
    return PROGRAMME + "\n".join(sections)


def with_papers(roster: pd.DataFrame, cohorts: dict[str, Tables]) -> dict[str, Tables]:
    """The cohorts with what their people wrote down; pairs that are not decided yet have written nothing."""
    met = {name: papers(chance(f"papers {name}"), cohorts[name], roster) for name in MET}
    roles = pd.Series(np.where(roster["level"] < "L5", "mentor", "mentee"), index=roster["person_id"])
    forming = early_training(chance("papers 2026-autumn"), cohorts["2026-autumn"]["signups"], roles)
    return {name: tables | met.get(name, {"training": forming}) for name, tables in cohorts.items()}


def with_reviews(roster: pd.DataFrame, cohorts: dict[str, Tables]) -> dict[str, Tables]:
    """The cohorts whose pairs met with what was answered in their reviews, and with figures of people outside."""
    people = roster.assign(role=np.where(roster["level"] < "L5", "mentor", "mentee"))
    insiders = {person for name in MET for person in cohorts[name]["signups"]["person_id"]}
    outside = people[~people["person_id"].isin(insiders) & (people["left_date"] == "")]
    found = dict(cohorts)
    for name in MET:
        tables, here = cohorts[name], outside[outside["hire_date"] < STARTS[name]]
        outcomes = with_others(chance(f"others {name}"), tables["outcomes"], here)
        found[name] = tables | reviews(chance(f"reviews {name}"), name, tables) | {"outcomes": outcomes}
    return found


def write_sample(folder: Path) -> None:
    """Writes programme.toml, input/ and messy/ into the folder; what stands there under these names is replaced."""
    roster, cohorts = sample()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "programme.toml").write_bytes(programme().encode())
    write_csv(folder / "input" / "roster.csv", roster.drop(columns="latin"))
    for cohort, tables in with_reviews(roster, with_papers(roster, cohorts)).items():
        for name, frame in tables.items():
            if (cohort, name) == ("2026-autumn", "ratings"):
                write_xlsx(folder / "input" / cohort / "ratings.xlsx", frame, sheet="Answers")
            else:
                write_csv(folder / "input" / cohort / f"{name}.csv", frame)
    write_decisions(folder / "choices", decisions(cohorts))
    write_messy(folder / "messy", roster, cohorts["2026-autumn"], rng=chance("messy"))


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
