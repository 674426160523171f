"""What facilitators decided, without a person: every version in the history keeps its form and loads as before.

Whatever is about the person goes whole: pairs, sides, goals, signatures, notes, endings, insights, typed rows, places.
In other texts each sentence that names the person is replaced. Works on JSON as it was saved, so that versions of
other forms of the program are rewritten as well. Which fields are free text is taken from the models, not from a list.
"""

import json
from collections.abc import Callable, Container, Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from reverse_mentoring.decide.launch.charter import charter_hash, is_intact, is_locked
from reverse_mentoring.store.person_words import Person
from reverse_mentoring.store.schema import PERSON_COLUMNS
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.steps import STEPS
from reverse_mentoring.words.tables import TABLES

BY_PERSON = ("capacity",)
"""Fields whose keys are ids of people."""
COLUMNS = "values"
"""Of a typed row: its keys are columns."""
_GONE: Any = object()
About = Callable[[str], bool]
Said = Callable[[str], str]


def without_person(step: str, text: str, person: Person) -> str:
    """The version, as JSON, without this person; the same text where the person does not stand in it.

    A charter that was sealed and intact is sealed again: whoever erases says so (see sealed_naming).
    """
    changed = _rewritten(text, lambda each: each == person.person_id, person.without)
    return _sealed_again(text, changed) if step == "charter" and changed != text else changed


def without_people(text: str, tables: Container[str]) -> str:
    """The version, as JSON, without anything about anybody of which one of these tables holds the like.

    tables: names of declared tables; “pairs” stands for whatever is about people and is no row of a table.
    """
    value = json.loads(text)
    kept = {name: _of_nobody(name, each, tables) for name, each in value.items()}
    return text if kept == value else _compact(kept)


def sealed_naming(text: str, person: Person) -> bool:
    """Whether this version of a charter is sealed and names the person."""
    said = json.loads(text)
    return bool(said.get("locked")) and without_person("charter", text, person) != text


def _rewritten(text: str, about: About, said: Said) -> str:
    value = json.loads(text)
    kept = _kept(value, "", about, said)
    return text if kept == value else _compact(kept)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _kept(value: Any, field: str, about: About, said: Said) -> Any:
    """The value without what is about the person; _GONE if all of it is. field: where it stands."""
    if isinstance(value, dict):
        return _kept_fields(value, field, about, said)
    if isinstance(value, list):
        items = (_kept(each, field, about, said) for each in value if not _pairs_with(each, about))
        return [each for each in items if each is not _GONE]
    return said(value) if isinstance(value, str) and _is_free(field) else value


def _kept_fields(value: dict[str, Any], field: str, about: About, said: Said) -> Any:
    if any(isinstance(value.get(column), str) and about(value[column]) for column in PERSON_COLUMNS):
        return _GONE
    kept = {}
    for name, each in value.items():
        if field in BY_PERSON and about(name):
            continue
        inside = field if field in _mappings() else name
        new = _kept(each, inside, about, said)
        if new is _GONE:
            return _GONE
        kept[said(name) if field in _mappings() else name] = new
    return kept


def _pairs_with(value: Any, about: About) -> bool:
    """Whether this is a pair of ids, one of them the person's."""
    return isinstance(value, list) and len(value) == 2 and any(isinstance(each, str) and about(each) for each in value)


def _of_nobody(field: str, value: Any, tables: Container[str]) -> Any:
    """The value of a field of a version, without what is about people."""
    if isinstance(value, dict):
        return {} if field in BY_PERSON and "pairs" in tables else value
    if not isinstance(value, list):
        return value
    return [each for each in value if not (_of_people(each) and _kind(field, each) in tables)]


def _of_people(value: Any) -> bool:
    if isinstance(value, dict):
        inner = value.get(COLUMNS) if "table" in value else value
        return isinstance(inner, dict) and any(column in inner for column in PERSON_COLUMNS)
    return isinstance(value, list) and len(value) == 2 and all(isinstance(each, str) for each in value)


def _kind(field: str, value: Any) -> str:
    """The table that the item is like: a typed row says its own, sides stand under the table's name."""
    if isinstance(value, dict) and "table" in value:
        return str(value["table"])
    return field if field in {each.name for each in TABLES} else "pairs"


def _is_free(field: str) -> bool:
    """Whether people write into this field what they like; a field that no model has any more counts as free."""
    return field not in PERSON_COLUMNS and (field in _free() or field not in _fields())


@cache
def _fields() -> frozenset[str]:
    return frozenset(name for model in _models() for name in model.model_fields) | frozenset(
        column.name for declared in TABLES for column in declared.columns
    )


@cache
def _free() -> frozenset[str]:
    """Fields of a model that take any text, and columns of text."""
    fields = {
        name for model in _models() for name, field in model.model_fields.items() if _takes_text(field.annotation)
    }
    columns = {column.name for each in TABLES for column in each.columns if column.kind in ("text", "texts")}
    return frozenset(fields | columns)


@cache
def _mappings() -> frozenset[str]:
    """Fields that map words of somebody's own to something."""
    fields = {(name, get_origin(field.annotation), get_args(field.annotation)[:1])
              for model in _models() for name, field in model.model_fields.items()}  # fmt: skip
    return frozenset(name for name, origin, keys in fields if origin is dict and keys == (str,)) - {COLUMNS}


def _takes_text(annotation: Any) -> bool:
    if get_origin(annotation) is Literal:
        return False
    parts = get_args(annotation)
    return annotation is str or any(map(_takes_text, parts[1:] if get_origin(annotation) is dict else parts))


@cache
def _models() -> tuple[type[BaseModel], ...]:
    """The models of all steps, and those of which they are made."""
    found: dict[type[BaseModel], None] = {}
    waiting: list[type[BaseModel]] = list(STEPS.values())
    while waiting:
        model = waiting.pop()
        if model not in found:
            found[model] = None
            waiting += [each for field in model.model_fields.values() for each in _models_in(field.annotation)]
    return tuple(found)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _models_in(each)


def _sealed_again(before: str, after: str) -> str:
    """A seal that held before the erasure holds after it; a broken one stays broken."""
    try:
        old = Charter.model_validate_json(before)
    except ValidationError:
        return after
    if not (is_locked(old) and is_intact(old)):
        return after
    new = Charter.model_validate_json(after)
    return new.model_copy(update={"locked": charter_hash(new)}).model_dump_json()
