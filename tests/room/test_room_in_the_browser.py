"""The dot vote and the room tally in Chromium, by keyboard: 1,480 and 1,100 px, with nothing cut."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from local_browser import Window, chromium, cut
from served_programme import Served, served

pytestmark = pytest.mark.browser
WAIT = 20_000
CELL = """
from reverse_mentoring.workbook import frame
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.opening import open_cohort
from reverse_mentoring.workbook.room import Room
from reverse_mentoring.workbook.views import together
opened = open_cohort()
room = Room(opened, Decisions(opened, "gap_analysis"))
together(frame.header(opened, "gap_analysis"), room.vote(), room.tally())
"""
SERVE = """
import sys
from pathlib import Path
from reverse_mentoring.__main__ import main
from reverse_mentoring.run import serving
pages = Path(sys.argv.pop(1))
serving.notebooks = lambda: pages
main()
"""
SEEN = os.environ.get("ROOM_PICTURES", "")
"""A folder for pictures of the page; empty: none are taken."""


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A notebook with the two steps in the room, served as the workbook is, for a fresh sample programme."""
    folder = tmp_path_factory.mktemp("room")
    pages = folder / "pages"
    pages.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)]), pages / "room.ipynb")
    with served(folder, program=("-c", SERVE, str(pages))) as running:
        yield running


@pytest.fixture(name="page")
def _page(workshop: Served) -> Iterator[Page]:
    with chromium() as browser:
        window = Window(browser)
        page = window.context.new_page()
        page.goto(workshop.page("voila/render/room.ipynb", cohort="2026-autumn"))
        expect(page.get_by_role("heading", name=re.compile("Dot vote"))).to_be_visible(timeout=4 * WAIT)
        yield page
        assert window.trouble == []


def _look(page: Page, name: str) -> None:
    for width in (1480, 1100):
        page.set_viewport_size({"width": width, "height": 900})
        assert cut(page) == []
        if SEEN:
            page.screenshot(path=Path(SEEN) / f"{name}_{width}.png")


def _dots(page: Page, topic: str, dots: int) -> None:
    field = page.get_by_label(f"Dots for {topic}", exact=True)
    field.fill(str(dots))
    field.press("Tab")


def _type(page: Page, *counts: str) -> None:
    for count in counts:
        page.keyboard.type(count)
        page.keyboard.press("Enter")


def test_workshop_from_dots_to_hands_by_keyboard(page: Page) -> None:
    """Dots, a tie, an own topic, the top three, hands typed with Enter; the result only when all topics are in."""
    for topic, dots in {"Everyday AI assistants": 9, "Small experiments": 4, "Fewer and better meetings": 4}.items():
        _dots(page, topic, dots)
    for _ in range(3):
        page.get_by_role("button", name="One dot more for Safe digital habits").press("Enter")
    own = page.get_by_label("A topic of your own")
    own.fill("Our <b>wiki</b>")
    own.press("Enter")
    _dots(page, "Our <b>wiki</b>", 4)
    expect(page.locator(".ranking li")).to_have_count(5, timeout=WAIT)
    expect(page.locator(".ranking li").last).to_have_text(re.compile("Safe digital habits ?3"), timeout=WAIT)
    page.get_by_label("How many topics").select_option("3")
    expect(page.get_by_text("A tie at the edge")).to_be_visible(timeout=WAIT)
    page.locator(".rm-vote").evaluate("one => one.scrollIntoView()")
    _look(page, "vote")
    page.get_by_role("button", name="Take the top 3").press("Enter")
    expect(page.get_by_text("0 of 3 topics are in")).to_be_visible(timeout=WAIT)

    page.get_by_label("Mentees (senior) here").focus()
    _type(page, "7", "5")
    expect(page.locator("h2.topic")).to_have_text("Everyday AI assistants")
    _type(page, "0", "1", "2", "2", "3")
    expect(page.get_by_text("8 hands, but 7 mentees (senior) are here: count again.")).to_be_visible(timeout=WAIT)
    page.locator(".rm-tally").evaluate("one => one.scrollIntoView()")
    _look(page, "tally")
    page.locator("input.hands").nth(4).focus()
    _type(page, "2", "2", "3", "1", "0", "0", "5", "0", "0", "1", "2", "2")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 3 topics are in.")).to_be_visible(timeout=WAIT)
    expect(page.locator(".room-hands")).to_have_count(0)
    expect(page.locator("input.hands").first).to_be_focused()
    for _ in range(2):
        expect(page.locator("input.hands").first).to_have_value("")
        name = page.locator("h2.topic").inner_text()
        _type(page, *"001", *"11", *"21000", "2", *"00122", "3")
        expect(page.locator("h2.topic")).not_to_have_text(name, timeout=WAIT)
    expect(page.get_by_text("3 of 3 topics are in").first).to_be_visible(timeout=WAIT)
    expect(page.locator(".room-hands")).to_have_count(1, timeout=WAIT)
    _look(page, "all_in")

    page.locator(".rm-desk", has=page.locator(".rm-tally")).get_by_role("button", name="Undo").last.click()
    expect(page.get_by_text("2 of 3 topics are in.")).to_be_visible(timeout=WAIT)
    expect(page.locator(".room-hands")).to_have_count(0)


def test_type_in_the_room_is_large(page: Page) -> None:
    """Topic names, the topic's definition and the anchors are set in 22 px or more."""
    sizes = page.evaluate("""() => [...document.querySelectorAll(
        ".rm-vote li.topic .name, .rm-tally h2.topic, .rm-tally .definition, .rm-tally legend, .rm-tally .anchor")]
        .map(one => parseFloat(getComputedStyle(one).fontSize))""")

    assert sizes
    assert min(sizes) >= 22


def test_timer_announces_only_its_end(page: Page) -> None:
    """Start, pause and reset; the ticking seconds are no live region."""
    page.wait_for_timeout(200)
    page.locator(".clock").get_by_role("button", name="Start").click()
    expect(page.locator(".clock .time")).not_to_have_text("1:30", timeout=5000)
    page.locator(".clock").get_by_role("button", name="Pause").click()
    expect(page.locator(".clock [aria-live=polite]")).to_have_text("")
    page.locator(".clock").get_by_role("button", name="Reset").click()
    expect(page.locator(".clock .time")).to_have_text("1:30")
