"""Matrices from answers of which there are few kinds: worked out once for each kind, then spread over the people."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import repeat
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Kind = TypeVar("Kind", bound=Hashable)
Numbers = npt.NDArray[np.intp]
Codes = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


def by_kind(
    rows: Sequence[Kind], columns: Sequence[Kind], table: Callable[[list[Kind], list[Kind]], npt.NDArray[Any]]
) -> npt.NDArray[Any]:
    """The matrix rows × columns that table gives for the distinct ones of both."""
    kinds = [list(dict.fromkeys(side)) for side in (rows, columns)]
    numbers = [{kind: number for number, kind in enumerate(side)} for side in kinds]
    places = [[number[each] for each in side] for number, side in zip(numbers, (rows, columns), strict=True)]
    small = table(kinds[0], kinds[1])
    return small[:, np.array(places[1], dtype=np.intp)][np.array(places[0], dtype=np.intp)]


def codes(rows: npt.NDArray[Any], columns: npt.NDArray[Any]) -> tuple[Codes, Codes]:
    """The same number for the same word on both sides; below 0 where nothing is said."""
    number = {"": -1}
    found = [np.array([number.setdefault(word, len(number)) for word in side.tolist()], dtype=np.int32)
             for side in (rows, columns)]  # fmt: skip
    return found[0], found[1]


def places(people: Sequence[str], ids: Iterable[str]) -> Numbers:
    """Where each of these ids stands among the people; −1 for somebody else."""
    number = {person: place for place, person in enumerate(people)}
    return np.fromiter(map(number.get, ids, repeat(-1)), dtype=np.intp)


def marks(rows: Sequence[Sequence[str]], columns: Sequence[Sequence[str]]) -> tuple[Floats, Floats]:
    """1 where a person's list holds the word: rows × words and columns × words."""
    words = sorted({word for side in (rows, columns) for each in side for word in each})
    number = {word: place for place, word in enumerate(words)}
    sides = np.zeros((len(rows), len(words))), np.zeros((len(columns), len(words)))
    for matrix, side in zip(sides, (rows, columns), strict=True):
        at = [i for i, each in enumerate(side) for _ in each], [number[word] for each in side for word in each]
        matrix[at] = 1.0
    return sides
