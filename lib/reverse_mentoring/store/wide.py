"""Wide answers, one column per question and topic as form tools export them, recognised by their headers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from reverse_mentoring.store.content import instruments
from reverse_mentoring.store.headers import Words, normal

QUESTIONS = {"imp": "importance", "prof": "proficiency", "want": "want", "give": "give"}
"""Item of content/instruments.csv, form “gap” → column of the ratings table."""
_ENOUGH = 0.6
_BRACKETS = re.compile(r"^(?P<question>.*)\[(?P<topic>[^\]]+)\]?\s*$")
_SEPARATORS = (": ", " - ", " – ", " — ", " | ", " / ", " > ", ":", "|", "__", "/")


@dataclass(frozen=True)
class WideColumn:
    """One column of a wide export: its place, its header, which question about which topic (id or name)."""

    position: int
    header: str
    question: str
    topic: str


class WideHeaders:
    """Recognises headers such as “importance: Everyday AI assistants” or “<question text> [<topic>]”.

    topics: columns topic_id, name of all topics known so far; others are taken by the name that the header gives.
    """

    def __init__(self, topics: pd.DataFrame, words: Words) -> None:
        self._topics = {str(t): str(t) for t in topics["topic_id"]}
        self._topics |= {str(n): str(t) for n, t in zip(topics["name"], topics["topic_id"], strict=True) if n}
        self._known = {h: c for h, c in words.columns["ratings"].items() if c in QUESTIONS.values()}
        asked = instruments()
        asked = asked[asked["form"] == "gap"]
        self._wordings = {
            QUESTIONS[item]: set(_tokens(text))
            for item, text in zip(asked["item_id"], asked["text"], strict=True)
            if item in QUESTIONS
        }

    def columns(self, headers: Sequence[str], confirmed: Mapping[str, str]) -> list[WideColumn]:
        """The headers that hold an answer about a topic. confirmed: header → “importance:topic” settles one."""
        settled = {normal(header): column for header, column in confirmed.items()}
        found = []
        for position, header in enumerate(headers):
            question, topic = self._answer(header, settled.get(normal(header)))
            if question and topic:
                found.append(WideColumn(position, header, question, topic))
        return found

    def _answer(self, header: str, confirmed: str | None) -> tuple[str, str]:
        if confirmed is not None:
            question, _, topic = confirmed.partition(":")
            return (question.strip(), topic.strip()) if question.strip() in QUESTIONS.values() else ("", "")
        splits = [(self._question(text), topic.strip()) for text, topic in _splits(header)]
        splits = [(question, topic) for question, topic in splits if question and topic]
        known = [(question, self._topic(topic)) for question, topic in splits if self._topic(topic)]
        return next(iter(known), None) or self._contained(header) or next(iter(splits), ("", ""))

    def _topic(self, text: str) -> str:
        """The id of the topic with this id or name, also where the export cut the name short; else “”."""
        wanted = normal(text)
        same = {topic for name, topic in self._topics.items() if normal(name) == wanted}
        cut = {topic for name, topic in self._topics.items() if normal(name).startswith(wanted) and len(wanted) >= 6}
        return min(same) if same else min(cut) if len(cut) == 1 else ""

    def _contained(self, header: str) -> tuple[str, str] | None:
        for name in sorted(self._topics, key=len, reverse=True):
            start = header.casefold().find(name.casefold())
            if start >= 0 and len(name) >= 4:
                question = self._question(header[:start] + " " + header[start + len(name) :])
                if question:
                    return question, self._topics[name]
        return None

    def _question(self, text: str) -> str:
        """The column that a question's name or its wording stands for, also cut short; else “”."""
        if normal(text) in self._known:
            return self._known[normal(text)]
        tokens = set(_tokens(text))
        if len(tokens) < 3:
            return ""
        likeness = {column: len(tokens & wording) / len(tokens) for column, wording in self._wordings.items()}
        best = max(likeness, key=lambda column: likeness[column])
        return best if likeness[best] >= _ENOUGH else ""


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _splits(header: str) -> list[tuple[str, str]]:
    """Ways to read a header as question and topic, the most telling first."""
    splits = []
    if match := _BRACKETS.match(header):
        splits.append((match["question"], match["topic"]))
    for separator in _SEPARATORS:
        if separator in header:
            first, _, rest = header.partition(separator)
            start, _, last = header.rpartition(separator)
            splits += [(first, rest), (start, last), (rest, first), (last, start)]
    return splits
