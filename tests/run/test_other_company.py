"""A company that we have never seen goes through check, import and run with three lines of settings."""

from pathlib import Path

import pytest

from command_line import AS_OF, bosses, broken_rules, rows, said
from other_company import GRADES, TOPICS, WORDS, write_company
from reverse_mentoring.workbook.matching import Matching
from reverse_mentoring.workbook.opening import open_cohort

UNASKED = "nobody was asked for consent yet"
UNORDERED = "The distance in level was not checked"


@pytest.fixture(params=[WORDS, GRADES], ids=["words", "grades"])
def company(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, list[dict[str, str]], bool]:
    """The programme folder, its people, and whether ranks can be told from the levels."""
    assert said("new", tmp_path / "p").exit_code == 0
    return tmp_path / "p", write_company(tmp_path / "p", "2027-spring", levels=request.param), request.param == GRADES


def test_it_is_read_and_paired_without_breaking_a_rule(company: tuple[Path, list[dict[str, str]], bool]) -> None:
    """107 people, ids that look like nothing, own topics, silence: pairs come out, and each keeps every rule."""
    folder, people, ranked = company
    checked, imported = said("check", folder), said("import", folder)
    step = Matching(open_cohort(str(folder), "2027-spring", "2026-11-01"))
    pairs = [pair.ids for pair in step.pairing.pairs]
    warnings = " ".join(step.pairing.warnings)

    assert (checked.exit_code, imported.exit_code) == (0, 0), checked.output + imported.output
    assert len(step.opened.cohort.roster) == 107
    assert {"NA", "007", "None", "1e5"} <= set(step.opened.cohort.roster["person_id"])
    assert {"podcasting", "maps & drones", "gen_z_customers"} <= set(step.opened.cohort.topic_names.values())
    assert len(step.opened.cohort.topics) == len(TOPICS)
    assert len(pairs) >= 10
    assert broken_rules(people, pairs) == []
    assert step.broken == ()
    assert UNASKED in warnings
    assert (UNORDERED in warnings) is not ranked


def test_the_independent_check_sees_what_is_broken() -> None:
    """The walk up the tree finds a line at any depth."""
    people = [
        {"person_id": person, "manager_id": boss, "team": "", "department": unit}
        for person, boss, unit in (("A", "", "x"), ("B", "A", "y"), ("C", "B", "z"), ("D", "", "z"))
    ]

    assert bosses(people, "C") == {"A", "B"}
    assert broken_rules(people, [("C", "A"), ("D", "C")]) == ["C and A are in one line", "D and C share a department"]


def test_a_level_that_the_order_forgets_is_said(tmp_path: Path) -> None:
    """Without a rank nobody is too close in level, so a person must look."""
    write_company(tmp_path, "2027-spring")
    with (tmp_path / "programme.toml").open("a") as settings:
        settings.write('level_order = ["Analyst", "Senior", "Manager"]\n')
    said("import", tmp_path)
    step = Matching(open_cohort(str(tmp_path), "2027-spring", "2026-11-01"))

    assert any(f"{UNORDERED} for " in warning for warning in step.pairing.warnings)


@pytest.mark.slow
def test_it_runs_through_to_all_documents(tmp_path: Path) -> None:
    """The batch gives the same pairs, an agreement for each, and says what it could not know."""
    said("new", tmp_path / "p")
    people = write_company(tmp_path / "p", "2027-spring")
    shown = said("run", "--all", "--programme", tmp_path / "p", "--results", tmp_path / "out", *AS_OF)
    results = tmp_path / "out" / "2027-spring"
    pairs = [(row["mentor_id"], row["mentee_id"]) for row in rows(results / "pairs.csv")]

    assert shown.exit_code == 0, shown.output
    assert len(pairs) >= 10
    assert broken_rules(people, pairs) == []
    assert UNASKED in shown.output
    assert UNORDERED in shown.output
    assert len(list((results / "agreements").glob("*.docx"))) == len(pairs)
    assert len(list((results / "calendar").glob("*_*.ics"))) == len(pairs)
    assert not [person["name"] for person in people if person["name"] in shown.output]
