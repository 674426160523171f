"""The workers of a Dask cluster give what this machine gives, byte for byte, and nothing personal passes through."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import AS_OF, COMMAND, said
from dask_cluster import Cluster, cluster, needs_dask
from planted import nowhere
from runs_to_kill import command, programme, tree

pytestmark = [pytest.mark.slow, needs_dask]
NAMES = {"chief": "Zoë Hale", "senior": "Senior Quill", "junior": "Junior Brook", "id": "S3"}


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers on loopback."""
    with cluster(tmp_path_factory.mktemp("dask") / "here", workers=2) as found:
        yield found


def elsewhere(home: Path, results: Path, address: str, *more: str) -> "subprocess.CompletedProcess[str]":
    """A run of all cohorts by these workers."""
    asked = [*COMMAND, "run", "--all", "--programme", str(home), "--results", str(results), *AS_OF]
    return subprocess.run(
        [*asked, "--scheduler", address, *more], capture_output=True, text=True, check=False, timeout=300
    )


def test_results_are_those_of_this_machine(two_workers: Cluster, tmp_path: Path) -> None:
    """The whole tree; steps are told as they are done; a bad cohort stops no other; what is whole can be left."""
    here, there = tmp_path / "here", tmp_path / "there"
    local = said(*command(programme(here), tmp_path / "local"))
    found = elsewhere(programme(there), tmp_path / "elsewhere", two_workers.address)
    again = elsewhere(there, tmp_path / "elsewhere", two_workers.address, "--resume")

    assert found.returncode == again.returncode == local.exit_code == 2, found.stderr
    assert tree(tmp_path / "elsewhere") == tree(tmp_path / "local")
    assert "two: 03_agreements done" in found.stderr
    assert "Traceback" not in found.stderr + found.stdout
    assert "01_gap_analysis done" not in again.stderr
    assert again.stdout.count("left as it was") == 3

    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "log").write_text(two_workers.logs() + found.stderr + found.stdout, "utf-8")
    assert nowhere(tmp_path / "logs", NAMES) == {}


def test_kernels_of_a_worker_are_warm(two_workers: Cluster) -> None:
    """One process a worker has imported everything, and no more than one however many runs there were."""
    import psutil

    for worker in two_workers.workers:
        below = [" ".join(each.cmdline()) for each in psutil.Process(worker.pid).children()]
        assert sum("kernel_mother" in line for line in below) == sys.platform.startswith("linux")


def test_a_worker_with_other_packages_is_refused(two_workers: Cluster, tmp_path: Path) -> None:
    """Before anything is stored; the sentence names the worker and the package."""
    (tmp_path / "pandas-0.1.dist-info").mkdir()
    (tmp_path / "pandas-0.1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: pandas\nVersion: 0.1\n")
    with cluster(tmp_path / "other", workers=1, PYTHONPATH=str(tmp_path)) as old:
        shown = elsewhere(programme(tmp_path / "p"), tmp_path / "out", old.address)

    assert shown.returncode == 1
    assert "has another version of pandas. Nothing was run." in shown.stderr
    assert not (tmp_path / "out").exists()


def test_a_worker_that_sees_another_folder_is_refused(two_workers: Cluster, tmp_path: Path) -> None:
    """A programme folder of the same name on another machine is not this one."""
    code = "import socket; socket.gethostname = lambda: 'other'"
    (tmp_path / "usercustomize.py").write_text(code)
    (tmp_path / "sitecustomize.py").write_text(code)
    with cluster(tmp_path / "other", workers=1, PYTHONPATH=str(tmp_path)) as far:
        shown = elsewhere(programme(tmp_path / "p"), tmp_path / "out", far.address)

    assert shown.returncode == 1
    assert "runs on another machine, and the vault is a file of this one" in shown.stderr
    assert not (tmp_path / "out").exists()


def test_a_worker_that_others_can_reach_is_refused(tmp_path: Path) -> None:
    """Dask's own default: it listens on all networks, though it is called by the address of this machine."""
    with cluster(tmp_path / "open", workers=0) as reached:
        reached.start_worker("--dashboard-address", "127.0.0.1:0")
        shown = elsewhere(programme(tmp_path / "p"), tmp_path / "out", reached.address)

    assert shown.returncode == 1
    assert "can be reached from other machines, without password" in shown.stderr


def test_outcomes_for_a_script_are_the_same(two_workers: Cluster, tmp_path: Path) -> None:
    """With --json; problems of the input come from this process, and only their place is told."""
    home = programme(tmp_path / "p")
    found = elsewhere(home, tmp_path / "out", two_workers.address, "--steps", "2", "--json")
    outcomes = {each["cohort"]: each for each in json.loads(found.stdout)}

    assert {cohort: each["code"] for cohort, each in outcomes.items()} == {"bad": 2, "one": 0, "three": 0, "two": 0}
    assert "bad/ratings.csv, row 2, column importance" in outcomes["bad"]["problems"][0]
