"""What managers may see: a closed round is looked at as they would see it, and released by a person, once."""

from collections.abc import Sequence

import ipywidgets as widgets
from markupsafe import Markup

from reverse_mentoring.decide.disclosure.comments import MOST, Comments, sentences_of
from reverse_mentoring.present.dashboard_page import shown
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.store import releasing
from reverse_mentoring.store.released_file import read_releases
from reverse_mentoring.store.releasing import Prepared
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.disclosure import COMMENTS_FROM
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.release import Release, Round
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.charter_fields import area
from reverse_mentoring.workbook.decisions import now
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.views import Page, View, sentences

TITLE = "What managers may see"
NO_ROUND: controls.Option = ("– none to release –", 0)
LAST_WORD = "A release cannot be changed or taken back, whatever becomes of the data it was made of."


class ReleasePanel:
    """One round on its way out. _prepared: as it was looked at, of _of; only that is ever released."""

    def __init__(self, desk: Desk) -> None:
        self.desk, by = desk, desk.decisions
        self._prepared: Prepared | None = None
        self._of: Cohort | None = None
        self._state, self._page = Page(self._state_page), Page(self._look_page)
        self._round = controls.dropdown("Closed round", [NO_ROUND], 0, lambda _: self._turn_away(), by)
        self._words = area(
            f"Up to {MOST} sentences on what people say, one a line, in your own words (may stay empty)",
            "", lambda _: self._turn_away(), by,
        )  # fmt: skip
        self._shared = widgets.BoundedIntText(
            value=0, min=0, max=9999, description="Comments behind them that people agreed to share"
        )
        self._shared.add_class("rm-field")
        self._shared.observe(lambda _: self._turn_away(), names="value")
        self._read = controls.tick("I have read it", False, lambda _: None, by)
        self._form, self._confirm = widgets.VBox(), widgets.VBox()
        self._offer()

    def view(self) -> View:
        """Live: what can be released, how it would look, and the release. Printed: sentences."""
        by = self.desk.decisions
        live = controls.panel(self._state, self._form, self._page, self._confirm, frame.status(by), kind="full")
        return View(live, printed=self._state.printed, classes=("rm-desk",))

    # what is shown

    def _released(self) -> tuple[Release, ...]:
        return read_releases(self.desk.opened.programme.released)

    def _state_page(self) -> Markup:
        try:
            return sentences(*_standing(self.desk.cohort, self._released()), title=TITLE)
        except Refused as refusal:
            return sentences(str(refusal), title=TITLE)

    def _look_page(self) -> Markup:
        found = self._prepared
        if found is None:
            return Markup("")
        release, title = found.release, f"{_capital(found.release.round.name)} as managers would see it"
        page = shown((*found.earlier, release), cohort=release.cohort)
        return fragment("release_panel", title=title, sentences=found.preview, shown=page)

    def _fields(self) -> list[widgets.Widget]:
        look = controls.button("Show what managers would see", self._look, self.desk.decisions)
        rule = (
            f"Sentences must rest on {COMMENTS_FROM} comments or more that people agreed to share. Nobody is quoted: a "
            "sentence that names somebody or repeats what somebody wrote is refused."
        )
        return [
            controls.row(self._round),
            self._words,
            Page(lambda: sentences(rule)),
            controls.row(self._shared, look),
        ]

    def _offer(self) -> None:
        """The rounds that can still be released, in the list; no form where there is none."""
        try:
            rounds = releasing.to_release(self.desk.cohort, self._released())
        except Refused:
            rounds = ()
        options = [(f"{_capital(each.name)}, {_span(each)}", each.number) for each in rounds] or [NO_ROUND]
        if list(self._round.options) != options:
            self._round.options = options
            self._round.value = options[0][1]
        self._form.children = self._fields() if rounds else []

    def _show(self) -> None:
        self._read.value = False
        button = []
        if self._prepared:
            name = f"Release {self._prepared.release.round.name}"
            button = [controls.button(name, self._release, self.desk.decisions, primary=True)]
        words = Page(lambda: sentences(LAST_WORD))
        self._confirm.children = [self._read, words, controls.row(*button)] if button else []
        self._page.refresh()

    # what is decided

    def _turn_away(self) -> None:
        """What was looked at is no longer what would be released."""
        if self._prepared:
            self._prepared = None
            self._show()

    def _look(self) -> None:
        self._prepared = None
        self._show()
        desk, comments = self.desk, Comments(sentences_of(self._words.value), self._shared.value)
        self._of = desk.cohort
        self._prepared = releasing.prepare(
            desk.opened.programme, desk.cohort.name, str(self._round.value), comments=comments
        )
        self._show()
        desk.decisions.tell("Read it as a manager would. Nothing is released yet.")

    def _release(self) -> None:
        found, desk = self._prepared, self.desk
        if found is None or self._of is not desk.cohort:
            self._turn_away()
            desk.decisions.say("Something was changed since you looked. Show what managers would see once more.")
        elif not self._read.value:
            desk.decisions.say("Read it first, then tick “I have read it”.")
        else:
            self._publish(found)

    def _publish(self, found: Prepared) -> None:
        programme = self.desk.opened.programme
        try:
            fingerprint = releasing.publish(programme, found, now=now())
        finally:
            self._turn_away()
            self._state.refresh()
            self._offer()
        self._words.value, self._shared.value = "", 0
        self.desk.decisions.tell(
            f"Released {found.release.round.name}. It lies in {programme.released}; SHA-256 {fingerprint}."
        )


def _standing(cohort: Cohort, released: Sequence[Release]) -> list[str]:
    """What was released, and what can be."""
    before = [each.round.name for each in released if each.cohort == cohort.name]
    said = [
        f"Released so far, in released.db: {', '.join(before)}."
        if before
        else f"Nothing of {cohort.name} is released yet."
    ]
    rounds = releasing.to_release(cohort, released)
    said += [f"{_capital(each.name)} ({_span(each)}) is closed and can be released." for each in rounds]
    if not rounds:
        said.append("No other round is closed. A round closes two weeks after its last day.")
    return said


def _span(round: Round) -> str:
    return f"{in_words(round.first)} to {in_words(round.last)}"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
