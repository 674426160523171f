"""Erasure, export and retention reach a vault on a server; the certificate says what they do not reach."""

import re
from pathlib import Path

import pytest

from command_line import said
from postgres_server import Server
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.store.copying import copy
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.person_rows import knows
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.vault import open_vault
from vault_samples import NOW

pytestmark = pytest.mark.slow


@pytest.fixture(name="programme")
def _programme(tmp_path: Path, postgres: Server) -> Programme:
    """The sample with its vault on a server; the old file is still in the folder."""
    programme, address = sample_programme(tmp_path / "programme"), postgres.schema()
    copy(programme.vault, address, now=NOW)
    text = programme.settings_file.read_text("utf-8")
    url = address.url.set(drivername="postgresql").render_as_string()
    programme.settings_file.write_text(f'{text}\n[vault]\ndatabase = "{url}"\n', "utf-8")
    return programme


def _somebody(programme: Programme) -> str:
    return str(open_vault(programme.vault).tables("2026-autumn")["signups"]["person_id"].iloc[0])


def test_an_erased_person_is_gone_from_the_server_and_the_old_file(programme: Programme) -> None:
    """No row, no mention, also in programme.db that was left behind; the certificate names what is out of reach."""
    person = _somebody(programme)
    (programme.input / "2026-autumn" / "ratings.xlsx").unlink()  # workbooks a person changes
    exported = said("person", "export", person, "--programme", programme.folder)
    erased = said("person", "erase", person, "--yes", "--programme", programme.folder)
    page = next((programme.folder / "erasures").glob("*.html")).read_text("utf-8")

    assert exported.exit_code == 0, exported.output
    assert erased.exit_code == 0, erased.output
    assert not knows(programme.vault, person)
    assert not knows(programme.vault_file, person)
    for where in (programme.vault, programme.vault_file):
        assert not [table for table, _, rows in database(where).contents() if any(person in row for row in rows)]
    assert "log of changes (WAL)" in page
    assert "every byte of its files" not in page
    assert open_vault(programme.vault).check_audit() == []


def test_retention_deletes_on_the_server(programme: Programme) -> None:
    """A cohort that has been over for long loses its answers, and a second run finds nothing."""
    settings = programme.settings_file.read_text("utf-8")
    programme.settings_file.write_text(re.sub(r"(?m)^#?as_of = .*$", "as_of = 2031-01-01", settings), "utf-8")
    done = said("retention", "--yes", "--programme", programme.folder)
    again = said("retention", "--yes", "--programme", programme.folder)

    assert done.output.endswith("Deleted.\n"), done.output
    assert "Nothing is kept too long." in again.output
    assert open_vault(programme.vault).log("retention")
