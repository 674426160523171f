"""Where a vault lies in a test: in a file or, in the slow run, on a real PostgreSQL server too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from postgres_server import MISSING, Server, programs, running_server
from reverse_mentoring.store.address import Where

BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.slow))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for all tests of this process."""
    pytest.importorskip("psycopg", reason="psycopg is missing: pip install reverse-mentoring[postgres]")
    if not programs():
        pytest.skip(MISSING)
    with running_server() as server:
        yield server


@pytest.fixture(params=BOTH)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    """A place for a vault, without one: once as a file, once on a server."""
    return place(request, tmp_path)


@pytest.fixture(params=BOTH, scope="module")
def shared_where(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Where:
    """The same for all tests of a file."""
    return place(request, tmp_path_factory.mktemp("vault"))


def place(request: pytest.FixtureRequest, folder: Path) -> Where:
    if request.param == "sqlite":
        return folder / "programme.db"
    server: Server = request.getfixturevalue("postgres")
    return server.schema()
