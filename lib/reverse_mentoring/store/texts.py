"""A column of text as it stands in a file: each different text once, and which of them stands in each row."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.intp]


class Texts(NamedTuple):
    """kinds: the different texts in the order in which they first appear; kind_of: for each row, which of them."""

    kinds: list[str]
    kind_of: Numbers

    @staticmethod
    def of(texts: Sequence[str]) -> "Texts":
        """The column in which these stand."""
        kind_of, kinds = pd.factorize(np.fromiter(texts, dtype=object, count=len(texts)))
        return Texts(kinds.tolist(), kind_of)

    @property
    def each(self) -> list[str]:
        """The text of each row."""
        return [self.kinds[kind] for kind in self.kind_of.tolist()]

    @property
    def filled(self) -> Mask:
        """The rows in which more stands than spaces."""
        return np.array([bool(text.strip()) for text in self.kinds], dtype=np.bool_)[self.kind_of]

    def kept(self, mask: Mask) -> "Texts":
        """The rows for which the mask is true."""
        kind_of, left = pd.factorize(self.kind_of[mask])
        return Texts([self.kinds[kind] for kind in left.tolist()], kind_of)
