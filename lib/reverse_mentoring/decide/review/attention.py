"""Step 4, whom to call: what is worth a look (amber) or a call today (red), pair by pair and for the programme.

Thresholds are relative to the agreed cadence and come from [review] in programme.toml. An alarm is a reason to ask,
and says how often it comes by chance; nothing happens by itself. The rules: attention_rules.
"""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from reverse_mentoring.decide.review.attention_rules import RULES
from reverse_mentoring.decide.review.cases import Case, Finding, cases
from reverse_mentoring.decide.review.review import active, id_pairs
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import ReviewSettings, RhythmSettings

Chances = Mapping[tuple[str, str], float]
"""(rule, level) → share of healthy pairs (R12: cohorts) listed in a month; see tests/benchmarks/false_alarms.py."""
COLUMNS = [
    "rule", "level", "mentor_id", "mentee_id", "why", "first_action", "person_id", "first_sentence", "by_chance",
]  # fmt: skip
MEETING_RULES = ("R1", "R2", "R3")
"""The rules by which a pair does not meet as agreed."""
FROM_ANSWERS = ("R5", "R6", "R7", "R11")
"""The rules that speak of what one of the two answered in private: for the facilitator's list and page alone."""
FIRST = ("R11", "R5", "R10", "R1", "R2")
"""Of two alarms of one colour, these come first, in this order; then the longest silence."""
PROGRAMME_ACTION = "Look for a peak of work or for missing support of leaders before blaming pairs."
PROGRAMME_SENTENCE = (
    "Several pairs need support at the same time. Is there anything in the organisation that we should take into "
    "account?"
)
RED_IN_DEPARTMENT = 3
"""So many red pairs with somebody of one department are a matter of the programme."""
_SEVERITY = {"red": 0, "amber": 1}


def attention(
    cohort: Cohort, pairs: pd.DataFrame, *, rhythm: RhythmSettings | None = None, chances: Chances | None = None
) -> pd.DataFrame:
    """Whom to call: at most one row per rule and active pair; red before amber, then FIRST, then the longest silence.

    rule (R1 …), level (“red”, “amber”), mentor_id, mentee_id, why (sentences without names), first_action,
    person_id (whom to call first), first_sentence (to say or write to that person; quotes no answer), by_chance (how
    often a healthy pair is listed so; empty where unknown, as with thresholds of one's own).
    pairs: see review.pairs_under_review; rhythm: as agreed in step 3, else as set; chances: content.false_alarms.
    For the facilitator only: why may quote a private answer, which the partner must never see.
    """
    known = chances if chances and _usual(cohort.settings.review) else {}
    rows = [
        (_order(case, rule.rule_id, worst.level), rule, case, worst, why)
        for case in cases(cohort, pairs, rhythm=rhythm)
        for rule in RULES
        for worst, why in _merged(rule.findings(case))
    ]
    rows.sort(key=lambda row: row[0])
    return pd.DataFrame(
        [(rule.rule_id, worst.level, *case.ids, why, rule.first_action, case.person(worst.side), rule.first_sentence,
          by_chance(rule.rule_id, worst.level, known))
         for _, rule, case, worst, why in rows],
        columns=COLUMNS, dtype="str",
    )  # fmt: skip


def _usual(limits: ReviewSettings) -> bool:
    """Whether the thresholds are those that the chances were simulated with."""
    beside = {"cooling_off_days", "ticked_off_days", "share_amber", "share_red"}
    return limits.model_dump(exclude=beside) == ReviewSettings().model_dump(exclude=beside)


def _order(case: Case, rule_id: str, level: str) -> tuple[int, int, int, IdPair, int]:
    urgent = FIRST.index(rule_id) if rule_id in FIRST else len(FIRST)
    return _SEVERITY[level], urgent, -case.silence, case.ids, int(rule_id[1:])


def _merged(findings: list[Finding]) -> list[tuple[Finding, str]]:
    """The worst finding with the sentences of all, or nothing."""
    ordered = sorted(findings, key=lambda finding: _SEVERITY[finding.level])
    return [(ordered[0], " ".join(finding.why for finding in ordered))] if ordered else []


def by_chance(rule_id: str, level: str, chances: Chances) -> str:
    """“in a healthy cohort about 1 in 40 pairs a month”; for R12 of healthy cohorts; empty where nothing is known.

    >>> by_chance("R6", "red", {("R6", "red"): 0.0247})
    'in a healthy cohort about 1 in 40 pairs a month'
    """
    share = chances.get((rule_id, level))
    if share is None:
        return ""
    whom = ("among healthy cohorts", "a month") if rule_id == "R12" else ("in a healthy cohort", "pairs a month")
    if share < 1 / 1000:
        return f"{whom[0]} fewer than 1 in 1,000 {whom[1]}"
    one_in = float(f"{1 / share:.2g}")
    return f"{whom[0]} about 1 in {one_in:,.0f} {whom[1]}"


def programme_sign(alarms: pd.DataFrame, pairs: pd.DataFrame, cohort: Cohort) -> Finding | None:
    """R12: so many pairs have signs at once that it is a matter of the programme, or None. Counts only.

    Red: more than share_red of the pairs are red, or three with somebody of one department (which is not named);
    amber: more than share_amber are red or amber by two rules (by one rule, a third of healthy pairs are). Of active
    pairs that should have started; silent about fewer than settings.group_at_least. alarms: their attention list.
    """
    going_on = active(pairs)
    started = set(id_pairs(going_on[going_on["started"] <= pd.Timestamp(cohort.as_of)]))
    if len(started) < cohort.settings.group_at_least:
        return None
    limits, rules = cohort.settings.review, Counter(id_pairs(alarms))
    red = set(id_pairs(alarms[alarms["level"] == "red"])) & started
    signs = red | {ids for ids, count in rules.items() if count >= 2 and ids in started}
    together = _most_in_a_department(cohort, red)
    if len(red) > limits.share_red * len(started) or together >= RED_IN_DEPARTMENT:
        more = f" {together} of them have somebody of the same department." if together >= RED_IN_DEPARTMENT else ""
        return Finding("red", f"{len(red)} of {len(started)} pairs need a call.{more}")
    if len(signs) > limits.share_amber * len(started):
        return Finding("amber", f"{len(signs)} of {len(started)} pairs need a call or have two signs at once.")
    return None


def _most_in_a_department(cohort: Cohort, red: set[IdPair]) -> int:
    """The largest number of red pairs that have somebody of one department."""
    department = dict(cohort.of_roster("person_id", "department"))
    touched = [{department.get(person, "") for person in ids} - {""} for ids in red]
    return max((sum(each in those for those in touched) for each in set[str]().union(*touched)), default=0)
