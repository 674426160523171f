"""The address of a shared vault: no password where people read it, no unencrypted way to another machine."""

from pathlib import Path

import pytest

from reverse_mentoring.store.address import Address, public_address, secret_address
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.words.problems import Refused

SECRET = "hunter2-and-more"
FINE = """
postgresql://vault.example.org/mentoring?sslmode=verify-full
postgresql://anna@vault.example.org:5433/mentoring?sslmode=require
postgres://10.1.2.3/mentoring?sslmode=verify-ca
postgresql://localhost/mentoring
postgresql://127.0.0.1:5433/mentoring
postgresql://[::1]/mentoring
postgresql:///mentoring
postgresql:///mentoring?host=/var/run/postgresql
postgresql:///mentoring?service=vault&sslmode=verify-full
"""
UNENCRYPTED = """
postgresql://vault.example.org/mentoring
postgresql://vault.example.org/mentoring?sslmode=prefer
postgresql://127.0.0.1.example.org/mentoring
postgresql://localhost/mentoring?hostaddr=10.1.2.3
postgresql:///mentoring?host=10.1.2.3
postgresql:///mentoring?host=/tmp&host=vault.example.org
postgresql:///mentoring?service=vault
"""


@pytest.mark.parametrize("text", FINE.split())
def test_addresses_that_are_fine(text: str) -> None:
    """This machine, or an encrypted way elsewhere."""
    assert isinstance(public_address(text, {}, where="it"), Address)


@pytest.mark.parametrize("text", UNENCRYPTED.split())
def test_the_way_to_another_machine_must_be_encrypted(text: str) -> None:
    """Without sslmode=require or better nothing is sent there, whichever way the host is named."""
    with pytest.raises(Refused, match="sslmode=verify-full"):
        public_address(text, {}, where="it")


@pytest.mark.parametrize(
    ("environ", "fine"),
    [
        ({"PGHOST": "vault.example.org"}, False),
        ({"PGHOST": "vault.example.org", "PGSSLMODE": "require"}, True),
        ({"PGHOSTADDR": "10.1.2.3"}, False),
        ({"PGSERVICE": "vault", "PGSSLMODE": "require"}, False),
        ({"PGHOST": "/var/run/postgresql"}, True),
    ],
)
def test_the_environment_of_postgresql_counts_as_well(environ: dict[str, str], fine: bool) -> None:
    """A host that PGHOST or a service names is looked at like one in the address."""
    if fine:
        assert public_address("postgresql:///mentoring", environ, where="it").name == "the database mentoring"
    else:
        with pytest.raises(Refused, match="encrypted"):
            public_address("postgresql:///mentoring", environ, where="it")


@pytest.mark.parametrize(
    "text", [f"postgresql://a:{SECRET}@localhost/m", f"postgresql://localhost/m?password={SECRET}"]
)
def test_a_password_in_programme_toml_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    """The sentence says where passwords belong."""
    (tmp_path / "programme.toml").write_text(f'[vault]\ndatabase = "{text}"\n', "utf-8")

    with pytest.raises(Refused, match="pgpass") as refusal:
        assert Programme(tmp_path).vault
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize("text", ["mysql://h/m", "vault.example.org", "postgresql://h:port/m", "postgresql"])
def test_what_is_no_address_is_refused_with_an_example(text: str) -> None:
    """Another database, a bare name, a port that is none."""
    with pytest.raises(Refused, match=r"Write it like postgresql://"):
        public_address(text, {}, where="it")


def test_the_environment_gives_the_whole_address_and_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its password, which no text of the address shows."""
    (tmp_path / "programme.toml").write_text('[vault]\ndatabase = "postgresql://localhost/one"\n', "utf-8")
    named = Programme(tmp_path).vault
    monkeypatch.setenv("REVERSE_MENTORING_DATABASE", f"postgresql://anna:{SECRET}@localhost/two")
    found = Programme(tmp_path).vault

    assert isinstance(named, Address)
    assert isinstance(found, Address)
    assert (named.name, found.name) == ("the database one on localhost", "the database two on localhost")
    assert found.url.password == SECRET
    assert not [text for text in (str(found), repr(found), f"{found}", repr(found.url)) if SECRET in text]


def test_without_either_the_vault_is_the_file(tmp_path: Path) -> None:
    """Also in a folder without programme.toml, and with an empty key."""
    assert Programme(tmp_path).vault == tmp_path / "programme.db"
    (tmp_path / "programme.toml").write_text('[vault]\ndatabase = ""\n', "utf-8")

    assert Programme(tmp_path).vault == tmp_path / "programme.db"
    assert secret_address({"REVERSE_MENTORING_DATABASE": " "}) is None


def test_where_data_are_kept_is_no_part_of_what_results_follow_from(tmp_path: Path) -> None:
    """The address is in no dump and no text of the settings."""
    (tmp_path / "programme.toml").write_text('[vault]\ndatabase = "postgresql://localhost/one"\n', "utf-8")
    settings = Programme(tmp_path).settings()

    assert settings.vault.database == "postgresql://localhost/one"
    assert "localhost" not in settings.model_dump_json() + repr(settings)
