"""A programme folder as “new” makes it, with files only where its README.txt says they may lie."""

from pathlib import Path

from click.testing import CliRunner

from input_folders import RATINGS, ROSTER, written
from reverse_mentoring.run.commands import main
from reverse_mentoring.store.importing import cohort_folders, read_input
from reverse_mentoring.store.programme import set_up
from reverse_mentoring.store.vault import open_vault


def test_cohort_folder_with_roster_and_ratings_is_enough(tmp_path: Path) -> None:
    """Nothing but the program's own README.txt lies in input/ itself: no problem, and no note about it."""
    programme = set_up(tmp_path / "p")
    levels = '\nmentor_levels = ["L1"]\nmentee_levels = ["L5"]\n'
    programme.settings_file.write_text(levels + programme.settings_file.read_text("utf-8"), "utf-8")
    (programme.input / "autumn").mkdir()
    written(programme.input / "autumn", roster=ROSTER, ratings=RATINGS)

    found = read_input(programme, open_vault(programme.vault), cohort_folders(programme))

    assert (found.problems, found.notes) == ((), ())
    assert set(found.readings) == {"autumn"}


def test_check_without_a_path_looks_at_the_programme_named(tmp_path: Path) -> None:
    """“check --programme FOLDER” reads that folder's input, not the current folder; outside of one it says so."""
    programme = set_up(tmp_path / "p")
    (programme.input / "autumn").mkdir()
    written(programme.input / "autumn", ratings=RATINGS)

    found = CliRunner().invoke(main, ["check", "--programme", str(programme.folder)])
    lost = CliRunner().invoke(main, ["check", "--programme", str(tmp_path)])

    assert (found.exit_code, lost.exit_code) == (2, 1)
    assert "There is no roster" in found.output
    assert "is not a programme folder" in lost.output
