"""manifest.json: what went into a run and what came out, so that two runs can be compared by their hashes."""

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.run.counts import counts
from reverse_mentoring.run.orders import Order
from reverse_mentoring.run.unchanged import hashes
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.vault import Vault
from reverse_mentoring.words.cohort import Cohort


def write_manifest(
    folder: Path, order: Order, vault: Vault, *, went_in: dict[str, Any], cohort: str, notes: int
) -> dict[str, Any]:
    """Writes manifest.json into the folder of a finished run and returns it; no clock, no paths, no personal data.

    went_in: unchanged.Known.went_in, as it was before the notebooks ran. notes: how many there are on how the
    input was read.
    """
    tables = vault.tables(cohort)
    loaded = load_cohort(vault, cohort, order.programme.settings(), order.as_of, tables=tables)
    manifest = {
        **went_in,
        "cohort": cohort,
        "rows": {name: len(frame) for name, frame in tables.items() if len(frame)},
        **(proven := _proven(folder / "proof.json")),
        "nobody": _why_nobody(folder) if proven["pairs"] == 0 and not proven["decided"] else "",
        "counts": counts(folder, loaded),
        "suppressed": _suppressed(loaded),
        "input_notes": notes,
        "outputs": hashes(folder),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    put_file(folder / "manifest.json", (text + "\n").encode())
    return manifest


def _proven(path: Path) -> dict[str, Any]:
    """What the proof says of the pairs; nothing where that step was not run."""
    if not path.is_file():
        return {"pairs": None, "decided": None, "broken": [], "warnings": []}
    proof = json.loads(path.read_text(encoding="utf-8"))
    return {"pairs": len(proof["pairs"]), **{key: proof[key] for key in ("decided", "broken", "warnings")}}


def _why_nobody(folder: Path) -> str:
    """The commonest reason among those left over; reasons name nobody."""
    with (folder / "unmatched.csv").open(encoding="utf-8", newline="") as file:
        reasons = Counter(re.sub(r"\d+ of \d+", "all", row["reason"]) for row in csv.DictReader(file))
    commonest = reasons.most_common(1)
    why = f" Most often: {commonest[0][0]}" if commonest else " Nobody takes part."
    return f"No pair is possible.{why}"


def _suppressed(loaded: Cohort) -> dict[str, int]:
    """How many topics the report and the pictures leave out, because too few people answered."""
    few = loaded.settings.group_at_least
    answers = loaded.ratings.merge(loaded.participants[["person_id", "role"]], on="person_id")
    counted = answers.groupby(["topic_id", "role"])["person_id"].nunique().unstack(fill_value=0)
    return {"topics with too few answers": int((counted < few).any(axis=1).sum())}
