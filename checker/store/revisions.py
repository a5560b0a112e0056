"""The revisions of a part's schema: which there are, which a database has, and the way between.

A revision is a file ``migrations/<part>/v<number>_<words>.py`` run by Alembic, which keeps the present one
in a table ``<part>_version``: so parts that share a database have a history each. The first revision of a
part makes nothing that is there already, and so takes over files that are older than this table.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, column, inspect, select, table

from checker.store.errors import Newer
from checker.store.locks import WAIT_SECONDS, held
from checker.store.schema import Part

MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = Lock()
"""Alembic keeps what it is doing in its modules, where another thread of the process would find it."""


@cache
def revisions_of(part: str) -> tuple[str, ...]:
    """The revisions of a part, oldest first."""
    found = (path.stem.partition("_")[0] for path in (MIGRATIONS / part).glob("v*.py"))
    return tuple(sorted(found))


def version_table(part: Part) -> str:
    """The table that tells which revision a database has."""
    return f"{part.name}_version"


def revision_in(connection: Connection, part: Part) -> str:
    """The revision of ``part`` that a database has; empty when none was noted."""
    name = version_table(part)
    if not inspect(connection).has_table(name):
        return ""
    found = connection.execute(select(column("version_num")).select_from(table(name))).scalar()
    return str(found or "")


def is_current(connection: Connection, part: Part) -> bool:
    """Whether a database has the newest revision of ``part``; raises :class:`Newer` when it has one
    that is not known here."""
    found = revision_in(connection, part)
    if found and found not in revisions_of(part.name):
        raise Newer
    return found == revisions_of(part.name)[-1]


def upgrade(
    connection: Connection, part: Part, to: str = "head", wait: float = WAIT_SECONDS
) -> None:
    """Bring ``part`` to its newest revision, or to that of ``to``, within the transaction of ``connection``.

    Raises :class:`~sqlalchemy.exc.TimeoutError` where other threads upgrade for longer than ``wait`` seconds.
    """
    # A tenth of a second that only a new or an old database is worth.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection, "part": part})
    for name, value in (
        ("script_location", str(MIGRATIONS)),
        ("version_locations", str(MIGRATIONS / part.name)),
        ("path_separator", "newline"),
    ):
        config.set_main_option(name, value.replace("%", "%%"))
    with held(_ONE_AT_A_TIME, wait):
        command.upgrade(config, to)
