"""Two people changed the same choices: what both meant, put together, and where they contradict each other.

A three-way merge on plain JSON. What only one of the two changed holds; where both changed the same field, or decided
what rests on something that the other changed, theirs is kept and the clash is told. Items of lists are known by what
they are about (KEYS), so that two sides or two pins never get into each other's way.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reverse_mentoring.words.tables import table

_PAIR = ("mentor_id", "mentee_id")
KEYS: dict[str, tuple[str, ...]] = {
    "hands": ("topic_id", "role", "question", "level"), "notes": _PAIR, "sides": (*_PAIR, "who"),
    "goals": (*_PAIR, "number"), "trained": ("person_id", "track"), "signed": (*_PAIR, "who"),
    "confirmed": (*_PAIR, "step"), "overrides": _PAIR, "ticked": (*_PAIR, "rule"), "endings": _PAIR,
    "repaired": _PAIR, "insights": ("number",),
}  # fmt: skip
"""List of the choices → the fields by which one of its items is told from another; others are known as a whole."""
WHOLE = ("final", "draft")
"""Lists that one person decides as one."""
_RULES = ("weights", "allowed", "objective", "pins", "vetoes", "capacity", "coverage", "department_caps")
RESTS_ON: dict[str, tuple[str, ...] | None] = {"final": _RULES, "locked": None}
"""Decision → fields that it was made with; None = all."""
_NOTHING: Any = object()
Path = tuple[str, ...]
Sides = tuple[Any, Any, Any]
"""What both saw, theirs, mine."""


@dataclass(frozen=True)
class Clash:
    """The same place, written by both. path: field, item (its key, “ · ” between), field of the item; None = taken
    out."""

    path: Path
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merged:
    """Both together; theirs where they clash. changed: the places that the other person changed."""

    value: dict[str, Any]
    changed: tuple[Path, ...]
    clashes: tuple[Clash, ...]


def merged(base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]) -> Merged:
    """What two people made of the same choices. base: what both saw; all three as JSON keeps them.

    >>> both = merged({"pins": [], "notes": ""}, {"pins": [["a", "b"]], "notes": ""}, {"pins": [], "notes": "x"})
    >>> both.value, both.changed, both.clashes
    ({'pins': [['a', 'b']], 'notes': 'x'}, (('pins', 'a · b'),), ())
    """
    clashes: list[Clash] = []
    value = _both((base, theirs, mine), (), clashes=clashes)
    clashes += _resting(base, theirs, mine)
    return Merged(value, tuple(sorted(set(_changes(base, theirs, ())))), tuple(clashes))


def _both(sides: Sides, path: Path, *, clashes: list[Clash]) -> Any:
    base, theirs, mine = sides
    if mine in (base, theirs) and type(mine) in (type(base), type(theirs)):
        return theirs
    if theirs == base:
        return mine
    if all(isinstance(each, dict) for each in sides):
        return _fields(sides, path, clashes=clashes)
    if all(isinstance(each, list) for each in sides) and (known := _by_key(sides, path)):
        return list(_fields((known[0], known[1], known[2]), path, clashes=clashes).values())
    clashes.append(Clash(path, *(None if each is _NOTHING else each for each in (theirs, mine))))
    return theirs


def _fields(sides: Sides, path: Path, *, clashes: list[Clash]) -> dict[str, Any]:
    base, theirs, mine = sides
    found = {}
    for key in dict.fromkeys([*theirs, *mine]):
        here = (base.get(key, _NOTHING), theirs.get(key, _NOTHING), mine.get(key, _NOTHING))
        value = _both(here, (*path, key), clashes=clashes)
        if value is not _NOTHING:
            found[key] = value
    return found


def _by_key(sides: Sequence[list[Any]], path: Path) -> list[dict[str, Any]] | None:
    """Each list as key → item; None where the items cannot be told apart, or stand in an order of somebody's own."""
    if path[0] in WHOLE:
        return None
    known = [{_key(path[0], item): item for item in each} for each in sides]
    if any(len(each) != len(side) for each, side in zip(known, sides, strict=True)):
        return None
    base = list(known[0])
    moved = any([key for key in each if key in known[0]] != [key for key in base if key in each] for each in known)
    return None if moved and path[0] not in (*KEYS, "entries") else known


def _key(field: str, item: Any) -> str:
    """What an item of a list is about, as text."""
    if field == "entries":
        names = table(item["table"]).key
        return " · ".join([item["table"], *(str(item["values"].get(name, "")) for name in names)])
    names = KEYS.get(field, ())
    if isinstance(item, dict):
        whole = not names or not all(name in item for name in names)
        return json.dumps(item, sort_keys=True) if whole else " · ".join(str(item[name]) for name in names)
    return " · ".join(map(str, item)) if isinstance(item, list) else str(item)


def _changes(base: Any, other: Any, path: Path) -> Iterator[Path]:
    """The places in which the other differs, down to one item of a field."""
    if base == other:
        return
    if len(path) < 2 and isinstance(base, list) and isinstance(other, list) and (known := _by_key([base, other], path)):
        base, other = known
    if len(path) < 2 and isinstance(base, dict) and isinstance(other, dict):
        for key in dict.fromkeys([*base, *other]):
            yield from _changes(base.get(key, _NOTHING), other.get(key, _NOTHING), (*path, key))
        return
    yield path


def _resting(base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]) -> Iterator[Clash]:
    """Decisions of one that the other did not know of when changing what they rest on."""
    for field, fields in RESTS_ON.items():
        for one, other in ((theirs, mine), (mine, theirs)):
            if one.get(field) == base.get(field) or other.get(field) != base.get(field):
                continue
            rest = [name for name in fields or base if name != field and other.get(name) != base.get(name)]
            if rest:
                yield Clash((field,), theirs.get(field), mine.get(field))
