"""Frozen dataclasses <-> JSON, checked on the way back.

Page facts come out of a process that has just read hostile bytes with C code. Unpickling what such a
process sends would let it run anything in ours; JSON can only carry plain values, and here every one
of them must have the type its field declares.

>>> from checker.page.facts import Place
>>> codec = Codec(Place)
>>> codec.decode(codec.encode(Place(part="main", block=3)))
Place(part='main', block=3)
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_Convert = Callable[[Any], Any]
_PLAIN = (str, int, float, bool)


class WireError(ValueError):
    """What came is not the value it should be."""


class Codec(Generic[T]):
    """Writes and reads values of one dataclass, whose fields hold plain values, tuples and further
    dataclasses."""

    def __init__(self, kind: type[T]) -> None:
        self._pack = _packer(kind) or _same
        self._unpack = _unpacker(kind)
        self._dump = json.JSONEncoder(separators=(",", ":")).encode
        self._load = json.JSONDecoder().decode

    def encode(self, value: T) -> bytes:
        """``value`` as ASCII JSON."""
        return self._dump(self._pack(value)).encode("ascii")

    def decode(self, data: bytes) -> T:
        """The value written as ``data``; :class:`WireError` when it is none."""
        try:
            value: T = self._unpack(self._load(data.decode("ascii")))
        except WireError:
            raise
        except (ValueError, TypeError, RecursionError, KeyError) as fault:
            raise WireError(type(fault).__name__) from None
        return value


def _same(value: Any) -> Any:
    return value


def _packer(kind: Any) -> _Convert | None:
    """A function from a value of type ``kind`` to JSON's plain values; None when it is one already."""
    if is_dataclass(kind):
        return _record_packer(kind)
    if get_origin(kind) in (Union, UnionType):
        inner = next((p for k in get_args(kind) if (p := _packer(k))), None)
        return None if inner is None else lambda value: None if value is None else inner(value)
    if get_origin(kind) is tuple:
        arguments = get_args(kind)
        each = _packer(arguments[0])
        if each is not None and arguments[-1] is Ellipsis:
            return lambda values: [each(value) for value in values]
    return None


def _record_packer(kind: Any) -> _Convert:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    read: Callable[[Any], tuple[Any, ...]] = attrgetter(*names)
    special = [(i, p) for i, name in enumerate(names) if (p := _packer(hints[name]))]
    if not special:
        return read

    def pack(value: Any) -> list[Any]:
        values = list(read(value))
        for position, convert in special:
            values[position] = convert(values[position])
        return values

    return pack


def _unpacker(kind: Any) -> _Convert:
    """A function from JSON's plain values to a value of type ``kind``; it raises for others."""
    if is_dataclass(kind):
        return _record_unpacker(kind)
    if get_origin(kind) in (Union, UnionType):
        inner = _unpacker(next(k for k in get_args(kind) if k is not NoneType))
        return lambda value: None if value is None else inner(value)
    if get_origin(kind) is tuple:
        return _tuple_unpacker(get_args(kind))
    assert kind in _PLAIN, kind
    allowed = (int, float) if kind is float else (kind,)

    def plain(value: Any) -> Any:
        if type(value) not in allowed:
            raise WireError(f"{kind.__name__} expected")
        return value

    return plain


def _tuple_unpacker(arguments: tuple[Any, ...]) -> _Convert:
    each = [_unpacker(kind) for kind in arguments if kind is not Ellipsis]
    endless = arguments[-1] is Ellipsis

    def unpack(values: Any) -> tuple[Any, ...]:
        if type(values) is not list:
            raise WireError("list expected")
        if endless:
            return tuple(map(each[0], values))
        if len(values) != len(each):
            raise WireError("length")
        return tuple([convert(value) for convert, value in zip(each, values, strict=True)])

    return unpack


def _record_unpacker(kind: Any) -> _Convert:
    hints = get_type_hints(kind)
    kinds = [hints[field.name] for field in fields(kind)]
    converters = [_unpacker(kind) for kind in kinds]
    nested = [i for i, kind in enumerate(kinds) if kind not in _PLAIN]
    expected = len(kinds)
    # Thousands of links have fields of the same few types: such a row of types is checked once.
    known: set[tuple[type, ...]] = set()

    def unpack(values: Any) -> Any:
        if type(values) is not list or len(values) != expected:
            raise WireError(f"{kind.__name__} expected")
        for position in nested:
            values[position] = converters[position](values[position])
        types = tuple(map(type, values))
        if types not in known:
            for position, value in enumerate(values):
                if position not in nested:
                    converters[position](value)
            known.add(types)
        return kind(*values)

    return unpack
