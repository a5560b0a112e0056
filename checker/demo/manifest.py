"""What is shown and what is expected: ``sites.toml`` as values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from checker.demo.pages import hosts, pages_of
from checker.urls import parse
from checker.verdict import DecidedBy, Kind, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCheck:
    """One address of the demonstration and the answer it should get."""

    url: str
    """Where the check begins."""
    title: str
    """What it is, in a few words."""
    shows: str
    """What can be learned from it, in one sentence."""
    levels: tuple[Level, ...]
    """The levels that are right for it."""
    kinds: tuple[Kind, ...]
    """The kinds of site that are right for it."""
    decided_by: DecidedBy | None = None
    """Who decides, where that is what it shows."""
    says: tuple[str, ...] = ()
    """Words that its report must have."""

    @property
    def host(self) -> str:
        """The host the check begins at."""
        return parse(self.url).host


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoHost:
    """How one host behaves; its pages lie in the folder of its name."""

    name: str
    product_path: str = ""
    """Where products lie, e.g. ``/product/{slug}/``."""
    redirects: Mapping[str, tuple[int, str]] = field(default_factory=lambda: MappingProxyType({}))
    """Path -> (status, location)."""
    from_search: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Path -> path of the page that is shown there, and there only, to visitors from a search page."""
    status: int = 200
    """The status of every answer."""
    https: bool = True
    """False for hosts that speak plain HTTP only."""
    pages_from: str = ""
    """The host whose pages it has, with :attr:`values` of its own; empty for those of its own folder."""
    values: tuple[tuple[str, str], ...] = ()
    """Names in its pages, and what they stand for."""
    checked: int = 0
    """Days since it was checked before and remembered; 0 for never."""

    @property
    def pages(self) -> Mapping[str, str]:
        """Its pages by their path, as :func:`~checker.demo.pages.pages_of` makes them."""
        return pages_of(self.name, self.product_path, self.pages_from, self.values)


@cache
def demo_checks() -> tuple[DemoCheck, ...]:
    """Everything that is checked, in the order in which it is shown."""
    return tuple(
        DemoCheck(
            url=row["url"],
            title=row["title"],
            shows=row["shows"],
            levels=tuple(Level(level) for level in row["levels"]),
            kinds=tuple(Kind(kind) for kind in row["kinds"]),
            decided_by=DecidedBy(row["decided_by"]) if "decided_by" in row else None,
            says=tuple(row.get("says", ())),
        )
        for row in _manifest()["check"]
    )


@cache
def demo_hosts() -> Mapping[str, DemoHost]:
    """Every host that is served, by name."""
    behaviours = _manifest()["hosts"]
    names = sorted({*hosts(), *(name for name, row in behaviours.items() if "pages_from" in row)})
    return MappingProxyType({name: _host(name, behaviours.get(name, {})) for name in names})


def _host(name: str, row: dict[str, Any]) -> DemoHost:
    ways = {path: (status, to) for path, (status, to) in row.get("redirects", {}).items()}
    shown = MappingProxyType(dict(row.get("from_search", {})))
    values = tuple(row.get("values", {}).items())
    maps = {"redirects": MappingProxyType(ways), "from_search": shown, "values": values}
    return DemoHost(name=name, **{**row, **maps})


@cache
def _manifest() -> dict[str, Any]:
    text = (files("checker.demo") / "sites.toml").read_text("utf-8")
    return tomllib.loads(text)
