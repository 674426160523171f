"""Step 3 of a small programme with two pairs that are going on, as a facilitator has it open."""

import re
from pathlib import Path
from typing import Any

import pandas as pd

from agreement_samples import TOPICS, person
from reverse_mentoring.store.programme import set_up
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.tables import table
from reverse_mentoring.workbook.agreements import Agreements
from reverse_mentoring.workbook.opening import open_cohort
from vault_samples import NOW

COHORT, DAY = "2026-autumn", "2026-11-01"
FIRST, SECOND = ("M1", "E1"), ("M2", "E2")
NAMES = {"M1": "Ana Keller", "E1": "Ben Söhne", "M2": "Cleo Zhu", "E2": "Dan O'Brien"}
PROGRAMME = """organisation = "Aare Life Sciences"
as_of = 2026-11-01
[contact]
email = "vera.roth@aare.example"
[cohorts.2026-autumn]
start = 2026-11-09
"""


def programme(folder: Path, **tables: Any) -> Path:
    """A programme folder whose vault holds these tables (lists of rows) beside the people and their pairs."""
    found = set_up(folder)
    found.settings_file.write_text(PROGRAMME, encoding="utf-8")
    people = [person(each, "mentor" if each[0] == "M" else "mentee", name, department=f"of {each}", level="L2")
              for each, name in NAMES.items()]  # fmt: skip
    everybody = pd.DataFrame([*people, person("BOSS", "", "The Manager", manager_id="")])
    pairs = [{"mentor_id": mentor, "mentee_id": mentee, "state": "active"} for mentor, mentee in (FIRST, SECOND)]
    rated = [{"person_id": each, "topic_id": "ai_assistants", "importance": 5, "want": True, "give": True,
              "proficiency": 5 if each[0] == "M" else 1} for each in NAMES]  # fmt: skip
    rows = {"roster": everybody, "signups": everybody[everybody["role"] != ""], "topics": TOPICS, "pairs": pairs,
            "ratings": rated}  # fmt: skip
    frames = {name: tidy(pd.DataFrame(made), table(name)) for name, made in {**rows, **tables}.items()}
    open_vault(found.vault, now=NOW).store({COHORT: frames}, now=NOW)
    return folder


def step_of(folder: Path, results: Path | str = "", *, day: str = DAY) -> Agreements:
    """The page as it opens on that day."""
    return Agreements(open_cohort(str(folder), COHORT, day, str(results)))


def side_row(ids: tuple[str, str], who: str, **said: Any) -> dict[str, Any]:
    """What one of a pair wrote, as a row of the table."""
    return {"mentor_id": ids[0], "mentee_id": ids[1], "who": who, **said}


def fields(view: Any) -> list[Any]:
    """Every widget below this one."""
    return [view, *(field for child in getattr(view, "children", ()) for field in fields(child))]


def field(view: Any, label: str) -> Any:
    """The one of that name."""
    return next(each for each in fields(view) if getattr(each, "description", None) == label)


def press(view: Any, label: str) -> None:
    """The button of that name, which is open."""
    button = field(view, label)
    assert not button.disabled
    button.click()


def told(view: Any) -> str:
    """What the page tells, live: the HTML and the values of all fields."""
    shown = [str(each.value) for each in fields(view) if isinstance(getattr(each, "value", None), str)]
    return re.sub(r"\s+", " ", " ".join(shown))


def everything(step: Agreements) -> str:
    """What the whole page tells."""
    return " ".join(told(view) for view in (step.desk(), step.text(), step.writing(), step.training()))
