"""Minima and limits that cannot be kept: why, and the smallest changes that would do; and what the others cost.

Each minimum is asked alone first, then all together. A remedy is exact: with all its changes the rest can be kept,
and none of its numbers could be changed by less. If nothing helps the pairs without minima and limits stand, and it is
said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reverse_mentoring.decide.matching import objectives
from reverse_mentoring.decide.matching.assignment import best
from reverse_mentoring.decide.matching.board import Board
from reverse_mentoring.decide.matching.quotas import Quota, QuotaAnswer, answer, people_served, quotas_of
from reverse_mentoring.decide.matching.side_constraints import Programme, maximum
from reverse_mentoring.decide.matching.task import Answer, Task, Whole
from reverse_mentoring.words.choices import IdPair, Objective

Change = tuple[Quota, int]
"""A minimum or limit, and the number to ask for instead."""


@dataclass(frozen=True)
class Conflict:
    """Why not everything can be kept, as sentences; remedies: each a set of changes that together are enough, the one
    that changes least first; empty if none was found in time."""

    because: tuple[str, ...]
    remedies: tuple[tuple[Change, ...], ...]

    @property
    def said(self) -> tuple[str, ...]:
        """The reasons, one sentence for each remedy, and what was done instead."""
        ways = [" and ".join(_change(*change) for change in changes) for changes in self.remedies]
        lead = "This would be enough: " if len(ways) == 1 else "Any one of these would be enough: "
        done = "The pairs below were found without your minima and limits."
        return (*self.because, *([lead + "; or ".join(ways) + "."] if ways else []), done)


def answered(of: Board, task: Task, pins: Sequence[IdPair]) -> tuple[Answer, tuple[str, ...]]:
    """The best pairs under the facilitator's minima and limits, with what must be said about them; the best pairs
    without them if they cannot be kept."""
    quotas, objective = quotas_of(of, task, pins), of.choices.objective
    plain = objectives.answer(task, objective)
    if not quotas or all(quota.kept_by(plain.column_of) for quota in quotas):
        return plain, ()
    found = None if unreachable(task, quotas) else answer(task, quotas, objective, plain=plain)
    if found is None:
        return plain, conflict(task, quotas).said
    return found, (*_costs(task, plain, found), *_objective(objective), *_gap(found))


def _objective(objective: Objective) -> list[str]:
    if objective not in ("worst_first", "choice"):
        return []
    return ["With your minima and limits the pairs were chosen for the lowest fit, then for the total."]


def _costs(task: Task, plain: Answer, found: Answer) -> list[str]:
    """Who goes without because of the quotas, and which proposals do not stay."""
    if not isinstance(found, QuotaAnswer):
        return []
    who = _which(found)
    lost = _sum(people_served(task), plain) - _sum(people_served(task), found)
    gone = _sum(1 * task.kept, plain) - _sum(1 * task.kept, found)
    said = [f"{who} {'1 person' if lost == 1 else f'{lost} people'} without a partner."] if lost > 0 else []
    return said + ([f"{gone} of the proposed pairs would not stay with your minima and limits."] if gone > 0 else [])


def _sum(counts: Whole, found: Answer) -> int:
    rows = np.flatnonzero(found.column_of >= 0)
    return int(counts[rows, found.column_of[rows]].sum())


def _which(found: QuotaAnswer) -> str:
    """The quotas that have a price in people; all if the prices do not tell."""
    prices = found.certificates[0].ceiling.prices
    dear = [quota for quota, price in zip(found.quotas, prices, strict=True) if price > 0] or list(found.quotas)
    named = [f"the {'minimum for' if quota.kind == 'cover' else 'limit on'} {quota.label}" for quota in dear]
    listed = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    return listed[0].upper() + listed[1:] + (" leave" if len(named) > 1 else " leaves")


def _gap(found: Answer) -> list[str]:
    if not isinstance(found, QuotaAnswer) or found.exact:
        return []
    if any(one.gap > 0 for one in found.certificates[:-1]):
        return ["Under your minima and limits there may be better pairs: the time was too short to try all."]
    points = found.certificates[-1].gap / 100
    return [f"The time was too short to try all: these pairs are at most {points:.2f} points below the best possible."]


def unreachable(task: Task, quotas: Sequence[Quota]) -> list[tuple[Quota, int]]:
    """The quotas that cannot be kept even alone, each with what is possible, pinned and accepted pairs included."""
    found = []
    for quota in quotas:
        possible = _most_pairs(quota) if quota.kind == "cover" else 0
        if possible < quota.limit if quota.kind == "cover" else quota.limit < 0:
            found.append((quota, quota.asked - quota.limit + possible))
    return found


def _most_pairs(quota: Quota) -> int:
    pairs = quota.pairs.astype(np.int64)
    return best(pairs, lambda: np.zeros_like(pairs)).total


def conflict(task: Task, quotas: Sequence[Quota]) -> Conflict:
    """Why the quotas cannot be kept, and the smallest changes with which they can."""
    alone = unreachable(task, quotas)
    lowered = {_id(quota): possible for quota, possible in alone}
    easier = [_asked(quota, lowered.get(_id(quota), quota.asked)) for quota in quotas]
    because = [_alone(quota, possible) for quota, possible in alone]
    if alone and maximum(_programme(task, easier)).best:
        return Conflict(tuple(because), (tuple(alone),))
    together = ", ".join(_wish(quota) for quota in easier)
    because.append(f"Not all of this can hold together{' even then' if alone else ''}: {together}.")
    remedies = [_whole(quotas, easier, changes) for changes in _remedies(task, easier)]
    return Conflict(tuple(because), tuple(remedies))


def _id(quota: Quota) -> tuple[str, str]:
    return quota.kind, quota.name


def _asked(quota: Quota, number: int) -> Quota:
    """The same, asked for another number."""
    return replace(quota, asked=number, limit=quota.limit + number - quota.asked)


def _whole(quotas: Sequence[Quota], easier: Sequence[Quota], changes: dict[tuple[str, str], int]) -> tuple[Change, ...]:
    """The changes from what was asked at first."""
    after = [(quota, changes.get(_id(less), less.asked)) for quota, less in zip(quotas, easier, strict=True)]
    return tuple((quota, number) for quota, number in after if number != quota.asked)


def _remedies(task: Task, quotas: Sequence[Quota]) -> list[dict[tuple[str, str], int]]:
    """One for each quota that helps if it alone gives way; before them all together, if that changes less in sum."""
    single = [(_id(quota), _reachable(task, quotas, quota)) for quota in quotas]
    asked = {_id(quota): quota.asked for quota in quotas}
    alone = [{which: number} for which, number in single if number is not None]
    alone.sort(key=lambda change: sum(abs(number - asked[which]) for which, number in change.items()))
    shared = _together(task, quotas)
    least = min((abs(n - asked[which]) for change in alone for which, n in change.items()), default=None)
    sum_shared = sum(abs(number - asked[which]) for which, number in shared.items())
    return [shared, *alone] if shared and (least is None or sum_shared < least) else alone


def _reachable(task: Task, quotas: Sequence[Quota], giving: Quota) -> int | None:
    """The number nearest to what was asked of this quota with which the others can be kept as they are."""
    sign = 1 if giving.kind == "cover" else -1
    others = [quota for quota in quotas if quota is not giving]
    tried = maximum(_programme(task, others, gain=sign * giving.pairs.astype(np.int64)))
    if tried.best is None or not tried.exact:
        return None
    return giving.asked - giving.limit + sign * tried.best.value


def _together(task: Task, quotas: Sequence[Quota]) -> dict[tuple[str, str], int]:
    """The changes with the smallest sum; of equal ones those of earlier quotas are larger. Empty if none was found."""
    step = len(quotas) * (sum(abs(quota.limit) + task.allowed.shape[0] for quota in quotas) + 1)
    programme = _programme(task, quotas)
    terms = tuple(replace(term, cost=step + place) for place, term in enumerate(programme.terms))
    tried = maximum(replace(programme, terms=terms))
    if tried.best is None or not tried.exact:
        return {}
    signs = [-1 if quota.kind == "cover" else 1 for quota in quotas]
    short = zip(quotas, signs, tried.best.missing, strict=True)
    return {_id(quota): quota.asked + sign * missing for quota, sign, missing in short if missing}


def _programme(task: Task, quotas: Sequence[Quota], gain: Whole | None = None) -> Programme:
    nothing = np.zeros(task.allowed.shape, dtype=np.int64)
    return Programme(nothing if gain is None else gain, task.allowed, tuple(quota.term for quota in quotas), 3.0)


def _wish(quota: Quota) -> str:
    return f"at {'least' if quota.kind == 'cover' else 'most'} {_pairs(quota.asked)} {_what(quota)}"


def _alone(quota: Quota, possible: int) -> str:
    if quota.kind == "cap":
        are = "is" if possible == 1 else "are"
        return f"{_pairs(possible)} {_what(quota)} {are} pinned or accepted already; you allow {quota.asked}."
    most = f"At most {_pairs(possible)}" if possible else "No pair"
    return f"{most} can work on {quota.label} under these rules; you asked for {quota.asked}."


def _change(quota: Quota, number: int) -> str:
    if quota.kind == "cover":
        return f"ask for {number or 'none'} instead of {quota.asked} on {quota.label}"
    return f"allow {number} instead of {_pairs(quota.asked)} {_what(quota)}"


def _what(quota: Quota) -> str:
    return f"that can work on {quota.label}" if quota.kind == "cover" else f"with somebody from {quota.label}"


def _pairs(count: int) -> str:
    return "1 pair" if count == 1 else f"{count} pairs"
