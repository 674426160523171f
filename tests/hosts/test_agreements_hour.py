"""The facilitator's ten minutes on step 3 in Chromium, then a pair of two in front of it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from agreement_pages import COHORT, FIRST, NAMES, programme
from local_browser import Window, chromium, cut
from page_hands import WAIT, fill, saved, unnamed
from reverse_mentoring.store.programme import find
from served_programme import Served, served

pytestmark = pytest.mark.browser
MENTOR, MENTEE = (NAMES[person] for person in FIRST)


def test_from_two_sides_to_a_started_pair(tmp_path: Path) -> None:
    """Both write alone, a goal, training, the text agreed, changed and agreed again, signed, an exception, files."""
    found = find(programme(tmp_path / "programme"))
    with served(tmp_path, programme=found) as running, chromium() as browser:
        window = Window(browser)
        page = window.context.new_page()
        page.goto(running.page("voila/render/03_agreements.ipynb", cohort=COHORT))
        expect(headline(page, "0 of 2 pairs may start")).to_be_visible(timeout=3 * WAIT)
        assert cut(page) == []
        assert unnamed(page) == []

        choose_by_keyboard(page)
        each_writes_alone(page)
        write_a_goal(page)
        train(page)
        agree_change_and_agree_again(page)
        sign(page)
        start_by_exception(page)
        write_the_files(page, running)
        assert cut(page) == []
        page.reload()
        expect(headline(page, "2 of 2 pairs may start")).to_be_visible(timeout=3 * WAIT)
        assert window.trouble == []
        window.context.close()


def headline(page: Page, text: str) -> Locator:
    return page.get_by_role("heading", level=1, name=re.compile(f"^{re.escape(text)}"))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def choose_by_keyboard(page: Page) -> None:
    """The table is searched and a pair opened without a mouse; then all pairs again, and the first."""
    search = page.get_by_label("Find a person or a topic")
    search.fill("Zhu")
    rows = page.get_by_role("button", name=re.compile("^Open the agreement of"))
    expect(rows).to_have_count(1)
    rows.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Cleo Zhu and Dan O'Brien: the text"))).to_be_visible(
        timeout=WAIT
    )
    search.fill("")
    page.get_by_role("button", name=f"Open the agreement of {MENTOR} with {MENTEE}").click()
    expect(page.get_by_role("heading", name=f"{MENTOR} and {MENTEE}: the text")).to_be_visible(timeout=WAIT)


def each_writes_alone(page: Page) -> None:
    """What the mentor wrote is nowhere on the page while the mentee writes, and beside it afterwards."""
    who, gain = page.get_by_label("Who is writing now?"), page.get_by_label("What I would like to gain", exact=True)
    expect(gain).to_be_disabled()
    who.select_option(label=f"{MENTOR}, mentor (junior)")
    expect(gain).to_be_enabled(timeout=WAIT)
    fill(page, "What I would like to gain", "See how decisions are made")
    saved(page, 1)
    who.select_option(label=f"{MENTEE}, mentee (senior)")
    expect(gain).to_have_value("", timeout=WAIT)
    assert "See how decisions are made" not in page.content()
    fill(page, "What I would like to gain", "Try what I avoid")
    saved(page, 2)
    page.get_by_label("Weeks from one session to the next", exact=True).select_option("2")
    saved(page, 3)
    expect(page.get_by_role("cell", name="See how decisions are made")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("cell", name="Try what I avoid")).to_be_visible()


def write_a_goal(page: Page) -> None:
    fill(page, "Goal, in our own words", "Understand AI")
    saved(page, 4)
    expect(page.get_by_text("Goal 1 may be too vague").first).to_be_visible(timeout=WAIT)


def train(page: Page) -> None:
    """Everybody of a track at once."""
    press(page, "Mark as trained")
    saved(page, 5)
    page.get_by_label("Training for", exact=True).select_option(label="mentees (senior)")
    expect(page.get_by_label("Who", exact=True)).to_contain_text(MENTEE, timeout=WAIT)
    press(page, "Mark as trained")
    saved(page, 6)
    expect(headline(page, "0 of 2 pairs may start; 2 wait for an agreement")).to_be_visible(timeout=WAIT)


def agree_change_and_agree_again(page: Page) -> None:
    """A change for all un-confirms and shows the words before it is agreed once more."""
    press(page, "Both have agreed to this text")
    saved(page, 7)
    expect(headline(page, "1 of 2 pairs may start")).to_be_visible(timeout=WAIT)
    page.get_by_label("Confidentiality", exact=True).select_option(label="strict: nothing leaves the room")
    saved(page, 8)
    expect(headline(page, "0 of 2 pairs may start")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("heading", name=re.compile("1 point reads differently now"))).to_be_visible(timeout=WAIT)
    expect(page.locator("ins").filter(has_text="Neither").first).to_be_visible()
    press(page, "Both have agreed to this text")
    saved(page, 9)


def sign(page: Page) -> None:
    press(page, "Signed by mentor")
    saved(page, 10)
    press(page, "Signed by mentee")
    saved(page, 11)
    row = page.get_by_role("row").filter(has_text=MENTOR).filter(has_text="signed")
    expect(row.first).to_be_visible(timeout=WAIT)


def start_by_exception(page: Page) -> None:
    """Nothing without a reason."""
    page.get_by_label("Pair", exact=True).first.select_option(label="Cleo Zhu and Dan O'Brien")
    expect(page.get_by_role("heading", name="Cleo Zhu and Dan O'Brien: the text")).to_be_visible(timeout=WAIT)
    press(page, "Start although something is missing")
    expect(page.get_by_text("Write down the reason first").first).to_be_visible(timeout=WAIT)
    fill(page, "Reason to start although something is missing", "They agree the text in the first session.")
    press(page, "Start although something is missing")
    saved(page, 12)
    expect(headline(page, "2 of 2 pairs may start")).to_be_visible(timeout=WAIT)


def write_the_files(page: Page, running: Served) -> None:
    press(page, "Write the files")
    expect(page.get_by_text(re.compile(r"All written: \d+ files for 2 pairs")).first).to_be_visible(timeout=2 * WAIT)
    folder = next((running.programme.runs / COHORT).iterdir())
    assert (folder / "agreements.zip").is_file()
    assert len(list((folder / "agreements").glob("*.docx"))) == 2
    assert (folder / "calendar" / "programme.ics").is_file()
