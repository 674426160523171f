"""The forming cohort of the sample as real life delivers it: old encodings, wide forms, titles, mistakes."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from cohorts import TOPIC_NAMES
from company import ascii_letters
from files import write_csv, write_xlsx

Tables = dict[str, pd.DataFrame]
Planted = tuple[str, int, str, str]
QUESTIONS = {
    "importance": "How important is this topic for what you must decide or lead in the next 12 months? "
    "(1 not at all … 5 decisive) Please answer for yourself.",
    "proficiency": "Where are you today? 1 never done · 2 with help · 3 alone, routine · 4 alone, new cases · "
    "5 could teach it. Please answer for yourself.",
    "want": "Would you want to learn this from a more junior colleague? (Seniors: yes or no)",
    "give": "Would you be willing to help a senior colleague with this? (Juniors: yes or no)",
}
COST = "What did not knowing this cost you or your team in the last three months? One example, no names."
EXAMPLES = ("Two days on a report that an analyst then redid.", "A candidate said no because of our page.")
GERMAN_ROSTER = {
    "person_id": "Personalnummer", "name": "Name", "email": "E-Mail", "level": "Stufe", "manager_id": "Führungskraft",
    "team": "Team", "department": "Abteilung", "site": "Standort", "time_zone": "Zeitzone", "languages": "Sprachen",
    "hire_date": "Eintrittsdatum", "left_date": "Austrittsdatum",
}  # fmt: skip
GERMAN_RATINGS = {
    "person_id": "Personalnummer", "topic_id": "Thema", "importance": "Wichtigkeit", "proficiency": "Kenntnisstand",
    "want": "Möchte lernen", "give": "Würde weitergeben",
}  # fmt: skip
GERMAN_SIGNUPS = {"person_id": "Personalnummer", "role": "Rolle", "capacity": "Kapazität", "consent": "Einverständnis"}
JA_NEIN = {"yes": "ja", "no": "nein"}


def write_messy(folder: Path, roster: pd.DataFrame, cohort: Tables, *, rng: np.random.Generator) -> None:
    """Writes german/, form_export/, three_lines/ and mistakes/ below folder, each with roster and ratings."""
    write_german(folder / "german", roster, cohort)
    write_form_export(folder / "form_export", roster, cohort, rng=rng)
    write_three_lines(folder / "three_lines", roster, cohort)
    write_mistakes(folder / "mistakes", roster, cohort)


def write_german(folder: Path, roster: pd.DataFrame, cohort: Tables) -> None:
    """cp1252, semicolons, German headers and dates, 4,0 for 4; names lose what cp1252 cannot write."""
    people = roster.assign(name=[_in_cp1252(latin) for latin in roster["latin"]])
    for column in ("hire_date", "left_date"):
        people[column] = [_german_date(day) for day in people[column]]
    people = people[list(GERMAN_ROSTER)].rename(columns=GERMAN_ROSTER)
    people.insert(
        8, "Kostenstelle", [f"{4100 + 10 * number}" for number in people["Abteilung"].astype("category").cat.codes]
    )
    answers = cohort["ratings"].replace({"want": JA_NEIN, "give": JA_NEIN})
    for column in ("importance", "proficiency"):
        answers[column] = [f"{value},0" if pd.notna(value) else "" for value in answers[column]]
    offers = cohort["signups"].replace({"consent": JA_NEIN, "role": {"mentor": "Mentor", "mentee": "Mentee"}})
    tables = {
        "roster": people,
        "ratings": answers.rename(columns=GERMAN_RATINGS),
        "signups": offers[list(GERMAN_SIGNUPS)].rename(columns=GERMAN_SIGNUPS),
    }
    for name, frame in tables.items():
        write_csv(folder / f"{name}.csv", frame, separator=";", encoding="cp1252")


def _in_cp1252(name: str) -> str:
    return "".join(letter if letter.encode("cp1252", "ignore") else ascii_letters(letter) for letter in name)


def _german_date(day: str) -> str:
    return f"{dt.date.fromisoformat(day):%d.%m.%Y}" if day else ""


def write_form_export(folder: Path, roster: pd.DataFrame, cohort: Tables, *, rng: np.random.Generator) -> None:
    """One row per answer to a form: when, address, personnel number, then a column per question and topic."""
    answers = cohort["ratings"]
    wide = answers.pivot(index="person_id", columns="topic_id", values=list(QUESTIONS))
    topics = list(dict.fromkeys(answers["topic_id"]))
    wide = wide[[(question, topic) for question in QUESTIONS for topic in topics]]
    wide.columns = [f"{QUESTIONS[question]} [{TOPIC_NAMES[topic]}]" for question, topic in wide.columns]
    wide = wide.replace({"yes": "Yes", "no": "No"}).iloc[rng.permutation(len(wide))].reset_index()
    seconds = np.sort(rng.integers(0, 9 * 86_400, len(wide)))
    moments = pd.Timestamp("2026-10-08 07:00") + pd.to_timedelta(seconds, unit="s")
    wide.insert(0, "Timestamp", moments.strftime("%Y/%m/%d %H:%M:%S"))
    wide.insert(1, "Email address", wide["person_id"].map(roster.set_index("person_id")["email"]))
    wide = wide.rename(columns={"person_id": "Personnel number"})
    wide[COST] = ""
    wide.loc[[4, 17], COST] = EXAMPLES
    write_csv(folder / "ratings.csv", wide, encoding="utf-8-sig")
    write_csv(folder / "roster.csv", roster.drop(columns="latin"))
    write_csv(folder / "topics.csv", cohort["topics"])


def write_three_lines(folder: Path, roster: pd.DataFrame, cohort: Tables) -> None:
    """A spreadsheet with title, export date and an empty line above the header, and with real date cells."""
    people = roster.drop(columns="latin")
    for column in ("hire_date", "left_date"):
        people[column] = pd.Series(
            [dt.date.fromisoformat(day) if day else None for day in people[column]], dtype=object
        )
    above = ("Helvia Biosciences: people list", "Exported on 20 October 2026", "")
    write_xlsx(folder / "roster.xlsx", people, sheet="People", above=above)
    write_csv(folder / "ratings.csv", cohort["ratings"])


def write_mistakes(folder: Path, roster: pd.DataFrame, cohort: Tables) -> None:
    """Four tables with twelve mistakes, and PLANTED.csv that lists them: file, row, column, what."""
    chosen = {name: cohort[name] for name in ("signups", "ratings", "conflicts", "topics")}
    tables = {"roster": roster.drop(columns="latin"), **chosen}
    tables = {name: frame.astype(object).where(frame.notna(), "").astype(str) for name, frame in tables.items()}
    couples = tables["conflicts"]
    planted = [
        *_roster_mistakes(tables["roster"], _uninvolved(tables)),
        *_signup_mistakes(tables["signups"]),
        *_rating_mistakes(tables["ratings"]),
        _plant(
            couples, ("conflicts.csv", 2, "other_id"), couples["person_id"][2], what="paired with himself or herself"
        ),
    ]
    for name, frame in tables.items():
        write_csv(folder / f"{name}.csv", frame)
    write_csv(folder / "PLANTED.csv", pd.DataFrame(planted, columns=["file", "row", "column", "what"]))


def _plant(frame: pd.DataFrame, place: tuple[str, int, str], value: str, *, what: str) -> Planted:
    """Changes one cell; place: file, position of the row, column. Answers where a spreadsheet shows it."""
    file, position, column = place
    frame.loc[position, column] = value
    return file, position + 2, column, what


def _uninvolved(tables: Tables) -> list[int]:
    """Positions in the roster of people whom nothing else names."""
    roster = tables["roster"]
    named = {
        *tables["signups"]["person_id"],
        *roster["manager_id"],
        *roster["dotted_line_ids"],
        *roster["former_manager_ids"],
    }
    return list(roster.index[~roster["person_id"].isin(named)])


def _roster_mistakes(roster: pd.DataFrame, free: list[int]) -> list[Planted]:
    file = "roster.csv"
    lead, report = next(
        (lead, report)
        for report, lead in zip(roster["person_id"], roster["manager_id"], strict=True)
        if "H" <= lead < report and lead in roster["manager_id"].to_numpy()
    )
    again = len(roster)
    roster.loc[again] = roster.loc[free[0]]
    roster.loc[again, "team"] = "Night Shift"
    top = int(roster.index[roster["person_id"] == lead][0])
    return [
        _plant(roster, (file, free[1], "name"), "", what="no name"),
        _plant(roster, (file, free[2], "hire_date"), "03/04/2024", what="a date that may be 3 April or 4 March"),
        _plant(roster, (file, free[3], "person_id"), "", what="no person_id"),
        _plant(roster, (file, top, "manager_id"), report, what="two people report to each other"),
        (file, again + 2, "person_id", "a person_id once more, with another team"),
    ]


def _signup_mistakes(signups: pd.DataFrame) -> list[Planted]:
    file = "signups.csv"
    return [
        _plant(signups, (file, 7, "role"), "sponsor", what="a role that does not exist"),
        _plant(signups, (file, 21, "capacity"), "-1", what="a capacity below zero"),
        _plant(signups, (file, 40, "consent"), "perhaps", what="neither yes nor no"),
    ]


def _rating_mistakes(ratings: pd.DataFrame) -> list[Planted]:
    file = "ratings.csv"
    again = len(ratings)
    ratings.loc[again] = ratings.loc[60]
    other = "1" if ratings["proficiency"][60] != "1" else "5"
    ratings.loc[again, "proficiency"] = other
    return [
        _plant(ratings, (file, 11, "proficiency"), "9", what="a level above 5"),
        _plant(ratings, (file, 99, "proficiency"), "5,5", what="not a whole number"),
        (file, again + 2, "proficiency", "the same person on the same topic once more, with another answer"),
    ]
