"""How often attention lists pairs in which nothing is wrong: simulated healthy cohorts, month by month.

python tests/benchmarks/false_alarms.py [--cohorts 200] [--write]: --write: into content/false_alarms.csv. What healthy
means stands in tests/support/healthy_cohorts.py.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from healthy_cohorts import watched

TABLE = Path(__file__).parents[2] / "lib" / "reverse_mentoring" / "content" / "false_alarms.csv"
SEED = 20260901


def main() -> None:
    """Simulate, and say or write it."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--cohorts", type=int, default=200)
    reader.add_argument("--write", action="store_true", help="into content/false_alarms.csv")
    given = reader.parse_args()
    seen = watched(cohorts=given.cohorts, seed=SEED)
    shares = seen.table.assign(share=(seen.table["fired"] / seen.table["pair_months"]).round(4))
    sys.stdout.write(f"{shares.to_string(index=False)}\n{seen.red_pairs:.2f} red pairs a month and cohort of 25\n")
    if given.write:
        seen.table.to_csv(TABLE, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
