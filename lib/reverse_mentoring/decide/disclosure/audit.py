"""The last gate: what each person can have answered, for somebody who knows everything that is released.

The viewer knows who answered, everybody's function and level, the own answer and every figure of the round in all
groupings. People of one function and level are interchangeable, and any whole number from m to 5m is the sum of m
answers from 1 to 5, so the answers of a class matter by their sum alone. The sums form a circulation: from the cohort
to the functions, from each function along one arc per class to the levels, and back to the cohort; what is told of a
group is a lower and an upper bound on its arc. One more arc beside that of a class is the one person's answer. The
matrix of nodes and arcs of a directed graph is totally unimodular and all bounds are whole numbers, so the smallest
and the largest answer are whole numbers that a flow finds exactly (Hoffman & Kruskal 1956; Ford & Fulkerson 1962):
from the answers as they are, the person's can rise by as much as flows back around that arc. No integer program is
needed; the tests hold the result equal to one (scipy.optimize.milp over single people).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pandas as pd

from reverse_mentoring.decide.disclosure.answers import Answers
from reverse_mentoring.decide.disclosure.bands import HIGHEST, LOWEST, ROOM, sums
from reverse_mentoring.decide.disclosure.cells import EVERYBODY, table_name, without
from reverse_mentoring.words.release import Cell, Grouping

DROPPED_FIRST: tuple[Grouping, ...] = ("level", "function", "cohort")
"""The order in which tables of an item go, whatever people answered."""
_MOST = HIGHEST - LOWEST
Class = tuple[str, str]
Room = list[list[int]]
"""How much more can flow from one node to another."""


@dataclass(frozen=True)
class _Told:
    """One item: said: (function, level) → the answers of that class; sums: (grouping, group) → lowest and highest."""

    said: dict[Class, list[int]]
    sums: dict[tuple[str, str], tuple[int, int]]

    @cached_property
    def nodes(self) -> dict[tuple[str, str], int]:
        """The cohort where it branches (0) and where it joins (1), each function, each level."""
        names = dict.fromkeys(("function", function) for function, _ in self.said)
        names |= dict.fromkeys(("level", level) for _, level in self.said)
        return {name: number for number, name in enumerate(names, 2)}

    def ends(self, of: Class) -> tuple[int, int]:
        return self.nodes["function", of[0]], self.nodes["level", of[1]]

    @cached_property
    def room(self) -> Room:
        """Room on every arc in both directions, as the answers are."""
        size = len(self.nodes) + 2
        room = [[0] * size for _ in range(size)]
        for of, said in self.said.items():
            function, level = self.ends(of)
            room[function][level] = HIGHEST * len(said) - sum(said)
            room[level][function] = sum(said) - LOWEST * len(said)
        for (grouping, name), node in self.nodes.items():
            total = sum(sum(said) for of, said in self.said.items() if of[grouping == "level"] == name)
            ends = (0, node) if grouping == "function" else (node, 1)
            self._bound(room, ends, total, (grouping, name))
        self._bound(room, (1, 0), sum(map(sum, self.said.values())), ("cohort", EVERYBODY))
        return room

    def _bound(self, room: Room, ends: tuple[int, int], total: int, key: tuple[str, str]) -> None:
        low, high = self.sums.get(key, (total - _MOST, total + _MOST))
        room[ends[0]][ends[1]], room[ends[1]][ends[0]] = high - total, total - low


def spans(answers: Answers, groups: pd.DataFrame, cells: Sequence[Cell]) -> pd.DataFrame:
    """One row per item and class of people who answered it: item, function, level, narrowest (0–4).

    narrowest: the largest answer that one of them can have given less the smallest, for the viewer to whom this says
    most. groups: groups.frozen_groups; cells: of kind “pulse”, those hidden bound nothing.
    """
    rows = answers.answers.merge(groups, on="person_id")
    found = []
    for item, mine in rows.groupby("item"):
        told = _told(mine, [cell for cell in cells if cell.item == item])
        found += [(item, *of, _narrowest(told, of)) for of in sorted(told.said)]
    return pd.DataFrame(found, columns=["item", "function", "level", "narrowest"])


def fails(answers: Answers, groups: pd.DataFrame, cells: Sequence[Cell]) -> tuple[str, ...]:
    """The tables that must go (“say by level”) so that every answer spans ROOM points or more; () = all may stay.

    Of an item whose answers span less, one table after the other in the order DROPPED_FIRST, until all do.
    """
    gone: list[str] = []
    for item in dict.fromkeys(cell.item for cell in cells):
        theirs = [cell for cell in cells if cell.item == item]
        only = Answers(answers.answers[answers.answers["item"] == item], answers.people)
        tables = iter(_tables(theirs))
        while (spans(only, groups, theirs)["narrowest"] < ROOM).any() and (name := next(tables, "")):
            gone.append(name)
            theirs = list(without(theirs, [name]))
    return tuple(gone)


def _tables(cells: Iterable[Cell]) -> list[str]:
    shown = {cell.grouping: table_name(cell) for cell in cells if cell.shown}
    return [shown[grouping] for grouping in DROPPED_FIRST if grouping in shown]


def _told(rows: pd.DataFrame, cells: Iterable[Cell]) -> _Told:
    said = {
        (str(key[0]), str(key[1])): [int(each) for each in own]
        for key, own in rows.groupby(["function", "level"])["value"]
    }
    bounds: dict[tuple[str, str], tuple[int, int]] = {}
    for cell in cells:
        if cell.value is not None:
            n = len(rows) if cell.grouping == "cohort" else int((rows[cell.grouping] == cell.group).sum())
            bounds[cell.grouping, cell.group] = sums(cell.value, n)
    return _Told(said, bounds)


def _narrowest(told: _Told, of: Class) -> int:
    """The span of one of this class, over all viewers; 4 where nobody else answered.

    What a viewer knows is taken away from the room of his or her class. Where the flows found without a viewer leave
    that much room, they stay the largest ones, and nothing has to be computed anew.
    """
    usual = told.said[of][0]
    span, flows = _span(told, of, usual)
    found = [span]
    for seen_from, answer in ((where, each) for where, said in told.said.items() for each in sorted(set(said))):
        others = list(told.said[of])
        if seen_from == of:
            others.remove(answer)
        if others and not (usual in others and all(_fits(told, left, seen_from, answer) for left in flows)):
            found.append(_span(told, of, usual if usual in others else others[0], (seen_from, answer))[0])
    return min(found) if sum(map(len, told.said.values())) > 1 else _MOST


def _fits(told: _Told, left: Room, of: Class, answer: int) -> bool:
    function, level = told.ends(of)
    return left[function][level] >= HIGHEST - answer and left[level][function] >= answer - LOWEST


def _span(told: _Told, of: Class, person: int, *viewers: tuple[Class, int]) -> tuple[int, tuple[Room, Room]]:
    """(largest answer less smallest of a person of this class, room left by the flows up and down)."""
    room = [row.copy() for row in told.room]
    function, level = told.ends(of)
    for where, answer in ((of, person), *viewers):
        one, other = told.ends(where)
        room[one][other] -= HIGHEST - answer
        room[other][one] -= answer - LOWEST
    down = [row.copy() for row in room]
    rises = _flow(room, (level, function), HIGHEST - person)
    falls = _flow(down, (function, level), person - LOWEST)
    return rises + falls, (room, down)


def _flow(room: Room, ends: tuple[int, int], most: int) -> int:
    """The largest flow from one end to the other, at most so much: shortest ways, one unit each, taken off the room."""
    flow = 0
    while flow < most and (way := _way(room, *ends)):
        flow += 1
        for before, node in pairwise(way):
            room[before][node] -= 1
            room[node][before] += 1
    return flow


def _way(room: Room, source: int, target: int) -> list[int]:
    """The nodes of a way from source to target with room on every arc; [] if there is none."""
    ways = {source: [source]}
    reached = [source]
    for node in reached:
        if room[node][target] > 0:
            return [*ways[node], target]
        for following, free in enumerate(room[node]):
            if free > 0 and following not in ways:
                ways[following] = [*ways[node], following]
                reached.append(following)
    return []
