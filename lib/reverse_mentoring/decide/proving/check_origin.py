"""Is a proof that of these people, settings and decisions? Its hashes are made again as proof describes them."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from reverse_mentoring.words.choices import GapChoices, MatchingChoices
from reverse_mentoring.words.cohort import PAIRED_FROM, Cohort

Proof = dict[str, Any]


def foreign(
    proof: Proof, cohort: Cohort, choices: MatchingChoices, *, gap: GapChoices | None, with_inputs: bool
) -> tuple[str, ...]:
    """A sentence if the proof belongs to something else; gap: as chosen in step 1, None = as the proof says."""
    claimed = proof["hashes"]
    other = {
        "input": with_inputs and claimed["inputs"] != _hash_of_rows(cohort),
        "settings": claimed["settings"] != _hash(_settings(cohort)),
        "choices": not _of_these_choices(proof, cohort, choices, gap),
    }
    which = [name for name, differs in other.items() if differs]
    return (f"The proof belongs to other {' and '.join(which)}.",) if which else ()


def _of_these_choices(proof: Proof, cohort: Cohort, choices: MatchingChoices, gap: GapChoices | None) -> bool:
    need = (gap.need or cohort.settings.need).model_dump() if gap else proof["need"]
    topics = list(gap.programme_topics) if gap else proof["topics"]
    said = json.loads(choices.model_dump_json(exclude={"notes", "draft", "final"}, exclude_defaults=True))
    repeated = {"need": need, "topics": topics, "objective": choices.objective, "allowed_by_hand": choices.allowed}
    same = all(proof[key] == value for key, value in repeated.items())
    return same and bool(proof["hashes"]["choices"] == _hash({**said, "need": need, "topics": topics}))


def _settings(cohort: Cohort) -> dict[str, Any]:
    whole = json.loads(cohort.settings.model_dump_json())
    rules = {key: int(value) if value in range(100) else value for key, value in whole["rules"].items()}
    here = whole["cohorts"].get(cohort.name, {"topics": []})
    return {"need": whole["need"], "rules": rules, "level_order": whole["level_order"], "topics": here["topics"]}


def _hash_of_rows(cohort: Cohort) -> str:
    lines = [_json({"start": str(cohort.start)})]
    for table in PAIRED_FROM:
        frame = getattr(cohort, table)
        columns = list(frame)
        for row in zip(*(map(_plain, frame[column].astype(object).tolist()) for column in columns), strict=True):
            told = {column: said for column, said in zip(columns, row, strict=True) if said is not None}
            lines.append(_json({"table": table, **told}))
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """None where nothing is said; a day as ISO text; a whole number without a point."""
    if isinstance(value, (str, tuple)):
        return value or None
    if hasattr(value, "isoformat"):
        return value.date().isoformat() if value == value else None
    if isinstance(value, float):
        return int(value) if value == value else None
    return value if isinstance(value, (bool, int)) else None


def _hash(said: Mapping[str, Any]) -> str:
    return hashlib.sha256(_json(said).encode()).hexdigest()


_json = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
