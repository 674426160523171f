"""Real runs of small cohorts: what is written, what is said, and that one bad cohort stops no other."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from command_line import AS_OF, COMMAND, ONE_LINE, programme, ratings, roster, rows, said
from reverse_mentoring.run.batch import Outcome, exit_code
from reverse_mentoring.store.vault import open_vault

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Ran:
    """A run that has ended: its code and outcomes per cohort, what it said, and the folder of results."""

    code: int
    outcomes: dict[str, dict[str, Any]]
    said: str
    results: Path
    programme: Path


def ran(folder: Path, files: dict[str, str]) -> Ran:
    home, results = programme(folder / "a {programme} of ours", files), folder / "out"
    command = [*COMMAND, "run", "--all", "--programme", str(home), "--results", str(results), "--json", *AS_OF]
    done = subprocess.run([*command, "--jobs", "2"], capture_output=True, text=True, check=False, timeout=300)
    outcomes = {each["cohort"]: each for each in json.loads(done.stdout)}
    return Ran(done.returncode, outcomes, done.stdout + done.stderr, results, home)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A good cohort whose name invites trouble, and one with a mistake."""
    files = {"{größe} & co/ratings.csv": ratings(), "bad/ratings.csv": ratings(importance="9"), "roster.csv": roster()}
    return ran(tmp_path_factory.mktemp("mixed"), files)


def test_a_bad_cohort_stops_no_other(mixed: Ran) -> None:
    """The good one is done, the bad one is named with its problem, and the run leaves with 2."""
    bad, good = mixed.outcomes["bad"], mixed.outcomes["{größe} & co"]

    assert mixed.code == bad["code"] == 2
    assert "bad/ratings.csv, row 2, column importance" in bad["problems"][0]
    assert (good["code"], good["pairs"]) == (0, 5)
    assert [each.name for each in mixed.results.iterdir() if each.is_dir()] == ["{größe} & co"]


def test_nothing_of_a_bad_cohort_is_stored(mixed: Ran) -> None:
    """The vault knows the good cohort alone."""
    assert open_vault(mixed.programme / "programme.db").cohorts() == ["{größe} & co"]


def test_the_manifest_lists_every_file_written(mixed: Ran) -> None:
    """Each with a hash; counts as said on screen; no folder of this machine."""
    folder = mixed.results / "{größe} & co"
    text = (folder / "manifest.json").read_text("utf-8")
    manifest = json.loads(text)
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert set(manifest["outputs"]) | {"manifest.json"} == written
    assert all(len(each) == 64 for each in manifest["outputs"].values())
    assert manifest["pairs"] == len(rows(folder / "pairs.csv")) == 5
    assert len(written) == mixed.outcomes["{größe} & co"]["files"]
    assert str(mixed.programme) not in text


def test_executed_notebooks_hold_no_folder_of_this_machine(mixed: Ran) -> None:
    """Neither the programme's nor the results' folder; the cohort and the day are shown."""
    for path in (mixed.results / "{größe} & co").glob("0*"):
        text = path.read_text("utf-8")
        assert str(mixed.programme.parent) not in text
        assert "application/vnd.jupyter.widget-state+json" not in text
        if path.suffix == ".ipynb":
            assert "# Parameters\\n" in text
            assert "2026-11-01" in text


def test_a_run_says_no_name(mixed: Ran) -> None:
    """Neither on a stream, nor in a file name, nor in the manifest."""
    files = " ".join(path.as_posix() for path in mixed.results.rglob("*"))
    manifest = (mixed.results / "{größe} & co" / "manifest.json").read_text("utf-8")

    for name in ("Zoë Hale", "Senior Quill", "Junior Brook", "Quill", "Brook"):
        assert name not in mixed.said + files + manifest


def test_a_failure_counts_more_than_a_problem_and_that_more_than_a_broken_rule() -> None:
    """The code of a whole run."""
    codes = [(0,), (0, 3), (3, 2, 0), (2, 3, 1), ()]

    assert [exit_code([Outcome("c", code) for code in each]) for each in codes] == [0, 3, 2, 1, 0]


def test_code_3_says_that_nobody_can_be_paired_or_a_rule_is_broken(tmp_path: Path) -> None:
    """Everybody in one line; a running pair whose mentor was moved below the mentee. Both are still written."""
    decided = "mentor_id,mentee_id,started\nJ1,S0,2026-05-04\nJ2,S3,2026-05-04\n"
    moved = roster().replace("J1,Junior Brook1,L1,S1", "J1,Junior Brook1,L1,J5")  # and J5 reports to S0
    found = ran(
        tmp_path,
        {"line/roster.csv": ONE_LINE, "line/ratings.csv": ratings(juniors=2, seniors=2),
         "moved/roster.csv": moved, "moved/ratings.csv": ratings(), "moved/pairs.csv": decided},
    )  # fmt: skip

    assert found.code == 3
    assert found.outcomes["line"]["said"][0].startswith("No pair is possible. Most often: “Same reporting line”")
    assert found.outcomes["moved"]["said"][0] == "“Same reporting line” is broken by 1 pair."
    assert {row["reason"][:21] for row in rows(found.results / "line" / "unmatched.csv")} == {"“Same reporting line”"}
    assert len(rows(found.results / "moved" / "pairs.csv")) == 2


def test_few_people_and_people_outside_of_the_list_are_no_reason_to_stop(tmp_path: Path) -> None:
    """Two mentors for five mentees; a pair with somebody who never signed up, and with one who has left."""
    left = roster().replace("name,", "left_date,name,", 1).replace("J2,", "J2,2026-08-01,")
    left = "\n".join(line if line.count(",") == 6 else line.replace(",", ",,", 1) for line in left.splitlines()) + "\n"
    pairs = "mentor_id,mentee_id,started\nJ2,S3,2026-05-04\nJ5,S4,2026-05-04\nJ1,S0,2026-05-04\n"
    signed = "person_id,consent\n" + "".join(f"{person},yes\n" for person in ("J1", "J2", "S0", "S3"))
    found = ran(
        tmp_path,
        {"roster.csv": left, "few/ratings.csv": ratings(juniors=2),
         "outside/pairs.csv": pairs, "outside/signups.csv": signed, "outside/ratings.csv": ratings()},
    )  # fmt: skip

    assert found.code == 0, found.outcomes
    assert found.outcomes["few"]["pairs"] == 2
    assert found.outcomes["outside"]["pairs"] == 3


def test_check_and_run_agree_on_a_cohort_without_answers(tmp_path: Path) -> None:
    """An empty cohort folder is a problem, not a crash."""
    home = programme(tmp_path / "p", {"roster.csv": roster()})
    (home / "input" / "empty").mkdir()
    checked = said("check", home)
    run = said("run", "--all", "--programme", home, "--results", tmp_path / "out", *AS_OF)

    assert checked.exit_code == run.exit_code == 2
    assert "✗ empty: No file here is a table of ours." in checked.output
    assert "✗ empty: No file here is a table of ours." in run.output
