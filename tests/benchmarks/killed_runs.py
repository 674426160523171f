"""Kill a run 50 times, each time at another moment, resume it, and compare every byte with an undisturbed run.

python tests/benchmarks/killed_runs.py [--times 50] [--seed N]
"""

import argparse
import shutil
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from command_line import said
from runs_to_kill import Undisturbed, command, killed_and_resumed, moments, programme, tree


def main() -> None:
    """One line per kill, and how many left another tree; exit code 1 if any did."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=20261101)
    times, seed = (vars(arguments.parse_args())[name] for name in ("times", "seed"))
    with TemporaryDirectory(prefix="killed-runs-") as scratch:
        folder = Path(scratch)
        home = programme(folder / "before")
        shutil.copytree(home, folder / "p")
        began = time.monotonic()
        said(*command(folder / "p", folder / "out"))
        whole = Undisturbed(home, tree(folder / "out"), time.monotonic() - began)
        say(f"Undisturbed: {whole.seconds:.1f} s, {len(whole.tree)} files and folders")
        other = sum(
            not _same(whole, folder / str(number), moment) for number, moment in enumerate(moments(times, seed))
        )
    say(f"{times - other} of {times} as if nothing had happened")
    sys.exit(1 if other else 0)


def say(text: str) -> None:
    """A line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _same(whole: Undisturbed, folder: Path, moment: float) -> bool:
    found = killed_and_resumed(whole, folder, moment=moment)
    differing = sorted(name for name in {*found, *whole.tree} if found.get(name) != whole.tree.get(name))
    say(f"killed at {moment:4.0%}: {differing[:5] or 'the same'}")
    return not differing


if __name__ == "__main__":
    main()
