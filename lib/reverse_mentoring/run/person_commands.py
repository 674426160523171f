"""The commands about one person's data (export, erase) and about how long data are kept (retention)."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reverse_mentoring.run.command_group import PROGRAMME
from reverse_mentoring.words.problems import DONE, FAILED

if TYPE_CHECKING:
    from reverse_mentoring.run.erasing import Plan


@click.group(no_args_is_help=True)
def person() -> None:
    """One person's data: a copy to hand over, or erasure with a certificate."""


@person.command()
@click.argument("person_id", metavar="PERSON")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Where to write it.",
              show_default="exports/ of the programme")  # fmt: skip
@PROGRAMME
def export(person_id: str, folder: Path | None, programme_folder: Path) -> None:
    """Write down everything stored about one person, as a page and as JSON, to hand over.

    PERSON: the id as in the roster. What others said, and what would show it, is left out; the page says so. Only you
    can read the two files; their names hold the id.
    """
    import datetime as dt

    from reverse_mentoring.run.exporting import export_person
    from reverse_mentoring.store.programme import find

    written = export_person(find(programme_folder), person_id, folder, now=dt.datetime.now(dt.UTC))
    for path in written.paths:
        click.echo(path)
    click.echo(f"{written.count} records. Read the page before you hand it over.")


@person.command()
@click.argument("person_id", metavar="PERSON")
@click.option("--yes", is_flag=True, help="Erase without asking, for scripts.")
@click.option("--results", multiple=True, type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="A folder that “run --results” wrote; may be repeated.")  # fmt: skip
@click.option("--name", "names", multiple=True, help="A further name to look for; may be repeated.")
@click.option("--mail", "mails", multiple=True, help="A further e-mail address to look for; may be repeated.")
@PROGRAMME
def erase(person_id: str, programme_folder: Path, *, yes: bool, results: tuple[Path, ...], names: tuple[str, ...],
          mails: tuple[str, ...]) -> None:  # fmt: skip
    """Erase one person everywhere: show what goes, ask, do it, search again, write a certificate.

    PERSON: the id as in the roster. Stop the workbook first, and first let the person's pair end and write the files of
    step 3, so that both get the cancellations of sessions to come. Files in which the person stands are deleted where
    the workbook wrote them, and rows go from CSV files in input/; workbooks (XLSX) in input/ you change yourself. If
    something is left, the certificate says where and the exit code is 1; run the command again then. Stopped midway it
    is completed by running it again.
    """
    import datetime as dt
    import secrets

    from reverse_mentoring.run import erasing
    from reverse_mentoring.store.programme import find

    now, programme = dt.datetime.now(dt.UTC), find(programme_folder)
    plan = erasing.prepare(programme, person_id, results=results, names=names, mails=mails, now=now)
    _show(plan)
    if not (yes or click.confirm("Erase all this? It cannot be undone.")):
        click.echo("Nothing was erased.")
        return
    certificate, path = erasing.perform(plan, reference=secrets.token_hex(4), now=now)
    click.echo(f"{certificate.headline}.")
    for place in certificate.left:
        click.echo(f"✗ {place}")
    if certificate.left:
        click.echo("Change this, then run the command again, with --name and --mail: the vault has forgotten them.")
    click.echo(f"Certificate {certificate.reference} (note this number beside the person's): {path}")
    sys.exit(DONE if certificate.complete else FAILED)


def _show(plan: "Plan") -> None:
    from reverse_mentoring.run.erasing_preview import preview

    for sentence in preview(plan):
        click.echo(sentence)


@click.command()
@click.option("--yes", is_flag=True, help="Delete without asking, for scripts.")
@PROGRAMME
def retention(programme_folder: Path, *, yes: bool) -> None:
    """Delete what is kept longer than [retention] in programme.toml says: show it by cohort and table, ask, delete.

    The months count from a cohort's end: the latest of its planned end, its last session and the end of its last pair.
    Input files that hold only such tables go as well, or the next import would bring them back. What was released,
    the charter and the audit log stay.
    """
    import datetime as dt

    from reverse_mentoring.run import retaining
    from reverse_mentoring.store.programme import find

    programme = find(programme_folder)
    found = retaining.overdue(programme)
    for sentence in retaining.preview(programme, found):
        click.echo(sentence)
    if not found:
        click.echo("Nothing is kept too long.")
        return
    if not (yes or click.confirm("Delete all this? It cannot be undone.")):
        click.echo("Nothing was deleted.")
        return
    retaining.delete(programme, found, now=dt.datetime.now(dt.UTC))
    click.echo("Deleted.")
