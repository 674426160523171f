"""The commands about where the vault lies: copy it to another database, and the rights of a shared one."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reverse_mentoring.run.command_group import PROGRAMME

if TYPE_CHECKING:
    from reverse_mentoring.store.address import Where
    from reverse_mentoring.store.programme import Programme


@click.group(no_args_is_help=True)
def vault() -> None:
    """The vault as a whole: copy it to a server or back, and who may do what on a server."""


@vault.command()
@click.option("--to", "target", required=True, metavar="FILE|URL", help="A new file, or postgresql://host/database.")
@PROGRAMME
def copy(target: str, programme_folder: Path) -> None:
    """Copy the programme's vault, every table, whole or not at all; compare row counts and hashes.

    Close the workbook first: what is written after the copy stays behind. The vault itself stays as it is, so this is
    also how a shared vault is backed up into a file. The target must be empty. A password is not for the command line:
    PostgreSQL takes it from PGPASSWORD, ~/.pgpass or a service file.
    """
    import datetime as dt

    from reverse_mentoring.store import copying
    from reverse_mentoring.store.programme import find
    from reverse_mentoring.store.vault import open_vault

    programme, to = find(programme_folder), _target(target)
    source = programme.vault
    open_vault(source)
    copied = copying.copy(source, to, now=dt.datetime.now(dt.UTC))
    click.echo("Equal on both sides: table, rows, SHA-256")
    for each in copied:
        click.echo(f"{each.table:<18} {each.rows:>7}  {each.hash}")
    click.echo(f"Copied: {sum(each.rows for each in copied)} rows in {len(copied)} tables.")
    click.echo(_next(programme, to, target))


@vault.command()
@click.option("--schema", default="public", show_default=True, help="The schema in which the vault's tables are.")
def roles(schema: str) -> None:
    """Print the SQL that makes the roles of a shared vault and gives each its rights: … | psql.

    mentoring_facilitator works with the vault, mentoring_operator runs the batch and decides nothing, mentoring_reader
    reads. Run it again after each update of the program.
    """
    from reverse_mentoring.store.roles import roles_sql

    click.echo(roles_sql(schema), nl=False)


def _target(text: str) -> "Where":
    import os

    from reverse_mentoring.store.address import public_address

    return public_address(text, os.environ, where="--to") if "://" in text else Path(text).absolute()


def _next(programme: "Programme", to: "Where", text: str) -> str:
    if not isinstance(to, Path):
        return f'To work there, write into programme.toml under [vault]: database = "{text}"'
    if to.resolve() == programme.vault_file.resolve():
        return "To work there, take the line “database = …” out of programme.toml."
    return f"A backup. To work with it, put it in place as {programme.vault_file}, without “database = …”."
