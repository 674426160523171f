"""“person erase” on small programmes: shown, asked, done, looked for again, certified."""

import os
import shutil
import sqlite3
import stat
from pathlib import Path

import pandas as pd
import pytest

from command_line import programme, ratings, roster, said
from planted import changed, holding, said_in
from reverse_mentoring.decide.launch.charter import is_intact, locked
from reverse_mentoring.present.spreadsheets import xlsx_file
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.charter import Charter, CharterGoal
from reverse_mentoring.words.choices import MatchingChoices
from vault_samples import NOW

ID, NAME, MAIL = "J1-H0420", "Zoë Łuczak", "zoe@x.example"
COHORT = "autumn"


@pytest.fixture(name="home")
def _home(tmp_path: Path, imported: Path) -> Path:
    """A programme of one's own in which one junior has a telling id, name and address."""
    return Path(shutil.copytree(imported, tmp_path / "home"))


@pytest.fixture(name="imported", scope="module")
def _imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    people = roster().replace("J1,Junior Brook1,", f"{ID},{NAME},").splitlines()
    header, *rows = (f"{line},{MAIL if ID in line else ''}" for line in people)
    text = "\n".join([header.removesuffix(",") + ",email", *rows]) + "\n"
    answers = ratings().replace("J1,", f"{ID},")
    home = programme(
        tmp_path_factory.mktemp("imported") / "home", {"roster.csv": text, f"{COHORT}/ratings.csv": answers}
    )
    assert said("import", "--programme", home).exit_code == 0
    choices = MatchingChoices(final=((ID, "S0"), ("J0", "S1")))
    open_vault(home / "programme.db").save_choices(COHORT, "matching", choices, expected_version=0, now=NOW)
    return home


def erased(home: Path, *more: object, person: str = ID) -> tuple[int, str]:
    """Exit code and words of an erasure without a question."""
    result = said("person", "erase", person, "--programme", home, "--yes", *more)
    return result.exit_code, result.output


def left(home: Path) -> set[str]:
    """Files in which the person still stands, told by code that the program does not share."""
    return {name for word in (ID, NAME, MAIL) for name in holding(home, word)}


def test_without_a_yes_nothing_changes(home: Path, tmp_path: Path) -> None:
    """It shows tables, versions and files with their rows first; “no” leaves every file as it was."""
    shutil.copytree(home, tmp_path / "before")
    result = said("person", "erase", ID, "--programme", home)

    assert "the company, roster: 1 row deleted" in result.output
    assert f"{COHORT}, ratings: 2 rows deleted" in result.output
    assert f"{COHORT}, choices: matching: 1 version changed" in result.output
    assert "input/roster.csv (row 9 goes)" in result.output
    assert changed(tmp_path / "before", home) <= {"programme.db-wal", "programme.db-shm"}


def test_afterwards_nothing_is_found(home: Path) -> None:
    """Vault, input and papers; the import finds the input as the vault has it; the audit log is whole."""
    (home / "runs" / COHORT).mkdir(parents=True)
    (home / "runs" / COHORT / f"agreement_{ID}.docx").write_text("x", "utf-8")
    (home / "runs" / COHORT / "other.txt").write_text("about J0", "utf-8")
    code, output = erased(home)

    assert (code, left(home)) == (0, set())
    assert "Erased: the search afterwards found nothing." in output
    assert [path.name for path in (home / "runs" / COHORT).iterdir()] == ["other.txt"]
    assert "Nothing has changed." in said("import", "--programme", home).output
    vault = open_vault(home / "programme.db")
    assert vault.check_audit() == []
    assert vault.choices(COHORT, "matching").choices == MatchingChoices(final=(("J0", "S1"),))


def test_the_certificate_names_nobody(home: Path) -> None:
    """A page and a text with the number told on screen, for the owner only; neither in them nor in their names."""
    _, output = erased(home)
    pages = list((home / "erasures").iterdir())

    assert {path.suffix for path in pages} == {".html", ".txt"}
    for path in pages:
        assert path.stem.rpartition("-")[2] in output
        assert not any(said_in(path.read_bytes(), word) for word in (ID, NAME, MAIL))
        assert os.name != "posix" or stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "backups of the computer" in pages[0].read_text("utf-8")


def test_what_is_the_facilitators_is_named_until_it_is_gone(home: Path) -> None:
    """A workbook in input/ and a letter stay as they are: not complete, exit code 1; the next run completes it."""
    xlsx_file(home / "input" / COHORT / "training.xlsx", {"Training": pd.DataFrame({
        "person_id": ["J0", ID], "track": ["mentor", "mentor"], "done_on": ["2026-01-01", "2026-01-01"]})})  # fmt: skip
    (home / "letter.txt").write_text(f"Dear {NAME}", "utf-8")
    before = (home / "letter.txt").read_bytes()
    code, output = erased(home)

    assert code == 1
    assert f"✗ input/{COHORT}/training.xlsx: sheet Training, row 3" in output
    assert "✗ letter.txt" in output
    assert (home / "letter.txt").read_bytes() == before
    for path in (home / "letter.txt", home / "input" / COHORT / "training.xlsx"):
        path.unlink()
    assert erased(home, "--name", NAME, "--mail", MAIL)[0] == 0
    assert left(home) == set()
    assert len(list((home / "erasures").glob("*.html"))) == 2
    assert "Nothing is known of this id" in erased(home)[1]


def test_names_are_taken_up_again_after_the_vault_forgot_them(home: Path) -> None:
    """With --name, texts are found by a name that the vault does not know any more."""
    erased(home)
    (home / "runs").mkdir()
    (home / "runs" / "note.txt").write_text(f"{NAME} was here", "utf-8")
    code, output = erased(home, "--name", NAME)

    assert code == 0
    assert "The vault has no rows about this id any more." in output
    assert not (home / "runs" / "note.txt").exists()


def test_results_are_shortened_and_others_stay(home: Path, tmp_path: Path) -> None:
    """Files of a run that name the person go, its list of files says so; another folder is refused."""
    run = tmp_path / "out" / COHORT
    run.mkdir(parents=True)
    (run / "pairs.csv").write_text(f"mentor_id\n{ID}\n", "utf-8")
    (run / "topics.csv").write_text("topic_id\nai\n", "utf-8")
    (run / "manifest.json").write_text('{"outputs": {"pairs.csv": "1", "topics.csv": "2"}}', "utf-8")
    (tmp_path / "out" / "mine.txt").write_text("no result", "utf-8")
    code, output = erased(home, "--results", tmp_path / "out")

    assert code == 0
    assert "out/autumn/pairs.csv" in output
    assert {path.name for path in run.iterdir()} == {"topics.csv", "manifest.json"}
    assert '"pairs.csv"' not in (run / "manifest.json").read_text("utf-8")
    assert "run the cohort again" in (run / "manifest.json").read_text("utf-8")
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "manifest.json").write_text("{}", "utf-8")
    assert "is no folder that" in erased(home, "--results", tmp_path / "private", person="J0")[1]


def test_results_within_the_programme_need_no_naming(home: Path) -> None:
    """“run --results out” in the programme folder: its files go like those of runs/."""
    run = home / "out" / COHORT
    run.mkdir(parents=True)
    (run / "review.csv").write_text(f"mentor_id\n{ID}\n", "utf-8")
    (run / "manifest.json").write_text('{"outputs": {"review.csv": "1"}}', "utf-8")

    assert erased(home)[0] == 0
    assert [path.name for path in run.iterdir()] == ["manifest.json"]


def test_copies_of_the_vault(home: Path) -> None:
    """In a copy of today's form the person is erased, one of an older form is deleted."""
    vault = open_vault(home / "programme.db")
    vault.backup(home / "copy.db")
    vault.backup(home / "programme.form-1.db")
    with sqlite3.connect(home / "programme.form-1.db") as connection:
        connection.execute("UPDATE meta SET schema_version = 1")
    connection.close()
    code, output = erased(home)

    assert code == 0
    assert "programme.form-1.db (a copy of the vault in its form 1)" in output
    assert sorted(path.name for path in home.glob("*.db")) == ["copy.db", "programme.db"]
    assert open_vault(home / "copy.db").tables(COHORT)["ratings"]["person_id"].nunique() == 10


def test_a_sealed_charter_is_changed_by_a_person_first(home: Path) -> None:
    """Refused while the charter in force names the sponsor; then done, and the seals of earlier versions hold."""
    outcomes = dict.fromkeys(("mentors", "mentees", "organisation"), "Learn.")
    goal = CharterGoal(whose="mentees", metric="use it", evidence="asked", smallest_useful_change=1, unit="points",
                       population="all", due=NOW.date())  # fmt: skip
    charter = locked(Charter(why="We must.", sponsor=NAME, outcomes=outcomes, goals=(goal,)), NOW.date())
    vault = open_vault(home / "programme.db")
    vault.save_choices(COHORT, "charter", charter, expected_version=0, now=NOW)
    code, output = erased(home)

    assert code == 1
    assert f"The charter of {COHORT} is locked and names this person." in output
    assert ID in (home / "input" / "roster.csv").read_text("utf-8")
    new = locked(charter.model_copy(update={"sponsor": "Bo Lindt", "locked": ""}), NOW.date())
    vault.save_choices(COHORT, "charter", new, expected_version=1, now=NOW)
    assert erased(home)[0] == 0
    undone = vault.undo(COHORT, "charter", now=NOW)
    assert undone is not None
    assert isinstance(undone.choices, Charter)
    assert undone.choices.sponsor == "[erased]"
    assert is_intact(undone.choices)


def test_somebody_unknown_is_refused(home: Path) -> None:
    """A mistyped id changes nothing and says what to look at."""
    code, output = erased(home, person="J1-H9999")

    assert code == 1
    assert "Nothing is known of this id" in output
    assert not (home / "erasures").exists()


def test_released_figures_and_settings_are_never_changed(home: Path) -> None:
    """released.db keeps its bytes; a name in programme.toml is the facilitator's to change."""
    (home / "released.db").write_bytes(b"whatever " + ID.encode())
    with (home / "programme.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[contact]\nname = "{NAME}"\n')
    code, output = erased(home)

    assert code == 1
    assert "✗ programme.toml" in output
    assert (home / "released.db").read_bytes() == b"whatever " + ID.encode()
    assert "released.db" not in output.partition("Certificate")[0].partition("✗")[2]


def test_a_short_id_leaves_ordinary_words_alone(home: Path) -> None:
    """“J0” goes as an id and in names of files; a sentence with J0 in it, which nobody can tell from a word, stays."""
    (home / "runs").mkdir()
    for name, text in (("J0_S1.txt", "x"), ("a.csv", "mentor_id,n\nJ0,1\n"), ("b.csv", "mentor_id,n\nS3,J0\n"),
                       ("c.json", '{"mentor_id": "J0"}'), ("d.txt", "form J0 of the law")):  # fmt: skip
        (home / "runs" / name).write_text(text, "utf-8")
    code, _ = erased(home, person="J0")

    assert code == 0
    assert {path.name for path in (home / "runs").iterdir()} == {"b.csv", "d.txt"}
    assert "J0" not in (home / "input" / "roster.csv").read_text("utf-8").split("\n")[1].split(",")
    assert "J0" not in open_vault(home / "programme.db").tables(COHORT)["roster"]["person_id"].tolist()
