"""Random programmes for the attacker: people with functions and levels, rounds of answers, joiners and leavers.

Nothing is healthy here on purpose: small and large groups, silent people, groups in which all say the same or all but
one, only the ends of the scale, functions that hold one level only.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

ITEMS = ("worth", "say", "both", "next")
FEWEST, MOST, ROUNDS = 8, 400, 6
FUNCTIONS = ("Finance", "Sales", "Legal", "Research", "Plant", "People", "Supply", "Brand")
LEVELS = ("L1", "L2", "L3", "L4", "L5")


@dataclass(frozen=True)
class Programme:
    """people: person_id, function, level as frozen at launch, of everybody who ever takes part; rounds: for each, the
    answers as person_id, item, value (1–5); least: smallest group of the charter."""

    seed: int
    people: pd.DataFrame
    rounds: tuple[pd.DataFrame, ...]
    least: int


def programme(seed: int, *, most: int = MOST, rounds: int = ROUNDS) -> Programme:
    """A programme of 8 to most people over so many rounds at most; two thirds have at most forty people."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(FEWEST, min(most, 40) + 1) if rng.random() < 2 / 3 else _spread(rng, FEWEST, most))
    people = _people(rng, size)
    here, given = rng.random(size) < rng.choice([0.8, 1.0]), []
    for _ in range(int(rng.integers(1, rounds + 1))):
        given.append(_answers(rng, people[here & (rng.random(size) < rng.choice([0.7, 0.9, 1.0]))]))
        here ^= rng.random(size) < rng.choice([0.0, 0.05, 0.2])
    return Programme(seed, people, tuple(given), int(rng.choice([5, 5, 5, 8])))


def healthy(seed: int, size: int) -> Programme:
    """One round as companies hope for: three functions, two levels, four in five content, everybody answers."""
    rng = np.random.default_rng(seed)
    people = pd.DataFrame({
        "person_id": [f"P{number:03}" for number in range(size)],
        "function": rng.permutation([FUNCTIONS[number % 3] for number in range(size)]),
        "level": rng.permutation([LEVELS[number % 2] for number in range(size)]),
    })  # fmt: skip
    return Programme(seed, people, (_frame(people, [_around(rng, size) for _ in ITEMS]),), 5)


def _spread(rng: np.random.Generator, low: int, high: int) -> float:
    """As likely between 10 and 20 as between 100 and 200."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _people(rng: np.random.Generator, size: int) -> pd.DataFrame:
    functions = _shares(rng, FUNCTIONS[: rng.integers(1, len(FUNCTIONS) + 1)], size)
    levels = _shares(rng, LEVELS[: rng.integers(1, len(LEVELS) + 1)], size)
    if rng.random() < 0.3:
        levels = np.where(functions == functions[0], levels[0], levels)
    names = [f"P{number:03}" for number in range(size)]
    return pd.DataFrame({"person_id": names, "function": functions, "level": levels})


def _shares(rng: np.random.Generator, names: tuple[str, ...], size: int) -> np.ndarray:
    return rng.choice(
        np.array(names, dtype=object), size, p=rng.dirichlet(np.full(len(names), rng.choice([0.7, 2, 20])))
    )


def _answers(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    """Each item in one manner for all, or in a manner of its own for each group of one grouping."""
    values = []
    for _ in ITEMS:
        group = (
            people[str(rng.choice(["function", "level"]))].to_numpy() if rng.random() < 0.6 else np.zeros(len(people))
        )
        given = np.zeros(len(people), dtype=int)
        for each in dict.fromkeys(group):
            members = np.flatnonzero(group == each)
            given[members] = MANNERS[rng.integers(len(MANNERS))](rng, len(members))
        values.append(given)
    return _frame(people, values)


def _frame(people: pd.DataFrame, values: list[np.ndarray]) -> pd.DataFrame:
    parts = [people[["person_id"]].assign(item=item, value=given) for item, given in zip(ITEMS, values, strict=True)]
    return pd.concat(parts, ignore_index=True)


def _around(rng: np.random.Generator, size: int) -> np.ndarray:
    return np.clip(np.rint(rng.normal(rng.uniform(3.2, 4.4), 0.9, size)), 1, 5).astype(int)


def _anything(rng: np.random.Generator, size: int) -> np.ndarray:
    return rng.integers(1, 6, size)


def _all_the_same(rng: np.random.Generator, size: int) -> np.ndarray:
    return np.full(size, rng.integers(1, 6))


def _all_but_a_few(rng: np.random.Generator, size: int) -> np.ndarray:
    given = _all_the_same(rng, size)
    given[rng.permutation(size)[: rng.integers(1, 4)]] = rng.integers(1, 6)
    return given


def _ends(rng: np.random.Generator, size: int) -> np.ndarray:
    return np.where(rng.random(size) < rng.uniform(), 1, 5)


def _content(rng: np.random.Generator, size: int) -> np.ndarray:
    return np.where(rng.random(size) < 0.85, 5, 4)


MANNERS: tuple[Callable[[np.random.Generator, int], np.ndarray], ...] = (
    _around, _around, _anything, _all_the_same, _all_but_a_few, _ends, _content,
)  # fmt: skip
