"""A new programme folder is healthy; doctor names what is not."""

import stat
from pathlib import Path

from command_line import programme, said
from releases import release
from reverse_mentoring.store.programme import find
from reverse_mentoring.store.released import publish
from reverse_mentoring.store.vault import open_vault
from vault_samples import NOW


def test_new_makes_a_folder_of_ones_own(tmp_path: Path) -> None:
    """Settings with every key explained, empty templates, and nobody else may look in."""
    shown = said("new", tmp_path / "mine")
    folder = tmp_path / "mine"

    assert shown.exit_code == 0
    assert "#mentor_levels = []" in (folder / "programme.toml").read_text("utf-8")
    assert {"roster.xlsx", "ratings.xlsx", "signups.xlsx"} <= {each.name for each in (folder / "templates").iterdir()}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "nothing to check" in said("check", folder).output


def test_doctor_is_content_with_a_new_programme_and_names_what_is_open_to_others(tmp_path: Path) -> None:
    """A folder that others may read is found; closing it heals."""
    said("new", tmp_path / "p")
    healthy = said("doctor", "--programme", tmp_path / "p")
    (tmp_path / "p").chmod(0o755)
    exposed = said("doctor", "--programme", tmp_path / "p")

    assert (healthy.exit_code, exposed.exit_code) == (0, 1)
    assert "✗" not in healthy.output
    assert exposed.output.startswith("✗ Other accounts of this machine may read p.")


def test_doctor_lists_what_is_wrong_with_the_settings(tmp_path: Path) -> None:
    """Each key, not only how many."""
    folder = programme(tmp_path / "p", {}, 'mentor_level = ["x"]\nseed = "x"\n')
    shown = said("doctor", "--programme", folder)

    assert shown.exit_code == 1
    assert "✗ programme.toml: “mentor_level” is not a known key. Did you mean “mentor_levels”?" in shown.output
    assert '✗ programme.toml: “seed” cannot be "x".' in shown.output


def test_doctor_says_that_the_released_file_is_another_one(tmp_path: Path) -> None:
    """Content with the one that was released last; not with one changed since, or gone."""
    said("new", tmp_path / "p")
    home = find(tmp_path / "p")
    publish(open_vault(home.vault), home.released, release(), earlier=(), now=NOW)
    healthy = said("doctor", "--programme", home.folder)
    home.released.unlink()
    gone = said("doctor", "--programme", home.folder)

    assert (healthy.exit_code, gone.exit_code) == (0, 1)
    assert gone.output.startswith("✗ released.db is not the file that the audit log names last")
