"""Several runs share a folder of results: each has cohorts of its own, and nobody writes what another one writes."""

import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import AS_OF, COMMAND, said, small
from reverse_mentoring.run import claims, results_folder
from reverse_mentoring.words.problems import Refused

HOLDS = (
    "import sys,time;from pathlib import Path;from reverse_mentoring.run.claims import claimed\n"
    "with claimed(Path(sys.argv[1]), ['one', 'three']): print('held', flush=True); time.sleep(60)"
)


@pytest.fixture
def other_run(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that runs the cohorts one and three."""
    command = [COMMAND[0], "-c", HOLDS, str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_run_of_a_cohort_is_refused(tmp_path: Path, other_run: "subprocess.Popen[str]") -> None:
    """With the other's process and since when it runs; it changes nothing. A killed one holds up nobody."""
    home = small(tmp_path / "p", "one", "two")
    partial = tmp_path / "out" / ".one.5.partial"
    partial.mkdir()
    shown = said("run", "--all", "--programme", home, "--results", tmp_path / "out", *AS_OF)

    assert shown.exit_code == 1
    assert f"Another run has one in {tmp_path / 'out'} (process {other_run.pid}, since 20" in shown.output
    assert partial.is_dir()
    assert not (home / "programme.db").exists()

    other_run.kill()
    other_run.wait()

    assert claims.claim(tmp_path / "out", "one").exists()
    with claims.claimed(tmp_path / "out", ["one"]), pytest.raises(Refused), claims.claimed(tmp_path / "out", ["one"]):
        raise AssertionError("Two at once.")
    assert not claims.claim(tmp_path / "out", "one").exists()


def test_other_cohorts_are_free(tmp_path: Path, other_run: "subprocess.Popen[str]") -> None:
    """What is refused lets go of all that it took."""
    results = tmp_path / "out"
    with claims.claimed(results, ["two"]), pytest.raises(Refused), claims.claimed(results, ["four", "one"]):
        raise AssertionError("Two at once.")
    with claims.claimed(results, ["two", "four"]):
        assert other_run.poll() is None


def test_a_run_that_came_to_nothing_leaves_nothing(tmp_path: Path) -> None:
    """Neither a lock nor an empty folder."""
    with claims.claimed(tmp_path / "out", ["one"]), claims.writing(tmp_path / "out" / "one"):
        assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [".one.run.lock", ".one.writing.lock"]

    assert list(tmp_path.iterdir()) == []


def test_a_result_waits_for_whoever_still_writes_it(tmp_path: Path) -> None:
    """As long as it takes, or until its patience is at an end."""
    final, told = tmp_path / "one", []

    def second() -> None:
        with claims.writing(final):
            told.append("second")

    with claims.writing(final):
        with pytest.raises(Refused, match="one is still being written by"), claims.writing(final, patience=0):
            raise AssertionError("Two at once.")
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.3)
        told.append("first")
    thread.join()

    assert told == ["first", "second"]


@pytest.mark.slow
def test_two_runs_write_their_cohorts_into_one_folder(tmp_path: Path) -> None:
    """At the same time; the overview in the end has both, and is that of one run of both."""
    home, results = small(tmp_path / "p", "one", "two"), tmp_path / "out"
    said("import", "--programme", home)
    where = ["--programme", str(home), "--steps", "2", *AS_OF]
    both = [
        subprocess.Popen([*COMMAND, "run", cohort, "--results", str(results), *where], stderr=subprocess.DEVNULL)
        for cohort in ("one", "two")
    ]
    codes = [process.wait(timeout=120) for process in both]
    one_run = said("run", "--all", "--results", tmp_path / "whole", *where)

    assert codes == [0, 0] == [one_run.exit_code, 0]
    assert (results / "index.html").read_bytes() == (tmp_path / "whole" / "index.html").read_bytes()
    assert sorted(each.name for each in results.iterdir()) == [
        "index.html", "one", "overview.json", "summary.xlsx", "two",
    ]  # fmt: skip


def test_what_dead_runs_left_of_the_overview_is_cleared(tmp_path: Path) -> None:
    """Half-written files of it, and nothing else."""
    for name in (".index.html.12.part", ".summary.xlsx.3.part", ".other.12.part", "index.html"):
        (tmp_path / name).write_text("<p>")
    results_folder.tidy_overview(tmp_path)

    assert sorted(each.name for each in tmp_path.iterdir()) == [".other.12.part", "index.html"]
