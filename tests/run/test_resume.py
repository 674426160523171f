"""A run goes on where it was: what is whole and unchanged is left, everything else is run again, nothing is half."""

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from command_line import AS_OF, said, small
from reverse_mentoring.run import results_folder
from reverse_mentoring.run.manifest import write_manifest
from reverse_mentoring.run.orders import Order
from reverse_mentoring.run.unchanged import NONE_YET, Known
from reverse_mentoring.store.audit import RELEASED
from reverse_mentoring.store.fingerprints import fingerprints
from reverse_mentoring.store.programme import find
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.choices import MatchingChoices
from small_cohorts import AS_OF as DAY

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def known(home: Path, **asked: Any) -> Known:
    """What would go into a run now."""
    order = replace(Order(find(home), home.parent / "out", DAY), **asked)
    vault = open_vault(order.programme.vault)
    return Known(order, vault, fingerprints(vault))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cohorts whose input is stored; in place of results, their manifests and one file."""
    folder = tmp_path_factory.mktemp("template")
    home = small(folder / "p", "one", "two")
    said("import", "--programme", home)
    now = known(home)
    assert now.vault
    for cohort in ("one", "two"):
        result = folder / "out" / cohort
        result.mkdir(parents=True)
        (result / "pairs.csv").write_text("mentor_id,mentee_id,state\n")
        (result / "unmatched.csv").write_text("person_id,role\n")
        write_manifest(result, now.order, now.vault, went_in=now.went_in(cohort), cohort=cohort, notes=0)
    return folder


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Path:
    """A copy of its own."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return tmp_path / "p"


def test_a_whole_result_of_the_same_input_is_left(home: Path) -> None:
    """Nothing is to be said against it."""
    assert known(home).changes("one") == known(home).changes("two") == ()


def test_a_changed_input_makes_only_that_cohort_run_again(home: Path) -> None:
    """Before it is stored, and after."""
    path = home / "input" / "one" / "ratings.csv"
    path.write_text(path.read_text("utf-8").replace("S0,low_code,5,2", "S0,low_code,4,2"), "utf-8")

    assert known(home).changes("one") == ("Changed in input/: one/ratings.csv.",)
    assert known(home).changes("two") == ()

    said("import", "--programme", home)

    assert known(home).changes("one") == ("Changed in input/: one/ratings.csv.",)


def _roster(home: Path) -> None:
    path = home / "input" / "roster.csv"
    path.write_text(path.read_text("utf-8") + "J9,Junior New,L1,S1,D1,T1\n", "utf-8")


def _settings(home: Path) -> None:
    path = home / "programme.toml"
    path.write_text(path.read_text("utf-8") + "group_at_least = 8\n", "utf-8")


def _decided(home: Path) -> None:
    vault = open_vault(home / "programme.db")
    vault.save_choices("one", "matching", MatchingChoices(pins=(("J1", "S3"),)), expected_version=0, now=NOW)


def _erased(home: Path) -> None:
    vault = open_vault(home / "programme.db")
    ratings = vault.tables("one")["ratings"]
    vault.store({"one": {"ratings": ratings[ratings["person_id"] != "J5"]}}, now=NOW)


def _damaged(home: Path) -> None:
    (home.parent / "out" / "one" / "pairs.csv").write_text("mentor_id\n")


def _added(home: Path) -> None:
    (home.parent / "out" / "one" / "mine.txt").write_text("")


def _gone(home: Path) -> None:
    (home.parent / "out" / "one" / "manifest.json").unlink()


def _unreadable(home: Path) -> None:
    (home.parent / "out" / "one" / "manifest.json").write_text('{"cohort":')


def _incomplete(home: Path) -> None:
    path = home.parent / "out" / "one" / "manifest.json"
    text = json.dumps({**json.loads(path.read_text("utf-8")), "incomplete": "Somebody was erased; run it again."})
    path.write_text(text)


def _own_clauses(home: Path) -> None:
    (home / "clauses.csv").write_text("clause_id,text\n")


def _own_template(home: Path) -> None:
    (home / "templates").mkdir(exist_ok=True)
    (home / "templates" / "agreement_en.docx").write_bytes(b"another")


def _older_program(home: Path) -> None:
    path = home.parent / "out" / "one" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "program": "0.1"}))


def _released(home: Path) -> None:
    with open_vault(find(home).vault).recorded(RELEASED, cohort="one", now=NOW) as details:
        details.append("round 1")


FOR_ALL = (_roster, _settings, _own_clauses, _own_template)
"""Changes that matter to every cohort."""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_roster, "Changed in input/: roster.csv."),
        (_settings, "programme.toml has changed."),
        (_own_clauses, "Your own clauses or templates have changed."),
        (_own_template, "Your own clauses or templates have changed."),
        (_decided, "Decided since: matching."),
        (_erased, "The vault holds something else of this cohort."),
        (_released, "The vault holds something else of this cohort."),
        (_damaged, "Files of the result are missing or were changed."),
        (_added, "Files of the result are missing or were changed."),
        (_gone, NONE_YET),
        (_unreadable, NONE_YET),
        (_incomplete, "Somebody was erased; run it again."),
        (_older_program, "Another version of the program or of a package made it."),
    ],
)
def test_whatever_else_changes_is_a_reason(home: Path, change: Any, sentence: str) -> None:
    """Said as a sentence; a decision in one cohort is none for the other."""
    change(home)

    assert known(home).changes("one") == (sentence,)
    assert (known(home).changes("two") == ()) == (change not in FOR_ALL)


@pytest.mark.parametrize(("mode", "left"), [("month", True), ("quarter", False), ("close", False)])
def test_an_earlier_cohort_is_a_reason_where_the_report_stands_beside_it(home: Path, mode: str, left: bool) -> None:
    """Each month it does not."""
    path = home.parent / "out" / "two" / "manifest.json"
    said_then = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(said_then | {"counts": {"mode": mode}}))
    _erased(home)

    assert known(home).changes("two") == (() if left else ("An earlier cohort, beside which it stands, has changed.",))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"as_of": DAY.replace(day=2)}, "It is of another day (2026-11-01)."),
        ({"mode": "close"}, "The review looks at something else (--mode)."),
        ({"steps": ("matching",)}, "Other steps are asked for (--steps)."),
        ({"mapping": {"ratings.csv": {"Wichtigkeit": "importance"}}}, "Headers are read in another way."),
    ],
)
def test_another_order_is_a_reason(home: Path, asked: dict[str, Any], sentence: str) -> None:
    """As asked on the command line; how long a cell may take is none."""
    assert known(home, **asked).changes("one") == (sentence,)
    assert known(home, timeout=5).changes("one") == ()


def test_what_dead_runs_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    """Half-written folders go, a result laid aside comes back or, if there is a newer one, goes."""
    left = [".one.7.partial", ".two.old", ".one.old", ".a.b.12.partial", "one", ".else.9.partial", ".git", ".one.x"]
    for name in left:
        (tmp_path / name).mkdir()
    results_folder.tidy(tmp_path, ["one", "two", "a.b"])

    assert sorted(each.name for each in tmp_path.iterdir()) == [".else.9.partial", ".git", ".one.x", "one", "two"]


def test_fewer_steps_do_not_replace_a_result_of_more(home: Path) -> None:
    """They would take its files away."""
    shown = said("run", "--all", "--programme", home, "--results", home.parent / "out", "--steps", "2", *AS_OF)

    assert shown.exit_code == 1
    assert "holds more steps than these" in shown.output
    assert (home.parent / "out" / "one" / "pairs.csv").is_file()
