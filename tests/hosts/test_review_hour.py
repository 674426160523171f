"""A facilitator's month, quarter and close on step 4 in Chromium, on the sample programme."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from local_browser import Window, chromium, cut
from page_hands import WAIT, fill, press, saved, unnamed
from served_programme import Served, served

pytestmark = pytest.mark.browser
COHORT = "2026-spring"
REASON = "quarrel-4711"
WORDING = "The lab booking page cannot be read by a screen reader."


def test_a_month_a_quarter_and_the_close(tmp_path: Path) -> None:
    """A call ticked off, paper typed in, an end, a new pair, another rhythm, an insight, verdicts, the files."""
    with served(tmp_path) as running, chromium() as browser:
        window = Window(browser)
        page = window.context.new_page()
        page.goto(running.page("voila/render/04_review.ipynb", cohort=COHORT, mode="month"))
        expect(headline(page)).to_have_text("24 of 29 pairs meet as agreed; five need a call.", timeout=3 * WAIT)
        assert cut(page) == []
        assert unnamed(page) == []

        tick_off_by_keyboard(page)
        type_in_a_session(page)
        end_a_pair(page)
        make_a_new_pair(page)
        change_the_rhythm(page)
        page.get_by_label("What to look at", exact=True).select_option(label="The quarterly review (30 minutes)")
        see_verdicts(page)
        release_an_insight(page)
        page.get_by_label("What to look at", exact=True).select_option(label="The close (90 minutes)")
        write_the_files(page, running)
        assert cut(page) == []
        assert unnamed(page) == []

        see_the_change_on_page_3(window, running)
        open_again(page, running)
        assert window.trouble == []
        window.context.close()


def headline(page: Page) -> Locator:
    return page.get_by_role("heading", level=1, name=re.compile("need a call|needs a call"))


def section(page: Page, title: str) -> Locator:
    """The card that has this heading."""
    return page.locator(".rm-panel").filter(has=page.get_by_role("heading", name=re.compile(title)))


def tick_off_by_keyboard(page: Page) -> None:
    """The worst is chosen already: one key takes it off the list, and the next one is first."""
    first = page.get_by_label("Pair to tick off", exact=True)
    worst = first.locator("option:checked").inner_text()
    expect(page.get_by_role("heading", name="Today: 5 to call, 4 to look at")).to_be_visible()
    page.get_by_role("button", name="Done, take it off the list").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Today: 4 to call, 4 to look at")).to_be_visible(timeout=WAIT)
    saved(page, 2)
    expect(first.locator("option", has_text=worst)).to_have_count(0)


def type_in_a_session(page: Page) -> None:
    """What came on paper counts at once: a pair that seemed to have stopped has met."""
    page.get_by_label("Which pair", exact=True).select_option(label="Nicolas Perrin and Meera Lingam")
    expect(page.get_by_label(re.compile("^Number of the session"))).not_to_have_value("", timeout=WAIT)
    fill(page, "Day it was planned for", "2026-10-28")
    page.get_by_label("What became of it", exact=True).select_option("held")
    press(page, "Add")
    expect(headline(page)).to_have_text("24 of 29 pairs meet as agreed; four need a call.", timeout=WAIT)
    saved(page, 3)
    expect(page.get_by_role("heading", name="1 row typed in")).to_be_visible()
    expect(page.get_by_role("heading", name="Today: 3 to call, 5 to look at")).to_be_visible()


def end_a_pair(page: Page) -> None:
    """The reason is written down and from then on nowhere on the page."""
    page.get_by_label("Pair", exact=True).select_option(label="Esha Bhat and Anna Lüthi")
    page.get_by_label("How it ends", exact=True).select_option("withdrawn")
    fill(page, "Reason, for you alone", REASON)
    press(page, "End this pair")
    expect(page.get_by_role("heading", name="3 pairs have ended: 1 ended, 1 withdrawn, 1 left")).to_be_visible(
        timeout=WAIT
    )
    saved(page, 4)
    expect(page.get_by_label("Reason, for you alone", exact=True)).to_have_value("", timeout=WAIT)
    assert REASON not in page.content()


def make_a_new_pair(page: Page) -> None:
    """Among free people only; nobody else's pair is touched."""
    card = section(page, "new pairs? (is|are) possible among")
    expect(card.get_by_role("cell", name="François Jacquet Technical Operations")).to_be_visible()
    press(page, "Make this a pair")
    saved(page, 5)
    expect(card.get_by_role("listitem").filter(has_text="François Jacquet")).to_be_visible(timeout=WAIT)


def change_the_rhythm(page: Page) -> None:
    page.get_by_label("Pair", exact=True).select_option(label="Marisol Jefferson and Aaliyah Douglas")
    page.get_by_label("Rhythm from now on", exact=True).select_option(label="every 4 weeks")
    press(page, "Change it in the agreement")
    expect(page.get_by_role("status").filter(has_text="agree to it anew in step 3").first).to_be_visible(timeout=WAIT)


def see_verdicts(page: Page) -> None:
    """Each goal of the charter has one, in words; what nobody promised folds after eight rows."""
    expect(page.get_by_role("heading", name="Of 4 goals: 1 met, 3 open, because nobody can tell")).to_be_visible(
        timeout=WAIT
    )
    expect(page.locator("ol.goals .chip")).to_have_text(["✓ Met", *3 * ["? Cannot tell"]])
    expect(page.get_by_role("region", name="Also seen").get_by_role("row")).to_have_count(9)
    expect(page.get_by_role("region", name="More figures")).to_be_hidden()


def release_an_insight(page: Page) -> None:
    """Its words stay in the pair until both release them."""
    fill(page, "In these words, without names", WORDING)
    press(page, "Keep this insight")
    card = section(page, "insights? left (its )?pair")
    expect(card.get_by_role("listitem").filter(has_text="not released yet by both")).to_be_visible(timeout=WAIT)
    expect(card.get_by_role("cell", name=WORDING)).to_have_count(0)
    card.get_by_label("Insight", exact=True).select_option(label="No. 3")
    expect(card.get_by_label("In these words, without names")).to_have_value(WORDING, timeout=WAIT)
    for who in ("mentor (junior)", "mentee (senior)"):
        card.get_by_label(f"Released by the {who}", exact=True).check()
    press(page, "Keep this insight")
    expect(card.get_by_role("cell", name=WORDING)).to_be_visible(timeout=WAIT)
    expect(card.get_by_role("heading", name="3 insights left pairs")).to_be_visible()


def write_the_files(page: Page, running: Served) -> None:
    """At the close everything is written that goes on."""
    expect(page.get_by_role("heading", name=re.compile("^0 of 32 pairs completed; "))).to_be_visible(timeout=WAIT)
    press(page, "Write the files")
    expect(page.get_by_role("heading", name=re.compile("files written$"))).to_be_visible(timeout=WAIT)
    folder = next((running.programme.runs / COHORT).iterdir())
    for name in ("review.csv", "attention.xlsx", "review_forms.xlsx", "report.docx", "lessons.docx",
                 "next_cohort.toml", "carry_over.csv"):  # fmt: skip
        assert (folder / name).stat().st_size, name
    assert list((folder / "certificates").glob("*.docx"))


def see_the_change_on_page_3(window: Window, running: Served) -> None:
    page = window.context.new_page()
    page.goto(running.page("voila/render/03_agreements.ipynb", cohort=COHORT))
    row = page.get_by_role("row").filter(has_text="Marisol Jefferson").filter(has_text="changed since it was agreed")
    expect(row.first).to_be_visible(timeout=3 * WAIT)
    page.close()


def open_again(page: Page, running: Served) -> None:
    """Everything stands as it was left, and the reason is neither on the page nor sent to it."""
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sent.append(_text(frame))))
    page.goto(running.page("voila/render/04_review.ipynb", cohort=COHORT, mode="month"))
    expect(headline(page)).to_be_visible(timeout=3 * WAIT)
    expect(page.get_by_role("heading", name="1 row typed in")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^3 pairs have ended"))).to_be_visible()
    assert any("Esha Bhat" in frame for frame in sent)
    assert REASON not in page.content()
    assert not any(REASON in frame for frame in sent)


def _text(frame: Any) -> str:
    return frame if isinstance(frame, str) else bytes(frame).decode("utf-8", "replace")
