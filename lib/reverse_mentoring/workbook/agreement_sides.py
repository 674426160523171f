"""Each side of the agreement and the goals, typed in on screen.

Whoever types sees only the own side: which of the two is writing is chosen first, and nothing is shown before.
Typed in, a side or a goal stands instead of the imported one.
"""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from reverse_mentoring.decide.agreements.goal_plans import LEVEL_SIGNS, vague
from reverse_mentoring.decide.agreements.negotiation import both_answered
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.papers import GoalPlan, Side
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.agreement_controls import day, pair_list
from reverse_mentoring.workbook.agreement_drafts import WHO, Drafts
from reverse_mentoring.workbook.agreement_unsaved import not_saved
from reverse_mentoring.workbook.charter_fields import area
from reverse_mentoring.workbook.views import Page, View, sentences

NOBODY = ("– choose –", "")
NO_WISH = ("no wish", "")
NO_NUMBER = ("no wish", 0)
ALONE = "Each writes alone: choose who is writing, and only that side is on screen."
TOPICS = ("first", "second", "third")
NUMBERS = ("weeks_between", "minutes")
WRITTEN = ("gain", "offer", "limits", "hour")


class Writing:
    """What one of the chosen pair wants, and the goals of the two."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self.side, self.goals = OneSide(drafts), Goals(drafts)

    def view(self) -> View:
        """Live: a form for one side, a form for a goal. Printed: how many have written, never what."""
        by = self.drafts.decisions
        undo = controls.row(controls.button("Undo", by.undo, by), frame.status(by))
        live = (
            controls.panel(*self.side.widgets(), kind="half"),
            controls.panel(*self.goals.widgets(), undo, kind="half"),
        )
        return View(*live, printed=self._printed, classes=("rm-desk",))

    def _printed(self) -> Markup:
        found, given = self.drafts.drafts, self.drafts.given
        both = sum(both_answered(given.get(each.ids, {})) for each in found)
        sides = sum(who in given.get(each.ids, {}) for each in found for who in WHO)
        goals = sum(bool(each.goals) for each in found)
        said = (
            f"{sides} of {2 * len(found)} people have written their side; in {both} of {len(found)} pairs both have.",
            f"{goals} of {len(found)} pairs have goals.",
        )
        return sentences(*said, title="What was written so far")


class OneSide:
    """The form of one of the two."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self._pair: IdPair | None = None
        self._showing = False
        by, words = drafts.decisions, drafts.words
        self._who = controls.dropdown("Who is writing now?", [NOBODY], "", lambda _: self._show(), by)
        self._fields: dict[str, Any] = {}
        self._fields["gain"] = area(words["side.header.gain"], "", partial(self._set, "gain"), by)
        topics = sorted((name, topic) for topic, name in drafts.opened.cohort.topic_names.items())
        for place, name in enumerate(TOPICS):
            label = f"{words['side.header.topics']}: {name} topic"
            self._fields[name] = controls.dropdown(label, [NO_WISH, *topics], "", partial(self._set_topic, place), by)
        for name in ("offer", "limits"):
            self._fields[name] = area(words[f"side.header.{name}"], "", partial(self._set, name), by)
        for name, options in self._choices().items():
            self._fields[name] = controls.dropdown(
                words[f"side.header.{name}"], options, options[0][1], partial(self._set, name), by
            )
        self._fields["hour"] = controls.line(words["side.header.hour"], "", partial(self._set, "hour"), by)
        for name in WRITTEN:
            self._fields[name].placeholder = words[f"side.hint.{name}"]
        self._known = {name: tuple(field.options) for name, field in self._fields.items() if hasattr(field, "options")}
        self._lost, self._done = Page(self._lost_page), Page(self._done_page)
        self._show()
        drafts.follow(self._show)

    def widgets(self) -> list[Any]:
        """Who writes, then the questions."""
        f = self._fields
        return [
            Page(lambda: sentences(ALONE, title="What each of the two wants")),
            pair_list(self.drafts), self._who, self._lost, f["gain"], controls.row(*(f[name] for name in TOPICS)),
            f["offer"], f["limits"],
            controls.row(f["weeks_between"], f["minutes"], f["hour"]), controls.row(f["mode"], f["confidentiality"]),
            self._done,
        ]  # fmt: skip

    def _choices(self) -> dict[str, list[tuple[str, Any]]]:
        words = self.drafts.words
        asked = {"mode": ("in person", "remote", "both"), "confidentiality": ("strict", "own learning", "open topics")}
        return {
            "weeks_between": [NO_NUMBER, *((str(n), n) for n in range(1, 9))],
            "minutes": [NO_NUMBER, *((str(n), n) for n in (30, 45, 60, 75, 90, 120))],
        } | {
            name: [NO_WISH, *((words[f"side.form.choice.{each}"], each) for each in these)]
            for name, these in asked.items()
        }

    def _now(self) -> Side | None:
        """The side of whoever writes, as far as written; None while nobody is chosen."""
        ids, who = self.drafts.chosen, self._who.value
        if ids is None or not who or ids != self._pair:
            return None
        typed = (side for side in self.drafts.decisions.choices.sides if (side.ids, side.who) == (ids, who))
        known = next(typed, None) or self.drafts.given.get(ids, {}).get(who)
        return known or Side(mentor_id=ids[0], mentee_id=ids[1], who=who)

    def _show(self) -> None:
        """Sets the fields to what this one wrote; empty and closed while nobody is chosen, and for another pair."""
        draft = self.drafts.draft
        if self._pair != self.drafts.chosen:
            self._pair = self.drafts.chosen
            people = (
                [
                    (f"{draft.mentor_name}, mentor (junior)", "mentor"),
                    (f"{draft.mentee_name}, mentee (senior)", "mentee"),
                ]
                if draft
                else []
            )
            self._who.options = [NOBODY, *people]
            self._who.value = NOBODY[1]
        side = self._now()
        self._showing = True
        try:
            for name, field in self._fields.items():
                _put(field, _value(side, name), self._known.get(name, ()))
                field.disabled = side is None
        finally:
            self._showing = False
        self._lost.refresh()
        self._done.refresh()

    def _set(self, name: str, value: Any) -> None:
        side = self._now()
        if side is None or self._showing or _value(side, name) == value:
            return
        self._keep(side, **{name: (value or None) if name in NUMBERS else value})

    def _set_topic(self, place: int, topic: str) -> None:
        side = self._now()
        if side is None or self._showing or _value(side, TOPICS[place]) == topic:
            return
        own = [*side.topics[: len(TOPICS)], "", "", ""][: len(TOPICS)]
        own[place] = topic
        self._keep(side, topics=tuple(dict.fromkeys(filter(None, (*own, *side.topics[len(TOPICS) :])))))

    def _keep(self, side: Side, **said: Any) -> None:
        new = Side.model_validate(side.model_dump() | said)
        by = self.drafts.decisions
        others = tuple(each for each in by.choices.sides if (each.ids, each.who) != (new.ids, new.who))
        by.change(sides=(*others, new))

    def _lost_page(self) -> Markup:
        """What this one typed and could not save: for whoever has this side open, and for nobody else."""
        side = self._now()
        return fragment("unsaved", sentences=not_saved(side, self.drafts) if side else ())

    def _done_page(self) -> Markup:
        given = self.drafts.given.get(self.drafts.chosen, {}) if self.drafts.chosen else {}
        if both_answered(given):
            return sentences("Both have written: the two sides stand next to each other on the desk above.")
        waiting = [who for who in WHO if who not in given]
        return sentences(
            f"Not written yet: {' and '.join(f'the {who}' for who in waiting)}. Nothing is shown to the other before."
        )


class Goals:
    """The form of one goal of the chosen pair."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        by, words = drafts.decisions, drafts.words
        numbers = [(str(number), number) for number in (1, 2, 3)]
        self._number = controls.dropdown("Goal number", numbers, 1, lambda _: self._show(), by)
        self._fields: dict[str, Any] = {"goal": area(words["goal.header.goal"], "", partial(self._set, "goal"), by)}
        for name, options in self._choices().items():
            self._fields[name] = controls.dropdown(
                words[f"goal.header.{name}"], options, options[0][1], partial(self._set, name), by
            )
        self._fields["due"] = day(words["goal.header.due"], None)
        self._fields["due"].observe(
            lambda _: by.guard(lambda: self._set("due", self._fields["due"].value))(), names="value"
        )
        for level in LEVEL_SIGNS:
            self._fields[level] = controls.line(words[f"goal.header.{level}"], "", partial(self._set, level), by)
        self._notes = Page(self._notes_page)
        self._showing = False
        self._show()
        drafts.follow(self._show)

    def widgets(self) -> list[Any]:
        """Which goal, the goal, its five levels, and what makes it vague."""
        f = self._fields
        return [
            Page(lambda: sentences("One to three, written by the two together.", title="Goals of the pair")),
            self._number, f["goal"], controls.row(f["whose"], f["weight"], f["due"]),
            controls.row(f["topic_id"], f["programme_goal"]), *(f[level] for level in reversed(LEVEL_SIGNS)),
            self._notes,
        ]  # fmt: skip

    def _choices(self) -> dict[str, list[tuple[str, Any]]]:
        topics = sorted((name, topic) for topic, name in self.drafts.opened.cohort.topic_names.items())
        return {
            "whose": [
                (self.drafts.words[f"goal.form.choice.{whose}"], whose) for whose in ("both", "mentor", "mentee")
            ],
            "weight": [(str(weight), weight) for weight in (1, 2, 3)],
            "topic_id": [("– none –", ""), *topics],
            "programme_goal": [("– none –", ""), *((goal, goal) for goal in self.drafts.programme_goals)],
        }

    def _now(self) -> GoalPlan | None:
        draft, number = self.drafts.draft, self._number.value
        if draft is None:
            return None
        typed = [goal for goal in self.drafts.decisions.choices.goals if goal.ids == draft.ids]
        known = (goal for goal in (*typed, *draft.goals) if goal.number == number)
        return next(known, None) or GoalPlan(mentor_id=draft.mentor_id, mentee_id=draft.mentee_id, number=number)

    def _show(self) -> None:
        goal = self._now()
        self._showing = True
        try:
            for name, field in self._fields.items():
                if goal is not None:
                    _put(field, getattr(goal, name), getattr(field, "options", ()))
                field.disabled = goal is None
        finally:
            self._showing = False
        self._notes.refresh()

    def _set(self, name: str, value: Any) -> None:
        goal = self._now()
        if goal is None or self._showing or getattr(goal, name) == value:
            return
        new = GoalPlan.model_validate(goal.model_dump() | {name: value})
        by = self.drafts.decisions
        others = tuple(each for each in by.choices.goals if (each.ids, each.number) != (new.ids, new.number))
        by.change(goals=(*others, new))

    def _notes_page(self) -> Markup:
        goal = self._now()
        today = self.drafts.opened.cohort.as_of
        said = vague(goal, words=self.drafts.words, today=today) if goal and goal.goal.strip() else ()
        return fragment("vague", sentences=said, written=bool(goal and goal.goal.strip()))


def _value(side: Side | None, name: str) -> Any:
    if name in TOPICS:
        place = TOPICS.index(name)
        return side.topics[place] if side and place < len(side.topics) else ""
    if side is None:
        return 0 if name in NUMBERS else ""
    return getattr(side, name) or (0 if name in NUMBERS else "")


def _put(field: Any, value: str | int | dt.date | None, known: Sequence[Any]) -> None:
    """Shows a value. A list offers what is known and this value; one that was only another person's goes."""
    if known:
        offered = (*known, *([] if value in [each for _, each in known] else [(str(value), value)]))
        if tuple(field.options) != offered:
            field.options = offered
    field.value = value
