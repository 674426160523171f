"""A roster imported after pairing is looked at in the next run: whoever has become the other's boss is called first."""

import datetime as dt
from pathlib import Path

import pytest

from command_line import programme
from reverse_mentoring.store.importing import read_input, store_input
from reverse_mentoring.store.programme import find
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.workbook.opening import open_cohort
from reverse_mentoring.workbook.review import Review
from reverse_mentoring.workbook.review_desk import Desk
from review_pages import Screen

COHORT, TODAY = "2026-spring", dt.date(2026, 4, 2)
SETTINGS = "[cohorts.2026-spring]\nstart = 2026-03-02\n"
ROSTER = """person_id,name,level,department,manager_id,dotted_line_ids
C,Zoe Hale,L9,Board,,
B1,Bo Lindt,L5,Sales,C,
B2,Cy Juhl,L5,Labs,C,
M1,Ana Keller,L1,Sales,B1,
N1,Ben Roth,L5,Labs,B2,
"""
FILES = {
    "roster.csv": ROSTER,
    "2026-spring/signups.csv": "person_id,role,consent\nM1,mentor,yes\nN1,mentee,yes\n",
    "2026-spring/pairs.csv": "mentor_id,mentee_id,started,state,agreed_on\nM1,N1,2026-03-02,active,2026-03-01\n",
    "2026-spring/sessions.csv": "mentor_id,mentee_id,number,planned_on,status\nM1,N1,1,2026-03-09,held\n"
    "M1,N1,2,2026-03-30,held\n",
}
MOVES = {
    "the mentee is her boss": ("M1,Ana Keller,L1,Sales,B1,", "M1,Ana Keller,L1,Labs,N1,"),
    "the mentee is above her boss": ("B1,Bo Lindt,L5,Sales,C,", "B1,Bo Lindt,L5,Sales,N1,"),
    "she leads his project": ("N1,Ben Roth,L5,Labs,B2,", "N1,Ben Roth,L5,Labs,B2,M1"),
}


def imported(folder: Path) -> None:
    """What lies in input/ goes into the vault."""
    found = find(folder)
    vault = open_vault(found.vault)
    store_input(read_input(found, vault, [COHORT]), vault, now=dt.datetime.now(dt.UTC))


def desk(folder: Path) -> Desk:
    """The review as it opens today."""
    return Desk(open_cohort(str(folder), COHORT, TODAY.isoformat()), "month")


@pytest.mark.parametrize("move", MOVES)
def test_a_reporting_line_that_came_later_is_red_at_the_next_run(tmp_path: Path, move: str) -> None:
    """Before the import nothing; after it, one red alarm that says to pause the pair, on the page as well."""
    folder = programme(tmp_path / "programme", FILES, SETTINGS)
    imported(folder)
    assert not len(desk(folder).alarms)

    (folder / "input" / "roster.csv").write_text(ROSTER.replace(*MOVES[move]), encoding="utf-8")
    imported(folder)

    after = desk(folder)
    assert after.alarms[["rule", "level", "mentor_id", "mentee_id"]].to_numpy().tolist() == [["R10", "red", "M1", "N1"]]
    assert "Pause the pair" in after.alarms["first_action"].iloc[0]
    page = Screen(Review(after.opened, "month").today()).told
    assert "Today: 1 to call" in page
    assert "Pause the pair" in page


def test_a_new_boss_elsewhere_is_no_alarm(tmp_path: Path) -> None:
    """Only a line between the two counts."""
    folder = programme(tmp_path / "programme", FILES, SETTINGS)
    imported(folder)
    (folder / "input" / "roster.csv").write_text(ROSTER.replace("Sales,B1,", "Sales,C,"), encoding="utf-8")
    imported(folder)

    assert desk(folder).cohort.roster.set_index("person_id")["manager_id"]["M1"] == "C"
    assert not len(desk(folder).alarms)
