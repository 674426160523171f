"""The sets of pairs that are equally good so far, and the prices that separate the better ones from the rest.

Whatever is asked first (most people served, most proposals kept, fewest pairs at a low level), linear programming
duality says of the best answers: there are prices such that they are exactly the sets made of *tight* pairs – those
whose two prices add up to what the pair costs – in which everybody with a price has a partner. So a question is
answered once, the answer kept as a list of possible pairs, and the next question asked of that list alone.
Source: complementary slackness, Schrijver 2003, ch. 17; the list of strongly connected pairs: Dulmage & Mendelsohn.
"""

from dataclasses import dataclass

import numpy as np

from reverse_mentoring.decide.matching.eligibility import Matrix
from reverse_mentoring.decide.matching.task import Whole


@dataclass(frozen=True)
class Face:
    """The possible pairs, as edges of rows and columns, sorted by column; shape: how many there are of both.

    One more row and column stand for nobody: an edge (row, last) says that the row may stay without a partner, and
    (last, column) the same of a column; everybody else has a partner in each set. points: of a pair; −1 where they do
    not count (any more).
    """

    shape: tuple[int, int]
    row: Whole
    column: Whole
    points: Whole

    def only(self, those: Matrix) -> "Face":
        some = np.flatnonzero(those)
        return Face(self.shape, self.row[some], self.column[some], self.points[some])

    def counted(self, top: int) -> "Face":
        """The same, once all points up to top have been counted."""
        return Face(self.shape, self.row, self.column, np.where(self.points <= top, -1, self.points))

    @property
    def pairs(self) -> Matrix:
        """The edges that are pairs."""
        return (self.row < self.shape[0]) & (self.column < self.shape[1])

    def chosen(self, column_of: Whole) -> Matrix:
        """The pairs of an answer, among the edges."""
        return self.pairs & (np.append(column_of, -1)[self.row] == self.column)


def face(allowed: Matrix, points: Whole, may_stay: tuple[Matrix, Matrix]) -> Face:
    """All pairs that are allowed; may_stay: rows and columns that need no partner."""
    n, m = allowed.shape
    whole = np.zeros((m + 1, n + 1), dtype=np.bool_)
    whole[:m, :n] = allowed.T
    whole[m, :n], whole[:m, n] = may_stay
    some = np.flatnonzero(whole)
    column = some // (n + 1)
    found = Face((n, m), some - column * (n + 1), column, np.full(len(some), -1, dtype=np.int64))
    pairs = np.flatnonzero(found.pairs)
    found.points[pairs] = points[found.row[pairs], column[pairs]]
    return found


@dataclass(frozen=True)
class Prices:
    """A price for each row and each column."""

    row: Whole
    column: Whole

    @property
    def total(self) -> int:
        return int(self.row.sum() + self.column.sum())

    def slack(self, of: Face, cost: Whole) -> Whole:
        """By how much each edge costs more than its two prices."""
        return cost - np.append(self.row, 0)[of.row] - np.append(self.column, 0)[of.column]


def prices(of: Face, cost: Whole, column_of: Whole) -> Prices:
    """Prices that prove that no set in this face costs less than the answer does (Bellman–Ford from the answer).

    cost: of each edge, 0 for those to nobody. No edge costs less than its two prices, the answer costs all prices
    together; who may stay without a partner has a price ≤ 0, and 0 if that is so. ValueError if there is a better one.
    """
    if not len(of.row):
        return Prices(*(np.zeros(length, dtype=np.int64) for length in of.shape))
    partner, alone = _partners(of, column_of)
    chosen = of.chosen(column_of)
    own = np.zeros(of.shape[0] + 1, dtype=np.int64)
    own[of.row[chosen]] = cost[chosen]
    heads = np.flatnonzero(np.diff(of.column, prepend=-1))
    columns, price = of.column[heads], np.zeros(of.shape[1] + 1, dtype=np.int64)
    for _ in range(sum(of.shape) + 2):
        lower = price.copy()
        offered = np.minimum.reduceat((price[partner] - own)[of.row] + cost, heads)
        lower[columns] = np.minimum(price[columns], offered)
        lower[alone] = lower[alone].min()
        if np.array_equal(lower, price):
            alone[columns] = True
            price = (price - price[-1]) * alone
            return Prices((own - price[partner])[:-1], price[:-1])
        price = lower
    raise ValueError("The answer could not be proven to be the best one.")


def _partners(of: Face, column_of: Whole) -> tuple[Whole, Matrix]:
    """The column of each row, the last one for nobody; and which columns are with nobody."""
    nobody = of.shape[1]
    partner = np.append(np.where(column_of < 0, nobody, column_of), nobody)
    alone = np.ones(nobody + 1, dtype=np.bool_)
    alone[partner[partner < nobody]] = False
    return partner, alone


def swaps(of: Face, column_of: Whole) -> tuple[Matrix, Matrix]:
    """(edges that are in no set of this face, edges that are in some but not in all).

    Where two sets differ, people swap partners in circles: an edge counts if it is on one, that is, if its two ends
    are strongly connected once every row points from its partner to the other possible ones.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    partner, alone = _partners(of, column_of)
    node = np.where(alone, of.shape[1], np.arange(of.shape[1] + 1))
    start, end = partner[of.row], node[of.column]
    arcs = csr_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(len(node), len(node)))
    _, part = connected_components(arcs, directed=True, connection="strong")
    same = part[start] == part[end]
    return ~same, same & (np.bincount(part)[part] > 1)[start]
