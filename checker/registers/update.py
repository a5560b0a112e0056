"""Replacing one list by a newer copy of it: read, validated, written whole; else nothing changes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from checker.domains import domain_of, registrable
from checker.errors import CheckerError
from checker.evidence import Missing
from checker.message import N_, Message, message
from checker.net import Limits, Network, fetch
from checker.registers.catalogue import Source, catalogue
from checker.registers.entry import Entry
from checker.registers.importers import Form, Job, Unread, read_list
from checker.registers.importers.reading import MAX_FILE
from checker.registers.snapshot import FORMAT, SnapshotError, decode, encode
from checker.registers.store import holdings, reload, replace_file

LIMITS = Limits(first_byte=30.0, idle=15.0, total=180.0, body=MAX_FILE)
"""Lists are larger than pages, and nobody waits at a till for them."""

LEAST_READABLE = 0.6
"""Share of the rows with anything in the column of addresses that must be addresses."""
LEAST_KEPT = 0.5
"""A list with less than this share of its former rows is more likely cut than shortened."""


class UpdateRefused(CheckerError):  # noqa: N818 - its name says what happened
    """The new copy was not taken over; the old one still counts. ``reason`` is a stable code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """A list that was replaced."""

    source: Source
    snapshot: date
    entries: int
    before: int
    """Entries of the copy it replaces."""
    rows: int
    left_out: Mapping[str, int]
    """Rows that gave no entry, by reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a new copy is to be read, as far as somebody said so."""

    form: Form | None = None
    column: str | None = None
    """Heading of the column of web addresses."""
    fewer: bool = False
    """It is right that many entries have gone, or that the copy is older than ours."""


def fetched(url: str, network: Network | None) -> bytes:
    """The list at ``url``, through the guarded way out: only encrypted, and by a certificate without fault."""
    if not url.lower().startswith("https://"):
        raise _refused("not_encrypted")
    answer = fetch(url, network or Network.live(), LIMITS, source="register", accept=None)
    if isinstance(answer, Missing):
        raise _refused("not_fetched", why=answer.reason.value, detail=answer.detail)
    if answer.truncated:
        raise _refused("too_large")
    if any(hop.tls is None or hop.tls.fault is not None for hop in answer.hops):
        raise _refused("not_encrypted")
    return answer.body


def read_file(path: Path) -> bytes:
    """The list in the file ``path``."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError:
        raise _refused("no_file") from None
    if len(data) > MAX_FILE:
        raise _refused("too_large")
    return data


def list_named_by(origin: str, data: bytes) -> Source | None:
    """The list that ``origin``'s host, or else a snapshot file of ours, belongs to; None when unclear."""
    if _is_own(data):
        with suppress(SnapshotError):
            named = [*decode(data).dates]
            return catalogue()[named[0]] if len(named) == 1 else None
    host = domain_of(origin) if "://" in origin else ""
    kept = [one for one in catalogue().values() if registrable(one.lookup).domain == host]
    return kept[0] if len(kept) == 1 else None


def update(
    source: Source, data: bytes, *, snapshot: date | None, today: date, wanted: Wanted | None = None
) -> Updated:
    """Replace ``source`` by the copy in ``data``, as it was published on ``snapshot``.

    ``data`` may be a snapshot file of ours, which carries its day. Raises :class:`UpdateRefused`, and then
    the former copy still counts.
    """
    wanted = wanted or Wanted()
    made = _own(source, data) if _is_own(data) else _read(source, data, snapshot, wanted)
    _check(made, today, wanted)
    try:
        replace_file(source.id, encode(made.kept, {source.id: made.snapshot}))
    except (OSError, SnapshotError) as error:
        raise _refused("not_written", why=getattr(error, "strerror", None) or str(error)) from None
    known = holdings().lists.get(source.id)
    reload()
    return Updated(
        source=source,
        snapshot=made.snapshot,
        entries=len(made.kept),
        before=known.rows if known else 0,
        rows=made.rows,
        left_out=made.left_out,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    source: Source
    kept: tuple[Entry, ...]
    snapshot: date
    rows: int
    left_out: Mapping[str, int]


def _is_own(data: bytes) -> bool:
    return FORMAT.encode() in data.partition(b"\n")[0][:80]


def _own(source: Source, data: bytes) -> _Made:
    try:
        found = decode(data)
    except SnapshotError as error:
        raise _refused("damaged", why=str(error)) from None
    if source.id not in found.dates:
        raise _refused("other_list")
    entries = tuple(entry for entry in found.entries if entry.source == source.id)
    return _Made(
        source=source,
        kept=entries,
        snapshot=found.dates[source.id],
        rows=len(entries),
        left_out={},
    )


def _read(source: Source, data: bytes, snapshot: date | None, wanted: Wanted) -> _Made:
    if snapshot is None:
        raise _refused("no_date")
    rows = read_list(
        Job(data=data, source=source, snapshot=snapshot, form=wanted.form, column=wanted.column)
    )
    if isinstance(rows, Unread):
        raise _refused(rows.problem)
    if not rows.entries:
        raise _refused("no_entries")
    unreadable = rows.left_out.get("unreadable_address", 0)
    readable = rows.rows - rows.left_out.get("no_address", 0)
    if readable - unreadable < LEAST_READABLE * readable:
        raise _refused("unreadable_rows", unreadable=unreadable, rows=readable)
    return _Made(
        source=source,
        kept=rows.entries,
        snapshot=snapshot,
        rows=rows.rows,
        left_out=rows.left_out,
    )


def _check(made: _Made, today: date, wanted: Wanted) -> None:
    """Compare the new copy with the one that counts now."""
    if not made.kept:
        raise _refused("no_entries")
    if made.snapshot > today:
        raise _refused("future", day=made.snapshot.isoformat())
    known = holdings().lists.get(made.source.id)
    if known is None or known.snapshot is None or wanted.fewer:
        return
    if made.snapshot < known.snapshot:
        raise _refused("older", day=made.snapshot.isoformat(), ours=known.snapshot.isoformat())
    if len(made.kept) < LEAST_KEPT * known.rows:
        raise _refused("fewer", rows=len(made.kept), ours=known.rows)


def _refused(reason: str, **params: str | int) -> UpdateRefused:
    told: Message = message(_SENTENCES[reason], **params)
    return UpdateRefused(reason, message(N_("{why} The former copy still counts."), why=told))


_SENTENCES = {
    "not_encrypted": N_("Lists are fetched over https with a faultless certificate only."),
    "not_fetched": N_("The list could not be fetched: {why} ({detail})."),
    "too_large": N_("The file is larger than any list we read."),
    "no_file": N_("The file cannot be opened."),
    "no_date": N_(
        "Say with --date when the list was published: a copy without a date proves nothing."
    ),
    "not_written": N_("The new copy could not be written: {why}."),
    "damaged": N_("The file is damaged or of another form than it looks."),
    "other_list": N_("The file is a snapshot of another list."),
    "empty": N_("The file is empty."),
    "no_table": N_("The file holds no table and no list."),
    "encoding": N_("The text of the file cannot be decoded."),
    "time": N_("Reading the file took too long."),
    "pdf_extra": N_(
        "PDF lists need the optional package pypdf: install rxlens with the extra “pdf”."
    ),
    "no_column": N_(
        "No column holds web addresses. Name its heading with --column, or give the file in another form."
    ),
    "no_entries": N_("No row has an address that could be taken over."),
    "unreadable_rows": N_(
        "{unreadable} of {rows} rows have something else than an address where it should stand."
    ),
    "future": N_("The list is dated in the future ({day})."),
    "older": N_("The list is of {day}, ours is of {ours}. With --anyway it is taken nevertheless."),
    "fewer": N_(
        "The list has {rows} entries, ours has {ours}: it looks cut. With --anyway it is taken nevertheless."
    ),
}
