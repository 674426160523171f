"""A kernel at the end of a line: cells come in, what the kernel says of them goes out, each as a line of JSON.

ipykernel's own kernel for use inside a process, so that cells give the outputs that they always give; without the
sockets, threads and heartbeats of one that strangers talk to, which cost more than most of our cells.
"""

import gc
import json
import os
import socket
import sys
import threading
from types import SimpleNamespace
from typing import Any


def be_line_kernel(line: socket.socket) -> None:
    """Answers cells until the other end says nothing more.

    Each line that comes is a JSON string, the source of a cell; each answer the list of messages about it, as
    {"msg_type", "content"}, the reply last, without those to widgets: nobody looks at them. The first answer, unasked,
    is the kernel's language_info. A line with null begins another notebook, and has no answer.
    """
    from ipykernel.inprocess.manager import InProcessKernelManager
    from IPython.core.shellapp import InteractiveShellApp

    path: Any = InteractiveShellApp()
    path.init_path()
    os.dup2(2, 1)  # what C code prints must not get among our owner's results
    manager: Any = InProcessKernelManager(client_class="ipykernel.inprocess.blocking.BlockingInProcessKernelClient")
    manager.kernel = _kernel_class()(parent=manager, session=manager.session)
    client = manager.client()
    client.start_channels()
    _unseen_widgets()
    _say(line, manager.kernel.language_info)
    with line.makefile("r", encoding="utf-8") as lines:
        for cell in map(json.loads, lines):
            if cell is None:
                _forget(manager.kernel.shell)
            else:
                _say(line, _messages(client, cell))


def _kernel_class() -> type[Any]:
    from ipykernel.inprocess.ipkernel import InProcessKernel

    class LineKernel(InProcessKernel):
        """Cells with “await” ask a thread that this kernel has not got where they run."""

        shell_channel_thread = SimpleNamespace(parent_thread=threading.current_thread())
        _supports_kernel_subshells = False

    return LineKernel


def _unseen_widgets() -> None:
    """Nobody looks at a widget: its state is neither put together nor sent, which took a tenth of a cohort's time."""
    if "ipywidgets" not in sys.modules:
        return
    from comm import DummyComm

    class Unseen(DummyComm):
        kernel = None  # ipywidgets tells such a one of no change

    sys.modules["ipywidgets"].Widget.open = lambda widget: setattr(widget, "comm", Unseen(target_name="jupyter.widget"))


def _forget(shell: Any) -> None:
    """No name, number, widget of the notebook before; what modules keep stays, and saves the next one from it."""
    if "ipywidgets" in sys.modules:
        sys.modules["ipywidgets"].Widget.close_all()
    shell.reset(new_session=True)
    gc.collect()


def _messages(client: Any, code: str) -> list[dict[str, Any]]:
    client.execute(code, allow_stdin=False)
    found: list[dict[str, Any]] = []
    while not found or found[-1]["content"].get("execution_state") != "idle":
        message = client.get_iopub_msg()
        if not message["msg_type"].startswith("comm_"):
            found.append({name: message[name] for name in ("msg_type", "content")})
    return [*found, {"msg_type": "execute_reply", "content": client.get_shell_msg()["content"]}]


def _say(line: socket.socket, what: Any) -> None:
    line.sendall(json.dumps(what).encode() + b"\n")
