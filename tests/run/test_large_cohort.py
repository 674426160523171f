"""A cohort of a thousand people after a year runs whole, and its pages say what they left out."""

import html
import re
from pathlib import Path

import pytest

from command_line import rows, said
from growing_programmes import AS_OF, Size, growing_programme
from reverse_mentoring.workbook.tables import MOST_ROWS

COHORT = "cohort-001"
PAGES = ("02_matching", "03_agreements", "04_review")
LONGEST_PAGE = 250_000
"""Bytes of page 2 and 3, pictures and style included, however many pairs there are: with all rows of these pairs page 3
had 354,000."""


@pytest.mark.slow
def test_a_thousand_people_run_whole_and_say_what_was_left_out(tmp_path: Path) -> None:
    """Every pair has its papers and its row in the files; each page shows the first rows and names the file of all."""
    home, results = growing_programme(tmp_path / "p", Size(1_000, met=True)), tmp_path / "out"

    found = said("run", COHORT, "--programme", home, "--results", results, "--as-of", AS_OF)

    assert found.exit_code == 0, found.output
    folder = results / COHORT
    pairs = rows(folder / "pairs.csv")
    going_on = [pair for pair in pairs if pair["state"] == "active"]
    assert len(pairs) > 400
    assert len(list((folder / "agreements").glob("*.docx"))) == len(going_on)
    assert len(rows(folder / "review.csv")) == len(pairs)
    told = {name: _told(folder / f"{name}.html") for name in PAGES}
    assert f"The first {MOST_ROWS} of {len(pairs)} pairs are shown; all are in pairs.xlsx." in told["02_matching"]
    assert (
        f"The first {MOST_ROWS} of {len(going_on)} agreements are shown; all are in signoffs.xlsx."
        in (told["03_agreements"])
    )
    assert re.search(rf"The first {MOST_ROWS} of \d+ people are shown", told["04_review"])
    assert max((folder / f"{name}.html").stat().st_size for name in PAGES[:2]) < LONGEST_PAGE


def _told(page: Path) -> str:
    return html.unescape(page.read_text(encoding="utf-8"))
