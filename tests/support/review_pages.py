"""Step 4 of a small programme: three pairs, the third of which stopped meeting, and two people without a partner."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import ipywidgets as widgets
import pandas as pd

from reverse_mentoring.store.programme import find, set_up
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.choices import ReviewChoices
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.tables import table
from reverse_mentoring.workbook.opening import Opened, open_cohort
from reverse_mentoring.workbook.review_desk import Desk
from review_cohorts import Row, healthy, session
from vault_samples import NOW

Part = Callable[[Desk], Any]
COHORT = "2026-spring"
FIRST, SECOND, THIRD = ("M1", "N1"), ("M2", "N2"), ("M3", "N3")
DAY = dt.date(2026, 6, 18)
"""Three days after the sixth session, in month three."""
SETTINGS = """organisation = "Aare Life Sciences"
[cohorts.2026-spring]
start = 2026-03-02
"""
TOPICS = [{"topic_id": "ai_assistants", "name": "Everyday AI assistants", "sensitive": False}]


def rows() -> dict[str, list[Row]]:
    """All tables of the cohort as rows."""
    made = healthy()
    waiting = [{"person_id": each, "name": f"{each[0]} 4", "team": f"team {each}", "manager_id": f"boss {each[0]}"}
               for each in ("M4", "N4")]  # fmt: skip
    people = made["roster"] = [*made["roster"], *waiting]
    made["signups"] = [{"person_id": each["person_id"], "consent": True,
                        "role": "mentor" if each["person_id"][0] == "M" else "mentee"} for each in people]  # fmt: skip
    made["ratings"] = [rated(each["person_id"]) for each in people]
    made["topics"] = TOPICS
    at_home = [row for row in made["sessions"] if row["mentor_id"] != "M3" or row["number"] < 5]
    made["sessions"] = [*at_home, session(3, 5, "missed"), session(3, 6, "cancelled")]
    return made


def rated(person: str) -> Row:
    """What somebody answered in the gap analysis: all mentors can teach what all mentees need."""
    own = {"importance": 5, "proficiency": 1, "want": True} if person[0] == "N" else {"proficiency": 5, "give": True}
    return {"person_id": person, "topic_id": "ai_assistants", **own}


def review_programme(folder: Path, **tables: list[Row]) -> Path:
    """The programme in this folder; tables: instead of those above."""
    found = set_up(folder)
    found.settings_file.write_text(SETTINGS, encoding="utf-8")
    frames = {name: tidy(pd.DataFrame(made), table(name)) for name, made in {**rows(), **tables}.items()}
    open_vault(found.vault, now=NOW).store({COHORT: frames}, now=NOW)
    return folder


def opened(folder: Path, day: dt.date = DAY, results: Path | str = "") -> Opened:
    """The cohort of that programme on a day."""
    return open_cohort(str(folder), COHORT, day.isoformat(), str(results))


def kept(folder: Path) -> ReviewChoices:
    """What somebody who opens the cohort anew finds."""
    return cast(ReviewChoices, open_vault(find(folder).vault).choices(COHORT, "review").choices)


def screen(part: Part, desk: Desk) -> "Screen":
    """A part of the page of this desk."""
    return Screen(part(desk).view())


class Screen:
    """A view as a person uses it: fields by their label or how it begins, and what the page tells."""

    def __init__(self, view: widgets.Widget) -> None:
        self.view = view

    def field(self, label: str) -> Any:
        """The first field of that label that is shown now, else the first whose label begins so."""
        shown = [each for each in below(self.view) if getattr(each, "description", "").startswith(label)]
        return min(shown, key=lambda each: each.description != label)

    def has(self, label: str) -> bool:
        return any(getattr(each, "description", "").startswith(label) for each in below(self.view))

    def set(self, **said: Any) -> "Screen":
        """Fields by their label, _ for a space."""
        for label, value in said.items():
            self.field(label.replace("_", " ")).value = value
        return self

    def press(self, label: str) -> None:
        self.field(label).click()

    @property
    def told(self) -> str:
        """What the page tells, without what stands in fields."""
        shown = [each.value for each in below(self.view) if isinstance(each, widgets.HTML)]  # noqa: TID251 — reads only
        return " ".join(" ".join(shown).split())


def below(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    """This widget and all below it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from below(child)
