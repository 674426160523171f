"""What a person does on a page of the workbook, and waits for."""

from playwright.sync_api import Page, expect

WAIT = 30_000
"""Milliseconds."""


def saved(page: Page, version: int) -> None:
    """The page says that it was kept."""
    expect(page.get_by_role("status").filter(has_text=f"Saved as version {version} ").first).to_be_visible(timeout=WAIT)


def press(page: Page, name: str) -> None:
    """The one button of that name."""
    page.get_by_role("button", name=name, exact=True).click()


def fill(page: Page, label: str, text: str) -> None:
    """Types into a field and leaves it."""
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Tab")


def unnamed(page: Page) -> list[str]:
    """Fields and buttons that say nothing to somebody who cannot see them."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("input, select, textarea, button")]
            .filter(each => each.checkVisibility() && !each.labels?.[0]?.textContent.trim()
                && !each.getAttribute("aria-label") && !each.textContent.trim())
            .map(each => each.outerHTML.slice(0, 120))"""
    )
    return found
