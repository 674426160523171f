"""summary.xlsx: the overview of all cohorts as a table to sort and filter, and what has changed."""

from pathlib import Path

import pandas as pd

from reverse_mentoring.present.overview_page import SHARING
from reverse_mentoring.present.spreadsheets import xlsx_file
from reverse_mentoring.words.overview import VERDICTS, Overview, Standing, changes

COLUMNS = (
    "cohort", "state", "results of", "looked at", "signed up", "in pairs", "take-up %", "pairs", "pairs over",
    "mentees waiting", "mentors waiting", "to call", "to look at", "goals met", "not met", "cannot tell", "not judged",
    "why",
)  # fmt: skip


def overview_file(path: Path, overview: Overview) -> None:
    """Writes the sheets Cohorts (one row each, columns COLUMNS) and Changes (since the last run, if there was one)."""
    cohorts = pd.DataFrame([_row(each) for each in overview.run.standings], columns=list(COLUMNS))
    sheets = {"Cohorts": cohorts.astype(object)}
    notes = {"Cohorts": f"{SHARING} Run as of {overview.run.as_of}. An empty cell: not known, or not run."}
    if overview.last:
        found = [each.model_dump() for each in changes(overview)]
        frame = pd.DataFrame(found, columns=["cohort", "what", "before", "now"]).astype(object)
        sheets["Changes"] = frame
        notes["Changes"] = f"What differs from the run as of {overview.last.as_of}."
    xlsx_file(path, sheets, notes=notes, widths={"why": 60}, one_page_wide=True)


def _row(each: Standing) -> tuple[object, ...]:
    goals = (*VERDICTS, "not judged")
    return (
        each.cohort, each.state, each.as_of, each.mode, each.signed_up, each.in_pairs,
        round(100 * each.in_pairs / each.signed_up) if each.in_pairs is not None and each.signed_up else None,
        each.pairs, each.over, each.unmatched_mentees, each.unmatched_mentors, each.call, each.look,
        *(each.goals.get(verdict) for verdict in goals), " ".join(each.said),
    )  # fmt: skip
