"""What is wrong with an input, in sentences: what, where, how to put it right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DONE, FAILED, INPUT_HAS_PROBLEMS, RULE_BROKEN = 0, 1, 2, 3
"""Exit codes of the command line (DESIGN: commands)."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right. row counts as the spreadsheet does: the header of a plain file is row 1."""

    file: str
    row: int | None
    column: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" + (f" {self.remedy}" if self.remedy else "")

    @property
    def place(self) -> str:
        """“ratings.csv, row 7, column proficiency”, as far as known."""
        row = f"row {self.row}" if self.row is not None else ""
        column = f"column {self.column}" if self.column else ""
        return ", ".join(part for part in (self.file, row, column) if part)


class Refused(Exception):
    """Something that a person can put right; str() is one clear sentence, without names or ratings."""

    exit_code = FAILED


class InputProblems(Refused):
    """The input has problems; all of them, in file order. Nothing was stored.

    The sentences quote the offending cell: they go to the person at the screen, never into a log.
    """

    exit_code = INPUT_HAS_PROBLEMS

    def __init__(self, problems: Iterable[Problem], *, said: str = "") -> None:
        """said: what str() says instead; only of a file that holds nobody's data, such as a template."""
        self.problems = tuple(problems)
        count = len(self.problems)
        files = ", ".join(sorted({problem.file for problem in self.problems}))
        super().__init__(said or f"{count} problem{'s' if count != 1 else ''} in {files}; nothing was stored.")


MOST_SAID = 5


def every_place(problems: Sequence[Problem]) -> str:
    """Each problem with its place, the first MOST_SAID of them, and that nothing was written."""
    more = len(problems) - MOST_SAID
    told = " ".join(str(problem) for problem in problems[:MOST_SAID])
    return f"{told} {f'And {more} more. ' if more > 0 else ''}Nothing was written."


class RuleBroken(Refused):
    """A hard rule is broken, or nobody can be paired."""

    exit_code = RULE_BROKEN
