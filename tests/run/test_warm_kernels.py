"""Kernels forked from a mother are as good as ordinary ones: they answer alike, know nothing of each other, end."""

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest
from nbclient.exceptions import DeadKernelError

from command_line import small
from reverse_mentoring.run.forked_engine import ready_to_run
from reverse_mentoring.run.notebooks import Asked, execute
from reverse_mentoring.run.warm_kernels import Child
from reverse_mentoring.store.importing import read_input, store_input
from reverse_mentoring.store.programme import find
from reverse_mentoring.store.vault import open_vault
from running_kernels import PATIENCE_SECONDS, QUIET, kernel, warmed, widgets_told, within_patience, zombie

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kernels are warm on Linux only")
CELLS = (
    "import os, signal, sys, threading",
    "print(__name__, sys.argv[:2], sys.path, sys.flags, sys.executable, os.getcwd())",
    "print(signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGCHLD), signal.getsignal(signal.SIGTERM))",
    "print(os.getpgrp() == os.getpid() == os.getsid(0), os.read(0, 1), os.umask(0o22))",
    "print(sorted(name for name in os.environ))",
    "sys.stderr.write('said')",
    "{'a': [1, 2]}",
    "from IPython.display import HTML; HTML('<b>x</b>')",
    "%time_nothing",
    "1 / 0",
    "import subprocess; print(subprocess.run(['sh', '-c', 'echo out; ls /proc/self/fd'], stdout=-1).stdout)",
    "input()",
)


@pytest.fixture(scope="module")
def mother() -> Iterator[psutil.Process]:
    """One mother for the tests of this file that do not harm her."""
    with warmed("numpy.random") as found:
        yield found


def test_it_answers_like_an_ordinary_kernel(tmp_path: Path) -> None:
    """Values, streams, errors with their tracebacks, surroundings, signals, open files of programs that it starts."""
    with kernel(cwd=str(tmp_path)) as ordinary:
        expected = [ordinary.answers(cell) for cell in CELLS]
        assert isinstance(ordinary.process, subprocess.Popen)
    with warmed("pandas"), kernel(cwd=str(tmp_path)) as ours:
        found = [ours.answers(cell) for cell in CELLS]
        assert isinstance(ours.process, Child)

    assert sum(map(len, expected)) >= len(CELLS) - 1
    for cell, theirs, its in zip(CELLS, expected, found, strict=True):
        assert its == theirs, cell


def test_environment_and_folder_are_its_own(mother: psutil.Process, tmp_path: Path) -> None:
    """As asked for, and not what the mother or the kernel before had."""
    ask = "import os, time; print(os.environb.get(b'QUERY_STRING'), os.getcwd(), time.tzname[0])"
    with kernel(cwd=str(tmp_path), env=os.environ | {"QUERY_STRING": "cohort=a&x=\udcff", "TZ": "Asia/Tokyo"}) as one:
        own = one.printed(ask).split()
    with kernel() as other:
        plain = other.printed(ask).split()

    assert own == [repr(b"cohort=a&x=\xff"), str(tmp_path), "JST"]
    assert plain[:2] == ["None", str(Path.cwd())]


def test_nothing_of_one_is_seen_in_the_next(mother: psutil.Process) -> None:
    """Not what was set in a module, in the environment, in a name; nor two at the same time."""
    with kernel() as one, kernel() as beside:
        one.answers("import os, json; json.private = os.environ['PRIVATE'] = secret = 'Ada Ferrer'")
        with kernel() as after:
            for other in (beside, after):
                told = other.printed("import os, json; print(hasattr(json, 'private'), os.environ.get('PRIVATE'))")
                assert told == "False None"
                assert other.answers("secret")[0][1]["ename"] == "NameError"


def test_two_kernels_draw_different_numbers(mother: psutil.Process) -> None:
    """From each of the generators that a fork would copy."""
    ask = "import random, numpy, uuid; print(random.random(), numpy.random.rand(), uuid.uuid4())"
    with kernel() as one, kernel() as other:
        drawn = one.printed(ask).split(), other.printed(ask).split()

    assert len(drawn[0]) == 3
    assert [first == second for first, second in zip(*drawn, strict=True)] == [False] * 3


def test_it_can_be_interrupted_and_goes_on(mother: psutil.Process) -> None:
    """As with “Interrupt kernel”."""
    with kernel() as one:
        running = one.client.execute("import time; print('begun'); time.sleep(60)")
        while one.client.get_iopub_msg(timeout=PATIENCE_SECONDS)["msg_type"] != "stream":
            pass
        time.sleep(0.5)  # until the cell sleeps
        one.manager.interrupt_kernel()
        while (reply := one.client.get_shell_msg(timeout=PATIENCE_SECONDS))["parent_header"]["msg_id"] != running:
            pass

        assert reply["content"]["ename"] == "KeyboardInterrupt"
        assert one.printed("print(2)") == "2"


@pytest.mark.parametrize(("death", "exit_code"), [("_exit(3)", 3), ("kill(os.getpid(), 9)", -9)])
def test_a_kernel_that_dies_is_noticed(death: str, exit_code: int, mother: psutil.Process) -> None:
    """With its exit code; nothing is left of it among the mother's children afterwards."""
    with kernel() as one:
        one.client.execute(f"import os; os.{death}")

        assert within_patience(lambda: not one.manager.is_alive())
        assert one.process.poll() == exit_code
        assert [each.pid for each in mother.children()] == [one.process.pid]
        assert zombie(one.process.pid)
    assert within_patience(lambda: not mother.children())


def test_papermill_tells_of_a_dead_kernel_as_before(mother: psutil.Process, tmp_path: Path) -> None:
    """The same error as with an ordinary kernel."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import os; os._exit(3)")])
    nbformat.write(book, tmp_path / "dies.ipynb")

    with pytest.raises(DeadKernelError):
        papermill.execute_notebook(
            tmp_path / "dies.ipynb", None, kernel_name="python3", progress_bar=False, extra_arguments=QUIET
        )


def test_a_kernel_that_can_be_restarted(mother: psutil.Process) -> None:
    """Another process, and nothing known of before."""
    with kernel() as one:
        before = one.process.pid
        one.answers("kept = 1")
        one.manager.restart_kernel()
        one.client.wait_for_ready(timeout=PATIENCE_SECONDS)

        assert isinstance(one.process, Child)
        assert one.process.pid != before
        assert one.answers("kept")[0][1]["ename"] == "NameError"


@pytest.mark.slow
def test_the_notebooks_write_the_same_bytes(tmp_path: Path) -> None:
    """Every file of a cohort, from ordinary kernels and from forked processes with a shared drawer."""
    programme = find(small(tmp_path / "programme", "spring"))
    vault = open_vault(programme.vault)
    store_input(read_input(programme, vault, ["spring"]), vault, now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    asked = Asked(programme, "spring", "2026-11-01")
    plain, ours = tmp_path / "plain", tmp_path / "warm"
    for folder in (plain, ours):
        folder.mkdir()
    execute(asked, plain, done=lambda _: None)
    with ready_to_run():
        execute(asked, ours, done=lambda _: None)
    names = sorted(path.relative_to(plain) for path in plain.rglob("*") if path.is_file())

    assert len(names) > 20
    assert names == sorted(path.relative_to(ours) for path in ours.rglob("*") if path.is_file())
    assert [str(name) for name in names if (plain / name).read_bytes() != (ours / name).read_bytes()] == []


def test_page_gets_all_widgets_in_one_answer() -> None:
    """As from an ordinary kernel; else a page asks for each widget on its own, and sometimes in vain."""
    with warmed("ipywidgets"), kernel() as ours:
        ours.answers("import ipywidgets; ipywidgets.IntSlider()")
        assert isinstance(ours.process, Child)
        assert widgets_told(ours) == "comm_msg"
