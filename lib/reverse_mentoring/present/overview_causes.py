"""What went wrong or wants attention, each cause once with all the cohorts that it holds for; and what has turned."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from reverse_mentoring.words.overview import Change, Standing, to_call

TURNS = ("Problems now", "Problems solved", "Attention now", "Attention no longer", "New here", "No longer here")


def causes(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """Dicts sentence, cohorts (of dicts cohort, note), the cause of most cohorts first; pairs to call last.

    Where several cohorts have pairs to call, that with most is first, and the note is their number.
    """
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    by_name = sorted(standings, key=lambda each: each.cohort)
    for each in by_name:
        for sentence in each.said:
            if sentence != to_call(each.call or 0):
                found[sentence].append({"cohort": each.cohort, "note": ""})
    ordered = sorted(found.items(), key=lambda cause: (-len(cause[1]), cause[1][0]["cohort"]))
    said = [{"sentence": sentence, "cohorts": theirs} for sentence, theirs in ordered]
    return said + _calls([each for each in by_name if to_call(each.call or 0) in each.said])


def _calls(standings: list[Standing]) -> list[dict[str, Any]]:
    if len(standings) < 2:
        return [{"sentence": to_call(each.call or 0), "cohorts": [{"cohort": each.cohort, "note": ""}]}
                for each in standings]  # fmt: skip
    most_first = sorted(standings, key=lambda each: -(each.call or 0))
    numbers = [{"cohort": each.cohort, "note": str(each.call)} for each in most_first]
    return [{"sentence": "Pairs to call today:", "cohorts": numbers}]


def turns(found: Iterable[Change]) -> list[dict[str, Any]]:
    """Dicts words, cohorts (names): which cohorts stand otherwise than in the last run, in the order of TURNS."""
    turned: dict[str, list[str]] = defaultdict(list)
    for each in found:
        turned[_turn(each)].append(each.cohort)
    return [{"words": words, "cohorts": turned[words]} for words in TURNS if turned[words]]


def _turn(change: Change) -> str:
    """One of TURNS; "" for a figure."""
    if change.what != "state":
        return {"new here": "New here", "no longer here": "No longer here"}.get(change.what, "")
    if "problems" in (change.before, change.now):
        return "Problems now" if change.now == "problems" else "Problems solved"
    return "Attention now" if change.now == "attention" else "Attention no longer"
