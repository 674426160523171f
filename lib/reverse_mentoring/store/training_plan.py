"""The training tracks that come with the workbook."""

from collections.abc import Mapping
from importlib.resources import files

import pandas as pd

from reverse_mentoring.store.content import messages


def training_plan(words: Mapping[str, str] | None = None) -> pd.DataFrame:
    """One row per aim, agenda item and card of each track, in the order in which they are read.

    Columns track (mentor, mentee, line manager), part (aim, agenda, card), number, minutes (agenda only), title, text;
    all text. title of a card: the situation; its text: what to do. words: messages of the language; English without.
    """
    words = words or messages()
    source = files("reverse_mentoring").joinpath("content", "training.csv")
    with source.open(encoding="utf-8") as lines:
        plan = pd.read_csv(lines, dtype="str", keep_default_na=False)
    keys = [f"training.{row.track}.{row.part}.{row.number}" for row in plan.itertuples()]
    return plan.assign(
        title=[words[f"{key}.title"] if ".aim." not in key else "" for key in keys],
        text=[words[f"{key}.text"] for key in keys],
    )
