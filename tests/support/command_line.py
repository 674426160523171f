"""The command line as people use it, and small programme folders to use it on."""

import csv
import signal
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from reverse_mentoring.run.commands import main

COMMAND = [sys.executable, "-m", "reverse_mentoring"]
AS_OF = ("--as-of", "2026-11-01")
BY_LEVEL = 'mentor_levels = ["L1"]\nmentee_levels = ["L5"]\nlevel_order = ["L1", "L2", "L3", "L4", "L5", "L9"]\n'
SENIORS, JUNIORS = 5, 6
ONE_LINE = (
    "person_id,name,level,manager_id\nS0,Ada Ferrer,L5,\nS1,Bo Lindt,L5,S0\nJ0,Cy Okafor,L1,S1\nJ1,Di Juhl,L1,J0\n"
)


def said(*arguments: object) -> Result:
    """What a command says (result.output: both streams) and its exit code, without starting a process."""
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def started(*arguments: object) -> "subprocess.Popen[str]":
    """The command in a process of its own."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_listens_to_interrupts,
    )


def _listens_to_interrupts() -> None:
    """Also where these tests themselves run in the background, which hands down deafness to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def roster() -> str:
    """A chief, five seniors in five departments, and below them six juniors."""
    rows = ["person_id,name,level,manager_id,department,team", "C,Zoë Hale,L9,,Board,"]
    rows += [f"S{i},Senior Quill{i},L5,C,D{i},T{i}" for i in range(SENIORS)]
    rows += [f"J{i},Junior Brook{i},L1,S{i % SENIORS},D{i % SENIORS},T{i % SENIORS}" for i in range(JUNIORS)]
    return "\n".join(rows) + "\n"


def ratings(*, importance: str = "5", juniors: int = JUNIORS, seniors: int = SENIORS) -> str:
    """Two topics that every senior needs and every junior can teach."""
    rows = ["person_id,topic_id,importance,proficiency"]
    for topic in ("ai_assistants", "low_code"):
        rows += [f"S{i},{topic},{importance},2" for i in range(seniors)]
        rows += [f"J{i},{topic},,5" for i in range(juniors)]
    return "\n".join(rows) + "\n"


def programme(folder: Path, files: dict[str, str], settings: str = BY_LEVEL) -> Path:
    """A programme folder with these files in input/."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "programme.toml").write_text(settings, encoding="utf-8")
    for name, text in files.items():
        path = folder / "input" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def small(folder: Path, *cohorts: str) -> Path:
    """A programme in which these cohorts can all be paired."""
    return programme(folder, {"roster.csv": roster()} | {f"{name}/ratings.csv": ratings() for name in cohorts})


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file as its rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def bosses(people: list[dict[str, str]], person: str) -> set[str]:
    """Everybody above a person, by walking up."""
    manager = {row["person_id"]: row["manager_id"] for row in people}
    above: list[str] = []
    while (person := manager.get(person, "")) and person not in above:
        above.append(person)
    return set(above)


def broken_rules(people: list[dict[str, str]], pairs: list[tuple[str, str]]) -> list[str]:
    """Reporting lines, teams and departments, looked at pair by pair; [] if every pair keeps them."""
    by_id = {row["person_id"]: row for row in people}
    found = []
    for mentor, mentee in pairs:
        if mentor in bosses(people, mentee) or mentee in bosses(people, mentor):
            found.append(f"{mentor} and {mentee} are in one line")
        for unit in ("team", "department"):
            if by_id[mentor][unit] and by_id[mentor][unit] == by_id[mentee][unit]:
                found.append(f"{mentor} and {mentee} share a {unit}")
    return found
