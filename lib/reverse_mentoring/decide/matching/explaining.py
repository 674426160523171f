"""Why these two: sentences from the evidence that really counted, and what the whole would lose by another choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from reverse_mentoring.decide.matching import eligibility
from reverse_mentoring.decide.matching.assignment import Assignment, best
from reverse_mentoring.decide.matching.board import Board, rule_counts, under
from reverse_mentoring.decide.matching.eligibility import Matrix
from reverse_mentoring.decide.matching.left_over import unmatched
from reverse_mentoring.decide.matching.losses import losses_of_column, losses_of_row, without_loss
from reverse_mentoring.decide.matching.matching import GOING_ON, Solution, pins_that_hold, solve
from reverse_mentoring.decide.matching.task import Whole
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.pairs import Pair, Pairing, Part

SHORT_DAY = 300
"""Shared working minutes below which a pair should know it."""


def pairing(of: Board, solution: Solution | None = None) -> Pairing:
    """Pairs with reasons, lowest fit first and those that are over last; people left over with the reason and the
    remedy; counts per rule."""
    solved = solution or solve(of)
    agreed, known = _registered_topics(of), _known(of, solved.pairs)
    pairs = [_pair(of, solved, ids, agreed=agreed.get(ids, ()), known=known.get(ids)) for ids in solved.pairs]
    return Pairing(
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.state not in GOING_ON, pair.fit, pair.ids))),
        unmatched=unmatched(of, solved),
        rules=rule_counts(of),
        possible=len(of.mentors) * len(of.mentees),
        allowed=int(np.count_nonzero(of.allowed)),
        warnings=warnings(of, solved),
    )


class _Known(NamedTuple):
    """What the board knows of two people who both take part; minutes: of shared working time, nan if unknown."""

    fit: int
    parts: tuple[Part, ...]
    minutes: float


def _known(of: Board, pairs: Sequence[IdPair]) -> dict[IdPair, _Known]:
    places = {ids: place for ids in pairs if (place := of.place(ids))}
    at = [*places.values()]
    rows, columns = [row for row, _ in at], [column for _, column in at]
    fits, minutes = (matrix[rows, columns].tolist() for matrix in (of.fit.fit, of.candidates.shared_minutes))
    return dict(zip(places, map(_Known, fits, of.fit.parts(at), minutes), strict=True))


def _pair(of: Board, solved: Solution, ids: IdPair, *, agreed: tuple[str, ...], known: _Known | None) -> Pair:
    mentor, mentee = ids
    teaches = of.taught.get(mentor, {})
    common = [need for need in of.wanted.get(mentee, ()) if need.topic_id in teaches]
    common.sort(key=lambda need: (-need.urgency * teaches[need.topic_id], need.topic_id))
    because = [
        f"{of.name(mentor)} can teach {of.topic(need.topic_id)} ({teaches[need.topic_id]} of 5); "
        f"{of.name(mentee)} is at {need.proficiency} and needs it ({need.importance} of 5)."
        for need in common
    ]
    return Pair(
        mentor,
        mentee,
        fit=known.fit if known else 0,
        parts=known.parts if known else (),
        topics=agreed or tuple(need.topic_id for need in common),
        state=solved.state(ids),
        because=(*because, *_wishes(of, ids), *(_common_ground(of, ids) if known else ()), *_hours(known)),
    )


def _registered_topics(of: Board) -> dict[IdPair, tuple[str, ...]]:
    """The topics of pairs that exist already."""
    rows = of.cohort.pairs
    mentors, mentees, topics = (rows[column].tolist() for column in ("mentor_id", "mentee_id", "topics"))
    return dict(zip(zip(mentors, mentees, strict=True), topics, strict=True))


def _wishes(of: Board, ids: IdPair) -> list[str]:
    return [
        f"{of.name(one)} named {of.name(other)} as choice {of.ranks[one, other]}."
        for one, other in (ids, ids[::-1])
        if (one, other) in of.ranks
    ]


def _common_ground(of: Board, ids: IdPair) -> list[str]:
    mine, theirs = (of.tags[person] for person in ids)
    shared = sorted(mine[tag] for tag in mine.keys() & theirs.keys())
    return [f"Common ground: {', '.join(shared)}."] if shared else []


def _hours(known: _Known | None) -> list[str]:
    if known and known.minutes < SHORT_DAY:
        return [f"Their working days share only {known.minutes / 60:.1f} hours.".replace(".0 hours", " hours")]
    return []


@dataclass(frozen=True)
class Other:
    """Another pair, and what really happens if it is pinned: all is solved again under the present objective.

    fit: of this pair. loss: what all pairs together lose, in hundredths of a point (below 0: they gain, because
    others go without or the lowest pair falls). left_over, proposals: so many people more would have no partner, so
    many proposals fewer would stay. lowest: the fit of the lowest pair then; None if it stays the same. tie: the
    answer would be equally good; never said of “worst_first” and “choice”, nor where topics or departments are
    limited.
    """

    mentor_id: str
    mentee_id: str
    fit: int
    loss: int
    left_over: int
    proposals: int
    lowest: int | None
    tie: bool


def other_mentors(of: Board, solved: Solution, mentee: str, *, most: int = 3) -> list[Other]:
    """The best other mentors for a mentee, least harm to the whole first. Pins of this mentee's give way, all others
    and what both accepted stay."""
    pins = tuple(pin for pin in of.choices.pins if pin[1] != mentee)
    lifted = under(of, of.choices.model_copy(update={"pins": pins}))
    free = solved if pins == of.choices.pins or solved.settled is not None else solve(lifted)
    task = free.task
    if mentee not in task.mentees:
        return []
    row = task.mentees.index(mentee)
    order = _in_order(losses_of_row(*_as_total(free), row), task.points[row], task.allowed[row], keys=task.keys[1])
    now = {one for one, other in solved.pairs if other == mentee}
    nearest = [one for one in dict.fromkeys(task.mentors[j] for j in order) if one not in now]
    return _others(of, solved, [(one, mentee) for one in nearest[:most]], equal=ties(of, free))


def other_mentees(of: Board, solved: Solution, mentor: str, *, most: int = 3) -> list[Other]:
    """The best other mentees for a mentor's open places, least harm to the whole first; every pin stays."""
    task = solved.task
    if mentor not in task.mentors:
        return []
    column, more = task.mentors.index(mentor), task.mentors.count(mentor)
    total = _as_total(solved)
    loss = np.min([losses_of_column(*total, j) for j in range(column, column + more)], axis=0)
    order = _in_order(loss, task.points[:, column], task.allowed[:, column], keys=task.keys[0])
    now = {other for one, other in solved.pairs if one == mentor}
    nearest = [task.mentees[i] for i in order if task.mentees[i] not in now]
    return _others(of, solved, [(mentor, one) for one in nearest[:most]], equal=ties(of, solved))


def ties(of: Board, solved: Solution) -> dict[str, tuple[str, ...]]:
    """mentee → the other mentors with whom the whole would be exactly as good, by name; for a mentee without a
    partner somebody else would then go without. Empty where the objective is not a total (“worst_first”, “choice”),
    where topics or departments are limited, and where all is decided."""
    proven = _proven(solved) if of.choices.objective in ("floor", "total") else None
    if proven is None or of.choices.coverage or of.choices.department_caps:
        return {}
    task, equal = solved.task, without_loss(*proven)
    now = set(solved.pairs)
    found = {}
    for row in np.flatnonzero(equal.sum(axis=1) > (solved.answer.column_of >= 0)):
        mentee = task.mentees[row]
        others = {task.mentors[j] for j in np.flatnonzero(equal[row]) if (task.mentors[j], mentee) not in now}
        if others:
            found[mentee] = tuple(sorted(others, key=lambda one: of.keys[one]))
    return found


def _as_total(solved: Solution) -> tuple[Whole, Assignment]:
    """The answer as the best total that it is, else the best total."""
    worth = solved.task.worth()
    return _proven(solved) or (worth, best(worth, lambda: solved.task.preference))


def _proven(solved: Solution) -> tuple[Whole, Assignment] | None:
    """Worth and assignment of the last bound that proves the answer to be the best total; None if there is none."""
    column_of = solved.answer.column_of
    rows = np.flatnonzero(column_of >= 0)
    for bound in reversed(solved.answer.bounds):
        if bound.question == "total":
            worth = solved.task.worth(bound.at_least)
            found = Assignment(column_of, bound.row_prices, bound.column_prices, bound.total)
            return (worth, found) if worth[rows, column_of[rows]].sum() == bound.total else None
    return None


def _in_order(loss: Whole, points: Whole, allowed: Matrix, *, keys: Sequence[str]) -> list[int]:
    """Those who are allowed, by loss; then those whom only the lowest fit rules out, by fit."""
    return sorted(np.flatnonzero(allowed).tolist(), key=lambda k: (loss[k] < 0, max(loss[k], 0), -points[k], keys[k]))


def _others(of: Board, solved: Solution, forced: list[IdPair], *, equal: Mapping[str, Sequence[str]]) -> list[Other]:
    found = [_other(of, solved, pair, equal=pair[0] in equal.get(pair[1], ())) for pair in forced]
    return sorted(found, key=lambda o: (o.left_over, o.proposals, o.loss, -o.fit, of.keys[o.mentor_id], o.mentee_id))


def _other(of: Board, solved: Solution, forced: IdPair, *, equal: bool) -> Other:
    pins = (forced, *(pin for pin in of.choices.pins if pin[1] != forced[1]))
    after = solve(under(of, of.choices.model_copy(update={"pins": pins})))
    (people, proposals, fits), (then, stay, fits_then) = (_outcome(of, each) for each in (solved, after))
    lowest = min(fits_then, default=0)
    loss, left_over, fewer = sum(fits) - sum(fits_then), people - then, proposals - stay
    return Other(
        *forced,
        fit=_fit(of, forced),
        loss=loss,
        left_over=left_over,
        proposals=fewer,
        lowest=lowest if lowest != min(fits, default=0) else None,
        tie=equal and loss == left_over == fewer == 0,
    )


def _outcome(of: Board, solved: Solution) -> tuple[int, int, list[int]]:
    """People with a partner, proposals that stay, fits."""
    pairs = solved.going_on
    return len({person for pair in pairs for person in pair}), len({*pairs} & {*solved.proposals}), [
        _fit(of, pair) for pair in pairs
    ]  # fmt: skip


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
    return (*said, *solved.said)


def _unranked(cohort: Cohort) -> list[str]:
    levels = cohort.participants["level"]
    ranks = eligibility.level_ranks(cohort.settings, levels)
    count = sum(level not in ranks for level in levels.tolist())
    if count and count == len(levels):
        return ["The distance in level was not checked: set level_order in programme.toml."]
    who = "one person, whose level is" if count == 1 else f"{count} people, whose levels are"
    return [f"The distance in level was not checked for {who} empty or not in level_order."] if count else []
