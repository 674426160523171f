"""The command `release`: shows what managers would see of a closed round, asks, and writes it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reverse_mentoring.run.command_group import PROGRAMME
from reverse_mentoring.words.problems import Refused

if TYPE_CHECKING:
    from reverse_mentoring.decide.disclosure.comments import Comments


@click.command()
@click.argument("cohort")
@click.argument("round_", metavar="ROUND")
@PROGRAMME
@click.option("--comments", "file", type=click.Path(path_type=Path), help="Text file, one sentence of your own a line.")
@click.option("--shared", default=0, help="How many comments they rest on that people agreed to share.")
@click.option("--yes", is_flag=True, help="Release without asking, for scripts.")
def release(cohort: str, round_: str, programme_folder: Path, *, file: Path | None, shared: int, yes: bool) -> None:
    """Show what managers would see of a closed round, ask, and write it into released.db.

    COHORT: its name. ROUND: number of the round, as 2 for its second quarter. A release cannot be changed or taken
    back.
    """
    import datetime as dt

    from reverse_mentoring.store import releasing
    from reverse_mentoring.store.programme import find

    programme = find(programme_folder)
    prepared = releasing.prepare(programme, cohort, round_, comments=_comments(file, shared))
    for sentence in (*prepared.preview, *(f"In your words: {said}" for said in prepared.release.comments)):
        click.echo(sentence)
    name = f"{prepared.release.round.name} of {cohort}"
    if not (yes or click.confirm(f"Release {name}? It cannot be changed or taken back.")):
        click.echo("Nothing was released.")
        return
    fingerprint = releasing.publish(programme, prepared, now=dt.datetime.now(dt.UTC))
    click.echo(f"Released {name}.")
    click.echo(f"{programme.released.name}: SHA-256 {fingerprint}")


def _comments(file: Path | None, shared: int) -> "Comments":
    from reverse_mentoring.decide.disclosure.comments import Comments, sentences_of

    if file is None:
        return Comments()
    try:
        return Comments(sentences_of(file.read_text("utf-8-sig")), shared)
    except UnicodeDecodeError:
        raise Refused(f"{file.name} is no text in UTF-8. Save it as such, one sentence a line.") from None
