"""Would other pairs come out if “best” meant something else, or if something counted a little more?

Side by side: the four objectives, and first come, first served for comparison. Pins, vetoes, accepted and proposed
pairs hold in all of them. Nothing is compared once pairs are decided or under way.
"""

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from reverse_mentoring.decide.matching.board import Board, under
from reverse_mentoring.decide.matching.fit import FULL, Fit
from reverse_mentoring.decide.matching.matching import Solution, solve
from reverse_mentoring.decide.matching.stability import blocking_pairs, views
from reverse_mentoring.decide.matching.task import Task, Whole
from reverse_mentoring.words.choices import IdPair, Objective
from reverse_mentoring.words.pairs import PARTS

ScenarioName = Literal["floor", "total", "worst_first", "choice", "first_come"]
SCENARIOS: dict[ScenarioName, str] = {
    "floor": "Lowest pair as high as possible, then the total",
    "total": "Largest total",
    "worst_first": "Worst-off first",
    "choice": "Choice respected",
    "first_come": "First come, first served",
}
"""What each way of looking at it is called on screen."""
LOWEST = 5
WEIGHT_IN_QUARTERS, MOVED_TO = 4, (3, 5)
"""A weight of four quarters, moved down and up by one: ± 25 %."""


@dataclass(frozen=True)
class Scenario:
    """One way of looking at it. served: people in a pair; total: sum of fits, and lowest: the five lowest fits, in
    hundredths; blocking: pairs of people who would both rather have each other; others: so many of the present pairs
    would be other ones."""

    name: ScenarioName
    served: int
    total: int
    lowest: tuple[int, ...]
    blocking: int
    others: int
    pairs: tuple[IdPair, ...]


@dataclass(frozen=True)
class Comparison:
    """objective: the chosen one; present: the pairs that it gives; stand: those of them that every other one gives."""

    objective: Objective
    present: tuple[IdPair, ...]
    scenarios: tuple[Scenario, ...]
    stand: tuple[IdPair, ...]


@dataclass(frozen=True)
class Move:
    """The weight of one part moved to so many percent of itself: share of the present pairs that stay, 0–1."""

    part: str
    percent: int
    unchanged: float


@dataclass(frozen=True)
class Steadiness:
    """What small changes of the weights would change. moves: two for each part that counts."""

    moves: tuple[Move, ...]

    @property
    def mean(self) -> float:
        return sum(move.unchanged for move in self.moves) / len(self.moves)

    @property
    def lowest(self) -> Move:
        """The move that changes most; of equal ones the first in the order of the parts."""
        return min(self.moves, key=lambda move: move.unchanged)


def scenarios(of: Board, present: Solution | None = None) -> Comparison | None:
    """The four objectives and first come, first served, side by side; None if the pairs are decided or under way."""
    now = present or solve(of)
    if now.settled is not None:
        return None
    task = replace(now.task, views=views(of, now.task.mentees, now.task.mentors))
    found: dict[ScenarioName, Whole] = {
        name: now.answer.column_of if name == of.choices.objective else _answer(of, name)
        for name in get_args(Objective)
    }
    pairs = {name: _pairs(now, column_of) for name, column_of in found.items()}
    stand = set(now.pairs).intersection(*pairs.values())
    found["first_come"] = first_come(task)
    told = (_scenario(of, now, task, name=name, column_of=column_of) for name, column_of in found.items())
    return Comparison(of.choices.objective, now.pairs, tuple(told), tuple(sorted(stand)))


def _answer(of: Board, objective: Objective) -> Whole:
    return solve(under(of, of.choices.model_copy(update={"objective": objective}))).answer.column_of


def first_come(task: Task) -> Whole:
    """Each mentee in turn, by person_id (when somebody signed up is not known), takes the open place with the most
    points; of equal ones as the task prefers. The column of each row, −1 for nobody."""
    column_of = np.full(len(task.mentees), -1, dtype=np.int64)
    free = np.ones(len(task.mentors), dtype=np.bool_)
    for row in sorted(range(len(task.mentees)), key=lambda i: task.mentees[i]):
        open_ = np.flatnonzero(task.allowed[row] & free)
        if len(open_):
            order = np.lexsort((-task.preference[row, open_], ~task.first[open_], -task.points[row, open_]))
            column_of[row] = open_[order[0]]
            free[column_of[row]] = False
    return column_of


def _pairs(now: Solution, column_of: Whole) -> tuple[IdPair, ...]:
    found = ((now.task.mentors[j], now.task.mentees[i]) for i, j in enumerate(column_of) if j >= 0)
    return tuple(sorted((*now.pins, *found)))


def _scenario(of: Board, now: Solution, task: Task, *, name: ScenarioName, column_of: Whole) -> Scenario:
    pairs = _pairs(now, column_of)
    fits = sorted(int(of.fit.fit[place]) for place in map(of.place, pairs) if place)
    return Scenario(
        name=name,
        served=len({person for pair in pairs for person in pair}),
        total=sum(fits),
        lowest=tuple(fits[:LOWEST]),
        blocking=blocking_pairs(task, column_of),
        others=len(set(now.pairs) - set(pairs)),
        pairs=pairs,
    )


def steadiness(of: Board, present: Solution | None = None) -> Steadiness | None:
    """How many of the present pairs stay when the weight of one part moves by 25 %, down or up; all is solved again
    under the present objective. None if the pairs are decided or under way, or if there are none."""
    now = present or solve(of)
    if now.settled is not None or not now.pairs:
        return None
    moves = [
        Move(part, 100 * quarters // WEIGHT_IN_QUARTERS, _unchanged(now, _moved(of, part, quarters)))
        for part in PARTS for quarters in MOVED_TO if of.fit.most[part]
    ]  # fmt: skip
    return Steadiness(tuple(moves)) if moves else None


def _moved(of: Board, part: str, quarters: int) -> Board:
    """The same board, with one weight at so many quarters of what it was."""
    share = {each: quarters if each == part else WEIGHT_IN_QUARTERS for each in PARTS}
    points = {each: np.where(told < 0, told, told * np.int16(share[each])) for each, told in of.fit.points.items()}
    most = {each: share[each] * whole for each, whole in of.fit.most.items()}
    reached, possible = np.zeros_like(of.fit.fit), np.zeros_like(of.fit.fit)
    for each, told in points.items():
        reached += np.maximum(told, 0)
        possible += (told >= 0) * np.int64(most[each])
    return replace(of, fit=Fit(points, most, reached * FULL // np.maximum(possible, 1), of.fit.teaches))


def _unchanged(now: Solution, moved: Board) -> float:
    return len(set(now.pairs) & set(solve(moved).pairs)) / len(now.pairs)


def comparison_sentences(compared: Comparison | None, steady: Steadiness | None = None) -> tuple[str, ...]:
    """What a facilitator should know of the choice of objective and of weights, without names."""
    said: list[str] = []
    if compared and compared.present:
        scenario = {each.name: each for each in compared.scenarios}
        said.append(_standing(len(compared.stand), len(compared.present)))
        said += _against_total(scenario[compared.objective], scenario["total"])
        said += _first_come(scenario["first_come"], scenario["total"])
    return (*said, *(_steady(steady) if steady else []))


def _standing(stand: int, present: int) -> str:
    if stand == present:
        return (
            f"{'The one pair stands' if present == 1 else f'All {present} pairs stand'} whichever way you look at it."
        )
    return f"{stand} of {present} {'pairs stand' if present > 1 else 'pair stands'} whichever way you look at it."


def _against_total(present: Scenario, total: Scenario) -> list[str]:
    """What the chosen objective gives up and what it gains."""
    if present.total >= total.total or not present.lowest:
        return []
    gains = {
        f"the lowest fit is {present.lowest[0] / 100:.0f} instead of {total.lowest[0] / 100:.0f}":
            present.lowest[0] > total.lowest[0],
        f"{present.blocking} instead of {total.blocking} pairs of people would both rather have each other":
            present.blocking < total.blocking,
    }  # fmt: skip
    gained = [gain for gain, is_so in gains.items() if is_so]
    lost = f"Your objective gives up {_percent(1 - present.total / total.total)} of the largest total"
    return [f"{lost}; in return {', and '.join(gained)}." if gained else f"{lost}."]


def _first_come(found: Scenario, total: Scenario) -> list[str]:
    people = total.served - found.served
    if people > 0:
        return [f"First come, first served would leave {people} more {'person' if people == 1 else 'people'} out."]
    if found.total < total.total:
        return [f"First come, first served would lose {_percent(1 - found.total / total.total)} of the largest total."]
    return []


def _steady(steady: Steadiness) -> list[str]:
    fewest = steady.lowest
    if fewest.unchanged == 1:
        return ["If any one weight counted a quarter less or more, every pair would stay."]
    way = "less" if fewest.percent < 100 else "more"
    return [
        f"If one weight counted a quarter less or more, {100 * steady.mean:.0f} % of the pairs would stay on average; "
        f"fewest, {100 * fewest.unchanged:.0f} %, if “{PARTS[fewest.part]}” counted {way}."
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.001 else "less than 0.1 %"
