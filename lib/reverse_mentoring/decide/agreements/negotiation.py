"""What each of the two wants, given alone; where they differ; and what the draft of the agreement uses until then.

Nothing of one side may be shown to the other before both have answered: until then there are no differences, and
the terms are the programme's. No sentence takes a side or blames anybody.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from reverse_mentoring.decide.agreements.wishes import clock, hours_here, items, same_hour, shown_hour, stricter, union
from reverse_mentoring.decide.agreements.wording import closed, filled
from reverse_mentoring.decide.matching.hours import utc_offset
from reverse_mentoring.words.agreements import Difference
from reverse_mentoring.words.choices import AgreementChoices, IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import Confidentiality, Side, Who
from reverse_mentoring.words.settings import RhythmSettings

Given = Mapping[Who, Side]
_EITHER = ("", "both")
_MINUTES_ROUNDED = 5


@dataclass(frozen=True)
class About:
    """Whom the sentences speak of; without names they say “the mentor (junior)”, for a page that others see.

    topics: topic_id → name. offsets: minutes that each one's clock is ahead of UTC, None where not known.
    """

    mentor: str = ""
    mentee: str = ""
    topics: Mapping[str, str] = field(default_factory=dict)
    offsets: tuple[int | None, int | None] = (None, None)

    def named(self, words: Mapping[str, str]) -> dict[str, str]:
        """The fields {mentor} and {mentee} of a message."""
        names = {"mentor": self.mentor or words["side.mentor"], "mentee": self.mentee or words["side.mentee"]}
        return {who: closed(name) for who, name in names.items()}

    def listed(self, topics: Iterable[str]) -> str:
        """The names of these topics."""
        return ", ".join(self.topics.get(topic) or topic for topic in topics)

    @property
    def minutes_apart(self) -> int | None:
        """How far the mentee's clock is ahead of the mentor's; None where a time zone is not known."""
        mentor, mentee = self.offsets
        return None if mentor is None or mentee is None else mentee - mentor


@dataclass(frozen=True)
class Terms:
    """What the draft uses now. hour: HH:MM, local time of the mentor. topics: ids. gain, offers: the mentor's, then
    the mentee's. limits: of both. open: the fields on which the two still differ."""

    weeks_between: int
    minutes: int
    hour: str
    mode: str
    confidentiality: Confidentiality
    topics: tuple[str, ...] = ()
    gain: tuple[str, str] = ("", "")
    offers: tuple[str, str] = ("", "")
    limits: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def sides(cohort: Cohort, choices: AgreementChoices) -> dict[IdPair, dict[Who, Side]]:
    """What was written so far, by pair and role; a side typed on screen stands instead of the imported one.

    A side that says nothing counts as not written. Topics that were given by name become ids.
    """
    ids = {name.casefold(): topic for topic, name in cohort.topic_names.items()}
    rows = [Side.model_validate(_said(row)) for row in cohort.sides.to_dict("records")]
    written = {(side.ids, side.who): side for side in (*rows, *choices.sides)}
    found: dict[IdPair, dict[Who, Side]] = {}
    for (pair, who), side in sorted(written.items()):
        if _says_something(side):
            topics = tuple(dict.fromkeys(ids.get(topic.casefold(), topic) for topic in side.topics))
            found.setdefault(pair, {})[who] = side.model_copy(update={"topics": topics})
    return found


def both_answered(given: Given) -> bool:
    """Whether each may see what the other wrote."""
    return all(who in given and _says_something(given[who]) for who in ("mentor", "mentee"))


def abouts(cohort: Cohort, pairs: Iterable[IdPair]) -> dict[IdPair, About]:
    """What differences and terms need to know of each pair; clocks as on the first day of the cohort."""
    zones = dict(cohort.of_roster("person_id", "time_zone"))
    ahead = {zone: utc_offset(zone, cohort.start) for zone in {"", *zones.values()}}
    return {
        (mentor, mentee): About(
            cohort.names.get(mentor) or mentor,
            cohort.names.get(mentee) or mentee,
            cohort.topic_names,
            (ahead[zones.get(mentor, "")], ahead[zones.get(mentee, "")]),
        )
        for mentor, mentee in pairs
    }


def not_written(given: Given, *, words: Mapping[str, str], about: About | None = None) -> tuple[str, ...]:
    """One sentence for each of the two who has not written anything yet."""
    names = (about or About()).named(words)
    silent = [who for who in ("mentor", "mentee") if not (who in given and _says_something(given[who]))]
    return tuple(filled(words["side.not_written"], {"name": names[who]}) for who in silent)


def differences(
    mentor: Side | None, mentee: Side | None, *, words: Mapping[str, str], about: About | None = None
) -> tuple[Difference, ...]:
    """Where the two want different things, each with a sentence that helps to settle it in the first session.

    Empty until both have written something, so that nobody sees the other's side before giving the own one; who is
    silent is told by not_written. words: messages, keys side.…; about: names, topics and clocks. What one hopes to
    gain and the other offers is only laid side by side; the texts are not judged.
    """
    if mentor is None or mentee is None or not both_answered({"mentor": mentor, "mentee": mentee}):
        return ()
    table = _Table(mentor, mentee, words, about or About())
    points = (table.topics, table.frequency, table.length, table.hour, table.mode, table.confidentiality,
              table.limits, table.hopes_of_mentee, table.hopes_of_mentor)  # fmt: skip
    return tuple(difference for point in points for difference in point())


def usual_terms(rhythm: RhythmSettings, choices: AgreementChoices, topics: Sequence[str], *, mode: str = "") -> Terms:
    """What the programme lays down, before anything of the two sides. topics: the pair's; mode: from the sign-ups."""
    limits = items(choices.off_limits)
    return Terms(rhythm.weeks_between, rhythm.minutes, rhythm.hour, mode, choices.confidentiality, tuple(topics),
                 limits=limits)  # fmt: skip


def terms(given: Given, usual: Terms, *, about: About | None = None) -> Terms:
    """What the draft uses: what both say; what one says where the other has no wish; where they differ, what is usual.

    Until it is settled the stricter confidentiality holds. Limits of both stand. Before both have answered, exactly
    what is usual.
    """
    if not both_answered(given):
        return usual
    mentor, mentee = given["mentor"], given["mentee"]
    apart = (about or About()).minutes_apart
    still_open = _open(mentor, mentee, apart)
    said = {
        "weeks_between": (mentor.weeks_between, mentee.weeks_between),
        "minutes": (mentor.minutes, mentee.minutes),
        "mode": tuple("" if side.mode in _EITHER else side.mode for side in (mentor, mentee)),
        "hour": hours_here(mentor.hour, mentee.hour, apart),
        "topics": (mentor.topics, mentee.topics),
    }
    settled: dict[str, Any] = {
        name: next(filter(None, both)) for name, both in said.items() if name not in still_open and any(both)
    }
    settled |= {"gain": (mentor.gain, mentee.gain), "offers": (mentor.offer, mentee.offer)}
    settled["limits"] = union([*usual.limits, *items(mentor.limits), *items(mentee.limits)])
    settled["confidentiality"] = stricter(_strengths(mentor, mentee), usual.confidentiality)
    return replace(usual, **settled, open=still_open)


@dataclass(frozen=True)
class _Table:
    """Where the two sides lie side by side; each method gives at most one difference."""

    mentor: Side
    mentee: Side
    words: Mapping[str, str]
    about: About

    def _difference(self, point: str, said: tuple[str, str], message: str, **fields: str) -> Difference:
        shown = {"mentor_said": said[0], "mentee_said": said[1], **self.about.named(self.words)}
        sentence = filled(self.words[f"side.{message}"], {**shown, **fields})
        return Difference(self.words[f"side.point.{point}"], *said, sentence)

    def topics(self) -> Iterator[Difference]:
        one, other = self.mentor.topics, self.mentee.topics
        only = [topic for topic in one if topic not in other], [topic for topic in other if topic not in one]
        if any(only):
            shared = [topic for topic in one if topic in other]
            message = "topics_shared" if shared else "topics_apart"
            said = self.about.listed(one), self.about.listed(other)
            yield self._difference("topics", said, message, shared=self.about.listed(shared))

    def frequency(self) -> Iterator[Difference]:
        yield from self._between("frequency", (self.mentor.weeks_between, self.mentee.weeks_between), self._weeks, 1)

    def length(self) -> Iterator[Difference]:
        yield from self._between("length", (self.mentor.minutes, self.mentee.minutes), self._minutes, _MINUTES_ROUNDED)

    def _between(
        self, point: str, wishes: tuple[int | None, int | None], shown: Callable[[int], str], step: int
    ) -> Iterator[Difference]:
        if None in wishes or wishes[0] == wishes[1]:
            return
        one, other = (wish or 0 for wish in wishes)
        middle = (one + other) // 2 // step * step
        between = min(one, other) < middle
        said = shown(one), shown(other)
        yield self._difference(point, said, point if between else f"{point}_close", middle=shown(middle))

    def _weeks(self, weeks: int) -> str:
        return self.words["side.each_week"] if weeks == 1 else filled(self.words["side.weeks"], {"n": str(weeks)})

    def _minutes(self, minutes: int) -> str:
        return filled(self.words["side.minutes"], {"n": str(minutes)})

    def hour(self) -> Iterator[Difference]:
        texts = self.mentor.hour.strip(), self.mentee.hour.strip()
        if not all(texts) or same_hour(*texts, self.about.minutes_apart):
            return
        here, there, apart = clock(texts[0]), clock(texts[1]), self.about.minutes_apart
        if here is None or there is None or apart is None:
            yield self._difference("hour", texts, "hour_text")
            return
        said = shown_hour(here), shown_hour(there)
        if apart == 0:
            yield self._difference("hour", said, "hour_here")
            return
        yield self._difference(
            "hour", said, "hour", mentor_there=shown_hour(here + apart), mentee_here=shown_hour(there - apart)
        )

    def mode(self) -> Iterator[Difference]:
        if not {self.mentor.mode, self.mentee.mode} & set(_EITHER) and self.mentor.mode != self.mentee.mode:
            said = self.words[f"side.mode.{self.mentor.mode}"], self.words[f"side.mode.{self.mentee.mode}"]
            yield self._difference("mode", said, "mode")

    def confidentiality(self) -> Iterator[Difference]:
        strengths = _strengths(self.mentor, self.mentee)
        if len(set(strengths)) == 2:
            said = self._strength(strengths[0]), self._strength(strengths[1])
            safe = self._strength(stricter(strengths, strengths[0]))
            yield self._difference("confidentiality", said, "confidentiality", safe=safe)

    def _strength(self, chosen: Confidentiality) -> str:
        return self.words[f"side.confidentiality.{chosen}"]

    def limits(self) -> Iterator[Difference]:
        one, other = items(self.mentor.limits), items(self.mentee.limits)
        if {item.casefold() for item in one} != {item.casefold() for item in other}:
            both = "; ".join(union([*one, *other]))
            yield self._difference("limits", (self.mentor.limits, self.mentee.limits), "limits", both=both)

    def hopes_of_mentee(self) -> Iterator[Difference]:
        if self.mentee.gain:
            yield self._difference("hopes_of_mentee", (self.mentor.offer, self.mentee.gain), "hopes_of_mentee")

    def hopes_of_mentor(self) -> Iterator[Difference]:
        if self.mentor.gain:
            yield self._difference("hopes_of_mentor", (self.mentor.gain, self.mentee.offer), "hopes_of_mentor")


def _said(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row of the table without what was not said."""
    return {str(name): value for name, value in row.items() if isinstance(value, tuple) or not pd.isna(value)}


def _says_something(side: Side) -> bool:
    wishes = side.model_dump(exclude={"mentor_id", "mentee_id", "who"}).values()
    return any(wish.strip() if isinstance(wish, str) else wish for wish in wishes)


def _open(mentor: Side, mentee: Side, apart: int | None) -> tuple[str, ...]:
    modes = {mentor.mode, mentee.mode} - set(_EITHER)
    differ = {
        "weeks_between": len({mentor.weeks_between, mentee.weeks_between} - {None}) == 2,
        "minutes": len({mentor.minutes, mentee.minutes} - {None}) == 2,
        "hour": bool(mentor.hour.strip() and mentee.hour.strip()) and not same_hour(mentor.hour, mentee.hour, apart),
        "mode": len(modes) == 2,
        "confidentiality": len(set(_strengths(mentor, mentee))) == 2,
        "topics": set(mentor.topics) != set(mentee.topics),
    }
    return tuple(name for name, differs in differ.items() if differs)


def _strengths(mentor: Side, mentee: Side) -> list[Confidentiality]:
    """What those who said something chose, the mentor first."""
    return [side.confidentiality for side in (mentor, mentee) if side.confidentiality]
