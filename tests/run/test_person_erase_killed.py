"""An erasure that is killed leaves the old state, or one from which running it again completes."""

import random
import shutil
import time
from pathlib import Path

import pytest

from command_line import small, started
from planted import holding
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.tables import TABLES
from vault_samples import NOW

pytestmark = pytest.mark.slow
ID, NAME = "J1-H0420", "Zoë Łuczak"
COHORTS = ("spring", "autumn", "winter")
MOMENTS = 4


@pytest.fixture(name="home", scope="module")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three cohorts, a history of choices, and papers, each of which names one junior."""
    home = small(tmp_path_factory.mktemp("killed") / "home", *COHORTS)
    for path in home.glob("input/**/*.csv"):
        text = path.read_text("utf-8").replace("J1,Junior Brook1,", f"{ID},{NAME},").replace("J1,", f"{ID},")
        path.write_text(text, "utf-8")
    assert started("import", "--programme", home).wait() == 0
    vault = open_vault(home / "programme.db")
    for number in range(1, 9):
        final = ((ID, "S0"), ("J0", f"S{number % 3 + 1}"))
        vault.save_choices("autumn", "matching", MatchingChoices(final=final), expected_version=number - 1, now=NOW)
    for number in range(40):
        path = home / "runs" / "autumn" / "2026-11-01" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{NAME if number % 2 else 'somebody'} {number}", "utf-8")
    return home


def erased(home: Path, *, after: float | None = None) -> int | None:
    """Runs the command; after: seconds to SIGKILL. The exit code, None where it was killed."""
    process = started("person", "erase", ID, "--yes", "--name", NAME, "--programme", home)
    if after is not None:
        time.sleep(after)
        process.kill()
    process.communicate()
    return process.returncode if process.returncode >= 0 else None


def state(home: Path) -> dict[str, str]:
    """Every input file and paper, and every table of every cohort."""
    files = {str(path.relative_to(home)): path.read_text("utf-8")
             for folder in ("input", "runs") for path in (home / folder).rglob("*") if path.is_file()}  # fmt: skip
    tables = {f"{cohort} {each.name}": Vault(home / "programme.db").tables(cohort)[each.name].to_csv()
              for cohort in COHORTS for each in TABLES}  # fmt: skip
    return files | tables


def test_killed_at_any_moment_it_can_be_completed(home: Path, tmp_path: Path) -> None:
    """The vault is whole; run again, everything is as after an erasure that nobody disturbed."""
    whole = Path(shutil.copytree(home, tmp_path / "whole"))
    begin = time.monotonic()
    assert erased(whole) == 0
    seconds, wanted = time.monotonic() - begin, state(whole)
    chance, killed = random.Random(20261122), 0
    for number in range(MOMENTS):
        place = Path(shutil.copytree(home, tmp_path / str(number)))
        code = erased(place, after=seconds * chance.uniform(0.35, 1.0))
        killed += code is None

        assert Vault(place / "programme.db").check_audit() == []
        if code is None:
            assert erased(place) in (0, 1)
        assert [word for word in (ID, NAME) if holding(place, word)] == []
        assert state(place) == wanted
    assert killed >= 1
