"""What others found, beside a figure of our own: never a target, always with its caveat.

Figures of other organisations are mostly anecdotes of those who are proud of them. The programme's own earlier cohorts
come closer, and still differ in people and time.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reverse_mentoring.decide.evidence.counted import Counted, counted
from reverse_mentoring.decide.evidence.recorded import Recorded
from reverse_mentoring.decide.statistics.intervals import share
from reverse_mentoring.words.cohort import Cohort

Known = tuple[str, float | None, float | None]
"""(key of the figure that it may stand beside, low, high); None: a text only, since it was measured otherwise."""
_BESIDE: dict[str, Known] = {
    "B1": ("retention", 0.96, 0.96),
    "B10": ("retention", 0.69, 0.72),
    "B11": ("retention", 0.98, 0.98),
    "B6": ("pairs completed", 0.81, 0.99),
    "B12": ("sessions held", 0.80, 0.90),
    "B2": ("quarter:stay", None, None),
    "B3": ("quarter:unwelcome", None, None),
    "B7": ("quarter:unwelcome", None, None),
}
"""benchmark id → where it may stand. The others compare with nothing that is measured here."""
_COLUMNS = {
    "completed": ("pairs completed", "over", "pairs that are over were completed"),
    "sessions_held": ("sessions held", "sessions_due", "sessions due were held"),
    "goals_reached": ("goals reached", "goals", "goals reviewed are at the level hoped for or beyond"),
    "safe": ("safety", "asked", "people could say what they really thought"),
}
"""column of the counts that are a yes → key of the figure, column of its denominator, the two in words."""
_OWN_SIGN = re.compile(r";? *seed \d+")
"""Says where the collector of the benchmarks found it; no source."""
_IN_BUNDLES = ("sessions_held", "goals_reached")


@dataclass(frozen=True)
class Benchmark:
    """A figure found elsewhere. measure: key of our figure beside it; low, high: its band (0–1), None where it cannot
    be drawn on the same scale; label: the figure and who; text: what it says of whom; caveat: why it is no target."""

    measure: str
    label: str
    low: float | None
    high: float | None
    text: str
    caveat: str


def outside(rows: pd.DataFrame) -> tuple[Benchmark, ...]:
    """The figures of other organisations that may stand beside one of ours, in the order of rows.

    rows: content/benchmarks.csv, with columns id, figure, what, population, n, year, source and caveat.
    """
    return tuple(_benchmark(row) for row in _texts(rows) if row["id"] in _BESIDE)


def beside_earlier(cohorts: Sequence[tuple[Cohort, pd.DataFrame]]) -> pd.DataFrame:
    """One row per (cohort, its pairs under review), in their order: cohort, pairs (that started), over, completed,
    sessions_due, sessions_held, goals (reviewed), goals_reached, asked (who answered a pulse), safe (of those, at the
    latest). Counts, of what is recorded; asked and safe NA below settings.group_at_least.
    """
    return counts_of([Recorded(*each) for each in cohorts])


def counts_of(cohorts: Sequence[Recorded]) -> pd.DataFrame:
    """As beside_earlier, where more than that is asked of a cohort."""
    rows = [_counts(each) for each in cohorts]
    columns = ["cohort", "pairs", *(name for yes, (_, of, _) in _COLUMNS.items() for name in (of, yes))]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype(dict.fromkeys(columns[1:], "Int64"))


def against_last(table: pd.DataFrame) -> tuple[str, ...]:
    """This cohort (last row of beside_earlier) against the one before it: a sentence per figure that both have.

    Completed pairs are compared once no pair of either goes on. The difference may be chance where the two 95 %
    intervals overlap. Sessions and goals of one pair resemble each other: their intervals are those of as many pairs,
    not of as many sessions.
    """
    if len(table) < 2:
        return ()
    (_, last), (_, now) = table.iloc[-2:].iterrows()
    return tuple(
        said for yes, (_, of, words) in _COLUMNS.items() if (said := _compared(now, last, yes=yes, of=of, words=words))
    )


def _texts(rows: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(name): str(value) for name, value in row.items()} for row in rows.to_dict("records")]


def _benchmark(row: dict[str, str]) -> Benchmark:
    key, low, high = _BESIDE[row["id"]]
    figure, source = row["figure"].replace("->", "→"), _OWN_SIGN.sub("", row["source"])
    said = f"{figure}: {row['what']}; {row['population']}, {row['year']} ({source})."
    return Benchmark(key, f"{figure}, {row['population']}", low, high, said, row["caveat"])


def _counts(recorded: Recorded) -> dict[str, object]:
    row: dict[str, object] = {"cohort": recorded.cohort.name, "pairs": len(recorded.begun)}
    for yes, (key, of, _) in _COLUMNS.items():
        seen = counted(recorded, key, whose="organisation")
        row |= {of: seen.answered, yes: seen.k} if _may_be_said(recorded.cohort, seen, yes) else {of: pd.NA, yes: pd.NA}
    return row


def _may_be_said(cohort: Cohort, seen: Counted, yes: str) -> bool:
    return yes != "safe" or seen.people >= cohort.settings.group_at_least


def _compared(now: "pd.Series[int]", last: "pd.Series[int]", *, yes: str, of: str, words: str) -> str:
    """“40 of 60 sessions due were held, 50 of 55 in 2025-autumn; the difference may be chance.”"""
    if not all(pd.notna(row[of]) and row[of] for row in (now, last)):
        return ""
    if of == "over" and any(row["over"] < row["pairs"] for row in (now, last)):
        return ""
    said = f"{now[yes]} of {now[of]} {words}, {last[yes]} of {last[of]} in {last['cohort']}"
    intervals = sorted(_interval(row, yes, of) for row in (now, last))
    apart = intervals[0][1] < intervals[1][0]
    return f"{said}; {'more than chance would explain' if apart else 'the difference may be chance'}."


def _interval(row: "pd.Series[int]", yes: str, of: str) -> tuple[float, float]:
    k, n = int(row[yes]), int(row[of])
    if yes in _IN_BUNDLES and row["pairs"] < n:
        k, n = round(k / n * int(row["pairs"])), int(row["pairs"])
    found = share(k, n)
    return found.low or 0.0, 1.0 if found.high is None else found.high
