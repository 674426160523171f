"""What every step shows around its own content: the header, the line on saving, the files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from markupsafe import Markup

from reverse_mentoring.present.pages import fragment, style
from reverse_mentoring.store.cohorts import cohort_names
from reverse_mentoring.workbook import controls
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.opening import NOTEBOOKS, Opened
from reverse_mentoring.workbook.views import Page, View, together


def header(opened: Opened, step: str) -> View:
    """Where we are: programme, cohort, step, day; links where the host knows them."""
    cohort = opened.cohort
    steps = [
        {"title": title, "current": name == step, "address": opened.address(name)}
        for name, (_, title) in NOTEBOOKS.items()
    ]
    others = [
        {"name": name, "address": opened.address(step, name)}
        for name in cohort_names(opened.vault)
        if name != cohort.name and opened.addresses
    ]
    mentors, mentees = len(cohort.of_role("mentor")), len(cohort.of_role("mentee"))
    page = fragment(
        "header",
        organisation=cohort.settings.organisation,
        cohort=cohort.name,
        steps=steps,
        others=others,
        people=f"{mentors} mentors (junior), {mentees} mentees (senior)",
        as_of=f"{cohort.as_of.day} {cohort.as_of:%B %Y}",
    )
    return Page(lambda: style() + page)


def followed(decisions: Decisions[Any], show: Callable[[], Markup]) -> Page:
    """A page that is drawn again after every decision."""
    page = Page(show)
    decisions.follow(page.refresh)
    return page


def status(decisions: Decisions[Any]) -> Page:
    """“Saved as version 3”, or what went wrong; always visible. “Working …” stands beside it for that long."""
    page = followed(decisions, lambda: fragment("status", sentence=decisions.said, trouble=decisions.trouble))
    page.add_class("rm-status")
    decisions.watch(lambda working: (page.add_class if working else page.remove_class)("rm-working"))
    page.printed = lambda: Markup("")
    return page


def files(decisions: Decisions[Any], write: Callable[[Path], list[Path]]) -> View:
    """The files of a step: written at once in batch, at a click by a person."""
    opened = decisions.opened
    written: list[str] = []
    page = Page(lambda: fragment("files", files=written, sentence="Nothing written yet.", folder=_below(opened)))

    def act() -> None:
        opened.output.mkdir(parents=True, exist_ok=True)
        written[:] = [path.relative_to(opened.output).as_posix() for path in write(opened.output)]
        page.refresh()

    if opened.results:
        act()
        return page
    by_hand = controls.button("Write the files", act, decisions, primary=True)
    return together(page, extra=(by_hand,), classes=("rm-desk",))


def _below(opened: Opened) -> str:
    """The folder that the files of a workshop are in, below the programme's; “” in batch, where the caller named it."""
    inside = not opened.results and opened.output.is_relative_to(opened.programme.folder)
    return opened.output.relative_to(opened.programme.folder).as_posix() if inside else ""
