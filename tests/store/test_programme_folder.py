"""A programme lives in one folder of its own, in a safe place."""

import os
from pathlib import Path, PurePosixPath

import pytest

from reverse_mentoring.store.places import network_drive, unsafe_place
from reverse_mentoring.store.programme import find, set_up
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.tables import TABLES


def test_new_programme_can_be_found_read_and_filled(tmp_path: Path) -> None:
    """After set_up the folder is a programme with default settings, an input folder and room for a vault."""
    made = set_up(tmp_path / "Prögramm 1")

    found = find(tmp_path / "Prögramm 1")
    assert found == made
    assert found.settings() == Settings()
    assert open_vault(found.vault).cohorts() == []


def test_readme_names_every_file_and_column(tmp_path: Path) -> None:
    """Whoever opens input/ reads which files there are and what stands in them."""
    text = (set_up(tmp_path / "p").input / "README.txt").read_text("utf-8")

    for declared in TABLES:
        assert f"{declared.name}.csv" in text
        assert all(f" {name}" in text for name in declared.column_names)


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind exist on POSIX only")
def test_only_the_owner_may_enter_the_folder(tmp_path: Path) -> None:
    """Also a folder that was there already becomes private."""
    (tmp_path / "p").mkdir(mode=0o755)
    programme = set_up(tmp_path / "p")

    assert programme.folder.stat().st_mode & 0o777 == 0o700


def test_sample_is_copied_as_ones_own(tmp_path: Path) -> None:
    """programme.toml and input/ come from the sample, writable even if the sample is not; nothing else does."""
    sample = tmp_path / "sample"
    (sample / "input" / "autumn").mkdir(parents=True)
    (sample / "programme.toml").write_text('organisation = "Example"\n', "utf-8")
    (sample / "input" / "autumn" / "ratings.csv").write_text("person_id\n", "utf-8")
    (sample / "make.py").write_text("", "utf-8")
    (sample / "programme.toml").chmod(0o444)

    programme = set_up(tmp_path / "p", sample_from=sample)

    assert programme.settings().organisation == "Example"
    assert (programme.input / "autumn" / "ratings.csv").read_text("utf-8") == "person_id\n"
    assert sorted(path.name for path in programme.folder.iterdir()) == ["input", "programme.toml"]
    assert programme.settings_file.stat().st_mode & 0o200


def test_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    """set_up refuses and changes nothing."""
    (tmp_path / "notes.txt").write_text("mine", "utf-8")

    with pytest.raises(Refused, match="not empty"):
        set_up(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_outside_of_a_programme_it_says_so(tmp_path: Path) -> None:
    """The sentence names the ways in."""
    with pytest.raises(Refused, match=r"not a programme folder.*--programme.*new FOLDER"):
        find(tmp_path)


@pytest.mark.parametrize(
    ("place", "service"),
    [
        ("OneDrive - Example AG/mentoring", "OneDrive"),
        ("Dropbox (Example)/mentoring", "Dropbox"),
        ("Example Dropbox/mentoring", "Dropbox"),
        ("Library/Mobile Documents/com~apple~CloudDocs/mentoring", "iCloud"),
        ("Library/CloudStorage/GoogleDrive-me@example.org/My Drive", "Google Drive"),
        ("Nextcloud/mentoring", "Nextcloud"),
    ],
)
def test_synced_folders_are_refused_with_a_better_place(tmp_path: Path, place: str, service: str) -> None:
    """Neither programme nor vault is made there; the sentence names the service and a local folder."""
    with pytest.raises(
        Refused, match=rf"{service}.*Move the programme to a local folder, for example .*reverse-mentor"
    ):
        set_up(tmp_path / place)
    with pytest.raises(Refused, match=service):
        open_vault(tmp_path / place / "programme.db")

    assert not (tmp_path / place).exists()


@pytest.mark.parametrize("mark", [".dropbox", ".sync_1a2b3c.db", ".nextcloudsync.log"])
def test_synced_folders_are_known_by_their_marks(tmp_path: Path, mark: str) -> None:
    """A folder of any name counts as synced if the service has left its file in it or above it."""
    assert unsafe_place(tmp_path / "work" / "mentoring") == ""

    (tmp_path / mark).write_text("", "utf-8")

    assert "is copied to other places by" in unsafe_place(tmp_path / "work" / "mentoring")


def test_settings_of_dropbox_in_the_home_folder_are_no_mark(tmp_path: Path) -> None:
    """~/.dropbox is a folder; the home folder itself is not copied."""
    (tmp_path / ".dropbox").mkdir()

    assert unsafe_place(tmp_path / "mentoring") == ""


def test_network_drives_are_known_by_their_file_system() -> None:
    """The innermost mount decides; blanks in its name are written as \\040."""
    mounts = "\n".join(
        [
            "/dev/sda1 / ext4 rw 0 0",
            "server:/home /home nfs4 rw 0 0",
            "/dev/sdb1 /home/me/local\\040disk ext4 rw 0 0",
            "//server/share /mnt/share cifs rw 0 0",
        ]
    )

    def lies_on_network(folder: str) -> bool:
        return network_drive(PurePosixPath(folder), mounts)

    assert lies_on_network("/home/me/mentoring")
    assert lies_on_network("/mnt/share")
    assert not lies_on_network("/home/me/local disk/mentoring")
    assert not lies_on_network("/mnt/shared")
    assert not lies_on_network("/srv")
