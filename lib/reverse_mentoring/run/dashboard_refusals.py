"""Why the managers' page does not start: it must not be able to show anything but released.db, to anybody but managers.

Each reason is a sentence that says what is wrong, where, and how to put it right; all of them come at once.
"""

import ipaddress
import os
import sqlite3
import stat
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from reverse_mentoring.store.released_file import read_releases
from reverse_mentoring.words.problems import Refused

SECRET_LENGTH, DIFFERENT = 32, 8
"""32 hexadecimal digits are 128 bits; fewer different characters than this were not drawn by chance."""
VAULT_TABLES = {"persons", "roster", "audit"}
_SQLITE = b"SQLite format 3\0"
_LOGINS = ("REVERSE_MENTORING_DATABASE", "PGPASSWORD", "PGPASSFILE", "PGSERVICE", "PGSERVICEFILE")
"""Environment variables that open a vault on a database server."""
_POSIX = os.name == "posix"


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for. further: arguments that the command has no use for."""

    released: Path
    host: str
    behind_proxy: bool = False
    secret_file: Path | None = None
    user_header: str = ""
    further: tuple[str, ...] = ()


def reasons_against(wanted: Wanted, *, programme: str = "", root: bool = False) -> list[str]:
    """Every reason not to start, empty = fine. programme: the folder that the environment names; root: whether this
    process may do everything."""
    return [
        *_one_page(wanted), *_file(wanted.released), *_vault(wanted.released, programme, root=root),
        *_listeners(wanted, root=root), *_proxy(wanted),
    ]  # fmt: skip


def _one_page(wanted: Wanted) -> Iterator[str]:
    if wanted.further:
        yield (
            f"“{wanted.further[0]}” cannot be served: this command shows one page, the managers' page, and takes no "
            "other notebook and no folder. Leave it out; --released names the file to show."
        )


def _file(path: Path) -> Iterator[str]:
    if path.is_dir() or path.suffix == ".ipynb":
        what = "a folder" if path.is_dir() else "a notebook"
        yield f"{path} is {what}, not a released file. Name the file itself: --released {path.parent / 'released.db'}"
    elif not path.is_file():
        yield f"{path} is missing. Copy the released.db that “reverse-mentoring release” has written to this place."
    else:
        yield from _trusted(path)
        try:
            read_releases(path)
        except (Refused, OSError) as error:
            said = str(error) if isinstance(error, Refused) else f"{path} cannot be read ({error.strerror})."
            yield f"{said} --released takes a released.db that “reverse-mentoring release” has written."


def _trusted(path: Path) -> Iterator[str]:
    """Whoever may write the file, or put another in its place, decides what managers see."""
    folder = path.resolve().parent
    if _POSIX and path.stat().st_mode & 0o022:
        yield f"Other accounts may write {path}. Run: chmod go-w {path}"
    if _POSIX and folder.stat().st_mode & (stat.S_IWOTH | stat.S_ISVTX) == stat.S_IWOTH:
        yield f"Every account may put another file into {folder}. Run: chmod o-w {folder}"


def _vault(released: Path, programme: str, *, root: bool) -> Iterator[str]:
    as_root = " It runs as root, who may read everything: use an ordinary account." if root else ""
    for vault in vaults_in_reach(released, programme):
        yield (
            f"This process could read {vault}, which holds people's data; whoever broke into the managers' page could "
            f"read it too. Copy released.db into a folder of its own, best under an account of its own, and start "
            f"this there.{as_root}"
        )

    for name in _LOGINS:
        if os.environ.get(name):
            yield f"The environment variable {name} opens a vault on a database server. Start this without it."
    for settings in shared_vaults(released, programme):
        yield (
            f"{settings} names a database with people's data, which this account might open. Copy released.db into a "
            f"folder of its own, best under an account of its own, and start this there.{as_root}"
        )


def shared_vaults(released: Path, programme: str = "") -> list[Path]:
    """Readable programme.toml files that name a vault on a server, in the same places and above."""
    near = _near(released, programme)
    found = {path.resolve() for folder in near | _above(near) for path in _readable(folder, "programme.toml")}
    return sorted(path for path in found if _names_database(path))


def _names_database(path: Path) -> bool:
    """Whether it does, or may: a file that cannot be understood counts if it speaks of such a database."""
    text = path.read_text("utf-8-sig", "replace")
    try:
        section = tomllib.loads(text).get("vault")
    except tomllib.TOMLDecodeError:
        return "postgres" in text
    return isinstance(section, Mapping) and bool(section.get("database"))


def _near(released: Path, programme: str) -> set[Path]:
    near = {released.absolute().parent, released.resolve().parent, Path.cwd()}
    return near | ({Path(programme).resolve()} if programme else set())


def _above(near: set[Path]) -> set[Path]:
    return {parent for folder in near for parent in folder.parents} - near


def vaults_in_reach(released: Path, programme: str = "") -> list[Path]:
    """Files with people's data that this process may read: beside the released file (also where a link leads), in
    the programme folder of the environment, in the current folder, and by name in the folders above these."""
    near = _near(released, programme)
    found = {path.resolve() for folder in near for path in _readable(folder, "*") if _is_vault(path)}
    found |= {path.resolve() for folder in _above(near) for path in _readable(folder, "programme*.db")}
    return sorted(found)


def _readable(folder: Path, pattern: str) -> list[Path]:
    try:
        return [path for path in folder.glob(pattern) if path.is_file() and os.access(path, os.R_OK)]
    except OSError:
        return []


def _is_vault(path: Path) -> bool:
    """By its name or, whatever its name, by its tables."""
    if path.match("programme.db") or path.match("programme.form-*.db"):
        return True
    try:
        with path.open("rb") as file:
            if file.read(len(_SQLITE)) != _SQLITE:
                return False
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
            names = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except (OSError, sqlite3.DatabaseError):
        return False
    return names >= VAULT_TABLES


def _listeners(wanted: Wanted, *, root: bool) -> Iterator[str]:
    if is_loopback(wanted.host):
        return
    if not wanted.behind_proxy:
        yield (
            f"At {wanted.host} other machines would reach the page, and nothing here tells who somebody is. Leave "
            "--host out, or put a reverse proxy before it that does, and give --behind-proxy (docs/serving.md)."
        )
    if root:
        yield f"As root nothing is served at {wanted.host}, beyond this machine. Start it under an ordinary account."


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches this address; a name other than localhost does not count."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _proxy(wanted: Wanted) -> Iterator[str]:
    if wanted.behind_proxy and not wanted.user_header.strip():
        yield "--behind-proxy needs --user-header NAME: the header in which the proxy names who has logged in."
    if wanted.behind_proxy and wanted.secret_file is None:
        yield (
            "--behind-proxy needs --secret-file FILE: what the proxy shows to prove that it is the one. Make it with: "
            "openssl rand -hex 32 > FILE; chmod 600 FILE"
        )
    if not wanted.behind_proxy and (wanted.secret_file or wanted.user_header):
        yield "--secret-file and --user-header are for a reverse proxy: give --behind-proxy too, or leave them out."
    if wanted.secret_file:
        yield from _secret(wanted.secret_file)


def _secret(path: Path) -> Iterator[str]:
    try:
        secret, mode = read_secret(path), path.stat().st_mode
    except (OSError, UnicodeDecodeError):
        yield f"The secret file {path} cannot be read. Make it with: openssl rand -hex 32 > {path}; chmod 600 {path}"
        return
    if len(secret) < SECRET_LENGTH or len(set(secret)) < DIFFERENT or not secret.isascii() or " " in secret:
        yield f"The secret in {path} is too weak: 128 bits are needed. Make it with: openssl rand -hex 32 > {path}"
    # systemd hands out credentials in a folder of the service alone, with an access list that shows as group rights.
    handed = os.environ.get("CREDENTIALS_DIRECTORY", "")
    others = stat.S_IRWXO if handed and path.resolve().parent == Path(handed).resolve() else 0o077
    if _POSIX and mode & others:
        yield f"Other accounts may use the secret file {path}. Run: chmod 600 {path}"


def read_secret(path: Path) -> str:
    """What stands in the file, without the end of the line."""
    return path.read_text("ascii").strip()
