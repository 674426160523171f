"""The best assignment and its certificate.

One reduction: worth[i, j] ≥ 0 is what it is worth that row i and column j are paired; 0 means “not paired”.
The best assignment maximises the sum. Prices prove it: every pair costs its two prices at least what it is worth,
and the prices add up to exactly the total, so no better total exists, whatever solver found it. Whole numbers
throughout: exact ties, exact certificates, the same pairs on every platform.
Source: Jonker & Volgenant 1987 as in scipy.optimize.linear_sum_assignment; duality: Schrijver 2003, ch. 17.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Assignment:
    """column_of[i]: the column of row i or −1. Prices ≥ 0 of rows and columns; total = their sum."""

    column_of: Whole
    row_prices: Whole
    column_prices: Whole
    total: int


def best(worth: Whole, preference: Whole) -> Assignment:
    """The assignment with the largest sum of worth; among equals the one with the largest sum of preference.

    worth, preference: whole numbers ≥ 0 of the same shape, both below 2**40. ValueError if the certificate fails.
    """
    if not worth.size:
        rows, columns = (np.zeros(length, dtype=np.int64) for length in worth.shape)
        return Assignment(rows - 1, rows, columns, 0)
    column_of = _solve(worth)
    prices = _prices(worth, column_of)
    column_of = _solve(_tie_break(worth, preference, *prices))
    return _certified(worth, column_of, *prices)


def _solve(worth: Whole) -> Whole:
    """Column of each row in an assignment with the largest sum, −1 where the worth is 0."""
    from scipy.optimize import linear_sum_assignment

    column_of = np.full(worth.shape[0], -1, dtype=np.int64)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    paired = worth[rows, columns] > 0
    column_of[rows[paired]] = columns[paired]
    return column_of


def _prices(worth: Whole, column_of: Whole) -> tuple[Whole, Whole]:
    """The smallest column prices, and the row prices that go with them (Bellman–Ford from the assignment)."""
    rows = np.flatnonzero(column_of >= 0)
    columns = column_of[rows]
    own = worth[rows, columns]
    free = np.delete(worth, rows, axis=0)
    prices = free.max(axis=0, initial=0)
    for _ in range(worth.shape[1] + 1):
        offered = (worth[rows] + (prices[columns] - own)[:, None]).max(axis=0, initial=0)
        raised = np.maximum(prices, offered)
        if np.array_equal(raised, prices):
            break
        prices = raised
    row_prices = np.zeros(worth.shape[0], dtype=np.int64)
    row_prices[rows] = own - prices[columns]
    return row_prices, prices


def _tie_break(worth: Whole, preference: Whole, row_prices: Whole, column_prices: Whole) -> Whole:
    """Worth of the second assignment: only pairs without loss, whoever has a price must be served, then preference."""
    tight = (row_prices[:, None] + column_prices[None, :] == worth) & (worth > 0)
    must = np.int64(min(worth.shape)) * (int(preference.max(initial=0)) + 1) + 1
    return np.where(tight, 1 + preference + must * (1 * (row_prices > 0)[:, None] + (column_prices > 0)[None, :]), 0)


def _certified(worth: Whole, column_of: Whole, row_prices: Whole, column_prices: Whole) -> Assignment:
    rows = np.flatnonzero(column_of >= 0)
    total = int(worth[rows, column_of[rows]].sum())
    covered = (row_prices[:, None] + column_prices[None, :] >= worth).all()
    fair = min(row_prices.min(initial=0), column_prices.min(initial=0)) >= 0
    if not (covered and fair and total == int(row_prices.sum() + column_prices.sum())):
        raise ValueError("The assignment could not be proven to be the best one.")
    return Assignment(column_of, row_prices, column_prices, total)
