"""The command line: exit codes, sentences instead of tracebacks, nothing stored that has a problem."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import AS_OF, COMMAND, ONE_LINE, programme, ratings, roster, said, small
from reverse_mentoring.store.vault import open_vault

MISTAKES = Path(__file__).parents[2] / "sample_data" / "messy" / "mistakes"


def planted() -> list[dict[str, str]]:
    with (MISTAKES / "PLANTED.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def with_mistakes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample programme with a fourth cohort that has twelve planted mistakes."""
    folder = tmp_path_factory.mktemp("mistakes") / "programme"
    assert said("new", folder, "--sample").exit_code == 0
    shutil.copytree(MISTAKES, folder / "input" / "bad-cohort")
    return folder


def test_help_answers_without_loading_what_is_heavy() -> None:
    """Neither pandas nor papermill, altair, voila or SQLAlchemy is loaded to show the commands."""
    code = (
        "import sys\nfrom reverse_mentoring.run.commands import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as left:\n    assert not left.code\n"
        "print('LOADED', sorted({'pandas', 'papermill', 'altair', 'voila', 'sqlalchemy', 'numpy'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)

    assert "Commands:" in shown.stdout
    assert shown.stdout.splitlines()[-1] == "LOADED []"


@pytest.mark.parametrize("command", ["check", "import", "run", "new", "doctor", "open", "demo", "verify", "pairs"])
def test_every_command_explains_itself(command: str) -> None:
    """--help of each command says what it does."""
    shown = said(command, "--help")

    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) > 4


def test_check_names_every_planted_mistake_with_row_and_column(with_mistakes: Path) -> None:
    """Twelve lines, each with its file, row and column; exit code 2."""
    shown = said("check", with_mistakes)
    problems = [line for line in shown.output.splitlines() if line.startswith("✗")]

    assert shown.exit_code == 2
    assert len(problems) == 12
    for mistake in planted():
        place = f"✗ bad-cohort/{mistake['file']}, row {mistake['row']}, column {mistake['column']}: "
        assert sum(line.startswith(place) for line in problems) == 1, place


def test_import_stores_nothing_when_there_is_a_problem(with_mistakes: Path) -> None:
    """Neither the bad cohort nor the good ones nor the company."""
    shown = said("import", with_mistakes)
    vault = open_vault(with_mistakes / "programme.db")

    assert shown.exit_code == 2
    assert "12 problems" in shown.output
    assert vault.cohorts() == []
    assert vault.tables("")["roster"].empty


def test_a_log_gets_the_places_of_problems_and_no_cell(with_mistakes: Path) -> None:
    """`import` without a terminal says where each mistake is; nothing that `check` quotes stands in it."""
    checked, imported = said("check", with_mistakes).output, said("import", with_mistakes).output
    quoted = {text for line in checked.splitlines() if line[:1] in "✗·" for text in re.findall("“(.+?)”", line)}
    lines = [line for line in imported.splitlines() if line.startswith("✗")]

    assert len(quoted) >= 10
    assert [text for text in quoted - {"reverse-mentoring check"} if f"“{text}”" in imported] == []
    assert len(lines) == 12
    for mistake in planted():
        assert sum(f"row {mistake['row']}, column {mistake['column']}: " in line for line in lines) >= 1


def test_import_stores_once_and_says_what_changed(tmp_path: Path) -> None:
    """A second import changes nothing; one with other answers stores that cohort alone."""
    folder = small(tmp_path / "p", "one", "two")
    first, second = said("import", folder), said("import", folder)
    (folder / "input" / "one" / "ratings.csv").write_text(ratings(importance="4"))
    third = said("import", folder)

    assert [each.exit_code for each in (first, second, third)] == [0, 0, 0]
    assert "Stored: the company, one, two." in first.output
    assert "Nothing has changed." in second.output
    assert "Stored: one." in third.output


def test_a_table_without_file_is_kept_and_said(tmp_path: Path) -> None:
    """Who takes conflicts.csv away is told that the conflicts hold on."""
    folder = small(tmp_path / "p", "one")
    conflicts = folder / "input" / "one" / "conflicts.csv"
    conflicts.write_text("person_id,other_id\nJ0,S1\n")
    said("import", folder)
    conflicts.unlink()

    shown = said("import", folder)

    assert "one: kept as imported before, there is no file any more: conflicts." in shown.output
    assert len(open_vault(folder / "programme.db").tables("one")["conflicts"]) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("run", "nope", "--results", "out"), "There is no cohort “nope”. Cohorts: one."),
        (("run", "../one", "--results", "out"), "There is no cohort “../one”. Cohorts: one."),
        (("run", "--results", "out"), "Name the cohorts to run, or give --all."),
        (("run", "one", "--all", "--results", "out"), "Name the cohorts to run, or give --all."),
        (("run", "--all"), "--results"),
        (("run", "--all", "--results", "out", "--as-of", "1.11.2026"), "--as-of"),
        (("run", "--all", "--results", "out", "--jobs", "0"), "--jobs"),
        (("run", "--all", "--results", "input/out"), "lies in the input folder"),
        (("import", "--cohort", "nope"), "There is no folder input/nope. Cohorts with a folder: one."),
        (("check", "nothing-here"), "does not exist"),
        (("new", "."), "is not empty; nothing was changed"),
        (("check", "--mapping", "input"), "is not a header mapping"),
        (("sing",), "No such command"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], sentence: str
) -> None:
    """Code 2 is kept for problems of the input."""
    monkeypatch.chdir(small(tmp_path / "p", "one"))
    shown = said(*arguments)

    assert shown.exit_code == 1
    assert sentence in shown.output
    assert not (tmp_path / "p" / "out").exists()


@pytest.mark.parametrize("command", ["check", "import", "run --all --results out", "open"])
def test_outside_of_a_programme_every_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """And how to get into one."""
    monkeypatch.chdir(tmp_path)
    shown = said(*command.split())

    assert shown.exit_code == 1
    assert "is not a programme folder" in shown.output
    assert list(tmp_path.iterdir()) == []


def test_a_programme_without_input_says_where_files_go(tmp_path: Path) -> None:
    """A new programme has no cohort yet."""
    assert said("new", tmp_path / "p").exit_code == 0
    shown = said("run", "--all", "--programme", tmp_path / "p", "--results", tmp_path / "out")

    assert shown.exit_code == 1
    assert "There is no cohort yet. Put files into input/<cohort>/" in shown.output


@pytest.mark.parametrize(
    "settings", ['organisation = "x', "mentor_levels = 3", "[ruls]\nsame_team = 'allow'", "as_of = 'yesterday'"]
)
def test_settings_that_cannot_be_used_are_problems_of_the_input(tmp_path: Path, settings: str) -> None:
    """check, import and run name the file and leave with 2."""
    folder = programme(tmp_path / "p", {"roster.csv": roster(), "one/ratings.csv": ratings()}, settings)
    results = ("--results", tmp_path / "out")
    for shown in (said("check", folder), said("import", folder), said("run", "--all", "--programme", folder, *results)):
        assert shown.exit_code == 2
        assert "✗ programme.toml" in shown.output


def test_a_mapping_file_says_which_header_is_which(tmp_path: Path) -> None:
    """Unknown headers are read with --mapping, and remembered by import."""
    files = {"roster.csv": roster().replace("person_id", "Wer", 1), "one/ratings.csv": ratings()}
    folder = programme(tmp_path / "p", files)
    mapping = tmp_path / "headers.json"
    mapping.write_text(json.dumps({"roster.csv": {"Wer": "person_id"}}))

    assert said("check", folder).exit_code == 2
    assert said("check", folder, "--mapping", mapping).exit_code == 0
    assert said("import", folder, "--mapping", mapping).exit_code == 0
    assert said("check", folder).exit_code == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ratings.xlsx", "no workbook"),
        ("ratings.csv", ""),
        ("ratings.csv", "\x00\x01\x02" * 50),
        ("ratings.csv", "person_id,topic_id,proficiency\nX9,low_code,2\nX8,low_code,3\n"),
        ("notes.pdf", "no table"),
    ],
)
def test_files_that_cannot_be_read_are_problems(tmp_path: Path, name: str, text: str) -> None:
    """One sentence each, code 2, nothing stored."""
    folder = programme(tmp_path / "p", {"roster.csv": roster(), f"one/{name}": text})
    shown = said("import", folder)

    assert shown.exit_code == 2
    assert shown.output.count("✗ one") == 1
    assert open_vault(folder / "programme.db").cohorts() == []


def test_a_vault_that_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    """Whether it is no database or no file."""
    for name, damage in {"text": lambda path: path.write_text("x" * 999), "folder": Path.mkdir}.items():
        folder = small(tmp_path / name, "one")
        damage(folder / "programme.db")
        for command in ("check", "import", "doctor"):
            shown = said(command, *(("--programme",) if command == "doctor" else ()), folder)

            assert shown.exit_code == 1
            assert "programme.db cannot be" in shown.output


def test_a_folder_name_that_would_forge_lines_is_refused(tmp_path: Path) -> None:
    """A line break in a cohort's name could say anything in a log."""
    folder = programme(tmp_path / "p", {"roster.csv": roster(), "one\n✗ two/ratings.csv": ratings()})
    shown = said("import", folder)

    assert shown.exit_code == 1
    assert "Rename the folder." in shown.output
    assert "\n✗" not in shown.output


def test_results_never_take_the_place_of_other_files(tmp_path: Path) -> None:
    """A folder of that name that no run has written stays as it is."""
    folder = small(tmp_path / "p", "one")
    (tmp_path / "out" / "one").mkdir(parents=True)
    (tmp_path / "out" / "one" / "thesis.txt").write_text("years of work")
    shown = said("run", "--all", "--programme", folder, "--results", tmp_path / "out", *AS_OF)

    assert shown.exit_code == 1
    assert "is no result of a run; nothing was changed." in shown.output
    assert (tmp_path / "out" / "one" / "thesis.txt").read_text() == "years of work"


def test_results_that_cannot_be_written_are_a_sentence(tmp_path: Path) -> None:
    """A file stands where the results should go."""
    folder = small(tmp_path / "p", "one")
    (tmp_path / "out").write_text("in the way")
    shown = said("run", "--all", "--programme", folder, "--results", tmp_path / "out", *AS_OF)

    assert shown.exit_code == 1
    assert "out cannot be used (File exists)." in shown.output


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the owner of everything may write anywhere")
def test_a_read_only_programme_is_a_sentence(tmp_path: Path) -> None:
    """No traceback where the vault cannot be made."""
    folder = small(tmp_path / "p", "one")
    folder.chmod(0o500)
    shown = said("import", folder)
    folder.chmod(0o700)

    assert shown.exit_code == 1
    assert "cannot be used (Permission denied)." in shown.output


def test_a_cohort_with_problems_is_named_in_json_too(tmp_path: Path) -> None:
    """--json says per cohort the code, the sentences and every problem."""
    folder = programme(tmp_path / "p", {"roster.csv": roster(), "bad/ratings.csv": ratings().replace("5,2", "9,2", 1)})
    arguments = ("run", "--all", "--programme", str(folder), "--results", str(tmp_path / "out"), "--json")
    shown = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=60)
    (outcome,) = json.loads(shown.stdout)

    assert shown.returncode == outcome["code"] == 2
    assert outcome["files"] == outcome["pairs"] == 0
    assert "bad/ratings.csv, row 2, column importance" in outcome["problems"][0]
    assert not (tmp_path / "out" / "bad").exists()


def test_a_circle_of_managers_ends_and_is_named(tmp_path: Path) -> None:
    """By the ids in it."""
    folder = programme(tmp_path / "p", {"roster.csv": ONE_LINE.replace("L5,\n", "L5,J1\n"), "one/ratings.csv": ratings(
        juniors=2, seniors=2)})  # fmt: skip
    shown = said("check", folder)

    assert shown.exit_code == 2
    assert "J0 → S1 → S0 → J1 → J0" in shown.output
