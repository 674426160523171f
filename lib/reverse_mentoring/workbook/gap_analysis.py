"""Step 1 on screen: the input files, what counts as a need, the finding per topic, the pictures."""

from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from reverse_mentoring.decide import advantage, gaps
from reverse_mentoring.present import charts
from reverse_mentoring.present.gap_report import gap_report, topics_csv
from reverse_mentoring.present.pages import fragment, picture
from reverse_mentoring.present.spreadsheets import csv_file
from reverse_mentoring.words.choices import GapChoices
from reverse_mentoring.words.settings import NeedSettings
from reverse_mentoring.workbook import controls, frame, tables
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.input_files import InputFiles
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.views import Page, View

COLOURS = {
    "reverse mentoring": "c-b",
    "reverse mentoring for named pairs": "c-g",
    "junior-led talk": "c-p",
    "train or hire": "c-o",
}
THRESHOLDS = {
    "importance_at_least": "A need: importance at least",
    "proficiency_at_most": "Mentee's level at most",
    "gap_at_least": "Gap at least",
    "teaches_from": "A mentor teaches from level",
}
MOST_TOPICS = 3


class GapAnalysis:
    """The gap analysis of one cohort; every view is a function of the choices."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.decisions: Decisions[GapChoices] = Decisions(opened, "gap_analysis")
        self._count()
        self.decisions.follow(self._count)

    @property
    def need(self) -> NeedSettings:
        """What counts as a need: as chosen here, else as programme.toml says."""
        return self.decisions.choices.need or self.opened.cohort.settings.need

    def header(self) -> View:
        """Programme, cohort and step."""
        return frame.header(self.opened, "gap_analysis")

    def input(self) -> View:
        """The files of this cohort: read again, problems, headers to confirm."""
        return InputFiles(self.opened, self.decisions).view()

    def finding(self) -> View:
        """What counts as a need, the finding as a sentence, and the table of topics."""
        page = self._page(self._topics_page)
        live = (
            controls.panel(*self._controls(), frame.status(self.decisions), kind="side"),
            controls.panel(page, kind="middle"),
        )
        return View(*live, printed=page.printed, classes=("rm-desk",))

    def pictures(self) -> View:
        """Where mentees and mentors are, and teachers against need; each with its table."""
        return self._page(self._pictures_page)

    def results(self) -> View:
        """gap_report.docx and topics.csv."""
        return frame.files(self.decisions, self._write)

    def _page(self, show: Any) -> Page:
        page = Page(show)
        self.decisions.follow(page.refresh)
        return page

    def _count(self) -> None:
        self.table = gaps.topic_table(self.opened.cohort, self.need)

    def _topics_page(self) -> Markup:
        cohort = self.opened.cohort
        rows = [{**row, "colour": COLOURS.get(row["verdict"], "")} for row in tables.plain_rows(self.table)]
        unasked = [
            f"Nobody was asked “{question}”, so it excludes nobody."
            for column, question in (("want", "would you want to learn this?"), ("give", "would you help?"))
            if len(cohort.ratings) and cohort.ratings[column].isna().all()
        ]
        return fragment(
            "topics",
            headline=advantage.headline(self.table),
            response=advantage.response_sentence(gaps.response(cohort)),
            warnings=unasked,
            need=self.need,
            rows=rows,
            chosen=self.decisions.choices.programme_topics,
        )

    def _pictures_page(self) -> Markup:
        shown = gaps.without_small_groups(self.table, self.opened.cohort.settings.group_at_least)
        known = shown.dropna(subset=["mentee_level", "mentor_level"], how="all")
        if known.empty:
            return fragment("pictures", pictures=[])
        drawn = [
            ("Where mentees and mentors are today", charts.dumbbell(known),
             {"name": "Topic", "importance": "Importance to mentees", "mentee_level": "Mentees now",
              "mentor_level": "Mentors now"}),
            ("How many need it, how many can teach it", charts.scatter(known),
             {"name": "Topic", "need": "Need", "teachers": "Teachers", "verdict": "Verdict"}),
        ]  # fmt: skip
        return fragment("pictures", pictures=[_picture(title, svg, known, head) for title, svg, head in drawn])

    def _controls(self) -> list[Any]:
        by = self.decisions
        numbers = [(str(level), level) for level in range(1, 6)]
        self._thresholds = {
            name: controls.dropdown(label, numbers, getattr(self.need, name), partial(self._set, name), by)
            for name, label in THRESHOLDS.items()
        }
        topics = [("– none –", ""), *((str(r.name_), str(r.topic_id)) for r in _named(self.table))]
        self._topic_fields = [
            controls.dropdown(f"Programme topic {place + 1}", topics, "", lambda _: self._choose_topics(), by)
            for place in range(MOST_TOPICS)
        ]
        self._show_choices()
        by.follow(self._show_choices)
        return [
            Page(lambda: fragment("sentences", title="What counts as a need?", sentences=())),
            *self._thresholds.values(),
            Page(lambda: fragment("sentences", title="What is the programme about?", sentences=("At most three.",))),
            *self._topic_fields,
            controls.row(controls.button("Undo", by.undo, by)),
        ]

    def _set(self, name: str, value: int) -> None:
        if getattr(self.need, name) != value:
            self.decisions.change(need=self.need.model_copy(update={name: value}).model_dump())

    def _choose_topics(self) -> None:
        chosen = tuple(dict.fromkeys(field.value for field in self._topic_fields if field.value))
        if not self._showing and chosen != self.decisions.choices.programme_topics:
            self.decisions.change(programme_topics=chosen)

    def _show_choices(self) -> None:
        """The controls as the choices say, without taking that for a new decision."""
        self._showing = True
        chosen = [*self.decisions.choices.programme_topics, "", "", ""]
        for field, topic in zip(self._topic_fields, chosen, strict=False):
            field.value = topic if topic in {value for _, value in field.options} else ""
        for name, field in self._thresholds.items():
            field.value = getattr(self.need, name)
        self._showing = False

    def _write(self, folder: Path) -> list[Path]:
        paths = [folder / "gap_report.docx", folder / "topics.csv"]
        gap_report(paths[0], self.opened.cohort, self.table, self.decisions.choices)
        csv_file(paths[1], topics_csv(self.table))
        return paths


def _named(table: pd.DataFrame) -> Any:
    return table.rename(columns={"name": "name_"}).sort_values("name_").itertuples()


def _picture(title: str, svg: str, table: pd.DataFrame, head: dict[str, str]) -> dict[str, Any]:
    rows = [[tables.shown(value, digits=1 if isinstance(value, float) else None) for value in row]
            for row in table[list(head)].itertuples(index=False)]  # fmt: skip
    return {"title": title, "svg": picture(svg), "head": list(head.values()), "rows": rows}
