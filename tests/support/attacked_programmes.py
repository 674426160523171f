"""Random programmes through the release gate and before the attacker: what he still does not know of each answer."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
import pandas as pd

from attack_evidence import Class, Group, Known, Rules, evidence, group_of
from attacker import Answer, Attack
from random_programmes import ITEMS, Programme
from reverse_mentoring.decide.disclosure.answers import Answers
from reverse_mentoring.decide.disclosure.audit import fails
from reverse_mentoring.decide.disclosure.cells import answer_cells, without
from reverse_mentoring.decide.disclosure.groups import frozen_groups
from reverse_mentoring.words.release import Cell, Release, Round

QUARTER = Round(1, "quarter 1", dt.date(2026, 3, 2), dt.date(2026, 6, 1))
Publishing = Callable[[Programme, pd.DataFrame], tuple[Release, pd.DataFrame]]
"""From a programme and the answers of a round (person_id, item, value) to the release and the groups in it
(person_id, function, level)."""


@dataclass(frozen=True)
class Found:
    """What viewers can tell of the people of one class (people: how many others there are in it): the values that
    each of them can have given, and those they did give."""

    seed: int
    round: int
    item: str
    own: tuple[Answer, ...]
    of: Class
    people: int
    possible: tuple[int, ...]
    given: frozenset[int]

    @property
    def span(self) -> int:
        return max(self.possible) - min(self.possible)


def gate(programme: Programme, answers: pd.DataFrame) -> tuple[Release, pd.DataFrame]:
    """What the gate lets through of the answers of a round. The attacker is told more than a release says: which tables
    the audit took out, so that any other that is missing holds a group that agrees."""
    groups = frozen_groups(programme.people, least=programme.least)
    given = Answers(answers, programme.people)
    cells = answer_cells(given, groups, least=programme.least)
    dropped = fails(given, groups, cells)
    return release(without(cells, dropped), programme.least, dropped), groups


def release(cells: Sequence[Cell], least: int, dropped: tuple[str, ...] = ()) -> Release:
    """These cells as a release."""
    return Release("Acme", "2026", QUARTER, least, tuple(cells), dropped=dropped)


def attacked(
    programme: Programme, *, publishing: Publishing = gate, rules: Rules, together: int = 1
) -> Iterator[Found]:
    """Every viewer of every release of the programme against every other answer; so many viewers pool their answers."""
    for number, answers in enumerate(programme.rounds, 1):
        told, groups = publishing(programme, answers)
        open_ = _open(programme, answers, publishing)
        for item, rows in answers.merge(groups, on="person_id").groupby("item"):
            known = Known(groups, frozenset(rows["person_id"]), open_)
            for found in _viewed(Attack(evidence(told, str(item), known, rules)), rows, together):
                yield Found(programme.seed, number, str(item), *found)


def _viewed(
    attack: Attack, rows: pd.DataFrame, together: int
) -> Iterator[tuple[tuple[Answer, ...], Class, int, tuple[int, ...], frozenset[int]]]:
    given = Counter(zip(zip(rows["function"], rows["level"], strict=True), rows["value"], strict=True))
    assert attack.checked(attack.counts(given.elements())), "what is told must be true of the answers themselves"
    for own in combinations_with_replacement(sorted(given), together):
        if Counter(own) <= given:
            left = given - Counter(own)
            for of, possible in attack.possible(own, enough=3).items():
                there = {value: n for (each, value), n in left.items() if each == of}
                yield own, of, sum(there.values()), possible, frozenset(there)


def _open(programme: Programme, answers: pd.DataFrame, publishing: Publishing) -> frozenset[Group]:
    """The groups that are shown of these people when they answer as differently as they can: half 1, half 5."""
    mixed = answers[answers["item"] == ITEMS[0]].merge(programme.people, on="person_id")
    mixed = mixed.sort_values(["function", "level", "person_id"], ignore_index=True)
    mixed["value"] = np.where(mixed.index % 2 == 0, 1, 5)
    told, _ = publishing(programme, mixed[["person_id", "item", "value"]])
    return frozenset(map(group_of, (cell for cell in told.cells if cell.kind == "pulse" and cell.value is not None)))
