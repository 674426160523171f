"""What stands in the vault about people is in nothing that managers get, and in nothing that making it leaves behind.

Every person, mail, text and note of a cohort is a planted word; all of them are looked for, also zipped, in base64 and
in UTF-16, in everything that a release, its papers and the served page write, send or say.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import papermill
import pytest
from playwright.sync_api import Page

from command_line import COMMAND
from local_browser import Window, chromium
from planted import holding
from planted_programme import COHORT, STEM, Planted, planted_programme
from reverse_mentoring.run.places import notebooks
from served_dashboard import dashboard

pytestmark = pytest.mark.browser
ROUND = "1"
STATES = "() => JSON.stringify([document.cookie, localStorage, sessionStorage, document.title, location.href])"


@dataclass
class Shown:
    """everything: a folder with all that left the vault; programme: where the words are."""

    everything: Path
    planted: Planted


@pytest.fixture(scope="module", name="shown")
def _shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """A release of a planted cohort on every way to a manager."""
    place = tmp_path_factory.mktemp("planted")
    planted, everything = planted_programme(place / "programme"), place / "everything"
    (everything / "tmp").mkdir(parents=True)
    papers(planted.programme.folder, everything)
    shutil.copy(planted.programme.released, everything / "window.db")
    executed(everything)
    served(planted.programme.released, everything)
    return Shown(everything, planted)


def papers(programme: Path, everything: Path) -> None:
    """The release and its three papers, by the command line; what it says goes into a file."""
    written = (everything / f"report.{end}" for end in ("html", "pdf", "pptx"))
    commands = [("release", COHORT, ROUND, "--yes"), *(("report", COHORT, "--to", path) for path in written)]
    for number, command in enumerate(commands):
        done = subprocess.run([*COMMAND, *map(str, command), "--programme", str(programme)], capture_output=True,
                              env=os.environ | {"TMPDIR": str(everything / "tmp")}, check=False)  # fmt: skip
        (everything / f"said_{number}.txt").write_bytes(done.stdout + done.stderr)
        assert done.returncode == 0, done.stderr


def executed(everything: Path) -> None:
    """The managers' notebook run by Papermill, with the states of its widgets."""
    parameters = {"released": str(everything / "window.db"), "cohort": COHORT}
    papermill.execute_notebook(notebooks() / "dashboard.ipynb", everything / "dashboard.ipynb", parameters=parameters,
                               progress_bar=False, store_widget_state=True)  # fmt: skip


def served(released: Path, everything: Path) -> None:
    """The page in Chromium: words, answers with headers and addresses, sockets, console; log and temporary files."""
    window, temporary = everything / "window", everything / "tmp"
    window.mkdir()
    shutil.copy(released, window / "released.db")
    with dashboard(window, surroundings={"TMPDIR": str(temporary)}) as running, chromium() as browser:
        seen: list[str] = []
        opened = Window(browser)
        page = opened.context.new_page()
        listen(page, seen)
        page.goto(running.address)
        page.get_by_text("Privacy.").wait_for()
        seen += [page.content(), page.evaluate(STATES), *opened.trouble]
        opened.context.close()
        (everything / "seen.txt").write_text("\n".join(seen), "utf-8")
        shutil.copytree(temporary, everything / "tmp while running", dirs_exist_ok=True, ignore=sockets)
        assert f"cohort {COHORT}" in page_words(seen)


def listen(page: Page, seen: list[str]) -> None:
    page.on("response", lambda answer: seen.append(f"{answer.url} {answer.all_headers()}"))
    page.on("requestfinished", lambda asked: seen.append(f"{asked.url} {asked.post_data}"))
    page.on("console", lambda message: seen.append(message.text))
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: seen.append(str(frame))))


def page_words(seen: list[str]) -> str:
    return " ".join(" ".join(seen).split())


def sockets(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not (Path(folder) / name).is_file() and not (Path(folder) / name).is_dir()]


def test_two_hundred_words_and_more_were_planted(shown: Shown) -> None:
    """Ids, names, mails, texts; the vault holds them, and the search finds them there."""
    kinds = set(shown.planted.words.values())

    assert len(shown.planted.words) >= 200
    assert {"id", "roster.name", "roster.email", "goals.goal", "sides.gain"} <= kinds
    assert shown.planted.programme.vault.name in holding(shown.planted.programme.folder, STEM)


def test_none_of_them_is_in_anything_that_managers_get(shown: Shown) -> None:
    """Released file, page, papers, executed notebook, traffic, logs, temporary files."""
    kinds = {path.suffix for path in shown.everything.rglob("*") if path.is_file()}

    assert {".db", ".html", ".pdf", ".pptx", ".ipynb", ".txt"} <= kinds
    assert holding(shown.everything, STEM) == set()


def test_the_server_leaves_no_temporary_file(shown: Shown) -> None:
    """What it wrote while it ran is gone."""
    assert [path.name for path in (shown.everything / "tmp").rglob("*") if path.is_file()] == []
