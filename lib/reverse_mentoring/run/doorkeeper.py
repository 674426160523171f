"""Stands in front of a server's every route, before any of its code: strangers get one fixed answer, and no data.

Also static files, websockets, unknown addresses and errors lie behind it. What leaves the house passes it too: it
takes off what names the software and puts on what browsers should know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPInputError,
    HTTPMessageDelegate,
    HTTPServerConnectionDelegate,
    HTTPServerRequest,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.web import Application

from reverse_mentoring.run.doors import Door, Visit, take_token_away

REFUSAL = b"Not without an invitation.\n"
"""All that a stranger ever reads, whatever was asked."""
ALWAYS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NOT_KEPT = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class House:
    """What lies behind the door. policy: its Content-Security-Policy, "" to leave it as it is; code: beginnings of
    the addresses of program files, which browsers may keep; inner_token: what the server behind asks for."""

    app: Application
    policy: str = ""
    code: tuple[str, ...] = ()
    inner_token: str = field(default="", repr=False)

    def headers(self, path: str) -> dict[str, str]:
        """What goes with every answer."""
        policy = {"Content-Security-Policy": self.policy} if self.policy else {}
        return {**ALWAYS, **policy, **({} if path.startswith(self.code or "\0") else NOT_KEPT)}


class Doorkeeper(HTTPServerConnectionDelegate):
    """What an HTTPServer calls in the place of the application."""

    def __init__(self, door: Door, house: House) -> None:
        self.door, self.house = door, house

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """Called by Tornado for each request."""
        return _Caller(self, server_conn, request_conn)

    def inside(self, request: HTTPServerRequest) -> HTTPMessageDelegate:
        """Who answers: the house, or we ourselves."""
        visit = self.door.visit(request)
        line = request.connection
        if visit is None or line is None:
            return _Answer(line, request.method, 403, {"Content-Type": "text/plain; charset=utf-8"}, REFUSAL)
        if visit.elsewhere:
            return _Answer(line, request.method, 302, {"Location": visit.elsewhere, "Set-Cookie": visit.cookie})
        return self._led_in(request, visit)

    def _led_in(self, request: HTTPServerRequest, visit: Visit) -> HTTPMessageDelegate:
        take_token_away(request)
        cookie = {"Set-Cookie": visit.cookie} if visit.cookie else {}
        request.connection = _Sealed(request.connection, self.house.headers(request.path), cookie)  # type: ignore[assignment]
        if self.house.inner_token:
            request.headers["Authorization"] = f"token {self.house.inner_token}"
        return self.house.app.find_handler(request)


class _Caller(HTTPMessageDelegate):
    """One request, from its first line to its end."""

    def __init__(self, keeper: Doorkeeper, server: object, line: HTTPConnection) -> None:
        self._keeper, self._server, self._line = keeper, server, line
        self._inside: HTTPMessageDelegate | None = None

    def headers_received(self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders) -> Any:
        assert isinstance(start_line, RequestStartLine)
        try:
            request = HTTPServerRequest(
                connection=self._line, server_connection=self._server, start_line=start_line, headers=headers
            )
            self._inside = self._keeper.inside(request)
        except (HTTPInputError, ValueError):
            about = {"Content-Type": "text/plain; charset=utf-8"}
            self._inside = _Answer(self._line, start_line.method, 403, about, REFUSAL)
        return self._inside.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Any:
        return self._inside.data_received(chunk) if self._inside else None

    def finish(self) -> None:
        if self._inside:
            self._inside.finish()

    def on_connection_close(self) -> None:
        if self._inside:
            self._inside.on_connection_close()


@dataclass(frozen=True)
class _Answer(HTTPMessageDelegate):
    """An answer that needs nothing of the house; what the caller sends is thrown away."""

    line: HTTPConnection | None
    method: str | None
    code: int
    about: Mapping[str, str]
    said: bytes = b""

    def finish(self) -> None:
        if self.line is None:
            return
        reasons = {403: "Forbidden", 302: "Found"}
        headers = HTTPHeaders({**ALWAYS, **NOT_KEPT, **self.about, "Content-Length": str(len(self.said))})
        start = ResponseStartLine("HTTP/1.1", self.code, reasons[self.code])
        self.line.write_headers(start, headers, self.said if self.method != "HEAD" else None)
        self.line.finish()


class _Sealed:
    """The connection as the house sees it: what it answers goes out without its name and with our headers."""

    def __init__(self, line: Any, headers: Mapping[str, str], cookie: Mapping[str, str]) -> None:
        self._line, self._headers, self._cookie = line, headers, cookie

    def write_headers(self, start_line: ResponseStartLine, headers: HTTPHeaders, chunk: bytes | None = None) -> Any:
        for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin"):
            headers.pop(name, None)
        for name, text in self._headers.items():
            headers[name] = text
        for name, text in self._cookie.items():
            headers.add(name, text)
        return self._line.write_headers(start_line, headers, chunk)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)
