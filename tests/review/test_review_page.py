"""Step 4 on screen, without a browser: what is shown when, what a click keeps, what is refused and loses nothing."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from reverse_mentoring.words.choices import AgreementChoices, ReviewChoices
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.workbook.agreements import Agreements
from reverse_mentoring.workbook.review import Review
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.review_pairs import PairChanges
from reverse_mentoring.workbook.review_today import Today
from review_cohorts import pulse
from review_pages import COHORT, DAY, FIRST, SECOND, THIRD, Screen, kept, opened, review_programme, rows, screen

ANEW, LOOK, AMEND = "Something was changed since", "What to look at", "Change it in the agreement"


# when which part is shown


def test_the_calendar_says_what_is_looked_at(desk: Desk) -> None:
    """From 2 March on: every third month the quarter, the close after the year."""
    there = {"2026-05-20": "month", "2026-06-01": "quarter", "2026-07-01": "month", "2026-09-30": "quarter",
             "2027-03-01": "close"}  # fmt: skip
    days = [replace(desk.opened, cohort=replace(desk.opened.cohort, as_of=dt.date.fromisoformat(day))) for day in there]

    assert [Desk(each).mode for each in days] == list(there.values())


def test_once_no_pair_goes_on_it_is_the_close(tmp_path: Path) -> None:
    """Whatever the month."""
    over = [row | {"state": "completed", "ended": dt.date(2026, 5, 1)} for row in rows()["pairs"]]

    assert Desk(opened(review_programme(tmp_path / "over", pairs=over))).mode == "close"


def test_what_is_asked_for_goes_before_the_calendar(desk: Desk) -> None:
    """A parameter of the notebook; a word that there is not is refused with those that there are."""
    assert Desk(desk.opened, "month").mode == "month"
    with pytest.raises(Refused, match=r"“week” is no way to look at a cohort\. Write month, quarter or close"):
        Desk(desk.opened, "week")


def test_a_part_says_when_its_time_is_and_comes_at_a_switch(folder: Path) -> None:
    """In the month neither evidence nor close; at the close it is there, on screen and in print."""
    review = Review(opened(folder), "month")
    closing = review.closing()
    assert (
        "This belongs to the quarterly review and the close; choose it"
        in Review(opened(folder), "month").evidence().printed()
    )
    assert "This belongs to the close; choose it" in closing.printed()
    assert not Screen(closing).has("Accept it")

    Screen(review.finding()).set(**{LOOK: "close"})

    assert Screen(closing).has("Accept it")
    assert "0 of 3 pairs completed" in closing.printed()
    Screen(review.finding()).set(**{LOOK: "quarter"})
    assert not Screen(closing).has("Accept it")


def test_a_change_is_said_where_a_part_is_out_of_date(folder: Path) -> None:
    """A button above what was drawn, not for a tick; pressed, it is drawn anew and the button is gone."""
    review = Review(opened(folder), "close")
    closing, pairs = Screen(review.closing()), Screen(review.today())
    pairs.press("Done, take it off the list")
    assert not closing.has(ANEW)

    pairs.set(Pair=FIRST, How_it_ends="completed early").press("End this pair")
    assert "0 of 3 pairs completed" in closing.told
    closing.press(ANEW)

    assert "1 of 3 pairs completed" in closing.told
    assert not closing.has(ANEW)


def test_a_part_that_is_out_of_date_is_drawn_anew_when_somebody_comes_back_to_it(folder: Path) -> None:
    """A pair ends while the close is open; the reader looks at the month and comes back."""
    review = Review(opened(folder), "close")
    closing, pairs, look = Screen(review.closing()), Screen(review.today()), Screen(review.finding())
    pairs.set(Pair=FIRST, How_it_ends="completed early").press("End this pair")

    look.set(**{LOOK: "month"})
    look.set(**{LOOK: "close"})

    assert "1 of 3 pairs completed" in closing.told
    assert not closing.has(ANEW)


# today


def test_what_is_done_is_logged_and_off_the_list(desk: Desk, folder: Path) -> None:
    """The pair with two signs goes with one press; the log says what, when and for which sign; undo brings it back."""
    page = screen(Today, desk)
    assert "Today: 1 to call, 0 to look at" in page.told
    page.set(What_was_done="wrote").press("Done, take it off the list")

    assert "Today: nobody to call" in page.told
    (action,) = kept(folder).actions
    assert (action.ids, action.kind, action.on, action.rule) == (THIRD, "wrote", DAY, "R1")
    assert {(each.rule, *each.ids) for each in kept(folder).ticked} == {("R1", *THIRD), ("R3", *THIRD)}
    page.press("Done, take it off the list")
    assert "Nobody is on the list." in page.told
    page.press("Undo")
    assert "Today: 1 to call" in page.told


# endings and new pairs


@pytest.mark.parametrize(("day", "said"), [
    (None, "Choose the last day first."),
    (dt.date(2026, 2, 1), "The pair started on 2 March 2026; it cannot have ended before that."),
])  # fmt: skip
def test_an_ending_that_cannot_be_is_refused(desk: Desk, folder: Path, day: dt.date | None, said: str) -> None:
    """With a sentence; nothing is kept and the reason stays in its field."""
    page = screen(PairChanges, desk)
    page.set(Pair=FIRST, Last_day=day, **{"Reason,_for_you_alone": "moved"}).press("End this pair")

    assert said in page.told
    assert page.field("Reason, for you alone").value == "moved"
    assert kept(folder) == ReviewChoices()


def test_an_ended_pair_is_nowhere_called_and_its_people_are_free_later(desk: Desk, folder: Path) -> None:
    """State and day in the pairs, no alarm any more, off the list of pairs, free later; undone, back."""
    today, page = screen(Today, desk), screen(PairChanges, desk)
    page.set(Pair=THIRD, How_it_ends="withdrawn", **{"Reason,_for_you_alone": "a reason"}).press("End this pair")

    ended = desk.pairs.set_index("mentor_id").loc["M3"]
    assert (ended["state"], ended["ended"].date()) == ("withdrawn", DAY)
    assert not len(desk.alarms)
    assert "Today: nobody to call" in today.told
    assert THIRD not in [ids for _, ids in page.field("Pair").options]
    assert "1 pair has ended: 1 withdrawn" in page.told
    days = desk.cohort.settings.review.cooling_off_days
    assert f"{days} days lie between two partners" in page.told
    assert "a reason" not in page.told
    assert (kept(folder).endings[0].reason, page.field("Reason, for you alone").value) == ("a reason", "")
    page.press("Undo")
    assert (len(desk.alarms), "All pairs go on" in page.told) == (2, True)


def test_free_people_become_a_pair(desk: Desk) -> None:
    """Proposed among the free alone; once made, a pair that starts on its day and that no longer waits."""
    page = screen(PairChanges, desk)
    assert "1 new pair is possible among 2 free people" in page.told
    page.set(First_session_from=DAY - dt.timedelta(1)).press("Make this a pair")
    assert "cannot be planned before the pair is decided" in page.told
    assert len(desk.pairs) == 3

    page.set(First_session_from=DAY + dt.timedelta(7)).press("Make this a pair")

    new = desk.pairs.set_index("mentor_id").loc["M4"]
    assert (new["mentee_id"], new["state"], new["started"].date()) == ("N4", "active", DAY + dt.timedelta(7))
    assert "0 new pairs are possible among 0 free people" in page.told
    assert page.field("New pair").value == ()
    page.press("Make this a pair")
    assert "Choose a new pair and the day of its first session." in page.told


# another rhythm


def quiet(folder: Path, **tables: Any) -> Path:
    """The first pair has met only four times, 45 days before the review, and never planned more."""
    known = rows()
    few = [row for row in known["sessions"] if row["mentor_id"] != "M1" or row["number"] <= 4]
    said = [row for row in known["pulses"] if row["mentor_id"] != "M1"] + [
        pulse(1, n, who) for n in range(1, 5) for who in ("mentor", "mentee")
    ]
    return review_programme(folder, sessions=few, pulses=said, **tables)


def test_another_rhythm_is_an_amended_agreement_and_alarms_follow_it(tmp_path: Path) -> None:
    """The text that both agreed to reads differently, so step 3 waits for them; every eight weeks, 45 days are fine."""
    folder = quiet(tmp_path / "quiet")
    step = Agreements(opened(folder))
    Screen(step.text()).press("Both have agreed to this text")
    assert step.drafts.drafts[0].state == "agreed"
    desk = Desk(opened(folder), "month")
    page, today = screen(PairChanges, desk), screen(Today, desk)
    assert ("R1", "M1") in set(zip(desk.alarms["rule"], desk.alarms["mentor_id"], strict=True))

    page.set(Pair=FIRST, Rhythm="8", How_they_meet="remote").press(AMEND)

    assert ("R1", "M1") not in set(zip(desk.alarms["rule"], desk.alarms["mentor_id"], strict=True))
    assert "M 1" not in today.told
    assert desk.pairs.set_index("mentor_id")["weeks_between"].fillna(0).to_dict() == {"M1": 8, "M2": 0, "M3": 0}
    assert [each.kind for each in kept(folder).actions] == ["rhythm changed", "mode changed"]
    assert "both agree to it anew in step 3" in page.told
    drafts = {each.ids: each for each in Agreements(opened(folder)).drafts.drafts}
    assert drafts[FIRST].state == "changed"
    assert drafts[SECOND].state != "changed"


def test_nothing_is_amended_where_one_side_alone_has_answered(tmp_path: Path) -> None:
    """The other would read the one's wishes; and nothing chosen is nothing done."""
    alone = [{"mentor_id": "M1", "mentee_id": "N1", "who": "mentor", "gain": "a secret hope", "weeks_between": 2}]
    folder = review_programme(tmp_path / "alone", sides=alone)
    desk = Desk(opened(folder), "month")
    page = screen(PairChanges, desk)

    page.set(Pair=FIRST).press(AMEND)
    assert "Choose another rhythm or another way to meet first." in page.told
    page.set(Rhythm="4").press(AMEND)

    assert "Ask the other one first." in page.told
    assert cast(AgreementChoices, desk.opened.vault.choices(COHORT, "agreements").choices).sides == ()
    assert kept(folder) == ReviewChoices()
