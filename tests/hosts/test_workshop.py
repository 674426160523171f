"""The 90-minute workshop of docs/workshop.md in Chromium: an empty programme, twelve people, no files."""

import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from local_browser import Window, chromium
from reverse_mentoring.store.programme import set_up
from reverse_mentoring.workbook.opening import FIRST_COHORT
from served_programme import Served, served

pytestmark = pytest.mark.browser
WAIT = 30_000
DOTS = {
    "Everyday AI assistants": 9, "Platforms and their norms": 7, "Small experiments": 6, "Digital lab": 5,
    "Fewer and better meetings": 4, "Everyday inclusion": 3, "Safe digital habits": 2, "New content formats": 1,
}  # fmt: skip
AHEAD = (*"00033", *"33000", "5", *"00015", "6")
"""Six mentees for whom it matters and who are at 1 or 2, five of them in need; six mentors at 4 or 5, all willing."""
EQUAL = (*"03300", *"00330", "0", *"00330", "1")


def test_a_workshop_of_twelve_runs_from_the_notebook_alone(tmp_path: Path) -> None:
    """Charter, dots, hands, the finding, topics with owner and cost, the projector's face, files on disk."""
    programme = set_up(tmp_path / "empty")
    with served(tmp_path, programme=programme) as running, chromium() as browser:
        window = Window(browser)
        page = window.context.new_page()
        page.goto(running.page("voila/render/01_gap_analysis.ipynb"))
        expect(page.get_by_role("heading", name=re.compile("Dot vote"))).to_be_visible(timeout=3 * WAIT)

        write_the_charter(page)
        vote(page)
        raise_hands(page)
        choose_topics(page)
        turn_to_the_projector(page)
        write_the_files(page, running)
        assert window.trouble == []
        window.context.close()


def write_the_charter(page: Page) -> None:
    page.get_by_label("Why: which problem would go on without this programme?").fill("Seniors decide on tools unseen.")
    page.get_by_label("Sponsor", exact=True).fill("Sponsor Sesame")
    page.get_by_role("button", name="Add the example goal").click()
    expect(page.get_by_text(re.compile("learned one new skill")).first).to_be_visible(timeout=WAIT)


def vote(page: Page) -> None:
    for topic, dots in DOTS.items():
        field = page.get_by_label(f"Dots for {topic}", exact=True)
        field.fill(str(dots))
        field.press("Tab")
    expect(page.locator(".ranking li")).to_have_count(len(DOTS), timeout=WAIT)
    page.get_by_role("button", name="Take the top 8").click()
    expect(page.get_by_text("0 of 8 topics are in").first).to_be_visible(timeout=WAIT)


def raise_hands(page: Page) -> None:
    """Hands per level, Enter moves on; nothing of the result is shown before the last topic is in."""
    page.get_by_label("Mentees (senior) here").focus()
    type_hands(page, "6", "6")
    for done, topic in enumerate(DOTS, 1):
        expect(page.locator(".rm-tally").get_by_role("heading", name=topic, exact=True)).to_be_visible(timeout=WAIT)
        expect(page.locator("input.hands").first).to_be_focused()
        type_hands(page, *(AHEAD if topic in list(DOTS)[:2] else EQUAL))
        expect(page.get_by_text(f"{done} of 8 topics are in").first).to_be_visible(timeout=WAIT)
        if done == 1:
            expect(page.get_by_role("heading", level=1, name="Not all topics are in yet")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("heading", level=1, name="5 of 6 mentees need")).to_be_visible(timeout=WAIT)


def type_hands(page: Page, *counts: str) -> None:
    for count in counts:
        page.keyboard.type(count)
        page.keyboard.press("Enter")


def choose_topics(page: Page) -> None:
    page.get_by_label("Programme topic 1").select_option(label="Everyday AI assistants")
    page.get_by_label("What it costs us, no names (1)").fill("Two weeks on a report")
    page.get_by_label("What it costs us, no names (1)").press("Enter")
    page.get_by_label("Who answers for it (1)").fill("Owner Oyster")
    page.get_by_label("Who answers for it (1)").press("Enter")
    expect(page.get_by_text("1 of 1 programme topics").or_(page.get_by_text("0 of 1 programme topics"))).to_be_visible(
        timeout=WAIT
    )


def turn_to_the_projector(page: Page) -> None:
    """One control; afterwards neither the owner nor the sponsor stands anywhere on the page."""
    page.get_by_label("Face").select_option(label="room: without names, for the projector")
    expect(page.get_by_text("On the facilitator's page only.").first).to_be_visible(timeout=WAIT)
    values = page.evaluate("[...document.querySelectorAll('input,textarea')].map(field => field.value).join(' ')")
    assert "Oyster" not in page.content() + values
    assert "Sesame" not in page.content() + values
    page.get_by_label("Face").select_option(label="control: with names, for you")
    expect(page.get_by_label("Who answers for it (1)")).to_have_value("Owner Oyster", timeout=WAIT)


def write_the_files(page: Page, running: Served) -> None:
    page.get_by_role("button", name="Write the files").click()
    expect(page.get_by_role("heading", name=re.compile("files written"))).to_be_visible(timeout=2 * WAIT)
    [folder] = (running.programme.runs / FIRST_COHORT).iterdir()
    topics = pd.read_csv(folder / "topics.csv").set_index("topic_id")
    assert topics.loc["ai_assistants", ["need", "teachers"]].tolist() == [5, 6]
    assert topics.loc["ai_assistants", "verdict"] == "reverse mentoring"
    assert {"gap_report.docx", "announcement.docx", "signup_form.txt", "questionnaire.xlsx", "xlsform.xlsx"} <= {
        path.name for path in folder.iterdir()
    }
