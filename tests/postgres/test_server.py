"""What is particular to a vault on a server: connections, encryption, who writes when, damage, old and new forms."""

import logging
import threading
import time

import pytest
import sqlalchemy as sa

from postgres_server import PASSWORD, Server
from reverse_mentoring.store.address import Address, public_address
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.problems import Refused
from vault_samples import NOW, made

pytestmark = pytest.mark.slow


@pytest.fixture(name="address")
def _address(postgres: Server) -> Address:
    return postgres.schema()


@pytest.fixture(name="vault")
def _vault(address: Address) -> Vault:
    vault = open_vault(address, now=NOW)
    roster = made("roster", person_id=["P-0815"], name=["Wilhelmine"])
    ratings = made("ratings", person_id=["P-0815"], topic_id=["ai"], proficiency=[4])
    vault.store({"": {"roster": roster}, "autumn": {"ratings": ratings}}, now=NOW)
    return vault


def _by_hand(address: Address, *statements: str) -> None:
    with sa.create_engine(address.url, poolclass=sa.NullPool).begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def as_role(server: Server, role: str, **query: str) -> Address:
    url = server.over_tcp(role).update_query_dict(query)
    return Address(url.set(drivername="postgresql+psycopg"))


WRONG = """
what            | sentence
another port    | cannot be reached. Does the server run
wrong password  | The password is missing or wrong
no password     | The password is missing or wrong
no database     | The database or the role is not there
other authority | certificate cannot be trusted
"""
TABLE = [tuple(cell.strip() for cell in row.split("|")) for row in WRONG.strip().splitlines()[1:]]


@pytest.mark.parametrize(("what", "sentence"), TABLE)
def test_a_connection_that_fails_is_one_sentence_without_the_password(
    what: str, sentence: str, postgres: Server, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong and what to do; the password is in no exception, none behind it, and no log."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    url = postgres.over_tcp("postgres")
    other = {
        "another port": url.set(port=1), "wrong password": url.set(password="not-" + PASSWORD),
        "no password": postgres.over_tcp("postgres", password=None), "no database": url.set(database="nowhere"),
        "other authority": url.update_query_dict({"sslmode": "verify-full", "sslrootcert": "system"}),
    }[what]  # fmt: skip
    with pytest.raises(Refused, match=sentence) as refusal:
        open_vault(Address(other.set(drivername="postgresql+psycopg")))

    behind, said = refusal.value, [caplog.text]
    while behind:
        said.append(str(behind) + repr(behind))
        behind = behind.__cause__
    assert "127.0.0.1" in str(refusal.value)
    assert PASSWORD not in "".join(said)


def test_an_encrypted_way_is_used_where_it_is_asked_for(postgres: Server) -> None:
    """With sslmode=verify-full and the authority's file the connection is encrypted."""
    query = {"sslmode": "verify-full", "sslrootcert": str(postgres.certificate)}
    with database(as_role(postgres, "postgres", **query)).read.begin() as connection:
        encrypted = connection.exec_driver_sql("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").scalar_one()

    assert encrypted is True


def test_a_database_in_another_encoding_is_refused(postgres: Server) -> None:
    """Names would not come back to the letter."""
    postgres.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")

    with pytest.raises(Refused, match="LATIN1"):
        open_vault(Address(postgres.local("latin").set(drivername="postgresql+psycopg")))


def test_what_the_database_refuses_tells_no_value(vault: Vault) -> None:
    """PostgreSQL quotes the row; the sentence does not, nor what is behind it."""
    with pytest.raises(Refused, match="ratings_proficiency") as refusal:
        vault.store(
            {"autumn": {"ratings": made("ratings", person_id=["P-0815"], topic_id=["ai"], proficiency=[9])}}, now=NOW
        )

    assert "P-0815" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_readers_see_one_state_and_wait_for_nobody(address: Address, vault: Vault) -> None:
    """While one writes, others read what was there before; a reader cannot write."""
    with vault.recorded("release", cohort="autumn", now=NOW):
        assert vault.cohorts() == ["autumn"]
    with pytest.raises(Refused, match="ReadOnlySqlTransaction"), database(address).read.begin() as connection:
        connection.exec_driver_sql("DELETE FROM ratings")


def test_writers_queue_up(vault: Vault) -> None:
    """The second begins when the first has ended, and the log stays one chain."""
    order = []

    def second() -> None:
        vault.store({"spring": {}}, now=NOW)
        order.append("second")

    writer = threading.Thread(target=second)
    with vault.recorded("release", cohort="autumn", now=NOW):
        writer.start()
        time.sleep(0.5)
        order.append("first")
    writer.join()

    assert order == ["first", "second"]
    assert vault.check_audit() == []


@pytest.mark.parametrize("statement", ["UPDATE audit SET detail = ''", "DELETE FROM audit", "TRUNCATE audit"])
def test_the_log_only_grows(address: Address, vault: Vault, statement: str) -> None:
    """Nobody changes, removes or empties it while the triggers stand."""
    with pytest.raises(sa.exc.IntegrityError, match="only grows"):
        _by_hand(address, statement)


DAMAGE = """
ALTER TABLE audit DISABLE TRIGGER ALL; UPDATE audit SET detail = '' WHERE number = 2            | audit log can be altered; Entry 2 of the audit log
SET session_replication_role = replica; UPDATE ratings SET person_id = 'nobody'                 | 1 rows belong to a person
ALTER TABLE ratings DROP CONSTRAINT ratings_proficiency; UPDATE ratings SET proficiency = 9     | ratings lacks rules; CHECK constraint failed in ratings
ALTER TABLE ratings DROP CONSTRAINT ratings_person_id_fkey                                      | ratings lacks rules
"""  # noqa: E501


@pytest.mark.parametrize(("by_hand", "told"), [line.split("|") for line in DAMAGE.strip().splitlines()])
def test_what_was_done_around_the_rules_shows(address: Address, vault: Vault, by_hand: str, told: str) -> None:
    """Somebody with the owner's rights who switches rules off is found out."""
    assert vault.check_audit() == []
    _by_hand(address, by_hand)

    found = vault.check_audit()
    assert len(found) == len(told.split(";"))
    assert all(part.strip() in sentence for part, sentence in zip(told.split(";"), found, strict=True))


def _second_form(connection: sa.Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE cohorts ADD COLUMN colour TEXT")


def _killed_midway(connection: sa.Connection) -> None:
    _second_form(connection)
    raise KeyboardInterrupt


def test_a_new_form_comes_whole_or_not_at_all(address: Address) -> None:
    """A step that is interrupted leaves the form before it; taken again it holds, and is on record."""
    open_vault(address, migrations=(), now=NOW)
    with pytest.raises(KeyboardInterrupt):
        open_vault(address, migrations=(_killed_midway,), now=NOW)
    with database(address).read.begin() as connection:
        columns = [each["name"] for each in sa.inspect(connection).get_columns("cohorts")]
    vault = open_vault(address, migrations=(_second_form,), now=NOW)

    assert "colour" not in columns
    assert vault.log("create vault") == [("", "form 1")]
    assert vault.log("migrate vault") == [("", "form 2")]
    with pytest.raises(Refused, match="newer version"):
        open_vault(address, migrations=())


def test_a_database_of_something_else_is_no_vault(postgres: Server, address: Address) -> None:
    """Its tables are left alone."""
    _by_hand(address, "CREATE TABLE recipes (name TEXT)")

    with pytest.raises(Refused, match="not the vault of a programme"):
        open_vault(address)


def test_the_address_of_a_programme_opens_its_vault(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a password in the address: PGPASSWORD gives it."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    url = postgres.over_tcp("postgres", postgres.database(), password=None)
    vault = open_vault(public_address(url.render_as_string(), {}, where="it"), now=NOW)

    assert vault.cohorts() == []
