"""What follows from the choices of step 4: the cohort with what was typed in, its pairs, whom to call; and what is
looked at: every month a little, each quarter more, everything at the close."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, cast

import ipywidgets as widgets
from markupsafe import Markup

from reverse_mentoring.decide.review import review
from reverse_mentoring.decide.review.attention import attention
from reverse_mentoring.store import content
from reverse_mentoring.store.reviewed import load_reviewed
from reverse_mentoring.words.choices import ReviewChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.workbook import controls
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.views import Page, View, sentences

Mode = Literal["month", "quarter", "close"]
MODES: Mapping[Mode, str] = {"month": "the monthly look", "quarter": "the quarterly review", "close": "the close"}
MONTHS_A_QUARTER = 3


class Desk:
    """The review of one cohort on the day of its opening.

    mode: what is looked at. cohort: with everything typed in, ended and paired anew; pairs, held, alarms: of that
    cohort (see review).
    """

    def __init__(self, opened: Opened, mode: str = "") -> None:
        self.opened = opened
        self.decisions: Decisions[ReviewChoices] = Decisions(opened, "review")
        self._after_all: list[Callable[[], None]] = []
        self._after_cohort: list[Callable[[], None]] = []
        self._turners: list[Callable[[], None]] = []
        self._look()
        self.mode = asked(mode or opened.mode) or self._by_calendar()
        self.decisions.follow(self._again)

    def _look(self) -> None:
        vault, here = self.opened.vault, self.opened.cohort
        found = load_reviewed(vault, here.name, here.settings, here.as_of, tables=self.opened.tables)
        self.cohort, self.pairs, self.agreed, self.matched = found.cohort, found.pairs, found.agreed, found.decided
        self.rhythm = self.agreed.rhythm or here.settings.rhythm
        self.alarms = attention(self.cohort, self.pairs, rhythm=self.rhythm, chances=content.false_alarms())
        self.held = review.sessions_held(self.cohort, self.pairs, weeks_between=self.rhythm.weeks_between)
        self._known = self._seen()

    def _seen(self) -> tuple[object, ...]:
        """The decisions from which cohort, pairs and alarms follow."""
        choices, agreed = self.decisions.choices, self.opened.vault.choices(self.opened.cohort.name, "agreements")
        return choices.entries, choices.endings, choices.repaired, agreed.version

    def _by_calendar(self) -> Mode:
        """The close once no pair goes on or the time is over; every third month the quarter; else the month."""
        today, start = self.opened.cohort.as_of, self.cohort.start
        months = 12 * (today.year - start.year) + today.month - start.month
        if len(self.pairs) and (not len(review.active(self.pairs)) or months >= self.rhythm.months):
            return "close"
        return "quarter" if months > 0 and months % MONTHS_A_QUARTER == 0 else "month"

    def _again(self) -> None:
        """Ticking something off is quick: what everything else follows from is looked at only where it changed."""
        changed = self._seen() != self._known
        if changed:
            self._look()
        for refresh in (*(self._after_cohort if changed else ()), *self._after_all):
            refresh()

    def follow(self, refresh: Callable[[], None]) -> None:
        """Calls this after every decision."""
        self._after_all.append(refresh)

    @property
    def followers(self) -> tuple[Callable[[], None], ...]:
        """Who is told after every decision, in order."""
        return tuple(self._after_all)

    def forget(self, refreshes: Iterable[Callable[[], None]]) -> None:
        """These are told no more."""
        for refresh in refreshes:
            self._after_all.remove(refresh)

    def follow_cohort(self, refresh: Callable[[], None]) -> None:
        """Calls this when cohort, pairs and alarms are other ones."""
        self._after_cohort.append(refresh)

    def turned(self, refresh: Callable[[], None]) -> None:
        """Calls this when something else is looked at."""
        self._turners.append(refresh)

    def turn(self, mode: Mode) -> None:
        """Looks at more or less."""
        self.mode = mode
        for show in self._turners:
            show()

    def section(self, make: Callable[[], View], *modes: Mode) -> View:
        """A part of the page that is made when its time has come, and says when that is until then."""
        return Section(self, make, modes)

    def name(self, person: str) -> str:
        """The name, else the id."""
        return self.cohort.names.get(person) or person

    def pair_name(self, ids: tuple[str, str]) -> str:
        """“Ana and Bo”, the mentor first."""
        return " and ".join(map(self.name, ids))

    @property
    def today(self) -> dt.date:
        """The day of the review."""
        return self.cohort.as_of


class Section(View):
    """Shows what it makes while the mode is one of its own, else a sentence.

    What it made is not drawn again by itself, since that takes seconds: a button says when it is out of date. Whoever
    turns to it sees it drawn of what is known then.
    """

    def __init__(self, desk: Desk, make: Callable[[], View], modes: tuple[Mode, ...]) -> None:
        self._desk, self._make, self._modes = desk, make, modes
        self._made: View | None = None
        self._of: Cohort | None = None
        self._theirs: tuple[Callable[[], None], ...] = ()
        anew = controls.button("Something was changed since: draw this anew", self._draw, desk.decisions)
        self._anew = controls.row(anew)
        self._anew.add_class("rm-apart")
        super().__init__(printed=self._printed)
        desk.turned(self._show)
        desk.follow_cohort(self._out_of_date)
        self._show()

    def _open(self) -> bool:
        return self._desk.mode in self._modes

    def _draw(self) -> None:
        """Makes it anew; what was made before follows no decision any more."""
        self._desk.forget(self._theirs)
        before = self._desk.followers
        self._made, self._of = self._make(), self._desk.cohort
        self._theirs = self._desk.followers[len(before) :]
        self._put(self._made)

    def _put(self, *shown: widgets.Widget) -> None:
        self.children = shown

    def _show(self) -> None:
        if not self._open():
            self._put(Page(self._words))
        elif self._made is None or self._of is not self._desk.cohort:
            self._draw()
        else:
            self._put(self._made)

    def _out_of_date(self) -> None:
        if self._open() and self._made:
            self._put(self._anew, self._made)

    def _printed(self) -> Markup:
        return self._made.printed() if self._open() and self._made else self._words()

    def _words(self) -> Markup:
        modes = " and ".join(MODES[mode] for mode in self._modes)
        return sentences(f"This belongs to {modes}; choose it under “What to look at”, near the top.")


def asked(mode: str) -> Mode | None:
    """The mode of that name, None for none; refused if there is no such mode."""
    if mode and mode not in MODES:
        raise Refused(f"“{mode}” is no way to look at a cohort. Write month, quarter or close.")
    return cast(Mode, mode) if mode else None
