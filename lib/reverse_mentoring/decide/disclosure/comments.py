"""What may be told of people's comments: a few sentences of the facilitator's own, never word for word.

No table has a field for comments that may be shared: people say so in the room or on paper, and the facilitator counts.
So the number is his or her word; what a program can see is whether a sentence names somebody or copies somebody.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from reverse_mentoring.decide.review.naming import names_somebody
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.disclosure import COMMENTS_FROM

MOST, LONGEST = 5, 300
"""Sentences in a release; characters in a sentence."""
IN_A_ROW = 6
"""So many words as somebody wrote them, one after the other, are a quotation."""


@dataclass(frozen=True)
class Comments:
    """sentences: as managers will read them; shared: comments that they rest on, which people agreed to share."""

    sentences: tuple[str, ...] = ()
    shared: int = 0


def sentences_of(text: str) -> tuple[str, ...]:
    """One per line, without empty lines and spaces around."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def against(comments: Comments, cohort: Cohort, written: Iterable[str]) -> tuple[str, ...]:
    """What speaks against releasing these comments, as sentences; () = nothing that a program can see.

    written: all free text that anybody wrote in this cohort. A sentence copies if it has IN_A_ROW words of such a text
    one after the other, or is the whole text, whatever the case, the spaces and the punctuation.
    """
    if not comments.sentences:
        return ()
    said, texts = [], [_words(text) for text in written]
    if len(comments.sentences) > MOST:
        said.append(f"There is room for {MOST} sentences; these are {len(comments.sentences)}.")
    if comments.shared < COMMENTS_FROM:
        said.append(
            f"Sentences must rest on {COMMENTS_FROM} comments or more that people agreed to share; "
            f"these rest on {comments.shared}."
        )
    known, whole = {run for text in texts for run in _runs(text)}, set(texts)
    for number, sentence in enumerate(comments.sentences, 1):
        words = _words(sentence)
        if len(sentence) > LONGEST:
            said.append(f"Sentence {number} is longer than {LONGEST} characters.")
        if names_somebody(sentence, cohort):
            said.append(f"Sentence {number} names somebody.")
        if words in whole or not known.isdisjoint(_runs(words)):
            said.append(f"Sentence {number} repeats what somebody wrote. Say it in words of your own.")
    return tuple(said)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def _runs(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[start : start + IN_A_ROW] for start in range(len(words) - IN_A_ROW + 1)}
