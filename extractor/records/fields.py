"""A record's struct as columns: their names, order and types are those of its fields.

    subject_level: Annotated[int | None, "科目级次", "1 类, 2 款, 3 项", np.int8]

is the column `subject_level`, stored as int8, with its Chinese title and what the title does not say of its meaning.
Text, whole numbers, `Decimal` and tuples are stored as such; a `Box` is four columns; a mapping of columns that are
listed beside it is as many. A field that does not come out is marked `INNER`; one with neither is refused.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
from msgspec import Struct

from extractor.document.model import Box

Type = Literal["string", "strings", "int8", "int16", "int32", "int64", "float32", "float64", "decimal", "boolean"]
DECIMALS = 4  # that a column of amounts has, decimal(20, 4), as the warehouse that reads it wants
LARGEST = Decimal(10) ** 16  # and what it holds is smaller
CORNERS = ("x0", "top", "x1", "bottom")
NOWHERE = (None,) * len(CORNERS)
_SIZES: dict[type, Type] = {
    np.int8: "int8",
    np.int16: "int16",
    np.int32: "int32",
    np.int64: "int64",
    np.float32: "float32",
}
_TYPES: dict[type, Type] = {bool: "boolean", str: "string", int: "int32", float: "float64", Decimal: "decimal"}


class Inner:
    """Marks a field that is for later steps and does not come out."""


INNER = Inner()


class Field(Struct, frozen=True):
    """A column: its type, its Chinese title, a note where the title does not say enough, and the values of a closed
    set."""

    name: str
    type: Type
    title: str
    description: str = ""
    values: tuple[str, ...] = ()


class _Part(Struct, frozen=True):
    """A field of a record with the columns that it fills; `spread` takes its value apart where there are several."""

    attribute: str
    columns: tuple[Field, ...]
    spread: Callable[[Any], tuple[Any, ...]] | None = None


def columns_of(record: type) -> tuple[Field, ...]:
    """The columns of the struct of a record, in the order of its fields; raises `TypeError` for a field that does not
    say how it comes out."""
    return tuple(column for part in _parts(record) for column in part.columns)


def values_of(record: type) -> Callable[[Any], tuple[Any, ...]]:
    """A function that gives the values of a record, in the order and number of the columns of `columns_of`."""
    parts = _parts(record)
    names = [part.attribute for part in parts]
    spreading = [(place, part.spread) for place, part in enumerate(parts) if part.spread is not None]
    if not spreading:
        return _taking(names)
    if len(spreading) > 1:
        return lambda value: tuple(
            v
            for p in parts
            for v in (p.spread(getattr(value, p.attribute)) if p.spread else (getattr(value, p.attribute),))
        )
    ((place, spread),) = spreading  # what most records have, and the fastest
    before, middle, after = _taking(names[:place]), attrgetter(names[place]), _taking(names[place + 1 :])
    return lambda value: before(value) + spread(middle(value)) + after(value)


def is_held(value: Decimal) -> bool:
    """Whether a column of amounts can hold a number unchanged."""
    exponent = value.as_tuple().exponent
    return abs(value) < LARGEST and isinstance(exponent, int) and exponent >= -DECIMALS


def _taking(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


@functools.cache
def _parts(record: type) -> tuple[_Part, ...]:
    found = []
    for name, hint in get_type_hints(record, include_extras=True).items():
        kind, *said = get_args(hint) if get_origin(hint) is Annotated else (hint,)
        if INNER not in said:
            found.append(_part(f"{record.__name__}.{name}", name, kind, said))
    return tuple(found)


def _part(where: str, name: str, kind: Any, said: list[Any]) -> _Part:
    kind = _without_none(kind)
    listed = next((tuple(word) for word in said if isinstance(word, tuple)), None)
    if listed is not None:
        names = [column.name for column in listed]
        found = tuple(Field(column.name, column.type, column.title) for column in listed)
        return _Part(name, found, lambda value: tuple(map(value.get, names)))
    texts = [word for word in said if isinstance(word, str)]
    if not texts:
        raise TypeError(f"{where} has no title; give it one, or mark it INNER.")
    title, description = [*texts, ""][:2]
    if kind is Box:
        titles = title.split()
        corners = zip(CORNERS, titles, (description, "", "", ""), strict=True)
        return _Part(name, tuple(Field(n, "float32", t, d) for n, t, d in corners), _corners)
    stored = next((_SIZES[word] for word in said if isinstance(word, type)), None)
    values = tuple(map(str, kind)) if isinstance(kind, type) and issubclass(kind, StrEnum) else ()
    return _Part(name, (Field(name, stored or _type(where, kind), title, description, values),))


def _without_none(kind: Any) -> Any:
    if get_origin(kind) not in (Union, types.UnionType):
        return kind
    (one,) = (argument for argument in get_args(kind) if argument is not types.NoneType)
    return one


def _type(where: str, kind: Any) -> Type:
    if get_origin(kind) is tuple:
        return "strings"
    if get_origin(kind) is Literal:
        return "string"
    found = next((_TYPES[base] for base in getattr(kind, "__mro__", ()) if base in _TYPES), None)
    if found is None:
        raise TypeError(f"{where} is of a type that no column holds: {kind!r}.")
    return found


def _corners(box: Box | None) -> tuple[float | None, ...]:
    return (box.x0, box.top, box.x1, box.bottom) if box else NOWHERE
