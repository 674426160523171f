"""Kernels to ask something, and the mother of the warm ones."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
from jupyter_client.manager import KernelManager, start_new_kernel

from reverse_mentoring.run.warm_kernels import warm

QUIET = ["--IPKernelApp.log_level=50"]
PATIENCE_SECONDS = 30
OF_THE_MOMENT = ("execution_count", "data_transient", "transient", "metadata", "code", "execution_state")


@dataclass(frozen=True)
class Kernel:
    """A running kernel."""

    manager: KernelManager
    client: Any

    def answers(self, code: str) -> list[tuple[str, dict[str, Any]]]:
        """Every output of a cell: its kind, and its content without what differs each time."""
        found: list[tuple[str, dict[str, Any]]] = []

        def keep(message: dict[str, Any]) -> None:
            kind, content = message["msg_type"], message["content"]
            if kind not in ("status", "execute_input"):
                found.append((kind, {name: each for name, each in content.items() if name not in OF_THE_MOMENT}))

        self.client.execute_interactive(code, output_hook=keep, allow_stdin=False, timeout=PATIENCE_SECONDS)
        return found

    def printed(self, code: str) -> str:
        """What a cell prints."""
        return "".join(content.get("text", "") for kind, content in self.answers(code) if kind == "stream").strip()

    @property
    def process(self) -> Any:
        """What stands for its process."""
        return getattr(self.manager.provisioner, "process", None)


@contextmanager
def kernel(**options: Any) -> Iterator[Kernel]:
    """A kernel, with these options of start_kernel, that has ended when the block is left."""
    manager, client = start_new_kernel(kernel_name="python3", extra_arguments=QUIET, **options)
    try:
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@contextmanager
def warmed(*imports: str) -> Iterator[psutil.Process]:
    """Warm kernels while it lasts; gives their mother."""
    before = psutil.Process().children()
    with warm(imports):
        (mother,) = set(psutil.Process().children()) - set(before)
        yield mother


def zombie(process: int) -> bool:
    """Whether it has ended, even if its number is still taken."""
    try:
        return psutil.Process(process).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def gone(*processes: int) -> bool:
    """Whether these have all ended, after waiting for a while."""
    return within_patience(lambda: all(zombie(each) for each in processes))


def within_patience(so: Callable[[], bool]) -> bool:
    """Whether this becomes so."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not so() and time.monotonic() < end:
        time.sleep(0.02)
    return so()


def widgets_told(kernel: Kernel) -> str:
    """How the kernel answers a page that asks for all widgets: with a message that holds them, or by hanging up."""
    opened = {"comm_id": "page", "target_name": "jupyter.widget.control", "data": {}}
    asked = {"comm_id": "page", "data": {"method": "request_states"}}
    for kind, content in (("comm_open", opened), ("comm_msg", asked)):
        kernel.client.shell_channel.send(kernel.client.session.msg(kind, content, metadata={"version": "1.0.0"}))
    while True:
        kind = str(kernel.client.get_iopub_msg(timeout=PATIENCE_SECONDS)["msg_type"])
        if kind in ("comm_msg", "comm_close"):
            return kind
