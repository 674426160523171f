"""The workshop in the room on screen: the dot vote from many topics to a few, then hands raised on those few."""

from typing import Any

from markupsafe import Markup

from reverse_mentoring.decide.gaps import voting
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.store.content import catalogue
from reverse_mentoring.words.choices import GapChoices
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.dot_vote import DotVote
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.room_tally import RoomTally, questions
from reverse_mentoring.workbook.views import Page, View

OWN_FILE, OWN_HERE = "From your topics file", "Added here"
USUAL_COUNT = 8
LONGEST_NAME = 80


class Room:
    """The two steps in the room. for_room: whether the page is for the projector, where groups under the smallest
    number are not shown; what changes it calls turn."""

    def __init__(self, opened: Opened, decisions: Decisions[GapChoices]) -> None:
        self.opened, self.decisions = opened, decisions
        self.for_room = opened.room
        self._catalogue = _rated_topics(opened)
        self._vote, self._tally = _Vote(self), _Tally(self)
        decisions.follow(self._refresh)

    def turn(self, for_room: bool) -> None:
        """Shows the face for the projector, or the facilitator's."""
        self.for_room = for_room
        self._tally.refresh()

    def vote(self) -> View:
        """Dots typed in live. Printed: the ranked list."""
        by = self.decisions
        buttons = controls.row(controls.button("Undo", by.undo, by), frame.status(by))
        content = controls.panel(self._vote.widget, buttons, kind="full")
        return View(content, printed=self._vote.printed, classes=("rm-desk",))

    def tally(self) -> View:
        """Hands typed in per topic. Printed: how many topics are in; once all are, the hands."""
        by = self.decisions
        buttons = controls.row(controls.button("Undo", by.undo, by), frame.status(by))
        content = controls.panel(self._tally.widget, buttons, self._tally.result, kind="full")
        return View(content, printed=self._tally.printed, classes=("rm-desk",))

    @property
    def all_in(self) -> bool:
        """Whether there are asked topics, and hands of both roles on each of them."""
        asked = self.decisions.choices.asked
        return bool(asked) and len(self.inside) == len(asked)

    @property
    def inside(self) -> tuple[str, ...]:
        """The asked topics that are in."""
        return voting.topics_in(self.decisions.choices.hands, self.decisions.choices.asked)

    @property
    def topics(self) -> list[dict[str, Any]]:
        """Every topic that may be voted on: id, name, definition, group, own (added here, so it can be removed)."""
        added = [
            {"id": topic, "name": name, "definition": "", "group": OWN_HERE, "own": True}
            for topic, name in self.decisions.choices.own_topics.items()
        ]
        return [*added, *self._catalogue]

    @property
    def names(self) -> dict[str, str]:
        """topic_id → name, of every topic that may be voted on."""
        return {topic["id"]: topic["name"] for topic in self.topics}

    def _refresh(self) -> None:
        self._vote.refresh()
        self._tally.refresh()


class _Vote:
    """The dot vote: what is done on the page becomes a decision, and the page shows what was decided."""

    def __init__(self, room: Room) -> None:
        self.room, self.by = room, room.decisions
        self.widget = DotVote(count=min(max(len(self.by.choices.asked) or USUAL_COUNT, 3), 12))
        self.widget.volunteers = _volunteers()
        self.refresh()
        acts = {"dots": self._dots, "new_topic": self._add, "remove": self._remove, "take": self._take,
                "count": self.refresh}  # fmt: skip
        for trait, act in acts.items():
            self.widget.observe(self.by.guard(act), names=trait)

    def refresh(self) -> None:
        """The page as the choices say."""
        choices, names, widget = self.by.choices, self.room.names, self.widget
        ranked = voting.ranking(choices.votes, names)
        widget.topics = [{key: topic[key] for key in ("id", "name", "group", "own")} for topic in self.room.topics]
        widget.ranked = [
            {"id": each.topic_id, "name": each.name, "place": each.place, "dots": each.dots,
             "asked": each.topic_id in choices.asked}
            for each in ranked
        ]  # fmt: skip
        widget.total = sum(choices.votes.values())
        widget.said = voting.edge_sentence(choices.votes, widget.count, names)
        widget.dots = dict(choices.votes)

    def _dots(self) -> None:
        known = self.room.names
        votes = {topic: dots for topic, dots in self.widget.dots.items() if dots > 0 and topic in known}
        if votes != self.by.choices.votes:
            self.by.change(votes=votes)

    def _add(self) -> None:
        name = " ".join(self.widget.new_topic.split())[:LONGEST_NAME]
        self.widget.new_topic = ""
        if not name:
            return
        if name.casefold() in {known.casefold() for known in self.room.names.values()}:
            self.by.say(f"“{name}” is in the list already.")
            return
        topic = voting.new_topic_id(name, {*self.room.names, *catalogue()["topic_id"]})
        self.by.change(own_topics={**self.by.choices.own_topics, topic: name})

    def _remove(self) -> None:
        topic, choices = self.widget.remove, self.by.choices
        self.widget.remove = ""
        if topic in choices.own_topics:
            self.by.change(
                own_topics={key: name for key, name in choices.own_topics.items() if key != topic},
                votes={key: dots for key, dots in choices.votes.items() if key != topic},
                asked=tuple(key for key in choices.asked if key != topic),
                hands=tuple(hands.model_dump() for hands in choices.hands if hands.topic_id != topic),
            )

    def _take(self) -> None:
        count, self.widget.take = self.widget.take, 0
        if count:
            taken, _ = voting.top(self.by.choices.votes, count)
            self.by.change(asked=taken)

    def printed(self) -> Markup:
        choices = self.by.choices
        return fragment(
            "room_vote",
            asked=[self.room.names.get(topic, topic) for topic in choices.asked],
            ranked=voting.ranking(choices.votes, self.room.names),
            chosen=choices.asked,
            total=sum(choices.votes.values()),
            of=len(self.room.topics),
        )


class _Tally:
    """The room tally: saved once per topic; what was saved leaves the page until all topics are in."""

    def __init__(self, room: Room) -> None:
        self.room, self.by = room, room.decisions
        self._asked: tuple[str, ...] = ()
        self._lacks = dict[str, str]()
        self.widget = RoomTally(questions=questions())
        self.result = Page(self._result)
        self.refresh()
        acts = {"room": self._room, "typed": self._typed, "place": self._turn, "act": self._act}
        for trait, act in acts.items():
            self.widget.observe(self.by.guard(act), names=trait)

    @property
    def topic(self) -> str:
        """The topic on the page; empty if none was asked."""
        return self._asked[self.widget.place] if self.widget.place < len(self._asked) else ""

    def refresh(self) -> None:
        """The page as the choices say; what is being typed stays, unless other topics are asked."""
        asked, inside = self.by.choices.asked, self.room.inside
        if asked != self._asked:
            self._asked = asked
            self.widget.place, self.widget.typed = 0, {}
        known = {topic["id"]: topic for topic in self.room.topics}
        self.widget.topics = [
            {"id": topic, "name": known.get(topic, {}).get("name", topic),
             "definition": known.get(topic, {}).get("definition", ""), "inside": topic in inside}
            for topic in asked
        ]  # fmt: skip
        self.widget.progress = _progress(len(inside), len(asked))
        self.widget.may_correct = not self.room.for_room
        self.widget.room = dict(self.by.choices.room)
        self._notes()
        self.result.refresh()

    def _room(self) -> None:
        wanted = {role: max(0, int(self.widget.room[role])) for role in voting.ROLES if role in self.widget.room}
        if wanted == self.by.choices.room:
            return
        self._lacks = {
            role: sentence
            for role, present in wanted.items()
            if (sentence := voting.against_room(self._hands(), role, present, self.room.names))
        }
        if self._lacks:
            self._notes()
        else:
            self.by.change(room=wanted)

    def _hands(self) -> list[Any]:
        return [hands for hands in self.by.choices.hands if hands.topic_id in self._asked]

    def _notes(self) -> None:
        """Beside each question: how many raised a hand, or why that cannot be."""
        room, notes = self.by.choices.room, dict[str, Any]()
        for question in voting.QUESTIONS:
            hands, present = voting.raised(self.widget.typed, question), room.get(question.role)
            if hands is not None and present is not None:
                wrong = voting.too_many(hands, present, question.role)
                notes[question.key] = {"text": wrong or voting.turnout(hands, present), "bad": bool(wrong)}
        self.widget.notes = notes | {role: {"text": said, "bad": True} for role, said in self._lacks.items()}

    def _typed(self) -> None:
        self._lacks = {}
        self._notes()

    def _turn(self) -> None:
        self.widget.typed = {}
        self._typed()

    def _act(self) -> None:
        """What was asked for on the page; the page waits until act is empty again."""
        act = self.widget.act
        try:
            if act == "correct" and not self.room.for_room:
                self.widget.typed = voting.typed_of(self.topic, self.by.choices.hands)
            elif act in ("save", "next") and self.topic:
                saved = self._save()
                if act == "next" and (saved or not self.widget.typed):
                    self.widget.place = (self.widget.place + 1) % len(self._asked)
        finally:
            self.widget.act = ""

    def _save(self) -> bool:
        """Whether the topic's hands are saved; else each question that is wrong says why."""
        topic, choices, typed = self.topic, self.by.choices, self.widget.typed
        self._lacks = voting.against_saving(typed, choices.room) if typed else {}
        if self._lacks or not typed:
            self._notes()
            return False
        others = [hands.model_dump() for hands in choices.hands if hands.topic_id != topic]
        self.by.change(hands=[*others, *(hands.model_dump() for hands in voting.hands_of(topic, typed))])
        return True

    def _result(self) -> Markup:
        return self._page() if self.room.all_in else Markup("")

    def printed(self) -> Markup:
        return self._page()

    def _page(self) -> Markup:
        asked, rows = self.by.choices.asked, []
        few = self.room.opened.cohort.settings.group_at_least if self.room.for_room else 0
        for topic in asked if self.room.all_in else ():
            typed = voting.typed_of(topic, self.by.choices.hands)
            rows += [_row(self.room.names.get(topic, topic), typed, question, few) for question in voting.QUESTIONS]
        return fragment("room_tally", headline=_progress(len(self.room.inside), len(asked)), rows=rows, few=few)


def _row(name: str, typed: dict[str, int], question: voting.Question, few: int) -> dict[str, Any]:
    """One question on one topic; on the projector no count under the smallest group, but 0."""
    counts = [typed.get(f"{question.key} {level}", 0) for level in question.answers]
    hidden = any(0 < count < few for count in counts)
    shown = [None] * len(counts) if hidden else counts
    return {"topic": name, "role": voting.ROLES[question.role], "question": question.question, "counts": shown,
            "first": question is voting.QUESTIONS[0]}  # fmt: skip


def _progress(inside: int, asked: int) -> str:
    if not asked:
        return "No topics are put to the room yet: take the top ones of the dot vote first."
    return f"{inside} of {asked} topics are in" + (": here is what the room said." if inside == asked else ".")


def _rated_topics(opened: Opened) -> list[dict[str, Any]]:
    """The topics of the catalogue and of the programme's own file that may be rated: none that is sensitive."""
    listed, used = catalogue(), opened.cohort.topics
    own = used[~used["topic_id"].isin(listed["topic_id"])]
    rows = [*listed.to_dict("records"), *own.assign(group=OWN_FILE).to_dict("records")]
    return [
        {"id": row["topic_id"], "name": row["name"], "definition": row["definition"], "group": row["group"],
         "own": False}
        for row in rows if not row["sensitive"]
    ]  # fmt: skip


def _volunteers() -> str:
    listed = catalogue()
    names = ", ".join(listed["name"][listed["sensitive"].astype(bool)])
    return f"Only offered by volunteers who wish to speak about them, and so neither voted on nor rated: {names}."
