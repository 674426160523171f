"""Pairs are proposed to people, the mentee (senior) first: each function returns the fields of the choices that change.

A proposed pair stands in exactly one of the three lists: proposed (the mentee is to be asked), mentee_agrees (the
mentor is to be asked), accepted (both agreed). Somebody who asks for another partner is not asked why; the pair never
comes back. What both accepted stays whatever happens to others; what is proposed stays as far as possible.
"""

from collections import Counter
from collections.abc import Iterable

from reverse_mentoring.decide.matching.board import Board, under
from reverse_mentoring.decide.matching.matching import GOING_ON, proposals, solve
from reverse_mentoring.words.choices import IdPair, MatchingChoices
from reverse_mentoring.words.pairs import Pairing
from reverse_mentoring.words.problems import Refused

Changed = dict[str, tuple[IdPair, ...]]
"""Field of MatchingChoices → its new value."""
LISTS = ("proposed", "mentee_agrees", "accepted")
UNDECIDED = ("suggested", "pinned", "proposed", "mentee agrees", "accepted")


def propose(choices: MatchingChoices, pairs: Iterable[IdPair]) -> Changed:
    """These pairs become the proposals. Answers given for them hold; earlier proposals of other pairs are withdrawn,
    except those that both accepted. Refused if there is no pair or all is decided already."""
    _still_open(choices)
    wanted = set(pairs) - set(choices.declined)
    if not wanted:
        raise Refused("There is no pair to propose.")
    agreed = wanted & set(choices.mentee_agrees) - set(choices.accepted)
    return {
        "proposed": tuple(sorted(wanted - agreed - set(choices.accepted))),
        "mentee_agrees": tuple(sorted(agreed)),
        "accepted": choices.accepted,
    }


def mentee_agrees(choices: MatchingChoices, pair: IdPair) -> Changed:
    """The mentee said yes to the proposal; nothing changes if that is known. Refused if the pair is not proposed."""
    if _state(choices, pair) != "proposed":
        return {}
    return _moved(choices, pair, "mentee_agrees")


def both_agree(choices: MatchingChoices, pair: IdPair) -> Changed:
    """The mentor said yes too: the pair is accepted and stays. Refused if the mentee was not asked before."""
    state = _state(choices, pair)
    if state == "proposed":
        raise Refused("Ask the mentee (senior) first: the mentor is told of a mentee who has agreed, not before.")
    return _moved(choices, pair, "accepted")


def another_please(choices: MatchingChoices, pair: IdPair) -> Changed:
    """One of the two would like another partner: the pair is given up for good, pinned or not; nobody is asked why.
    Refused if the pair is not proposed."""
    _state(choices, pair)
    return _lists_without(choices, pair) | {
        "pins": tuple(pin for pin in choices.pins if pin != pair),
        "declined": tuple(sorted({*choices.declined, pair})),
    }


def withdraw_proposals(choices: MatchingChoices) -> Changed:
    """Nothing is proposed any more; what both accepted stays. Refused if all is decided already."""
    _still_open(choices)
    return {"proposed": (), "mentee_agrees": ()}


def pairs_after_another_please(of: Board, pair: IdPair) -> tuple[IdPair, ...]:
    """The pairs if somebody in this one asked for another partner."""
    choices = of.choices.model_copy(update=another_please(of.choices, pair))
    return solve(under(of, choices)).pairs


def blockers(choices: MatchingChoices, current: Pairing) -> tuple[str, ...]:
    """What is open until both sides of every pair have agreed, as sentences; () = ready, or pairs are under way.

    A facilitator may decide without these answers; the sentences then say what was not asked.
    """
    if choices.final is None and any(pair.state not in UNDECIDED for pair in current.pairs):
        return ()
    said, pairs = proposals(choices), {pair.ids for pair in current.pairs if pair.state in GOING_ON}
    standing = Counter(said.get(ids, "suggested") for ids in pairs)
    lost = Counter("accepted" if state == "accepted" else "proposed" for ids, state in said.items() if ids not in pairs)
    found = (
        _pairs(standing["suggested"], "was", "were", "not proposed to anybody yet."),
        _pairs(standing["proposed"], "waits", "wait", "for the mentee's answer."),
        _pairs(standing["mentee agrees"], "waits", "wait", "for the mentor's answer."),
        _pairs(lost["proposed"], "was", "were", "proposed and cannot stay: propose again, and tell both."),
        _pairs(lost["accepted"], "was", "were", "accepted by both and cannot stay: tell both."),
    )
    return tuple(filter(None, found))


def _still_open(choices: MatchingChoices) -> None:
    if choices.final is not None:
        raise Refused("The pairs are decided. Reopen them first.")


def _state(choices: MatchingChoices, pair: IdPair) -> str:
    _still_open(choices)
    state = proposals(choices).get(pair)
    if state is None:
        raise Refused("This pair was not proposed to anybody. Propose the pairs first, or separate this one.")
    return state


def _lists_without(choices: MatchingChoices, pair: IdPair) -> Changed:
    return {name: tuple(ids for ids in getattr(choices, name) if ids != pair) for name in LISTS}


def _moved(choices: MatchingChoices, pair: IdPair, to: str) -> Changed:
    lists = _lists_without(choices, pair)
    return lists | {to: tuple(sorted({*lists[to], pair}))}


def _pairs(number: int, one: str, many: str, rest: str) -> str:
    return f"{number} {f'pair {one}' if number == 1 else f'pairs {many}'} {rest}" if number else ""
