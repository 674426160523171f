"""JupyterLab for those who step through: the four notebooks are there and run as they are."""

import json
import urllib.request
from collections.abc import Iterator

import nbformat
import pytest
from playwright.sync_api import expect

from local_browser import Window, chromium
from reverse_mentoring.workbook.opening import NOTEBOOKS
from served_programme import Served, served

pytestmark = pytest.mark.browser
WAIT = 60_000


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """JupyterLab on a fresh sample programme, as `reverse-mentoring open --lab` starts it."""
    with served(tmp_path_factory.mktemp("lab"), "--lab") as running:
        yield running


def test_the_four_notebooks_are_there(lab: Served) -> None:
    """The facilitator's own copies, without the sample's results, and nothing else."""
    with urllib.request.urlopen(lab.page("api/contents/")) as answer:
        listed = {entry["name"] for entry in json.load(answer)["content"]}

    assert listed == {name for name, _ in NOTEBOOKS.values()}
    for name in listed:
        notebook = nbformat.read(lab.programme.folder / "notebooks" / name, as_version=4)
        assert not any(cell.get("outputs") for cell in notebook.cells), "the sample's people stand in it"


def test_all_cells_run_in_the_browser(lab: Served) -> None:
    """“Run all cells” brings the live page: a changed weight is saved; no request leaves the machine."""
    with chromium() as browser:
        window = Window(browser)
        page = window.context.new_page()
        page.goto(lab.page(f"lab/tree/{NOTEBOOKS['matching'][0]}"))
        expect(page.get_by_role("heading", name="2 · Matching")).to_be_visible(timeout=WAIT)
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=WAIT)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        weight = page.get_by_label("Common ground", exact=True)
        expect(weight).to_be_visible(timeout=WAIT)
        weight.select_option("high")
        expect(page.get_by_role("status").filter(has_text="Saved as version 1").first).to_be_visible(timeout=WAIT)
        headline = page.get_by_role("heading", level=1).filter(has_text="mentees have a mentor")

        expect(headline.first).to_be_visible()
        assert page.get_by_text("Jupyter news").count() == 0
        assert window.trouble == []
