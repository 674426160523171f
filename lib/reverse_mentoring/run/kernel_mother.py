"""The mother of kernels: a process that has imported everything once and forks a kernel for each request.

`python -m reverse_mentoring.run.kernel_mother SOCKET MODULE[:FUNCTION]…`, started by run.warm_kernels. It imports and
waits; it never opens a vault or a file of a programme, so that no kernel can see what another one was given. It listens
to nobody: its only way in is an unnamed socket shared with the process that started it, and when that process ends, in
whatever way, the mother ends and takes her kernels with her.

A request is one byte with a socket of its own; with a second socket the kernel is a line kernel, which gets its cells
there. Over the first socket the owner sends one line of JSON (arguments, env, cwd), the new kernel answers with its
process number, and the mother adds the exit code when the kernel has ended. The kernel stays a zombie until the owner
closes that socket, so that its number belongs to nobody else meanwhile.
"""

import gc
import importlib.util
import json
import os
import pkgutil
import selectors
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from reverse_mentoring.run.line_kernel import be_line_kernel

KERNEL = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "ipykernel.debugger", "psutil", "tornado.queues",
    "tornado.platform.asyncio", "IPython.core.completerlib", "IPython.extensions.storemagic",
    "ipykernel.inprocess.blocking", "ipykernel.inprocess.manager", "reverse_mentoring.run.line_kernel",
)  # fmt: skip
"""What a kernel imports before its first cell."""
TASKS = Path("/proc/self/task")
PATIENCE_SECONDS = 5.0


class Newborn(NamedTuple):
    """What a forked process is to become: a kernel with this request, alive as long as its line to the owner; a line
    kernel if cells come over a socket of their own."""

    request: dict[str, Any]
    line: socket.socket
    cells: socket.socket | None


class Mother:
    """Waits for requests on this socket; one thread, or she forks nobody."""

    def __init__(self, owner: socket.socket) -> None:
        self._owner = owner
        self._kernels: dict[socket.socket, int] = {}
        self._told: set[socket.socket] = set()
        self._selector = selectors.PollSelector()  # epoll would be shared with the kernels
        self._bell, self._rung = socket.socketpair()

    def serve(self) -> Newborn | None:
        """In each forked process what it is to be; in the mother None, when the owner is gone."""
        self._listen()
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._owner:
                    said, descriptors, _, _ = socket.recv_fds(self._owner, 1, 2)
                    if not said:
                        self._end()
                        return None
                    newborn = self._bear(*(socket.socket(fileno=each) for each in descriptors))
                    if newborn:
                        return newborn
                elif key.fileobj is self._rung:
                    self._rung.recv(4096)
                    self._tell_of_deaths()
                elif isinstance(key.fileobj, socket.socket) and key.fileobj in self._kernels:
                    self._bury(key.fileobj)

    def _listen(self) -> None:
        for each in (self._bell, self._rung):
            each.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # without a handler nothing rings the bell
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # she ends with her owner, and not before her kernels
        signal.set_wakeup_fd(self._bell.fileno(), warn_on_full_buffer=False)
        for each in (self._owner, self._rung):
            self._selector.register(each, selectors.EVENT_READ)

    def _bear(self, line: socket.socket, cells: socket.socket | None = None) -> Newborn | None:
        """Forks. The mother closes a line that she cannot serve; the owner then starts an ordinary kernel."""
        try:
            line.set_inheritable(False)
            line.settimeout(PATIENCE_SECONDS)
            with line.makefile("rb") as lines:
                request = json.loads(lines.readline())
            if not alone():
                raise OSError("a thread is running")
            kernel = os.fork()
        except (OSError, ValueError):
            line.close()
            return None
        if kernel:
            if cells:
                cells.close()
            self._kernels[line] = kernel
            self._selector.register(line, selectors.EVENT_READ)
            return None
        self._forget()
        return Newborn(request, line, cells)

    def _forget(self) -> None:
        """In the new process: nothing that belongs to the mother or to a sister."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        for each in (self._owner, self._bell, self._rung, *self._kernels):
            each.close()
        self._selector.close()

    def _tell_of_deaths(self) -> None:
        """Says the exit code over the line of each kernel that has ended; its number stays taken."""
        for line in self._kernels.keys() - self._told:
            ended = _ended(self._kernels[line])
            if ended:
                self._told.add(line)
                code = ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status
                with suppress(OSError):
                    line.sendall(f"{code}\n".encode())

    def _bury(self, line: socket.socket) -> None:
        """The owner has closed the line: what still runs ends, and the number is free again."""
        kernel = self._kernels.pop(line)
        self._told.discard(line)
        if not _ended(kernel):
            for kill in (os.killpg, os.kill):  # the group may not be there yet
                with suppress(OSError):
                    kill(kernel, signal.SIGKILL)
        os.waitpid(kernel, 0)
        self._selector.unregister(line)
        line.close()

    def _end(self) -> None:
        for line in list(self._kernels):
            self._bury(line)


def _ended(kernel: int) -> Any:
    """How it ended, without freeing its number; None while it runs."""
    return os.waitid(os.P_PID, kernel, os.WEXITED | os.WNOHANG | os.WNOWAIT)


def alone() -> bool:
    """Whether this process has a single thread, those of libraries included; else a fork could hang."""
    return threading.active_count() == 1 and (not TASKS.is_dir() or len(list(TASKS.iterdir())) == 1)


def be_kernel(newborn: Newborn, *, set_by_imports: dict[str, str]) -> None:
    """Makes this process what `python -m ipykernel_launcher` would be, and runs until the kernel is shut down.

    set_by_imports: environment variables that the modules set when they are imported.
    """
    request, line, cells = newborn
    os.setsid()
    os.environ.clear()
    os.environ.update(set_by_imports | request["env"])
    time.tzset()
    os.chdir(request["cwd"])
    if "numpy.random" in sys.modules:  # the module “random” does this itself
        sys.modules["numpy.random"].seed()
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin), *request["arguments"]]
    line.settimeout(None)
    line.sendall(f"{os.getpid()}\n".encode())
    if cells:
        be_line_kernel(cells)
        return
    threading.Thread(target=_end_with, args=(line,), daemon=True).start()
    application = sys.modules["ipykernel.kernelapp"].IPKernelApp
    application.launch_instance()
    # Its control thread may still be answering “shut down”; without waiting, every third kernel hung until killed.
    application.instance().control_thread.join(PATIENCE_SECONDS)


def _end_with(line: socket.socket) -> None:
    with suppress(OSError):
        line.recv(1)  # the owner says nothing more: this returns when it is gone, even if the mother is gone too
    os._exit(1)


def main(descriptor: str, modules: Sequence[str]) -> None:
    """Import these modules, call the functions among them (module:function), then serve the owner at the other end of
    this socket."""
    del sys.path[0]  # the folder from which this was started, as ipykernel_launcher does
    before = dict(os.environ)
    for name in (*KERNEL, *modules):
        found = pkgutil.resolve_name(name)
        if callable(found):
            found()
    gc.collect()
    gc.freeze()  # or the kernels' collector would copy all that is shared with them
    set_by_imports = {name: text for name, text in os.environ.items() if before.get(name) != text}
    newborn = Mother(socket.socket(fileno=int(descriptor))).serve()
    if newborn:
        be_kernel(newborn, set_by_imports=set_by_imports)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
