"""Reading releases for the managers' page: which cohorts and rounds there are, and what each figure stands for.

A cell that is hidden and a cell that is not there read the same. What the cells of a release say (item → value):
take-up: state of STATES → share of all pairs; sessions: “held” → share of those due; goals: level “-2” … “2” → share of
all goals; pulse: worth, say, both, next → mean (1–5); change: topic → mean change with its interval, text “from 2.4 to
3.6”; criteria: goal of the charter → verdict as text; insights: “released”, “done” → count. low and high of shares and
of pulse means: what the rounded figure stands for. Imports nothing that could reach the vault.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reverse_mentoring.words.release import Cell, Grouping, Kind, Release

NOT_SHOWN = "not shown"
LOWEST, HIGHEST = 1, 5
"""Of the answers."""
PERCENT = "\N{NO-BREAK SPACE}%"
STATES = {"active": "going on", "completed": "completed", "ended": "ended early"}
"""How pairs stand, in managers' words, in the order to show them."""
LEVELS = {"-2": "much less than hoped", "-1": "less than hoped", "0": "as hoped", "1": "more", "2": "much more"}
REACHED = ("0", "1", "2")
STATEMENTS = {
    "worth": "“The last session was worth my time”",
    "say": "“I could say what I really thought”",
    "both": "“We both learned something”",
    "next": "“I know what our next step is”",
}


@dataclass(frozen=True)
class Share:
    """A share (0–1) as it was released. said: in words; low, high: what it stands for; n: people behind it, a band."""

    said: str
    value: float
    low: float
    high: float
    n: str = ""


@dataclass(frozen=True)
class Rounds:
    """What was released of one cohort, oldest round first; there is at least one."""

    releases: tuple[Release, ...]

    @property
    def latest(self) -> Release:
        return self.releases[-1]


def by_cohort(releases: Sequence[Release]) -> tuple[Rounds, ...]:
    """The cohorts with their rounds; the one with the newest round first, then by name."""
    names = sorted({each.cohort for each in releases})
    found = [Rounds(tuple(sorted((r for r in releases if r.cohort == name), key=lambda r: r.round.number)))
             for name in names]  # fmt: skip
    return tuple(sorted(found, key=lambda rounds: rounds.latest.round.last, reverse=True))


def shown_cell(release: Release, kind: Kind, item: str, grouping: Grouping = "cohort", group: str = "") -> Cell | None:
    """The cell if it is shown; None if it is hidden or not there. group is not looked at for the whole cohort."""
    for cell in release.cells:
        here = (cell.kind, cell.grouping) == (kind, grouping) and (grouping == "cohort" or cell.group == group)
        if here and cell.shown and item in (cell.item, cell.item.replace("−", "-").removeprefix("+")):
            return cell
    return None


def items(releases: Sequence[Release], kind: Kind) -> list[str]:
    """The items of a table of the whole cohort, shown or not, in the order of the newest release that names them."""
    named = [cell.item for release in reversed(releases) for cell in release.cells
             if cell.kind == kind and cell.grouping == "cohort"]  # fmt: skip
    return list(dict.fromkeys(named))


def groups(release: Release, kind: Kind, grouping: Grouping) -> list[str]:
    """The groups of a table by their names, never by their figures; those merged as “other …” last."""
    named = {cell.group for cell in release.cells if cell.kind == kind and cell.grouping == grouping}
    return sorted(named, key=lambda name: (name.casefold().startswith("other"), name.casefold()))


def counted(cell: Cell | None) -> str:
    """A count in words, or “not shown”."""
    return NOT_SHOWN if cell is None or cell.value is None else f"{cell.value:.0f}"


def mean(cell: Cell | None) -> str:
    """A mean of answers (1–5): “4.1”, “4.3 or more” where it was released with an open end, or “not shown”."""
    if cell is None or cell.value is None:
        return NOT_SHOWN
    beyond = open_end(cell)
    return f"{cell.value:.1f}{f' or {beyond}' if beyond else ''}"


def open_end(cell: Cell) -> str:
    """“more” or “less” where the mean stands for all up to the end of the scale, else ""."""
    low, high = (cell.value if end is None else end for end in (cell.low, cell.high))
    if cell.value is None or low is None or high is None:
        return ""
    return "more" if cell.value < high == HIGHEST else "less" if cell.value > low == LOWEST else ""


def share(cell: Cell | None) -> Share | None:
    """A share in steps of 10 %, open at both ends: “about 70 %”, “90 % or more”; None where it is not shown."""
    if cell is None or cell.value is None:
        return None
    tens, low, high = round(10 * cell.value), cell.low, cell.high
    said = f"about {10 * tens}{PERCENT}" if 1 < tens < 9 else f"90{PERCENT} or more" if tens >= 9 else (
        f"10{PERCENT} or less")  # fmt: skip
    return Share(said, cell.value, cell.value if low is None else low, cell.value if high is None else high, cell.n)


def pairs_well(release: Release) -> Share | None:
    """Pairs that go on or are completed, of all pairs ever."""
    return _together(release, "take-up", STATES, ("active", "completed"))


def sessions_held(release: Release) -> Share | None:
    """Sessions held of those due in the round."""
    return share(shown_cell(release, "sessions", "held"))


def goals_reached(release: Release) -> Share | None:
    """Goals at the level hoped for or beyond, of all goals."""
    return _together(release, "goals", LEVELS, REACHED)


def _together(release: Release, kind: Kind, every: Iterable[str], wanted: Sequence[str]) -> Share | None:
    """Several shares of a whole as one: the range that they and the others leave open.

    None where one of them is hidden, or where shares told at different times do not fit together.
    """
    known = {item: share(shown_cell(release, kind, item)) for item in every}
    some = [each for item, each in known.items() if each and item in wanted]
    others = [each for item, each in known.items() if each and item not in wanted]
    low = max(sum(each.low for each in some), 1 - sum(each.high for each in others))
    high = min(sum(each.high for each in some), 1 - sum(each.low for each in others))
    if not all(known.values()) or low > high + 1e-9:
        return None
    said = f"{100 * low:.0f}–{100 * high:.0f}{PERCENT}" if round(high - low, 2) else f"{100 * low:.0f}{PERCENT}"
    return Share(said, (low + high) / 2, low, high, some[0].n)
