"""The four Voila apps in Chromium: real clicks change a choice, the page follows, and a reload finds it again."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pandas as pd
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from local_browser import Window, chromium, cut
from reverse_mentoring.workbook.opening import NOTEBOOKS
from served_programme import Served, served

pytestmark = pytest.mark.browser
WAIT = 20_000
HEADLINES = {
    "gap_analysis": re.compile(r"\d+ of \d+ mentees need"),
    "matching": re.compile(r"\d+ of \d+ mentees have a mentor|\d+ pairs:"),
    "agreements": re.compile(r"\d+ of \d+ pairs may start"),
    "review": re.compile(r"\d+ of \d+ pairs meet as agreed"),
}
SAVED = re.compile(r"Saved as version \d+")
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The workbook of a fresh sample programme, as `reverse-mentoring open` serves it."""
    with served(tmp_path_factory.mktemp("voila")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """This machine's Chromium."""
    with chromium() as running:
        yield running


@pytest.fixture(name="open_app")
def _open_app(workbook: Served, browser: Browser) -> Iterator[Open]:
    """Opens an app at 1100 px, waits for its headline; nothing is cut, and nothing went wrong when the test is over."""
    window = Window(browser)

    def open_app(step: str, cohort: str = "2026-autumn") -> Page:
        page = window.context.new_page()
        page.goto(workbook.page(f"voila/render/{NOTEBOOKS[step][0]}", cohort=cohort))
        _wait_for_headline(page, step)
        assert cut(page) == []
        return page

    yield open_app
    window.context.close()
    assert window.trouble == []


def _wait_for_headline(page: Page, step: str) -> None:
    expect(page.get_by_role("heading", level=1, name=HEADLINES[step])).to_be_visible(timeout=4 * WAIT)


def _reload(page: Page, step: str) -> None:
    page.reload()
    _wait_for_headline(page, step)


def _row(page: Page, words: str) -> Locator:
    return page.get_by_role("row").filter(has_text=words).first


def _choose(page: Page, label: str, option: str) -> None:
    """Selects another option by hand and waits until it is saved."""
    page.get_by_label(label, exact=True).select_option(option)
    expect(page.get_by_role("status").filter(has_text=SAVED).first).to_be_visible(timeout=WAIT)


def _pairs(page: Page) -> Locator:
    return page.get_by_role("table").filter(has=page.get_by_role("columnheader", name="Fit of 100"))


def _reasons(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile(r"^Why .+ with .+\?$"))


def test_threshold_changes_the_table_of_topics(open_app: Open) -> None:
    """What counts as a need is chosen; fewer need a topic when it has to matter more."""
    page = open_app("gap_analysis")
    row = _row(page, "Everyday AI assistants")
    before = row.inner_text()

    _choose(page, "A need: importance at least", "5")
    expect(row).not_to_have_text(re.compile(re.escape(before)), use_inner_text=True, timeout=WAIT)
    after = row.inner_text()
    _reload(page, "gap_analysis")

    assert int(after.split("\t")[1]) < int(before.split("\t")[1])
    expect(page.get_by_label("A need: importance at least", exact=True)).to_have_value("5")
    assert _row(page, "Everyday AI assistants").inner_text() == after


def test_header_leads_to_the_next_step_of_the_same_cohort(open_app: Open) -> None:
    """Once let in, the token is not needed in every address."""
    page = open_app("review", "2026-spring")

    page.get_by_role("navigation", name="Steps").get_by_role("link", name="Agreements").click()
    _wait_for_headline(page, "agreements")

    assert "token=" not in page.url
    assert "cohort=2026-spring" in page.url
    expect(page.get_by_role("banner")).to_contain_text("cohort 2026-spring")


def test_weight_pin_and_separation_change_the_pairs(open_app: Open) -> None:
    """Each decision shows at once, the last one can be undone, and what was decided survives a reload."""
    page = open_app("matching")
    before = _pairs(page).inner_text()

    _choose(page, "Common ground", "high")
    expect(_pairs(page)).not_to_have_text(before, use_inner_text=True, timeout=WAIT)
    page.get_by_role("button", name="Pin this pair").click()
    expect(page.get_by_role("cell", name="pinned", exact=True)).to_have_count(1, timeout=WAIT)
    decided = _pairs(page).inner_text()
    second = _reasons(page).nth(1)
    together = second.get_attribute("aria-label") or ""
    second.click()
    expect(page.get_by_role("button", name=together)).to_have_attribute("aria-pressed", "true", timeout=WAIT)
    page.get_by_role("button", name="Separate").click()
    expect(page.get_by_role("button", name=together)).to_have_count(0, timeout=WAIT)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name=together)).to_have_count(1, timeout=WAIT)
    _reload(page, "matching")

    expect(page.get_by_label("Common ground", exact=True)).to_have_value("high")
    assert _pairs(page).inner_text() == decided


def test_rhythm_changes_every_agreement(open_app: Open) -> None:
    """Sessions every two weeks instead of three: more of them for each pair."""
    page = open_app("agreements")
    expect(page.get_by_text("The 17 sessions")).to_be_visible()

    _choose(page, "Weeks from session to session", "2")
    expect(page.get_by_text("Every 2 weeks for 12 months")).to_be_visible(timeout=WAIT)
    _reload(page, "agreements")

    expect(page.get_by_label("Weeks from session to session", exact=True)).to_have_value("2")
    expect(page.get_by_text("The 26 sessions")).to_be_visible()


def test_what_is_done_leaves_the_list_of_calls(open_app: Open) -> None:
    """The first case is ticked off, the next one moves up, and it stays so."""
    page = open_app("review", "2026-spring")
    today = page.get_by_role("heading", name=re.compile(r"^Today: "))
    before, first = today.inner_text(), page.get_by_role("row").nth(1).inner_text()

    page.get_by_role("button", name="Done, take it off the list").click()
    expect(today).not_to_have_text(before, timeout=WAIT)
    after, moved_up = today.inner_text(), page.get_by_role("row").nth(1).inner_text()
    _reload(page, "review")

    assert moved_up != first
    assert today.inner_text() == after
    assert page.get_by_role("row").nth(1).inner_text() == moved_up


FOCUSED = """() => {
  const at = document.activeElement;
  return at.getAttribute("aria-label") || at.labels?.[0]?.textContent.trim() || at.textContent.trim();
}"""


def test_keyboard_alone_reaches_every_control_and_asks_why(open_app: Open) -> None:
    """Tab goes through all controls; Enter on “Why?” shows the reasons of that pair, and the focus stays there."""
    page = open_app("matching")
    fields = [*page.get_by_role("combobox").all(), *page.get_by_role("textbox").all()]
    wanted = {field.evaluate("field => field.labels[0].textContent.trim()") for field in fields}
    wanted |= {button.evaluate("button => button.ariaLabel || button.textContent.trim()")
               for button in page.get_by_role("button", disabled=False).all()}  # fmt: skip
    third = _reasons(page).nth(2).get_attribute("aria-label")
    mentor = re.match(r"Why (.+) with ", third or "")

    reached = []
    for _ in range(2 * len(wanted) + 20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
        if reached[-1] == third:
            page.keyboard.press("Enter")
            expect(page.get_by_role("button", name=third)).to_have_attribute("aria-pressed", "true", timeout=WAIT)
            assert page.evaluate(FOCUSED) == third

    assert wanted <= set(reached)
    assert mentor
    expect(page.get_by_role("listitem").filter(has_text=mentor[1]).first).to_be_visible()


@pytest.mark.parametrize(
    "path", ["", "voila/render/{0}?cohort=2026-autumn", "voila/render/{0}?token=wrong", "voila/files/{0}", "voila/tree"]
)
def test_without_the_token_there_is_nothing_to_see(workbook: Served, path: str) -> None:
    """Whoever finds the port gets a form to log in or an error, and no kernel, name or cohort."""
    roster = pd.read_csv(workbook.programme.input / "roster.csv", dtype=str, keep_default_na=False)
    try:
        with urllib.request.urlopen(f"{workbook.address}/{path.format(NOTEBOOKS['matching'][0])}") as answer:
            shown, where = answer.read().decode(), answer.url
    except urllib.error.HTTPError as error:
        shown, where = error.read().decode(), f"error {error.code}"

    assert where == "error 403" or "/login" in where
    assert not [name for name in roster["name"] if name in shown]
    assert "2026-autumn" not in shown.replace("cohort%3D2026-autumn", "")
