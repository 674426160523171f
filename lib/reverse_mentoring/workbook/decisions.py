"""The choices of one step: read from the vault, saved at every change, followed by the views.

Two people may decide in the same step: what one of them changes is put together with what the other saved meanwhile.
"""

import datetime as dt
import json
import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from pydantic import ValidationError

from reverse_mentoring.decide.merging import Clash, merged
from reverse_mentoring.store.choice_rows import Overtaken
from reverse_mentoring.words.choices import Choices
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.told_changes import both_changed, others_changed

C = TypeVar("C", bound=Choices)
_TRIES = 20


class BothChanged(Refused):
    """Two people changed the same. told: for the person at the screen alone; str() quotes nothing."""

    def __init__(self, told: str, clashes: tuple[Clash, ...] = ()) -> None:
        super().__init__("Somebody else changed the same in the meantime, and that is kept.")
        self.told, self.clashes = told, clashes


class Decisions(Generic[C]):
    """A person's decisions in one step. change and undo save first and then tell those who follow.

    said: one sentence on the state of saving or on what went wrong; trouble: whether it is the latter. unsaved: what
    this person wrote and somebody else wrote at once, until the next sentence.
    """

    def __init__(self, opened: Opened, step: str) -> None:
        self.opened, self.step = opened, step
        self.trouble = False
        self.unsaved: tuple[Clash, ...] = ()
        self._followers: list[Callable[[], None]] = []
        self._watchers: list[Callable[[bool], None]] = []
        self._working = False
        self._take(*self._saved())
        self.said = f"Saved as version {self.version}." if self.version else "Nothing decided yet."

    def _saved(self) -> tuple[int, Choices]:
        saved = self.opened.vault.choices(self.opened.cohort.name, self.step)
        return saved.version, saved.choices

    def _take(self, version: int, choices: Choices) -> None:
        self.version, self.choices = version, cast(C, choices)

    def follow(self, refresh: Callable[[], None]) -> None:
        """Calls this after every change."""
        self._followers.append(refresh)

    def change(self, **changes: Any) -> None:
        """Saves the choices with these changes, together with what somebody else saved since.

        What does not fit is refused with a sentence, and so is what both have changed: theirs is kept.
        """
        wanted, news = type(self.choices).model_validate(self.choices.model_dump() | changes), ""
        for _ in range(_TRIES):
            if wanted != self.choices:
                try:
                    self._take(self._save(wanted), wanted)
                except Overtaken:
                    wanted, said = self._with_theirs(wanted)
                    news = said or news
                    continue
            elif not news:
                return
            self._tell(f"Saved as version {self.version}{self._place}, {now().astimezone():%H:%M}.{news}")
            return
        raise Refused("Others save here all the time; nothing of yours was saved. Try again in a moment.")

    @property
    def _place(self) -> str:
        return " on this computer" if isinstance(self.opened.programme.vault, Path) else ""

    def _save(self, wanted: Choices) -> int:
        return self.opened.vault.save_choices(
            self.opened.cohort.name, self.step, wanted, expected_version=self.version, now=now()
        )

    def _with_theirs(self, wanted: C) -> tuple[C, str]:
        """What both want, and a sentence on what the other changed; from now on theirs is what this one goes on from.

        BothChanged if they contradict each other.
        """
        version, theirs = self._saved()
        found = merged(*(each.model_dump(mode="json") for each in (self.choices, theirs, wanted)))
        self._take(version, theirs)
        names = self.opened.cohort.names
        if found.clashes:
            raise BothChanged(both_changed(found.clashes, names), found.clashes)
        news = f" {others_changed(found.changed, names)}" if found.changed else ""
        return type(wanted).model_validate_json(json.dumps(found.value)), news

    def say(self, sentence: str) -> None:
        """Shows a sentence in the line on saving, as something to put right."""
        self._tell(sentence, trouble=True)

    def tell(self, sentence: str) -> None:
        """Shows a sentence in the line on saving, as news."""
        self._tell(sentence)

    def undo(self) -> None:
        """Goes back by one decision."""
        try:
            undone = self.opened.vault.undo(
                self.opened.cohort.name, self.step, now=now(), expected_version=self.version
            )
        except Overtaken:
            self._take(*self._saved())
            self._tell("Somebody else decided since; nothing was undone. This is what holds now.", trouble=True)
            return
        if undone is None:
            self._tell("There is nothing to undo.")
            return
        self._take(undone.version, undone.choices)
        self._tell(f"Undone: version {undone.version} holds again." if undone.version else "Undone: nothing decided.")

    def guard(self, act: Callable[[], None]) -> Callable[..., None]:
        """A callback that never fails silently: what goes wrong is said on screen, with a number for the log."""

        def guarded(*_: object) -> None:
            with self._at_work():
                answered()

        def answered() -> None:
            try:
                act()
            except BothChanged as clash:
                self._take(*self._saved())
                self._tell(clash.told, trouble=True, unsaved=clash.clashes)
            except Refused as refusal:
                self._take(*self._saved())
                self._tell(str(refusal), trouble=True)
            except ValidationError as error:
                self._tell("That was not saved: " + "; ".join(e["msg"] for e in error.errors()) + ".", trouble=True)
            except Exception as error:
                number = secrets.token_hex(3)
                logging.getLogger(__name__).error(
                    "reference %s: %s in step %s", number, type(error).__name__, self.step
                )
                self._tell(f"Something went wrong; nothing was lost. Reference {number}.", trouble=True)

        return guarded

    def watch(self, tell: Callable[[bool], None]) -> None:
        """Calls this with True when the answer to a click begins, and with False when it is all there."""
        self._watchers.append(tell)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """Told once, also where one answer sets a field that has an answer of its own."""
        first, self._working = not self._working, True
        for tell in self._watchers if first else ():
            tell(True)
        try:
            yield
        finally:
            self._working = not first
            for tell in self._watchers if first else ():
                tell(False)

    def _tell(self, sentence: str, *, trouble: bool = False, unsaved: tuple[Clash, ...] = ()) -> None:
        self.said, self.trouble, self.unsaved = sentence, trouble, unsaved
        for refresh in self._followers:
            refresh()


def now() -> dt.datetime:
    """This moment, as the vault keeps it."""
    return dt.datetime.now(dt.UTC)
