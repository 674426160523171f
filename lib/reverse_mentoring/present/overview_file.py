"""summary.xlsx: the overview of all cohorts as a table to sort and filter, and what has changed."""

from pathlib import Path

import pandas as pd

from reverse_mentoring.present.overview_page import SHARING, in_order
from reverse_mentoring.present.spreadsheets import xlsx_file
from reverse_mentoring.words.overview import VERDICTS, Overview, Standing, changes

COLUMNS = (
    "cohort", "state", "why", "results of", "looked at", "signed up", "in pairs", "take-up %", "pairs", "pairs over",
    "mentees waiting", "mentors waiting", "to call", "to look at", "goals met", "goals not met", "goals cannot tell",
    "goals not judged",
)  # fmt: skip
NARROW = 9
WIDTHS = {**dict.fromkeys(COLUMNS[3:], NARROW), "state": 10, "why": 50, "results of": 11}
"""In characters; the headers break into two lines. Cohorts take what they need."""


def overview_file(path: Path, overview: Overview) -> None:
    """Writes the sheets Cohorts (a row each, worst first, columns COLUMNS) and Changes (if there was a last run)."""
    cohorts = pd.DataFrame([_row(each) for each in in_order(overview.run)], columns=list(COLUMNS))
    sheets = {"Cohorts": cohorts.astype(object)}
    notes = {"Cohorts": f"{SHARING} Run as of {overview.run.as_of}. An empty cell: not known, or not run."}
    if overview.last:
        found = [each.model_dump() for each in changes(overview)]
        frame = pd.DataFrame(found, columns=["cohort", "what", "before", "now"]).astype(object)
        sheets["Changes"] = frame
        notes["Changes"] = f"What differs from the run as of {overview.last.as_of}."
    xlsx_file(path, sheets, notes=notes, widths=WIDTHS, one_page_wide=True)


def _row(each: Standing) -> tuple[object, ...]:
    goals = (*VERDICTS, "not judged")
    return (
        each.cohort, each.state, " ".join(each.said), each.as_of, each.mode, each.signed_up, each.in_pairs,
        round(100 * each.in_pairs / each.signed_up) if each.in_pairs is not None and each.signed_up else None,
        each.pairs, each.over, each.unmatched_mentees, each.unmatched_mentors, each.call, each.look,
        *(each.goals.get(verdict) for verdict in goals),
    )  # fmt: skip
