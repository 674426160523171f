"""Against comparable others: how much more we changed, and who the others are."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.statistics.comparison import difference_in_differences, matched_others
from reverse_mentoring.decide.statistics.paired_change import mean
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.tables import ROSTER


def roster(text: str) -> pd.DataFrame:
    """Lines “id level department site year”, - for unknown; hired on 1 January."""
    rows = [line.split() for line in text.strip().splitlines()]
    names = ["person_id", "level", "department", "site", "hire_date"]
    frame = pd.DataFrame([[each.replace("-", "") for each in row] for row in rows], columns=names)
    frame["hire_date"] = pd.to_datetime(frame["hire_date"] + "-01-01", errors="coerce")
    return tidy(frame, ROSTER)


def test_difference_in_differences_equals_a_hand_worked_example() -> None:
    """Changes 1, 2, 3 against 0, 1, 0, 1: 2 − ½ = 1½; error √(1/3 + 1/12), t of 3 degrees 3.182: −0.55–3.55."""
    found = difference_in_differences([1, 2, 3], [0, 1, 0, 1], seed=1)

    assert (found.value, found.low, found.high) == pytest.approx((1.5, -0.554, 3.554), abs=0.001)
    assert found.n == 7


@pytest.mark.parametrize(("ours", "theirs", "note"), [
    ([1, 1, 1], [0, 0, 0], "in each group all changed by the same amount"),
    ([1, 2, 3], [0, None], "too few people for an interval (1)"),
    ([1, 2, 3], [], "nobody to count"),
])  # fmt: skip
def test_why_there_is_no_interval_is_said(ours: list[float], theirs: list[float | None], note: str) -> None:
    """No interval where a group says nothing about how far its people differ."""
    found = difference_in_differences(ours, theirs, seed=1)

    assert (found.known, found.note) == (False, note)


changes = st.lists(st.integers(-3, 3), min_size=3, max_size=25)


@settings(deadline=None, max_examples=40)
@given(changes, changes)
def test_order_of_people_does_not_matter_and_what_both_gained_cancels(ours: list[int], theirs: list[int]) -> None:
    """Reversed rows give the same interval; one more point for everybody in both groups changes nothing."""
    found = difference_in_differences(ours, theirs, seed=5)
    more = difference_in_differences([c + 1 for c in ours], [c + 1 for c in theirs], seed=5)

    assert difference_in_differences(ours[::-1], theirs[::-1], seed=5) == found
    assert (more.value, more.known) == (pytest.approx(found.value), found.known)
    assert more.low == pytest.approx(found.low)


def test_interval_is_wider_than_that_of_our_change_alone() -> None:
    """What is not known of the others adds to what is not known of us."""
    ours = [0, 1, 1, 2, 0, 1, 2, 1, 1, 0, 3, 1]
    alone, against = mean(ours, seed=1), difference_in_differences(ours, [0, 1, 0, -1] * 3, seed=1)

    assert against.high - against.low > alone.high - alone.low


PEOPLE = """
a L3 R&D   Basel 2020
b L3 R&D   Basel 2010
c L5 Sales Basel 2000
d -  R&D   Basel 2020
t L3 Sales Basel 2020
u L3 R&D   Lyon  2020
v L3 R&D   Basel 2012
w L3 R&D   Basel 2021
x L4 Sales Basel 2000
y -  R&D   Basel 2020
"""


@pytest.mark.parametrize(("people", "candidates", "others"), [
    ("a", "tuvwxy", "w"),     # same department and site, hired nearest
    ("ab", "tuvwxy", "vw"),   # one for each
    ("a", "tu", "u"),         # department before site
    ("a", "tx", "t"),         # another department rather than another level
    ("c", "tuvwxy", ""),      # nobody of that level
    ("d", "tuvwxy", ""),      # level unknown: nobody can be said to be of the same
    ("ab", "v", "v"),         # fewer others than people
    ("ab", "abv?", "v"),      # nobody of ours, nobody unknown
])  # fmt: skip
def test_others_are_of_the_same_level_and_as_near_as_can_be(people: str, candidates: str, others: str) -> None:
    """Level decides, then department, site and first working day."""
    assert matched_others(roster(PEOPLE), list(people), list(candidates)) == list(others)


def test_the_whole_group_is_matched_not_one_after_the_other() -> None:
    """Who comes first does not take the only candidate of another's department."""
    everybody = roster("a L3 - Basel 2020\nb L3 R&D Basel 2020\nx L3 R&D Basel 2020\ny L3 IT Basel 2015")

    assert matched_others(everybody, ["a", "b"], ["x", "y"]) == ["x", "y"]
    assert matched_others(everybody, ["b"], ["x", "y"]) == ["x"]


row = st.tuples(st.sampled_from(["L1", "L2", "-"]), st.sampled_from("RS-"), st.sampled_from("BL"), st.just("2020"))


@settings(deadline=None, max_examples=40)
@given(st.lists(row, min_size=2, max_size=12), st.randoms())
def test_others_are_one_for_each_whatever_the_order_of_rows(rows: list[tuple[str, ...]], chance: st.DataObject) -> None:
    """Per level as many others as there are people or candidates, none of them ours; shuffled rows give the same."""
    ids = [f"p{i:02}" for i in range(len(rows))]
    everybody = roster("\n".join(f"{person} {' '.join(said)}" for person, said in zip(ids, rows, strict=True)))
    ours, free = ids[::2], ids[1::2]
    found = matched_others(everybody, ours, free)
    chance.shuffle(ours)
    shuffled = everybody.sample(frac=1, random_state=chance.randrange(1000))
    level = dict(zip(everybody["person_id"], everybody["level"], strict=True))
    sizes = [min(sum(level[p] == each for p in group) for group in (ours, free)) for each in ("L1", "L2")]

    assert matched_others(shuffled, ours, free[::-1]) == found
    assert set(found) <= set(free)
    assert [sum(level[p] == each for p in found) for each in ("L1", "L2")] == sizes
