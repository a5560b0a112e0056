"""Values as JSON that stays inert wherever it is put."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from checker.message import Message, message
from checker.report import Json
from checker.shown import printable

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"})


def dump(value: object) -> bytes:
    """``value`` as ASCII JSON without a sign that means something in markup or script.

    >>> dump({"title": "</script>"})
    b'{"title":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES).encode("ascii")


class NotJsonError(ValueError):
    """What came is not one JSON document as we take it."""


def load(data: bytes) -> Any:
    """The JSON document ``data``: UTF-8, no key twice, no NaN; raises :class:`NotJsonError`."""
    try:
        return json.loads(
            data.decode("utf-8-sig"), parse_constant=_no_constant, object_pairs_hook=_once
        )
    except (ValueError, RecursionError) as error:
        raise NotJsonError(type(error).__name__) from None


def _no_constant(name: str) -> None:
    raise NotJsonError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJsonError("a key twice")
    return found


def told(said: Message) -> dict[str, Json]:
    """``said`` as in a report: its text, and template and parameters for translation."""
    return {
        "text": printable(said.text()),
        "template": said.template,
        "params": {
            name: told(value)
            if isinstance(value, Message)
            else printable(value)
            if isinstance(value, str)
            else value
            for name, value in said.params.items()
        },
    }


def untold(said: Mapping[str, Any]) -> Message:
    """The message of which :func:`told` gave ``said``; a number that JSON does not know is a question mark."""
    params = {
        name: untold(value) if isinstance(value, Mapping) else ("?" if value is None else value)
        for name, value in said["params"].items()
    }
    return message(said["template"], **params)


def iso(at: datetime | None) -> str | None:
    """``at`` as reports write times."""
    return None if at is None else at.isoformat(timespec="seconds").replace("+00:00", "Z")
