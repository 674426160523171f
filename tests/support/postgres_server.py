"""A real PostgreSQL server for the tests: its data in a temporary folder, on loopback and a socket, gone at the end."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from reverse_mentoring.store.address import Address

MISSING = "no PostgreSQL server here: as root, apt-get install postgresql"
PASSWORD = "correct-horse/battery@staple:%"
_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=32MB")
_CERTIFICATE = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")  # fmt: skip


@dataclass(frozen=True)
class Server:
    """A running server. folder: its socket and its certificate; port: on 127.0.0.1, for roles with a password."""

    folder: Path
    port: int
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def certificate(self) -> Path:
        return self.folder / "server.crt"

    def local(self, database: str = "postgres", **query: str) -> sa.URL:
        """The superuser through the socket, without a password."""
        query = {"host": str(self.folder), **query}
        return sa.URL.create("postgresql", "postgres", port=self.port, database=database, query=query)

    def over_tcp(self, role: str, database: str = "postgres", *, password: str | None = PASSWORD) -> sa.URL:
        """A role with its password."""
        return sa.URL.create("postgresql", role, password, "127.0.0.1", self.port, database)

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Carries these out as superuser, each at once."""
        import psycopg

        with psycopg.connect(self.local(database).render_as_string(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def schema(self) -> Address:
        """An empty schema of its own, for one vault."""
        name = f"vault_{os.getpid()}_{next(self.numbers)}"
        self.run(f"CREATE SCHEMA {name}")
        return Address(self.local(options=f"-csearch_path={name}").set(drivername="postgresql+psycopg"))

    def database(self) -> str:
        """The name of a new and empty database."""
        name = f"programme_{os.getpid()}_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        return name


def programs() -> Path | None:
    """The folder of the newest server that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def running_server() -> Iterator[Server]:
    """A server that ends with the block. A root account starts it as postgres, for it refuses to run as root."""
    bin_ = programs()
    assert bin_, MISSING
    owner = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if owner:
        shutil.chown(folder, **owner)
    folder.chmod(0o755)
    log = folder / "log"
    try:
        (folder / "password").write_text(PASSWORD, "utf-8")
        (folder / "password").chmod(0o644)
        initdb = [bin_ / "initdb", "-D", folder / "data", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N",
                  "--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={folder / 'password'}"]  # fmt: skip
        subprocess.run(initdb, check=True, capture_output=True, cwd="/", **owner)
        subprocess.run(["openssl", *_CERTIFICATE, "-keyout", folder / "server.key", "-out", folder / "server.crt"],
                       check=True, capture_output=True, cwd="/", **owner)  # fmt: skip
        port = _free_port()
        more = ("listen_addresses=127.0.0.1", "ssl=on", f"ssl_cert_file={folder}/server.crt",
                f"ssl_key_file={folder}/server.key")  # fmt: skip
        options = [part for each in (*_SETTINGS, *more) for part in ("-c", each)]
        with log.open("wb") as said:
            command = [bin_ / "postgres", "-D", folder / "data", "-k", folder, "-p", str(port), *options]
            process = subprocess.Popen(command, stdout=said, stderr=said, cwd="/", **owner)
        try:
            yield _when_it_answers(Server(folder, port), process, log, bin_)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _when_it_answers(server: Server, process: subprocess.Popen[bytes], log: Path, bin_: Path) -> Server:
    ask = [bin_ / "pg_isready", "-h", server.folder, "-p", str(server.port), "-q"]
    for _ in range(200):
        if subprocess.run(ask, check=False).returncode == 0:
            return server
        assert process.poll() is None, log.read_text("utf-8", "replace")
        time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8", "replace"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
