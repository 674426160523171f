"""The training, and the gate before the first session: nobody starts untrained or without an agreed text."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement_samples import cohort_of, material, pair, person
from paper_samples import FIRST, IDS, TODAY, agreement, both_trained, cohort, confirmed, override, trained
from reverse_mentoring.decide.agreements.agreements import agreements
from reverse_mentoring.decide.agreements.starting import Start, may_start, starting
from reverse_mentoring.decide.agreements.training import courses, training_days
from reverse_mentoring.store.content import languages, messages
from reverse_mentoring.store.training_plan import training_plan
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.papers import Trained
from reverse_mentoring.words.tables import PAIRS, TRAINING

ENGLISH = messages("en")
OCTOBER = dt.date(2026, 10, 1)
AGREED = (confirmed(dt.date(2026, 10, 5)),)
ROW = {**IDS, "started": FIRST, "state": "active"}


def at_the_gate(state: str = "agreed", *, tables: dict[str, Any] | None = None, **choices: Any) -> Start:
    """Where M1 and E1 stand."""
    said = AgreementChoices(**choices)
    return starting(cohort(**(tables or {})), [agreement(state)], said, words=ENGLISH)["M1", "E1"]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("track", "minutes"), [("mentor", 120), ("mentee", 60), ("line manager", 15)])
def test_each_track_has_its_length_and_something_to_practise(language: str, track: str, minutes: int) -> None:
    """The minutes of the agenda add up to what is promised; aims and cards are there, the contact is named in them."""
    words = messages(language)
    found = {course.track: course for course in courses(training_plan(words), cohort(), words=words)}[track]

    assert found.minutes == minutes
    assert len(found.aims) >= 3
    assert len(found.cards) >= 5
    texts = [text for card in found.cards for text in (card.situation, card.what_to_do)]
    texts += [item.text for item in found.agenda]
    assert all(text.strip() and "{" not in text for text in texts)
    assert any("vera.roth@aare.example" in text for text in texts)


def test_typed_trainings_stand_instead_of_imported_ones() -> None:
    """The day that somebody typed in counts, whatever the table says."""
    table = [{"person_id": "M1", "track": "mentor", "done_on": dt.date(2026, 9, 1)}]
    said = AgreementChoices(trained=(trained("M1", "mentor", OCTOBER),))

    assert training_days(cohort(training=table), AgreementChoices()).done("M1", "mentor") == dt.date(2026, 9, 1)
    assert training_days(cohort(training=table), said).done("M1", "mentor") == OCTOBER
    assert training_days(cohort(training=table), said).done("M1", "mentee") is None


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2024-10-12", True), ("2024-10-11", False), ("2026-11-01", True), ("2026-11-02", False)],
)
def test_a_training_counts_for_24_months_and_not_before_its_day(day: str, counts: bool) -> None:
    """Of an earlier cohort within 24 months before the start; a booking is none yet."""
    said = AgreementChoices(trained=(trained("M1", "mentor", dt.date.fromisoformat(day)),))

    assert (training_days(cohort(), said).done("M1", "mentor") is not None) is counts


def test_with_trainings_and_text_a_pair_has_started_on_its_day() -> None:
    """Nothing bars it; it has started on the day of its first session, and not before that day has come."""
    ready = {"trained": both_trained(), "confirmed": AGREED}

    assert at_the_gate(**ready).since == FIRST
    assert at_the_gate(**ready).started
    later = starting(cohort(), [agreement(first=dt.date(2026, 12, 1))], AgreementChoices(**ready), words=ENGLISH)
    assert later["M1", "E1"].blockers == ()
    assert not later["M1", "E1"].started


def test_who_is_trained_late_has_started_only_then() -> None:
    """The weeks before the training do not count as started."""
    late = dt.date(2026, 10, 20)

    assert at_the_gate(trained=both_trained(late), confirmed=AGREED).since == late


@pytest.mark.parametrize(
    ("state", "who", "sentences"),
    [
        ("agreed", ["E1"], ["Ana (mentor) has not done the training for mentors yet."]),
        ("agreed", ["M1"], ["Ben (mentee) has not done the training for mentees yet."]),
        ("draft", ["M1", "E1"], ["The two have not agreed the learning agreement yet."]),
        ("changed", ["M1", "E1"], [ENGLISH["training.blocker.changed"]]),
        ("signed", ["M1", "E1"], []),
    ],
)  # fmt: skip
def test_each_thing_that_is_missing_has_its_sentence(state: str, who: list[str], sentences: list[str]) -> None:
    """Training of either and an agreed text; a text that has changed is not agreed."""
    done = tuple(each for each in both_trained() if each.person_id in who)

    assert list(at_the_gate(state, trained=done, confirmed=AGREED).blockers) == sentences


def test_bookings_and_old_trainings_are_named_with_their_day() -> None:
    """Who is booked or was trained too long ago reads it as that."""
    days = trained("M1", "mentor", dt.date(2026, 11, 18)), trained("E1", "mentee", dt.date(2023, 5, 2))

    assert at_the_gate(trained=days).blockers == (
        "Ana (mentor) does the training for mentors only on 18 November 2026.",
        "Ben (mentee) did the training for mentees on 2 May 2023, more than 24 months before the start: "
        "once more, please.",
    )


def test_a_pair_that_runs_without_training_is_named_and_not_started() -> None:
    """The table of pairs says that it began; the gate says what it began without."""
    start = at_the_gate("draft", tables={"pairs": [ROW]}, trained=both_trained()[1:])

    assert not start.started
    assert start.since is None
    assert start.warnings[:2] == (
        "Running without training since 12 October 2026: not trained: Ana.",
        "Running since 12 October 2026 without an agreed text.",
    )


def test_a_session_held_shows_that_a_pair_runs() -> None:
    """Also without a row in the table of pairs."""
    days = (2, dt.date(2026, 10, 14)), (1, dt.date(2026, 10, 13))
    held = [{**IDS, "number": n, "planned_on": day, "status": "held", "held_on": day} for n, day in days]

    warnings = at_the_gate(tables={"sessions": held}, confirmed=AGREED).warnings
    assert warnings[0] == "Running without training since 13 October 2026: not trained: Ana and Ben."


def test_an_override_needs_its_reason_and_shows_it() -> None:
    """A written reason opens the gate; three spaces are none."""
    start = at_the_gate("draft", overrides=(override("Both led such pairs elsewhere"),))

    assert start.started
    assert start.since == FIRST
    assert len(start.blockers) == 3
    assert start.override == "Both led such pairs elsewhere"
    assert start.warnings[0] == "May start although something is missing. Reason: Both led such pairs elsewhere"
    assert not at_the_gate("draft", overrides=(override("   "),)).started


def test_an_override_that_is_not_needed_any_more_is_not_shown() -> None:
    """Once all is there, nobody reads of an exception."""
    start = at_the_gate(trained=both_trained(), confirmed=AGREED, overrides=(override("in a hurry"),))

    assert start.override == ""
    assert not any("in a hurry" in warning for warning in start.warnings)


def test_the_line_manager_is_a_warning_and_no_bar() -> None:
    """Consent and training of the line manager are asked for, but the pair may start."""
    start = at_the_gate(trained=both_trained(), confirmed=AGREED)

    assert start.started
    assert start.warnings == (
        "The line manager of Ana has not agreed to the hours yet.",
        "The line manager of Ana has not done the training for line managers yet.",
    )
    done = (*both_trained(), trained("BOSS", "line manager", OCTOBER))
    consent = [{**IDS, "who": "line manager", "signed_on": OCTOBER}]
    assert at_the_gate(tables={"signoffs": consent}, trained=done, confirmed=AGREED).warnings == ()


NOBODY = cohort()
DAYS = st.none() | st.dates(dt.date(2023, 1, 1), dt.date(2027, 6, 1))


@settings(deadline=None, max_examples=100)
@given(
    st.tuples(DAYS, DAYS, DAYS, DAYS),
    st.sampled_from(["draft", "agreed", "signed", "changed"]),
    st.sampled_from(["", "   ", "because"]),
    st.booleans(),
    DAYS,
)
def test_no_pair_without_both_trainings_and_an_agreed_text_is_ever_started(
    days: tuple[dt.date | None, ...], state: str, reason: str, runs: bool, on: dt.date | None
) -> None:
    """Whatever the tables, the screen, the state and the days say; a written reason is the only other way."""
    keys = ("M1", "mentor"), ("E1", "mentee")
    rows = [{"person_id": p, "track": t, "done_on": day} for (p, t), day in zip(keys, days[:2], strict=True) if day]
    typed = tuple(trained(p, t, day) for (p, t), day in zip(keys, days[2:], strict=True) if day)
    pairs = [{**ROW, "agreed_on": OCTOBER}] if runs else []
    where = replace(NOBODY, training=tidy(pd.DataFrame(rows), TRAINING), pairs=tidy(pd.DataFrame(pairs), PAIRS))
    said = AgreementChoices(
        trained=typed,
        confirmed=(confirmed(on),) if on else (),
        overrides=(override(reason),) if reason else (),
    )

    start = starting(where, [agreement(state)], said, words=ENGLISH)["M1", "E1"]

    last = {(row["person_id"], row["track"]): row["done_on"] for row in rows}
    last |= {(each.person_id, each.track): each.on for each in typed}
    fine = all(key in last and dt.date(2024, 10, 12) <= last[key] <= TODAY for key in keys)
    complete = fine and state in ("agreed", "signed")
    assert (start.blockers == ()) is complete
    assert not start.started or complete or reason == "because"
    assert may_start(start.blockers, start.override) is (complete or reason == "because")
    assert (start.since is not None) is start.started
    if start.since and complete:
        assert start.since >= max(FIRST, *(last[key] for key in keys))


def test_another_wording_closes_the_gate_again() -> None:
    """A change of the text after both agreed bars the start until they agree once more."""
    people = person("M1", "mentor", "Ana"), person("E1", "mentee", "Ben")
    where, texts, pairs = cohort_of(*people), material(), [pair("M1", "E1", "ai_assistants")]
    ready: dict[str, tuple[Trained, ...]] = {"trained": both_trained()}
    (draft,) = agreements(where, pairs, AgreementChoices(**ready), material=texts)
    agreed = AgreementChoices(**ready, confirmed=(confirmed(OCTOBER, fingerprint=draft.fingerprint),))

    def why_not(choices: AgreementChoices) -> tuple[str, ...]:
        found = agreements(where, pairs, choices, material=texts)
        return starting(where, found, choices, words=ENGLISH)["M1", "E1"].blockers

    assert why_not(agreed) == ()
    assert why_not(agreed.model_copy(update={"off_limits": "pay"})) == (ENGLISH["training.blocker.changed"],)
