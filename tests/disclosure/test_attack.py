"""Release gate: what somebody who knows everything else can tell of an answer. The attacker shares no code with it."""

from collections import Counter
from fractions import Fraction
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attack_evidence import Class, Evidence, Known, Rules, evidence
from attacked_programmes import Found, attacked, release
from attacker import Attack, smallest_sum_known
from random_programmes import Programme, programme
from reverse_mentoring.words.release import Cell, Release

EXACT = Rules(coarse=Fraction(0), fine=Fraction(0), room=0, alike=None)
A, B = ("Sales", "L1"), ("Sales", "L2")
BLOCKS, EACH = 12, 6


def weak(programme: Programme, answers: pd.DataFrame) -> tuple[Release, pd.DataFrame]:
    """Exact means of all groups of two or more: what a gate without rules would let through."""
    rows = answers.merge(programme.people, on="person_id").assign(cohort="everybody")
    cells = [
        Cell("pulse", str(item), grouping, str(group), "", float(values.mean()))
        for grouping in ("cohort", "function", "level")
        for (item, group), values in rows.groupby(["item", grouping])["value"]
        if len(values) > 1
    ]
    return release(cells, programme.least), programme.people


def test_finds_people_where_rules_are_weak() -> None:
    """Against exact means of every group the attacker names single answers, and all that he names are right."""
    small = [programme(seed, most=14, rounds=1) for seed in range(4)]
    found = [each for one in small for each in attacked(one, publishing=weak, rules=EXACT)]

    named = [each for each in found if len(each.possible) == 1]
    assert len(named) > len(found) / 20
    assert all(set(each.possible) == each.given for each in named)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=3), st.lists(st.integers(1, 5), min_size=1, max_size=3),
       st.integers(0, 2), st.booleans())  # fmt: skip
def test_counts_say_the_same_as_people_one_by_one(a: list[int], b: list[int], slack: int, mixed: bool) -> None:
    """What the integer programs find possible is what trying every answer of every person finds."""
    limits = tuple(
        (frozenset(group), sum(said) - slack, sum(said) + slack)
        for group, said in (((A, B), [*a, *b]), ((A,), a))
    )  # fmt: skip
    most = max(Counter([*a, *b]).values())
    found = Evidence({A: len(a), B: len(b)}, limits, mixed=((frozenset((A, B)), most),) if mixed else ())

    assert Attack(found).possible([(A, a[0])]) == one_by_one(found, len(a), own=a[0])


def one_by_one(found: Evidence, of_a: int, *, own: int) -> dict[Class, tuple[int, ...]]:
    """The values of the others of each class over all answers that fit; the first of A is the viewer."""
    seen: dict[Class, set[int]] = {}
    classes = [A] * of_a + [B] * (sum(found.sizes.values()) - of_a)
    for answers in product(range(1, 6), repeat=len(classes) - 1):
        everybody = [own, *answers]
        if fits(found, classes, everybody):
            for each, value in zip(classes[1:], answers, strict=True):
                seen.setdefault(each, set()).add(value)
    return {each: tuple(sorted(values)) for each, values in seen.items()}


def fits(found: Evidence, classes: list[Class], answers: list[int]) -> bool:
    """Whether answers of single people agree with all that is told."""

    def of(group: frozenset[Class]) -> list[int]:
        return [value for each, value in zip(classes, answers, strict=True) if each in group]

    sums = all(low <= sum(of(group)) <= high for group, low, high in found.sums)
    return sums and all(max(Counter(of(group)).values()) <= most for group, most in found.mixed)


def test_a_shortcut_never_finds_what_programs_do_not() -> None:
    """Counts found near others fit what was released as an integer program sees it."""
    found = Evidence({A: 6, B: 7}, ((frozenset((A, B)), 40, 41), (frozenset((A,)), 11, 12)), ((frozenset((A,)), 4),))
    attack = Attack(found)

    attack.possible([(A, 5)])

    assert len(attack.found) > 1
    assert all(attack.fits(each) and attack.checked(each) for each in attack.found)


def test_a_cell_hidden_alone_tells_of_its_people() -> None:
    """Who knows that only a group of equal answers is hidden, and answered differently in it, knows the others."""
    people = pd.DataFrame({"person_id": [f"P{n}" for n in range(16)], "function": ["Sales"] * 8 + ["Legal"] * 8,
                           "level": "L1"})  # fmt: skip
    known = Known(people, frozenset(people["person_id"]), frozenset({("cohort", ""), ("function", "Sales")}))
    told = release([Cell("pulse", "say", "cohort", "everybody", "15–19", 3.7),
                    Cell("pulse", "say", "function", "Legal", "5–9", 3.0)], 5)  # fmt: skip

    attack = Attack(evidence(told, "say", known, Rules(room=0, alike=1)))

    assert attack.possible([(("Sales", "L1"), 1)])["Sales", "L1"] == (5,)


def test_differences_of_groups_are_seen() -> None:
    """A level that is a function and one more person gives that person away if means are not rounded."""
    one_more = Evidence({A: 6, B: 1}, ((frozenset((A, B)), 20, 20), (frozenset((A,)), 18, 18)))

    assert smallest_sum_known(one_more) == 1
    assert Attack(one_more).possible()[B] == (2,)
    assert smallest_sum_known(Evidence({A: 6, B: 9}, ((frozenset((A, B)), 20, 60),))) is None


def test_the_gate_leaves_every_answer_open() -> None:
    """In twenty small programmes, one round each, everybody could have given answers three points apart."""
    assert not too_narrow(range(20), most=24, rounds=1)


def test_that_shown_groups_never_agree_narrows_nobody() -> None:
    """Where all figures lie high, knowing that no shown group agreed must not take the last points of freedom."""
    said = {"Legal": [3, 3, 3, 4, 4, 5], "Plant": [4, 4, 5, 5, 5, 5], "Sales": [4, 4, 5, 5, 5, 5, 5]}
    rows = [(function, value) for function, values in said.items() for value in values]
    people = pd.DataFrame({"person_id": [f"P{n}" for n in range(len(rows))], "function": [row[0] for row in rows],
                           "level": "L1"})  # fmt: skip
    answers = people[["person_id"]].assign(item="worth", value=[row[1] for row in rows])

    found = list(attacked(Programme(0, people, (answers,), 5), rules=Rules()))

    assert min(each.span for each in found) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_gate_leaves_every_answer_open_in_many_programmes(block: int) -> None:
    """The same in programmes of 8 to 400 people over all their rounds; a thousand by tests/benchmarks/attack.py."""
    assert not too_narrow(range(1_000 + block * EACH, 1_000 + (block + 1) * EACH), most=400, rounds=6)


def too_narrow(seeds: range, *, most: int, rounds: int) -> list[Found]:
    """Answers that some viewer can narrow down to less than three points."""
    found = (each for seed in seeds for each in attacked(programme(seed, most=most, rounds=rounds), rules=Rules()))
    return [each for each in found if each.span < 3]
