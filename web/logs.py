"""The log: one line a record to standard error, of our own words, and of nobody who asked or was asked about.

Records of our own packages are told with their words, which hold no value out of a request or a page. Of all
others (libraries, warnings, threads that ended by an error) place and kind are told, and never a word: it may
be an address. Lines that belong to one request carry its number, which is made here, answered as
``X-Request-Id`` and leads nowhere; the number of a check, which leads to its report, is in no line.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from checker.shown import printable
from web.times import at

OURS = ("rxlens", "checker", "web")
"""The packages and names whose records are told with their words."""
LEVELS = ("error", "warning", "info")
FORMS = ("text", "json")
_MOST = 500
"""Characters of a line's words."""

log = logging.getLogger("rxlens.web")

Value = str | int | float
_number: ContextVar[str] = ContextVar("number of the request", default="")


def request_number() -> str:
    """The number of the request that is being answered; empty outside of one."""
    return _number.get()


def begin_request() -> str:
    """Give what happens from here on in this thread a new number."""
    number = secrets.token_hex(8)
    _number.set(number)
    return number


@contextmanager
def for_request(number: str) -> Iterator[None]:
    """What happens inside belongs to the request called ``number``, in another thread than its own."""
    before = _number.set(number)
    try:
        yield
    finally:
        _number.reset(before)


def fields(**values: Value) -> Mapping[str, Any]:
    """What a record tells beside its words, to be given as ``extra``; out of our own tables only.

    >>> fields(status=200)
    {'told': {'status': 200}}
    """
    return {"told": values}


def configure(form: str = "text", level: str = "warning") -> None:
    """Write all records of ``level`` and worse as ``form``, and let nothing else be written."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if form == "json" else Text())
    handler.addFilter(_worth_a_line)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # It warns of a full queue at every request while the queue is full.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # A record that cannot be put into words would else be printed with its values.
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    sys.excepthook = _ended
    threading.excepthook = _thread_ended
    sys.unraisablehook = _unraisable


def place_of(error: BaseException) -> str:
    """Type and place of an error, without a word of what it says."""
    trace, place = error.__traceback__, "?"
    while trace is not None:
        with suppress(AttributeError):
            place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} in {place}"


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Of what libraries tell only the place is kept, which is worth nothing unless something is wrong."""
    return _is_ours(record) or record.levelno >= logging.WARNING


def _line(record: logging.LogRecord) -> dict[str, Value]:
    """What is told of a record, in the order in which it is told."""
    line: dict[str, Value] = {
        "time": at(record.created).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": printable(record.name),
    }
    if _is_ours(record):
        line["event"] = printable(record.getMessage())[:_MOST]
    else:
        line["event"] = "a library reported something"
        line["place"] = f"{record.module}:{record.lineno}"
    if record.exc_info and record.exc_info[1] is not None:
        line["error"] = place_of(record.exc_info[1])
    line |= getattr(record, "told", {})
    if number := request_number():
        line["request"] = number
    return line


class Json(logging.Formatter):
    """A record as one JSON object, in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        """See the class."""
        return json.dumps(_line(record), separators=(",", ":"))


class Text(logging.Formatter):
    """A record as one line for people."""

    def format(self, record: logging.LogRecord) -> str:
        """See the class."""
        line = _line(record)
        head = " ".join(str(line.pop(name)) for name in ("time", "level", "logger"))
        event = line.pop("event")
        rest = " ".join(f"{name}={value}" for name, value in line.items())
        return f"{head}: {event} {rest}".rstrip()


def _ended(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    log.error("the program ended: %s", place_of(error))


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        log.error("a thread ended: %s", place_of(ended.exc_value))


def _unraisable(found: sys.UnraisableHookArgs) -> None:
    if found.exc_value is not None:
        log.error("an error nobody could take: %s", place_of(found.exc_value))
