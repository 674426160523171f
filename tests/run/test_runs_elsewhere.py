"""Whole runs whose results go to a server of the S3 protocol: as in a folder, also when they are killed."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest

from command_line import AS_OF, said
from runs_to_kill import kill, moments, programme, tree
from s3_server import Server, needs_s3, serving

pytestmark = [pytest.mark.slow, needs_s3]


@dataclass(frozen=True)
class Whole:
    """A programme before any run, what a run puts into a bucket, what it writes into a folder, and the time it took."""

    home: Path
    there: dict[str, bytes]
    here: dict[str, bytes]
    seconds: float


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running, pytest.MonkeyPatch.context() as patch:
        for name, value in running.account.items():
            patch.setenv(name, value)
        yield running


@pytest.fixture(scope="module")
def whole(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    folder = tmp_path_factory.mktemp("whole")
    home, bucket = programme(folder / "before"), server.bucket("whole")
    shutil.copytree(home, folder / "p")
    shutil.copytree(home, folder / "q")
    began = monotonic()
    assert said(*command(folder / "p", bucket)).exit_code == 2
    seconds = monotonic() - began
    assert said(*command(folder / "q", str(folder / "out"))).exit_code == 2
    here = {name: content for name, content in tree(folder / "out").items() if not name.endswith("/")}
    return Whole(home, server.tree("whole"), here, seconds)


def command(home: Path, results: str, *more: str) -> tuple[str, ...]:
    return ("run", "--all", "--programme", str(home), "--results", results, *AS_OF, "--jobs", "2", *more)


def test_the_bucket_holds_what_a_folder_would(whole: Whole) -> None:
    """File by file; only executed pages and Word files tell nothing of where they were made."""
    assert set(whole.there) == set(whole.here)
    assert [name for name in whole.there if whole.there[name] != whole.here[name]] == []


@pytest.mark.parametrize(("at", "moment"), list(enumerate(moments(4, seed=20))))
def test_a_run_killed_at_any_moment_is_resumed(
    whole: Whole, server: Server, tmp_path: Path, at: int, moment: float
) -> None:
    """What lies there in the end is the same as after an undisturbed run, and nothing of people is left here."""
    home, bucket = tmp_path / "p", server.bucket(f"killed-{at}")
    shutil.copytree(whole.home, home)
    kill(command(home, bucket, "--resume"), after=moment * whole.seconds)
    again = said(*command(home, bucket, "--resume"))
    here = {path.name for path in home.rglob("*") if ".results-" in str(path) and path.is_file()}

    assert again.exit_code == 2, again.output
    assert server.tree(f"killed-{at}") == whole.there
    assert here == {"manifest.json", "index.html", "summary.xlsx", "overview.json"}
