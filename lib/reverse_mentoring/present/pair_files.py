"""The pairs as files: pairs.csv, unmatched.csv, pairs.xlsx for people, proof.json for doubters."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from reverse_mentoring.present.spreadsheets import csv_file, xlsx_file
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.pairs import Pairing

RESTRICTED = "Restricted: names and reasons. For the facilitator only."


def points(hundredths: int) -> str:
    """Hundredths of a point as people read them: 81 or 81.5, never more digits."""
    return f"{hundredths / 100:.1f}".removesuffix(".0")


def person_place(cohort: Cohort, person_id: str) -> str:
    """“IT · Basel”, as far as known."""
    rows = cohort.roster[cohort.roster["person_id"] == person_id]
    return " · ".join(text for text in (*rows["department"].head(1), *rows["site"].head(1)) if text)


def person_places(cohort: Cohort) -> dict[str, str]:
    """person_id → as person_place, of everybody in the roster: where many are asked for."""
    rows = cohort.of_roster("person_id", "department", "site")
    return {person: " · ".join(filter(None, place)) for person, *place in rows}


def pair_rows(cohort: Cohort, pairing: Pairing) -> list[dict[str, str]]:
    """One dictionary of text per pair, as the screen and the printed table show it; lowest fit first."""
    columns = ("name", "department", "site")
    people = {person: dict(zip(columns, said, strict=True))
              for person, *said in cohort.of_roster("person_id", *columns)}  # fmt: skip
    nobody = {"name": "", "department": "", "site": ""}
    rows = []
    for pair in pairing.pairs:
        mentor, mentee = (people.get(person, {**nobody, "name": person}) for person in pair.ids)
        rows.append({
            "mentor": str(mentor["name"]), "mentor_place": _place(mentor),
            "mentee": str(mentee["name"]), "mentee_place": _place(mentee),
            "topics": ", ".join(cohort.topic_names.get(topic, topic) for topic in pair.topics[:3]),
            "fit": points(pair.fit) if pair.parts else "–", "state": pair.state,
        })  # fmt: skip
    return rows


def _place(person: dict[Any, Any]) -> str:
    return " · ".join(str(person[column]) for column in ("department", "site") if person[column])


def pairs_frame(pairing: Pairing) -> pd.DataFrame:
    """pairs.csv: mentor_id, mentee_id, fit (0–100), topics, state, reason; by mentor_id, mentee_id."""
    rows = [(*p.ids, p.fit / 100 if p.parts else None, p.topics, p.state, " ".join(p.because)) for p in pairing.pairs]
    frame = pd.DataFrame(rows, columns=["mentor_id", "mentee_id", "fit", "topics", "state", "reason"])
    return frame.sort_values(["mentor_id", "mentee_id"], ignore_index=True)


def unmatched_frame(pairing: Pairing) -> pd.DataFrame:
    """unmatched.csv: person_id, role, reason, remedy."""
    rows = [(one.person_id, one.role, one.reason, one.remedy) for one in pairing.unmatched]
    return pd.DataFrame(rows, columns=["person_id", "role", "reason", "remedy"])


def write_pairs(folder: Path, cohort: Cohort, pairing: Pairing, proof: dict[str, Any]) -> list[Path]:
    """Writes the four files and returns their paths."""
    paths = [folder / name for name in ("pairs.csv", "unmatched.csv", "pairs.xlsx", "proof.json")]
    csv_file(paths[0], pairs_frame(pairing))
    csv_file(paths[1], unmatched_frame(pairing))
    sheets = {"Pairs": _with_names(cohort, pairs_frame(pairing), ("mentor_id", "mentee_id")),
              "Unmatched": _with_names(cohort, unmatched_frame(pairing), ("person_id",))}  # fmt: skip
    xlsx_file(paths[2], sheets, notes=dict.fromkeys(sheets, RESTRICTED))
    paths[3].write_text(json.dumps(proof, ensure_ascii=False, sort_keys=True, indent=1) + "\n", encoding="utf-8")
    return paths


def _with_names(cohort: Cohort, frame: pd.DataFrame, ids: tuple[str, ...]) -> pd.DataFrame:
    """The same with a column of names behind each column of ids, topics in words."""
    shown = frame.copy()
    for column in ids:
        names = shown[column].map(lambda person: cohort.names.get(person, ""))
        shown.insert(list(shown.columns).index(column) + 1, column.replace("_id", ""), names)
    if "topics" in shown:
        shown["topics"] = [tuple(cohort.topic_names.get(t, t) for t in topics) for topics in shown["topics"]]
    return shown
