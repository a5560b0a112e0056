"""Frozen dataclasses <-> JSON, checked on the way back.

Page facts come out of a process that has just read hostile bytes with C code. Unpickling what such a
process sends would let it run anything in ours; JSON can only carry plain values, and here every one
of them must have the type its field declares.

A page names a medicine hundreds of times and has hundreds of links: many records of one kind are written
by column, which C code does, and tuples that repeat in a column are written once.

>>> from checker.page.facts import Place
>>> codec = Codec(Place)
>>> codec.decode(codec.encode(Place(part="main", block=3)))
Place(part='main', block=3)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

_Convert = Callable[[Any], Any]
_PLAIN = (str, int, float, bool)
_Column = Sequence[Any]
"""The values of one field in many records."""


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


# -- writing ------------------------------------------------------------------------------------


def _packer(kind: Any) -> _Convert | None:
    """A function from a value of type ``kind`` to JSON's plain values; None when it is one already."""
    if is_dataclass(kind):
        return _record_packer(kind)
    if inner := _optional(kind):
        pack = _packer(inner)
        return None if pack is None else lambda value: None if value is None else pack(value)
    if record := _of_records(kind):
        return _records_packer(record)
    return None


def _record_packer(kind: Any) -> _Convert:
    read, packers = _reader(kind), _field_packers(kind, _packer)

    def pack(value: Any) -> list[Any]:
        values = list(read(value))
        for position, convert in packers:
            values[position] = convert(values[position])
        return values

    return pack


def _records_packer(kind: Any) -> _Convert:
    read, packers = _reader(kind), _field_packers(kind, _column_packer)

    def pack(records: _Column) -> list[Any]:
        columns: list[Any] = list(zip(*map(read, records), strict=True))
        if columns:
            for position, convert in packers:
                columns[position] = convert(columns[position])
        return columns

    return pack


def _column_packer(kind: Any) -> _Convert | None:
    """A function from a column of values of type ``kind``; None when it can be written as it is."""
    if is_dataclass(kind):
        return _records_packer(kind)
    if get_origin(kind) is tuple:
        return _repeats_packer(_packer(kind) or _same)
    pack = _packer(kind)
    return None if pack is None else lambda column: [pack(value) for value in column]


def _repeats_packer(pack: _Convert) -> _Convert:
    def packed(column: _Column) -> list[Any]:
        numbers: dict[Any, int] = {}
        places = [numbers.setdefault(value, len(numbers)) for value in column]
        return [[pack(value) for value in numbers], places]

    return packed


def _reader(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """All fields of a record at once."""
    return attrgetter(*(field.name for field in fields(kind)))


def _field_packers(
    kind: Any, packer: Callable[[Any], _Convert | None]
) -> list[tuple[int, _Convert]]:
    """The fields that are no plain values, by position."""
    return [(i, pack) for i, inner in enumerate(_kinds(kind)) if (pack := packer(inner))]


# -- reading, checked ---------------------------------------------------------------------------


def _unpacker(kind: Any) -> _Convert:
    """A function from JSON's plain values to a value of type ``kind``; it raises for others."""
    if is_dataclass(kind):
        return _record_unpacker(kind)
    if inner := _optional(kind):
        unpack = _unpacker(inner)
        return lambda value: None if value is None else unpack(value)
    if record := _of_records(kind):
        unpack_all = _records_unpacker(record)
        return lambda columns: tuple(unpack_all(columns))
    if get_origin(kind) is tuple:
        return _tuple_unpacker(get_args(kind))
    allowed = _allowed(kind)

    def plain(value: Any) -> Any:
        if type(value) not in allowed:
            raise WireError(f"{kind.__name__} expected")
        return value

    return plain


def _record_unpacker(kind: Any) -> _Convert:
    converters = [_unpacker(inner) for inner in _kinds(kind)]

    def unpack(values: Any) -> Any:
        _expect_list(values, len(converters))
        return kind(*[convert(value) for convert, value in zip(converters, values, strict=True)])

    return unpack


def _records_unpacker(kind: Any) -> _Convert:
    converters = [_column_unpacker(inner) for inner in _kinds(kind)]

    def unpack(columns: Any) -> _Column:
        if columns == []:
            return []
        _expect_list(columns, len(converters))
        parts = [convert(column) for convert, column in zip(converters, columns, strict=True)]
        if len(set(map(len, parts))) != 1:
            raise WireError("length")
        return list(map(kind, *parts))

    return unpack


def _column_unpacker(kind: Any) -> _Convert:
    """A function from JSON's plain values to a column of values of type ``kind``; it raises for others."""
    if is_dataclass(kind):
        return _records_unpacker(kind)
    unpack = _unpacker(kind)
    if get_origin(kind) is tuple:
        return _repeats_unpacker(unpack)
    inner = _optional(kind)
    if (inner or kind) not in _PLAIN:
        return lambda column: [unpack(value) for value in _expect_list(column)]
    allowed = {*_allowed(inner or kind), *((NoneType,) if inner else ())}

    def plain(column: Any) -> _Column:
        if not allowed.issuperset(map(type, _expect_list(column))):
            raise WireError("other types expected")
        return cast(_Column, column)

    return plain


def _repeats_unpacker(unpack: _Convert) -> _Convert:
    def unpacked(packed: Any) -> _Column:
        different, places = _expect_list(packed, 2)
        values = [unpack(value) for value in _expect_list(different)]
        if not {int}.issuperset(map(type, _expect_list(places))):
            raise WireError("int expected")
        if places and not 0 <= min(places) <= max(places) < len(values):
            raise WireError("place")
        return [values[place] for place in places]

    return unpacked


def _tuple_unpacker(arguments: tuple[Any, ...]) -> _Convert:
    each = [_unpacker(kind) for kind in arguments if kind is not Ellipsis]
    endless = arguments[-1] is Ellipsis

    def unpack(values: Any) -> tuple[Any, ...]:
        if endless:
            return tuple(map(each[0], _expect_list(values)))
        _expect_list(values, len(each))
        return tuple([convert(value) for convert, value in zip(each, values, strict=True)])

    return unpack


def _expect_list(value: Any, length: int | None = None) -> list[Any]:
    if type(value) is not list or length not in (None, len(value)):
        raise WireError("list expected")
    return value


# -- kinds --------------------------------------------------------------------------------------


def _kinds(record: Any) -> list[Any]:
    """The types of a record's fields."""
    hints = get_type_hints(record)
    return [hints[field.name] for field in fields(record)]


def _optional(kind: Any) -> Any:
    """What a value of type ``kind`` is when it is not None; None when it never is."""
    if get_origin(kind) not in (Union, UnionType):
        return None
    return next(inner for inner in get_args(kind) if inner is not NoneType)


def _of_records(kind: Any) -> Any:
    """The record of which a value of type ``kind`` is a tuple; None when it is no such tuple."""
    arguments = get_args(kind) if get_origin(kind) is tuple else ()
    return arguments[0] if arguments[1:] == (Ellipsis,) and is_dataclass(arguments[0]) else None


def _allowed(kind: Any) -> tuple[type, ...]:
    assert kind in _PLAIN, kind
    return (int, float) if kind is float else (kind,)
