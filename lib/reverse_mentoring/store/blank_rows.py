"""Rows of a prefilled form that nobody filled in: silence is no answer, and no mistake."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from reverse_mentoring.store.cells import cleaned
from reverse_mentoring.store.files import RawTable
from reverse_mentoring.words.columns import Table

FORMS = ("pulses", "quarters", "closings")
"""Tables that are answered in forms with a row for everybody."""
ABOUT = ("mentor_id", "mentee_id", "who", "answered_on")
"""What a row of a form is about; none of it is an answer."""


def answered(raw: RawTable, declared: Table, positions: Mapping[str, int]) -> tuple[RawTable, list[str]]:
    """The rows in which something was answered, and a note on the rest; other tables than forms stay as they are.

    positions: column → its place. A row that holds only who, whose pair and a day says nothing.
    """
    asked = [place for column, place in positions.items() if column not in ABOUT]
    if declared.name not in FORMS or not asked:
        return raw, []
    said = np.zeros(len(raw.rows), dtype=np.bool_)
    for texts in (raw.columns[place] for place in asked):
        said |= np.array([bool(cleaned(text)) for text in texts.kinds], dtype=np.bool_)[texts.kind_of]
    left = int((~said).sum())
    note = f"{raw.file}: {left:,} row{'' if left == 1 else 's'} without any answer left out."
    return replace(raw, columns=tuple(texts.kept(said) for texts in raw.columns), rows=raw.rows[said]), [
        note
    ] if left else []
