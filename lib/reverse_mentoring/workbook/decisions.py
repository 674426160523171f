"""The choices of one step: read from the vault, saved at every change, followed by the views."""

import datetime as dt
import logging
import secrets
from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

from pydantic import ValidationError

from reverse_mentoring.words.choices import Choices
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.workbook.opening import Opened

C = TypeVar("C", bound=Choices)


class Decisions(Generic[C]):
    """A person's decisions in one step. change and undo save first and then tell those who follow.

    said: one sentence on the state of saving or on what went wrong; trouble: whether it is the latter.
    """

    def __init__(self, opened: Opened, step: str) -> None:
        self.opened, self.step = opened, step
        self.trouble = False
        self._followers: list[Callable[[], None]] = []
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
        """Saves the choices with these changes; what does not fit is refused with a sentence."""
        wanted = type(self.choices).model_validate(self.choices.model_dump() | changes)
        if wanted == self.choices:
            return
        version = self.opened.vault.save_choices(
            self.opened.cohort.name, self.step, wanted, expected_version=self.version, now=now()
        )
        self._take(version, wanted)
        self._tell(f"Saved as version {version} on this computer, {now().astimezone():%H:%M}.")

    def say(self, sentence: str) -> None:
        """Shows a sentence in the line on saving, as something to put right."""
        self._tell(sentence, trouble=True)

    def tell(self, sentence: str) -> None:
        """Shows a sentence in the line on saving, as news."""
        self._tell(sentence)

    def undo(self) -> None:
        """Goes back by one decision."""
        undone = self.opened.vault.undo(self.opened.cohort.name, self.step, now=now())
        if undone is None:
            self._tell("There is nothing to undo.")
            return
        self._take(undone.version, undone.choices)
        self._tell(f"Undone: version {undone.version} holds again." if undone.version else "Undone: nothing decided.")

    def guard(self, act: Callable[[], None]) -> Callable[..., None]:
        """A callback that never fails silently: what goes wrong is said on screen, with a number for the log."""

        def guarded(*_: object) -> None:
            try:
                act()
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

    def _tell(self, sentence: str, *, trouble: bool = False) -> None:
        self.said, self.trouble = sentence, trouble
        for refresh in self._followers:
            refresh()


def now() -> dt.datetime:
    """This moment, as the vault keeps it."""
    return dt.datetime.now(dt.UTC)
