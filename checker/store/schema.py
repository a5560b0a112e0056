"""The tables, in parts that differ in what their loss would mean.

======== ========================================================= =====================
part     holds                                                     a commit is
======== ========================================================= =====================
cache    finished reports by host                                  soon on the disk
kept     saved reports, appeals, the log of changes, secrets       on the disk
families fingerprints of checked sites                             soon on the disk
sweeps   jobs of sweeps under way, and what came of them           soon on the disk
checks   sealed checks and counts that processes share             soon on the disk
======== ========================================================= =====================

With SQLite each part is a file of its own: the cache may be thrown away, damaged or outgrow its disk, and
what somebody asked us to keep is not touched by it; a wait for the disk at every commit is paid only where
it is owed; and files of earlier versions stay where they are. In PostgreSQL all parts are tables of one
database, and the part decides what a commit waits for.

**To add a part** (a job table, say): give its tables ``METADATA``, name it as a :class:`Part` at the end of
this file, and write its first revision as ``migrations/<part>/v001_<words>.py``, as the others are written.
**To change a part**: write the next revision; what was shipped once is not edited. A test compares what the
revisions make with what stands here, on both engines.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    REAL,
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect

METADATA = MetaData()


class Words(TypeDecorator[str]):
    """Text of people and pages: signs that one of the engines does not take (NUL, half a surrogate pair)
    become the sign for an unreadable one."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """``value`` as it is stored."""
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return (
            value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "�")
        )


Seconds: Double[float] = Double().with_variant(REAL(), "sqlite")
"""A moment: seconds since 1970."""
Key: BigInteger = BigInteger().with_variant(Integer(), "sqlite")
"""A signed 64-bit number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Tables that are opened, kept and thrown away together."""

    name: str
    """Also the name of its SQLite file and of the directory of its revisions."""
    tables: tuple[Table, ...]
    durable: bool = False
    """A commit is acknowledged only when it is on the disk."""
    examined: bool = True
    """A SQLite file is read through for damage when it is opened; large ones are not."""
    backed_up: bool = True
    """It is part of backups; what is promised to be gone within hours is not."""

    @property
    def file(self) -> str:
        """The name of its SQLite file."""
        return f"{self.name}.sqlite"


# Finished reports

reports = Table(
    "reports",
    METADATA,
    Column("key", Words, primary_key=True),
    Column("report", LargeBinary, nullable=False),
    Column("made", Seconds, nullable=False),
    Column("expires", Seconds, nullable=False),
    Index("reports_expire", "expires"),
    sqlite_with_rowid=False,
)

# What somebody asked us to keep

saved = Table(
    "saved",
    METADATA,
    Column("token", Words, primary_key=True),
    Column("delete_key", Words, nullable=False),
    Column("report", LargeBinary, nullable=False),
    Column("made", Seconds, nullable=False),
    Column("expires", Seconds, nullable=False),
    sqlite_with_rowid=False,
)
appeals = Table(
    "appeals",
    METADATA,
    Column("id", Words, primary_key=True),
    Column("host", Words, nullable=False),
    Column("level", Words, nullable=False),
    Column("role", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("contact", Words, nullable=False),
    Column("made", Seconds, nullable=False),
    Column("expires", Seconds, nullable=False),
    sqlite_with_rowid=False,
)
levels = Table(
    "levels",
    METADATA,
    Column("host", Words, primary_key=True),
    Column("country", Words, primary_key=True),
    Column("level", Words, nullable=False),
    Column("at", Seconds, nullable=False),
    sqlite_with_rowid=False,
)
changes = Table(
    "changes",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("at", Seconds, nullable=False),
    Column("kind", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("country", Words, nullable=False),
    Column("before", Words, nullable=False),
    Column("after", Words, nullable=False),
    Index("changes_at", "at"),
)
secrets = Table(
    "secrets",
    METADATA,
    Column("name", Words, primary_key=True),
    Column("value", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Random keys that all processes on one store share."""

# Fingerprints

about = Table(
    "about",
    METADATA,
    Column("name", Words, primary_key=True),
    Column("value", Words),
    sqlite_with_rowid=False,
)
sites = Table(
    "sites",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("domain", Words, nullable=False, unique=True),
    Column("seen", Words, nullable=False),
    Column("level", Words, nullable=False),
    Column("listings", Words, nullable=False),
    Column("marks", Words, nullable=False),
    Column("numbered", LargeBinary, nullable=False),
    Column("template", LargeBinary, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("paths", LargeBinary, nullable=False),
    Index("sites_seen", "seen"),
)
keys = Table(
    "keys",
    METADATA,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("site", Key, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""What sites are found by: marks, and groups of numbers of sketches."""

# Sweeps

sweeps = Table(
    "sweeps",
    METADATA,
    Column("id", Words, primary_key=True),
    Column("begun", Seconds, nullable=False),
    Column("options", Words, nullable=False),
    Column("read_lines", Key, nullable=False),
    Column("read_bytes", Key, nullable=False),
    Column("refused", Key, nullable=False),
    Column("refused_bytes", Key, nullable=False),
    Column("repeated", Key, nullable=False),
    Column("quiet", Words, nullable=False),
)
sweep_jobs = Table(
    "sweep_jobs",
    METADATA,
    Column("sweep", Words, primary_key=True),
    Column("line", Key, primary_key=True),
    Column("key", Words, nullable=False),
    Column("start", Key, nullable=False),
    Column("length", Key, nullable=False),
    Column("address", Words, nullable=False),
    Column("tag", Words, nullable=False),
    Column("host", Words, nullable=False),
    Column("lane", Words, nullable=False),
    Column("registry", Words, nullable=False),
    Column("registration", Words),
    Column("state", Words, nullable=False),
    Column("attempts", Key, nullable=False),
    Column("leased_until", Seconds, nullable=False),
    Index("sweep_jobs_key", "sweep", "key", unique=True),
    Index("sweep_jobs_state", "sweep", "state", "line"),
    Index("sweep_jobs_lane", "sweep", "lane", "state"),
)
sweep_repeats = Table(
    "sweep_repeats",
    METADATA,
    Column("sweep", Words, primary_key=True),
    Column("line", Key, primary_key=True),
    Column("job", Key, nullable=False),
    Index("sweep_repeats_job", "sweep", "job"),
)
"""Lines that ask what an earlier line, the job's, asked."""
sweep_answers = Table(
    "sweep_answers",
    METADATA,
    Column("sweep", Words, primary_key=True),
    Column("line", Key, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
)

# What processes of the service share

sealed = Table(
    "sealed",
    METADATA,
    Column("number", Words, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("expires", Seconds, nullable=False),
    Index("sealed_expire", "expires"),
    sqlite_with_rowid=False,
)
"""Checks and batches, under a digest of their number and unreadable without it."""
counted = Table(
    "counted",
    METADATA,
    Column("what", Words, primary_key=True),
    Column("client", Words, primary_key=True),
    Column("times", Words, nullable=False),
    Column("expires", Seconds, nullable=False),
    Index("counted_expire", "expires"),
    sqlite_with_rowid=False,
)
"""When clients, known by keyed digests, asked within the time of a limit."""

CACHE = Part(name="cache", tables=(reports,))
KEPT = Part(name="kept", tables=(saved, appeals, levels, changes, secrets), durable=True)
FAMILIES = Part(name="families", tables=(about, sites, keys), examined=False)
SWEEPS = Part(
    name="sweeps", tables=(sweeps, sweep_jobs, sweep_repeats, sweep_answers), examined=False
)
CHECKS = Part(name="checks", tables=(sealed, counted), backed_up=False)
PARTS = (CACHE, KEPT, FAMILIES, SWEEPS, CHECKS)
"""Everything a store may hold."""
