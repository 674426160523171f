"""Real runs that were killed, stopped or resumed: as if nothing had happened, and nobody is named anywhere."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import nbformat
import pytest

from command_line import AS_OF, COMMAND, rows, said, small, started
from planted import nowhere
from runs_to_kill import Undisturbed, command, killed_and_resumed, moments, programme, tree

pytestmark = pytest.mark.slow
KILLS, SEED = int(os.environ.get("KILLS", "5")), 8


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """One run that nobody disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    home = programme(folder / "before")
    shutil.copytree(home, folder / "p")
    began = time.monotonic()
    shown = said(*command(folder / "p", folder / "out"))
    assert shown.exit_code == 2, shown.output
    return Undisturbed(home, tree(folder / "out"), time.monotonic() - began)


@pytest.mark.skipif(os.name != "posix", reason="kill")
@pytest.mark.parametrize("moment", moments(KILLS, SEED))
def test_a_killed_run_goes_on_as_if_nothing_had_happened(whole: Undisturbed, tmp_path: Path, moment: float) -> None:
    """The whole tree, the overview and hidden files included, byte for byte."""
    found = killed_and_resumed(whole, tmp_path / "again", moment=moment)

    assert sorted(found) == sorted(whole.tree)
    assert [name for name, content in found.items() if content != whole.tree[name]] == []


def test_resume_runs_what_changed_and_leaves_the_rest(tmp_path: Path) -> None:
    """By the times of the files; the broken cohort stands in the overview with its sentence; nobody is named."""
    home, results = programme(tmp_path / "p"), tmp_path / "out"
    first = subprocess.run([*COMMAND, *command(home, results)], capture_output=True, text=True, check=False)
    touched = {path: path.stat().st_mtime_ns for path in sorted(results.glob("*/*"))}
    changed = home / "input" / "two" / "ratings.csv"
    changed.write_text(changed.read_text("utf-8").replace("S0,low_code,5,2", "S0,low_code,4,2"), "utf-8")
    again = subprocess.run([*COMMAND, *command(home, results, "--resume")], capture_output=True, text=True, check=False)
    newer = {path.parent.name for path, when in touched.items() if path.stat().st_mtime_ns != when}
    page = (results / "index.html").read_text("utf-8")

    assert first.returncode == again.returncode == 2
    assert newer == {"two"}
    assert "one: 5 pairs" in again.stdout
    assert "left as it was" in again.stdout
    assert "two: 01_gap_analysis done" in again.stderr
    assert "one: 01_gap_analysis" not in again.stderr
    assert "1 problem in bad/ratings.csv" in page or "problems in bad/ratings.csv" in page
    assert len(rows(results / "one" / "pairs.csv")) == 5

    names = {"chief": "Zoë Hale", "senior": "Senior Quill", "junior": "Junior Brook"}
    shared = tmp_path / "shared"
    shared.mkdir()
    for path in (*results.glob("*.*"), *results.glob("*/manifest.json")):
        shutil.copyfile(path, shared / f"{path.parent.name}-{path.name}")
    (shared / "log").write_text(first.stdout + first.stderr + again.stdout + again.stderr, "utf-8")
    assert len(list(shared.iterdir())) == 7
    assert nowhere(shared, names) == {}


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_stopped_run_goes_on_with_resume(tmp_path: Path) -> None:
    """The overview is not touched by a run that was stopped; what was finished before is left."""
    home, results = small(tmp_path / "p", "one", "two"), tmp_path / "out"
    process = started("run", "--all", "--programme", home, "--results", results, *AS_OF)
    assert process.stderr
    for line in process.stderr:
        if "two: 01_gap_analysis done" in line:
            break
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)

    assert sorted(each.name for each in results.iterdir()) == ["one"]

    again = said("run", "--all", "--programme", home, "--results", results, "--resume", *AS_OF)

    assert again.exit_code == 0
    assert "files, left as it was" in again.output
    assert "one: 01_gap_analysis" not in again.output
    assert "two: 5 pairs" in again.output
    assert sorted(each.name for each in results.iterdir()) == [
        "index.html",
        "one",
        "overview.json",
        "summary.xlsx",
        "two",
    ]


def test_some_steps_alone(tmp_path: Path) -> None:
    """Their files, and an overview that says what was not run."""
    home, results = small(tmp_path / "p", "one"), tmp_path / "out"
    shown = said("run", "one", "--programme", home, "--results", results, "--steps", "2", *AS_OF)
    files = {path.name for path in (results / "one").iterdir()}

    assert shown.exit_code == 0, shown.output
    assert {"pairs.csv", "02_matching.html", "manifest.json"} <= files
    assert not {"01_gap_analysis.html", "review.csv", "agreements.zip"} & files
    assert "not run" in (results / "index.html").read_text("utf-8")


def test_a_cell_that_takes_too_long_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the notebook and the limit that was given."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import time; time.sleep(60)")])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, tmp_path / "01_gap_analysis.ipynb")
    monkeypatch.setattr("reverse_mentoring.run.notebooks.notebooks", lambda: tmp_path)
    shown = said("run", "one", "--programme", small(tmp_path / "p", "one"), "--results", tmp_path / "out", "--timeout",
                 "1", *AS_OF)  # fmt: skip

    assert shown.exit_code == 1
    assert "01_gap_analysis.ipynb: a cell took longer than 1 s (--timeout)." in shown.output
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == ["index.html", "overview.json", "summary.xlsx"]
