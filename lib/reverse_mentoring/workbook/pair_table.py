"""The table of pairs on screen: real table, real buttons, searchable, usable by keyboard."""

from pathlib import Path
from typing import Any

import anywidget
import traitlets


class PairTable(anywidget.AnyWidget):
    """table: {"head": column titles, "rows": dictionaries of text}, and for another table than that of the fits
    "columns": what stands after the two people, by name, and "ask": the words on the button and before the two names
    for those who hear it; chosen: index of the chosen row or −1; search: what is typed into the field above."""

    _esm = Path(__file__).parent / "pair_table.js"
    table: Any = traitlets.Dict().tag(sync=True)
    chosen: Any = traitlets.Int(-1).tag(sync=True)
    search: Any = traitlets.Unicode("").tag(sync=True)
