"""The mother of kernels: what she cannot bear, what she knows, to whom she listens, and how she ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from reverse_mentoring.run.warm_kernels import DASHBOARD_IMPORTS, NOTEBOOK_IMPORTS, Child
from running_kernels import gone, kernel, warmed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kernels are warm on Linux only"),
]
THREAD = "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
OWNER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from running_kernels import kernel, warmed
with warmed() as mother, kernel() as one, kernel() as other:
    one.client.execute("import time\\nwhile True: pass")
    print(mother.pid, one.process.pid, other.process.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def mother() -> Iterator[psutil.Process]:
    """One mother for the tests of this file that do not harm her."""
    with warmed(*DASHBOARD_IMPORTS, "numpy.random") as found:
        yield found


def test_what_the_mother_cannot_bear_starts_as_always(mother: psutil.Process) -> None:
    """Another seed of Python's hashes, which it reads when it starts."""
    with kernel(env=os.environ | {"PYTHONHASHSEED": "5"}) as one:
        assert isinstance(one.process, subprocess.Popen)
        assert one.printed("print(1)") == "1"


def test_when_the_mother_dies_nothing_is_lost() -> None:
    """Her kernel goes on and ends when asked; the next ones start as always."""
    with warmed() as mother, kernel() as hers:
        hers.answers("kept = 7")
        mother.kill()
        with kernel() as other:
            assert isinstance(other.process, subprocess.Popen)
        assert hers.printed("print(kept)") == "7"
        assert hers.manager.is_alive()
        left = hers.process.pid
    assert gone(left)


@pytest.mark.parametrize("broken", ["raise ValueError", THREAD])
def test_a_mother_that_fails_or_has_a_thread_bears_nobody(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kernels start as always."""
    (tmp_path / "imported_by_the_mother.py").write_text(broken, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with warmed("imported_by_the_mother"), kernel() as one:
        assert isinstance(one.process, subprocess.Popen)
        assert one.printed("print(1)") == "1"


def test_she_listens_to_nobody_and_has_one_thread(mother: psutil.Process) -> None:
    """Sockets without a name or a port, between her and her owner; numpy's threads are not there either."""
    with kernel() as one:
        assert isinstance(one.process, Child)
        listening = [each for each in mother.net_connections("all") if each.laddr or each.status == psutil.CONN_LISTEN]

        assert listening == []
        assert mother.num_threads() == 1


def test_the_managers_kernels_have_nothing_of_a_vault(mother: psutil.Process) -> None:
    """Modules and open files that they are born with."""
    with kernel() as one:
        loaded = one.printed("import sys; print(*sys.modules)").split()
        opened = {Path(each.path).suffix for each in mother.open_files()}

    assert "reverse_mentoring.workbook.dashboard" in loaded
    assert [name for name in loaded if "vault" in name or name.startswith("sqlalchemy")] == []
    assert ".db" not in opened


def test_afterwards_all_is_as_before() -> None:
    """No mother, no kernel of hers, and the provisioner that Jupyter had."""
    before = KernelProvisionerFactory.instance().default_provisioner_name
    with warmed() as mother, kernel() as one:
        left = [mother.pid, one.process.pid]

    assert gone(*left)
    assert KernelProvisionerFactory.instance().default_provisioner_name == before


def test_all_end_with_their_owner_even_if_it_is_killed() -> None:
    """The mother, a kernel that waits, and one that never lets go of the processor."""
    support = Path(__file__).parents[1] / "support"
    with subprocess.Popen([sys.executable, "-c", OWNER, str(support)], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        born = [int(each) for each in owner.stdout.readline().split()]
        owner.send_signal(signal.SIGKILL)

    assert len(born) == 3
    assert gone(*born)


def test_sixty_kernels_leave_the_mother_as_she_was() -> None:
    """Her own memory and her open files."""
    with warmed(*NOTEBOOK_IMPORTS) as mother:
        sizes = []
        for _ in range(60):
            with kernel() as one:
                assert isinstance(one.process, Child)
            sizes.append((mother.memory_full_info().uss / 2**20, mother.num_fds()))

        assert mother.num_threads() == 1
    assert sizes[-1][0] - sizes[9][0] < 1
    assert sizes[-1][1] == sizes[9][1]
