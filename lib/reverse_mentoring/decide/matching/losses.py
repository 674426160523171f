"""What all would lose if two were put together: exact, for every pair.

After the best assignment, forcing a pair costs what the pair costs in itself plus the cheapest way to put right what
it upsets: the shortest path in the residual graph from whoever loses the partner to whoever can take the place left.
Whole numbers, no tolerance: a loss of 0 is an equally good answer. All pairs by Floyd & Warshall 1962 in the smallest
kind of number that holds the distances; one row by Bellman & Ford.
Source: Ahuja, Magnanti & Orlin 1993, ch. 5 and 9.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reverse_mentoring.decide.matching.assignment import Assignment
from reverse_mentoring.decide.matching.residual import Matrix, Residual, Whole
from reverse_mentoring.decide.matching.task import Task

NOT_A_PAIR = -1
"""Stands where two cannot be paired at all."""


@dataclass(frozen=True)
class Loss:
    """What the whole loses, in order of weight. people: so many fewer have a partner; proposals: so many fewer stay;
    points: hundredths of a point. The first that is not 0 is above 0; those after it may be below (a gain)."""

    people: int
    proposals: int
    points: int


def losses(worth: Whole, found: Assignment) -> Whole:
    """What the sum of worth loses if a pair is forced, for all pairs: rows × columns, −1 where the worth is 0.

    worth: as given to assignment.best; found: its answer. Time grows with the cube of the pairs (500: about two
    bare assignments, 1 000: three); for more people ask row by row.
    """
    graph = _residual(worth, found)
    way = _distances(graph.arcs)
    ways = way[graph.column_node][:, graph.row_node].T
    return np.where(worth > 0, graph.reduced + ways, NOT_A_PAIR)


def losses_of_row(worth: Whole, found: Assignment, row: int) -> Whole:
    """The same for the pairs of one row: one number a column."""
    graph = _residual(worth, found)
    way = _from(np.ascontiguousarray(graph.arcs.T), int(graph.row_node[row]))
    return np.where(worth[row] > 0, graph.reduced[row] + way[graph.column_node], NOT_A_PAIR)


def losses_of_column(worth: Whole, found: Assignment, column: int) -> Whole:
    """The same for the pairs of one column: one number a row."""
    graph = _residual(worth, found)
    way = _from(graph.arcs, int(graph.column_node[column]))
    return np.where(worth[:, column] > 0, graph.reduced[:, column] + way[graph.row_node], NOT_A_PAIR)


def without_loss(worth: Whole, found: Assignment) -> Matrix:
    """True for the pairs of all equally good answers, this one and the others."""
    return _residual(worth, found).without_loss


def as_loss(task: Task, found: Assignment, loss: int) -> Loss:
    """A loss in worth as people, proposals and points; found: the best answer to task.worth(…)."""
    before, after = (_counted(task, total) for total in (found.total, found.total - int(loss)))
    return Loss(*(mine - theirs for mine, theirs in zip(before, after, strict=True)))


def _counted(task: Task, total: int) -> tuple[int, int, int]:
    people, rest = divmod(total, task.worth_of_serving)
    proposals, points = divmod(rest, task.worth_of_keeping) if task.worth_of_keeping else (0, rest)
    return people, proposals, points


def _residual(worth: Whole, found: Assignment) -> Residual:
    return Residual(worth, found.column_of, found.row_prices, found.column_prices)


def _distances(arcs: Whole) -> Whole:
    """Length of the shortest path from each node to each other.

    Lengths are cut at half of what the kind of number holds: shorter ones are exact all the same. Ways to and from
    “nobody”, the last node, may be far longer than all others and are added afterwards.
    """
    for kind in (np.int16, np.int32, np.int64):
        cut = np.iinfo(kind).max // 2
        way = _closed(np.minimum(arcs, cut).astype(kind)).astype(np.int64)
        if way[:-1, :-1].max(initial=0) < cut:
            break
    inner = way[:-1, :-1]
    way[:-1, -1] = (inner + arcs[:-1, -1]).min(axis=1, initial=arcs.max())
    way[-1, :-1] = (inner + arcs[-1, :-1, None]).min(axis=0, initial=arcs.max())
    return way


def _closed(way: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Arcs turned into shortest paths, in place."""
    detour = np.empty_like(way)
    for node in range(len(way)):
        np.add(way[:, node, None], way[node], out=detour)
        np.minimum(way, detour, out=way)
    return way


def _from(arcs: Whole, start: int) -> Whole:
    """Length of the shortest path from the start to each node."""
    way = arcs[start]
    nearer = np.arange(len(way))
    while nearer.size:
        detour = (arcs[nearer] + way[nearer, None]).min(axis=0)
        nearer = np.flatnonzero(detour < way)
        way = np.minimum(way, detour)
    return way
