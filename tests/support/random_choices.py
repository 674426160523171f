"""Random choices of every step, made from the models themselves, so that a new field is tried from its first day."""

import datetime as dt
from typing import Any, Literal, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from reverse_mentoring.words.choices import Choices
from reverse_mentoring.words.steps import STEPS
from reverse_mentoring.words.tables import table

PEOPLE = ("H0001", "H0002", "H0003", "an")
SENTENCES = ("Went well.", "Ask again!", "Ana Ferrer said so.", "With H0001 it works", "See ana@x.example.", "May be.")
_ID_FIELDS = ("mentor_id", "mentee_id", "person_id", "other_id")
_ids = st.sampled_from(PEOPLE)
_texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join)


def choices(step: str) -> st.SearchStrategy[Choices]:
    """Choices of this step that its model accepts."""
    return _model(STEPS[step])  # type: ignore[return-value]


def _model(model: type[BaseModel]) -> st.SearchStrategy[BaseModel]:
    fields = {name: _field(name, field) for name, field in model.model_fields.items()}
    said = st.fixed_dictionaries(fields)
    if model.__name__ == "Entry":
        said = st.one_of(*(_entry(name) for name in get_args(model.model_fields["table"].annotation)))
    return said.map(lambda values: _made(model, values)).filter(bool)  # type: ignore[return-value]


def _made(model: type[BaseModel], values: dict[str, Any]) -> BaseModel | None:
    try:
        return model.model_validate(values)
    except ValidationError:
        return None


def _field(name: str, field: FieldInfo) -> st.SearchStrategy[Any]:
    if name in _ID_FIELDS:
        return _ids
    if name == "capacity":
        return st.dictionaries(_ids, st.integers(0, 3), max_size=2)
    limits = {type(each).__name__: each for each in field.metadata}
    if field.annotation is str and "MaxLen" in limits and limits["MaxLen"].max_length < 20:
        return st.just("R1")
    low, high = (getattr(limits.get(kind), kind.lower(), None) for kind in ("Ge", "Le"))
    return _value(field.annotation, low, high)


def _value(annotation: Any, low: Any = None, high: Any = None) -> st.SearchStrategy[Any]:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is dict:
        return st.dictionaries(_value(parts[0]), _value(parts[1]), max_size=2)
    if origin is tuple and parts[-1] is not Ellipsis:
        return st.tuples(_ids, _ids)
    if origin is tuple:
        return st.lists(_value(parts[0]), max_size=3)
    if parts:
        return st.one_of(*(_value(each, low, high) for each in parts))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model(annotation)
    return {
        str: _texts, bool: st.booleans(), dt.date: st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
        type(None): st.none(), float: st.floats(low or 0, 1 if high is None else high),
        int: st.integers(int(low or 0), 9 if high is None else int(high)),
    }[annotation]  # fmt: skip


def _entry(name: str) -> st.SearchStrategy[dict[str, Any]]:
    columns = [column for column in table(name).columns if column.kind in ("id", "text", "choice")]
    values = {c.name: _ids if c.name in _ID_FIELDS else st.sampled_from(c.choices) if c.choices else _texts
              for c in columns}  # fmt: skip
    return st.fixed_dictionaries({"table": st.just(name), "values": st.fixed_dictionaries(values)})
