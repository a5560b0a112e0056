"""Settings of the web service: one frozen value out of the environment or one TOML file.

Every setting ``name`` is ``RXLENS_NAME`` in the environment and ``name`` in the file named by
``RXLENS_CONFIG``; the environment wins. ``docs/web.md`` has a row for each, which a test holds true.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_type_hints
from urllib.parse import urlsplit

from checker.countries import read_country
from checker.errors import InputRefused
from checker.message import N_, message
from web.logs import FORMS, LEVELS

PREFIX = "RXLENS_"
FILE = "RXLENS_CONFIG"
"""Names the TOML file; it cannot stand in the file itself."""

NO_STORE = ":none:"
"""The :attr:`Settings.store` of a service that keeps nothing."""

_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


def _number(default: float, least: float, most: float) -> Any:
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How the service runs. Times in the unit the name says."""

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = _number(8000, 0, 65535)
    """Port to listen on; 0 takes a free one."""
    processes: int = _number(1, 1, 64)
    """Processes that answer on that port; what is said of one process below holds for each."""
    share_checks: bool = False
    """Several services on one store answer behind one address: each lets the others follow its checks."""
    threads: int = _number(24, 4, 256)
    """Requests answered at the same time."""
    public_url: str = ""
    """Address under which people reach the service, as in ``https://rxlens.example``. Absolute addresses
    are built from it alone, never from what a request says; without it there are none."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed."""
    operator_token: str = ""
    """Opens metrics, health details and large batches to whoever sends it as a bearer token."""
    demo: bool = False
    """Offer the invented sites of the demonstration on the first screen, served on this computer only."""
    store: str = ""
    """Directory of what is kept; ``~/.local/share/rxlens/web`` when empty, ``:none:`` for no store."""
    database: str = ""
    """Address of a PostgreSQL database that takes the place of the files in :attr:`store`, as in
    ``postgresql://rxlens@db.example/rxlens``; the key that signs lists stays in the directory."""
    redis: str = ""
    """Address of a Redis through which processes share the limits of clients, as in
    ``redis://127.0.0.1:6379/0``; without it each process counts for itself."""
    client_key: str = ""
    """Secret under which clients are counted in Redis, the same for all processes; made and kept in the
    store when empty."""
    checks_at_once: int = _number(8, 1, 64)
    """Checks under way at the same time."""
    checks_waiting: int = _number(16, 0, 1000)
    """Further checks that may wait for their turn; more are turned away."""
    readers: int = _number(2, 1, 64)
    """Page-reading processes."""
    streams: int = _number(12, 0, 128)
    """Open event streams; each holds one of the threads, and further readers are told to poll."""
    cache_hours: float = _number(24, 0, 24 * 30)
    """How long a finished report answers the next question about the same host."""
    memory_mib: int = _number(16, 1, 4096)
    """Finished reports kept in memory, packed."""
    checks_per_minute: int = _number(10, 0, 100_000)
    """Checks one client may ask for in a minute; 0 for no limit."""
    appeals_per_hour: int = _number(5, 0, 100_000)
    """Appeals one client may send in an hour; 0 for no limit."""
    batch_rows: int = _number(100, 1, 1000)
    """Addresses in one batch without the operator's token."""
    operator_batch_rows: int = _number(1000, 1, 10_000)
    """Addresses in one batch with it."""
    saved_days: int = _number(365, 1, 3650)
    """Longest time for which a report can be saved."""
    appeal_days: int = _number(365, 1, 3650)
    """Days after which appeals are deleted."""
    change_days: int = _number(3650, 1, 3650)
    """Days after which lines of the public log of changes are deleted."""
    country: str = "GB"
    """Country that is chosen on the form at first."""
    contact: str = ""
    """Who answers appeals, as people should read it; empty: the page says that nobody does."""
    answer_days: int = _number(0, 0, 365)
    """Days within which appeals are answered; 0 when that is not promised."""
    remember_families: bool = False
    """Keep the fingerprint of each site that is judged to sell, so that others of its family are known again."""
    family_days: int = _number(365, 1, 3650)
    """Days after the last check of a site after which its fingerprint is deleted."""
    crawler_view: bool = False
    """Look at a page that offers no medicine once more, with a crawler's name beside our own."""
    origin_db: tuple[str, ...] = ()
    """Databases of networks and countries (``.mmdb``)."""
    log_level: str = field(default="warning", metadata={"one_of": LEVELS})
    """What is told at least; ``info`` has a line for each request and each check that ended."""
    log_format: str = field(default="text", metadata={"one_of": FORMS})
    """``text`` for people, ``json`` for programs: one object a line."""

    @cached_property
    def proxies(self) -> tuple[Any, ...]:
        """The networks of :attr:`trusted_proxies`."""
        return tuple(ip_network(text) for text in self.trusted_proxies)

    @property
    def shares(self) -> bool:
        """Whether other processes follow the checks of this one."""
        return self.share_checks or self.processes > 1

    @property
    def own_origin(self) -> str:
        """Scheme and host of :attr:`public_url`, or nothing."""
        return self.public_url.rstrip("/")


def read_settings(environment: Mapping[str, str] | None = None, **given: object) -> Settings:
    """The settings out of ``environment`` (the process's own when None) and the file it names.

    ``given`` values, those of a command line say, win over both; None stands for not given. Raises
    :class:`~checker.errors.InputRefused` (``setting``) for a file that cannot be read, a name that is
    no setting, and a value that is none of its setting.
    """
    environment = os.environ if environment is None else environment
    values = _from_file(environment.get(FILE, ""))
    for name in _TYPES:
        text = environment.get(PREFIX + name.upper())
        if text is not None:
            values[name] = _parsed(name, text)
    values |= {name: value for name, value in given.items() if value is not None}
    return _checked(values)


_TYPES: Mapping[str, Any] = MappingProxyType(get_type_hints(Settings))
_BOUNDS = {f.name: f.metadata for f in fields(Settings) if "least" in f.metadata}
_CHOICES = {f.name: f.metadata["one_of"] for f in fields(Settings) if "one_of" in f.metadata}


def _from_file(name: str) -> dict[str, object]:
    if not name:
        return {}
    try:
        with Path(name).open("rb") as file:
            found = tomllib.load(file)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise _refused(FILE, N_("the file cannot be read ({fault})"), fault=why) from None
    for key, value in found.items():
        if isinstance(value, list):
            found[key] = tuple(value)
    return found


def _parsed(name: str, text: str) -> object:
    """A value of the environment in the type of its setting."""
    kind = _TYPES[name]
    if kind is bool:
        if text.lower() not in _TRUE + _FALSE:
            raise _refused(name, N_("yes or no is needed"))
        return text.lower() in _TRUE
    if kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            raise _refused(name, N_("a number is needed")) from None
    if kind is str:
        return text.strip()
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _checked(values: Mapping[str, object]) -> Settings:
    for name, value in values.items():
        if name not in _TYPES:
            raise _refused(name, N_("there is no such setting"))
        _check_type(name, value)
        if name in _BOUNDS:
            _check_bounds(name, value)
        if name in _CHOICES and value not in _CHOICES[name]:
            known = ", ".join(_CHOICES[name])
            raise _refused(name, N_("one of these is needed: {known}"), known=known)
    settings = Settings(**values)  # type: ignore[arg-type]
    _check_meaning(settings)
    return settings


def _check_type(name: str, value: object) -> None:
    kind = _TYPES[name]
    if kind is float:
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    elif kind is int:
        fits = isinstance(value, int) and not isinstance(value, bool)
    elif kind in (str, bool):
        fits = isinstance(value, kind)
    else:
        fits = isinstance(value, tuple) and all(isinstance(part, str) for part in value)
    if not fits:
        raise _refused(name, N_("a value of another kind is needed"))


def _check_bounds(name: str, value: Any) -> None:
    least, most = _BOUNDS[name]["least"], _BOUNDS[name]["most"]
    if not least <= value <= most:
        raise _refused(
            name, N_("a number from {least} to {most} is needed"), least=least, most=most
        )


_SERVERS = (
    ("database", ("postgresql", "postgres"), "postgresql://rxlens@db.example/rxlens"),
    ("redis", ("redis", "rediss", "unix"), "redis://127.0.0.1:6379/0"),
)


def _is_server(address: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in schemes and parts.port != 0
    except ValueError:
        return False


def _check_meaning(settings: Settings) -> None:
    try:
        assert settings.proxies is not None
    except ValueError:
        raise _refused("trusted_proxies", N_("addresses or networks are needed")) from None
    if settings.public_url:
        parts = urlsplit(settings.public_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
            raise _refused("public_url", N_("an address such as https://rxlens.example is needed"))
    for name, schemes, example in _SERVERS:
        address = getattr(settings, name)
        if address and not _is_server(address, schemes):
            raise _refused(name, N_("an address such as {example} is needed"), example=example)
    if settings.shares and settings.store == NO_STORE and not settings.database:
        name = "share_checks" if settings.share_checks else "processes"
        raise _refused(name, N_("several processes need a store in which they find one another"))
    try:
        read_country(settings.country)
    except InputRefused:
        raise _refused("country", N_("a country code such as GB is needed")) from None


def _refused(name: str, why: str, **params: str | int | float) -> InputRefused:
    told = message(
        N_("The setting {name} cannot be used: {why}."), name=name, why=message(why, **params)
    )
    return InputRefused("setting", told)
