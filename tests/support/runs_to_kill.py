"""Runs that are killed at a moment, and what is left of them in the end."""

import random
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from command_line import AS_OF, ratings, said, small, started

COHORTS = ("one", "two", "three")


@dataclass(frozen=True)
class Undisturbed:
    """A programme as it was before any run, what one whole run makes of it, and how long that took."""

    programme: Path
    tree: dict[str, bytes]
    seconds: float


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, hidden ones included; folders end with a stroke."""
    return {
        path.relative_to(folder).as_posix() + ("/" if path.is_dir() else ""): b""
        if path.is_dir()
        else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }


def programme(folder: Path) -> Path:
    """Three cohorts; one has pairs of two people who take part in another too, one cannot be read."""
    home = small(folder, *COHORTS)
    pairs = "mentor_id,mentee_id,started\nJ1,S3,2026-09-04\nJ2,S4,2026-09-04\n"
    (home / "input" / "three" / "pairs.csv").write_text(pairs, "utf-8")
    (home / "input" / "bad").mkdir()
    (home / "input" / "bad" / "ratings.csv").write_text(ratings(importance="9"), "utf-8")
    return home


def command(home: Path, results: Path, *more: str) -> tuple[str, ...]:
    return ("run", "--all", "--programme", str(home), "--results", str(results), *AS_OF, "--jobs", "2", *more)


def killed_and_resumed(whole: Undisturbed, folder: Path, *, moment: float, kills: int = 1) -> dict[str, bytes]:
    """The tree of results after a run was killed so many times at this part (0–1) of its time, then resumed."""
    home, results = folder / "p", folder / "out"
    shutil.copytree(whole.programme, home)
    for _ in range(kills):
        kill(command(home, results, "--resume"), after=moment * whole.seconds)
    again = said(*command(home, results, "--resume"))
    assert again.exit_code == 2, again.output
    found = tree(results)
    shutil.rmtree(folder)
    return found


def kill(words: tuple[str, ...], *, after: float) -> None:
    """Starts this command and kills it after so many seconds, unless it has ended."""
    process = started(*words)
    try:
        process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def moments(count: int, seed: int) -> list[float]:
    """Parts of a run's time, by chance; the same for the same seed."""
    chance = random.Random(seed)
    return [chance.uniform(0.02, 1.05) for _ in range(count)]
