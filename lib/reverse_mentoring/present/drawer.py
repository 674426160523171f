"""Who draws: this process, or one drawer that several processes share, because a drawer takes a second to get going.

`python -m reverse_mentoring.present.drawer SOCKET` is the shared one, started by run.shared_drawer; those who find its
address in their environment ask it. It keeps nothing, and ends when its standard input is closed.
"""

import json
import os
import sys
import threading
from multiprocessing.connection import Client, Connection, Listener
from typing import Any

ADDRESS = "REVERSE_MENTORING_DRAWER"
"""Environment variable with the shared drawer's socket."""


def svg_of(specification: dict[str, Any]) -> str:
    """A chart in the words of Vega-Lite as SVG."""
    said = json.dumps(specification).encode()
    return (_elsewhere(b"svg", said) or _svg(said)).decode()


def png_of(svg: str, scale: float = 2.0) -> bytes:
    """A PNG of so many times the drawing's size in pixels."""
    said = json.dumps([svg, scale]).encode()
    return _elsewhere(b"png", said) or _png(said)


def _svg(said: bytes) -> bytes:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(json.loads(said))).encode()


def _png(said: bytes) -> bytes:
    import vl_convert

    svg, scale = json.loads(said)
    return bytes(vl_convert.svg_to_png(svg, scale=scale))


_KINDS = {b"svg": _svg, b"png": _png}


def _elsewhere(kind: bytes, content: bytes) -> bytes:
    """What the shared drawer gives; empty if there is none, if it is gone, or if it cannot."""
    address = os.environ.get(ADDRESS)
    if not address:
        return b""
    try:
        with Client(address, "AF_UNIX") as line:
            line.send_bytes(kind)
            line.send_bytes(content)
            return line.recv_bytes()
    except (OSError, EOFError):
        return b""


def _serve(address: str) -> None:
    with Listener(address, "AF_UNIX", backlog=64) as listener:
        while True:
            threading.Thread(target=_answer, args=(listener.accept(),), daemon=True).start()


def _answer(line: Connection) -> None:
    with line:
        try:
            kind, content = line.recv_bytes(), line.recv_bytes()
            line.send_bytes(_drawn(kind, content))
        except (OSError, EOFError):
            return  # whoever asked is gone


def _drawn(kind: bytes, content: bytes) -> bytes:
    try:
        return _KINDS[kind](content)
    except Exception:
        return b""  # whoever asked tries it, and gets the error


def _end_with_owner() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=_end_with_owner, daemon=True).start()
    _serve(sys.argv[1])
