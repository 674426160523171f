"""“reverse-mentoring verify”: a proof that holds, one that does not, and files that are none."""

import datetime as dt
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from command_line import AS_OF, COMMAND, programme, ratings, roster, said
from reverse_mentoring.decide.matching.board import board
from reverse_mentoring.decide.matching.matching import solve
from reverse_mentoring.decide.matching.proof import proof
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.programme import find
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.choices import Choices, GapChoices, MatchingChoices
from reverse_mentoring.words.settings import NeedSettings

DAY = dt.date(2026, 11, 1)
NOW = dt.datetime(2026, 11, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(name="home")
def _home(tmp_path: Path) -> Path:
    """A programme with one cohort, imported, and the proof of its pairs as proof.json."""
    home = programme(tmp_path / "p", {"roster.csv": roster(), "one/ratings.csv": ratings()})
    assert said("import", home).exit_code == 0
    write(home, MatchingChoices())
    return home


def vault(home: Path) -> Vault:
    return open_vault(home / "programme.db")


def write(home: Path, choices: MatchingChoices, need: NeedSettings | None = None) -> None:
    """The proof as batch writes it."""
    of = board(load_cohort(vault(home), "one", find(home).settings(), DAY), choices, need)
    (home / "proof.json").write_text(json.dumps(proof(of, solve(of))), encoding="utf-8")


def change(home: Path, **values: Any) -> None:
    whole = json.loads((home / "proof.json").read_text("utf-8"))
    (home / "proof.json").write_text(json.dumps({**whole, **values}), encoding="utf-8")


def decide(home: Path, step: str, choices: Choices) -> None:
    vault(home).save_choices("one", step, choices, expected_version=0, now=NOW)


def verify(home: Path, cohort: str = "one", name: str = "proof.json") -> tuple[int, str]:
    shown = said("verify", cohort, home / name, "--programme", home)
    return shown.exit_code, shown.output


def test_a_proof_that_holds_is_confirmed(home: Path) -> None:
    """With what was looked at, and code 0."""
    assert verify(home) == (
        0,
        "✓ Proven by a second program: 5 pairs, 15 rules each, 30 possible pairs recomputed; "
        "no other set of pairs serves more people, and none lifts the lowest pair higher.\n",
    )


def test_other_pairs_than_those_proven_are_refused(home: Path) -> None:
    """A pair of one reporting line was written into the file: code 3, and no name."""
    change(home, pairs=[["J1", "S1"]])
    code, output = verify(home)

    assert code == 3
    assert "✗ “Same reporting line” is broken by 1 pair." in output
    assert not any(name in output for name in ("Quill", "Brook"))


def test_later_input_or_choices_are_other_ones(home: Path) -> None:
    """The file must belong to what the vault holds now; a changed roster is other input."""
    (home / "input" / "one" / "ratings.csv").write_text(ratings(importance="4"), encoding="utf-8")
    assert said("import", home).exit_code == 0
    decide(home, "matching", MatchingChoices(weights={"unit": "off"}))

    assert verify(home) == (3, "✗ The proof belongs to other input and choices.\n")


def test_the_need_of_step_1_counts(home: Path) -> None:
    """A proof made under other thresholds is not taken at its word."""
    write(home, MatchingChoices(), NeedSettings(gap_at_least=2))
    assert verify(home) == (3, "✗ The proof belongs to other choices.\n")

    decide(home, "gap_analysis", GapChoices(need=NeedSettings(gap_at_least=2)))
    assert verify(home)[0] == 0


def test_decided_pairs_are_checked_as_decided(home: Path) -> None:
    """Only against the rules that always hold; nothing is said of other pairs."""
    decided = MatchingChoices(final=(("J1", "S0"), ("J0", "S1")))
    decide(home, "matching", decided)
    write(home, decided)

    assert verify(home) == (
        0,
        "✓ Checked by a second program: 2 pairs as decided, 7 rules each; other pairs were not compared.\n",
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is not JSON"),
        ("PK\x03\x04", "it is not JSON"),
        ("[]", "it is not"),
        ('{"pairs": []}', "“as_of” is missing or of another kind"),
        (None, "No such file or directory"),
    ],
)
def test_a_file_that_is_no_proof_is_a_problem_of_the_input(home: Path, text: str | None, why: str) -> None:
    """One sentence that says what to take instead, code 2."""
    if text is not None:
        (home / "other.json").write_text(text, encoding="utf-8")
    code, output = verify(home, name="other.json")

    assert code == 2
    assert f"other.json cannot be read as a proof: {why}" in output
    assert "Take the proof.json that “run” wrote." in output


@pytest.mark.parametrize(
    "values", [{"points": {"S0": {"J1": "99"}}}, {"pairs": [["J1"]]}, {"bounds": 3}, {"need": {}, "as_of": "soon"}]
)
def test_a_value_of_another_kind_is_named(home: Path, values: dict[str, Any]) -> None:
    """By its key, without a traceback."""
    change(home, **values)
    code, output = verify(home)

    assert code == 2
    assert any(f"“{key}” is missing or of another kind" in output for key in values)


def test_certificates_of_another_form_prove_nothing(home: Path) -> None:
    """An empty or a strange list of bounds is no proof."""
    for bounds in ([], [{}], [{"question": "total"}]):
        change(home, bounds=bounds)

        assert verify(home) == (3, "✗ The prices do not prove that these pairs are the best ones.\n")


def test_a_cohort_that_does_not_exist_is_a_sentence(home: Path) -> None:
    """With the names of those that do."""
    code, output = verify(home, cohort="two")

    assert code == 1
    assert "There is no cohort “two”. Cohorts in the vault: one." in output


@pytest.mark.slow
def test_what_run_writes_is_confirmed(home: Path, tmp_path: Path) -> None:
    """The file of a whole run, by the command in a process of its own."""
    command = [*COMMAND, "run", "one", "--programme", str(home), "--results", str(tmp_path / "out"), *AS_OF]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    written = tmp_path / "out" / "one" / "proof.json"
    shown = said("verify", "one", written, "--programme", home)

    assert shown.exit_code == 0, shown.output
    assert shown.output.startswith("✓ Proven by a second program: 5 pairs")
