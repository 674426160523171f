"""Simple tables of text: no quotation marks, all rows as long as each other. They need only be cut.

That is several times as fast as reading them sign by sign, and where a column is short, its texts are told apart as
numbers: most of a long table – levels, topics, yes and no – is the same few texts over and over.
"""

import csv
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reverse_mentoring.store.texts import Numbers, Texts

MANY_ROWS, SHORT = 2_000, 16
"""From so many rows on, texts of at most so many bytes are told apart as numbers; else cutting them is as fast."""
_A_NUMBER = 8
"""Bytes in a number."""


def cut(text: str, separator: str) -> "CutTable | None":
    """The table of this text; None if it is not that simple."""
    if '"' in text:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    table = CutTable(text.removesuffix("\n"), separator)
    return table if table.is_rectangle else None


class CutTable(Sequence[Sequence[str]]):
    """The rows of the table; column by column it is quicker."""

    def __init__(self, text: str, separator: str) -> None:
        self._text, self._separator = text, separator
        self._bytes = f"{text}\n".encode()
        self._signs = np.frombuffer(self._bytes + bytes(SHORT), dtype=np.uint8)
        newline = self._signs == ord("\n")
        self._ends = np.flatnonzero(newline | (self._signs == ord(separator)))
        self._last = np.flatnonzero(newline[self._ends])
        self.width = int(self._last[0]) + 1

    @property
    def is_rectangle(self) -> bool:
        """Whether all rows are as long as the first, and no cell is longer than a reader of CSV takes."""
        longest = np.diff(self._ends, prepend=-1).max()
        return bool((np.diff(self._last) == self.width).all() and longest <= csv.field_size_limit())

    def __len__(self) -> int:
        return len(self._last)

    def __getitem__(self, places: Any) -> Any:
        if isinstance(places, slice):
            return [self[place] for place in range(*places.indices(len(self)))]
        starts, ends = self._places
        cells = zip(starts[places].tolist(), ends[places].tolist(), strict=True)
        return [self._bytes[start:end].decode() for start, end in cells]

    @cached_property
    def _places(self) -> tuple[Numbers, Numbers]:
        """Where each cell begins and ends, rows × columns."""
        starts = np.concatenate([[0], self._ends[:-1] + 1])
        return starts.reshape(-1, self.width), self._ends.reshape(-1, self.width)

    @cached_property
    def _pieces(self) -> list[str]:
        """All cells, row after row."""
        return self._text.replace("\n", self._separator).split(self._separator)

    def column(self, place: int, first_row: int) -> Texts:
        """A column from that row on."""
        starts, ends = (np.ascontiguousarray(each[first_row:, place]) for each in self._places)
        lengths = ends - starts
        if len(lengths) < MANY_ROWS or lengths.max() > SHORT:
            return Texts.of(self._pieces[place :: self.width][first_row:])
        number = _numbers(self._signs, starts, lengths)
        first = np.empty(int(number.max()) + 1, dtype=np.intp)
        first[number[::-1]] = np.arange(len(number) - 1, -1, -1)
        cells = zip(starts[first].tolist(), ends[first].tolist(), strict=True)
        return Texts([self._bytes[start:end].decode() for start, end in cells], number)


def _numbers(signs: npt.NDArray[np.uint8], starts: Numbers, lengths: Numbers) -> Numbers:
    """The same number for the same text, from 0 in the order in which they first appear: the bytes of a text, eight by
    eight, are a number themselves. No text holds a byte 0, so what is filled up differs from what is longer."""
    found = np.zeros(len(starts), dtype=np.intp)
    for first in range(0, int(lengths.max()), _A_NUMBER):
        word = np.zeros(len(starts), dtype=np.uint64)
        for place in range(first, min(first + _A_NUMBER, int(lengths.max()))):
            sign = signs[starts + place].astype(np.uint64)
            sign *= lengths > place
            word |= sign << np.uint64(8 * (place - first))
        kind_of, kinds = pd.factorize(word)
        found = pd.factorize(found * len(kinds) + kind_of)[0] if first else kind_of
    return found
