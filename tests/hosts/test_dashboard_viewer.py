"""Somebody who may see the managers' page sends what would make a kernel run or talk: there is none to hear it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest

from anonymous import KERNEL, ROUTES
from kernel_attack import attack, frame, messages, send
from reverse_mentoring.run.places import notebooks
from served_dashboard import Dashboard, ask, dashboard, free_port, released_file

MESSAGES = 20_000
SECRET, HEADER = "0123456789abcdef0123456789abcdef", "X-Forwarded-User"
SOCKETS = [
    route
    for route in ROUTES
    if route.startswith("/") and ("kernels" in route or "voila" in route) and "token" not in route
]


@pytest.mark.slow
def test_twenty_thousand_messages_run_nothing_and_learn_nothing(tmp_path: Path) -> None:
    """With the cookie of a viewer, at every address of Jupyter and Voila."""
    with dashboard(tmp_path / "window") as served:
        cookie = served.asked().headers["set-cookie"].partition(";")[0]
        page = served.asked(Cookie=cookie)
        expect_silence(served, {"Cookie": cookie}, tmp_path / "canary")
        assert page.status == 200
        assert ask(served.port, "/", headers={"Cookie": cookie}).body == page.body


@pytest.mark.slow
def test_behind_a_proxy_it_is_the_same(tmp_path: Path) -> None:
    """The proxy has let the person in and passes everything on."""
    secret = tmp_path / "secret"
    secret.write_text(SECRET, "utf-8")
    secret.chmod(0o600)
    options = ("--behind-proxy", "--secret-file", str(secret), "--user-header", HEADER)
    with dashboard(tmp_path / "window", *options) as served:
        let_in = {"X-Reverse-Mentoring-Secret": SECRET, HEADER: "boss", "Host": "managers.example"}
        assert ask(served.port, "/", headers=let_in).status == 200
        expect_silence(served, let_in, tmp_path / "canary")


def expect_silence(served: Dashboard, headers: dict[str, str], canary: Path) -> None:
    """No answer but “no such page”, no kernel, nothing run."""
    sent, answers = attack(served.port, SOCKETS, headers, canary=canary, at_least=MESSAGES)

    assert sent >= MESSAGES
    heard = [answer.partition(b"\r\n\r\n") for answer in answers if answer]  # it may hang up while we still speak
    assert heard
    assert all(head.startswith(b"HTTP/1.1 404 Not Found\r\n") for head, _, _ in heard)
    assert all(b"There is no such page.\n".startswith(body) for _, _, body in heard)
    assert not canary.exists()
    assert served.kernels() == []


@pytest.mark.slow
def test_in_an_ordinary_voila_a_kernel_answers_the_same_messages(tmp_path: Path) -> None:
    """So that the silence above is ours and not the script's."""
    asked = [message for message in islice(messages(tmp_path / "canary"), 48) if b"comm_info_request" in message[1]]
    with ordinary_voila(tmp_path) as port:
        page = ask(port, "/")
        kernel = re.search(rb'"kernelId": ?"([0-9a-f-]{36})"', page.body)
        assert kernel
        said = send(port, f"/api/kernels/{kernel[1].decode()}/channels?session_id=1",
                    {"Cookie": page.headers["set-cookie"].partition(";")[0]},
                    [frame(*each) for each in asked if each[0] == 1], patience=3)  # fmt: skip

        assert b"comm_info_reply" in said


@contextmanager
def ordinary_voila(folder: Path) -> Iterator[int]:
    """The managers' notebook as anybody would serve it."""
    port, log = free_port(), folder / "ordinary.log"
    command = [sys.executable, "-m", "voila", str(notebooks() / "dashboard.ipynb"), "--no-browser", f"--port={port}"]
    released_file(folder / "window")
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, cwd=folder)
    try:
        wait_until_it_says(log, "running at")
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_until_it_says(log: Path, words: str) -> None:
    import time

    end = time.monotonic() + 60
    while words not in log.read_text("utf-8"):
        assert time.monotonic() < end, log.read_text("utf-8")
        time.sleep(0.1)


def test_a_kernel_that_is_there_cannot_be_named(tmp_path: Path) -> None:
    """Nobody is told the number of a kernel: no page, header or log holds one."""
    with dashboard(tmp_path / "window") as served:
        page = served.asked()
        said = str(page.headers) + page.text + served.log.read_text("utf-8")

        assert KERNEL not in said
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", said)
