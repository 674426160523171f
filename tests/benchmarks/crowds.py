"""Very many people, the best candidates of each only (extra “large”): time, memory, gap.

python tests/benchmarks/crowds.py [--sizes 2000 10000] [--roster 100000] [--write]: --write: into docs/benchmarks.md.
"""

import argparse
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from large_cohorts import large_cohort
from measuring import markdown, put_on_page
from reverse_mentoring.decide.matching.crowd import crowd
from reverse_mentoring.decide.matching.sparse import best_of_candidates
from reverse_mentoring.words.choices import MatchingChoices


def main() -> None:
    """Measure, and say or write it."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--sizes", type=int, nargs="+", default=[2_000, 10_000])
    reader.add_argument("--roster", type=int, default=100_000)
    reader.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = reader.parse_args()
    header = ["mentors × mentees", "seconds", "peak memory", "pairs compared closely", "people served", "gap"]
    text = markdown(header, [measured(size, given.roster) for size in sorted(given.sizes)])
    sys.stdout.write(text + "\n")
    if given.write:
        put_on_page("crowds", text)


def measured(size: int, roster: int) -> list[str]:
    """One row; the memory is the largest that the process had so far."""
    cohort = large_cohort(size, roster=roster)
    start = time.perf_counter()
    found = best_of_candidates(crowd(cohort, MatchingChoices()))
    spent = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    gap = "0 (proven best)" if not found.gap else f"{found.more_served} people, {found.gap / 100:,.0f} points"
    return [
        f"{size:,} × {size:,}",
        f"{spent:,.0f}",
        f"{memory:.1f} GB",
        f"{found.looked_at:,}",
        f"{found.served:,}",
        gap,
    ]


if __name__ == "__main__":
    main()
