"""How the commands speak: what is refused as a sentence with its exit code, problems and notes line by line.

Also the options that several commands share.
"""

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reverse_mentoring.words.problems import FAILED, InputProblems, Problem, Refused

if TYPE_CHECKING:
    from reverse_mentoring.store.importing import Found

PROGRAMME = click.option("--programme", "programme_folder", type=click.Path(path_type=Path), default=Path(),
                         show_default="current folder", help="The programme folder.")  # fmt: skip
MAPPING = click.option("--mapping", "mapping_file", type=click.Path(path_type=Path, exists=True),
                       help="Which header is which column, as JSON, TOML or CSV.")  # fmt: skip


class Commands(click.Group):
    """Shows what we refuse as a sentence and leaves with its exit code; 2 is for problems of the input alone."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InputProblems as error:
            list_problems(error.problems)
            leave(str(error), error.exit_code)
        except Refused as error:
            leave(str(error), error.exit_code)
        except click.UsageError as error:
            error.show()
            sys.exit(FAILED)
        except OSError as error:
            leave(f"{error.filename or 'A file'} cannot be used ({error.strerror}).", FAILED)
        except (KeyboardInterrupt, click.Abort):
            leave("Stopped. What was finished before is whole; of anything else nothing was written.", FAILED)


def say_notes(found: "Found", *, asked_for: bool = False) -> None:
    """How the input was read, and which headers wait for a person; in a log only how many notes there are, as they
    name people by id."""
    for note in found.notes if asked_for or sys.stdout.isatty() else ():
        click.echo(f"· {note}")
    if found.notes and not asked_for and not sys.stdout.isatty():
        count = len(found.notes)
        click.echo(f"· {count} note{'s' * (count > 1)} on how it was read: “reverse-mentoring check” tells them.")
    for question in found.questions:
        click.echo(
            f"? {question.file}: is “{question.header}” the column {question.suggestion}? Not read until confirmed: "
            "on screen in notebook 1, or with --mapping."
        )


def list_problems(problems: Iterable[Problem], *, asked_for: bool = False) -> None:
    """Each on a line of its own, on the error stream: whole at a terminal or where asked for, else as for a log."""
    whole = asked_for or sys.stderr.isatty()
    for problem in problems:
        click.echo(f"✗ {problem if whole else for_a_log(problem)}", err=True)


def for_a_log(problem: Problem) -> Problem:
    """Where it is; its sentence quotes the cell, which is for the person at the screen alone."""
    if problem.row is None and not problem.column:
        return problem
    return replace(problem, what="“reverse-mentoring check” says what is wrong.", remedy="")


def leave(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)
