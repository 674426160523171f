"""Hands raised in the room on screen: one topic at a time, a field per level, no persons, no result before the end."""

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from reverse_mentoring.decide.gaps import voting


class RoomTally(anywidget.AnyWidget):
    """What the page shows, and what is done on it.

    From the decisions: topics ({"id", "name", "definition", "inside": counted already}), questions ({"key", "role",
    "words", "text", "answers": [[level, words]]}), notes (question key or role → {"text", "bad"}), progress (a
    sentence), may_correct (whether saved hands may be shown again), seconds (per topic). Saved hands are not among
    them: they stay out of the page until somebody asks to correct a topic.
    Done on the page: room (role → people here), typed (field → hands, for the topic shown only), place (index of the
    topic shown), act ("next", "save" or "correct"; set for one act and emptied again).
    """

    _esm = Path(__file__).parent / "room_tally.js"
    topics: Any = traitlets.List().tag(sync=True)
    questions: Any = traitlets.List().tag(sync=True)
    notes: Any = traitlets.Dict().tag(sync=True)
    progress: Any = traitlets.Unicode("").tag(sync=True)
    may_correct: Any = traitlets.Bool(True).tag(sync=True)
    seconds: Any = traitlets.Int(90).tag(sync=True)
    room: Any = traitlets.Dict().tag(sync=True)
    typed: Any = traitlets.Dict().tag(sync=True)
    place: Any = traitlets.Int(0).tag(sync=True)
    act: Any = traitlets.Unicode("").tag(sync=True)


def questions() -> list[dict[str, Any]]:
    """The questions as the page needs them."""
    return [
        {"key": each.key, "role": each.role, "words": voting.ROLES[each.role], "text": each.text,
         "answers": [[level, words] for level, words in each.answers.items()]}
        for each in voting.QUESTIONS
    ]  # fmt: skip
