"""A page of very many people shows the first rows, says in a sentence what it left out, and where the whole is."""

import datetime as dt
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_line import rows as csv_rows
from command_line import said
from growing_programmes import AS_OF, Size, growing_programme
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.first_sessions import starts
from reverse_mentoring.store.programme import find
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.tables import table
from reverse_mentoring.workbook.agreements import Agreements
from reverse_mentoring.workbook.matching import Matching
from reverse_mentoring.workbook.opening import open_cohort
from reverse_mentoring.workbook.review import Review
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.review_findings import Findings
from reverse_mentoring.workbook.tables import MOST_ROWS, first_rows
from review_pages import COHORT, SETTINGS, opened, review_programme, rows
from vault_samples import NOW

PEOPLE = 2 * MOST_ROWS + 40


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(), max_size=30), st.integers(1, 30))
def test_what_is_shown_and_what_is_said_of_the_rest_add_up(some: list[int], most: int) -> None:
    """The first rows in their order; a sentence with both numbers exactly where something is missing."""
    found = first_rows(some, "people", most=most)

    assert [*found, *some[most:]] == some
    assert found.all == len(some)
    assert bool(found.left_out) == (len(some) > most)
    assert found.left_out in (
        "", f"The first {most} of {len(some)} people are shown; {len(some) - most} more are left out on this page."
    )  # fmt: skip


def test_the_sentence_names_the_file_that_has_them_all() -> None:
    """Whoever needs the rest knows where to look."""
    assert first_rows(range(2443), "pairs", whole="pairs.xlsx").left_out == (
        "The first 200 of 2,443 pairs are shown; all are in pairs.xlsx."
    )


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cohort with a few more pairs than a page shows."""
    home = growing_programme(tmp_path_factory.mktemp("left-out") / "p", Size(PEOPLE))
    taken_in = said("import", "--programme", home)
    assert taken_in.exit_code == 0, taken_in.output
    return home


def test_a_page_shows_the_lowest_fits_and_the_file_has_every_pair(folder: Path, tmp_path: Path) -> None:
    """On page 2 in print; the live table, which can be searched, has all."""
    step = Matching(open_cohort(str(folder), "cohort-001", str(AS_OF), str(tmp_path)))
    printed, pairs = str(step.desk().printed()), step.pairing.pairs
    step.results()
    sheet = pd.read_excel(tmp_path / "pairs.xlsx", engine="calamine", dtype="str", header=None)

    assert len(pairs) > MOST_ROWS
    assert f"The first {MOST_ROWS} of {len(pairs)} pairs are shown; all are in pairs.xlsx." in printed
    fits = [float(fit) for fit in re.findall(r'<td class="n">([\d.]+)</td><td>suggested', printed)]
    assert len(fits) == MOST_ROWS
    assert fits == sorted(fits)
    assert {pair.mentor_id for pair in pairs} <= set(sheet.to_numpy().ravel())
    assert {(row["mentor_id"], row["mentee_id"]) for row in csv_rows(tmp_path / "pairs.csv")} == {p.ids for p in pairs}


def test_agreements_that_wait_stand_first_where_not_all_are_shown(folder: Path) -> None:
    """On page 3, in the table of pairs, of trainings and of signatures."""
    step = Agreements(open_cohort(str(folder), "cohort-001", str(AS_OF)))
    printed = f"{step.desk().printed()}{step.training().printed()}"
    count = len(step.drafts.drafts)

    assert f"The first {MOST_ROWS} of {count} pairs, those that wait first, are shown" in printed
    assert f"The first {MOST_ROWS} of {count} agreements are shown; all are in signoffs.xlsx." in printed
    assert re.search(rf"The first {MOST_ROWS} of [\d,]+ trainings, those not done first, are shown", printed)


# cohorts beside each other


@pytest.mark.parametrize(("count", "left_out"), [(5, 0), (8, 3)])
def test_of_many_earlier_cohorts_the_last_five_stand_beside_this_one(tmp_path: Path, count: int, left_out: int) -> None:
    """The latest of them, earliest first, and this one last."""
    names = [f"cohort-{number}" for number in range(count)]
    found = Findings(Desk(opened(_with_earlier(tmp_path / "p", names)), "close"))

    assert found.cohorts["cohort"].tolist() == [*names[-5:], COHORT]
    assert found.still_earlier == left_out


def test_the_page_says_how_many_earlier_cohorts_it_left_out(tmp_path: Path) -> None:
    """Beside the figures of those that it shows."""
    names = [f"cohort-{number}" for number in range(7)]
    page = str(Review(opened(_with_earlier(tmp_path / "p", names)), "close").evidence().printed())

    assert "2 cohorts with an earlier start are left out here." in page
    assert "cohort-2" in page
    assert "cohort-1" not in page


def test_the_starts_read_from_the_vault_are_those_of_the_cohorts_loaded(tmp_path: Path) -> None:
    """As set, else the first pair's, else four weeks from today."""
    programme = find(_with_earlier(tmp_path / "p", ["set"], unset=["met", "empty"]))
    vault, fixed, day = open_vault(programme.vault), programme.settings(), dt.date(2026, 6, 18)
    found = starts(vault, fixed, as_of=day)

    assert found == {name: load_cohort(vault, name, fixed, day).start for name in vault.cohorts()}
    assert found["set"] == dt.date(2025, 1, 6)
    assert found["met"] == dt.date(2026, 3, 2)
    assert found["empty"] == dt.date(2026, 7, 16)


def _with_earlier(folder: Path, names: list[str], *, unset: list[str] | None = None) -> Path:
    """The programme of the review pages, with cohorts before it, a week between them; unset: without a start."""
    review_programme(folder)
    days = [dt.date(2025, 1, 6) + dt.timedelta(weeks=number) for number in range(len(names))]
    sections = "".join(f"[cohorts.{name}]\nstart = {day}\n" for name, day in zip(names, days, strict=True))
    (folder / "programme.toml").write_text(SETTINGS + sections, encoding="utf-8")
    frames = {name: tidy_rows(name) for name in ("roster", "signups", "ratings", "topics", "pairs", "sessions")}
    others = {name: {} if name == "empty" else frames for name in [*names, *(unset or ())]}
    open_vault(folder / "programme.db").store(others, now=NOW)
    return folder


def tidy_rows(name: str) -> pd.DataFrame:
    """A table of the programme of the review pages."""
    return tidy(pd.DataFrame(rows()[name]), table(name))
