"""How far a run is: a bar in a terminal, a line per step in a log."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STEPS = ("input", "01_gap_analysis", "02_matching", "03_agreements", "04_review")


@contextmanager
def progress(cohorts: int) -> Iterator[Callable[[str, str], None]]:
    """A function (cohort, step) to call after each step; on the error stream, so that results can be piped."""
    from tqdm import tqdm

    quiet = not sys.stderr.isatty()
    with tqdm(total=cohorts * len(STEPS), unit="step", disable=quiet, file=sys.stderr) as bar:

        def step(cohort: str, name: str) -> None:
            bar.set_postfix_str(f"{cohort} {name}", refresh=False)
            bar.update()
            if quiet:
                sys.stderr.write(f"{cohort}: {name} done\n")
                sys.stderr.flush()

        yield step
