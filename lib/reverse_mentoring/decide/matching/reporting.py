"""Who reports to whom, at any depth: an Euler tour over the management tree.

Each person gets an interval that contains those of everybody below; “is A above B” is then two comparisons,
for 100 000 employees as for ten. Several roots and managers outside of the roster are fine.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Matrix = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.int32]


class ReportingLines:
    """The management tree of a roster (columns person_id, manager_id).

    In a reporting cycle nobody is on top: the line is cut above its smallest id, so that an answer always exists;
    the reader refuses such a roster (see cycles).
    """

    def __init__(self, roster: pd.DataFrame) -> None:
        ids = roster["person_id"].tolist()
        self._index = {person: i for i, person in enumerate(ids)}
        parent = [self._index.get(manager, -1) for manager in roster["manager_id"].tolist()]
        for cycle in cycles(roster):
            parent[self._index[cycle[0]]] = -1
        self._enter, self._leave = _intervals(parent)

    def above(self, first: Sequence[str], second: Sequence[str]) -> Matrix:
        """Matrix first × second: the first stands above the second, at any depth (nobody above themselves)."""
        return self._inside(self._positions(second)[None, :], self._positions(first)[:, None])

    def same_line(self, first: Sequence[str], second: Sequence[str]) -> Matrix:
        """Matrix first × second: one stands above the other, in either direction, at any depth."""
        a, b = self._positions(first)[:, None], self._positions(second)[None, :]
        return self._inside(a, b) | self._inside(b, a)

    def _inside(self, lower: Places, upper: Places) -> Matrix:
        """Whether each lower interval lies in the upper one. That of strangers (−1) is empty: it lies nowhere, nor does
        anything lie in it."""
        enter = self._enter[lower]
        return np.asarray((self._enter[upper] < enter) & (enter <= self._leave[upper]), dtype=np.bool_)

    def _positions(self, people: Sequence[str]) -> Places:
        return np.array([self._index.get(person, -1) for person in people], dtype=np.intp)


def cycles(roster: pd.DataFrame) -> list[tuple[str, ...]]:
    """Every circle of managers once, as ids in upward order, starting at its smallest id; [] if there is none."""
    manager = dict(zip(roster["person_id"].tolist(), roster["manager_id"].tolist(), strict=True))
    found, done = [], set[str]()
    for start in manager:
        path: dict[str, int] = {}
        person = start
        while person in manager and person not in done and person not in path:
            path[person] = len(path)
            person = manager[person]
        if person in path:
            found.append(_from_smallest(list(path)[path[person] :]))
        done.update(path)
    return sorted(found)


def _from_smallest(circle: list[str]) -> tuple[str, ...]:
    first = circle.index(min(circle))
    return tuple(circle[first:] + circle[:first])


def _intervals(parent: list[int]) -> tuple[Numbers, Numbers]:
    """Enter and leave numbers of a depth-first walk over the forest given by parent (−1 for a root); last, 0 and 0 for
    strangers."""
    children: list[list[int]] = [[] for _ in parent]
    for person, manager in enumerate(parent):
        if manager >= 0:
            children[manager].append(person)
    enter, leave = [0] * (len(parent) + 1), [0] * (len(parent) + 1)
    clock, stack = 0, [person for person, manager in enumerate(parent) if manager < 0]
    while stack:
        person = stack.pop()
        if person < 0:
            leave[~person] = clock
            continue
        clock += 1
        enter[person] = clock
        stack.append(~person)
        stack.extend(children[person])
    return np.array(enter, dtype=np.int32), np.array(leave, dtype=np.int32)
