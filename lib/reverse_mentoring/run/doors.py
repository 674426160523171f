"""Who may come in: who has the token of this start, or for whom the reverse proxy vouches. Nobody else."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qsl, urlencode

from tornado.httputil import HTTPServerRequest
from tornado.web import create_signed_value, decode_signed_value

TOKEN_BYTES = 24
"""192 bits."""
SECRET_HEADER = "X-Reverse-Mentoring-Secret"
"""In which the reverse proxy shows that it is the one."""
COOKIE_DAYS = 7
_NAVIGATION = "text/html"


@dataclass(frozen=True)
class Visit:
    """Somebody who may come in. cookie: to be handed out, "" for none; elsewhere: the address without the token to
    which the browser is sent first, "" for none."""

    cookie: str = ""
    elsewhere: str = ""


class Door(Protocol):
    """Tells visitors from strangers."""

    def visit(self, request: HTTPServerRequest) -> Visit | None:
        """None for a stranger."""


@dataclass(frozen=True)
class TokenDoor:
    """Opens to this start's token in the address, afterwards to a cookie; only under names of this very machine.

    A page of another origin stays outside, whatever it sends: also one that made its own name point to this machine.
    """

    host: str
    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES), repr=False)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _tickets: set[str] = field(default_factory=set, repr=False)

    def ticket(self) -> str:
        """A token that opens once, for a browser that we start: everybody on the machine can read its command line."""
        drawn = secrets.token_urlsafe(TOKEN_BYTES)
        self._tickets.add(drawn)
        return drawn

    def visit(self, request: HTTPServerRequest) -> Visit | None:
        """By token, else by cookie."""
        if not self._under_our_name(request):
            return None
        if self._fits(request.query_arguments.get("token", [])):
            signed = create_signed_value(self._key, self._cookie, "in").decode()
            cookie = f"{self._cookie}={signed}; Path=/; HttpOnly; SameSite=Strict"
            return Visit(cookie, _without_token(request) if _by_hand(request) else "")
        return Visit() if self._known(request) else None

    @property
    def _cookie(self) -> str:
        """Cookies of a machine are shared by its ports."""
        return f"reverse-mentoring-{self.port}"

    def _under_our_name(self, request: HTTPServerRequest) -> bool:
        host = f"[{self.host}]" if ":" in self.host else self.host
        ours = {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]", host)}
        origins = request.headers.get_list("Origin") or ([""] if "Upgrade" in request.headers else [])
        return request.host.lower() in ours and all(each in {f"http://{name}" for name in ours} for each in origins)

    def _fits(self, given: list[bytes]) -> bool:
        fitting = [
            each
            for each in (self.token, *self._tickets)
            for shown in given
            if hmac.compare_digest(each.encode(), shown)
        ]
        self._tickets.difference_update(fitting)
        return bool(fitting)

    def _known(self, request: HTTPServerRequest) -> bool:
        shown = request.cookies.get(self._cookie)
        return bool(shown and decode_signed_value(self._key, self._cookie, shown.value, max_age_days=COOKIE_DAYS))


@dataclass(frozen=True)
class ProxyDoor:
    """Opens to the reverse proxy alone: it shows the secret and names the person. Names are not kept."""

    secret: str = field(repr=False)
    user_header: str

    def visit(self, request: HTTPServerRequest) -> Visit | None:
        """Each of the two headers must be there exactly once."""
        shown, people = (request.headers.get_list(name) for name in (SECRET_HEADER, self.user_header))
        fits = [hmac.compare_digest(each.encode(), self.secret.encode()) for each in shown] == [True]
        return Visit() if fits and len(people) == 1 and people[0].strip() else None


def take_token_away(request: HTTPServerRequest) -> None:
    """Behind the door nobody learns the token: no log, no kernel, no page."""
    if "token" in request.query_arguments:
        request.uri = _without_token(request)
        request.query = request.uri.partition("?")[2]
        for arguments in (request.arguments, request.query_arguments):
            arguments.pop("token", None)


def _without_token(request: HTTPServerRequest) -> str:
    """The path and the rest of the query; never the address of another machine."""
    rest = [(name, text) for name, text in parse_qsl(request.query, keep_blank_values=True) if name != "token"]
    return "/" + request.path.lstrip("/\\") + (f"?{urlencode(rest)}" if rest else "")


def _by_hand(request: HTTPServerRequest) -> bool:
    """A browser opens a page. From another site's link it would not send the new cookie along, so it stays."""
    headers: Mapping[str, str] = request.headers
    page = request.method == "GET" and _NAVIGATION in headers.get("Accept", "") and "Upgrade" not in headers
    return page and headers.get("Sec-Fetch-Site", "none") != "cross-site"
