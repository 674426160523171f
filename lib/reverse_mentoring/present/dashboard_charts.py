"""The pictures of the managers' page, at most six, from the cells of its releases.

Not drawn by Altair like the other pictures: every viewer has a kernel of his own, and its import would cost each one a
second; and a picture of fixed width is too small to read on a phone. The template draws bars and dots in per cent of
the width, while words keep their size.
"""

import re
from collections.abc import Mapping, Sequence

from reverse_mentoring.present.dashboard_marks import Bar, Judged, Line, Picture, Point, Step
from reverse_mentoring.present.dashboard_reading import (
    HIGHEST,
    LEVELS,
    LOWEST,
    NOT_SHOWN,
    PERCENT,
    STATEMENTS,
    STATES,
    Rounds,
    Share,
    goals_reached,
    items,
    mean,
    open_end,
    pairs_well,
    sessions_held,
    share,
    shown_cell,
)
from reverse_mentoring.present.dashboard_words import clear_changes, verdict
from reverse_mentoring.words.figures import signed
from reverse_mentoring.words.release import Cell, Kind, Release

_TOP, _BOTTOM = 20.0, 54.0
"""Pixels of a 5 and of a 1 in the lines of the pulse."""
_BEFORE_AFTER = re.compile(r"from (\d(?:\.\d)?)\D.*to (\d(?:\.\d)?)")
_BARS = "Dark: at least so many; pale: up to so many."
_OPEN = "In steps of ten, open at both ends, so they need not add up to 100."


def pictures(rounds: Rounds) -> tuple[Picture, ...]:
    """The six pictures of a cohort, how it goes before what comes of it; one is left out if no release names it."""
    drawn = (_pairs, _sessions, _pulse, _goals, _changes, _criteria)
    return tuple(picture for draw in drawn if (picture := draw(rounds)))


def _pairs(rounds: Rounds) -> Picture | None:
    release = rounds.latest
    well = pairs_well(release)
    title = f"{_capital(well.said)} of pairs go on or are completed" if well else "How the pairs stand"
    note = f"Shares of all pairs at the end of {release.round.name}. {_BARS} {_OPEN}"
    return _shares(release, "take-up", STATES, words=(title, note, "State", "Pairs"))


def _goals(rounds: Rounds) -> Picture | None:
    release = rounds.latest
    reached = goals_reached(release)
    title = f"{reached.said} of goals are as hoped or beyond" if reached else "Goals by the level reached"
    note = f"Each pair wrote its goals at the start. {_BARS} {_OPEN}"
    return _shares(release, "goals", LEVELS, words=(title, note, "Level", "Goals"))


def _shares(
    release: Release, kind: Kind, names: Mapping[str, str], *, words: tuple[str, str, str, str]
) -> Picture | None:
    """One bar per item. names: item → its words; words: title, note and the head of the table."""
    if not items([release], kind):
        return None
    bars = tuple(_bar(said, share(shown_cell(release, kind, item))) for item, said in names.items())
    return Picture("bars", words[0], words[1], bars, words[2:], _said(bars))


def _bar(label: str, found: Share | None) -> Bar:
    return Bar(label, found.said, 100 * found.low, 100 * found.high) if found else Bar(label, NOT_SHOWN)


def _sessions(rounds: Rounds) -> Picture | None:
    if not items(rounds.releases, "sessions"):
        return None
    bars = tuple(_bar(_capital(release.round.name), sessions_held(release)) for release in rounds.releases)
    held = sessions_held(rounds.latest)
    title = f"{_capital(held.said)} of planned sessions took place" if held else "Sessions held of those due"
    note = f"Per round; the heading speaks of {rounds.latest.round.name}. {_BARS}"
    return Picture("bars", title, note, bars, ("Round", "Sessions held of those due"), _said(bars))


def _pulse(rounds: Rounds) -> Picture | None:
    named = [item for item in STATEMENTS if item in items(rounds.releases, "pulse")]
    if not named:
        return None
    lines = tuple(Line(STATEMENTS[item], _points(rounds, item)) for item in named)
    say = shown_cell(rounds.latest, "pulse", "say")
    title = f"{STATEMENTS['say']}: {mean(say)} (of 5)" if say else "What people say after a session"
    head = ("Statement", *(_capital(release.round.name) for release in rounds.releases))
    rows = tuple((line.label, *(point.said for point in line.points)) for line in lines)
    note = "Mean of all answers per round, 1 not at all to 5 fully."
    return Picture("lines", title, note, lines, head, rows)


def _points(rounds: Rounds, item: str) -> tuple[Point, ...]:
    width = 100 / len(rounds.releases)
    cells = [(release, shown_cell(release, "pulse", item)) for release in rounds.releases]
    return tuple(_point(release, cell, (place + 0.5) * width) for place, (release, cell) in enumerate(cells))


def _point(release: Release, cell: Cell | None, x: float) -> Point:
    name = _capital(release.round.name)
    if cell is None or cell.value is None:
        return Point(name, NOT_SHOWN, x)
    low, high = (cell.value if end is None else end for end in (cell.low, cell.high))
    short = {"more": "≥ ", "less": "≤ "}.get(open_end(cell), "") + f"{cell.value:.1f}"
    return Point(name, _with_n(mean(cell), cell), x, short, _height(cell.value), _height(high or 0), _height(low or 0))


def _height(points: float) -> float:
    return round(_BOTTOM - (points - 1) / 4 * (_BOTTOM - _TOP), 1)


def _changes(rounds: Rounds) -> Picture | None:
    release, topics = rounds.latest, items([rounds.latest], "change")
    if not topics:
        return None
    rise, shown = clear_changes(release)
    title = f"Mentees (senior) rate themselves higher in {rise} of {shown} topics" if rise else (
        "No topic shows a clear change yet" if shown else "Before and after, per topic")  # fmt: skip
    note = f"Mean level, 1 never done to 5 could teach it. Ring: before; dot: now; pale: where it plausibly lies \
(95{PERCENT})."
    steps = tuple(_step(topic, shown_cell(release, "change", topic)) for topic in topics)
    return Picture("changes", title, note, steps, ("Topic", "Change"), _said(steps))


def _step(topic: str, cell: Cell | None) -> Step:
    """Drawn where the text gives both means."""
    if cell is None:
        return Step(topic, NOT_SHOWN)
    found = _BEFORE_AFTER.match(cell.text)
    said = _with_n(cell.text or signed(cell.value or 0), cell)
    if found is None or cell.value is None:
        return Step(topic, said)
    before, now = float(found[1]), float(found[2])
    if cell.low is None or cell.high is None:
        return Step(topic, said, _across(before), _across(now))
    between = f"{_with_n(cell.text, cell)}: {signed(cell.value)} [{signed(cell.low)} to {signed(cell.high)}]"
    return Step(topic, between, _across(before), _across(now), _across(before + cell.low), _across(before + cell.high))


def _across(level: float) -> float:
    return 100 * (min(max(level, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST)


def _criteria(rounds: Rounds) -> Picture | None:
    release, goals = rounds.latest, items([rounds.latest], "criteria")
    if not goals:
        return None
    cells = {goal: shown_cell(release, "criteria", goal) for goal in goals}
    marks = tuple(Judged(goal, verdict(cell) if cell else "") for goal, cell in cells.items())
    met, known = (sum(1 for mark in marks if test(mark.verdict)) for test in ("met".__eq__, bool))
    title = f"Goals of the charter met so far: {met} of {known}" if known else "The goals of the charter"
    note = "Judged by rules written down before the start. “Cannot tell” is an answer, too."
    rows = tuple((mark.label, mark.verdict or NOT_SHOWN) for mark in marks)
    return Picture("criteria", title, note, marks, ("Goal", "Verdict"), rows)


def _with_n(said: str, cell: Cell) -> str:
    return f"{said}, n\N{NO-BREAK SPACE}{cell.n}" if cell.n else said


def _said(marks: Sequence[Bar | Step]) -> tuple[tuple[str, ...], ...]:
    return tuple((mark.label, mark.said) for mark in marks)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
