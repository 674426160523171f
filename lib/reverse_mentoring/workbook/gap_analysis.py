"""Step 1 on screen: charter, dot vote and hands, the files, the finding per topic, pictures, recruitment, results.

Two faces: with names for the facilitator, and for the projector without names, ids or groups under five.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from reverse_mentoring.decide.gaps import advantage, gaps
from reverse_mentoring.decide.gaps.room import room_response, with_room
from reverse_mentoring.present import charts
from reverse_mentoring.present.pages import fragment, picture
from reverse_mentoring.store.content import catalogue
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.choices import GapChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.workbook import controls, frame, tables
from reverse_mentoring.workbook.charter import CharterDesk
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.faces import Faced
from reverse_mentoring.workbook.gap_choices import ProgrammeTopics, Thresholds
from reverse_mentoring.workbook.gap_results import (
    GapPapers,
    recruitment_page,
    secondary_rows,
    silence,
    volunteers_page,
    write_results,
)
from reverse_mentoring.workbook.input_files import InputFiles
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.room import Room
from reverse_mentoring.workbook.views import Page, View, together

COLOURS = {
    "reverse mentoring": "c-b",
    "reverse mentoring for named pairs": "c-g",
    "junior-led talk": "c-p",
    "train or hire": "c-o",
}
FACES = [("control: with names, for you", False), ("room: without names, for the projector", True)]


class GapAnalysis:
    """The gap analysis of one cohort; every view is a function of the choices and of the face."""

    def __init__(self, opened: Opened) -> None:
        self.opened, self.for_room = opened, opened.room
        self.decisions: Decisions[GapChoices] = Decisions(opened, "gap_analysis")
        self._thresholds = Thresholds(self.decisions)
        self._room = Room(opened, self.decisions)
        self._faced: list[Faced] = []
        self._counted: Any = None
        self._pictures_of = charts.GapPictures()
        self._count()
        self.decisions.follow(self._count)

    def header(self) -> View:
        """Programme, cohort and step, and the one control that changes the face."""
        face = controls.dropdown("Face", FACES, self.for_room, self._turn, self.decisions)
        return together(frame.header(self.opened, "gap_analysis"), extra=(controls.row(face),))

    def charter(self) -> View:
        """Why, for whom and by what it will be judged; in the room without names."""
        return self._with_faces(lambda: CharterDesk(replace(self.opened, room=False)).view(), self._charter_for_room)

    def room(self) -> View:
        """From all topics to a few by dots, then hands per level; no persons."""
        return together(self._room.vote(), self._room.tally())

    def input(self) -> View:
        """The files of this cohort: read again, problems, headers to confirm."""
        return self._with_faces(lambda: InputFiles(self.opened, self.decisions).view(), partial(_not_here, "The files"))

    def finding(self) -> View:
        """What counts as a need, the finding as a sentence, and the table of topics."""
        return self._with_faces(self._finding_with_controls, lambda: self._page(self._topics_page))

    def pictures(self) -> View:
        """Where mentees and mentors are, and teachers against need; each with its table."""
        return self._page(self._pictures_page)

    def recruitment(self) -> View:
        """Per chosen topic the mentors still missing, who could fill the place, and the sign-up text."""
        return self._with_faces(self._recruitment_with_volunteers, partial(_not_here, "Recruitment"))

    def results(self) -> View:
        """The report, the table of topics, the texts for staff and the questionnaires."""
        return self._with_faces(lambda: frame.files(self.decisions, self._write), partial(_not_here, "Results"))

    def _with_faces(self, control: Any, room: Any) -> View:
        faced = Faced(lambda: room() if self.for_room else control())
        self._faced.append(faced)
        return faced

    def _turn(self, for_room: bool) -> None:
        self.for_room = for_room
        self._room.turn(for_room)
        for faced in self._faced:
            faced.rebuild()

    def _page(self, show: Callable[[], Markup]) -> Page:
        return frame.followed(self.decisions, show)

    @property
    def cohort(self) -> Cohort:
        """The cohort with the hands typed in live, and the names of the topics put to the room."""
        cohort, choices = self.opened.cohort, self.decisions.choices
        known = catalogue()
        put = known[known["topic_id"].isin(choices.asked)]
        topics = pd.concat([cohort.topics, put[list(cohort.topics.columns)]]).drop_duplicates("topic_id")
        hands = tuple(hand for hand in choices.hands if hand.topic_id in choices.asked)
        with_names = replace(cohort, topics=topics.reset_index(drop=True))
        return with_room(with_names, choices.model_copy(update={"hands": hands}))

    def _count(self) -> None:
        """Anew only where what is counted has changed: a dot or an owner changes no figure."""
        choices = self.decisions.choices
        counted = (self._thresholds.need, choices.hands, choices.asked)
        if counted != self._counted:
            self._counted, self.table = counted, gaps.topic_table(self.cohort, self._thresholds.need)

    @property
    def _shown(self) -> pd.DataFrame:
        """The table as this face may see it; nothing while hands are still being counted."""
        if self._counting():
            return self.table.iloc[:0]
        few = self.opened.cohort.settings.group_at_least
        return gaps.without_small_groups(self.table, few) if self.for_room else self.table

    def _counting(self) -> bool:
        return bool(self.decisions.choices.hands) and self.opened.cohort.ratings.empty and not self._room.all_in

    def _finding_with_controls(self) -> View:
        topics = ProgrammeTopics(self.decisions, lambda: self.cohort.topic_names, named=not self.for_room)
        undo = controls.row(controls.button("Undo", self.decisions.undo, self.decisions))
        page = self._page(self._topics_page)
        side = (*self._thresholds_anew(), *topics.widgets(), undo, frame.status(self.decisions))
        live = (controls.panel(*side, kind="side"), controls.panel(page, kind="middle"))
        return View(*live, printed=page.printed, classes=("rm-desk",))

    def _thresholds_anew(self) -> list[Any]:
        """Their widgets are closed with the old face."""
        self._thresholds = Thresholds(self.decisions)
        return self._thresholds.widgets()

    def _topics_page(self) -> Markup:
        shown = self._shown
        rows = [{**row, "colour": COLOURS.get(row["verdict"], "")} for row in tables.plain_rows(shown)]
        headline = "Not all topics are in yet" if self._counting() else advantage.headline(shown)
        return fragment(
            "topics",
            headline=headline,
            response=self._response(),
            strengths=advantage.strengths_sentence(shown),
            warnings=self._unasked(),
            need=self._thresholds.need,
            rows=rows,
            chosen=self.decisions.choices.programme_topics,
            secondary=secondary_rows(self.cohort, shown, self._thresholds.need, table=self.table)
            if not self.for_room
            else [],
            silence=silence(self.cohort, self._thresholds.need, table=self.table) if not self.for_room else [],
        )

    def _response(self) -> str:
        answered = room_response(self.cohort, self.decisions.choices)
        few = self.opened.cohort.settings.group_at_least
        if self.for_room and answered["answered"].between(1, few - 1).any():
            return f"Fewer than {few} of a role answered: what they said is not shown here."
        return advantage.response_sentence(answered)

    def _unasked(self) -> list[str]:
        ratings = self.opened.cohort.ratings
        return [
            f"Nobody was asked “{question}”, so it excludes nobody."
            for column, question in (("want", "would you want to learn this?"), ("give", "would you help?"))
            if len(ratings) and ratings[column].isna().all()
        ]

    def _pictures_page(self) -> Markup:
        shown = gaps.without_small_groups(self._shown, self.opened.cohort.settings.group_at_least)
        known = charts.with_levels(shown)
        if known.empty:
            return fragment("pictures", pictures=[])
        dumbbell, scatter = self._pictures_of(known)
        drawn = [
            ("Where mentees and mentors are today", dumbbell.svg(),
             {"name": "Topic", "importance": "Importance to mentees", "mentee_level": "Mentees now",
              "mentor_level": "Mentors now"}),
            ("How many need it, how many can teach it", scatter.svg(),
             {"name": "Topic", "need": "Need", "teachers": "Teachers", "verdict": "Verdict"}),
        ]  # fmt: skip
        return fragment("pictures", pictures=[_picture(title, svg, known, head) for title, svg, head in drawn])

    def _charter_for_room(self) -> View:
        charter = self._charter()
        goals = [f"{goal.metric} ({goal.whose})" for goal in charter.goals]
        outcomes = [f"{whose.capitalize()}: {said}" for whose, said in charter.outcomes.items() if said]
        return Page(
            lambda: fragment(
                "for_the_room",
                title="Why we are here",
                sentences=[charter.why or "The charter is not written yet."],
                points=outcomes + goals,
            )
        )

    def _charter(self) -> Charter:
        charter = self.opened.vault.choices(self.opened.cohort.name, "charter").choices
        assert isinstance(charter, Charter)
        return charter

    def _recruitment_with_volunteers(self) -> View:
        """Who consented to a sensitive topic is live only, so that no executed notebook holds it."""
        return together(
            self._page(self._recruitment_page), extra=(self._page(lambda: volunteers_page(self.opened.cohort)),)
        )

    def _recruitment_page(self) -> Markup:
        return recruitment_page(self.cohort, self.table, self.decisions.choices, charter=self._charter())

    def _write(self, folder: Path) -> list[Path]:
        made = GapPapers(self.cohort, self.table, self.decisions.choices, self._charter())
        return write_results(folder, made, pictures=self._pictures_of)


def _not_here(what: str) -> View:
    """What stands in the room's face where the facilitator has something with names."""
    return Page(lambda: fragment("for_the_room", title=what, sentences=["On the facilitator's page only."], points=()))


def _picture(title: str, svg: str, table: pd.DataFrame, head: dict[str, str]) -> dict[str, Any]:
    rows = [[tables.shown(value, digits=1 if isinstance(value, float) else None) for value in row]
            for row in table[list(head)].itertuples(index=False)]  # fmt: skip
    return {"title": title, "svg": picture(svg), "head": list(head.values()), "rows": rows}
