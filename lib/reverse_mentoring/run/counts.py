"""What the overview needs to know of a cohort, counted from its own result: figures, and nobody."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

from reverse_mentoring.decide.matching.matching import GOING_ON
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.overview import REVIEW_COUNTS


def counts(folder: Path, cohort: Cohort) -> dict[str, Any]:
    """Counts for manifest.json: signed_up, and, of the steps that were run, in_pairs, over, unmatched, call, look and
    what the review counted (mode, goals). The review's own file of counts is gone afterwards.

    call, look: pairs with such a sign, without the signs that come from what somebody answered in private.
    """
    found: dict[str, Any] = {"signed_up": _by_role(cohort.participants["role"])}
    if (folder / "pairs.csv").is_file():
        pairs = _rows(folder / "pairs.csv")
        going_on = [row for row in pairs if row["state"] in GOING_ON]
        found["in_pairs"] = len({row[side] for row in going_on for side in ("mentor_id", "mentee_id")})
        found["over"] = len(pairs) - len(going_on)
        found["unmatched"] = _by_role(row["role"] for row in _rows(folder / "unmatched.csv"))
    if (folder / REVIEW_COUNTS).is_file():
        signs = Counter(row["attention"] for row in _rows(folder / "review.csv"))
        found |= {"call": signs["red"], "look": signs["amber"]} | json.loads((folder / REVIEW_COUNTS).read_bytes())
        (folder / REVIEW_COUNTS).unlink()
    return found


def _by_role(roles: Any) -> dict[str, int]:
    counted = Counter(roles)
    return {role: counted[role] for role in ("mentor", "mentee")}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
