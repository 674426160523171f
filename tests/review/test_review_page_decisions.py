"""Step 4 on screen, without a browser: insights, the next cohort, and two people who decide at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from reverse_mentoring.decide.matching.fit import USUAL_WEIGHTS
from reverse_mentoring.decide.review.insights import ledger
from reverse_mentoring.decide.review.next_cohort import Proposal
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.reviewing import Ending
from reverse_mentoring.workbook import review_findings
from reverse_mentoring.workbook.review_closing import Close
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.review_findings import Findings
from reverse_mentoring.workbook.review_insights import Insights
from reverse_mentoring.workbook.review_pairs import PairChanges
from review_pages import COHORT, DAY, FIRST, SECOND, Part, Screen, kept, opened, screen

MEANWHILE = "Meanwhile somebody else changed: "
BEGIN, OWNER = "Begin it", "Owner"


def closing(desk: Desk) -> Close:
    return Close(desk, Findings(desk))


# insights

WORDS = "Training videos have no captions."


def write_down(page: Screen, **more: Any) -> None:
    page.set(From_the_pair=FIRST, In_these_words=WORDS, **more).press("Keep this insight")


def test_an_insight_leaves_its_pair_only_when_both_release_it(desk: Desk, folder: Path) -> None:
    """With one release its words are on no page; with both they are in the ledger, without the pair."""
    page = screen(Insights, desk)
    write_down(page, Released_by_the_mentor=True)
    assert "No. 1 (other), M 1 and N 1: not released yet by the mentee (senior)." in page.told
    assert WORDS not in page.told

    page.set(Released_by_the_mentee=True).press("Keep this insight")

    assert WORDS in page.told
    assert "1 insight left its pair" in page.told
    assert "M 1" not in page.told
    assert ledger(kept(folder))["wording"].tolist() == [WORDS]


def test_other_words_are_released_by_nobody_though_boxes_are_ticked(desk: Desk, folder: Path) -> None:
    """The releases go and so do the ticks: keeping it once more releases nothing."""
    page = screen(Insights, desk)
    write_down(page, Released_by_the_mentor=True, Released_by_the_mentee=True)
    assert page.field("Released by the mentor").value

    page.set(In_these_words="Training videos have no captions, M says.").press("Keep this insight")

    assert kept(folder).insights[0].released == {}
    assert not page.field("Released by the mentor").value
    page.press("Keep this insight")
    assert not kept(folder).insights[0].leaves
    assert "Still inside the pair" in page.told


def test_an_insight_kept_twice_is_one_insight(desk: Desk, folder: Path) -> None:
    """After keeping a new one the form goes on with it; undone, the form is empty again."""
    page = screen(Insights, desk)
    write_down(page)
    page.set(**{OWNER: "Learning"}, What_is_done="Caption them").press("Keep this insight")

    assert [(each.number, each.owner) for each in kept(folder).insights] == [(1, "Learning")]
    page.press("Undo")
    assert page.field(OWNER).value == ""
    page.press("Undo")
    assert (page.field("Insight").value, page.field("In these words").value) == (0, "")


# the next cohort

HEAVIER = Proposal("weight:topics:high", "Weight of “Topics”", "medium", "high", "Of 30 pairs …", None, change=True)


@pytest.fixture(name="close")
def _close(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Screen:
    """The close, with one change proposed."""
    monkeypatch.setattr(review_findings, "proposals", lambda *_, **__: (HEAVIER,))
    return screen(closing, desk)


def begun(desk: Desk, name: str) -> MatchingChoices:
    return cast(MatchingChoices, desk.opened.vault.choices(name, "matching").choices)


@pytest.mark.parametrize(("accept", "weight"), [(True, "high"), (False, USUAL_WEIGHTS["topics"])])
def test_the_next_cohort_begins_with_what_was_accepted(desk: Desk, close: Screen, accept: bool, weight: str) -> None:
    """Nothing changes by itself; taken back, it does not change either."""
    close.press("Accept it")
    assert "1 change is proposed, 1 accepted" in close.told
    if not accept:
        close.press("Take it back")
        assert "1 change is proposed, 0 accepted" in close.told

    close.set(Name_of_the_next_cohort="2027 spring").press(BEGIN)

    assert "2027 spring begins with the weights of this cohort" in close.told
    assert begun(desk, "2027 spring").weights == {**USUAL_WEIGHTS, "topics": weight}
    close.press(BEGIN)
    assert "In 2027 spring weights were decided already" in close.told


def test_no_cohort_that_cannot_be_the_next_one_begins(desk: Desk, close: Screen) -> None:
    """Neither without a name, nor this one, nor what is no folder; the vault stays as it was."""
    refusals = {" ": "Write the name of the next cohort first.", COHORT: "2026-spring has pairs already.",
                "../2027": "A cohort is also a folder", "2027/spring": "A cohort is also a folder"}  # fmt: skip
    for name, said in refusals.items():
        close.set(Name_of_the_next_cohort=name).press(BEGIN)
        assert said in close.told

    assert desk.opened.vault.cohorts() == [COHORT]
    assert desk.opened.vault.choices(COHORT, "matching").version == 0


def test_a_lesson_is_kept_as_it_was_written(close: Screen, folder: Path) -> None:
    """And its field is free for the next one."""
    close.field("A lesson for the next cohort, without names").value = "Book the first three sessions early."

    assert kept(folder).lessons == ("Book the first three sessions early.",)
    assert close.field("A lesson for the next cohort, without names").value == ""
    assert "Lesson: Book the first three sessions early." in close.told


# two at once


def meanwhile(folder: Path) -> None:
    """Somebody else ends the second pair."""
    ending = Ending(mentor_id=SECOND[0], mentee_id=SECOND[1], state="ended", on=DAY, reason="theirs")
    Desk(opened(folder)).decisions.change(endings=(ending,))


def end(page: Screen) -> None:
    page.set(Pair=FIRST, **{"Reason,_for_you_alone": "typed"}).press("End this pair")


def learn(page: Screen) -> None:
    page.field("A lesson for the next cohort, without names").value = "typed"


def keep(page: Screen) -> None:
    page.set(From_the_pair=FIRST, In_these_words="typed").press("Keep this insight")


@pytest.mark.parametrize(("part", "act"), [(PairChanges, end), (closing, learn), (Insights, keep)])
def test_who_saves_second_is_told_and_both_hold(
    desk: Desk, folder: Path, part: Part, act: Callable[[Screen], None]
) -> None:
    """What the first one decided stands and is shown, what the second one typed is saved beside it."""
    page = screen(part, desk)
    meanwhile(folder)
    act(page)

    assert MEANWHILE + "endings" in page.told
    assert "theirs" not in page.told
    assert desk.pairs.set_index("mentor_id")["state"]["M2"] == "ended"
    assert "theirs" in str(kept(folder))
    assert "typed" in str(kept(folder))


def test_an_insight_being_edited_survives_somebody_elses_new_one(desk: Desk, folder: Path) -> None:
    """The list of insights is a longer one, and what was typed for the old one is saved with it."""
    page = screen(Insights, desk)
    write_down(page)
    other = Desk(opened(folder))
    write_down(screen(Insights, other))
    page.set(**{OWNER: "Learning"}).press("Keep this insight")

    assert MEANWHILE + "insights (2)" in page.told
    assert [(each.number, each.owner) for each in kept(folder).insights] == [(1, "Learning"), (2, "")]
