"""The notebooks keep to the house rules: few short cells without logic, words first, outputs that are fit to share."""

import ast
import json
import re
import tempfile
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest

from reverse_mentoring.workbook.opening import NOTEBOOKS

ROOT = Path(__file__).parents[2]
FILES = [name for name, _ in NOTEBOOKS.values()]
MOST_CODE_CELLS, MOST_LINES = 8, 6
LOGIC = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.AsyncFor, ast.comprehension, ast.If,
    ast.IfExp, ast.Match, ast.Try, ast.TryStar, ast.While, ast.With, ast.AsyncWith,
)  # fmt: skip
PARAMETERS = {"programme", "cohort", "as_of", "results"}
REVIEW = {"mode"}
"""What only the review can be asked for beside."""
LOADED_FROM = {"src", "srcset", "href", "xlink:href", "data", "action", "poster", "background"}
PATHS = re.compile(r"(?<![\w<.:/])/(?:home|root|Users|tmp|var|opt|mnt|private)/|\b[A-Za-z]:\\\\?\w")


@pytest.fixture(params=FILES)
def notebook(request: pytest.FixtureRequest) -> Any:
    """Each notebook as it is committed."""
    return nbformat.read(ROOT / "workbook" / request.param, as_version=4)


def _code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _is_parameters(cell: Any) -> bool:
    return "parameters" in cell.metadata.get("tags", ())


def _pages(notebook: Any) -> list[str]:
    return [output.data["text/html"] for cell in _code(notebook) for output in cell.outputs
            if "text/html" in output.get("data", {})]  # fmt: skip


def test_one_cell_of_parameters_and_at_most_eight_others(notebook: Any) -> None:
    """The parameters are the four that every host may set, and the mode of the review, all empty."""
    parameters = [cell for cell in _code(notebook) if _is_parameters(cell)]

    assert len(parameters) == 1
    assert len(_code(notebook)) - 1 <= MOST_CODE_CELLS
    values: dict[str, Any] = {}
    exec(parameters[0].source, values)
    del values["__builtins__"]
    assert values in (dict.fromkeys(PARAMETERS, ""), dict.fromkeys(PARAMETERS | REVIEW, ""))


def test_cells_are_short_and_without_logic(notebook: Any) -> None:
    """At most six lines; definitions, branches and loops belong in the library."""
    for cell in _code(notebook):
        logic = [type(node).__name__ for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)]

        assert len(cell.source.splitlines()) <= MOST_LINES, cell.source
        assert not logic, cell.source


def test_words_stand_before_each_code_cell(notebook: Any) -> None:
    """Only the cell of parameters may stand between the words and the code."""
    shown = [cell for cell in notebook.cells if not _is_parameters(cell)]

    assert shown[0].cell_type == "markdown"
    for before, cell in pairwise(shown):
        assert cell.cell_type == "markdown" or before.cell_type == "markdown", cell.source
        assert cell.source.strip()


def test_first_cell_says_what_you_get_need_and_how_long_it_takes(notebook: Any) -> None:
    """A title, then three answers; the time is a number of minutes or hours."""
    first = notebook.cells[0].source

    assert first.startswith("# ")
    assert "**What you get:**" in first
    assert "**What you need:**" in first
    assert re.search(r"\*\*Time:\*\* .*\b(minutes?|hours?)\b", first)


def test_metadata_hold_neither_widgets_nor_timings_nor_a_machine(notebook: Any) -> None:
    """The kernel is called python3 wherever it runs; cells carry tags only."""
    assert notebook.metadata.kernelspec.name == "python3"
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    assert "version" not in notebook.metadata.get("language_info", {})
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags"}
        assert cell.id


def test_outputs_are_committed_as_printed_pages(notebook: Any) -> None:
    """Executed in order, each cell but the parameters shows a page; no live widget, message or error is left."""
    cells = _code(notebook)

    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        kinds = [set(output.get("data", {output.output_type: None})) for output in cell.outputs]
        assert kinds == ([] if _is_parameters(cell) else [{"text/html", "text/plain"}]), cell.source


def test_outputs_name_no_place_on_this_machine(notebook: Any) -> None:
    """A reader elsewhere learns nothing about where it was made."""
    written = json.dumps([cell.outputs for cell in _code(notebook)], ensure_ascii=False)

    assert PATHS.findall(written) == []
    for place in (ROOT, Path.home(), Path(tempfile.gettempdir())):
        assert f"{place}/" not in written


def test_printed_pages_load_nothing_from_elsewhere(notebook: Any) -> None:
    """No address of another host in any element or style; a reader needs no internet."""
    pages = _pages(notebook)

    assert pages
    for page in pages:
        assert _Elsewhere.found_in(page) == []


class _Elsewhere(HTMLParser):
    """Collects what a page would load or lead to outside of itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def found_in(cls, page: str) -> list[str]:
        """Addresses of other hosts in this piece of HTML."""
        reader = cls()
        reader.feed(page)
        reader.found += re.findall(r"url\(\s*[\"']?(?:https?:)?//[^)]*|@import[^;]*", page)
        return reader.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            f"{tag} {name}={value}" for name, value in attrs
            if name in LOADED_FROM and re.match(r"\s*(?:https?:)?//", value or "")
        ]  # fmt: skip
        if tag in ("script", "iframe", "link"):
            self.found.append(tag)


def test_the_search_for_outside_addresses_finds_them() -> None:
    """Each way to load from elsewhere is seen; a namespace and a link on the page itself are none."""
    bad = ('<img src="https://x.example/a.png">', "<a href='//x.example'>x</a>", "<script>1</script>",
           "<p style='background:url(http://x.example/a)'>", "<style>@import 'a.css';</style>",
           '<svg><use xlink:href="https://x.example/a.svg#b"/></svg>')  # fmt: skip

    assert all(_Elsewhere.found_in(page) for page in bad)
    assert not _Elsewhere.found_in('<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>')
