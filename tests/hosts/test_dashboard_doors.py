"""Who may come in: by a token of this start, by a cookie, or with the reverse proxy; unit tests of the rules."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from reverse_mentoring.run.doors import SECRET_HEADER, ProxyDoor, TokenDoor, Visit, take_token_away

PORT = 8867
SECRET = "0123456789abcdef0123456789abcdef"


def _request(uri: str, *headers: tuple[str, str], host: str = f"127.0.0.1:{PORT}") -> HTTPServerRequest:
    known = HTTPHeaders({"Host": host})
    for name, text in headers:
        known.add(name, text)
    return HTTPServerRequest(start_line=RequestStartLine("GET", uri, "HTTP/1.1"), headers=known)


def test_tokens_are_drawn_anew_and_long_enough() -> None:
    """192 bits each; none of them in what the object says of itself."""
    doors = [TokenDoor("127.0.0.1", PORT) for _ in range(50)]

    assert len({door.token for door in doors}) == 50
    assert all(len(door.token) == 32 for door in doors)
    assert doors[0].token not in repr(doors[0])


def test_a_ticket_opens_once() -> None:
    """The browser that we start gets one, since everybody on the machine can read its command line."""
    door = TokenDoor("127.0.0.1", PORT)
    uri = f"/?token={door.ticket()}"

    assert door.visit(_request(uri)) is not None
    assert door.visit(_request(uri)) is None
    assert door.visit(_request(f"/?token={door.token}")) is not None


def test_a_cookie_of_another_start_or_port_does_not_open() -> None:
    """Each start signs with a key of its own."""
    doors = [TokenDoor("127.0.0.1", PORT), TokenDoor("127.0.0.1", PORT), TokenDoor("127.0.0.1", PORT + 1)]
    visits = [door.visit(_request(f"/?token={door.token}", host=f"127.0.0.1:{door.port}")) for door in doors]
    cookies = [visit.cookie.split(";")[0] for visit in visits if visit]

    assert [doors[0].visit(_request("/", ("Cookie", each))) for each in cookies] == [Visit(), None, None]


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_no_other_word_opens(word: str) -> None:
    """Whatever stands in the place of the token or the cookie."""
    door = TokenDoor("127.0.0.1", PORT)
    request = _request("/")
    request.query_arguments["token"] = [word.encode("utf-8", "surrogatepass"), b""]

    assert door.visit(request) is None


@pytest.mark.parametrize(
    ("headers", "opens"),
    [
        ([(SECRET_HEADER, SECRET), ("X-User", "ana")], True),
        ([(SECRET_HEADER.lower(), SECRET), ("x-user", "ana@example.org")], True),
        ([(SECRET_HEADER, SECRET)], False),
        ([(SECRET_HEADER, SECRET), ("X-User", "")], False),
        ([(SECRET_HEADER, SECRET[:-1]), ("X-User", "ana")], False),
        ([(SECRET_HEADER, ""), ("X-User", "ana")], False),
        ([("X-User", "ana")], False),
        ([(SECRET_HEADER, SECRET), (SECRET_HEADER, SECRET), ("X-User", "ana")], False),
        ([(SECRET_HEADER, SECRET), ("X-User", "ana"), ("X-User", "boss")], False),
        ([(SECRET_HEADER, SECRET), ("X-Forwarded-User", "ana")], False),
    ],
)
def test_the_proxy_shows_the_secret_and_one_person(headers: list[tuple[str, str]], opens: bool) -> None:
    """Once each: a header that comes twice was put there by somebody else."""
    door = ProxyDoor(SECRET, "X-User")

    assert (door.visit(_request("/", *headers, host="window.example")) is not None) == opens
    assert SECRET not in repr(door)


def test_from_another_sites_link_the_address_stays() -> None:
    """The browser would not send the new cookie along with the next address: the page comes at once."""
    door = TokenDoor("127.0.0.1", PORT)
    opened = [door.visit(_request(f"/x?token={door.token}", ("Accept", "text/html"), *more)) for more in
              ([], [("Sec-Fetch-Site", "none")], [("Sec-Fetch-Site", "cross-site")])]  # fmt: skip

    assert [visit and visit.elsewhere for visit in opened] == ["/x", "/x", ""]


def test_behind_the_door_the_token_is_gone() -> None:
    """From the address, the query and the arguments; the rest stays."""
    request = _request("/voila/render/a.ipynb?cohort=a%26b&token=abc&face=room&token=d")
    take_token_away(request)

    assert request.uri == "/voila/render/a.ipynb?cohort=a%26b&face=room"
    assert request.query == "cohort=a%26b&face=room"
    assert set(request.arguments) == set(request.query_arguments) == {"cohort", "face"}
