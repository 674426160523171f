"""The best assignment and its certificate.

One reduction: worth[i, j] ≥ 0 is what it is worth that row i and column j are paired; 0 means “not paired”.
The best assignment maximises the sum. Prices prove it: every pair costs its two prices at least what it is worth,
and the prices add up to exactly the total, so no better total exists, whatever solver found it. Whole numbers
throughout: exact ties, exact certificates, the same pairs on every platform.
Source: Jonker & Volgenant 1987 as in scipy.optimize.linear_sum_assignment; duality: Schrijver 2003, ch. 17.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reverse_mentoring.decide.matching.residual import Matrix, Residual

Whole = npt.NDArray[np.int64]
FEW = 10
"""Where at most every tenth combination is a pair, it is quicker to look at the pairs only."""
LARGE = 1_000_000
"""Pairs from which on the optional solver is worth its own proof."""


@dataclass(frozen=True)
class Assignment:
    """column_of[i]: the column of row i or −1. Prices ≥ 0 of rows and columns; total = their sum."""

    column_of: Whole
    row_prices: Whole
    column_prices: Whole
    total: int


def best(worth: Whole, preference: Callable[[], Whole]) -> Assignment:
    """The assignment with the largest sum of worth; among equals the one with the largest sum of preference.

    worth, preference: whole numbers ≥ 0 of the same shape, both below 2**40; preference is called for if there are
    equals at all. ValueError if the certificate fails.
    """
    if not worth.size:
        rows, columns = (np.zeros(length, dtype=np.int64) for length in worth.shape)
        return Assignment(rows - 1, rows, columns, 0)
    column_of = _solve(worth)
    prices = _prices(worth, column_of)
    graph = Residual(worth, column_of, *prices)
    return _certified(graph, _preferred(graph, preference))


def _solve(worth: Whole) -> Whole:
    """Column of each row in an assignment with the largest sum, −1 where the worth is 0."""
    if _few(worth):
        return _among_few(worth)
    quick = _quick(worth) if worth.size >= LARGE else None
    if quick is not None:
        return quick
    from scipy.optimize import linear_sum_assignment

    return _column_of(worth, *linear_sum_assignment(worth, maximize=True))


def _few(worth: Whole) -> bool:
    return bool(FEW * np.count_nonzero(worth) <= worth.size)


def _among_few(worth: Whole) -> Whole:
    """The same, looking at the pairs only: much quicker where they are few. Everybody may also stay alone, in a column
    of their own that is worth nothing."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    rows, columns = worth.shape
    there = np.flatnonzero(worth > 0)
    ends = np.searchsorted(there, columns * np.arange(rows + 1))
    top = int(worth.max()) + 1  # what it costs to stay alone: costs above 0, as no entry would mean no pair
    costs = np.insert(top - worth.ravel()[there], ends[1:], top).astype(np.float64)
    partners = np.insert(there % columns, ends[1:], columns + np.arange(rows))
    graph = csr_array((costs, partners, ends + np.arange(rows + 1)), shape=(rows, columns + rows))
    row, column = min_weight_full_bipartite_matching(graph)
    column_of = np.full(rows, -1, dtype=np.int64)
    column_of[row] = np.where(column < columns, column, -1)
    return column_of


def _quick(worth: Whole) -> Whole | None:
    """The same from the extra “fast” (lapx), several times as fast; None where it is not installed, or where its
    answer cannot be proven, as some of its solvers were seen to miss the best one."""
    try:
        from lap import lapjvr
    except ImportError:
        return None
    column_of = _column_of(worth, *lapjvr(worth.max() - worth, extend_cost=True, return_cost=False))
    try:
        _certified(Residual(worth, column_of, *_prices(worth, column_of)), column_of)
    except ValueError:
        return None
    return column_of


def _column_of(worth: Whole, rows: Whole, columns: Whole) -> Whole:
    column_of = np.full(worth.shape[0], -1, dtype=np.int64)
    paired = worth[rows, columns] > 0
    column_of[rows[paired]] = columns[paired]
    return column_of


def _prices(worth: Whole, column_of: Whole) -> tuple[Whole, Whole]:
    """The smallest column prices, and the row prices that go with them."""
    rows = np.flatnonzero(column_of >= 0)
    own = np.zeros(worth.shape[0], dtype=np.int64)
    own[rows] = worth[rows, column_of[rows]]
    prices = (_column_prices_among_few if _few(worth) else _column_prices)(worth, column_of, own)
    own[rows] -= prices[column_of[rows]]
    return own, prices


def _column_prices_among_few(worth: Whole, column_of: Whole, own: Whole) -> Whole:
    """Bellman–Ford from the assignment along the pairs, which are few."""
    column, row = np.divmod(np.flatnonzero((worth > 0).T), worth.shape[0])
    gain = worth[row, column] - own[row]
    heads = np.flatnonzero(np.diff(column, prepend=-1))
    prices = np.zeros(worth.shape[1] + 1, dtype=np.int64)  # the last for nobody
    for _ in range(worth.shape[1] + 1 if len(heads) else 0):
        offered = np.maximum.reduceat(gain + prices[column_of][row], heads)
        if not (offered > prices[column[heads]]).any():
            break
        prices[column[heads]] = np.maximum(prices[column[heads]], offered)
    return prices[:-1]


def _column_prices(worth: Whole, column_of: Whole, own: Whole) -> Whole:
    """Bellman–Ford from the assignment, looking again only at rows whose column has become dearer."""
    rows = np.flatnonzero(column_of >= 0)
    columns = column_of[rows]
    prices = np.delete(worth, rows, axis=0).max(axis=0, initial=0)
    more, raised = worth[rows] - own[rows, None], np.arange(len(rows))
    for _ in range(worth.shape[1] + 1):
        offered = (more[raised] + prices[columns[raised], None]).max(axis=0, initial=0)
        raised = np.flatnonzero((offered > prices)[columns])
        prices = np.maximum(prices, offered)
        if not raised.size:
            break
    return prices


def _preferred(graph: Residual, preference: Callable[[], Whole]) -> Whole:
    """Of all best assignments the one with the largest sum of preference: a second assignment, of those rows and
    columns only that have an alternative."""
    free = np.bincount(graph.group)[graph.group] > 1
    rows, columns = np.flatnonzero(free[graph.row_node]), np.flatnonzero(free[graph.column_node])
    if not rows.size or not columns.size:
        return graph.column_of
    part = np.ix_(rows, columns)
    again = _solve(_tie_break(graph.without_loss[part], preference()[part],
                              graph.row_prices[rows] > 0, graph.column_prices[columns] > 0))  # fmt: skip
    column_of = graph.column_of.copy()
    column_of[rows] = np.where(again >= 0, columns[again], -1)
    return column_of


def _tie_break(tight: Matrix, preference: Whole, row_must: Matrix, column_must: Matrix) -> Whole:
    """Worth of the second assignment: only pairs without loss, whoever has a price must be served, then preference."""
    must = np.int64(min(tight.shape)) * (int(preference.max(initial=0)) + 1) + 1
    return np.where(tight, 1 + preference + must * (1 * row_must[:, None] + column_must[None, :]), 0)


def _certified(graph: Residual, column_of: Whole) -> Assignment:
    """The assignment with the prices of the graph, if they prove it; else ValueError."""
    rows, row_prices, column_prices = np.flatnonzero(column_of >= 0), graph.row_prices, graph.column_prices
    total = int(graph.worth[rows, column_of[rows]].sum())
    covered = graph.reduced.min(initial=0) >= 0
    fair = min(row_prices.min(initial=0), column_prices.min(initial=0)) >= 0
    if not (covered and fair and total == int(row_prices.sum() + column_prices.sum())):
        raise ValueError("The assignment could not be proven to be the best one.")
    return Assignment(column_of, row_prices, column_prices, total)
