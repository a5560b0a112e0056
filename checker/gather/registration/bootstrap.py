"""Which RDAP server knows a top-level domain: IANA's list (RFC 9224), bundled and dated.

The bundled list can be replaced by a newer one in the user's data directory; a list that cannot be
read, or holds suspiciously little, never replaces one that can.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from checker.errors import CheckerError
from checker.message import N_, message
from checker.urls import UrlError, parse

URL = "https://data.iana.org/rdap/dns.json"
"""Where IANA publishes the list."""
MAX_BYTES = 1024 * 1024
FEWEST_DOMAINS = 500
"""A list with fewer top-level domains is not the whole list."""
FILE_NAME = "rdap_bootstrap.json"


class BootstrapRefused(CheckerError):  # noqa: N818 - its name says what happened
    """A list of RDAP servers cannot be used; the one in use stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bootstrap:
    """The list: base addresses by top-level domain, the encrypted one first."""

    published: datetime
    services: Mapping[str, tuple[str, ...]]


def read_bootstrap(text: bytes) -> Bootstrap:
    """Read a list in IANA's form; raises :class:`BootstrapRefused` when it is not a whole one."""
    if len(text) > MAX_BYTES:
        raise _unusable("too_large")
    try:
        document = json.loads(text)
        published = datetime.fromisoformat(document["publication"].replace("Z", "+00:00"))
        services = {
            str(name).lower().strip("."): _addresses(service[1])
            for service in document["services"]
            for name in service[0]
        }
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        raise _unusable("not_a_list") from None
    if len(services) < FEWEST_DOMAINS or not all(services.values()):
        raise _unusable("incomplete")
    if published.tzinfo is None:
        published = published.replace(tzinfo=UTC)
    return Bootstrap(published=published, services=MappingProxyType(services))


@cache
def bundled() -> Bootstrap:
    """The list in the package."""
    return read_bootstrap(files("checker.reference").joinpath(FILE_NAME).read_bytes())


def current(directory: Path | None = None) -> Bootstrap:
    """The newer of the bundled list and the one in ``directory`` (the user's own when None)."""
    try:
        own = read_bootstrap(_file(directory).read_bytes())
    except (OSError, BootstrapRefused):
        return bundled()
    return max(own, bundled(), key=lambda found: found.published)


def replace(text: bytes, directory: Path | None = None) -> Bootstrap:
    """Make ``text`` the user's list, in one step; on any failure the old one stays.

    Raises :class:`BootstrapRefused` when it is no whole list or older than the one in use, and
    :class:`OSError` when it cannot be written.
    """
    new = read_bootstrap(text)
    if new.published < current(directory).published:
        raise _unusable("older")
    file = _file(directory)
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".bootstrap-")
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return new


def data_directory() -> Path:
    """Where this user's replaced tables lie (``$XDG_DATA_HOME/rxlens``)."""
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".local/share") / "rxlens"


def _file(directory: Path | None) -> Path:
    return (directory or data_directory()) / FILE_NAME


def _addresses(values: list[str]) -> tuple[str, ...]:
    found = [value if value.endswith("/") else f"{value}/" for value in values if _usable(value)]
    return tuple(sorted(found, key=lambda value: not value.startswith("https:")))


def _usable(value: str) -> bool:
    try:
        parse(value)
    except UrlError:
        return False
    return True


_WHY = {
    "too_large": N_("This file is too large for a list of RDAP servers"),
    "not_a_list": N_("This is not a list of RDAP servers in IANA's form"),
    "incomplete": N_("This list of RDAP servers is not complete"),
    "older": N_("This list of RDAP servers is older than the one in use"),
}


def _unusable(reason: str) -> BootstrapRefused:
    return BootstrapRefused(reason, message(_WHY[reason]))
