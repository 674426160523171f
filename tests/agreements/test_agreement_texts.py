"""What an agreement says, and what it says is still open."""

import datetime as dt
from dataclasses import replace
from time import process_time
from typing import Any

import pandas as pd
import pytest

from agreement_samples import cohort_of, material, pair, person
from reverse_mentoring.decide.agreements.agreements import TO_FILL_IN, agreements, mail_merge, pair_file_stem
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.papers import Confirmed, GoalPlan, Side
from reverse_mentoring.words.settings import RhythmSettings

IDS: dict[str, Any] = {"mentor_id": "M1", "mentee_id": "E1"}
GOAL = GoalPlan(
    **IDS, number=1, goal="Write five prompts for real reports by March 2027", topic_id="ai_assistants",
    due=dt.date(2027, 3, 1), much_less="none", less="two", hoped="five prompts in use", more="seven", much_more="ten",
)  # fmt: skip
ANA, BEN = person("M1", "mentor", "Ana {topics} Keller"), person("E1", "mentee", "Ben <b> & Söhne")


def _one(
    *, topics: tuple[str, ...] = ("ai_assistants",), choices: AgreementChoices | None = None, **case: Any
) -> Agreement:
    written = material(case.pop("language", "en"))
    cohort = cohort_of(case.pop("mentor", ANA), case.pop("mentee", BEN), **case)
    return agreements(cohort, [pair("M1", "E1", *topics)], choices or AgreementChoices(), material=written)[0]


def _sides(mentor: dict[str, Any], mentee: dict[str, Any]) -> AgreementChoices:
    """What the two of the sample pair want."""
    return AgreementChoices(
        sides=(Side(**IDS, who="mentor", **mentor), Side(**IDS, who="mentee", **mentee)), off_limits="politics"
    )


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
    """With everything known, what the mentor gains is the one blank line; that, both sides and the goals are open."""
    agreement = _one()

    assert [clause.clause_id for clause in agreement.clauses if TO_FILL_IN in clause.text] == ["C1"]
    assert agreement.missing[0] == (
        "What Ana {topics} Keller wants to gain is not written yet: fill in the line under “Purpose”."
    )
    assert [sentence.endswith("has not written anything yet.") for sentence in agreement.missing[1:3]] == [True, True]
    assert len(agreement.missing) == 4
    assert "goal" in agreement.missing[3]


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
    """Each gap is one sentence, beside what the pair must write itself."""
    missing = _one(**case).missing

    assert [sentence for sentence in missing if says in sentence]
    assert len(missing) == len(_one().missing) + 1


def test_agreed_pairs_are_agreed_by_their_text_or_by_date() -> None:
    """What was confirmed is not asked for again; another word of the text, and it is changed."""
    dated = [{**IDS, "agreed_on": "2026-10-20"}]
    confirmed = Confirmed(**IDS, step="agreed", fingerprint=_one().fingerprint, on=dt.date(2026, 10, 20))

    same = _one(choices=AgreementChoices(confirmed=(confirmed,)))
    other = _one(choices=AgreementChoices(confirmed=(confirmed,), off_limits="pay"))

    assert (_one().state, _one(pairs=dated).state) == ("draft", "agreed")
    assert (same.state, same.missing) == ("agreed", ())
    assert other.state == "changed"
    assert other.missing != ()


def test_a_session_held_late_changes_no_text() -> None:
    """The dates may move during the year; what was agreed still holds."""
    late = [{**IDS, "number": number, "planned_on": f"2027-0{number + 3}-05"} for number in (1, 2)]

    moved = _one(sessions=late)

    assert moved.sessions[-1].end != _one().sessions[-1].end
    assert moved.fingerprint == _one().fingerprint


def test_nothing_is_confirmed_while_a_must_have_is_missing() -> None:
    """Without the clause on retaliation a pair stays a draft, even where somebody confirmed that very text."""
    whole = material()
    cut = replace(whole, clauses=whole.clauses[whole.clauses["clause_id"] != "C6"])
    cohort, two = cohort_of(ANA, BEN), [pair("M1", "E1", "ai_assistants")]
    (first,) = agreements(cohort, two, AgreementChoices(), material=cut)
    confirmed = Confirmed(**IDS, step="signed", fingerprint=first.fingerprint, on=dt.date(2026, 10, 20))

    (again,) = agreements(cohort, two, AgreementChoices(confirmed=(confirmed,)), material=cut)

    assert again.state == "draft"
    assert again.missing[0].startswith("The clause “No retaliation” is missing or empty:")


def test_what_both_sides_said_stands_in_the_text() -> None:
    """Rhythm, place, limits of both, what the mentor hopes for, and the stricter confidentiality."""
    mentor = {"gain": "I want to see how decisions\nare made.", "weeks_between": 2, "minutes": 45, "mode": "remote",
              "limits": "my visa", "confidentiality": "strict"}  # fmt: skip
    mentee = {"weeks_between": 2, "limits": "the merger.", "mode": "both", "confidentiality": "open topics"}

    agreement = _one(choices=_sides(mentor, mentee))

    assert _text(agreement, "C11").startswith("Every 2 weeks, 45 minutes, online;")
    assert "What Ana {topics} Keller wants to gain: “I want to see how decisions are made”." in _text(agreement, "C1")
    assert "Off-limit topics: politics; my visa; the merger." in _text(agreement, "C8")
    assert "Neither of us speaks about it" in _text(agreement, "C3")
    assert {(each.end - each.start).seconds for each in agreement.sessions} == {45 * 60}
    assert agreement.differences != ()
    assert [point for point in agreement.missing if "want different things on Confidentiality" in point]


def test_one_side_alone_stays_unseen() -> None:
    """What the mentor wrote stands nowhere until the mentee has answered too."""
    alone = AgreementChoices(sides=(Side(**IDS, who="mentor", gain="a secret hope", limits="a secret limit"),))

    agreement = _one(choices=alone)

    assert "secret" not in repr(agreement)
    assert agreement.fingerprint == _one().fingerprint


def test_goals_belong_to_what_is_agreed() -> None:
    """A written goal stands in the agreement and changes its fingerprint."""
    agreement = _one(choices=AgreementChoices(goals=(GOAL,)))

    assert agreement.goals == (GOAL,)
    assert agreement.fingerprint != _one().fingerprint


def test_a_german_agreement_is_german() -> None:
    """Clauses, session plan, topics of the catalogue and open points; names and own topics stay as they are."""
    agreement = _one(language="de", topics=("ai_assistants", "belonging"), settings={"contact": {}})

    assert agreement.topics == ("KI-Assistenten im Alltag", "Belonging & respect")
    assert "damit Ben <b> & Söhne von Ana {topics} Keller lernt" in _text(agreement, "C1")
    assert "bei den Treffen 6, 10 und 14" in _text(agreement, "C10")
    assert "an die Programmleitung" in _text(agreement, "C17")
    assert "Unterstützung: die üblichen Anlaufstellen" in _text(agreement, "C9")
    assert agreement.sessions[0].title == "Sich als Menschen kennenlernen"
    assert agreement.missing[0].startswith("Keine Ansprechperson")
    assert agreement.language == "de"


@pytest.mark.slow
def test_five_hundred_pairs_take_less_than_three_seconds() -> None:
    """Text and dates, without documents."""
    numbers = range(500)
    mentors = [person(f"M{n}", "mentor", site=("Basel", "Boston")[n % 2]) for n in numbers]
    cohort = cohort_of(*mentors, *(person(f"E{n}", "mentee") for n in numbers))
    pairs = [pair(f"M{n}", f"E{n}", "ai_assistants", "belonging") for n in numbers]
    written = material("de")

    before = process_time()
    found = agreements(cohort, pairs, AgreementChoices(), material=written)

    assert len(found) == 500
    assert process_time() - before < 3


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
    """No character that a file system refuses, and no two pairs with one name, whether or not case counts."""
    ids = ["007", "a/b", "a_b", "a b", "..", "CON", "con", "Con", "A1", "a1", "王", "ß", "SS", "x" * 300, "a:b"]
    stems = [pair_file_stem(first, second) for first in ids for second in ids]

    assert pair_file_stem("007", "E-1") == "007_E-1"
    assert len({stem.casefold() for stem in stems}) == len(stems)
    assert pd.Series(stems).str.fullmatch(r"[A-Za-z0-9-]{1,50}_[A-Za-z0-9-]{1,50}").all()
