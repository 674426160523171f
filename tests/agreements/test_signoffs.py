"""Who has signed what, what still counts of it, and the reminders: each person only the own things."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement_samples import person
from paper_samples import IDS, agreement, both_trained, cohort, confirmed, signature, trained
from reverse_mentoring.decide.agreements.reminders import COLUMNS as LETTER
from reverse_mentoring.decide.agreements.reminders import reminders
from reverse_mentoring.decide.agreements.signoffs import COLUMNS, signoff_table
from reverse_mentoring.store.content import messages
from reverse_mentoring.words.agreements import Clause, Difference
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.papers import Side

TEXTS = {language: messages(language) for language in ("en", "de")}
AGREED, LATER, TODAY = dt.date(2026, 10, 5), dt.date(2026, 10, 8), dt.date(2026, 11, 1)
ALL = tuple(signature(who, LATER) for who in ("mentor", "mentee", "line manager"))
CONFIRMED = (confirmed(AGREED),)


def row(state: str = "agreed", *, tables: dict[str, Any] | None = None, **choices: Any) -> dict[str, Any]:
    """The row of M1 and E1."""
    said = AgreementChoices(**choices)
    (found,) = signoff_table(cohort(**(tables or {})), [agreement(state)], said, words=TEXTS["en"]).to_dict("records")
    return {str(name): value for name, value in found.items()}


def test_the_table_says_who_has_signed_when_and_what_is_missing() -> None:
    """One row per pair with the days, and a sentence for each signature that is not there."""
    found = row(confirmed=CONFIRMED, signed=ALL[:1])

    assert tuple(found) == COLUMNS
    assert (found["mentor"], found["mentee"], found["line_manager"]) == ("Ana", "Ben", "The Manager")
    assert (found["agreed_on"], found["mentor_signed"], found["mentee_signed"]) == ("2026-10-05", "2026-10-08", "")
    assert found["missing"] == ("Ben (mentee) has not signed.", "The line manager of Ana has not agreed to the hours.")
    assert row(confirmed=CONFIRMED, signed=ALL)["missing"] == ()


def test_typed_signatures_stand_instead_of_imported_ones() -> None:
    """The day on screen counts, and what only the table says counts too."""
    table = [{**IDS, "who": who, "signed_on": dt.date(2026, 10, 7)} for who in ("mentor", "line manager")]
    found = row(tables={"signoffs": table}, confirmed=CONFIRMED, signed=ALL[:1])

    assert (found["mentor_signed"], found["line_manager_signed"]) == ("2026-10-08", "2026-10-07")


@pytest.mark.parametrize(
    ("history", "counts"),
    [
        ([("now", 5)], True),
        ([("now", 8)], True),
        ([("now", 9)], False),
        ([("now", 1), ("other", 3), ("now", 9)], False),
        ([("other", 9), ("now", 5)], False),
        ([("now", 1), ("now", 9)], True),
    ],
)
def test_a_signature_counts_only_for_the_text_that_it_was_given_to(
    history: list[tuple[str, int]], counts: bool
) -> None:
    """It must not be older than the agreement on the present text, with any other text in between."""
    said = tuple(confirmed(dt.date(2026, 10, day), fingerprint=text) for text, day in history)

    found = row("changed" if history[0][0] == "other" else "agreed", confirmed=said, signed=ALL)
    assert (found["mentor_signed"] != "") is (found["mentee_signed"] != "") is counts
    assert len(found["void"]) == (0 if counts else 2)
    assert found["line_manager_signed"] == "2026-10-08"


def test_what_counts_no_more_says_why() -> None:
    """A sentence with both days; while no text is agreed, that."""
    changed = row(confirmed=(confirmed(dt.date(2026, 10, 20)),), signed=ALL[:1])["void"]

    assert changed == (
        "Ana signed on 8 October 2026, before the present text was agreed on 20 October 2026: "
        "that does not count any more.",
    )
    assert row("draft", signed=ALL[:1])["void"] == (
        "Ana signed on 8 October 2026, but the two have not agreed the text as it stands now: that does not count.",
    )


def test_an_agreement_of_the_table_of_pairs_dates_the_text() -> None:
    """“Agreed, text unknown”: signatures from that day on count."""
    pairs = [{**IDS, "state": "active", "agreed_on": LATER}]

    assert row(tables={"pairs": pairs}, signed=ALL)["mentor_signed"] == "2026-10-08"
    assert row(tables={"pairs": [{**pairs[0], "agreed_on": TODAY}]}, signed=ALL)["mentor_signed"] == ""


def test_confirmed_as_signed_is_signed_by_both() -> None:
    """The facilitator who confirms both signatures need not type each; the line manager is asked apart."""
    found = row("signed", confirmed=(*CONFIRMED, confirmed(LATER, step="signed")))

    assert (found["mentor_signed"], found["mentee_signed"]) == ("2026-10-08", "2026-10-08")
    assert found["missing"] == ("The line manager of Ana has not agreed to the hours.",)


def test_a_signature_of_tomorrow_is_none_yet() -> None:
    """What lies ahead does not count."""
    assert row(confirmed=CONFIRMED, signed=(signature("mentor", dt.date(2026, 11, 2)),))["mentor_signed"] == ""


def test_missing_clauses_and_open_differences_stand_apart_from_other_open_points() -> None:
    """The facilitator sees which clauses are gone, and on which points the two differ, not what they said."""
    gone = "The clause “Purpose” is missing or empty: nobody could say what the two meet for, and who leads."
    difference = Difference("How to meet", "in person", "remotely", "…")
    clauses = tuple(Clause(f"C{n}", "s", "text", True) for n in range(2, 19))
    draft = agreement("draft", missing=(gone, "Something else."), clauses=clauses, differences=(difference,))

    (found,) = signoff_table(cohort(), [draft], AgreementChoices(), words=TEXTS["en"]).to_dict("records")
    assert found["missing_clauses"] == (gone,)
    assert found["differences"] == ("How to meet",)


def letters(state: str = "draft", *, tables: dict[str, Any] | None = None, **choices: Any) -> dict[str, dict[str, str]]:
    """person_id → the reminder."""
    first = choices.pop("first", dt.date(2026, 12, 7))
    frame = reminders(
        cohort(**(tables or {})), [agreement(state, first=first)], AgreementChoices(**choices), texts=TEXTS
    )
    assert tuple(frame.columns) == LETTER
    return {row["person_id"]: row for row in frame.to_dict("records")}


def test_everybody_gets_one_letter_with_all_that_is_left_to_do() -> None:
    """Own side, training, text, signature; the line manager the hours and the short training; soonest first."""
    found = letters()

    assert list(found) == ["BOSS", "E1", "M1"]
    assert found["E1"]["due"].splitlines() == [
        "Write your own side of the learning agreement with Ana, alone, by 23 November 2026.",
        "Do the training for mentees by 30 November 2026.",
        "Read the learning agreement with Ana, settle together what is open, and agree to it by 4 December 2026.",
        "Sign the learning agreement with Ana by 28 December 2026.",
    ]
    assert found["BOSS"]["due"].splitlines() == [
        "Agree by 23 November 2026 to the hours of Ana for reverse mentoring: 3 sessions of 60 minutes and up to "
        "30 minutes of preparation each, about 5 hours from 7 December 2026 to 18 January 2027, as working time.",
        "Do the training for line managers by 30 November 2026.",
    ]
    assert (found["E1"]["email"], found["E1"]["by_when"]) == ("E1@aare.example", "2026-11-23")
    assert (found["E1"]["partner"], found["BOSS"]["partner"]) == ("Ana", "Ana")
    assert (found["M1"]["language"], found["E1"]["language"]) == ("de", "en")
    assert "Schulung für Mentorinnen und Mentoren bis zum 30. November 2026" in found["M1"]["due"]


def test_nobody_is_reminded_of_what_is_done() -> None:
    """Who has done everything gets no letter; a booking is named with its day."""
    booked = trained("BOSS", "line manager", dt.date(2026, 11, 18))

    found = letters("agreed", trained=(*both_trained(), booked), confirmed=CONFIRMED, signed=ALL)
    assert list(found) == ["BOSS"]
    assert found["BOSS"]["due"] == "Come to the training for line managers on 18 November 2026; you are booked."


def test_what_is_overdue_is_due_in_a_week_and_in_order() -> None:
    """No letter asks for a day gone by, and the own side never comes after the text."""
    lines = letters(first=dt.date(2026, 11, 6))["E1"]["due"].splitlines()

    days = ["3 November 2026", "3 November 2026", "3 November 2026", "27 November 2026"]
    assert [line.endswith(f"by {day}.") for line, day in zip(lines, days, strict=True)] == [True] * 4
    assert "8 November 2026" in letters(first=dt.date(2026, 10, 12))["E1"]["due"]


def test_two_pairs_ask_for_one_training() -> None:
    """A mentor with two mentees trains once, and signs twice."""
    people = [person(*each) for each in (("M1", "mentor", "Ana"), ("E1", "mentee", "Ben"), ("E2", "mentee", "Cleo"))]
    two = [agreement("draft"), replace(agreement("draft"), mentee_id="E2", mentee_name="Cleo")]

    frame = reminders(cohort(people=people), two, AgreementChoices(), texts=TEXTS).set_index("person_id")
    assert frame.loc["M1", "due"].count("training for mentors") == 1
    assert frame.loc["M1", "due"].count("Sign the learning agreement") == 2
    assert frame.loc["M1", "partner"] == "Ben; Cleo"
    assert frame.loc["BOSS", "due"].count("training for line managers") == 1


WHERE = cohort()
SECRETS = st.text(st.characters(categories=["Lu"]), min_size=12, max_size=20)


@settings(deadline=None, max_examples=25)
@given(st.lists(SECRETS, min_size=6, max_size=6, unique=True), st.sampled_from(["draft", "agreed", "changed"]))
def test_no_letter_tells_what_somebody_else_wrote(secrets: list[str], state: str) -> None:
    """Neither wishes, limits nor topics stand in any letter; the line manager does not even read with whom."""
    sides = zip(("mentor", "mentee"), (secrets[:3], secrets[3:]), strict=True)
    both = tuple(Side(**IDS, who=who, gain=gain, offer=offer, limits=limits) for who, (gain, offer, limits) in sides)
    difference = Difference(secrets[0], secrets[1], secrets[2], secrets[3])
    draft = agreement(state, topics=(secrets[4],), missing=(secrets[5],), differences=(difference,))

    frame = reminders(WHERE, [draft], AgreementChoices(sides=both), texts=TEXTS)
    text = frame.to_csv()
    assert [secret for secret in secrets if secret in text] == []
    assert "Ben" not in frame.set_index("person_id").loc["BOSS"].to_csv()
