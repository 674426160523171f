"""What may honestly be said: the finding in one sentence, what is unknown. Shares: intervals."""

import pandas as pd

from reverse_mentoring.decide.review.attention import MEETING_RULES
from reverse_mentoring.decide.review.cases import records
from reverse_mentoring.decide.review.review import active, close_states, id_pairs
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words

_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NOT_RECORDED = {
    "sessions": "No sessions are recorded yet: nothing can be said about attendance.",
    "pulses": "No pulse answers are recorded yet: nothing can be said about how the sessions are seen.",
    "agreements": "No learning agreements are recorded as agreed: a pair without one is not noticed.",
    "goals": "No goals are recorded yet: nothing can be said about what the pairs have reached.",
}


def headline(cohort: Cohort, pairs: pd.DataFrame, alarms: pd.DataFrame) -> str:
    """The finding as a sentence: “23 of 28 pairs meet as agreed; three need a call.”

    A pair meets as agreed while no rule about meeting (R1–R3) speaks of it; it needs a call while any rule is red.
    Only active pairs that should have started count. pairs: review.pairs_under_review; alarms: their attention list.
    """
    going_on = active(pairs)
    started = going_on[going_on["started"] <= pd.Timestamp(cohort.as_of)]
    if not len(pairs):
        return "No pairs are decided yet."
    if not len(going_on):
        return f"No pair is active any more: {how_they_ended(pairs)}."
    if not len(started):
        first = in_words(going_on["started"].min().date())
        return f"No sessions are recorded yet; the first are planned for {first}{_calls(alarms)}."
    if "sessions" not in records(cohort, pairs):
        return f"No sessions are recorded yet{_calls(alarms)}."
    apart = set(id_pairs(alarms[alarms["rule"].isin(MEETING_RULES)]))
    meeting = sum(ids not in apart for ids in id_pairs(started))
    return f"{meeting} of {len(started)} {'pair meets' if len(started) == 1 else 'pairs meet'} as agreed" + (
        f"{_calls(alarms) or '; none needs a call'}."
    )


def not_recorded(cohort: Cohort, pairs: pd.DataFrame) -> tuple[str, ...]:
    """Sentences on what the cohort keeps no record of, so that silence is not taken for good news."""
    kept = records(cohort, pairs)
    return tuple(sentence for name, sentence in _NOT_RECORDED.items() if name not in kept)


def how_they_ended(pairs: pd.DataFrame) -> str:
    """“2 completed, 1 withdrawn” of the pairs that are over; “” where none is."""
    states = close_states(pairs)
    ended = states[(states["pairs"] > 0) & (states["state"] != "active")]
    return ", ".join(f"{count} {state}" for state, count in zip(ended["state"], ended["pairs"], strict=True))


def _calls(alarms: pd.DataFrame) -> str:
    """“; three need a call”, or nothing."""
    count = len(set(id_pairs(alarms[alarms["level"] == "red"])))
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"; {number} {'needs' if count == 1 else 'need'} a call" if count else ""
