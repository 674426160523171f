"""Why these two: sentences from the evidence that really counted, and what the whole would lose by another choice."""

from dataclasses import dataclass

import numpy as np

from reverse_mentoring.decide import eligibility
from reverse_mentoring.decide.board import Board, rule_counts
from reverse_mentoring.decide.left_over import unmatched
from reverse_mentoring.decide.matching import GOING_ON, Solution, pins_that_hold, solve
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.pairs import Pair, Pairing

SHORT_DAY = 300
"""Shared working minutes below which a pair should know it."""


def pairing(of: Board, solution: Solution | None = None) -> Pairing:
    """Pairs with reasons, lowest fit first and those that are over last; people left over with the reason and the
    remedy; counts per rule."""
    solved = solution or solve(of)
    agreed = _registered_topics(of)
    pairs = [_pair(of, solved, ids, agreed.get(ids, ())) for ids in solved.pairs]
    return Pairing(
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.state not in GOING_ON, pair.fit, pair.ids))),
        unmatched=unmatched(of, solved),
        rules=rule_counts(of),
        possible=len(of.mentors) * len(of.mentees),
        allowed=int(of.allowed.sum()),
        warnings=warnings(of, solved),
    )


def _pair(of: Board, solved: Solution, ids: IdPair, agreed: tuple[str, ...]) -> Pair:
    mentor, mentee = ids
    teaches = of.taught.get(mentor, {})
    common = [need for need in of.wanted.get(mentee, ()) if need.topic_id in teaches]
    common.sort(key=lambda need: (-need.urgency * teaches[need.topic_id], need.topic_id))
    because = [
        f"{of.name(mentor)} can teach {of.topic(need.topic_id)} ({teaches[need.topic_id]} of 5); "
        f"{of.name(mentee)} is at {need.proficiency} and needs it ({need.importance} of 5)."
        for need in common
    ]
    place = of.place(ids)
    return Pair(
        mentor,
        mentee,
        fit=_fit(of, ids),
        parts=of.fit.parts(*place) if place else (),
        topics=agreed or tuple(need.topic_id for need in common),
        state=solved.state(ids),
        because=(*because, *_wishes(of, ids), *_common_ground(of, ids), *_hours(of, ids)),
    )


def _registered_topics(of: Board) -> dict[IdPair, tuple[str, ...]]:
    """The topics of pairs that exist already."""
    rows = of.cohort.pairs
    return dict(zip(zip(rows["mentor_id"], rows["mentee_id"], strict=True), rows["topics"], strict=True))


def _wishes(of: Board, ids: IdPair) -> list[str]:
    return [
        f"{of.name(one)} named {of.name(other)} as choice {of.ranks[one, other]}."
        for one, other in (ids, ids[::-1])
        if (one, other) in of.ranks
    ]


def _common_ground(of: Board, ids: IdPair) -> list[str]:
    place = of.place(ids)
    if not place:
        return []
    sides = of.candidates.rows["common_ground"].iloc[place[0]], of.candidates.columns["common_ground"].iloc[place[1]]
    mine, theirs = ({str(tag).lower(): str(tag) for tag in side} for side in sides)
    shared = sorted(mine[tag] for tag in mine.keys() & theirs.keys())
    return [f"Common ground: {', '.join(shared)}."] if shared else []


def _hours(of: Board, ids: IdPair) -> list[str]:
    place = of.place(ids)
    minutes = of.candidates.shared_minutes[place] if place else np.nan
    if np.isnan(minutes) or minutes >= SHORT_DAY:
        return []
    return [f"Their working days share only {minutes / 60:.1f} hours.".replace(".0 hours", " hours")]


@dataclass(frozen=True)
class Other:
    """Another mentor for a mentee. loss: what all pairs together lose, in hundredths of a point (below 0: they gain,
    because others go without); left_over: how many more people would have no partner."""

    mentor_id: str
    fit: int
    loss: int
    left_over: int


def other_mentors(of: Board, solved: Solution, mentee: str, *, most: int = 3) -> list[Other]:
    """The best other mentors for a mentee, least harm to the whole first; exact: all is solved again with that pair."""
    if solved.settled is not None or mentee not in solved.task.mentees:
        return []
    row = solved.task.mentees.index(mentee)
    current = {mentor for mentor, other in solved.pairs if other == mentee}
    places = {mentor: j for j, mentor in reversed(list(enumerate(solved.task.mentors))) if mentor not in current}
    fits = [(_fit(of, (mentor, mentee)), mentor) for mentor, j in places.items() if solved.task.allowed[row, j]]
    best_fits = sorted(fits, key=lambda each: (-each[0], each[1]))[: 2 * most]
    others = [_other(of, solved, (mentor, mentee), (row, places[mentor])) for _, mentor in best_fits]
    return sorted(others, key=lambda other: (other.left_over, other.loss, other.mentor_id))[:most]


def _other(of: Board, solved: Solution, forced: IdPair, place: tuple[int, int]) -> Other:
    from scipy.optimize import linear_sum_assignment

    mentees = np.delete(np.array(solved.task.mentees, dtype=object), place[0])
    mentors = np.delete(np.array(solved.task.mentors, dtype=object), place[1])
    rest = np.delete(np.delete(solved.task.worth(), place[0], axis=0), place[1], axis=1)
    found = zip(*linear_sum_assignment(rest, maximize=True), strict=True)
    after = [forced, *solved.pins, *((str(mentors[j]), str(mentees[i])) for i, j in found if rest[i, j] > 0)]
    loss = sum(_fit(of, pair) for pair in solved.pairs) - sum(_fit(of, pair) for pair in after)
    served = [len({person for pair in pairs for person in pair}) for pairs in (solved.pairs, after)]
    return Other(forced[0], _fit(of, forced), loss, served[0] - served[1])


def _fit(of: Board, pair: IdPair) -> int:
    place = of.place(pair)
    return int(of.fit.fit[place]) if place else 0


def warnings(of: Board, solved: Solution) -> tuple[str, ...]:
    """What a person must know before these pairs are told to anybody; without names."""
    said = []
    if not of.cohort.asked_for_consent and of.mentors:
        said.append("No sign-up file: nobody was asked for consent yet. Ask before anybody is told of a pair.")
    if of.cohort.settings.rules.levels_apart:
        said += _unranked(of.cohort)
    lost = len(set(of.choices.pins) - set(pins_that_hold(of))) if solved.settled is None else 0
    if lost:
        said.append(f"{lost} pinned {'pair is' if lost == 1 else 'pairs are'} not possible any more and not kept.")
    return tuple(said)


def _unranked(cohort: Cohort) -> list[str]:
    levels = cohort.participants["level"]
    count = int((~levels.isin(eligibility.level_ranks(cohort.settings, levels))).sum())
    if count and count == len(levels):
        return ["The distance in level was not checked: set level_order in programme.toml."]
    who = "one person, whose level is" if count == 1 else f"{count} people, whose levels are"
    return [f"The distance in level was not checked for {who} empty or not in level_order."] if count else []
