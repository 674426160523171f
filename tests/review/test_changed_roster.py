"""R10: a roster that changed after pairing is looked at in every run."""

import datetime as dt

import pytest

from reverse_mentoring.decide.review.attention import attention
from review_cohorts import Row, day, healthy, reviewed

CHANGES: dict[str, tuple[str, dict[str, Row]]] = {
    "nothing": ("", {}),
    "other manager": ("", {"M1": {"manager_id": "N2"}}),
    "manager": ("red", {"M1": {"manager_id": "N1"}}),
    "manager's manager": ("red", {"M1": {"manager_id": "M2"}, "M2": {"manager_id": "N1"}}),
    "mentor above": ("red", {"N1": {"manager_id": "M1"}}),
    "dotted line": ("red", {"M1": {"dotted_line_ids": ("N1",)}}),
    "dotted line to somebody below": ("red", {"M1": {"dotted_line_ids": ("M3",)}, "M3": {"manager_id": "N1"}}),
    "left": ("red", {"N1": {"left_date": day(6)}}),
    "will leave": ("amber", {"N1": {"left_date": day(9)}}),
    "one team": ("amber", {"N1": {"team": "team M1"}}),
    "not in the roster": ("red", {"N1": {"person_id": "X"}}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_r10_tells_a_changed_roster(change: str) -> None:
    """A reporting line of any kind between the two, or a departure, is red; a coming one and one team are amber."""
    told, changed = CHANGES[change]
    people, pairs = healthy()["roster"], healthy()["pairs"]
    rows = {"roster": [row | changed.get(row["person_id"], {}) for row in people], "pairs": pairs}

    found = attention(*reviewed(rows, as_of=day(6) + dt.timedelta(3)))
    of_first = found[(found["rule"] == "R10") & (found["mentor_id"] == "M1")]

    assert list(of_first["level"]) == ([told] if told else [])
