"""The managers' window on screen: the released file and nothing else; readable on a screen and on a phone."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser

from local_browser import Window, chromium, cut
from releases import TOPICS, release
from reverse_mentoring.present.dashboard_page import NOTHING_YET, page
from reverse_mentoring.store.released import write_release
from reverse_mentoring.workbook import opening
from reverse_mentoring.workbook.dashboard import (
    OTHER_SERVER,
    PROGRAMME_VARIABLE,
    RELEASED_VARIABLE,
    SERVER_VARIABLE,
    Dashboard,
)

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 4, 20, 9, tzinfo=dt.UTC)
VAULT = ("store.vault", "store.cohorts", "store.schema", "store.programme", "workbook.opening", "decide", "run")


def test_nothing_that_reaches_the_vault_is_imported() -> None:
    """In a fresh interpreter the window loads its page and the released file's reader; no library of tables either."""
    code = "import sys, reverse_mentoring.workbook.dashboard; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    barred = (*(f"reverse_mentoring.{name}" for name in VAULT), "sqlalchemy", "pandas", "altair", "papermill",
              "ipywidgets")  # fmt: skip

    assert "reverse_mentoring.store.released_file" in loaded
    assert [name for name in loaded if name.startswith(barred)] == []


def test_the_window_shows_what_the_released_file_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file as the host names it, the cohort as the address asks; a link to the others only under Voila."""
    write_release(tmp_path / "released.db", release(), now=NOW)
    monkeypatch.setenv(RELEASED_VARIABLE, str(tmp_path / "released.db"))
    monkeypatch.setenv("QUERY_STRING", "cohort=2031")
    view = Dashboard().page()
    printed = str(view.printed())

    assert "On track: nine in ten planned sessions took place" in printed
    assert "There is no release of a cohort “2031”." in printed
    assert "There is no release" not in str(Dashboard(cohort="2026-spring").page().printed())
    assert set(view._repr_mimebundle_()) == {"text/html", "text/plain"}


def test_other_cohorts_are_a_link_under_voila_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same address with another cohort; elsewhere just their names."""
    write_release(tmp_path / "released.db", release(), now=NOW)
    write_release(tmp_path / "released.db", release(cohort="2025 & before"), now=NOW)
    window = Dashboard(str(tmp_path / "released.db"), "2026-spring")
    monkeypatch.delenv("SERVER_SOFTWARE", raising=False)
    plain = str(window.page().printed())
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    monkeypatch.setenv(SERVER_VARIABLE, "dashboard")

    assert "<a " not in plain
    assert 'href="?cohort=2025+%26+before"' in str(window.page().printed())


def test_a_voila_that_our_commands_did_not_start_shows_a_sentence_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also inside JupyterLab: there every viewer could run programs; nothing of the file is on that page."""
    write_release(tmp_path / "released.db", release(), now=NOW)
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    monkeypatch.delenv(SERVER_VARIABLE, raising=False)
    printed = str(Dashboard(str(tmp_path / "released.db")).page().printed())

    assert OTHER_SERVER in printed
    assert "2026-spring" not in printed


def test_without_a_named_file_the_one_in_the_programme_folder_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder's variable is the one that the four steps read."""
    write_release(tmp_path / "released.db", release(), now=NOW)
    monkeypatch.delenv(RELEASED_VARIABLE, raising=False)
    monkeypatch.setenv(opening.PROGRAMME_VARIABLE, str(tmp_path))

    assert opening.PROGRAMME_VARIABLE == PROGRAMME_VARIABLE
    assert "cohort 2026-spring" in str(Dashboard().page().printed())


def test_a_missing_or_damaged_file_ends_in_a_sentence(tmp_path: Path) -> None:
    """Before the first release the page says what to wait for; damage is said without a traceback or a place."""
    (tmp_path / "damaged.db").write_bytes(b"no database")
    damaged = str(Dashboard(str(tmp_path / "damaged.db")).page().printed())

    assert NOTHING_YET in str(Dashboard(str(tmp_path / "released.db")).page().printed())
    assert "cannot be shown" in damaged
    assert str(tmp_path) not in damaged


def test_the_notebook_has_one_cell_of_parameters_and_one_of_code() -> None:
    """Short, without logic; nothing of a machine in it."""
    notebook = nbformat.read(ROOT / "workbook" / "dashboard.ipynb", as_version=4)
    parameters, code = (cell for cell in notebook.cells if cell.cell_type == "code")

    assert parameters.metadata.tags == ["parameters"]
    assert code.source.splitlines()[-1] == "Dashboard(released, cohort).page()"
    assert "**Time:** 1 minute." in notebook.cells[0].source
    assert not code.outputs


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium for the looks of the page."""
    with chromium() as started:
        yield started


@pytest.mark.browser
@pytest.mark.parametrize("width", [1100, 390])
def test_nothing_is_cut_on_a_screen_or_a_phone(browser: Browser, tmp_path: Path, width: int) -> None:
    """With every table open nothing is wider than the window, no word is smaller than 11 px, nothing is asked for."""
    (tmp_path / "page.html").write_text(page([release(1), release(2), release(3, cohort="2025-autumn")]), "utf-8")
    window = Window(browser)
    opened = window.context.new_page()
    opened.set_viewport_size({"width": width, "height": 900})
    opened.goto((tmp_path / "page.html").as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    smallest = opened.evaluate(
        "Math.min(...[...document.querySelectorAll('.rm *')].map(each => parseFloat(getComputedStyle(each).fontSize)))"
    )

    assert cut(opened) == []
    assert smallest >= 11
    assert [each for each in window.trouble if "file:" not in each] == []
    assert TOPICS[0] in opened.content()
