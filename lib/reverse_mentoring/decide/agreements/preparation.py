"""Preparation packs: what each of the two reads and fills in alone before the first session.

A mentor's pack is made of the pair's topics and the mentor's own answers, a mentee's of the topics and what he or she
wrote; neither holds an answer of the other. That a topic is on the page says that the pair works on it, as the
agreement does.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from reverse_mentoring.decide.agreements.clause_texts import support_text
from reverse_mentoring.decide.agreements.letters import pair_file_stem
from reverse_mentoring.decide.agreements.negotiation import Given, sides
from reverse_mentoring.decide.agreements.wording import filled, long_date, short_date
from reverse_mentoring.decide.gaps.gaps import strengths
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import AgreementChoices, IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import Who

BULLETS = 5
_BOTH: tuple[Who, ...] = ("mentor", "mentee")


@dataclass(frozen=True)
class TopicPage:
    """One topic: its name, what good looks like, and a note where it is sensitive."""

    name: str
    good: str
    note: str = ""


@dataclass(frozen=True)
class Preparation:
    """What one prepares for one session; all text."""

    number: str
    when: str
    title: str
    task: str


@dataclass(frozen=True)
class Pack:
    """What one of the two gets before the first session. gain: as this one wrote it; bullets: the mentor's expertise by
    own answers, at most BULLETS (mentee: none); before: a sentence with the day of the first session."""

    mentor_id: str
    mentee_id: str
    who: Who
    name: str
    partner: str
    before: str
    gain: str
    topics: tuple[TopicPage, ...]
    bullets: tuple[str, ...]
    sessions: tuple[Preparation, ...]
    language: str

    @property
    def file(self) -> str:
        """The name of its file, below the cohort's results; ids only."""
        return pack_file(self.mentor_id, self.mentee_id, self.who)


def pack_file(mentor_id: str, mentee_id: str, who: Who) -> str:
    """The name of the file with this one's pack, as a calendar entry may name it."""
    return f"packs/{pair_file_stem(mentor_id, mentee_id)}_{who}.docx"


def packs(
    cohort: Cohort, agreements: Iterable[Agreement], choices: AgreementChoices, *, words: Mapping[str, str]
) -> tuple[Pack, ...]:
    """Two packs for each pair, the mentor's first, in the order of the agreements.

    words: messages of the agreements' language.
    """
    shelf = _Shelf(cohort, choices, words)
    return tuple(shelf.pack(agreement, who) for agreement in agreements for who in _BOTH)


@dataclass(frozen=True)
class _Shelf:
    """What packs are made from."""

    cohort: Cohort
    choices: AgreementChoices
    words: Mapping[str, str]

    @cached_property
    def sides(self) -> Mapping[IdPair, Given]:
        return sides(self.cohort, self.choices)

    @cached_property
    def levels(self) -> dict[str, dict[str, int]]:
        """Mentor → what he or she can and will teach, best first, with the own level."""
        found: dict[str, dict[str, int]] = {}
        can = strengths(self.cohort, self.cohort.settings.need)
        for person, topic, level in zip(can["person_id"], can["topic_id"], can["proficiency"], strict=True):
            found.setdefault(person, {})[topic] = int(level)
        return found

    @cached_property
    def pages(self) -> dict[str, TopicPage]:
        """topic_id → its page, without the note."""
        topics = self.cohort.topics
        rows = zip(topics["topic_id"], topics["name"], topics["definition"], strict=True)
        return {topic: TopicPage(self.name(name), self.good(name, said)) for topic, name, said in rows}

    @cached_property
    def ids(self) -> dict[str, str]:
        """The name of a topic as agreements have it → topic_id."""
        return {page.name: topic for topic, page in self.pages.items()}

    @cached_property
    def sensitive(self) -> set[str]:
        topics = self.cohort.topics
        return set(topics.loc[topics["sensitive"].fillna(False).astype(bool), "topic_id"])

    def name(self, name: str) -> str:
        return self.words.get(f"topic.{name}", name)

    def good(self, name: str, definition: str) -> str:
        """Topics of the catalogue in the language of the paper, others as the organisation wrote them."""
        return self.words.get(f"pack.good.{name}", definition) or self.words["pack.no_definition"]

    def pack(self, agreement: Agreement, who: Who) -> Pack:
        """The pack of one of the two."""
        names = agreement.mentor_name, agreement.mentee_name
        side = self.sides.get(agreement.ids, {}).get(who)
        return Pack(
            *agreement.ids, who,
            *(names if who == "mentor" else names[::-1]),
            before=self.before(agreement),
            gain=" ".join(side.gain.split()) if side else "",
            topics=tuple(self.page(name, who) for name in agreement.topics),
            bullets=tuple(self.bullets(agreement)) if who == "mentor" else (),
            sessions=tuple(self.sessions(agreement, who)),
            language=agreement.language,
        )  # fmt: skip

    def before(self, agreement: Agreement) -> str:
        first = agreement.sessions[0].start.date() if agreement.sessions else self.cohort.start
        return filled(self.words["pack.before"], {"day": long_date(first, words=self.words)})

    def page(self, name: str, who: Who) -> TopicPage:
        topic = self.ids.get(name, "")
        page = self.pages.get(topic) or TopicPage(name, self.good(name, ""))
        if topic not in self.sensitive:
            return page
        support = support_text(self.cohort.settings.contact, words=self.words)
        return TopicPage(page.name, page.good, filled(self.words[f"pack.sensitive.{who}"], {"support": support}))

    def bullets(self, agreement: Agreement) -> Iterator[str]:
        """The pair's topics first, then what else the mentor can teach; each with the mentor's own level."""
        levels = self.levels.get(agreement.mentor_id, {})
        own = [self.ids.get(name, name) for name in agreement.topics]
        for topic in list(dict.fromkeys([*own, *levels]))[:BULLETS]:
            name = self.pages[topic].name if topic in self.pages else topic
            said = {"topic": name, "level": self.words[f"pack.level.{levels[topic]}"]} if topic in levels else {}
            yield filled(self.words["pack.bullet"], said) if said else name

    def sessions(self, agreement: Agreement, who: Who) -> Iterator[Preparation]:
        for session in agreement.sessions:
            when = short_date(session.start.date(), words=self.words)
            task = session.before_mentor if who == "mentor" else session.before_mentee
            yield Preparation(str(session.number), when, session.title, task)
