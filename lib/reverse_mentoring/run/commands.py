"""The commands. Errors say what, where and how to put it right; no traceback, no name or rating in a log.

Everything heavy is imported inside the command that needs it, so that --help answers at once.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reverse_mentoring import __version__
from reverse_mentoring.run import dashboard_command
from reverse_mentoring.run.command_group import MAPPING, PROGRAMME, Commands, leave, list_problems, say_notes
from reverse_mentoring.run.person_commands import person, retention
from reverse_mentoring.run.release_command import release
from reverse_mentoring.run.run_command import run
from reverse_mentoring.run.vault_commands import vault
from reverse_mentoring.words.problems import DONE, FAILED, INPUT_HAS_PROBLEMS, RULE_BROKEN, InputProblems, Refused

if TYPE_CHECKING:
    from reverse_mentoring.store.headers import HeaderMapping
    from reverse_mentoring.store.programme import Programme


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reverse-mentoring")
def main() -> None:
    """A facilitator's workbook for reverse mentoring: gap analysis, matching, agreements, review.

    Everything stays on this machine. Begin with: reverse-mentoring demo
    """


main.add_command(dashboard_command.dashboard)


main.add_command(release)
main.add_command(run)
main.add_command(person)
main.add_command(retention)
main.add_command(vault)


@main.command()
@click.option("--folder", type=click.Path(path_type=Path), help="Where the sample programme goes.")
@click.option("--no-open", is_flag=True, help="Set up the sample, do not start the workbook.")
@click.option("--no-browser", is_flag=True, help="Print the address, open no browser.")
@click.option("--port", default=0, help="Port of the workbook.", show_default="8866, else a free one")
def demo(folder: Path | None, *, no_open: bool, no_browser: bool, port: int) -> None:
    """A sample programme in a folder of its own, then the workbook in the browser."""
    from reverse_mentoring.run.demo import sample_programme

    programme = sample_programme(folder)
    click.echo(f"The sample programme lies in {programme.folder}")
    if not no_open:
        _serve(programme, lab=False, browser=not no_browser, port=port)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="Fill it with the sample programme.")
def new(folder: Path, *, sample: bool) -> None:
    """A new programme folder: programme.toml with every key explained, and empty templates."""
    from reverse_mentoring.present.input_templates import write_templates
    from reverse_mentoring.run import places
    from reverse_mentoring.store.programme import set_up

    programme = set_up(folder, sample_from=places.sample() if sample else None)
    write_templates(programme.own_templates)
    click.echo(f"Made {programme.folder}")
    click.echo("Next: put your files into input/<cohort>/ (templates/ has empty ones), then: reverse-mentoring check")


@main.command()
@click.argument("what", type=click.Path(path_type=Path, exists=True), required=False)
@PROGRAMME
@MAPPING
def check(what: Path | None, programme_folder: Path, mapping_file: Path | None) -> None:
    """Read the input and print every problem; nothing is stored.

    WHAT: a programme folder, a cohort's folder or a file; by default the programme's input.
    """
    from reverse_mentoring.run.checking import read

    found = read(what or _programme(programme_folder).folder, programme_folder, _mapping(mapping_file))
    say_notes(found, asked_for=True)
    if found.problems:
        list_problems(found.problems, asked_for=True)
        leave(str(InputProblems(found.problems)), INPUT_HAS_PROBLEMS)
    if not found.readings:
        raise Refused("There is nothing to check: put files into input/<cohort>/.")
    click.echo("No problem found.")


@main.command("import")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--cohort", "cohorts", multiple=True, help="Only this cohort; may be repeated.")
@PROGRAMME
@MAPPING
def import_(folder: Path | None, cohorts: tuple[str, ...], programme_folder: Path, mapping_file: Path | None) -> None:
    """Read the input of the programme and store it, whole or not at all."""
    import datetime as dt

    from reverse_mentoring.store.importing import cohort_folders, kept, read_input, store_input
    from reverse_mentoring.store.vault import open_vault

    programme, mapping = _programme(folder or programme_folder), _mapping(mapping_file)
    known = cohort_folders(programme)
    unknown = sorted(set(cohorts) - set(known))
    if unknown:
        raise Refused(f"There is no folder input/{unknown[0]}. Cohorts with a folder: {', '.join(known) or 'none'}.")
    vault = open_vault(programme.vault)
    found = read_input(programme, vault, cohorts or known, mapping=mapping)
    if not found.readings:
        raise Refused(f"Nothing to import: put files into {programme.input / '<cohort>'}.")
    say_notes(found)
    stored = store_input(found, vault, now=dt.datetime.now(dt.UTC))
    for sentence in kept(found, vault):
        click.echo(f"· {sentence}")
    for file, headers in (mapping or {}).items():
        vault.remember_mapping(file, headers, now=dt.datetime.now(dt.UTC))
    click.echo(f"Stored: {', '.join(name or 'the company' for name in stored)}." if stored else "Nothing has changed.")


@main.command("open")
@PROGRAMME
@click.option("--lab", is_flag=True, help="In JupyterLab instead of Voila apps.")
@click.option("--no-browser", is_flag=True, help="Print the address, open no browser.")
@click.option("--port", default=0, help="Port of the workbook.", show_default="8866, else a free one")
def open_(programme_folder: Path, *, lab: bool, no_browser: bool, port: int) -> None:
    """The four notebooks for the facilitator, on this machine only, behind a token."""
    _serve(_programme(programme_folder), lab=lab, browser=not no_browser, port=port)


@main.command()
@click.argument("cohort")
@click.option("--results", required=True, type=click.Path(path_type=Path), help="Folder for pairs.csv, unmatched.csv.")
@PROGRAMME
def pairs(cohort: str, results: Path, programme_folder: Path) -> None:
    """Pairs for a cohort that is too large for the screen (thousands of people).

    The best candidates of each person are compared, and it is said how much better other pairs could be at most.
    Needs the extra “large”: pip install "reverse-mentoring[large]".
    """
    from reverse_mentoring.run.crowds import pair_many

    found, paths = pair_many(_programme(programme_folder), cohort, results)
    click.echo(f"{found.served} people have a partner. {found.sentence}")
    for path in paths:
        click.echo(path)


@main.command()
@click.argument("cohort")
@click.argument("proof", type=click.Path(path_type=Path))
@PROGRAMME
def verify(cohort: str, proof: Path, programme_folder: Path) -> None:
    """Look at a proof.json again, by a program that shares nothing with the one that found the pairs.

    COHORT: whose pairs they are. PROOF: the file; it must belong to the input, settings and choices stored now.
    """
    from reverse_mentoring.run import verifying

    found = verifying.verify(_programme(programme_folder), cohort, proof)
    for sentence in found.broken:
        click.echo(f"✗ {sentence}")
    if not found.broken:
        click.echo(f"✓ {found.sentence}")
    sys.exit(RULE_BROKEN if found.broken else DONE)


@main.command()
@click.argument("cohort")
@click.option("--to", "page", required=True, type=click.Path(path_type=Path), help="A name in .html, .pdf or .pptx.")
@PROGRAMME
def report(cohort: str, page: Path, programme_folder: Path) -> None:
    """Write what was released of a cohort for managers: as a page for any browser, as PDF or as one slide.

    It is made of released.db alone: nothing is in it that was not released.
    """
    from reverse_mentoring.run.released_page import write_page

    count = write_page(_programme(programme_folder), cohort, page)
    click.echo(f"{page}: {count} round{'s' if count > 1 else ''} of {cohort}")


@main.command()
@PROGRAMME
def doctor(programme_folder: Path) -> None:
    """Is this machine fit for the workbook? Versions, folders, ports, damage."""
    from reverse_mentoring.run.doctor import findings
    from reverse_mentoring.store.programme import SETTINGS_FILE

    here = (programme_folder / SETTINGS_FILE).is_file()
    found = findings(_programme(programme_folder) if here else None)
    for finding in found:
        click.echo(f"{'✓' if finding.fine else '✗'} {finding.sentence}")
    sys.exit(DONE if all(finding.fine for finding in found) else FAILED)


def _programme(folder: Path) -> "Programme":
    from reverse_mentoring.store.programme import find

    return find(folder)


def _mapping(path: Path | None) -> "HeaderMapping | None":
    from reverse_mentoring.store.headers import read_mapping

    return read_mapping(path) if path else None


def _serve(programme: "Programme", *, lab: bool, browser: bool, port: int) -> None:
    from reverse_mentoring.run.serving import serve

    serve(programme, lab=lab, browser=browser, port=port, say=click.echo)
