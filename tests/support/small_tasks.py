"""Small matching tasks made in code, and every possible answer to them."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from reverse_mentoring.decide.matching.task import Task, Whole


def random_task(seed: int, *, mentees: int = 4, mentors: int = 3, proposals: bool = True) -> Task:
    """Up to so many people with 0–3 places a mentor, barred pairs, ties, proposals and mentors pinned already."""
    rng = np.random.default_rng(seed)
    rows, people = int(rng.integers(0, mentees + 1)), int(rng.integers(0, mentors + 1))
    places = rng.integers(0, 4, people) if seed % 2 else np.ones(people, dtype=np.int64)
    taken = rng.random(people) < 0.2
    owner = np.repeat(np.arange(people), places)
    second = np.append(False, owner[1:] == owner[:-1])[: len(owner)]
    highest = int(rng.choice([1, 4, 12, 10_000]))

    def spread(low: int, high: int) -> Whole:
        return rng.integers(low, high, (rows, people))[:, owner]

    share = rng.choice([0.5, 0.8, 1.0])
    kept = spread(0, 6) == 0 if proposals and seed % 3 == 0 else np.zeros((rows, len(owner)), dtype=np.bool_)
    return Task(
        mentees=tuple(f"s{i}" for i in range(rows)),
        mentors=tuple(f"j{i}" for i in owner),
        first=~second & ~taken[owner],
        allowed=spread(0, 1000) < 1000 * share,
        kept=kept,
        points=spread(0, highest + 1) if highest < 10_000 else spread(0, 101) * 100,
        keys=(tuple(f"Name s{i}" for i in range(rows)), tuple(f"Name j{i}" for i in owner)),
        views=(spread(0, highest + 1), spread(0, highest + 1)),
    )


def every_answer(task: Task) -> Iterator[Whole]:
    """All sets of allowed pairs, as the column of each row."""
    options = [[-1, *np.flatnonzero(row).tolist()] for row in task.allowed]
    for chosen in product(*options):
        taken = [column for column in chosen if column >= 0]
        if len(taken) == len(set(taken)):
            yield np.array(chosen, dtype=np.int64)


def standing(task: Task, column_of: Whole) -> tuple[int, int]:
    """(people served, proposals kept)."""
    pairs = [(i, j) for i, j in enumerate(column_of) if j >= 0]
    return sum(1 + bool(task.first[j]) for _, j in pairs), sum(bool(task.kept[i, j]) for i, j in pairs)


def fits(task: Task, column_of: Whole) -> list[int]:
    """The points of the pairs that are not proposals, lowest first."""
    return sorted(int(task.points[i, j]) for i, j in enumerate(column_of) if j >= 0 and not task.kept[i, j])


def total(task: Task, column_of: Whole) -> int:
    """The sum of the points of all pairs."""
    return sum(int(task.points[i, j]) for i, j in enumerate(column_of) if j >= 0)
