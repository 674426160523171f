"""What goes wrong in a kernel of our servers reaches the page as a number, and the log as a place in the program."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from released_pages import OTHER_NOTEBOOK, notebook
from reverse_mentoring.run.voila_servers import own_surroundings
from served_dashboard import dashboard

SECRET = "Zoë Quill gave 2"
FAILING = {
    "an error in a cell": "def told(of):\n    raise ValueError(of)\ntold({0!r})",
    "a misspelt program": "told = {0!r} if",
    "a wrong indent": "if True:\nsaid = {0!r}",
    "an error while showing": "class Shown:\n    def _repr_html_(self):\n        raise KeyError({0!r})\nShown()",
    "an error in a thread": (
        "import threading\ndef fail():\n    raise RuntimeError({0!r})\n"
        "one = threading.Thread(target=fail)\none.start()\none.join()"
    ),
    "an error that nobody can catch": (
        "class Gone:\n    def __del__(self):\n        raise OSError({0!r})\ngone = Gone()\ndel gone"
    ),
    "an error in an error": "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise LookupError({0!r})",
    "an error in a library's log": (
        "import logging\ntry:\n    raise ValueError({0!r})\nexcept ValueError:\n    "
        "logging.getLogger('Comm').error('Exception in %s', {0!r}, exc_info=True)"
    ),
    "an error in a callback": (
        "from ipywidgets import IntText\nfield = IntText()\n"
        "def fail(change):\n    raise ValueError({0!r})\nfield.observe(fail, names='value')\n"
        "field._handle_msg(dict(content=dict(data=dict(method='update', state=dict(value=3))), buffers=[]))"
    ),
    "an error in an asynchronous callback": (
        "import asyncio\nasync def fail():\n    raise ValueError({0!r})\nawait asyncio.gather(fail())"
    ),
}  # fmt: skip
SPOKEN = "from reverse_mentoring.words.problems import Refused\nraise Refused('Take another.')"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BlockingKernelClient, Path]]:
    """A kernel as our servers start them, and what it says to its error stream."""
    log = tmp_path_factory.mktemp("kernel") / "log"
    with own_surroundings("dashboard", alone=True), log.open("wb") as said:
        manager = KernelManager(kernel_name="python3")
        manager.start_kernel(stderr=said, stdout=subprocess.DEVNULL, env=dict(os.environ))
        client = manager.blocking_client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        yield client, log
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _messages(client: BlockingKernelClient, program: str) -> list[dict[str, Any]]:
    """All that the kernel sends while and because it runs this, the reply included."""
    heard: list[dict[str, Any]] = []
    reply = client.execute_interactive(program, output_hook=heard.append, timeout=30, allow_stdin=False)
    return [*heard, reply]


@pytest.mark.parametrize("what", FAILING)
def test_no_message_to_a_page_says_more_than_a_number(kernel: tuple[BlockingKernelClient, Path], what: str) -> None:
    """Neither the error's words nor the program; the log has the number, the kind of error and the place, no words."""
    client, log = kernel
    before = len(log.read_text())
    messages = [message for message in _messages(client, FAILING[what].format(SECRET))
                if message["msg_type"] not in ("execute_input", "execute_reply")]  # fmt: skip
    heard, logged = str([message["content"] for message in messages]), log.read_text()[before:]
    numbers = re.findall(r"[Rr]eference ([0-9a-f]{8})", heard)

    assert [word for word in (SECRET, "Zoë", "Traceback", "ipykernel_", "File ", "ValueError(") if word in heard] == []
    assert set(numbers) <= set(re.findall(r"reference ([0-9a-f]{8})", logged))
    assert "Error" in logged
    assert [word for word in (SECRET, "Zoë", "Quill") if word in logged] == []
    assert {message["content"]["ename"] for message in messages if message["msg_type"] == "error"} <= {"Reported"}


def test_a_refusal_of_our_own_reaches_the_page_as_it_is(kernel: tuple[BlockingKernelClient, Path]) -> None:
    """It is written for people and names nobody."""
    shown = [message["content"]["data"]["text/plain"] for message in _messages(kernel[0], SPOKEN)
             if message["msg_type"] == "display_data"]  # fmt: skip

    assert shown == ["Take another."]


@pytest.mark.slow
def test_a_page_that_fails_is_a_number_and_is_tried_again(tmp_path: Path) -> None:
    """The number on the page stands in the server's log with the place; nothing of the page that failed is kept."""
    failing = "print({0!r})\nfrom pathlib import Path\nif not Path({1!r}).exists():\n    raise ValueError({0!r})"
    mended = tmp_path / "mended"
    pages = notebook(tmp_path / "pages", failing.format(SECRET, str(mended)))
    with dashboard(tmp_path / "window", program=("-c", OTHER_NOTEBOOK, str(pages))) as running:
        failed, left = running.asked(), running.kernels()
        log = running.log.read_text("utf-8")
        mended.touch()
        again = running.asked()
    number = re.search(r"number: ([0-9a-f]{8})\.", failed.text)

    assert (failed.status, again.status, left) == (500, 200, [])
    assert number
    assert re.search(rf"reference {number[1]}: ValueError in cell:4 <module>", log)
    assert [word for word in (SECRET, "Zoë", "Traceback") if word in failed.text + log + again.text] == []


def test_the_sentence_needs_nothing_that_reaches_the_vault() -> None:
    """What is loaded into every kernel is small."""
    code = "import sys, reverse_mentoring.workbook.quiet_kernel; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert [name for name in loaded if name.startswith(("reverse_mentoring.store", "sqlalchemy", "pandas"))] == []
