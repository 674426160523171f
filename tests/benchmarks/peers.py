"""The same input files paired by us and by other packages, each in an environment of its own.

python tests/benchmarks/peers.py [--sizes 100 500] [--environments FOLDER] [--write]: needs a package index; that a
package does not install, or takes more than 120 seconds, is said. --write: into docs/benchmarks.md.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from large_cohorts import cohort_of_files, large_tables, write_tables
from measuring import markdown, put_on_page
from reverse_mentoring.decide.matching.board import Board, board
from reverse_mentoring.decide.matching.explaining import pairing
from reverse_mentoring.decide.matching.matching import solve
from reverse_mentoring.words.choices import IdPair, MatchingChoices

PEERS = {
    "mentor-match": ("mentor-match==7.0.1", "with_mentor_match.py"),
    "matching": ("matching==1.4.3", "with_matching.py"),
    "algmatch": ("algmatch", "with_algmatch.py"),
    "mentormatch": ("mentormatch==1.1", "with_mentormatch.py"),
}
READERS = Path(__file__).parent / "peer_readers"
PATIENCE_SECONDS, ROUNDS = 120, 3
OURS = "reverse-mentoring"
OBJECTIVE = "total"
"""All others look for a total or for stability; our default also raises the lowest pair."""


@dataclass(frozen=True)
class Run:
    """What came of one package: times in seconds (whole = files → pairs, own = its part, process = with its start)."""

    pairs: tuple[IdPair, ...] = ()
    whole: float = 0.0
    own: float = 0.0
    process: float = 0.0
    failed: str = ""


def main() -> None:
    """Measure, and say or write it."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--sizes", type=int, nargs="+", default=[100, 500])
    reader.add_argument("--environments", type=Path, help="folder for the environments; else made and thrown away")
    reader.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = reader.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        pythons = {name: environment(given.environments or Path(spare), name) for name in PEERS}
        text = "\n\n".join(compared(size, pythons) for size in given.sizes)
    sys.stdout.write(text + "\n")
    if given.write:
        put_on_page("peers", text)


def environment(folder: Path, name: str) -> Path | str:
    """The Python of an environment with this package; why not, as a sentence, if it does not install."""
    place = folder / name
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
    asked = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PEERS[name][0]]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return python if done.returncode == 0 else "does not install here"


def compared(size: int, pythons: dict[str, Path | str]) -> str:
    """A table for so many mentors and mentees."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_tables(large_tables(size), folder)
        of = board(cohort_of_files(folder), MatchingChoices(objective=OBJECTIVE))
        runs = {OURS: ours(folder)} | {name: theirs(name, python, folder) for name, python in pythons.items()}
    header = [f"{size:,} mentors, {size:,} mentees", "files → pairs", "its own part", "with its start", "people served",
              "total fit", "broken rules"]  # fmt: skip
    return markdown(header, [row(name, run, runs[OURS], of) for name, run in runs.items()])


def ours(folder: Path) -> Run:
    """Files → checked input → pairs with reasons, in a process that is warm; and in a new one."""
    start = time.perf_counter()
    asked = [sys.executable, Path(__file__).with_name("files_to_pairs.py"), folder]
    subprocess.run(asked, capture_output=True, check=True)
    runs = [Run(process=time.perf_counter() - start)]
    for _ in range(ROUNDS + 2):
        start = time.perf_counter()
        cohort = cohort_of_files(folder)
        read = time.perf_counter()
        of = board(cohort, MatchingChoices(objective=OBJECTIVE))
        found = pairing(of, solve(of))
        end = time.perf_counter()
        runs.append(Run(tuple(pair.ids for pair in found.pairs), end - start, end - read, runs[0].process))
    return min(runs[2:], key=lambda run: run.whole)


def theirs(name: str, python: Path | str, folder: Path) -> Run:
    """The fastest of three runs of one package."""
    if isinstance(python, str):
        return Run(failed=python)
    runs = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        try:
            asked = [python, READERS / PEERS[name][1], folder]
            done = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            return Run(failed=f"not done after {PATIENCE_SECONDS} s")
        except subprocess.CalledProcessError as error:
            return Run(failed=f"stopped: {error.stderr.strip().splitlines()[-1][:80]}")
        process = time.perf_counter() - start
        said = json.loads(done.stdout.splitlines()[-1])
        runs.append(Run(tuple(tuple(pair) for pair in said["pairs"]), said["whole"], said["own"], process))
    return min(runs, key=lambda run: run.whole)


def row(name: str, run: Run, first: Run, of: Board) -> list[str]:
    """One package: times over ours; the total is that of our fit."""
    if run.failed:
        return [name, run.failed, *["–"] * 5]
    places = [of.place(pair) for pair in run.pairs]
    served = len({person for pair in run.pairs for person in pair})
    total = sum(int(of.fit.fit[place]) for place in places if place)
    broken = sum(not (place and of.allowed[place]) for place in places)
    times = [f"{theirs / mine:,.1f}" for theirs, mine in
             ((run.whole, first.whole), (run.own, first.own), (run.process, first.process))]  # fmt: skip
    return [name, *times, f"{served:,}", f"{total / 100:,.0f}", f"{broken:,}"]


if __name__ == "__main__":
    main()
