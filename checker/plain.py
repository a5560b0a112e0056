"""Our value classes as plain JSON values and back, by their declared fields.

Reading is strict: a value of another type than declared raises, because a saved file may come
from anyone. Fields that have a default may be missing, and unknown ones are passed over, so that
a class can grow.
"""

from __future__ import annotations

import base64
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Plain: TypeAlias = dict[str, Any]


def pack(value: Any) -> Any:
    """``value`` as JSON knows it: bytes as base64, days and times in ISO 8601, tuples as lists, and frozen
    sets as sorted ones."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: pack(getattr(value, field.name)) for field in fields(value)}
    if _is_named(type(value)):
        return {name: pack(each) for name, each in value._asdict().items()}
    if isinstance(value, tuple | frozenset):
        items = sorted(value) if isinstance(value, frozenset) else value
        return [pack(item) for item in items]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, date):  # A datetime is one too.
        return value.isoformat()
    return value


def unpack(kind: type[T], plain: Any) -> T:
    """The value of type ``kind`` that :func:`pack` made ``plain`` of.

    Raises ``TypeError``, ``ValueError`` or ``KeyError`` for anything else.
    """
    return cast(T, _unpack(kind, plain))


def _unpack(kind: Any, plain: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        return _one_of(get_args(kind), plain)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), plain)
    if get_origin(kind) is frozenset:
        return frozenset(_tuple((*get_args(kind), ...), plain))
    if is_dataclass(kind):
        return _fields(kind, plain)
    if _is_named(kind):
        _require(plain, dict)
        return kind(**{name: _unpack(hint, plain[name]) for name, hint in _hints(kind).items()})
    return _single(kind, plain)


def _is_named(kind: type[Any]) -> bool:
    """Whether ``kind`` is a tuple with names; such values are told by name, as those of data classes are."""
    return issubclass(kind, tuple) and hasattr(kind, "_fields")


def _one_of(kinds: tuple[Any, ...], plain: Any) -> Any:
    """Only ``X | None`` is used in our values."""
    (kind,) = (kind for kind in kinds if kind is not type(None))
    return None if plain is None else _unpack(kind, plain)


def _tuple(kinds: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    _require(plain, list)
    if kinds[-1:] == (...,):
        return tuple(_unpack(kinds[0], item) for item in plain)
    return tuple(_unpack(kind, item) for kind, item in zip(kinds, plain, strict=True))


def _fields(kind: Any, plain: Any) -> Any:
    _require(plain, dict)
    found = {}
    for field in fields(kind):
        if field.name in plain:
            found[field.name] = _unpack(_hints(kind)[field.name], plain[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise KeyError(field.name)
    return kind(**found)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _single(kind: type[Any], plain: Any) -> Any:
    if kind is float:
        _require(plain, int, float)
        return float(plain)
    if kind in (str, int, bool):
        _require(plain, kind)
        return plain
    _require(plain, str)
    if kind is bytes:
        return base64.b64decode(plain, validate=True)
    if kind is datetime:
        return _time(plain)
    if kind is date:
        return date.fromisoformat(plain)
    return kind(plain)


def _time(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return at


def _require(plain: Any, *kinds: type[Any]) -> None:
    if type(plain) not in kinds:  # Exact: True is no number here.
        raise TypeError(type(plain).__name__)
