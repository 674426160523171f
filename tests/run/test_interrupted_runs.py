"""A run that is stopped, killed, or loses its kernel leaves whole results or none."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from command_line import AS_OF, said, small, started

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="signals and /proc")]


def run(folder: Path) -> "subprocess.Popen[str]":
    return started("run", "--all", "--programme", folder / "p", "--results", folder / "out", *AS_OF)


def wait_for(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stderr
    for said_now in process.stderr:
        if line in said_now:
            return
    raise AssertionError(f"“{line}” was never said.")


def visible(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if not each.name.startswith(".") and each.is_dir())


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_cleans_up_and_begins_nothing_more(tmp_path: Path, how: signal.Signals) -> None:
    """One sentence, code 1, no half-written folder, no overview, and no notebook of the second cohort is begun."""
    small(tmp_path / "p", "one", "two")
    process = run(tmp_path)
    wait_for(process, "one: 01_gap_analysis done")
    process.send_signal(how)
    output, errors = process.communicate(timeout=60)

    assert process.returncode == 1
    assert errors.splitlines()[-1].startswith("Stopped. What was finished before is whole")
    assert "Traceback" not in output + errors
    assert "two: 01" not in errors
    assert not (tmp_path / "out").exists()


def test_a_killed_run_leaves_the_older_result_whole(tmp_path: Path) -> None:
    """Killed in the middle, nothing half-written is to be seen; the next run begins anew and finishes."""
    small(tmp_path / "p", "one")
    old = tmp_path / "out" / "one"
    old.mkdir(parents=True)
    (old / "manifest.json").write_text("{}")
    (old / "pairs.csv").write_text("older")
    process = run(tmp_path)
    wait_for(process, "one: 02_matching done")
    process.kill()
    process.communicate(timeout=60)

    assert visible(tmp_path / "out") == ["one"]
    assert sorted(each.name for each in old.iterdir()) == ["manifest.json", "pairs.csv"]

    old.rename(old.with_name(".one.old"))  # killed at the last moment, between laying aside and putting in place
    again = said("run", "--all", "--programme", tmp_path / "p", "--results", tmp_path / "out", *AS_OF)

    assert again.exit_code == 0
    assert (old / "pairs.csv").read_text("utf-8").startswith("mentor_id")
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "index.html", "one", "overview.json", "summary.xlsx",
    ]  # fmt: skip


def test_a_result_laid_aside_by_a_killed_run_comes_back(tmp_path: Path) -> None:
    """Even if the next run ends with a problem of the input."""
    folder = small(tmp_path / "p", "one")
    aside = tmp_path / "out" / ".one.old"
    aside.mkdir(parents=True)
    (aside / "manifest.json").write_text("{}")
    (folder / "input" / "one" / "ratings.csv").write_text("")
    shown = said("run", "--all", "--programme", folder, "--results", tmp_path / "out", *AS_OF)

    assert shown.exit_code == 2
    assert (tmp_path / "out" / "one" / "manifest.json").is_file()


def test_a_cohort_whose_kernel_dies_is_begun_once_more(tmp_path: Path) -> None:
    """And is done, as if nothing had happened; that it was begun again is said."""
    small(tmp_path / "p", "one")
    process = run(tmp_path)
    wait_for(process, "one: 01_gap_analysis done")
    os.kill(_kernel(process.pid), signal.SIGKILL)
    output, errors = process.communicate(timeout=120)

    assert process.returncode == 0
    assert "one: its kernel ended; begun once more" in errors
    assert "one: 5 pairs" in output
    assert visible(tmp_path / "out") == ["one"]


def test_a_kernel_that_dies_again_fails_its_cohort_alone(tmp_path: Path) -> None:
    """The other cohort is done, and the sentence says what to do."""
    small(tmp_path / "p", "one", "two")
    process = run(tmp_path)
    for line in ("one: 01_gap_analysis done", "one: its kernel ended"):
        wait_for(process, line)
        os.kill(_kernel(process.pid), signal.SIGKILL)
    output, errors = process.communicate(timeout=120)

    assert process.returncode == 1
    assert "one: nothing written\n  01_gap_analysis.ipynb: the kernel did not start or died." in output
    assert "two: 5 pairs" in output
    assert "Traceback" not in output + errors
    assert visible(tmp_path / "out") == ["two"]


def _kernel(parent: int) -> int:
    """The kernel that this process, or the mother of its kernels, has started, as soon as there is one."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for child in psutil.Process(parent).children(recursive=True):
            words = " ".join(child.cmdline()) if child.status() != psutil.STATUS_ZOMBIE else ""
            if "ipykernel_launcher" in words or ("kernel_mother" in words and child.ppid() != parent):
                return int(child.pid)
        time.sleep(0.05)
    raise AssertionError("No kernel was started.")
