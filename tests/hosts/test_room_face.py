"""The projector's face holds no name, no id and nothing of a group under five: page, traffic, widget state, files."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import ipywidgets
import pandas as pd
import pytest
from playwright.sync_api import expect

from local_browser import Window, chromium
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.workbook.charter import CharterDesk
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.gap_analysis import GapAnalysis
from reverse_mentoring.workbook.opening import open_cohort
from served_programme import served

COHORT = "2026-autumn"
STAFF = "Quetzalplanted"
"""A word that stands in every name and address, and with the sponsor and the owners of topics."""


def planted(programme: Programme) -> Programme:
    """The same programme with a token in every name and address of the roster."""
    path = programme.input / "roster.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    frame["name"], frame["email"] = STAFF + frame["name"], STAFF + frame["email"]
    frame.to_csv(path, index=False)
    return programme


@pytest.fixture
def room(tmp_path: Path) -> Iterator[GapAnalysis]:
    """Step 1 of a programme full of tokens, with the facilitator's face first."""
    sample = planted(sample_programme(tmp_path / "p"))
    opened = open_cohort(str(sample_programme(sample.folder).folder), COHORT)
    charter: Decisions[Charter] = Decisions(opened, "charter")
    charter.change(why="Because seniors want to learn.", sponsor=f"{STAFF} Sponsor", facilitator=f"{STAFF} Host")
    ipywidgets.Widget.close_all()
    step = GapAnalysis(opened)
    first = str(step.table["topic_id"].iloc[0])
    step.decisions.change(programme_topics=(first,), owners={first: f"{STAFF} Owner"})
    yield step
    ipywidgets.Widget.close_all()


def everything(step: GapAnalysis) -> list[ipywidgets.Widget]:
    """All views of the step, as the notebook shows them."""
    return [step.header(), step.charter(), step.room(), step.input(), step.finding(), step.pictures(),
            step.recruitment(), step.results()]  # fmt: skip


def live_state() -> str:
    """What a page could ask this kernel for: the state of every widget that is open."""
    open_widgets = ipywidgets.widgets.widget._instances.values()
    return json.dumps([widget.get_state() for widget in open_widgets], default=str, ensure_ascii=False)


@pytest.mark.slow
def test_turning_to_the_room_takes_every_name_out_of_page_and_state(room: GapAnalysis) -> None:
    """With names there are tokens everywhere; after the one control is turned there are none; and back again."""
    views = everything(room)
    assert STAFF in live_state()
    assert any(STAFF in str(view.printed()) for view in views)

    face = next(w for w in ipywidgets.widgets.widget._instances.values() if getattr(w, "description", "") == "Face")
    face.value = True
    assert STAFF not in live_state()
    assert not any(STAFF in str(view.printed()) for view in views)
    ids = set(room.opened.cohort.roster["person_id"])
    assert not ids & set(re.findall(r"\w+", live_state()))

    face.value = False
    assert STAFF in live_state()


@pytest.mark.slow
def test_small_groups_are_not_shown_in_the_room(room: GapAnalysis) -> None:
    """Were only four mentees asked, nothing about their answers stands in the room's face."""
    cohort = room.opened.cohort
    few = sorted(cohort.of_role("mentee")["person_id"])[:4]
    people = cohort.participants
    kept = people[(people["role"] == "mentor") | people["person_id"].isin(few)]
    small = GapAnalysis(replace(room.opened, cohort=replace(cohort, participants=kept), room=True))

    shown = str(small.finding().printed())
    assert "too few to show" in shown
    assert "Fewer than 5 of a role answered" in shown
    assert "mentees need" not in shown


@pytest.mark.slow
def test_the_charter_on_the_facilitators_page_does_hold_the_sponsor(room: GapAnalysis) -> None:
    """So that the search above is known to be able to find something."""
    CharterDesk(room.opened).view()

    assert f"{STAFF} Sponsor" in live_state()


@pytest.mark.slow
def test_a_page_opened_for_the_room_can_be_turned_to_the_facilitator(room: GapAnalysis) -> None:
    """With ?face=room there is no sponsor; after the one control is turned the charter is a form that names one."""
    ipywidgets.Widget.close_all()
    step = GapAnalysis(replace(room.opened, room=True))
    views = [step.header(), step.charter()]
    assert f"{STAFF} Sponsor" not in live_state()

    face = next(w for w in ipywidgets.widgets.widget._instances.values() if getattr(w, "description", "") == "Face")
    face.value = False
    assert f"{STAFF} Sponsor" in live_state()
    assert views[1].printed()


@pytest.mark.browser
def test_nothing_of_a_person_travels_to_the_room(tmp_path: Path) -> None:
    """?face=room in Chromium: the page and every websocket frame are free of the tokens."""
    with served(tmp_path) as running, chromium() as browser:
        planted(running.programme)
        sample_programme(running.programme.folder)
        window, frames = Window(browser), list[str]()
        page = window.context.new_page()
        page.on("websocket", lambda ws: ws.on("framereceived", lambda data: frames.append(str(data))))
        page.goto(running.page("voila/render/01_gap_analysis.ipynb", cohort=COHORT, face="room"))
        expect(page.get_by_role("heading", level=1, name=re.compile("mentees need"))).to_be_visible(timeout=90_000)

        assert frames
        assert STAFF not in page.content()
        assert not any(STAFF in frame for frame in frames)
        window.context.close()
        assert window.trouble == []
