"""Notebooks in processes forked from a ready one: the outputs of Papermill's own engine, nothing shared, no rest."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import papermill
import psutil
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from reverse_mentoring.run.forked_engine import forked_notebooks, one_process
from running_kernels import within_patience, zombie

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are forked on Linux only")
CELLS = (
    "import os, sys\nprint(__name__, sys.path, sys.flags, sys.executable, os.getcwd())",
    "print('a', end=''); print('b', file=sys.stderr); print('c')",
    "{'a': [1, 2.5, float('nan')]}",
    "from IPython.display import HTML, Markdown, clear_output, display, update_display\ndisplay(HTML('<b>x</b>'), 5)",
    "display(HTML('ä\\n💡'), metadata={'isolated': True}, display_id='later')",
    "update_display(HTML('later'), display_id='later')",
    "print('gone'); clear_output(); print('stays')",
    "print('gone, too'); clear_output(wait=True); print('stays, too')",
    "import pandas; pandas.DataFrame({'a': [1, None]})",
    "7;",
    "_ + 1 if isinstance(_, int) else _",
    "import asyncio; await asyncio.sleep(0); 'awaited'",
    "%config InteractiveShell.ast_node_interactivity = 'all'\n1\n2",
    "import ipywidgets; slider = ipywidgets.IntSlider(); slider.value = 3; slider.value",
    "",
    "get_ipython().execution_count",
)

LANGUAGE = {"language_info": {"name": "python"}}


@pytest.fixture(autouse=True, scope="module")
def mother() -> Iterator[psutil.Process]:
    """The ready process."""
    before = psutil.Process().children()
    with forked_notebooks(["ipywidgets", "pandas"]):
        (found,) = set(psutil.Process().children()) - set(before)
        yield found


def executed(folder: Path, *cells: str, engine: str | None = None, seconds: int = 30) -> Any:
    """The executed notebook; engine "nbclient" is Papermill's own."""
    book = nbformat.v4.new_notebook(metadata=LANGUAGE, cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(book, folder / "book.ipynb")
    return papermill.execute_notebook(
        folder / "book.ipynb", None, parameters={"given": 1}, engine_name=engine, kernel_name="python3",
        progress_bar=False, execution_timeout=seconds,
    )  # fmt: skip


def said(book: Any) -> list[tuple[Any, Any]]:
    """Number and outputs of every cell."""
    return [(cell.execution_count, cell.outputs) for cell in book.cells]


def test_outputs_are_those_of_papermills_own_engine(tmp_path: Path) -> None:
    """Streams, values, rich displays, what is cleared and updated, numbers, what the notebook says of its language."""
    theirs, ours = executed(tmp_path, *CELLS, engine="nbclient"), executed(tmp_path, *CELLS)

    assert sum(bool(outputs) for _, outputs in said(ours)) >= len(CELLS) - 3
    for cell, expected, found in zip(("", *CELLS), said(theirs), said(ours), strict=True):
        assert found == expected, cell
    assert ours.metadata.language_info == theirs.metadata.language_info
    assert ours.metadata.papermill.keys() == theirs.metadata.papermill.keys()


@pytest.mark.parametrize("wrong", ["print('so far')\n1 / 0", "this is no Python", "%time_nothing", "await nothing"])
def test_an_error_is_told_in_the_same_words(tmp_path: Path, wrong: str) -> None:
    """The same cell, kind, words and traceback; later cells are not run."""
    told = []
    for engine in ("nbclient", None):
        with pytest.raises(PapermillExecutionError) as caught:
            executed(tmp_path, wrong, f"open({str(tmp_path / 'ran')!r}, 'w')", engine=engine)
        told.append((caught.value.cell_index, caught.value.ename, caught.value.evalue, str(caught.value)))

    assert told[0] == told[1]
    assert not (tmp_path / "ran").exists()


def test_what_ends_a_notebook_without_an_error_ends_it_here_too(tmp_path: Path) -> None:
    """The same outputs, and no cell after it."""
    theirs, ours = (executed(tmp_path, "raise SystemExit", "'ran'", engine=engine) for engine in ("nbclient", None))

    assert said(ours) == said(theirs)


def test_nothing_of_one_notebook_is_seen_in_the_next(tmp_path: Path) -> None:
    """Not a name, not what was set in a module or in the environment, not a folder, not the same chance."""
    first = "import json, os, uuid, numpy\njson.private = os.environ['PRIVATE'] = kept = 'x'\nos.chdir('/')"
    drawn = "import random; print(random.random(), numpy.random.rand(), uuid.uuid4())"
    asked = "'kept' in dir(), hasattr(json, 'private'), os.environ.get('PRIVATE'), os.getcwd()"
    seen = f"import json, os, numpy, uuid\n{asked}"
    one, other = executed(tmp_path, first, drawn), executed(tmp_path, seen, drawn)

    assert other.cells[1].outputs[0].data["text/plain"] == repr((False, False, None, str(Path.cwd())))
    numbers = [book.cells[2].outputs[0].text.split() for book in (one, other)]
    assert [a == b for a, b in zip(*numbers, strict=True)] == [False] * 3


def test_notebooks_that_share_a_process_begin_anew(tmp_path: Path, mother: psutil.Process) -> None:
    """The second gives what Papermill's own engine gives; of the first it sees no name, only what modules keep."""
    cells = [cell for cell in CELLS if "%config" not in cell]
    theirs = executed(tmp_path, *cells, engine="nbclient")
    with one_process():
        first = executed(tmp_path, "import json, os; json.kept = mine = os.getpid(); mine")
        second = executed(tmp_path, *cells)
        third = executed(tmp_path, "import json; ('mine' in dir(), json.kept)")
    after = executed(tmp_path, "import json; hasattr(json, 'kept')")

    for cell, expected, found in zip(("", *cells), said(theirs), said(second), strict=True):
        assert found == expected, cell
    process = first.cells[1].outputs[0].data["text/plain"]
    assert third.cells[1].outputs[0].data["text/plain"] == f"(False, {process})"
    assert after.cells[1].outputs[0].data["text/plain"] == "False"
    assert within_patience(lambda: not mother.children())


def test_a_shared_process_ends_with_the_notebook_that_fails(tmp_path: Path, mother: psutil.Process) -> None:
    """Whether by an error, by its death or by taking too long; the next cohort has one of its own."""
    for wrong in ("1 / 0", "import os; os._exit(3)", "import time; time.sleep(60)"):
        with one_process():
            executed(tmp_path, "kept = 1")
            with pytest.raises((PapermillExecutionError, DeadKernelError, CellTimeoutError)):
                executed(tmp_path, wrong, seconds=1)
        with one_process():
            assert executed(tmp_path, "'kept' in dir()").cells[1].outputs[0].data["text/plain"] == "False"
    assert within_patience(lambda: not mother.children())


def test_functions_among_the_imports_are_called_before_the_first_notebook(tmp_path: Path) -> None:
    """What they make is there in each."""
    with forked_notebooks(["tracemalloc:start"]):
        assert executed(tmp_path, "import tracemalloc; tracemalloc.is_tracing()").cells[1].outputs[0].data == {
            "text/plain": "True"
        }


def test_a_process_that_dies_is_told_as_a_dead_kernel(tmp_path: Path, mother: psutil.Process) -> None:
    """And the next notebook runs."""
    for death in ("import os; os._exit(3)", "import os; os.kill(os.getpid(), 9)"):
        with pytest.raises(DeadKernelError):
            executed(tmp_path, death)
    assert executed(tmp_path, "6 * 7").cells[-1].outputs[0].data["text/plain"] == "42"
    assert within_patience(lambda: not mother.children())


def test_a_cell_that_takes_too_long_ends_with_its_process(tmp_path: Path, mother: psutil.Process) -> None:
    """Also one that does not listen to signals."""
    stuck = f"import os, signal, time\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n"
    with pytest.raises(CellTimeoutError):
        executed(tmp_path, stuck + "signal.signal(15, signal.SIG_IGN)\nwhile True: time.sleep(1)", seconds=1)

    assert within_patience(lambda: zombie(int((tmp_path / "pid").read_text())))
    assert within_patience(lambda: not mother.children())


def test_what_c_code_prints_does_not_reach_the_output(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A run with --json is read by other programs."""
    executed(tmp_path, "import os; os.write(1, b'from below')")

    assert "from below" not in capfd.readouterr().out


def test_where_no_process_can_be_forked_papermills_own_engine_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Because Python was started otherwise; because the mother has been killed."""
    kind = "type(get_ipython().kernel).__name__"
    with forked_notebooks([]):
        assert executed(tmp_path, kind).cells[-1].outputs[0].data["text/plain"] == "'LineKernel'"
        monkeypatch.setenv("PYTHONHASHSEED", "5")
        assert executed(tmp_path, kind).cells[-1].outputs[0].data["text/plain"] == "'IPythonKernel'"
        monkeypatch.delenv("PYTHONHASHSEED")
        newest = max(psutil.Process().children(), key=lambda each: each.create_time())
        os.kill(newest.pid, 9)
        assert executed(tmp_path, kind).cells[-1].outputs[0].data["text/plain"] == "'IPythonKernel'"
