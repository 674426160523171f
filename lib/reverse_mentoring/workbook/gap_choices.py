"""The controls of step 1 beside the table: what counts as a need, and what the programme is about."""

from collections.abc import Callable
from functools import partial
from typing import Any

from reverse_mentoring.present.pages import fragment
from reverse_mentoring.words.choices import GapChoices
from reverse_mentoring.words.settings import NeedSettings
from reverse_mentoring.workbook import controls
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.views import Page

THRESHOLDS = {
    "importance_at_least": "A need: importance at least",
    "proficiency_at_most": "Mentee's level at most",
    "gap_at_least": "Gap at least",
    "teaches_from": "A mentor teaches from level",
}
LOWEST, HIGHEST = {"gap_at_least": 0}, {"gap_at_least": 4}
MOST_TOPICS = 3
NO_TOPIC = ("– none –", "")


class Thresholds:
    """Drop-down lists for the thresholds of a need; programme.toml holds until one is changed."""

    def __init__(self, decisions: Decisions[GapChoices]) -> None:
        self.decisions = decisions
        self.fields = {
            name: controls.dropdown(
                label, _numbers(name), getattr(self.need, name), partial(self._set, name), decisions
            )
            for name, label in THRESHOLDS.items()
        }
        decisions.follow(self._show)

    @property
    def need(self) -> NeedSettings:
        """What counts as a need: as chosen here, else as programme.toml says."""
        return self.decisions.choices.need or self.decisions.opened.cohort.settings.need

    def widgets(self) -> list[Any]:
        """With their title."""
        return [title("What counts as a need?"), *self.fields.values()]

    def _show(self) -> None:
        for name, field in self.fields.items():
            field.value = getattr(self.need, name)

    def _set(self, name: str, value: int) -> None:
        if getattr(self.need, name) != value:
            self.decisions.change(need=self.need.model_copy(update={name: value}).model_dump())


class ProgrammeTopics:
    """At most three topics, each with what it costs, whether something else serves it, and who answers for it.

    topics: topic_id → name, asked again at every change, because the room may add some. named: whether owners may be
    shown; for the projector they are left out.
    """

    def __init__(self, decisions: Decisions[GapChoices], topics: Callable[[], dict[str, str]], *, named: bool) -> None:
        self.decisions, self._topics, self.named = decisions, topics, named
        self._showing = True
        self.fields = [
            controls.dropdown(f"Programme topic {place + 1}", [NO_TOPIC], "", lambda _: self._choose(), decisions)
            for place in range(MOST_TOPICS)
        ]
        self.stories = [self._line(place, "What it costs us, no names", "stories") for place in range(MOST_TOPICS)]
        self.offers = [
            controls.tick("Another offer serves it already", False, partial(self._offer, place), decisions)
            for place in range(MOST_TOPICS)
        ]
        self.owners = [self._line(place, "Who answers for it", "owners") for place in range(MOST_TOPICS) if named]
        self._show()
        decisions.follow(self._show)

    def widgets(self) -> list[Any]:
        """Topic, story, other offer and owner, three times."""
        sets = [self.fields, self.stories, self.offers, *([self.owners] if self.named else [])]
        return [title("What is the programme about?"), *(each[place] for place in range(MOST_TOPICS) for each in sets)]

    def _line(self, place: int, label: str, where: str) -> Any:
        return controls.line(f"{label} ({place + 1})", "", partial(self._write, place, where), self.decisions)

    def _topic(self, place: int) -> str:
        chosen = self.decisions.choices.programme_topics
        return chosen[place] if place < len(chosen) else ""

    def _choose(self) -> None:
        chosen = tuple(dict.fromkeys(field.value for field in self.fields if field.value))
        if not self._showing and chosen != self.decisions.choices.programme_topics:
            self.decisions.change(programme_topics=chosen)

    def _write(self, place: int, where: str, text: str) -> None:
        topic, said = self._topic(place), dict(getattr(self.decisions.choices, where))
        if self._showing or not topic or said.get(topic, "") == text.strip():
            return
        said[topic] = text.strip()
        self.decisions.change(**{where: {each: words for each, words in said.items() if words}})

    def _offer(self, place: int, ticked: bool) -> None:
        topic, offers = self._topic(place), set(self.decisions.choices.other_offer)
        if not self._showing and topic and (topic in offers) != ticked:
            self.decisions.change(other_offer=tuple(sorted(offers ^ {topic})))

    def _show(self) -> None:
        """The fields as the choices say, without taking that for a new decision."""
        self._showing, choices, topics = True, self.decisions.choices, self._topics()
        options = (NO_TOPIC, *sorted((name, topic) for topic, name in topics.items()))
        for place in range(MOST_TOPICS):
            topic = self._topic(place)
            if self.fields[place].options != options:
                self.fields[place].options = options
            self.fields[place].value = topic if topic in topics else ""
            self.stories[place].value = choices.stories.get(topic, "")
            self.offers[place].value = topic in choices.other_offer
            for owner in self.owners[place : place + 1]:
                owner.value = choices.owners.get(topic, "")
            for field in (self.stories[place], self.offers[place], *self.owners[place : place + 1]):
                field.disabled = not topic
        self._showing = False


def title(words: str) -> Page:
    """A heading between controls."""
    return Page(lambda: fragment("sentences", title=words, sentences=()))


def _numbers(name: str) -> list[tuple[str, int]]:
    return [(str(level), level) for level in range(LOWEST.get(name, 1), HIGHEST.get(name, 5) + 1)]
