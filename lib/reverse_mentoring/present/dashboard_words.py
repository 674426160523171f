"""What the managers' page says in words: the finding, four numbers, where a manager can help. From cells only.

Nothing is compared between departments, levels, pairs or people.
"""

from dataclasses import dataclass, replace
from typing import Literal

from reverse_mentoring.present.dashboard_reading import (
    NOT_SHOWN,
    Rounds,
    Share,
    counted,
    goals_reached,
    items,
    mean,
    open_end,
    pairs_well,
    sessions_held,
    shown_cell,
)
from reverse_mentoring.words.release import Cell, Release

ON_TRACK, BEHIND = 0.75, 0.60
"""Shares of sessions held: on track from, behind below; as [review] attendance_amber and attendance_red by default."""
SAFE, HARD = 4.0, 3.5
"""Means of “I could say what I really thought”: most agree from, many do not below."""
VERDICTS = ("met", "not met", "cannot tell")
_IN_TEN = ("hardly any", "one in ten", "two in ten", "three in ten", "four in ten", "half of the", "six in ten",
           "seven in ten", "eight in ten", "nine in ten", "all")  # fmt: skip


@dataclass(frozen=True)
class Number:
    """One of the four numbers. value large, of beside it, note below; judged: a word on it, with ▲ where good is True
    and ▼ where it is False."""

    name: str
    value: str
    of: str = ""
    note: str = ""
    judged: str = ""
    good: bool | None = None


@dataclass(frozen=True)
class Help:
    """Something that a manager can do, or be glad of."""

    kind: Literal["for you", "facilitator acts", "good news"]
    title: str
    text: str


def headline(release: Release) -> str:
    """The finding of the round as one sentence."""
    first, second = _meeting(sessions_held(release)), _effect(release)
    if not first and not second:
        return f"{_name(release)}: nothing can be shown yet without pointing at people"
    if not first:
        return second[0].upper() + second[1:]
    return f"{first}, {'and' if first.startswith('On') else 'while'} {second}" if second else first


def subline(rounds: Rounds) -> str:
    """What else matters, in one or two sentences; "" if nothing."""
    return " ".join(filter(None, (_since(rounds), _verdicts(rounds.latest))))


def numbers(release: Release) -> tuple[Number, ...]:
    """The four numbers, each with its denominator or its band."""
    pairs, held, goals = pairs_well(release), sessions_held(release), goals_reached(release)
    sessions = _number("Planned sessions held", held, of="of those due", when=f"in {release.round.name}")
    return (
        _number("Pairs going on or completed", pairs, of="of all pairs"),
        replace(sessions, judged=_track(held), good=_good(held)),
        _number("Goals as hoped or beyond", goals, of="of all goals"),
        _say(release),
    )


def helping(release: Release) -> tuple[Help, ...]:
    """Where a manager can help, most pressing first, good news last; at most four."""
    found = (_free_hour(release), _safety(release), _insights(release), _answers(release), _next_step(release))
    asked = [each for each in found if each][:3]
    good = Help("good news", "People keep their sessions", "Say thank you, to mentors and mentees and to those who "
                "cover for them.") if _good(sessions_held(release)) else None  # fmt: skip
    calm = Help("for you", "Nothing is waiting for you", "Keep the hour free for your people, and leave what is said "
                "in a pair in the pair.")  # fmt: skip
    return (*(asked or [calm]), *([good] if good else []))


def verdict(cell: Cell) -> str:
    """“met”, “not met” or “cannot tell”, however the text goes on."""
    said = cell.text.strip().casefold()
    return next((word for word in VERDICTS if said.startswith(word)), "cannot tell")


def clear_changes(release: Release) -> tuple[int, int]:
    """(topics with a clear rise, topics that are shown): clear where the whole interval is above no change."""
    shown = [cell for topic in items([release], "change") if (cell := shown_cell(release, "change", topic))]
    return sum(1 for cell in shown if cell.low is not None and cell.low > 0), len(shown)


def _name(release: Release) -> str:
    return release.round.name[:1].upper() + release.round.name[1:]


def _track(held: Share | None) -> str:
    if held is None:
        return ""
    if held.value >= ON_TRACK:
        return "on track"
    return "behind plan" if held.value < BEHIND else "worth attention"


def _good(held: Share | None) -> bool | None:
    return {"on track": True, "behind plan": False}.get(_track(held))


def _meeting(held: Share | None) -> str:
    if held is None:
        return ""
    track = _track(held)
    return f"{track[0].upper()}{track[1:]}: {_IN_TEN[round(10 * held.value)]} planned sessions took place"


def _effect(release: Release) -> str:
    rise, topics = clear_changes(release)
    if rise:
        return f"mentees (senior) rate themselves higher in {rise} of {topics} topics"
    say = shown_cell(release, "pulse", "say")
    if say and say.value is not None and say.value >= SAFE:
        return f"people say what they think ({mean(say)} of 5)"
    if say and say.value is not None and say.value < HARD:
        return f"saying what one thinks is still hard ({mean(say)} of 5)"
    return "no topic shows a clear change yet" if topics else ""


def _since(rounds: Rounds) -> str:
    """The sessions of this round beside those of the round before."""
    if len(rounds.releases) < 2:
        return ""
    before, now = rounds.releases[-2], rounds.latest
    then, today = sessions_held(before), sessions_held(now)
    if then is None or today is None:
        return ""
    return f"Sessions held of those due: {today.said} in {now.round.name}, {then.said} in {before.round.name}."


def _verdicts(release: Release) -> str:
    judged = [cell for item in items([release], "criteria") if (cell := shown_cell(release, "criteria", item))]
    if not judged:
        return ""
    counts = {word: sum(1 for cell in judged if verdict(cell) == word) for word in VERDICTS}
    said = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    return f"Goals of the charter: {said}."


def _number(name: str, share: Share | None, *, of: str, when: str = "") -> Number:
    if share is None:
        return Number(name, NOT_SHOWN)
    return Number(name, share.said, of, ", ".join(filter(None, (when, f"{share.n} people" if share.n else ""))))


def _say(release: Release) -> Number:
    say, name = shown_cell(release, "pulse", "say"), "Could say what they thought"
    if say is None or say.value is None:
        return Number(name, NOT_SHOWN)
    number = Number(name, f"{say.value:.1f}", f"or {open_end(say)}, of 5" if open_end(say) else "of 5",
                    f"mean of {say.n} people" if say.n else "")  # fmt: skip
    return replace(number, judged="most agree", good=True) if say.value >= SAFE else number


def _free_hour(release: Release) -> Help | None:
    held = sessions_held(release)
    if held is None or held.value >= ON_TRACK:
        return None
    title = f"Planned sessions give way to other work: {held.said} took place"
    return Help("for you", title, "Keep the hour free for your people; a session that is moved is better than none.")


def _safety(release: Release) -> Help | None:
    say = shown_cell(release, "pulse", "say")
    if say is None or say.value is None or say.value >= SAFE:
        return None
    title = f"Not everybody says what they think yet: {mean(say)} (of 5)"
    text = "Never ask what was said in a pair. Tell your people what you learned from somebody junior to you."
    return Help("for you", title, text)


def _insights(release: Release) -> Help | None:
    passed, done = (shown_cell(release, "insights", item) for item in ("released", "done"))
    if passed is None or done is None or counted(passed) in ("0", counted(done)):
        return None
    return Help("for you", f"Insights passed to leadership: {counted(done)} of {counted(passed)} done",
                "Take one up, and tell the participants what became of it.")  # fmt: skip


def _answers(release: Release) -> Help | None:
    judged = [cell for item in items([release], "criteria") if (cell := shown_cell(release, "criteria", item))]
    unclear = sum(1 for cell in judged if verdict(cell) == "cannot tell")
    if not unclear:
        return None
    return Help("for you", f"Goals of the charter that nobody can judge yet: {unclear} of {len(judged)}",
                "Leave people the few minutes for the forms: more answers are what is missing most often.")  # fmt: skip


def _next_step(release: Release) -> Help | None:
    step = shown_cell(release, "pulse", "next")
    if step is None or step.value is None or step.value >= HARD:
        return None
    return Help("facilitator acts", f"Not every pair knows its next step: {mean(step)} (of 5)",
                "The facilitator takes it up at the next check-in. There is nothing for you to do.")  # fmt: skip
