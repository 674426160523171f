"""Where a shared vault is: the address of a database on a PostgreSQL server, without its password where people read it.

programme.toml names the database; the password comes from where PostgreSQL keeps it (PGPASSWORD, ~/.pgpass, a service
file), or the environment variable REVERSE_MENTORING_DATABASE gives the whole address.
"""

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from reverse_mentoring.words.problems import Refused

DATABASE_VARIABLE = "REVERSE_MENTORING_DATABASE"
"""Environment variable with the whole address, password and all; it goes before programme.toml."""
PASSWORD_PLACES = "PGPASSWORD, ~/.pgpass or a service file"
SAFE_MODES = ("require", "verify-ca", "verify-full")
_EXAMPLE = "postgresql://vault.example.org/mentoring?sslmode=verify-full"
_SECRETS = ("password", "sslpassword")


@dataclass(frozen=True)
class Address:
    """The address of a database. name: how a sentence names it, without role and password."""

    url: sa.URL = field(repr=False)

    @property
    def name(self) -> str:
        host = self.url.host or self.url.query.get("service") or self.url.query.get("host")
        database = f"database {self.url.database}" if self.url.database else "database"
        return f"the {database} on {host}" if isinstance(host, str) else f"the {database}"

    def __str__(self) -> str:
        return self.name


Where = Path | Address
"""Where a vault lies: a file of this machine, or a database on a server."""


def public_address(text: str, environ: Mapping[str, str], *, where: str) -> Address:
    """The address that people may read, as in programme.toml; refused if a password stands in it.

    where: how a sentence names the place in which it stands.
    """
    url = _parsed(text, where)
    if url.password is not None or any(each in url.query for each in _SECRETS):
        raise Refused(
            f"{where} holds a password, where others may read it. Take it out, change it, and put the new one into "
            f"{PASSWORD_PLACES}; or give the whole address in the environment variable {DATABASE_VARIABLE}."
        )
    return _checked(url, environ, where)


def secret_address(environ: Mapping[str, str]) -> Address | None:
    """The address that the environment gives; None if it gives none."""
    text = environ.get(DATABASE_VARIABLE, "").strip()
    return _checked(_parsed(text, DATABASE_VARIABLE), environ, DATABASE_VARIABLE) if text else None


def _parsed(text: str, where: str) -> sa.URL:
    try:
        url = sa.make_url(text.strip())
    except (sa.exc.ArgumentError, ValueError):
        url = sa.URL.create("none")
    if url.drivername.partition("+")[0] not in ("postgresql", "postgres"):
        raise Refused(f"{where} is not the address of a PostgreSQL database. Write it like {_EXAMPLE}")
    return url.set(drivername="postgresql+psycopg")


def _checked(url: sa.URL, environ: Mapping[str, str], where: str) -> Address:
    if not (stays_here(url, environ) or _mode(url, environ) in SAFE_MODES):
        raise Refused(
            f"{where} leads to another machine, and nothing says that the way there is encrypted. Add "
            "?sslmode=verify-full to it (or sslmode=require, which encrypts but does not prove who answers)."
        )
    return Address(url)


def stays_here(url: sa.URL, environ: Mapping[str, str]) -> bool:
    """Whether the server is on this machine: a socket or a loopback address. What a service file says is not known."""
    if "service" in url.query or "PGSERVICE" in environ:
        return False
    return all(map(_is_here, _hosts(url, environ)))


def _hosts(url: sa.URL, environ: Mapping[str, str]) -> Iterator[str]:
    """Every host that the connection may go to; none = the socket of this machine."""
    named = [url.host or "", *_all(url, "host")]
    for text in named if any(named) else [environ.get("PGHOST", "")]:
        yield from text.split(",")
    for text in _all(url, "hostaddr") or [environ.get("PGHOSTADDR", "")]:
        yield from text.split(",")


def _all(url: sa.URL, name: str) -> list[str]:
    said = url.query.get(name, ())
    return [said] if isinstance(said, str) else list(said)


def _is_here(host: str) -> bool:
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    name, colon, port = host.rpartition(":")
    try:
        return ipaddress.ip_address(name if colon and port.isdigit() and "." in name else host).is_loopback
    except ValueError:
        return name == "localhost"


def _mode(url: sa.URL, environ: Mapping[str, str]) -> str:
    """The encryption asked for. Of a service only what stands in the address counts: it goes before the file."""
    elsewhere = "" if "service" in url.query or "PGSERVICE" in environ else environ.get("PGSSLMODE", "")
    return next(iter(_all(url, "sslmode")), elsewhere)
