"""Two hard rules that look beyond the cohort's own lines: who appraises or pays whom, and pairs of other cohorts."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_line import programme, ratings, said
from reverse_mentoring.decide.matching.board import board
from reverse_mentoring.decide.matching.eligibility import Candidates, barred, reasons_against
from reverse_mentoring.decide.matching.matching import solve
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.settings import Settings
from small_cohorts import cohort_of, random_cohort
from vault_samples import NOW, made

BY_LEVEL = Settings(mentor_levels=("L1",), mentee_levels=("L5",))
NOBODY = cohort_of()
ANSWERED = {"topic_id": ["ai"] * 4, "importance": [5] * 4, "proficiency": [5, 5, 1, 1]}


@pytest.mark.parametrize(("who", "by"), [("a", "x"), ("x", "a")])
def test_who_appraises_or_decides_the_pay_of_the_other_is_no_partner(who: str, by: str) -> None:
    """In either direction, always, and for these two alone."""
    people = [{"person_id": p, "name": p.upper(), "appraised_by_ids": (by,) if p == who else ()} for p in "abxy"]
    signups = [{"person_id": p, "role": "mentor" if p in "ab" else "mentee"} for p in "abxy"]
    cohort = cohort_of(roster=people, signups=signups)
    everything = MatchingChoices(allowed={"appraisal": "no such rule can be allowed"})

    bars = barred(cohort, ["a", "b"], ["x", "y"], everything)["appraisal"]

    assert bars.tolist() == [[True, False], [False, False]]
    assert reasons_against(cohort, "a", "x", everything) == (
        "One of A and X appraises or decides the pay of the other.",
    )
    assert reasons_against(cohort, "b", "y", everything) == ()


@settings(deadline=None, max_examples=20)
@given(pairs=st.lists(st.tuples(*[st.sampled_from(["j0", "j1", "j2", "s0", "s1", "nobody"])] * 2), max_size=6))
def test_listed_pairs_are_marked_in_both_directions(pairs: list[tuple[str, str]]) -> None:
    """Whoever is named first; people who do not take part, or stand on one side both, mark nothing."""
    mentors, mentees = ("j0", "j1", "j2"), ("s0", "s1")
    found = Candidates(NOBODY, mentors, mentees, MatchingChoices()).pairs(pairs)

    assert found.tolist() == [[(a, b) in pairs or (b, a) in pairs for b in mentees] for a in mentors]


@pytest.mark.parametrize("header", ["appraised by", "Appraiser", "Beurteilt von", "beurteilt durch", "Évalué par"])
def test_the_column_is_read_under_its_usual_names(tmp_path: Path, header: str) -> None:
    """English, German and French exports; several people are separated by semicolons."""
    roster = f"person_id,name,level,{header}\nS0,Ada Ferrer,L5,\nJ0,Cy Okafor,L1,S0;S9\n"
    folder = programme(tmp_path / "p", {"roster.csv": roster, "one/ratings.csv": ratings(juniors=1, seniors=1)})

    assert said("import", folder).exit_code == 0
    stored = open_vault(folder / "programme.db").tables("one")["roster"].set_index("person_id")
    assert stored["appraised_by_ids"].to_dict() == {"S0": (), "J0": ("S0", "S9")}


@pytest.fixture(name="vault")
def _vault(tmp_path: Path) -> Vault:
    """Four people who answered in each of three cohorts."""
    vault = open_vault(tmp_path / "programme.db", now=NOW)
    people = ["a", "b", "x", "y"]
    roster = made("roster", person_id=people, name=people, level=["L1", "L1", "L5", "L5"])
    answers = {"ratings": made("ratings", person_id=people, **ANSWERED)}
    vault.store({"": {"roster": roster}, "first": answers, "second": answers, "third": answers}, now=NOW)
    return vault


def earlier(vault: Vault, cohort: str) -> list[list[str]]:
    """The pairs of other cohorts, as the cohort knows them."""
    return load_cohort(vault, cohort, BY_LEVEL, dt.date(2026, 9, 1)).earlier.to_numpy().tolist()


def test_pairs_of_other_cohorts_are_known_whether_imported_or_decided(vault: Vault) -> None:
    """Each once, if both take part here; not the cohort's own, nor what was only drafted, or decided and undone."""
    vault.store({"first": {"pairs": made("pairs", mentor_id=["a"], mentee_id=["x"], state=["active"])}}, now=NOW)
    decided = MatchingChoices(final=(("b", "y"), ("a", "x"), ("a", "stranger")), draft=(("b", "x"),))
    vault.save_choices("second", "matching", decided, expected_version=0, now=NOW)
    other = MatchingChoices(final=(("a", "y"),))
    vault.save_choices("third", "matching", other, expected_version=0, now=NOW)

    assert earlier(vault, "third") == [["a", "x"], ["b", "y"]]
    assert earlier(vault, "second") == [["a", "x"], ["a", "y"]]
    assert earlier(vault, "first") == [["a", "x"], ["a", "y"], ["b", "y"]]

    vault.undo("third", "matching", now=NOW)

    assert earlier(vault, "second") == [["a", "x"]]


def test_nobody_meets_the_partner_of_another_cohort_again(vault: Vault) -> None:
    """The best pairs are found among the others, and the reason is said."""
    decided = MatchingChoices(final=(("a", "x"), ("b", "y")))
    vault.save_choices("first", "matching", decided, expected_version=0, now=NOW)
    again = load_cohort(vault, "second", BY_LEVEL, dt.date(2026, 9, 1))

    assert solve(board(again, MatchingChoices())).pairs == (("a", "y"), ("b", "x"))
    assert reasons_against(again, "a", "x", MatchingChoices()) == ("a and x were a pair before.",)


@settings(deadline=None, max_examples=3)
@given(seed=st.integers(0, 10_000))
def test_earlier_pairs_never_come_back(seed: int) -> None:
    """Whatever was best is forbidden once it was a pair elsewhere, in either role."""
    cohort = random_cohort(seed, mentors=5, mentees=5)
    first = solve(board(cohort, MatchingChoices())).pairs
    swapped = pd.DataFrame([pair[::-1] for pair in first], columns=["mentor_id", "mentee_id"], dtype="str")

    assert not set(solve(board(replace(cohort, earlier=swapped), MatchingChoices())).pairs) & set(first)
