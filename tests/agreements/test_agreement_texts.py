"""What an agreement says, and what it says is still open."""

from typing import Any

import pandas as pd
import pytest

from agreement_samples import cohort_of, material, pair, person
from reverse_mentoring.decide.agreements import TO_FILL_IN, agreements, mail_merge, pair_file_stem
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.settings import RhythmSettings

ANA, BEN = person("M1", "mentor", "Ana {topics} Keller"), person("E1", "mentee", "Ben <b> & Söhne")


def _one(
    *, topics: tuple[str, ...] = ("ai_assistants",), choices: AgreementChoices | None = None, **case: Any
) -> Agreement:
    cohort = cohort_of(case.pop("mentor", ANA), case.pop("mentee", BEN), **case)
    return agreements(cohort, [pair("M1", "E1", *topics)], choices or AgreementChoices(), material=material())[0]


def _text(agreement: Agreement, clause_id: str) -> str:
    return next((clause.text for clause in agreement.clauses if clause.clause_id == clause_id), "")


def test_clauses_carry_the_real_names_and_no_placeholder() -> None:
    """Every field of every clause is filled; braces in somebody's name stay as they are."""
    agreement = _one()

    text = " ".join(clause.text for clause in agreement.clauses)
    assert "Ben <b> & Söhne learns about Everyday AI assistants from Ana {topics} Keller" in text
    assert "{" not in text.replace("Ana {topics} Keller", "")
    assert "Vera Roth (vera.roth@aare.example)" in _text(agreement, "C17")
    assert "at least 5 answers" in _text(agreement, "C15")
    assert all(clause.must for clause in agreement.clauses)


def test_only_what_the_pair_must_write_itself_is_left_blank() -> None:
    """With everything known, the mentor's goals are the one blank line and the one open point."""
    agreement = _one()

    assert [clause.clause_id for clause in agreement.clauses if TO_FILL_IN in clause.text] == ["C1"]
    assert agreement.missing == (
        "What Ana {topics} Keller wants to gain is not written yet: fill in the line under “Purpose”.",
    )


@pytest.mark.parametrize(
    ("strength", "says"),
    [
        ("strict", "Neither of us speaks about it with anyone else"),
        ("own learning", "Each of us may speak about his or her own learning"),
        ("open topics", "About Everyday AI assistants each of us may tell others what he or she has learned"),
    ],
)
def test_confidentiality_has_three_strengths(strength: str, says: str) -> None:
    """The clause on confidentiality says what was chosen."""
    assert says in _text(_one(choices=AgreementChoices(confidentiality=strength)), "C3")


def test_the_care_clause_stands_only_where_a_topic_is_sensitive() -> None:
    """Support contacts are named for a sensitive topic and not otherwise."""
    assert "Care line 4711" in _text(_one(topics=("ai_assistants", "belonging")), "C9")
    assert _text(_one(), "C9") == ""


def test_choices_are_written_into_the_clauses() -> None:
    """Rhythm, preparation, months without evaluation, off-limit topics and jurisdiction as chosen."""
    chosen = AgreementChoices(
        rhythm=RhythmSettings(weeks_between=1, months=2, minutes=45), preparation_minutes=0,
        no_evaluation_months=0, off_limits="politics; pay.", jurisdiction="Switzerland",
    )  # fmt: skip

    agreement = _one(choices=chosen)

    assert len(agreement.sessions) == 8
    assert _text(agreement, "C11").startswith("Every week, 45 minutes")
    assert _text(agreement, "C12").startswith("Sessions are working time")
    assert "months" not in _text(agreement, "C7")
    assert "Off-limit topics: politics; pay. Ana" in _text(agreement, "C8")
    assert _text(agreement, "C4").endswith("The law that applies: Switzerland.")
    check = next(each.number for each in agreement.sessions if each.phase == "Check")
    assert _text(agreement, "C10").endswith(f"reviewed at session {check}.")


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ({"topics": ()}, "No topic is set"),
        ({"settings": {"contact": {}}}, "No contact with an e-mail address"),
        ({"settings": {"contact": {"email": "v@x"}}, "topics": ("belonging",)}, "support contacts are not named"),
        ({"mentor": {**ANA, "manager_id": ""}}, "The line manager of Ana"),
        ({"mentor": {**ANA, "manager_id": "nobody"}}, "The line manager of Ana"),
        ({"mentee": {**BEN, "consent": None}}, "It is not recorded that Ben"),
        (
            {"mentee": {**BEN, "time_zone": ""}},
            "The time zone of Ben <b> & Söhne is not known: times are Europe/Zurich",
        ),
        ({"mentor": {**ANA, "mode": "remote"}, "mentee": {**BEN, "mode": "in person"}}, "One of you prefers"),
        ({"mentee": {**BEN, "availability": "18:00-22:00"}}, "17 of 17 sessions lie outside"),
    ],
)
def test_what_must_be_settled_is_said(case: Any, says: str) -> None:
    """Each gap is one sentence, beside the mentor's goals."""
    missing = _one(**case).missing

    assert [sentence for sentence in missing if says in sentence]
    assert len(missing) == 2


def test_agreed_pairs_are_agreed_by_choice_or_by_date() -> None:
    """The state says who has agreed; what was written by hand is then not asked for again."""
    dated = [{"mentor_id": "M1", "mentee_id": "E1", "agreed_on": "2026-10-20"}]

    assert _one().state == "draft"
    for agreement in (_one(choices=AgreementChoices(agreed=(("M1", "E1"),))), _one(pairs=dated)):
        assert (agreement.state, agreement.missing) == ("agreed", ())


def test_the_mail_merge_has_a_letter_for_each_of_the_two() -> None:
    """One row per person and pair, all text, with the names of the files to attach."""
    cohort = cohort_of(ANA, BEN, person("E2", "mentee", "Cy"))
    drafts = agreements(
        cohort, [pair("M1", "E2", "ai_assistants"), pair("M1", "E1")], AgreementChoices(), material=material()
    )

    letters = mail_merge(drafts, cohort)

    assert letters[["person_id", "partner", "role"]].to_numpy().tolist() == [
        ["M1", "Ben <b> & Söhne", "mentor"],
        ["E1", "Ana {topics} Keller", "mentee"],
        ["M1", "Cy", "mentor"],
        ["E2", "Ana {topics} Keller", "mentee"],
    ]
    assert letters["agreement_file"].tolist()[:2] == ["agreements/M1_E1.docx"] * 2
    assert letters["first_session"].tolist()[2] == drafts[1].sessions[0].start.date().isoformat()
    assert (letters.dtypes == "str").all()
    assert mail_merge([], cohort).columns.tolist() == letters.columns.tolist()


def test_file_names_are_safe_and_different_for_different_pairs() -> None:
    """No character that a file system refuses, and no two pairs with one name."""
    ids = ["007", "a/b", "a_b", "a b", "..", "CON", "王", "x" * 300, "a:b"]
    stems = [pair_file_stem(first, second) for first in ids for second in ids]

    assert pair_file_stem("007", "E-1") == "007_E-1"
    assert len(set(stems)) == len(stems)
    assert pd.Series(stems).str.fullmatch(r"[A-Za-z0-9-]{1,50}_[A-Za-z0-9-]{1,50}").all()
