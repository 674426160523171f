"""What somebody may send who wants a kernel to run or to tell something: every message that kernels know, as a browser
would send it over a websocket, in the three ways in which Jupyter writes messages."""

import json
import socket
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

TARGET = "jupyter.widget"
VERSION = {"version": "1.0.0"}
ALL_STATES = {"method": "request_states"}


def contents(canary: Path) -> list[tuple[str, str, dict[str, Any]]]:
    """channel, type and content of each message; what is executed would make the file canary."""
    code = f"open({str(canary)!r}, 'w').write('was here')"
    run = {"code": code, "silent": False, "store_history": False, "user_expressions": {"x": code}, "allow_stdin": False}
    comm = {"comm_id": "c0ffee", "target_name": TARGET, "data": ALL_STATES}
    return [
        ("shell", "execute_request", run),
        ("control", "execute_request", run),
        ("shell", "inspect_request", {"code": "releases", "cursor_pos": 8, "detail_level": 1}),
        ("shell", "complete_request", {"code": "os.", "cursor_pos": 3}),
        ("shell", "history_request", {"output": True, "raw": True, "hist_access_type": "tail", "n": 1000}),
        ("shell", "is_complete_request", {"code": code}),
        ("shell", "comm_info_request", {}),
        ("shell", "kernel_info_request", {}),
        ("shell", "comm_open", comm),
        ("shell", "comm_open", comm | {"comm_id": "c0ffee2", "target_name": "jupyter.widget.control"}),
        ("shell", "comm_msg", {"comm_id": "c0ffee2", "data": ALL_STATES}),
        ("shell", "comm_msg", {"comm_id": "c0ffee", "data": {"method": "custom", "content": {"event": "click"}}}),
        ("shell", "comm_close", {"comm_id": "c0ffee", "data": {}}),
        ("stdin", "input_reply", {"value": code}),
        ("control", "debug_request", {"type": "request", "seq": 1, "command": "evaluate",
                                      "arguments": {"expression": code}}),
        ("control", "interrupt_request", {}),
    ]  # fmt: skip


def messages(canary: Path) -> Iterator[tuple[int, bytes]]:
    """Opcode (1 = text, 2 = binary) and payload of each message in each of the three ways, without end."""
    for number, (channel, kind, content) in enumerate(cycle(contents(canary))):
        header = {"msg_id": f"m{number}", "msg_type": kind, "username": "", "session": "s", "version": "5.3"}
        whole = {"header": header, "parent_header": {}, "metadata": VERSION, "content": content, "channel": channel}
        yield 1, json.dumps(whole | {"buffers": []}).encode()
        yield 2, _legacy(whole)
        yield 2, _v1(channel, [header, {}, VERSION, content])


def _legacy(whole: dict[str, Any]) -> bytes:
    """A count, offsets in network order, the message as JSON, then its buffers."""
    said = json.dumps(whole).encode()
    return struct.pack("!3I", 2, 12, 12 + len(said)) + said + b"\0" * 4


def _v1(channel: str, parts: Sequence[Any]) -> bytes:
    """v1.kernel.websocket.jupyter.org: a count and offsets of 64 bits, then the channel and the parts."""
    pieces = [channel.encode(), *(json.dumps(part).encode() for part in parts)]
    at, offsets = 8 * (len(pieces) + 2), []
    for piece in pieces:
        offsets.append(at)
        at += len(piece)
    return struct.pack(f"<{len(pieces) + 2}Q", len(pieces) + 1, *offsets, at) + b"".join(pieces)


def frame(opcode: int, payload: bytes) -> bytes:
    """One websocket frame as a browser sends it (masked, with a mask of zeros)."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + struct.pack("!H", size)
    return bytes([0x80 | opcode]) + length + b"\0" * 4 + payload


def send(port: int, route: str, headers: Mapping[str, str], frames: Sequence[bytes], *, patience: float = 0) -> bytes:
    """Asks for a websocket at this address, sends the frames whatever is answered, and returns all that came back.

    patience: seconds before each frame, for a server that answers.
    """
    here = f"127.0.0.1:{port}"
    asked = {"Host": here, "Origin": f"http://{here}", "Upgrade": "websocket", "Connection": "Upgrade",
             "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", **headers}  # fmt: skip
    head = f"GET {route} HTTP/1.1\r\n" + "".join(f"{name}: {text}\r\n" for name, text in asked.items()) + "\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        try:
            for each in (head.encode(), *frames) if patience else (head.encode() + b"".join(frames),):
                line.sendall(each)
                time.sleep(patience)
            line.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the server has hung up already
        return _everything(line)


def attack(
    port: int, routes: Sequence[str], headers: Mapping[str, str], *, canary: Path, at_least: int, at_once: int = 60
) -> tuple[int, set[bytes]]:
    """Sends so many messages over these routes in turn; how many were sent, and the different answers."""
    endless, sent, answers = messages(canary), 0, set[bytes]()
    for route in cycle(routes):
        if sent >= at_least:
            break
        answers.add(send(port, route, headers, [frame(*each) for each in islice(endless, at_once)]))
        sent += at_once
    return sent, answers


def _everything(line: socket.socket) -> bytes:
    found = b""
    try:
        while said := line.recv(65536):
            found += said
    except OSError:
        pass
    return found
