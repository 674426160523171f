"""The charter on screen: the form saves, refuses without losing what was typed, and locks."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pytest

from reverse_mentoring.decide.launch.charter import is_intact
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.workbook.charter import CharterDesk
from reverse_mentoring.workbook.opening import Opened, open_cohort

CONTROLS = (widgets.Text, widgets.Textarea, widgets.Dropdown, widgets.Checkbox, widgets.Button)


@pytest.fixture(scope="module", name="sample_folder")
def _sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_programme(tmp_path_factory.mktemp("charter") / "programme").folder


@pytest.fixture(name="opened")
def _opened(sample_folder: Path) -> Iterator[Opened]:
    """The newest cohort of the sample; what a test decides about the charter is taken back afterwards."""
    opened = open_cohort(str(sample_folder))
    yield opened
    while opened.vault.undo(opened.cohort.name, "charter", now=dt.datetime.now(dt.UTC)):
        pass


class Screen:
    """The desk as a person sees it: fields and buttons by their label."""

    def __init__(self, opened: Opened) -> None:
        self.desk = CharterDesk(opened)
        self.view = self.desk.view()

    def field(self, label: str) -> Any:
        (found,) = [w for w in _below(self.view) if label in (getattr(w, "description", None) or "")]
        return found

    def press(self, label: str) -> None:
        self.field(label).click()

    @property
    def charter(self) -> Charter:
        return self.desk.charter

    @property
    def said(self) -> str:
        return self.desk.decisions.said

    @property
    def page(self) -> str:
        return str(self.view.printed())

    def fill(self) -> None:
        """A complete charter."""
        for label, said in {
            "Why:": "Decisions lack experience", "Sponsor": "The COO", "mentors (junior) will": "Heard",
            "mentees (senior) will": "Able", "organisation will": "Faster",
        }.items():  # fmt: skip
            self.field(label).value = said
        self.press("Add the example goal")


def _below(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _below(child)


def test_an_empty_charter_says_what_is_open_and_what_the_cohort_can_show(opened: Opened) -> None:
    """Headline, open points, power, before anything is decided."""
    page = Screen(opened).page

    assert "6 things are still open before the charter can be locked" in page
    assert "will probably not show" in page
    assert "No goal yet." in page


def test_every_control_of_the_form_has_a_label_of_its_own(opened: Opened) -> None:
    """No two fields share a name, and none is without."""
    screen = Screen(opened)
    screen.press("Add the example goal")
    screen.press("Add the example goal")
    controls = [w for w in _below(screen.view) if isinstance(w, CONTROLS)]
    names = [w.description for w in controls]

    assert len(controls) == 36
    assert all(names)
    assert len(set(names)) == len(names)


def test_what_is_typed_is_saved_and_found_again(opened: Opened) -> None:
    """A second desk on the same vault shows it, and its page says it in words."""
    Screen(opened).fill()
    again = Screen(opened)

    assert again.field("Why:").value == "Decisions lack experience"
    assert again.field("Goal 1: share").value == "25"
    assert again.charter.goals[0].share == 0.25
    assert "ready to be locked at launch" in again.page
    assert "at least 25 %" in again.page


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("Goal 1: by when", "1.5.2027", "Goal 1, by when: “1.5.2027” is not a date. Write it as 2027-05-01."),
        ("Goal 1: share", "120", "is not a number from 0 up to 100"),
        ("Goal 1: smallest", "half", "“half” is not a number from 0 on"),
        ("Goal 1: smallest", "nan", "“nan” is not a number"),
        ("Goal 1: what", " ", "Goal 1: say what is measured."),
    ],
)
def test_what_cannot_be_saved_is_said_and_stays_in_its_field(opened: Opened, label: str, typed: str, said: str) -> None:
    """The charter stays as it was; the next good value is saved."""
    screen = Screen(opened)
    screen.press("Add the example goal")
    before, good = screen.charter, screen.field(label).value
    screen.field(label).value = typed

    assert said in screen.said
    assert screen.field(label).value == typed
    assert screen.charter == before
    screen.field(label).value = good
    screen.field("Goal 1: unit").value = "people"
    assert screen.charter.goals[0].unit == "people"


def test_a_decimal_comma_and_a_percent_sign_are_understood(opened: Opened) -> None:
    """As people type them."""
    screen = Screen(opened)
    screen.press("Add the example goal")
    screen.field("Goal 1: smallest").value = "0,5"
    screen.field("Goal 1: share").value = "12,5 %"

    assert (screen.charter.goals[0].smallest_useful_change, screen.charter.goals[0].share) == (0.5, 0.125)


def test_a_goal_names_the_figure_that_shows_it(opened: Opened) -> None:
    """Chosen in a list of what this cohort can show; without one the page says what will come of it."""
    screen = Screen(opened)
    screen.fill()
    figure = screen.field("Goal 1: shown by")
    labels = [label for label, _ in figure.options]
    assert "Shown by: mentees (senior) who have reached a goal" in screen.page
    figure.value = ""
    assert "Goal 1 names no figure that shows it" in screen.page
    figure.value = "sessions held"

    assert screen.charter.goals[0].measure == "sessions held"
    assert "Shown by: sessions held of those due" in screen.page
    assert "not chosen yet" in labels
    assert "level in Everyday AI assistants" in labels


def test_a_figure_that_the_cohort_has_no_more_stays_chosen(opened: Opened) -> None:
    """An outcome that was renamed in the files does not empty the form nor break it."""
    screen = Screen(opened)
    screen.press("Add the example goal")
    goal = screen.charter.goals[0].model_copy(update={"measure": "outcome:gone"})
    screen.desk.decisions.change(goals=[goal.model_dump()])
    screen.field("Sponsor").value = "The COO"

    assert screen.field("Goal 1: shown by").value == "outcome:gone"
    assert (screen.charter.sponsor, screen.charter.goals[0].measure) == ("The COO", "outcome:gone")


def test_an_incomplete_charter_is_not_locked(opened: Opened) -> None:
    """The line on saving says what is open."""
    screen = Screen(opened)
    screen.press("Lock at launch")

    assert "cannot be locked yet" in screen.said
    assert not screen.charter.locked


def test_after_the_lock_a_change_waits_for_its_reason(opened: Opened) -> None:
    """Typed first, it is saved as soon as the reason is written; the next change needs a new reason."""
    screen = Screen(opened)
    screen.fill()
    screen.press("Lock at launch")
    assert "The charter is locked since" in screen.page
    screen.field("Length in months").value = 9
    assert "Write the reason" in screen.said
    assert screen.charter.months == 12
    screen.field("Reason").value = "Merger"

    assert (screen.charter.months, screen.charter.change_reason, screen.field("Reason").value) == (9, "Merger", "")
    assert is_intact(screen.charter)
    assert "Last change: Merger" in screen.page
    screen.press("Remove the last goal")
    assert "Write the reason" in screen.said
    assert len(screen.charter.goals) == 1


def test_the_lock_can_be_undone_on_the_day_of_the_launch_only(opened: Opened) -> None:
    """A slip is put right at once; later the promise stands."""
    screen = Screen(opened)
    screen.fill()
    screen.press("Lock at launch")
    later = replace(opened, cohort=replace(opened.cohort, as_of=opened.cohort.as_of + dt.timedelta(days=1)))
    tomorrow = Screen(later)
    tomorrow.press("Undo")
    assert "only be undone on the day of the launch" in tomorrow.said
    assert tomorrow.charter.locked
    screen.press("Undo")

    assert not screen.charter.locked
    assert screen.charter.goals


def test_goals_come_and_go(opened: Opened) -> None:
    """The form has as many groups of fields as there are goals; a fourth for the same people is refused."""
    screen = Screen(opened)
    for _ in range(4):
        screen.press("Add the example goal")
    assert "At most 3 goals" in screen.said
    assert len(screen.charter.goals) == 3
    screen.press("Remove the last goal")

    assert len(screen.charter.goals) == 2
    assert screen.field("Goal 2: evidence").value
    assert not [w for w in _below(screen.view) if "Goal 3" in (getattr(w, "description", None) or "")]


def test_somebody_elses_change_is_shown_and_not_overwritten(opened: Opened) -> None:
    """Two fields go together, and the second person is told; of the same field the first one's stays and is quoted."""
    mine, other = Screen(opened), Screen(opened)
    other.field("Sponsor").value = "The COO"
    mine.field("Facilitator").value = "L&D"

    assert "Meanwhile somebody else changed: sponsor" in mine.said
    assert mine.field("Sponsor").value == "The COO"
    assert mine.charter.facilitator == "L&D"
    other.field("Facilitator").value = "HR"
    assert "facilitator: now “L&D”, you chose “HR”" in other.said
    assert other.field("Facilitator").value == "L&D"


def test_the_projector_shows_no_form_and_no_name(opened: Opened) -> None:
    """Sponsor, facilitator and reasons stay on the facilitator's face."""
    desk = Screen(opened)
    desk.fill()
    desk.field("Facilitator").value = "TOKEN-facilitator"
    room = Screen(replace(opened, room=True))
    shown = [str(w.get_state()) for w in _below(room.view)]

    assert "at least 25 %" in room.page
    assert not any(name in text for text in [room.page, *shown] for name in ("TOKEN", "The COO"))


def test_markup_in_the_charter_is_text_on_the_page(opened: Opened) -> None:
    """What a person types cannot run."""
    screen = Screen(opened)
    screen.field("Why:").value = "<script>alert(1)</script>"

    assert "<script>" not in screen.page
    assert "&lt;script&gt;" in screen.page
