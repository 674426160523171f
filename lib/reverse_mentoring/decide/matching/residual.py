"""What a change would cost after the best assignment: the residual graph of its pairs.

Its nodes are the pairs of the answer and one more, “nobody”, for whoever and whatever stays without a partner. An
arc from one pair to another costs what all lose if the row of the first takes the column of the second; to “nobody”:
if that row goes without, or takes a column that nobody has; from “nobody”: if the column stays empty, or goes to a
row that had none. No arc costs less than 0, and along a path the prices cancel, so its arcs add up to the whole loss.
Source: Ahuja, Magnanti & Orlin 1993, ch. 9 and 12.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Residual:
    """worth: rows × columns, 0 = not a pair; column_of: column of each row or −1, the best assignment; prices ≥ 0 that
    prove it (see assignment)."""

    worth: Whole
    column_of: Whole
    row_prices: Whole
    column_prices: Whole

    @cached_property
    def reduced(self) -> Whole:
        """The two prices less what the pair is worth, ≥ 0: what it costs in itself."""
        prices = self.row_prices[:, None] + self.column_prices[None, :]
        prices -= self.worth
        return prices

    @cached_property
    def tight(self) -> Matrix:
        """The pairs that cost nothing in themselves."""
        return np.equal(self.reduced, 0)

    @cached_property
    def rows(self) -> Whole:
        """The row of each pair of the answer."""
        return np.flatnonzero(self.column_of >= 0)

    @cached_property
    def row_node(self) -> Whole:
        """The node of each row: its pair by number, or the last, “nobody”."""
        return _nodes(self.rows, len(self.row_prices))

    @cached_property
    def column_node(self) -> Whole:
        """The node of each column: its pair by number, or the last, “nobody”."""
        return _nodes(self.column_of[self.rows], len(self.column_prices))

    @cached_property
    def arcs(self) -> Whole:
        """What it costs to go from each node to each other; 0 from a node to itself."""
        rows, columns, nobody = self.rows, self.column_of[self.rows], len(self.rows)
        alone, empty = np.flatnonzero(self.row_node == nobody), np.flatnonzero(self.column_node == nobody)
        arcs = np.zeros((nobody + 1, nobody + 1), dtype=np.int64)
        arcs[:-1, :-1] = self.reduced[rows][:, columns]
        arcs[:-1, -1] = np.minimum(self.row_prices[rows], _least(self.reduced[:, empty][rows], axis=1))
        arcs[-1, :-1] = np.minimum(self.column_prices[columns], _least(self.reduced[alone][:, columns], axis=0))
        return arcs

    @cached_property
    def group(self) -> Whole:
        """Of each node the number of its group: within one, everything can be exchanged without any loss."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        return connected_components(csr_matrix(self._free_arcs.view(np.int8)), connection="strong")[1].astype(np.int64)

    @property
    def _free_arcs(self) -> Matrix:
        """The arcs that cost nothing: all that groups need, in an eighth of the memory."""
        rows, columns, nobody = self.rows, self.column_of[self.rows], len(self.rows)
        free = np.ones((nobody + 1, nobody + 1), dtype=np.bool_)
        free[:-1, :-1] = self.tight[rows][:, columns]
        alone, empty = self.tight[self.row_node == nobody], self.tight[:, self.column_node == nobody]
        free[:-1, -1] = np.equal(self.row_prices[rows], 0) | empty[rows].any(axis=1)
        free[-1, :-1] = np.equal(self.column_prices[columns], 0) | alone[:, columns].any(axis=0)
        return free

    @cached_property
    def without_loss(self) -> Matrix:
        """The pairs that stand in some best assignment: forcing them costs nothing. rows × columns."""
        rows, columns = self.group[self.row_node], self.group[self.column_node]
        return self.tight & (self.worth > 0) & (rows[:, None] == columns[None, :])


def _nodes(places: Whole, count: int) -> Whole:
    nodes = np.full(count, len(places), dtype=np.int64)
    nodes[places] = np.arange(len(places))
    return nodes


def _least(costs: Whole, *, axis: int) -> Whole:
    return costs.min(axis=axis, initial=np.iinfo(np.int64).max)
