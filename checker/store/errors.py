"""What an engine says when it fails, as a word of :class:`~checker.errors.NotStored`."""

from __future__ import annotations

import errno
import sqlite3

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    ProgrammingError,
    SQLAlchemyError,
    StatementError,
)
from sqlalchemy.exc import TimeoutError as NoneFree


class Newer(Exception):  # noqa: N818 - its name says what was found
    """The schema is of a later version of the program."""


FAILURES = (SQLAlchemyError, Newer, OSError, OverflowError, MemoryError)
"""What is caught of an engine and told as :class:`~checker.errors.NotStored`."""


_SQLITE = {
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_CANTOPEN: "cannot_open",
    sqlite3.SQLITE_IOERR: "disk_error",
}
_POSTGRESQL = {  # PostgreSQL, appendix A: error codes
    "25006": "read_only",
    "53100": "full",
    "55P03": "locked",  # lock_timeout
    "57014": "locked",  # statement_timeout
    "40P01": "locked",  # deadlock
    "40001": "locked",  # serialization failure
    "58030": "disk_error",
    "XX001": "damaged",
    "XX002": "damaged",
    "3D000": "cannot_open",  # no such database
    "42501": "cannot_open",  # not allowed
    "28P01": "cannot_open",  # wrong password
    "28000": "cannot_open",
}
_SYSTEM = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EIO: "disk_error",
    errno.EAGAIN: "locked",
}
_OURS = (DataError, IntegrityError, ProgrammingError)


def word_for(error: BaseException) -> str:
    """What stands in the way, as a word of :class:`~checker.errors.NotStored`."""
    if isinstance(error, Newer):
        return "newer"
    if isinstance(error, NoneFree):
        return "locked"
    if isinstance(error, DBAPIError):
        return _word_of_engine(error)
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno or 0, "cannot_open")
    return "refused" if isinstance(error, StatementError | OverflowError) else "unavailable"


def _word_of_engine(error: DBAPIError) -> str:
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    state = getattr(error.orig, "sqlstate", None) or ""
    known = _SQLITE.get(code) or _POSTGRESQL.get(state)
    if known:
        return known
    return "refused" if isinstance(error, _OURS) else "unavailable"


def is_damage(error: BaseException) -> bool:
    """Whether the file itself is broken, so that asking again cannot help."""
    return word_for(error) == "damaged"
