"""How the commands speak: what is refused as a sentence with its exit code, problems and notes line by line.

Also the options that several commands share.
"""

import sys
from collections.abc import Iterable
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
            _leave(str(error), error.exit_code)
        except Refused as error:
            _leave(str(error), error.exit_code)
        except click.UsageError as error:
            error.show()
            sys.exit(FAILED)
        except OSError as error:
            _leave(f"{error.filename or 'A file'} cannot be used ({error.strerror}).", FAILED)
        except (KeyboardInterrupt, click.Abort):
            _leave("Stopped. What was finished before is whole; of anything else nothing was written.", FAILED)


def say_notes(found: "Found") -> None:
    """How the input was read, and which headers wait for a person."""
    for note in found.notes:
        click.echo(f"· {note}")
    for question in found.questions:
        click.echo(
            f"? {question.file}: is “{question.header}” the column {question.suggestion}? Not read until confirmed: "
            "on screen in notebook 1, or with --mapping."
        )


def list_problems(problems: Iterable[Problem]) -> None:
    """Each on a line of its own, on the error stream."""
    for problem in problems:
        click.echo(f"✗ {problem}", err=True)


def _leave(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)
