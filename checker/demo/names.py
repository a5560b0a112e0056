"""What stands behind the invented names: ``names.toml`` as values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCertificate:
    """A certificate as it is made for a host."""

    age: int = 0
    """Days since it became good."""
    life: int = 90
    """Days it is good for in all."""
    also: tuple[str, ...] = ()
    """Further names on it. Hosts whose certificates have the same names share one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoNetwork:
    """Where a host stands, as a database of networks says."""

    number: int
    name: str
    country: str
    front: bool = False
    """The host is behind a content delivery network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoName:
    """One registrable name. Days count back from the day of the demonstration."""

    name: str
    registered: int | None = None
    updated: int | None = None
    transferred: int | None = None
    expires: int | None = None
    """Days that are left."""
    privacy: str = "redacted"
    """``published``, ``redacted``, ``proxy`` or ``no_data``."""
    registrant: str = ""
    country: str = ""
    """Of the registrant, ISO 3166."""
    state: str = ""
    """``throttled`` where the registry refuses to answer."""
    whois: bool = False
    """Asked over WHOIS, since its ending has no RDAP."""
    mail: tuple[str, ...] = ()
    spf: bool = False
    dmarc: str = ""
    wildcard: bool = False
    certificate: DemoCertificate = DemoCertificate()
    network: DemoNetwork | None = None


@cache
def demo_names() -> Mapping[str, DemoName]:
    """Every name that has something behind it."""
    rows = tomllib.loads((files("checker.demo") / "names.toml").read_text("utf-8"))
    return MappingProxyType({name: _name(name, row) for name, row in rows.items()})


def _name(name: str, row: dict[str, Any]) -> DemoName:
    certificate = dict(row.pop("certificate", {}))
    network = row.pop("network", None)
    return DemoName(
        name=name,
        mail=tuple(row.pop("mail", ())),
        certificate=DemoCertificate(also=tuple(certificate.pop("also", ())), **certificate),
        network=DemoNetwork(**network) if network else None,
        **row,
    )
