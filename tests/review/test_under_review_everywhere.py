"""Every step sees a cohort as the review left it: loading, verify, the next cohort, step 3."""

import datetime as dt
import json
from pathlib import Path

from agreement_pages import COHORT, DAY, FIRST, NAMES, SECOND, programme, step_of
from command_line import programme as files_of
from command_line import ratings, roster, said
from reverse_mentoring.decide.matching.board import board
from reverse_mentoring.decide.matching.matching import solve
from reverse_mentoring.decide.matching.proof import proof
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.programme import find
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.choices import Choices, MatchingChoices, ReviewChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.reviewing import Ending, Entry, RePair
from reverse_mentoring.words.settings import Settings
from vault_samples import NOW

SECRET = "planted-reason-1102"


def states(of: Cohort) -> dict[tuple[str, str], str]:
    rows = of.pairs.to_dict("records")
    return {(row["mentor_id"], row["mentee_id"]): row["state"] for row in rows}


def saved(folder: Path, name: str, **steps: Choices) -> None:
    vault = open_vault(folder / "programme.db")
    for step, choices in steps.items():
        vault.save_choices(name, step, choices, expected_version=vault.choices(name, step).version, now=NOW)


def test_a_cohort_is_loaded_as_the_review_left_it(tmp_path: Path) -> None:
    """Typed rows, endings and new pairs are there for every step, with the topics that they name."""
    folder = programme(tmp_path / "p")
    now = dt.date.fromisoformat(DAY)
    goal = Entry(
        table="goals",
        values={
            "mentor_id": "M1",
            "mentee_id": "E1",
            "number": 1,
            "level": 0,
            "reviewed_on": DAY,
            "topic_id": "own_topic",
        },
    )
    over = Ending(mentor_id="M2", mentee_id="E2", state="withdrawn", on=now, reason=SECRET)
    saved(folder, COHORT, review=ReviewChoices(entries=(goal,), endings=(over,)))
    found = load_cohort(open_vault(folder / "programme.db"), COHORT, Settings(), now)

    assert states(found) == {FIRST: "active", SECOND: "withdrawn"}
    assert found.goals["topic_id"].tolist() == ["own_topic"]
    assert "own_topic" in set(found.topics["topic_id"])


def test_verify_confirms_the_proof_of_pairs_under_review(tmp_path: Path) -> None:
    """Decided pairs ended and two free people were paired anew: the command takes the same pairs from the vault."""
    home = files_of(tmp_path / "p", {"roster.csv": roster(), "one/ratings.csv": ratings()})
    assert said("import", home).exit_code == 0
    on = dt.date(2026, 11, 1)
    final = (("J0", "S1"), ("J1", "S2"))
    over = [Ending(mentor_id=a, mentee_id=b, state="ended", on=on, reason=SECRET) for a, b in final]
    new = RePair(mentor_id="J0", mentee_id="S2", on=on, starts=on)
    choices, review = MatchingChoices(final=final), ReviewChoices(endings=tuple(over), repaired=(new,))
    saved(home, "one", matching=choices, review=review)
    vault = open_vault(home / "programme.db")
    (home / "proof.json").write_text(_proof(vault, home, on, choices), encoding="utf-8")
    shown = said("verify", "one", home / "proof.json", "--programme", home)

    assert shown.exit_code == 0, shown.output
    assert "1 pair as decided" in shown.output
    assert SECRET not in (home / "proof.json").read_text("utf-8")


def _proof(vault: Vault, home: Path, on: dt.date, choices: MatchingChoices) -> str:
    of = board(load_cohort(vault, "one", find(home).settings(), on), choices)
    return json.dumps(proof(of, solve(of)))


def test_a_pair_made_in_another_cohort_counts_as_an_earlier_one(tmp_path: Path) -> None:
    """So the next cohort never proposes the two to each other again."""
    home = files_of(
        tmp_path / "p", {"roster.csv": roster(), "one/ratings.csv": ratings(), "two/ratings.csv": ratings()}
    )
    assert said("import", home).exit_code == 0
    on = dt.date(2026, 11, 1)
    new = RePair(mentor_id="J0", mentee_id="S2", on=on, starts=on)
    saved(home, "one", matching=MatchingChoices(final=(("J1", "S3"),)), review=ReviewChoices(repaired=(new,)))
    found = load_cohort(open_vault(home / "programme.db"), "two", find(home).settings(), on)

    assert found.earlier.to_numpy().tolist() == [["J0", "S2"], ["J1", "S3"]]


def test_step_3_draws_up_an_agreement_for_a_new_pair_that_has_not_begun(tmp_path: Path) -> None:
    """Like any new pair it may not start before both are trained and agree, though its state is active, and it is not
    counted among the pairs that run already."""
    folder = programme(tmp_path / "p")
    now = dt.date.fromisoformat(DAY)
    over = [Ending(mentor_id=a, mentee_id=b, state="ended", on=now - dt.timedelta(30)) for a, b in (FIRST, SECOND)]
    new = RePair(mentor_id="M1", mentee_id="E2", on=now, starts=now)
    saved(folder, COHORT, review=ReviewChoices(endings=tuple(over), repaired=(new,)))
    drafts = step_of(folder).drafts

    assert [draft.ids for draft in drafts.drafts] == [("M1", "E2")]
    assert drafts.decided == {("M1", "E2")}
    assert drafts.running == set()
    start = drafts.starts["M1", "E2"]
    assert not start.started
    assert any(NAMES["M1"] in sentence for sentence in start.blockers)
    assert not any("although" in sentence or "runs" in sentence for sentence in start.warnings)
