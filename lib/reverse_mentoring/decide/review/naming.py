"""Whether a sentence that is to leave a pair, or the facilitator's room, names somebody."""

import re
from collections.abc import Iterable

from reverse_mentoring.words.cohort import Cohort

_SHORTEST = 3
"""Letters from which a last name is looked for: shorter ones are everyday words."""


def names_somebody(text: str, cohort: Cohort) -> bool:
    """Whether it holds the full name or an e-mail address of anybody in the roster, the last name of somebody who
    takes part, or a person_id made of letters and digits.

    Last names count as they are written: “Young” is one, “young” is not. A first name alone, a nickname or “the
    director in Lyon” is not found: no program can, and whoever writes the sentence has to look.
    """
    roster, taking_part = cohort.roster, cohort.participants["name"]
    last = {name.split()[-1] for name in taking_part if name.split()}
    folded = text.casefold()
    ids = (each for each in roster["person_id"].tolist() if each.casefold() in folded)
    said = {*roster["name"].tolist(), *roster["email"].tolist(), *_telling_ids(ids)}
    return _holds(folded, {each.casefold() for each in said}) or _holds(
        text, {name for name in last if len(name) >= _SHORTEST}
    )


def _telling_ids(ids: Iterable[str]) -> set[str]:
    """Those that cannot be a number or a word."""
    return {each for each in ids if re.search(r"\d", each) and re.search(r"[^\W\d]", each)}


def _holds(text: str, words: set[str]) -> bool:
    """Whether one of these stands in the text, not inside a longer word."""
    return any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None for word in words if word and word in text
    )
