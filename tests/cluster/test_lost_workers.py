"""Workers that die or freeze: every cohort is done, by one process at a time, and nothing is lost."""

import os
import re
import signal
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from command_line import AS_OF, said, small, started
from dask_cluster import cluster, needs_dask, writer
from runs_to_kill import tree

pytestmark = [
    pytest.mark.slow,
    needs_dask,
    pytest.mark.skipif(os.name != "posix", reason="signals"),
]
MANY = [f"c{number:02}" for number in range(40)]


def run(home: Path, address: str, *more: str) -> "subprocess.Popen[str]":
    where = ("--programme", home, "--results", home.parent / "out", *AS_OF)
    return started("run", "--all", *where, "--scheduler", address, *more)


def wait_for(process: "subprocess.Popen[str]", line: str) -> str:
    """All that was said until then, this line included."""
    told = ""
    assert process.stderr
    for said_now in process.stderr:
        told += said_now
        if re.search(line, said_now):
            return told
    raise AssertionError(f"“{line}” was never said: {told}")


def local(home: Path, *more: str) -> dict[str, bytes]:
    """The same run on this machine."""
    shown = said("run", "--all", "--programme", home, "--results", home.parent / "local", *AS_OF, "--jobs", "2", *more)
    assert shown.exit_code == 0, shown.output
    return tree(home.parent / "local")


def test_forty_cohorts_and_a_worker_killed_midway(tmp_path: Path) -> None:
    """All forty are there, each as this machine makes it; only the dead worker's cohort was begun again."""
    home = small(tmp_path / "p", *MANY)
    with cluster(tmp_path / "dask", workers=2) as two:
        process = run(home, two.address, "--steps", "2")
        told = ""
        for _ in range(len(MANY) // 2):
            told += wait_for(process, "02_matching done")
        dead = next(each for each in two.workers if each.pid in _writing(home.parent / "out"))
        dead.kill()
        output, rest = process.communicate(timeout=200)
    lines = Counter(line.split(" done")[0] for line in (told + rest).splitlines() if "02_matching done" in line)

    assert process.returncode == 0, rest
    assert len(re.findall(r"^c\d\d: 5 pairs, ", output, re.MULTILINE)) == 40
    assert sorted(lines) == [f"{cohort}: 02_matching" for cohort in MANY]
    assert rest.count("its worker ended; begun once more") == 1
    assert sum(lines.values()) <= len(MANY) + 1
    assert tree(tmp_path / "out") == local(home, "--steps", "2")


def _writing(results: Path) -> list[int]:
    """The processes that write a result now."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for lock in results.glob(".*.writing.lock"):
            try:
                return [writer(results, lock.name.removeprefix(".").removesuffix(".writing.lock"))]
            except (OSError, ValueError):  # just begun, or just over
                continue
    raise AssertionError("Nobody writes.")


def test_a_frozen_worker_that_wakes_up_disturbs_nobody(tmp_path: Path) -> None:
    """Given up by the scheduler, it still has its cohort; the other worker waits until it has let go."""
    home = small(tmp_path / "p", "one")
    with cluster(tmp_path / "dask", workers=2, DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="15s") as two:
        process = run(home, two.address, "--steps", "1-2")
        wait_for(process, "one: 01_gap_analysis done")
        frozen = writer(tmp_path / "out", "one")
        os.kill(frozen, signal.SIGSTOP)
        wait_for(process, "its worker ended; begun once more")
        time.sleep(3)

        assert writer(tmp_path / "out", "one") == frozen

        os.kill(frozen, signal.SIGCONT)
        output, errors = process.communicate(timeout=200)

    assert process.returncode == 0, errors
    assert "one: 5 pairs" in output
    assert tree(tmp_path / "out") == local(home, "--steps", "1-2")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_takes_its_cohorts_back(tmp_path: Path, how: signal.Signals) -> None:
    """One sentence, code 1; the workers end with their notebook, clean up, and can be used at once."""
    home = small(tmp_path / "p", "one", "two", "three")
    with cluster(tmp_path / "dask", workers=2) as two:
        process = run(home, two.address)
        wait_for(process, "01_gap_analysis done")
        process.send_signal(how)
        output, errors = process.communicate(timeout=60)

        assert process.returncode == 1
        assert errors.splitlines()[-1].startswith("Stopped. What was finished before is whole")
        assert "Traceback" not in output + errors

        until = time.monotonic() + 90
        while (tmp_path / "out").exists() and time.monotonic() < until:
            time.sleep(0.2)
        assert not (tmp_path / "out").exists(), list((tmp_path / "out").iterdir())

        again = run(home, two.address, "--steps", "2")
        output, errors = again.communicate(timeout=200)

    assert again.returncode == 0, errors


def test_a_run_that_loses_its_scheduler_says_so(tmp_path: Path) -> None:
    """What was finished stays, of the rest nothing is half, and --resume goes on, here or there."""
    home = small(tmp_path / "p", "one", "two", "three")
    with cluster(tmp_path / "dask", workers=1) as lost:
        process = run(home, lost.address, "--steps", "1-2")
        wait_for(process, "01_gap_analysis done")
        wait_for(process, "01_gap_analysis done")
        assert lost.scheduler
        lost.scheduler.kill()
        output, errors = process.communicate(timeout=120)

    assert process.returncode == 1
    assert "The scheduler ended or could not be reached any more" in output
    assert "Traceback" not in output + errors
    assert [each.name for each in (tmp_path / "out").iterdir() if each.is_dir() and each.name[0] != "."] == ["one"]

    again = said(
        "run", "--all", "--programme", home, "--results", tmp_path / "out", "--steps", "1-2", "--resume", *AS_OF
    )

    assert again.exit_code == 0
    assert again.output.count("left as it was") == 1
    assert {name: content for name, content in tree(tmp_path / "out").items() if "/" in name} == {
        name: content for name, content in local(home, "--steps", "1-2").items() if "/" in name
    }


def test_a_run_without_workers_waits_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute for the first; and a minute for a new one when all have gone."""
    monkeypatch.setattr("reverse_mentoring.run.cluster.WORKERS_SECONDS", 3.0)
    home = small(tmp_path / "p", "one")
    with cluster(tmp_path / "dask", workers=0) as nobody:
        where = ("--programme", home, "--results", tmp_path / "out", *AS_OF, "--scheduler", nobody.address)
        shown = said("run", "--all", *where)

    assert shown.exit_code == 1
    assert f"No worker came to {nobody.address} within 3 s" in shown.output
    assert not (tmp_path / "out").exists()


def test_a_run_whose_workers_have_all_gone_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After it has waited for a new one; nothing half is left."""
    monkeypatch.setattr("reverse_mentoring.run.cluster.WORKERS_SECONDS", 20.0)
    home = small(tmp_path / "p", "one")
    with cluster(tmp_path / "dask", workers=1) as dying, ThreadPoolExecutor() as pool:
        where = ("--programme", home, "--results", tmp_path / "out", *AS_OF, "--scheduler", dying.address)
        pool.submit(lambda: [os.kill(writing, signal.SIGKILL) for writing in _writing(tmp_path / "out")])
        shown = said("run", "--all", *where)

    assert shown.exit_code == 1
    assert "No worker was left" in shown.output
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == ["index.html", "overview.json", "summary.xlsx"]


def test_a_worker_whose_kernel_dies_begins_the_cohort_once_more(tmp_path: Path) -> None:
    """As on this machine."""
    home = small(tmp_path / "p", "one")
    with cluster(tmp_path / "dask", workers=1) as one:
        process = run(home, one.address, "--steps", "1-2")
        wait_for(process, "one: 01_gap_analysis done")
        until = time.monotonic() + 30
        while not (kernels := _kernels(psutil.Process(one.workers[0].pid))) and time.monotonic() < until:
            time.sleep(0.02)
        kernels[0].kill()
        output, errors = process.communicate(timeout=200)

    assert process.returncode == 0, errors
    assert "one: its kernel ended; begun once more" in errors
    assert "one: 5 pairs" in output


def _kernels(worker: psutil.Process) -> list[psutil.Process]:
    """Born by the worker's mother of kernels, or its own children where kernels are ordinary."""
    mothers = {each.pid for each in worker.children() if "kernel_mother" in " ".join(each.cmdline())}
    return [
        each
        for each in worker.children(recursive=True)
        if each.status() != psutil.STATUS_ZOMBIE
        and (each.ppid() in mothers or "ipykernel_launcher" in " ".join(each.cmdline()))
    ]
