"""What two people change in the same choices is put together; what contradicts is told."""

import json
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.merging import KEYS, merged
from reverse_mentoring.words.steps import STEPS

_texts = st.sampled_from(["", "x", "y", "z"])
_pairs = st.lists(st.sampled_from(["a", "b"]), min_size=2, max_size=2)
_sides = st.fixed_dictionaries(
    {"mentor_id": _texts, "mentee_id": _texts, "who": st.sampled_from(["mentor", "mentee"]), "gain": _texts}
)
_said = st.fixed_dictionaries(
    {
        "off_limits": _texts,
        "capacity": st.dictionaries(st.sampled_from("ab"), st.integers(1, 3)),
        "pins": st.lists(_pairs, max_size=3, unique_by=tuple),
        "sides": st.lists(
            _sides, max_size=3, unique_by=lambda side: (side["mentor_id"], side["mentee_id"], side["who"])
        ),
        "final": st.one_of(st.none(), st.lists(_pairs, max_size=2)),
    }
)


def in_any_order(said: dict[str, Any]) -> dict[str, Any]:
    by_content = partial(json.dumps, sort_keys=True)
    return {name: sorted(value, key=by_content) if isinstance(value, list) else value for name, value in said.items()}


@settings(deadline=None, max_examples=60)
@given(base=_said, other=_said)
def test_what_one_changes_alone_holds(base: dict[str, Any], other: dict[str, Any]) -> None:
    """Whichever of the two it is: nothing is added, nothing is lost, nothing contradicts."""
    assert merged(base, base, other).value == other
    assert merged(base, base, other).changed == ()
    assert merged(base, other, base).value == other
    assert merged(base, other, other).value == other
    assert not merged(base, other, base).clashes


@settings(deadline=None, max_examples=60)
@given(base=_said, theirs=_said, mine=_said)
def test_nothing_of_either_is_lost(base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]) -> None:
    """The same is kept and told in both directions; without a clash, each one's field stands in the result."""
    here, there = merged(base, theirs, mine), merged(base, mine, theirs)

    assert {each.path for each in here.clashes} == {each.path for each in there.clashes}
    if not here.clashes:
        assert in_any_order(here.value) == in_any_order(there.value)
        for name in base:
            assert here.value[name] == mine[name] or mine[name] == base[name] or theirs[name] != base[name]
    for clash in here.clashes:
        assert clash.theirs != clash.mine or clash.path == ("final",)


@pytest.mark.parametrize(
    ("theirs", "mine", "value"),
    [
        ({"capacity": {"a": 2}}, {"capacity": {"b": 2}}, {"capacity": {"a": 2, "b": 2}}),
        ({"pins": [["a", "b"]]}, {"pins": [["c", "d"]]}, {"pins": [["a", "b"], ["c", "d"]]}),
        ({"asked": ["t"]}, {"asked": []}, {"asked": ["t"]}),
    ],
)
def test_different_places_of_one_field_go_together(theirs: Any, mine: Any, value: Any) -> None:
    """Places of two people, two pins, topics put to the room."""
    base: dict[str, Any] = {name: type(each)() for name, each in theirs.items()}

    assert merged(base, theirs, mine).value == value
    assert merged(base, theirs, mine).clashes == ()


def test_two_fields_of_one_side_go_together_and_the_same_field_clashes() -> None:
    """One writes what she gains, the other his limits; then both write the limits."""
    side = {"mentor_id": "a", "mentee_id": "b", "who": "mentor", "gain": "", "limits": ""}
    theirs, mine = {**side, "limits": "pay"}, {**side, "gain": "to listen"}
    again = merged({"sides": [side]}, {"sides": [theirs]}, {"sides": [{**side, "limits": "politics"}]})

    assert merged({"sides": [side]}, {"sides": [theirs]}, {"sides": [mine]}).value["sides"] == [
        {**theirs, **mine, "limits": "pay"}
    ]
    assert [(each.path, each.theirs, each.mine) for each in again.clashes] == [
        (("sides", "a · b · mentor", "limits"), "pay", "politics")
    ]


@pytest.mark.parametrize(
    ("field", "theirs", "mine"),
    [
        ("final", {"final": [["a", "b"]]}, {"pins": [["a", "c"]]}),
        ("final", {"vetoes": [["a", "b"]]}, {"final": [["a", "b"]]}),
        ("final", {"final": [["a", "b"]]}, {"final": [["c", "d"]]}),
        ("locked", {"locked": "seal"}, {"why": "because"}),
    ],
)
def test_a_decision_clashes_with_a_change_of_what_it_rests_on(field: str, theirs: Any, mine: Any) -> None:
    """Pairs are decided while somebody pins others; a charter is locked while somebody rewrites it."""
    base = {"final": None, "pins": [], "vetoes": [], "why": "", "locked": ""}

    assert (field,) in [each.path for each in merged(base, base | theirs, base | mine).clashes]


def test_every_key_is_a_field_of_some_step() -> None:
    """KEYS names lists that exist, by fields that their items have."""
    for field, names in KEYS.items():
        steps = [model.model_fields[field].annotation for model in STEPS.values() if field in model.model_fields]
        items = [annotation.__args__[0] for annotation in steps]
        assert any(set(names) <= set(item.model_fields) for item in items), field
