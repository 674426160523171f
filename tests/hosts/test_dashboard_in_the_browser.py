"""The served managers' page in Chromium: whole, readable, usable by keyboard, at 1100 px and on a phone."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from accessible import AXE, faults
from local_browser import Window, chromium, cut
from served_dashboard import Dashboard, dashboard

pytestmark = pytest.mark.browser
HEADLINE = re.compile("nine in ten planned sessions took place")
SEEN = os.environ.get("DASHBOARD_PICTURES", "")
"""A folder for pictures of the page; empty: none are taken."""
FOCUSED = "() => (document.activeElement?.textContent || '').trim()"
OPENED = "document.querySelectorAll('details').forEach(each => { each.open = true })"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """The command, serving three releases of two cohorts."""
    with dashboard(tmp_path_factory.mktemp("managers") / "window") as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """This machine's Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture(name="open_page")
def _open_page(running: Dashboard, browser: Browser) -> Iterator[Open]:
    """Opens the page at a width; afterwards no request has left the machine and no console has complained."""
    window = Window(browser)

    def open_page(width: int = 1100) -> Page:
        page = window.context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(running.address)
        expect(page.get_by_role("heading", level=1, name=HEADLINE)).to_be_visible()
        return page

    yield open_page
    window.context.close()
    assert window.trouble == []


@pytest.mark.parametrize("width", [1100, 390])
def test_the_page_is_whole_and_nothing_is_cut(open_page: Open, width: int) -> None:
    """Also with every table open; main part, headings, names and pictures are as they should be."""
    page = open_page(width)
    closed = cut(page)
    page.evaluate(OPENED)
    if SEEN:
        page.screenshot(path=Path(SEEN) / f"dashboard_{width}.png", full_page=True)

    assert (closed, cut(page)) == ([], [])
    assert page.get_by_role("main").get_by_role("img").count() >= 4
    expect(page.get_by_text("Privacy.")).to_be_visible()


@pytest.mark.parametrize("width", [1100, 390])
def test_everybody_can_use_it(open_page: Open, width: int) -> None:
    """No fault by our own checks, nor by axe (WCAG A and AA) where AXE names its file."""
    page = open_page(width)
    page.evaluate(OPENED)

    assert faults(page) == []


@pytest.mark.skipif(not AXE, reason="AXE names no axe.min.js: only our own checks of accessibility were made.")
def test_axe_finds_what_is_wrong(open_page: Open) -> None:
    """The check itself works: a picture without words is found."""
    page = open_page()
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")

    assert [each for each in faults(page) if each.startswith("image-alt")]


def test_the_token_is_not_in_the_address_and_a_reload_needs_none(open_page: Open, running: Dashboard) -> None:
    """The cookie opens the page again, also in another tab; no script of a page can read it."""
    page = open_page()
    page.reload()
    other = page.context.new_page()
    other.goto(f"http://127.0.0.1:{running.port}/")

    assert "token" not in page.url
    expect(page.get_by_role("heading", level=1, name=HEADLINE)).to_be_visible()
    expect(other.get_by_role("heading", level=1, name=HEADLINE)).to_be_visible()
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("history.length") <= 2


def test_another_cohort_is_reached_by_keyboard_alone(open_page: Open) -> None:
    """Tab comes to every table and link; Enter opens them."""
    page = open_page()
    wanted = {each.inner_text().strip() for each in page.locator("summary, a").all()}
    reached: set[str] = set()
    for _ in range(len(wanted) * 2 + 4):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(FOCUSED))
    first = page.locator("summary").first
    first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="2025-autumn").focus()
    shown = page.get_by_role("table").first.is_visible()
    page.keyboard.press("Enter")

    assert wanted <= reached
    assert shown
    expect(page.get_by_text("cohort 2025-autumn").first).to_be_visible()
    assert page.url.endswith("/?cohort=2025-autumn")


def test_the_page_has_no_script_and_no_line_to_a_kernel(open_page: Open, running: Dashboard) -> None:
    """One request, one answer; the browser itself refuses scripts there, and the server knows no other address."""
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.reload()
    page.wait_for_timeout(1500)

    assert asked == [f"http://127.0.0.1:{running.port}/"]
    assert page.locator("script").count() == 0
    assert running.kernels() == []


def test_the_page_while_it_is_busy_can_be_read_too(browser: Browser, tmp_path: Path) -> None:
    """A cohort that nobody released: a heading, a sentence, nothing cut on a phone."""
    with dashboard(tmp_path / "window") as served:
        context = browser.new_context(viewport={"width": 390, "height": 700})
        page = context.new_page()
        page.goto(f"{served.address}&cohort=2031")

        expect(page.get_by_role("heading", level=1, name="There is no such page")).to_be_visible()
        assert cut(page) == []
        assert faults(page) == []
        context.close()
