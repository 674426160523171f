"""The review on paper: two pages in Word for the steering group, with figures and verdicts and without any person.

It says nothing of fewer people than settings.group_at_least, and leaves out free text in which a name seems to stand.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from reverse_mentoring.decide.review.naming import names_somebody
from reverse_mentoring.present.criteria_picture import VERDICTS, Strip
from reverse_mentoring.present.documents import TEMPLATES, Picture, render_docx
from reverse_mentoring.present.drawn import Drawn
from reverse_mentoring.present.review_charts import criteria_chart
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.findings import Verdict

NAMES_SOMEBODY = "left out, because it seems to name somebody"
_HIGHEST_MM, _STRIP_MM = 46, 14
_MOST_OTHERS, _MOST_LEARNED, _MOST_OUTSIDE = 7, 5, 3
_SLOTS = ("first_picture", "second_picture", "third_picture")
_STRIPS_UP_TO = 5
"""Goals; with more there is no room to draw them beside their words."""


@dataclass(frozen=True)
class Figure:
    """value with its denominator: “24”, “of 28”; n: people, pairs or sessions behind it, None where there are none."""

    name: str
    value: str
    of: str = ""
    note: str = ""
    n: int | None = None


@dataclass(frozen=True)
class Judged:
    """One goal of the charter. goal, finding, why, caveats: sentences; n: people behind the figure, None without one.

    strip: how it is drawn, if there is a figure (criteria_picture.strips).
    """

    goal: str
    verdict: Verdict
    finding: str
    why: str
    caveats: tuple[str, ...] = ()
    n: int | None = None
    strip: Strip | None = None


@dataclass(frozen=True)
class Seen:
    """Something else that was seen, never a verdict. fewest: of a count of people's own answers, how many are on the
    smaller side; None otherwise."""

    measure: str
    finding: str
    n: int
    fewest: int | None = None


@dataclass(frozen=True)
class Outside:
    """A figure from elsewhere, with what must be known of it."""

    label: str
    text: str
    caveat: str


@dataclass(frozen=True)
class Learned:
    """An insight that both released, and what came of it: action in words or "", state (“done on 20 May 2027”)."""

    wording: str
    action: str
    state: str


@dataclass(frozen=True)
class Shown:
    """A picture with its heading and a line on how to read it. n: the smallest group in it."""

    title: str
    drawn: Drawn
    note: str = ""
    n: int | None = None


@dataclass(frozen=True)
class ReportContent:
    """All that the report says. figures: four at most; summary: sentences below the headline; charter: how the goals
    were fixed; beside_earlier: comparison with earlier cohorts; lessons: sentences; method: how to read it."""

    headline: str
    summary: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    charter: tuple[str, ...] = ()
    criteria: tuple[Judged, ...] = ()
    pictures: tuple[Shown, ...] = ()
    exploratory: tuple[Seen, ...] = ()
    beside_earlier: tuple[str, ...] = ()
    outside: tuple[Outside, ...] = ()
    learned: tuple[Learned, ...] = ()
    lessons: tuple[str, ...] = ()
    method: tuple[str, ...] = ()


def review_report(path: Path, content: ReportContent, cohort: Cohort) -> None:
    """Write report.docx: headline, figures, goals with verdicts, pictures, what else was seen, what was learned, how to
    read it. The same content gives the same bytes. No person, pair or group under group_at_least is in it."""
    least = cohort.settings.group_at_least
    pictures = dict(_pictures(content, least))
    head = {
        "title": "Review", "organisation": cohort.settings.organisation, "cohort": cohort.name,
        "as_of": cohort.as_of, "day": in_words(cohort.as_of), "group_at_least": least,
        "learned": [_learned(each, cohort) for each in content.learned[:_MOST_LEARNED]],
        "criteria": [
            {"goal": unnamed(each.goal, cohort), **_criterion(number, each, least)}
            for number, each in enumerate(content.criteria, start=1)
        ],
        "lessons": [unnamed(lesson, cohort) for lesson in content.lessons],
    }  # fmt: skip
    slots = dict.fromkeys(("criteria_picture", *_SLOTS), "")
    render_docx(
        TEMPLATES / "review_report.docx", {**slots, **head, **_context(content, least)}, path, pictures=pictures
    )


def unnamed(text: str, cohort: Cohort) -> str:
    """The text, or a word in its place where a name seems to stand in it."""
    return NAMES_SOMEBODY if names_somebody(text, cohort) else text


def _few(n: int | None, least: int) -> bool:
    return n is not None and n < least


def _points_at_few(each: Seen, least: int) -> bool:
    """Whether all but a few, or only a few, said so."""
    return each.fewest is not None and 0 < each.fewest < least


def _context(content: ReportContent, least: int) -> dict[str, Any]:
    shown = [each for each in content.exploratory if not (_few(each.n, least) or _points_at_few(each, least))]
    pictures = _room_for(content, least)
    return {
        "headline": content.headline, "summary": content.summary, "charter": content.charter,
        "figures": [_figure(each, least) for each in _four(content.figures)],
        "picture_titles": [(each.title, each.note) for each in pictures] + [("", "")] * (len(_SLOTS) - len(pictures)),
        "exploratory": [asdict(each) for each in shown[:_MOST_OTHERS]],
        "left_out": _left_out(content, shown, least), "beside_earlier": content.beside_earlier,
        "outside": [asdict(each) for each in content.outside[:_MOST_OUTSIDE]], "method": content.method,
    }  # fmt: skip


def _four(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    return (*figures, *[Figure("", "")] * 4)[:4] if figures else ()


def _figure(each: Figure, least: int) -> dict[str, str]:
    if _few(each.n, least):
        return {"name": each.name, "value": "–", "of": "", "note": "too few to show"}
    return {"name": each.name, "value": each.value, "of": each.of, "note": each.note}


def _criterion(number: int, each: Judged, least: int) -> dict[str, Any]:
    said, _ = VERDICTS[each.verdict]
    row = {"number": number, "verdict": said, "finding": each.finding, "why": each.why,
           "caveats": " ".join(each.caveats)}  # fmt: skip
    if not _few(each.n, least):
        return row
    few = f"Fewer than {least} people are behind this figure, so it is not shown."
    return row | {"verdict": VERDICTS["cannot tell"][0], "finding": few, "why": "", "caveats": ""}


def _left_out(content: ReportContent, shown: list[Seen], least: int) -> str:
    few = sum(_few(each.n, least) for each in content.exploratory)
    pointing = len(content.exploratory) - len(shown) - few
    more = max(len(shown) - _MOST_OTHERS, 0)
    said = [f"Not shown, of fewer than {least} people: {few}."] if few else []
    said += [f"Not shown, because the count would point at fewer than {least} people: {pointing}."] if pointing else []
    return " ".join([*said, *([f"Only on the page of the review: {more}."] if more else [])])


def _learned(each: Learned, cohort: Cohort) -> dict[str, str]:
    action = unnamed(each.action, cohort) or "–"
    return {"wording": unnamed(each.wording, cohort), "action": action, "state": each.state}


def _room_for(content: ReportContent, least: int) -> list[Shown]:
    """Fewer pictures beside more rows, so that two pages are enough; none of too few people."""
    rows = len(content.exploratory[:_MOST_OTHERS]) + len(content.learned[:_MOST_LEARNED])
    most = 1 if len(content.criteria) > 3 else 2 if rows > 8 else 3
    return [each for each in content.pictures if not _few(each.n, least)][:most]


def _pictures(content: ReportContent, least: int) -> Iterator[tuple[str, Picture]]:
    """The goals as strips while there is room for them beside their words; then the others."""
    strips = [
        replace(each.strip, goal=f"Goal {number}")
        for number, each in enumerate(content.criteria, start=1)
        if each.strip and not _few(each.n, least)
    ]
    if strips and len(content.criteria) <= _STRIPS_UP_TO:
        yield "criteria_picture", criteria_chart(strips).picture(highest_mm=_STRIP_MM * len(strips))
    for slot, each in zip(_SLOTS, _room_for(content, least), strict=False):
        yield slot, each.drawn.picture(highest_mm=_HIGHEST_MM)
