"""The managers' page starts only where it can show nothing but released.db, to nobody but managers."""

import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from command_line import said
from reverse_mentoring.run.dashboard_refusals import Wanted, is_loopback, reasons_against, vaults_in_reach
from served_dashboard import released_file

SECRET = "0123456789abcdef0123456789abcdef"
REASONS = """
what is wrong                   | what is said
a folder as the file            | is a folder, not a released file. Name the file itself
a notebook as the file          | is a notebook, not a released file. Name the file itself
a folder to serve               | takes no other notebook and no folder. Leave it out
another notebook to serve       | takes no other notebook and no folder. Leave it out
no file                         | is missing. Copy the released.db that
another database                | no file of releases. --released takes a released.db
no database                     | is damaged, or is no file of releases.
file that others may write      | Other accounts may write
folder that everybody may write | Every account may put another file into
vault beside it                 | holds people's data; whoever broke into
older copy of a vault beside it | holds people's data; whoever broke into
backup under another name       | holds people's data; whoever broke into
vault in the folder above       | holds people's data; whoever broke into
link into the programme folder  | holds people's data; whoever broke into
programme of the environment    | holds people's data; whoever broke into
shared vault of the environment | The environment variable REVERSE_MENTORING_DATABASE opens a vault
password of a shared vault      | The environment variable PGPASSWORD opens a vault
shared vault in a folder above  | names a database with people's data
shared vault that is mistyped   | names a database with people's data
vault, as root                  | It runs as root, who may read everything: use an ordinary account
public address                  | nothing here tells who somebody is. Leave --host out
every address                   | nothing here tells who somebody is. Leave --host out
a name as the address           | nothing here tells who somebody is. Leave --host out
public address, as root         | As root nothing is served at 10.0.0.5, beyond this machine
proxy without a secret          | needs --secret-file FILE
proxy without a user header     | needs --user-header NAME
a secret without a proxy        | are for a reverse proxy: give --behind-proxy too
secret file missing             | cannot be read. Make it with: openssl rand -hex 32
secret that is short            | is too weak: 128 bits are needed
secret that repeats itself      | is too weak: 128 bits are needed
secret that others may read     | Other accounts may use the secret file
"""
TABLE = [tuple(cell.strip() for cell in row.split("|")) for row in REASONS.strip().splitlines()[1:]]
IN_ENVIRONMENT = {"shared vault of the environment": "REVERSE_MENTORING_DATABASE",
                  "password of a shared vault": "PGPASSWORD"}  # fmt: skip
POSIX_ONLY = {"file that others may write", "folder that everybody may write", "secret that others may read",
              "link into the programme folder"}  # fmt: skip


@pytest.fixture(name="fine")
def _fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wanted:
    """A released file in a folder of its own, to be shown on this machine."""
    window = tmp_path / "window"
    released_file(window)
    monkeypatch.chdir(window)
    return Wanted(window / "released.db", "127.0.0.1")


def _with_secret(wanted: Wanted, secret: str = SECRET, mode: int = 0o600) -> Wanted:
    path = wanted.released.with_name("secret")
    path.write_text(f"{secret}\n", "ascii")
    path.chmod(mode)
    return replace(wanted, host="10.0.0.5", behind_proxy=True, secret_file=path, user_header="X-User")


def _vault(path: Path) -> Path:
    """What a vault is known by: its tables."""
    path.parent.mkdir(exist_ok=True)
    with sqlite3.connect(path) as vault:
        for table in ("persons", "roster", "audit", "choices"):
            vault.execute(f"CREATE TABLE {table} (anything)")
    return path


def _wrong(what: str, fine: Wanted) -> tuple[Wanted, str, bool]:
    """What is asked for, the programme folder of the environment, and whether it is root who asks."""
    here, elsewhere = fine.released.parent, fine.released.parent.parent / "programme"
    if what == "a notebook as the file":
        (here / "page.ipynb").write_text("{}")
        return replace(fine, released=here / "page.ipynb"), "", False
    if what == "another database":
        with sqlite3.connect(here / "other.db") as other:
            other.execute("CREATE TABLE anything (at_all)")
        return replace(fine, released=here / "other.db"), "", False
    if what == "no database":
        (here / "none.db").write_text("no database")
        return replace(fine, released=here / "none.db"), "", False
    if what == "file that others may write":
        fine.released.chmod(0o664)
    if what == "folder that everybody may write":
        here.chmod(0o777)
    vaults = {"vault beside it": here / "programme.db", "older copy of a vault beside it": here / "programme.form-3.db",
              "backup under another name": here / "friday.bak", "vault, as root": here / "programme.db",
              "vault in the folder above": here.parent / "programme.db"}  # fmt: skip
    if what in vaults:
        _vault(vaults[what])
    if what.startswith("shared vault "):
        named = {"in a folder above": 'database = "postgresql:///m"', "that is mistyped": "database = postgresql:///m"}
        text = named.get(what.removeprefix("shared vault "), "")
        (here.parent / "programme.toml").write_text(f"[vault]\n{text}\n", "utf-8")
    if what == "link into the programme folder":
        _vault(elsewhere / "programme.db")
        shutil.move(fine.released, elsewhere / "released.db")
        fine.released.symlink_to(elsewhere / "released.db")
    if what == "programme of the environment":
        return fine, str(_vault(elsewhere / "programme.db").parent), False
    return _wanted(what, fine), "", what.endswith("as root")


def _wanted(what: str, fine: Wanted) -> Wanted:
    here, proxied = fine.released.parent, _with_secret(fine)
    return {
        "a folder as the file": replace(fine, released=here),
        "a folder to serve": replace(fine, further=(str(here),)),
        "another notebook to serve": replace(fine, further=("04_review.ipynb",)),
        "no file": replace(fine, released=here / "nowhere.db"),
        "public address": replace(fine, host="192.168.1.5"),
        "every address": replace(fine, host="0.0.0.0"),
        "a name as the address": replace(fine, host="window.example"),
        "public address, as root": proxied,
        "proxy without a secret": replace(proxied, secret_file=None),
        "proxy without a user header": replace(proxied, user_header=" "),
        "a secret without a proxy": replace(proxied, host="127.0.0.1", behind_proxy=False),
        "secret file missing": replace(proxied, secret_file=here / "nothing"),
        "secret that is short": proxied if what != "secret that is short" else _with_secret(fine, SECRET[1:]),
        "secret that repeats itself": proxied if "repeats" not in what else _with_secret(fine, "ab" * 40),
        "secret that others may read": proxied if "others" not in what else _with_secret(fine, mode=0o640),
    }.get(what, fine)


@pytest.mark.parametrize(("what", "sentence"), TABLE)
def test_each_danger_is_one_sentence(what: str, sentence: str, fine: Wanted, monkeypatch: pytest.MonkeyPatch) -> None:
    """One thing is wrong, and one sentence says what, where and how to put it right."""
    if what in IN_ENVIRONMENT:
        monkeypatch.setenv(IN_ENVIRONMENT[what], "postgresql:///mentoring")
    if what in POSIX_ONLY and os.name != "posix":
        pytest.skip("This system has no such rights.")
    wanted, programme, root = _wrong(what, fine)
    found = reasons_against(wanted, programme=programme, root=root)

    assert len(found) == 1
    assert sentence in found[0]


def test_where_nothing_is_wrong_nothing_is_said(fine: Wanted) -> None:
    """On this machine, also as root in a container; at a public address behind a proxy with a secret."""
    proxied = _with_secret(fine)
    fine.released.parent.joinpath("notes.db").write_text("SQLite, but not really")

    assert reasons_against(fine) == reasons_against(fine, root=True) == reasons_against(proxied) == []


def test_a_vault_that_cannot_be_read_is_no_danger(fine: Wanted, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the account may not read, whoever breaks in cannot read either."""
    vault = _vault(fine.released.with_name("programme.db"))
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != vault)

    assert vaults_in_reach(fine.released) == []


def test_systemd_credentials_may_show_rights_of_a_group(fine: Wanted, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder belongs to the service alone."""
    wanted = _with_secret(fine, mode=0o440)
    before = len(reasons_against(wanted))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(fine.released.parent))

    assert (before, reasons_against(wanted)) == (1, [])


def test_loopback_is_this_machine_alone() -> None:
    """As numbers, of both kinds, and by the one name that everybody keeps to."""
    ours, others = ("127.0.0.1", "127.8.8.8", "::1", "localhost"), ("0.0.0.0", "::", "10.0.0.1", "", "127.0.0.1.nip.io")

    assert [is_loopback(each) for each in (*ours, *others)] == [True] * len(ours) + [False] * len(others)


def test_all_reasons_come_at_once_and_nothing_starts(fine: Wanted) -> None:
    """The command lists every reason, and ends with 1."""
    _vault(fine.released.with_name("programme.db"))
    result = said("dashboard", "04_review.ipynb", "--released", fine.released, "--host", "10.0.0.5")

    assert result.exit_code == 1
    assert result.output.count("✗") >= 3
    assert result.output.strip().endswith("The managers' page was not started.")
    assert "Traceback" not in result.output


def test_a_secret_is_not_quoted(fine: Wanted) -> None:
    """Also not where it is refused."""
    wanted = _with_secret(fine, "tell-nobody")

    assert "tell-nobody" not in " ".join(reasons_against(wanted))
