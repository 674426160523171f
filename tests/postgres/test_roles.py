"""Every role of a shared vault tries everything; each may do what its work needs and no more."""

from pathlib import Path

import psycopg
import pytest

from command_line import said
from postgres_server import PASSWORD, Server
from reverse_mentoring.store.address import Address
from reverse_mentoring.store.copying import back_up
from reverse_mentoring.store.roles import FACILITATOR, OPERATOR, READER, roles_sql
from reverse_mentoring.store.schema import METADATA
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.problems import Refused
from vault_samples import NOW, made

pytestmark = pytest.mark.slow
OWNER = "owner"
ROLES = {"anna": FACILITATOR, "batch": OPERATOR, "dora": READER, "mona": ""}
"""Account → its role; mona is a manager."""
RIGHTS = """
verbs                | tables               | anna | batch | dora | mona
SELECT               | others               | yes  | yes   | yes  | no
SELECT               | audit meta           | yes  | yes   | yes  | no
SELECT               | choices choice_heads | yes  | yes   | yes  | no
INSERT UPDATE DELETE | others               | yes  | yes   | no   | no
INSERT UPDATE DELETE | choices choice_heads | yes  | no    | no   | no
INSERT UPDATE DELETE | meta                 | no   | no    | no   | no
INSERT               | audit                | yes  | yes   | no   | no
UPDATE DELETE        | audit                | no   | no    | no   | no
TRUNCATE DROP        | others               | no   | no    | no   | no
TRUNCATE DROP        | audit choices meta   | no   | no    | no   | no
"""
HEAD, *ROWS = ([cell.strip() for cell in line.split("|")] for line in RIGHTS.strip().splitlines())
OTHERS = [name for name in METADATA.tables if name not in ("audit", "meta", "choices", "choice_heads")]


@pytest.fixture(scope="module")
def shared(postgres: Server) -> str:
    """A database with a vault, its roles and an account for each; made by its owner."""
    name = postgres.database()
    for account in (*ROLES, OWNER):
        postgres.run(f"DROP ROLE IF EXISTS {account}", f"CREATE ROLE {account} LOGIN PASSWORD '{PASSWORD}'")
    postgres.run(f"ALTER DATABASE {name} OWNER TO {OWNER}")
    vault = open_vault(of(postgres, OWNER, name), now=NOW)
    roster = made("roster", person_id=["a", "b"], name=["A", "B"])
    vault.store({"": {"roster": roster}, "autumn": {}}, now=NOW)
    for _ in range(2):
        postgres.run(said("vault", "roles").output, database=name)
    postgres.run(*(f"GRANT {role} TO {account}" for account, role in ROLES.items() if role))
    return name


def of(server: Server, account: str, name: str) -> Address:
    return Address(server.over_tcp(account, name).set(drivername="postgresql+psycopg"))


def _may(server: Server, account: str, name: str, statement: str) -> bool:
    """Whether this statement is allowed; it is taken back."""
    try:
        with psycopg.connect(server.over_tcp(account, name).render_as_string(hide_password=False)) as connection:
            try:
                connection.execute(statement.encode())
            except psycopg.errors.InsufficientPrivilege:
                return False
            except psycopg.Error:  # allowed, but the row does not fit
                return True
            finally:
                connection.rollback()
    except psycopg.OperationalError:
        return False
    return True


def _statement(verb: str, table: str) -> str:
    column = METADATA.tables[table].c[0].name
    return {
        "SELECT": f'SELECT * FROM "{table}"', "INSERT": f'INSERT INTO "{table}" DEFAULT VALUES',
        "UPDATE": f'UPDATE "{table}" SET "{column}" = "{column}"', "DELETE": f'DELETE FROM "{table}" WHERE false',
        "TRUNCATE": f'TRUNCATE "{table}" CASCADE', "DROP": f'DROP TABLE "{table}" CASCADE',
    }[verb]  # fmt: skip


@pytest.mark.parametrize("account", ROLES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_every_role_tries_everything(shared: str, postgres: Server, account: str, row: list[str]) -> None:
    """Each kind of statement on each table, as the table above has it."""
    tables = OTHERS if row[1] == "others" else row[1].split()
    tried = {(verb, table): _may(postgres, account, shared, _statement(verb, table))
             for verb in row[0].split() for table in tables}  # fmt: skip

    assert set(tried.values()) == {row[HEAD.index(account)] == "yes"}, tried


def test_nobody_makes_tables_or_gets_in_without_a_role(shared: str, postgres: Server) -> None:
    """A facilitator cannot lay a table beside the vault's; a manager cannot even connect."""
    assert not any(_may(postgres, account, shared, "CREATE TABLE beside (x text)") for account in ROLES)
    assert [account for account in ROLES if _may(postgres, account, shared, "SELECT 1")] == ["anna", "batch", "dora"]


def test_a_facilitator_works_as_on_a_file(shared: str, postgres: Server) -> None:
    """Opens, imports, decides, takes back and looks for damage."""
    vault = open_vault(of(postgres, "anna", shared), now=NOW)
    vault.store({"autumn": {"pairs": made("pairs", mentor_id=["a"], mentee_id=["b"])}}, now=NOW)
    vault.save_choices("autumn", "matching", MatchingChoices(pins=(("a", "b"),)), expected_version=0, now=NOW)
    vault.undo("autumn", "matching", now=NOW)

    assert vault.check_audit() == []


def test_the_batch_imports_and_decides_nothing(shared: str, postgres: Server) -> None:
    """A decision is refused with a sentence, and nothing of it stays."""
    vault = open_vault(of(postgres, "batch", shared), now=NOW)
    vault.store({"spring": {"pairs": made("pairs", mentor_id=["a"], mentee_id=["b"])}}, now=NOW)

    with pytest.raises(Refused, match="permission denied for table choices"):
        vault.save_choices("spring", "matching", MatchingChoices(objective="total"), expected_version=0, now=NOW)
    assert vault.choices("spring", "matching").version == 0


def test_a_reader_reads_and_can_back_up(shared: str, postgres: Server, tmp_path: Path) -> None:
    """Everything but writing: also the copy as a file, with the same log."""
    vault = open_vault(of(postgres, "dora", shared), now=NOW)
    back_up(of(postgres, "dora", shared), tmp_path / "copy.db")

    assert vault.check_audit() == []
    assert Vault(tmp_path / "copy.db").log("store") == vault.log("store")
    with pytest.raises(Refused, match="may not do that"):
        vault.store({"never": {}}, now=NOW)


def test_a_manager_is_told_in_a_sentence(shared: str, postgres: Server) -> None:
    """Neither the vault nor its existence is shown."""
    with pytest.raises(Refused, match="cannot be reached"):
        open_vault(of(postgres, "mona", shared))


def test_a_schema_with_a_strange_name_is_refused() -> None:
    """It becomes part of statements that an owner runs."""
    with pytest.raises(Refused, match="plain name"):
        roles_sql('public"; DROP TABLE roster; --')
