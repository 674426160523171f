"""The facilitator's hour on step 2 in Chromium, from files of another hand to decided pairs."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from command_line import said
from local_browser import Window, chromium, cut
from page_hands import WAIT, saved
from reverse_mentoring.run.places import sample
from reverse_mentoring.store.programme import Programme, find, set_up
from served_programme import Served, served

pytestmark = pytest.mark.browser
COHORT = "2026-autumn"


def test_an_hour_from_import_to_decided_pairs(tmp_path: Path) -> None:
    """Import, weights, pin, swap at its price, separate, undo, ask people, compare, decide, files, verify."""
    programme = imported(tmp_path / "programme")
    with served(tmp_path, programme=programme) as running, chromium() as browser:
        window = Window(browser)
        page = window.context.new_page()
        page.goto(running.page("voila/render/02_matching.ipynb", cohort=COHORT))
        expect(headline(page)).to_be_visible(timeout=3 * WAIT)
        assert cut(page) == []

        weigh_and_allow(page)
        pin_swap_and_separate(page)
        ask_people(page)
        compare(page)
        look_at_those_who_wait(page)
        decide(page)
        write_the_files(page, running)
        assert cut(page) == []
        assert window.trouble == []
        window.context.close()


def imported(folder: Path) -> Programme:
    """A new programme with the sample's files, stored by the command line."""
    set_up(folder)
    shutil.copy(sample() / "programme.toml", folder / "programme.toml")
    shutil.copytree(sample() / "input", folder / "input", dirs_exist_ok=True)
    assert said("import", folder).exit_code == 0
    return find(folder)


def headline(page: Page) -> Locator:
    return page.get_by_role("heading", level=1, name=re.compile(r"mentees have a mentor|every mentee has a mentor"))


def pairs(page: Page) -> Locator:
    return page.get_by_role("table").filter(has=page.get_by_role("columnheader", name="Fit of 100"))


def weigh_and_allow(page: Page) -> None:
    """The pairs follow a weight; a rule is allowed only with a reason."""
    before = pairs(page).inner_text()
    page.get_by_label("Common ground", exact=True).select_option("high")
    saved(page, 1)
    assert pairs(page).inner_text() != before
    rule = page.get_by_label(re.compile(r"^Same department \(removes \d+\)"))
    rule.click()  # refused at once: `uncheck` would find it checked again
    expect(page.get_by_text("Write down the reason first").first).to_be_visible(timeout=WAIT)
    expect(rule).to_be_checked(timeout=WAIT)
    reason = page.get_by_label("Reason for allowing one", exact=True)
    reason.fill("Departments of 300 people.")
    reason.press("Tab")
    rule.uncheck()
    saved(page, 2)
    expect(page.get_by_label("Same department (allowed)")).not_to_be_checked(timeout=WAIT)


def pin_swap_and_separate(page: Page) -> None:
    """Every decision about a pair shows at once; a swap says its price first; undo takes the last one back."""
    page.get_by_role("button", name="Pin this pair").click()
    saved(page, 3)
    expect(page.get_by_role("cell", name="pinned", exact=True)).to_have_count(1, timeout=WAIT)

    sixth = page.get_by_role("button", name=re.compile(r"^Why .+\?$")).nth(5)
    mentee = re.sub(r"^Why .+ with (.+)\?$", r"\1", sixth.get_attribute("aria-label") or "")
    sixth.click()
    expect(page.get_by_role("heading", name=f"Other mentors for {mentee}")).to_be_visible(timeout=WAIT)
    best = page.locator(".rm-why").get_by_role("listitem").filter(has_text="— fit").first.locator("b").inner_text()
    swap_to = page.get_by_label("Another mentor, and what it costs", exact=True)
    expect(swap_to.locator("option").nth(1)).to_contain_text(best, timeout=WAIT)
    offer = (swap_to.locator("option").nth(1).text_content() or "").replace("\xa0", " ")
    mentor, price = re.fullmatch(r"(.+) – fit [\d.]+; (.+)", offer).groups()  # type: ignore[union-attr]
    assert re.search(r"all pairs together|equally good|would have no partner", price)
    swap_to.select_option(index=1)
    page.get_by_role("button", name="Swap", exact=True).click()
    saved(page, 4)
    swapped = pairs(page).get_by_role("row").filter(has_text=mentor).filter(has_text="pinned")
    expect(swapped).to_have_count(1, timeout=WAIT)

    note = page.get_by_label("Note for the record", exact=True)
    note.fill("Both will move to Lyon.")
    note.press("Tab")
    saved(page, 5)
    page.get_by_role("button", name=re.compile(r"^Why .+\?$")).nth(2).click()
    third = page.locator("button.pick[aria-pressed=true]")
    expect(third).to_have_count(1, timeout=WAIT)
    together = third.get_attribute("aria-label") or ""
    page.get_by_role("button", name="Separate").click()
    expect(page.get_by_role("button", name=together)).to_have_count(0, timeout=WAIT)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("button", name=together)).to_have_count(1, timeout=WAIT)
    page.get_by_role("button", name="Keep as a draft to compare").click()
    expect(page.get_by_role("heading", name=re.compile("^Since the draft"))).to_be_visible(timeout=WAIT)


def ask_people(page: Page) -> None:
    """Shortlists, proposals, one yes and one “another please” that moves no accepted pair."""
    page.get_by_role("button", name="Write shortlists for both sides").click()
    expect(page.get_by_text("shortlists_mentees.xlsx").first).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Propose these pairs to people").click()
    expect(page.get_by_role("heading", name=re.compile("^Both agreed to 0 of"))).to_be_visible(timeout=WAIT)
    asked = page.get_by_label("Pair that was asked", exact=True)
    first, second = (asked.locator("option").nth(place).text_content() or "" for place in (1, 2))
    asked.select_option(first)
    page.get_by_role("button", name="Both agree", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="mentee").first).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Mentee agrees", exact=True).click()
    page.get_by_role("button", name="Both agree", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("^Both agreed to 1 of"))).to_be_visible(timeout=WAIT)
    asked.select_option(second)
    page.get_by_role("button", name="Another please").click()
    expect(asked.locator("option", has_text=second)).to_have_count(0, timeout=WAIT)
    expect(page.get_by_role("heading", name=re.compile("^Both agreed to 1 of"))).to_be_visible(timeout=WAIT)


def compare(page: Page) -> None:
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("whichever way you look at it"))).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("cell", name="First come, first served")).to_be_visible(timeout=WAIT)


def look_at_those_who_wait(page: Page) -> None:
    waiting = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name="What would help"))
    for row in waiting.get_by_role("row").all()[1:]:
        reason, remedy = (cell.inner_text() for cell in row.get_by_role("cell").all()[-2:])
        assert reason
        assert remedy


def decide(page: Page) -> None:
    page.get_by_role("button", name="Decide: these are the pairs").click()
    expect(page.get_by_role("cell", name="final", exact=True).first).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("button", name="Swap", exact=True)).to_be_disabled()
    page.reload()
    expect(headline(page)).to_be_visible(timeout=3 * WAIT)
    expect(page.get_by_role("cell", name="final", exact=True).first).to_be_visible(timeout=WAIT)


def write_the_files(page: Page, running: Served) -> None:
    """The files hold what the screen shows, the note among them, and the proof is confirmed by the command line."""
    shown = pairs(page).get_by_role("row").count() - 1
    page.get_by_role("button", name="Write the files").click()
    expect(page.get_by_text("proof.json").first).to_be_visible(timeout=WAIT)
    folder = next((running.programme.runs / COHORT).iterdir())
    with (folder / "pairs.csv").open(encoding="utf-8-sig") as lines:
        written = list(csv.DictReader(lines))
    proof = json.loads((folder / "proof.json").read_text("utf-8"))

    assert len(written) == shown == len(proof["pairs"])
    assert {row["state"] for row in written} == {"final"}
    assert proof["broken"] == []
    checked = said("verify", COHORT, folder / "proof.json", "--programme", running.programme.folder)
    assert checked.exit_code == 0, checked.output
