"""The documentation says what is there: links, commands, functions, tests and the table of input files."""

import ast
import re
import runpy
from importlib import import_module
from pathlib import Path

import click
import pytest

from reverse_mentoring.decide.review.attention import by_chance
from reverse_mentoring.decide.review.endings import END_STATES
from reverse_mentoring.run.commands import main
from reverse_mentoring.store.content import false_alarms
from reverse_mentoring.words.pairs import PARTS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "sample_data/README.md")]
PAGES += sorted((ROOT / "docs").glob("*.md"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"reverse-mentoring((?: +[^\s`#|…]+)*)")
FILE = re.compile(r"`((?:docs|tests|lib|workbook|sample_data|words|decide|store|present|run|content)/[\w./-]*)`")
FUNCTION = re.compile(r"`((?:words|decide|store|present|workbook|run)\.[a-z_]+(?:\.\w+)*)`")
AMERICAN = re.compile(
    r"\b(organiz\w+|behavior\w*|colors?|centers?|analyz\w+|favorite|canceled|catalogs?|enrollment|summariz\w+|"
    r"recogniz\w+|labeled|program (?:manager|folder|topic)s?)\b",
    re.IGNORECASE,
)

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def prose(page: Path) -> str:
    """The page without code."""
    text = re.sub(r"^ *```.*?^ *```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`\n]*`", "", text)


def anchors(page: Path) -> set[str]:
    """The anchors that a forge makes of the page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@every_page
def test_relative_links_lead_somewhere(page: Path) -> None:
    """Every link without a host names a file that is there, and a heading of it."""
    dead = []
    for link in LINK.findall(page.read_text("utf-8")):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)

    assert dead == []


@every_page
def test_pictures_come_from_here(page: Path) -> None:
    """No picture is loaded from another host, in whatever notation."""
    text = page.read_text("utf-8")

    assert not re.search(r"!\[[^\]]*\]\(\s*(?:https?:)?//|<img", text)


@every_page
def test_files_that_are_named_exist(page: Path) -> None:
    """A path in code marks that begins with a folder of ours is there, from the top or from the package."""
    named = FILE.findall(page.read_text("utf-8"))

    assert [n for n in named if not any((top / n).exists() for top in (ROOT, ROOT / "lib/reverse_mentoring"))] == []


@every_page
def test_functions_that_are_named_exist(page: Path) -> None:
    """“gaps.topic_table” can be imported."""
    for name in FUNCTION.findall(page.read_text("utf-8")):
        found = import_module("reverse_mentoring")
        for part in name.split("."):
            found = import_module(f"{found.__name__}.{part}") if hasattr(found, "__path__") else getattr(found, part)


@every_page
def test_tests_that_are_named_exist(page: Path) -> None:
    """A test quoted as evidence is still there."""
    named = set(re.findall(r"`(test_\w+)`", page.read_text("utf-8")))
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "tests").rglob("test_*.py")] if named else []
    there = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}

    assert named - there == set()


def commands(page: Path) -> list[list[str]]:
    """The arguments of each reverse-mentoring command in the page's code; “my-programme” and the like included."""
    text = page.read_text("utf-8")
    code = re.findall(r"^ *```(?:console|sh)\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE) + re.findall(
        r"`([^`\n]+)`", text
    )
    return [found.split() for piece in code for found in COMMAND.findall(piece) if found.strip()]


@every_page
def test_commands_that_are_shown_exist(page: Path) -> None:
    """Every command and every option shown is one of the command line's."""
    unknown = []
    for words in commands(page):
        known = main.commands.get(words[0])
        if isinstance(known, click.Group):
            known = known.commands.get(words[1]) if len(words) > 1 else known
        options = {name for option in known.params for name in option.opts} if known else set()
        shown = {word for word in words if word.startswith("-")} - {"--help"}
        if known is None or shown - options:
            unknown.append(" ".join(words))

    assert unknown == []


def test_every_command_is_explained() -> None:
    """docs/command-line.md has a heading and an example for each."""
    page = ROOT / "docs" / "command-line.md"
    assert isinstance(main, click.Group)

    assert set(main.commands) <= anchors(page)
    assert set(main.commands) <= {words[0] for words in commands(page)}


@every_page
def test_make_targets_that_are_named_exist(page: Path) -> None:
    """“make quick” is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE))

    assert named <= targets


def test_table_of_input_files_is_up_to_date() -> None:
    """If this fails: python docs/make_input_files.py."""
    made = runpy.run_path(str(ROOT / "docs" / "make_input_files.py"))

    assert (ROOT / "docs" / "input-files.md").read_text("utf-8") == made["page"]()


def test_parts_of_the_fit_stand_in_the_guide() -> None:
    """The facilitator's table has the names that the screen shows, and the points add up to 100."""
    guide = (ROOT / "docs" / "facilitator.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([A-Z][\w ]+) \| (\d+) \|", guide, re.MULTILINE))

    assert set(rows) == set(PARTS.values())
    assert sum(map(int, rows.values())) == 100


def test_rates_of_false_alarms_stand_in_the_guide() -> None:
    """What the guide says of R1 … R12 by chance is what the page says."""
    guide = (ROOT / "docs" / "facilitator.md").read_text("utf-8")
    rows = re.findall(r"^\| (R\d+) \|.*\| ([^|]+) \| ([^|]+) \|$", guide, re.MULTILINE)
    told = {(rule, level): said for rule, *rates in rows for level, said in zip(("amber", "red"), rates, strict=True)}
    chances = false_alarms()

    assert len(told) == 24
    assert {which for which, said in told.items() if said != "–"} == set(chances)
    for (rule, level), said in told.items():
        assert said == "–" or said.removesuffix(" cohorts") in by_chance(rule, level, chances)


def test_ways_to_end_stand_in_the_guide() -> None:
    """The words for the end of a pair, each with when it fits."""
    guide = (ROOT / "docs" / "facilitator.md").read_text("utf-8")

    assert [state for state in END_STATES if f"\n| {state} | " not in guide] == []


@every_page
def test_spelling_is_british(page: Path) -> None:
    """A small list of words that slip in."""
    assert AMERICAN.findall(prose(page)) == []


def test_readme_stays_short() -> None:
    """One screen per reader: at most 120 lines."""
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120
