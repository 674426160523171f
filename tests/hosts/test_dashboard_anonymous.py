"""Strangers get one fixed answer from every route of both servers, under whatever name and from wherever they ask."""

import socket
from collections.abc import Callable, Iterator

import pytest

from anonymous import ROUTES, UPGRADE, answers, attempts
from reverse_mentoring.run.doorkeeper import REFUSAL
from served_dashboard import HOST, Answer, ask, dashboard
from served_programme import served

pytestmark = pytest.mark.slow
HEAD = """403
Referrer-Policy: no-referrer
X-Content-Type-Options: nosniff
X-Frame-Options: DENY
Cross-Origin-Resource-Policy: same-origin
Cross-Origin-Opener-Policy: same-origin
Cache-Control: no-store
Content-Type: text/plain; charset=utf-8
Content-Length: 27"""
KEEP = f"{HEAD}\nConnection: close"
Running = tuple[int, str, str]


@pytest.fixture(scope="module", params=["dashboard", "open", "open --lab"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Port, token and an address that exists, of each server that we ship."""
    folder = tmp_path_factory.mktemp("strangers")
    if request.param == "dashboard":
        with dashboard(folder / "window") as here:
            yield here.port, here.token, "/"
        return
    with served(folder, *request.param.split()[1:]) as workbook:
        port = int(workbook.address.rpartition(":")[2])
        yield port, workbook.token, "/api/status" if "--lab" in request.param else "/voila/static/voila.js"


def test_whatever_a_stranger_asks_the_answer_is_the_same(running: Running) -> None:
    """Over forty routes, five names, four origins, seven methods, websockets, forged headers: not one byte more."""
    other = {(attempt, head, body) for attempt, head, body in answers(running[0], attempts(running[0]))
             if head not in (HEAD, KEEP) or body != (b"" if attempt.method == "HEAD" else REFUSAL)}  # fmt: skip

    assert len(ROUTES) >= 40
    assert other == set()


def test_what_is_no_request_gets_no_data(running: Running) -> None:
    """No Host, two of them, a wrong one, another protocol: refused, or the line is cut."""
    broken = (
        b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\r\n\r\n",
    )  # fmt: skip
    said = {_raw(running[0], each) for each in broken}

    assert all(b"\r\n\r\n" not in each or each.partition(b"\r\n\r\n")[2] in (b"", REFUSAL) for each in said)
    assert not [each for each in said if b"200" in each or b"ornado" in each or b"ython" in each]


def test_the_token_lets_in_and_the_cookie_afterwards(running: Running) -> None:
    """Which browsers send to us alone and show to no script; without it the same address is closed."""
    port, token, path = running
    first = ask(port, f"{path}?token={token}")
    cookie, *terms = first.headers["set-cookie"].split("; ")

    assert first.status == 200
    assert cookie.startswith(f"reverse-mentoring-{port}=")
    assert terms == ["Path=/", "HttpOnly", "SameSite=Strict"]
    assert ask(port, path, headers={"Cookie": cookie}).status == 200
    assert ask(port, path, headers={"Cookie": cookie[:-1] + ("0" if cookie[-1] != "0" else "1")}).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {**UPGRADE},
        {**UPGRADE, "Origin": "https://127.0.0.1"},
    ],
)
def test_other_names_and_origins_stay_outside_even_with_the_token(running: Running, headers: dict[str, str]) -> None:
    """A page of another site, or one that made its name point to this machine, may know what it likes."""
    port, token, path = running
    answer = ask(port, f"{path}?token={token}", headers=headers)

    assert (answer.status, answer.body) == (403, REFUSAL)


def test_a_browser_is_sent_to_the_address_without_the_token(running: Running) -> None:
    """So that it stays neither in the history nor in a bookmark; the rest of the address is kept, on this machine."""
    port, token, _ = running
    pages = {"Accept": "text/html,*/*"}
    sent = ask(port, f"//evil.example/x?cohort=a%26b&token={token}", headers=pages)

    assert (sent.status, sent.headers["location"]) == (302, "/evil.example/x?cohort=a%26b")
    assert token not in str(sent)


def test_no_answer_names_the_software(running: Running) -> None:
    """Not the page, not a missing one, not an error."""
    port, token, path = running
    asked: Callable[..., Answer] = lambda where, method="GET": ask(port, f"{where}?token={token}", method)  # noqa: E731
    answered = [asked(path), asked("/nosuchpage"), asked("/", "PATCH"), asked("/", "OPTIONS")]

    assert [answer.headers.get("server") for answer in answered] == [None] * 4
    assert {answer.headers["referrer-policy"] for answer in answered} == {"no-referrer"}
    assert "traceback" not in " ".join(answer.body.decode(errors="replace").lower() for answer in answered[1:])


def _raw(port: int, request: bytes) -> bytes:
    with socket.create_connection((HOST, port), timeout=10) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        found = b""
        while piece := line.recv(4096):
            found += piece
        return found
