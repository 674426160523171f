"""Chromium on a page, with a list of everything that should not happen there."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, sync_playwright

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run")  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "These tests open the workbook in Chromium, and there is none on this machine. On Debian and Ubuntu: "
    "apt-get install chromium. Elsewhere install Chromium or Chrome so that one of these commands starts it: "
    f"{', '.join(NAMES)}. To leave these tests out: pytest -m 'not browser'."
)
WIDTH, HEIGHT = 1100, 900
WAIT_MILLISECONDS = 90_000
LOCAL = ("127.0.0.1", "localhost")

CUT = """() => {
  const cut = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || !element.checkVisibility({visibilityProperty: true})) continue;
    let edge = innerWidth;
    for (let above = element.parentElement; above; above = above.parentElement) {
      if (getComputedStyle(above).overflowX !== "visible") edge = Math.min(edge, above.getBoundingClientRect().right);
    }
    const words = (element.textContent || "").trim().slice(0, 40);
    if (box.right > edge + 1) cut.add(`${element.tagName} “${words}” by ${Math.round(box.right - edge)} px`);
  }
  return [...cut];
}"""
"""JavaScript: what is wider than the window or than what it lies in shows."""
SETTLES_MILLISECONDS = 5_000


def cut(page: Page) -> list[str]:
    """What is cut off once the page has settled: widgets follow another width a moment later."""
    try:
        page.wait_for_function(f"() => ({CUT})().length === 0", timeout=SETTLES_MILLISECONDS)
    except TimeoutError:
        return list(page.evaluate(CUT))
    return []


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine; without one the test fails with a sentence that says how to get it."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


class Window:
    """A browser window of its own. trouble: requests that left this machine, errors on a page or in its console."""

    def __init__(self, browser: Browser) -> None:
        self.trouble: list[str] = []
        self.context: BrowserContext = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
        self.context.set_default_timeout(WAIT_MILLISECONDS)
        self.context.on("request", lambda request: self._asked(request.url))
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.trouble.append(f"error on the page: {error.error}"))
        self.context.on("page", lambda page: page.on("websocket", lambda socket: self._asked(socket.url)))

    def _asked(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob") and parts.hostname not in LOCAL:
            self.trouble.append(f"asked another machine: {address}")

    def _said(self, message: Any) -> None:
        if message.type == "error":
            self.trouble.append(f"error in the console: {message.text} ({message.location.get('url')})")
