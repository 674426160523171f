"""The sample configurations of nginx and Caddy, tried: with a certificate, a login and the real page behind them."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from reverse_mentoring.run.dashboard_serving import POLICY
from reverse_mentoring.run.doors import SECRET_HEADER
from served_dashboard import HOST, Answer, Dashboard, ask, dashboard, free_port

pytestmark = pytest.mark.slow
SAMPLES = Path(__file__).parents[2] / "docs" / "serving"
SECRET = "5f0c9e6b7a3d41288f6e1b2c3d4e5f60"
PERSON, USER_HEADER = "ana@example.org", "X-Auth-Request-Email"
HEADLINE = "On track: nine in ten planned sessions took place"


class Login(BaseHTTPRequestHandler):
    """In the place of oauth2-proxy: says who has logged in, by a cookie."""

    def do_GET(self) -> None:
        known = "login=ana" in (self.headers.get("Cookie") or "")
        self.send_response(202 if known else 401)
        if known:
            self.send_header(USER_HEADER, PERSON)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def login() -> Iterator[int]:
    """The port where the login is asked."""
    with ThreadingHTTPServer((HOST, 0), Login) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """The page behind a proxy."""
    folder = tmp_path_factory.mktemp("proxied")
    secret = folder / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    options = ("--behind-proxy", "--secret-file", str(secret), "--user-header", USER_HEADER)
    with dashboard(folder / "window", *options) as running:
        yield running


@contextmanager
def _proxy(name: str, folder: Path, window: Dashboard, login: int) -> Iterator[int]:
    """nginx or Caddy with its sample, in which only names of files and ports were changed; the port of TLS."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=window.example.org",
         "-keyout", folder / "window.key", "-out", folder / "window.pem"], check=True, capture_output=True,
    )  # fmt: skip
    port = free_port()
    (folder / "window-secret.conf").write_text(f'proxy_set_header X-Reverse-Mentoring-Secret "{SECRET}";\n')
    sample = (SAMPLES / ("nginx.conf" if name == "nginx" else "Caddyfile")).read_text("utf-8")
    for here, there in {
        "/etc/ssl/certs": str(folder), "/etc/ssl/private": str(folder), "/etc/nginx": str(folder),
        "127.0.0.1:8867": f"127.0.0.1:{window.port}", "127.0.0.1:4180": f"127.0.0.1:{login}",
        "listen 80;": f"listen 127.0.0.1:{free_port()};", "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "window.example.org {": f"https://window.example.org:{port} {{", "admin off": "admin off\n\tauto_https off",
    }.items():  # fmt: skip
        sample = sample.replace(here, there)
    path = folder / name
    path.write_text(sample)
    for command in _commands(name, path, folder)[:-1]:
        subprocess.run(command, check=True, capture_output=True, env=os.environ | {"WINDOW_SECRET": SECRET})
    with subprocess.Popen(
        _commands(name, path, folder)[-1], env=os.environ | {"WINDOW_SECRET": SECRET, "HOME": str(folder)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()


def _commands(name: str, path: Path, folder: Path) -> list[list[str]]:
    """How the sample is checked, and how it is run in the foreground."""
    if name == "nginx":
        common = ["nginx", "-c", str(path), "-p", str(folder), "-e", str(folder / "error.log")]
        where = f"pid {folder / 'pid'};"
        return [[*common, "-g", where, "-t"], [*common, "-g", f"{where} daemon off;"]]
    common = ["--config", str(path), "--adapter", "caddyfile"]
    return [["caddy", "validate", *common], ["caddy", "run", *common]]


def _wait_for(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            _through(port)
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The proxy does not answer.")


def _through(port: int, path: str = "/", method: str = "GET", **headers: str) -> Answer:
    """Over TLS, under the name of the sample; the certificate is our own."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    line = http.client.HTTPSConnection(HOST, port, context=context, timeout=30)
    line.sock = context.wrap_socket(socket.create_connection((HOST, port)), server_hostname="window.example.org")
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    line.request(method, path, headers={"Host": f"window.example.org:{port}"} | named)
    answer = line.getresponse()
    found = Answer(answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read())
    line.close()
    return found


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest, window: Dashboard, login: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    """The port of a running proxy."""
    if not shutil.which(request.param) or not shutil.which("openssl"):
        pytest.skip(f"{request.param} (and openssl) is not installed here: its sample was not tried.")
    with _proxy(request.param, tmp_path_factory.mktemp(request.param), window, login) as port:
        yield port


def test_who_has_logged_in_sees_the_page(proxy: int) -> None:
    """Over TLS, with the policy that allows no script."""
    answer = _through(proxy, Cookie="login=ana")

    assert answer.status == 200
    assert HEADLINE in answer.text
    assert POLICY in answer.headers["content-security-policy"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_others_are_sent_to_the_login(proxy: int) -> None:
    """Also those who name themselves, or guess at the secret's header."""
    claims = ({}, {"X_Auth_Request_Email": PERSON}, {"X_Reverse_Mentoring_Secret": SECRET, USER_HEADER: PERSON})
    answers = [_through(proxy, **each) for each in claims]

    assert {answer.status for answer in answers} == {302}
    assert all(answer.headers["location"].endswith("/oauth2/start?rd=/") for answer in answers)
    assert HEADLINE not in " ".join(answer.text for answer in answers)


def test_nobody_takes_another_name(proxy: int) -> None:
    """A header of the browser does not reach the page beside the proxy's own: the page would refuse two names."""
    assert _through(proxy, Cookie="login=ana", X_Auth_Request_Email="boss@example.org").status == 200


def test_there_is_one_address_and_one_method(proxy: int) -> None:
    """Nothing else is passed on."""
    asked = [_through(proxy, path, Cookie="login=ana").status for path in ("/api", "/voila/static/voila.js", "/x")]

    assert asked == [404] * 3
    assert _through(proxy, method="POST", Cookie="login=ana").status in (403, 404, 405)


def test_past_the_proxy_nobody_gets_in(window: Dashboard) -> None:
    """Whoever reaches the port without the secret or without a name reads the fixed sentence."""
    asked = (
        {},
        {USER_HEADER: PERSON},
        {SECRET_HEADER: SECRET},
        {SECRET_HEADER: "x" * 32, USER_HEADER: PERSON},
    )
    answers = [ask(window.port, "/", headers=each) for each in asked]
    both = ask(window.port, "/", headers={SECRET_HEADER: SECRET, USER_HEADER: PERSON})

    assert {(each.status, each.body) for each in answers} == {(403, b"Not without an invitation.\n")}
    assert both.status == 200
    assert SECRET not in window.log.read_text("utf-8")
    assert PERSON not in window.log.read_text("utf-8")
