"""What was told in private leaves the facilitator's room in no file: planted words, searched in all outputs."""

import base64
import io
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from planted import changed, holding, nowhere, said_in
from reverse_mentoring.run.batch import Order, Outcome, run
from reverse_mentoring.run.here import here
from reverse_mentoring.store.programme import find
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.charter import Charter, CharterGoal
from reverse_mentoring.words.choices import Choices, ReviewChoices
from reverse_mentoring.words.reviewing import Action, Ending, Insight
from reverse_mentoring.workbook.agreements import Agreements
from reverse_mentoring.workbook.gap_analysis import GapAnalysis
from reverse_mentoring.workbook.matching import Matching
from reverse_mentoring.workbook.review import Review
from review_cohorts import Row, day, healthy, ids, pulse
from review_pages import COHORT, DAY, TOPICS, opened, rated, review_programme
from vault_samples import NOW

REASON, HARM, INSIDE, RELEASED = "Rsn4711quarrel", "Dsv4712bonus", "Unr4713culture", "Rls4714captions"
WISH, CONFLICT, CHANGED = "WISH4715", "CNF4716", "Chg4717habit"
PAIRS = 8
OURS = {"attention.xlsx", "04_review.ipynb", "04_review.html"}
"""The restricted list and the facilitator's own page."""


def rows(*, call: bool = False, say: int = 5) -> dict[str, list[Row]]:
    """Eight pairs that fare well; the mentee of the second had a disadvantage; call, say: of that mentee's last
    pulse."""
    made = healthy(pairs=PAIRS)
    people = [row["person_id"] for row in made["roster"]]
    roles = {each: "mentor" if each[0] == "M" else "mentee" for each in people}
    made["pulses"] = [row for row in made["pulses"] if (row["mentor_id"], row["who"]) != ("M2", "mentee")]
    made["pulses"] += [pulse(2, n, call=call and n == 6, say=say if n == 6 else 5) for n in range(1, 7)]
    made["closings"] = [
        {**ids(i), "who": who, "answered_on": day(6), "again": True, "recommend": 9, "disadvantage": planted,
         "which_disadvantage": HARM if planted else "", "changed": CHANGED if planted else ""}
        for i in range(1, PAIRS + 1) for who in ("mentor", "mentee") for planted in [(i, who) == (2, "mentee")]
    ]  # fmt: skip
    return {
        **made,
        "signups": [{"person_id": each, "role": role, "consent": True} for each, role in roles.items()],
        "ratings": [rated(each) for each in people],
        "topics": TOPICS,
        "preferences": [{"person_id": "N2", "other_id": WISH, "rank": "no"}],
        "conflicts": [{"person_id": "N2", "other_id": CONFLICT}],
        "sides": [{**ids(3), "who": who, "gain": "See more", "weeks_between": 3} for who in ("mentor", "mentee")],
    }


def written_down(reason: str = REASON) -> dict[str, Choices]:
    """What the facilitator decided: an ending, an insight inside its pair, one that left, and goals of the charter."""
    released = {"mentor": RELEASED, "mentee": RELEASED}
    goals = [CharterGoal(whose="organisation", metric=key, measure=key, share=0.5, due=DAY, population="all",
                         evidence="forms") for key in ("no disadvantage", "safety")]  # fmt: skip
    review = ReviewChoices(
        endings=(Ending(**ids(1), state="withdrawn", on=day(6), reason=reason),),
        actions=(Action(**ids(2), kind="called", on=DAY, rule="R11"),),
        insights=(Insight(**ids(2), number=1, wording=INSIDE, released={"mentor": INSIDE}),
                  Insight(**ids(3), number=2, wording=RELEASED, released=released, owner="L&D", action="Caption them",
                          done_on=DAY)),
    )  # fmt: skip
    return {"review": review, "charter": Charter(goals=tuple(goals))}


def planted(folder: Path, *, reason: str = REASON, **said: Any) -> Path:
    """A programme folder with all of it."""
    review_programme(folder, **rows(**said))
    vault = open_vault(find(folder).vault)
    for step, choices in written_down(reason).items():
        vault.save_choices(COHORT, step, choices, expected_version=0, now=NOW)
    return folder


def packed(word: bytes) -> bytes:
    """A zip in a zip."""
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.xml", word)
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.docx", inner.getvalue())
    return outer.getvalue()


HIDES: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda word: b"a " + word, "packed": packed, "capitals": bytes.upper,
    "UTF-16": lambda word: word.decode().encode("utf-16"), "folded": lambda word: word[:5] + b"\r\n " + word[5:],
    **{f"base64 after {n}": lambda word, n=n: base64.b64encode(b"a" * n + word + b"zz") for n in range(3)},
    "base64 of UTF-16": lambda word: base64.b64encode(word.decode().encode("utf-16")),
}  # fmt: skip


@pytest.mark.parametrize("how", HIDES)
def test_the_search_finds_a_word_however_it_hides(how: str) -> None:
    """And no other word."""
    assert said_in(HIDES[how](REASON.encode()), REASON)
    assert not said_in(HIDES[how](HARM.encode()), REASON)


def batch(folder: Path, mode: str) -> tuple[Outcome, Path]:
    """The real run of the cohort, its notebooks and files."""
    order = Order(find(folder / "programme"), folder / mode, DAY, mode=mode)
    (outcome,) = run(order, [COHORT], hands=partial(here, jobs=1), progress=lambda *_: None)
    return outcome, folder / mode / COHORT


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["quarter", "close"])
def test_nothing_private_is_in_any_output_of_a_run(
    tmp_path: Path, mode: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Reason, inner wording, wishes and conflicts nowhere; the disadvantage in the restricted list alone."""
    planted(tmp_path / "programme", call=True, say=1)
    outcome, out = batch(tmp_path, mode)

    assert outcome.code == 0, outcome.said
    assert (out / "certificates").is_dir() == (mode == "close")
    never = {"reason": REASON, "inside": INSIDE, "wish": WISH, "conflict": CONFLICT, "what changed": CHANGED}
    assert nowhere(out, never) == {}
    assert holding(out, HARM) == {"attention.xlsx"}
    assert {"report.docx", "04_review.html"} <= holding(out, RELEASED)
    for told in ("asked for a call on", "answered 1 of 5 to"):
        assert "attention.xlsx" in holding(out, told) <= OURS
    logged = "".join((*capfd.readouterr(), caplog.text, *outcome.said)).encode()
    assert not any(said_in(logged, word) for word in (*never.values(), HARM))


def results(folder: Path) -> Path:
    """All files of the four steps in the mode of the close, without notebooks."""
    out = folder / "out"
    cohort = opened(folder, results=out)
    for step in (GapAnalysis(cohort), Matching(cohort), Agreements(cohort), Review(cohort, "close")):
        step.results()
    return out


@pytest.fixture(scope="module", name="usual")
def _usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return results(planted(tmp_path_factory.mktemp("usual") / "programme"))


@pytest.mark.slow
def test_another_reason_changes_no_file(usual: Path, tmp_path: Path) -> None:
    """Not by a byte, so nobody could tell one from the other; the restricted list neither."""
    assert changed(usual, results(planted(tmp_path / "programme", reason="Quite another one"))) == set()


@pytest.mark.slow
def test_a_wish_to_be_called_changes_the_restricted_list_alone(usual: Path, tmp_path: Path) -> None:
    """Every other file is the same to the byte: review.csv, report, lessons, papers of the pair."""
    assert changed(usual, results(planted(tmp_path / "programme", call=True))) == {"attention.xlsx"}


@pytest.mark.slow
def test_a_low_safety_answer_is_in_no_paper_but_the_restricted_list(usual: Path, tmp_path: Path) -> None:
    """Only counts of the whole cohort follow it, and the report tells none that points at so few."""
    out = results(planted(tmp_path / "programme", say=1))

    assert changed(usual, out) == {"attention.xlsx", "report.docx"}
    assert not said_in((out / "report.docx").read_bytes(), "15 of 16 people in pairs could say")
    assert said_in((out / "report.docx").read_bytes(), "At least 12 of 16 people in pairs could say")
    assert holding(out, "answered 1 of 5 to") == {"attention.xlsx"}
