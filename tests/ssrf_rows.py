"""The rows of the hostile address table, as a guard meets them."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

LATEST_PURE = "parse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One hostile (or harmless) address and what must become of it."""

    id: str
    url: str
    why: str
    expected: str
    category: str
    stage: str
    hint: str
    dns: Any
    http: list[dict[str, Any]]


def rows(fixtures: Path) -> list[Row]:
    with (fixtures / "ssrf_payloads.csv").open(encoding="utf-8", newline="") as file:
        return [_row(fields) for fields in csv.DictReader(file)]


def _row(fields: dict[str, str]) -> Row:
    return Row(
        id=fields["id"],
        url=_grown(json.loads(f'"{fields["url"]}"')),
        why=fields["why"],
        expected=fields["expected"],
        category=fields["category"],
        stage=fields["latest_stage"],
        hint=fields["reason_hint"],
        dns=json.loads(fields["dns"] or "null"),
        http=json.loads(fields["http"] or "[]"),
    )


def _grown(url: str) -> str:
    """``?len=N`` rows stand for a URL of N characters."""
    _, mark, length = url.partition("?len=")
    return (url + "&a=").ljust(int(length), "a") if mark else url


# Written apart from the guard's own tables, so that one cannot hide a gap in the other.
_FORBIDDEN = [
    ip_network(block)
    for block in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24"),
        *("192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"),
        *("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48"),
        *("100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
        *("5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
]


def forbidden(address: str) -> bool:
    """The oracle: whether ``address`` must never be dialled."""
    parsed = ip_address(address)
    if any(parsed.version == block.version and parsed in block for block in _FORBIDDEN):
        return True
    isatap = (int(parsed) >> 32) & 0xFDFFFFFF == 0x5EFE
    return parsed.version == 6 and isatap
