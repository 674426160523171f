"""The managers' page: what was released, on one page that is understood in a minute.

From releases alone; nothing here can reach the vault, and nothing is on the page that is not in the released file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from reverse_mentoring.present.dashboard_charts import pictures
from reverse_mentoring.present.dashboard_reading import (
    NOT_SHOWN,
    STATEMENTS,
    Rounds,
    by_cohort,
    goals_reached,
    groups,
    items,
    mean,
    pairs_well,
    sessions_held,
    shown_cell,
)
from reverse_mentoring.present.dashboard_words import headline, helping, numbers, subline
from reverse_mentoring.present.pages import document, fragment
from reverse_mentoring.words.release import Grouping, Release

NOTHING_YET = (
    "Nothing has been released yet. The facilitator releases a round once it is closed, two weeks after its last day."
)
HOW_TO_READ = (
    "Answers are people's own, from 1 (not at all) to 5 (fully); n is the number of people behind a figure, as a band "
    "where they are few. Means of fewer than ten people are rounded to the half. A rise shows change, not its cause."
)
PRIVACY = (
    "Managers see totals only. Behind every mean of answers stand at least {least} people beside yourself. “{hidden}” "
    "stands wherever a figure could point at a person, and always looks the same. Behind this page are no names, pairs "
    "or single answers: its file holds none."
)
NO_NAMES = "No names: what is said in a pair stays in the pair."
NO_RANKING = "In order of name. Small groups differ by chance: this is no ranking."
SIDE_BY_SIDE = (
    "The newest first, each at its latest round. Cohorts differ in people and topics: a difference may be chance."
)
COMPARED = ("Round", "Pairs going on or completed", "Sessions held", "Goals as hoped or beyond",
            "Could say what they thought, of 5")  # fmt: skip
"""What stands beside each other where there are several cohorts."""
_GROUPINGS: tuple[tuple[Grouping, str], ...] = (("function", "Function"), ("level", "Level"))
_SIGNS = {"for you": ("?", "c-b"), "facilitator acts": ("!", "c-o"), "good news": ("✓", "c-g")}
_VERDICTS = {"met": ("✓", "c-g"), "not met": ("✗", "c-v"), "cannot tell": ("?", "")}


@dataclass(frozen=True)
class Group:
    """One row of the table of groups: its name, and (figure, people behind it) per item."""

    name: str
    figures: tuple[tuple[str, str], ...]


def page(releases: Sequence[Release], *, cohort: str = "") -> str:
    """A whole HTML page that opens offline, without scripts: the cohort asked for (the newest if empty), beside it the
    others of the same releases."""
    return document("Reverse mentoring: managers' page", [{"words": False, "html": shown(releases, cohort=cohort)}])


def shown(releases: Sequence[Release], *, cohort: str = "", address: Callable[[str], str] = lambda name: "") -> Markup:
    """The same as a piece of a page. address: the link to another cohort's page, "" where there is none."""
    if not releases:
        return fragment("dashboard_empty", sentence=NOTHING_YET)
    told = contents(releases, cohort=cohort, address=address)
    here = told["release"].cohort
    missing = f"There is no release of a cohort “{cohort}”." if cohort not in ("", here) else ""
    return fragment("dashboard", **told, missing=missing, signs=_SIGNS, verdicts=_VERDICTS)


def contents(
    releases: Sequence[Release], *, cohort: str = "", address: Callable[[str], str] = lambda name: ""
) -> dict[str, Any]:
    """All that page and PDF say of the cohort asked for (the newest if empty); there must be a release."""
    cohorts = by_cohort(releases)
    rounds = next((each for each in cohorts if each.latest.cohort == cohort), cohorts[0])
    release = rounds.latest
    return {
        "release": release, "span": _span(release), "headline": headline(release), "subline": subline(rounds),
        "numbers": numbers(release), "pictures": pictures(rounds), "tables": _tables(release),
        "helping": helping(release), "cohorts": _side_by_side(cohorts, release, address), "compared": COMPARED,
        "hidden": NOT_SHOWN, "how_to_read": HOW_TO_READ, "no_ranking": NO_RANKING,
        "no_names": NO_NAMES, "side_by_side": SIDE_BY_SIDE,
        "privacy": PRIVACY.format(least=release.least, hidden=NOT_SHOWN),
    }  # fmt: skip


def _span(release: Release) -> str:
    """“1 January to 31 March 2026”."""
    first, last = release.round.first, release.round.last
    return f"{first.day} {first:%B}{'' if first.year == last.year else f' {first:%Y}'} to {last.day} {last:%B %Y}"


def _tables(release: Release) -> list[dict[str, Any]]:
    """The pulse per function and per level: groups by name, hidden figures all alike."""
    named = [item for item in STATEMENTS if item in items([release], "pulse")]
    tables = []
    for grouping, title in _GROUPINGS:
        rows = [_group(release, grouping, name, named) for name in groups(release, "pulse", grouping)]
        if rows:
            tables.append({"title": title, "head": [STATEMENTS[item] for item in named], "rows": rows})
    return tables


def _group(release: Release, grouping: Grouping, name: str, named: Sequence[str]) -> Group:
    cells = [shown_cell(release, "pulse", item, grouping, name) for item in named]
    return Group(name, tuple((mean(cell), f"n\N{NO-BREAK SPACE}{cell.n}" if cell and cell.n else "") for cell in cells))


def _side_by_side(cohorts: Sequence[Rounds], here: Release, address: Callable[[str], str]) -> list[dict[str, Any]]:
    """One row per cohort, the newest first; empty where there is one cohort only."""
    if len(cohorts) < 2:
        return []
    latest = [rounds.latest for rounds in cohorts]
    return [
        {"name": each.cohort, "address": address(each.cohort), "here": each.cohort == here.cohort,
         "figures": [each.round.name, *_figures(each)]}
        for each in latest
    ]  # fmt: skip


def _figures(release: Release) -> list[str]:
    shares = (pairs_well(release), sessions_held(release), goals_reached(release))
    return [*(each.said if each else NOT_SHOWN for each in shares), mean(shown_cell(release, "pulse", "say"))]
