"""A thousand random programmes through the release gate and before the attacker: how much he finds out.

python tests/benchmarks/attack.py [--programmes 1000] [--first 0] [--together 1] [--most 400] [--write]: --together:
so many viewers pool their answers; --write: into docs/benchmarks.md.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from attack_evidence import Rules
from attacked_programmes import attacked
from measuring import markdown, put_on_page
from random_programmes import MOST, ROUNDS, programme

HEADER = ["programmes", "viewers together", "answers seen", "known exactly", "span 1", "span 2", "span 3 or 4"]


def main() -> None:
    """Attack, and say or write what was found."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--programmes", type=int, default=1_000)
    reader.add_argument("--first", type=int, default=0, help="the first seed")
    reader.add_argument("--together", type=int, default=1, help="viewers who pool their answers")
    reader.add_argument("--most", type=int, default=MOST, help="people")
    reader.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = reader.parse_args()
    spans = Counter[int]()
    for seed in range(given.first, given.first + given.programmes):
        one = programme(seed, most=given.most, rounds=ROUNDS)
        found = Counter[int]()
        for each in attacked(one, rules=Rules(), together=given.together):
            found[each.span] += each.people
        spans += found
        narrow = {span: n for span, n in sorted(found.items()) if span < 3}
        sys.stderr.write(f"{seed}: {len(one.people)} people, {len(one.rounds)} rounds {narrow or ''}\n")
    wide = spans[3] + spans[4]
    row = [given.programmes, given.together, spans.total(), spans[0], spans[1], spans[2], wide]
    text = markdown(HEADER, [[f"{number:,}" for number in row]])
    sys.stdout.write(text + "\n")
    if given.write:
        put_on_page("attack", text)


if __name__ == "__main__":
    main()
