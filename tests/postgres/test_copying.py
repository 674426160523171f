"""A vault moves from a file to a server and back: every table, whole or not at all."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from command_line import said
from postgres_server import PASSWORD, Server
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.store import copying
from reverse_mentoring.store.address import Address, Where
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.schema import METADATA
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.problems import Refused
from vault_samples import NOW, made

pytestmark = pytest.mark.slow


@pytest.fixture(name="programme")
def _programme(tmp_path: Path) -> Programme:
    return sample_programme(tmp_path / "programme")


def contents(where: Where) -> dict[str, list[str]]:
    """Every row of every table but the log."""
    with database(where).read.begin() as connection:
        return {table.name: sorted(map(repr, connection.execute(sa.select(table)).all()))
                for table in METADATA.sorted_tables if table.name != "audit"}  # fmt: skip


def test_there_and_back_is_the_same(programme: Programme, postgres: Server, tmp_path: Path) -> None:
    """The sample goes to a server and home again: equal rows and hashes, and a log that goes on with one entry each."""
    server, home = postgres.schema(), tmp_path / "home.db"
    there = copying.copy(programme.vault, server, now=NOW)
    back = copying.copy(server, home, now=NOW)

    assert contents(programme.vault) == contents(server) == contents(home)
    assert {each for each in there if each.table != "audit"} == {each for each in back if each.table != "audit"}
    assert sum(each.rows for each in there) > 3000
    for where, times in ((server, 1), (home, 2)):
        vault = open_vault(where, now=NOW)
        assert len(vault.log("copy vault")) == times
        assert vault.check_audit() == []


def test_the_command_shows_both_sides_and_says_what_to_change(
    programme: Programme, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the server, then worked with there by programme.toml; the old file is pointed at by doctor."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    url = postgres.over_tcp("postgres", postgres.database(), password=None).render_as_string()
    before = contents(programme.vault_file)
    done = said("vault", "copy", "--to", url, "--programme", programme.folder)
    text = programme.settings_file.read_text("utf-8")
    programme.settings_file.write_text(f'{text}\n[vault]\ndatabase = "{url}"\n', "utf-8")

    assert done.exit_code == 0, done.output
    assert f'database = "{url}"' in done.output
    assert isinstance(programme.vault, Address)
    assert contents(programme.vault) == before
    assert "no longer the vault" in said("doctor", "--programme", programme.folder).output
    assert "No problem found" in said("check", "--programme", programme.folder).output
    assert "holds something already" in said("vault", "copy", "--to", url, "--programme", programme.folder).output


def test_a_target_that_holds_something_is_left_alone(tmp_path: Path, postgres: Server) -> None:
    """Another programme's vault, and a database of something else."""
    open_vault(tmp_path / "one.db", now=NOW)
    taken = postgres.schema()
    open_vault(taken, now=NOW).store({"theirs": {}}, now=NOW)
    before = contents(taken)
    for target in (taken, tmp_path / "one.db"):
        with pytest.raises(Refused, match="holds something already"):
            copying.copy(tmp_path / "one.db", target, now=NOW)

    assert contents(taken) == before


def test_a_copy_that_fails_midway_leaves_nothing(tmp_path: Path, postgres: Server) -> None:
    """A text that PostgreSQL cannot keep stands in the last table: not one table is there afterwards."""
    vault, target = open_vault(tmp_path / "one.db", now=NOW), postgres.schema()
    vault.store({"": {"roster": made("roster", person_id=["a"], name=["A\0B"])}}, now=NOW)

    with pytest.raises(Refused, match="NUL"):
        copying.copy(tmp_path / "one.db", target, now=NOW)
    with database(target).read.begin() as connection:
        assert sa.inspect(connection).get_table_names() == []


def test_a_password_on_the_command_line_is_refused(programme: Programme) -> None:
    """Everybody on the machine could see it."""
    done = said("vault", "copy", "--to", "postgresql://a:hunter2@localhost/m", "--programme", programme.folder)

    assert done.exit_code == 1
    assert "hunter2" not in done.output
    assert "pgpass" in done.output
