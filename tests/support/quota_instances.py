"""Small tasks with minima and limits made in code, and every set of pairs of them by trying."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from reverse_mentoring.decide.matching.quotas import Quota
from reverse_mentoring.decide.matching.task import Task

Score = tuple[int, int, int, int]
"""People served, proposals kept, points of the lowest pair that was not proposed, sum of points."""


def small_task(seed: int) -> Task:
    """2–5 mentees and 1–4 mentors with one or two places; every third with proposals, every second full of ties."""
    rng = np.random.default_rng(seed)
    mentees, mentors = int(rng.integers(2, 6)), int(rng.integers(1, 5))
    places = [(mentor, place) for mentor in range(mentors) for place in range(int(rng.integers(1, 3)))]
    columns = [mentor for mentor, _ in places]
    shape = mentees, mentors
    points = rng.integers(0, 8 if seed % 2 else 10_001, shape)
    kept = (rng.random(shape) < 0.2) & (seed % 3 == 0)
    rows, names = tuple(f"s{i}" for i in range(mentees)), tuple(f"j{mentor}" for mentor in columns)
    return Task(
        rows,
        names,
        np.array([place == 0 for _, place in places]),
        (rng.random(shape) < 0.85)[:, columns],
        kept[:, columns],
        points[:, columns].astype(np.int64),
        (rows, names),
    )


def small_quotas(task: Task, seed: int, *, eager: int = 0) -> tuple[Quota, ...]:
    """One or two minima and up to two limits for a task; eager: so many more are asked of each minimum."""
    rng = np.random.default_rng(seed + 1)
    people = sorted({*task.mentors})
    columns = [people.index(mentor) for mentor in task.mentors]
    quotas = []
    for kind, count in (("cover", int(rng.integers(1, 3))), ("cap", int(rng.integers(0, 3)))):
        for name in ("A", "B")[:count]:
            sides = rng.random(len(task.mentees)) < 0.6, (rng.random(len(people)) < 0.6)[columns]
            joined = np.logical_and.outer(*sides) if kind == "cover" else np.logical_or.outer(*sides)
            asked = int(rng.integers(1, 3)) + (eager if kind == "cover" else 0)
            quotas.append(Quota(kind, name, asked, asked, joined & task.allowed, f"“{name}”"))
    return tuple(quotas)


def every_set(task: Task) -> Iterator[npt.NDArray[np.int64]]:
    """Every set of allowed pairs, as the column of each row or −1."""

    def following(row: int, taken: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if row == len(task.mentees):
            yield taken
            return
        for column in (-1, *np.flatnonzero(task.allowed[row]).tolist()):
            if column < 0 or column not in taken:
                yield from following(row + 1, (*taken, column))

    for columns in following(0, ()):
        yield np.array(columns, dtype=np.int64)


def score(task: Task, column_of: npt.NDArray[np.int64], *, floor: bool) -> Score:
    """What a set of pairs is worth; without floor the lowest pair does not count."""
    pairs = [(row, int(column)) for row, column in enumerate(column_of) if column >= 0]
    lowest = min((int(task.points[pair]) for pair in pairs if not task.kept[pair]), default=10_001)
    return (
        sum(1 + bool(task.first[column]) for _, column in pairs),
        sum(bool(task.kept[pair]) for pair in pairs),
        lowest if floor else 0,
        sum(int(task.points[pair]) for pair in pairs),
    )


def counted(quota: Quota, column_of: npt.NDArray[np.int64]) -> int:
    """How many of these pairs count for a minimum or limit."""
    return sum(bool(quota.pairs[row, column]) for row, column in enumerate(column_of) if column >= 0)
