"""Registers and a warning list of invented authorities, beside the real ones: ``lists.toml`` as values.

The authority behind two of them is served by the demonstration itself, so that claims can be put to it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from checker.authorities import Authority, SpeaksOf
from checker.patterns import compiled
from checker.registers import EntryKind, Permit, RegisterAnswer, Worth, answer
from checker.registers.answer import ListAsked, ValuedEntry

_WORTH = {EntryKind.OFFICIAL: Worth.CURRENT, EntryKind.WARNING: Worth.WARNING}
"""The invented lists are always fresh."""

AUTHORITY = Authority(
    name="National Medicines Authority (invented)",
    country="GB",
    speaks_of=SpeaksOf.WEB,
    hosts=("medicines-authority.example",),
    number_form=compiled(r"20\d{4}"),
    number_words=("national medicines authority seller number",),
    entries=("https://medicines-authority.example/register/{id}",),
    page_words=compiled(r"national medicines authority"),
    source="invented for the demonstration",
)
"""Keeps the register of sellers; the page of each entry is in its folder among the sites."""


def demo_lists(host: str, domain: str, today: date) -> RegisterAnswer:
    """What the real lists and the invented ones say of ``host`` on ``today``."""
    real = answer(host, domain, today)
    lists = _lists()
    return replace(
        real,
        entries=(
            *real.entries,
            *(
                _entry(row, lists[row["list"]], today)
                for row in _table()["entry"]
                if row["domain"] == domain
            ),
        ),
        lists=(*real.lists, *(_asked(row, today) for row in lists.values())),
    )


def _entry(row: Mapping[str, Any], of: Mapping[str, Any], today: date) -> ValuedEntry:
    kind = EntryKind(of["kind"])
    return ValuedEntry(
        worth=_WORTH[kind],
        kind=kind,
        source=of["id"],
        authority=of["authority"],
        country=of["country"],
        domain=row["domain"],
        entry_id=row["number"],
        name=row["name"],
        countries=(of["country"],),
        permits=tuple(Permit(permit) for permit in row.get("permits", ())),
        listed=_ago(row["listed"], today),
        snapshot=_ago(of["snapshot"], today),
        licence="invented",
    )


def _asked(row: Mapping[str, Any], today: date) -> ListAsked:
    return ListAsked(
        source=row["id"],
        kind=EntryKind(row["kind"]),
        country=row["country"],
        snapshot=_ago(row["snapshot"], today),
        rows=row["rows"],
        fresh=True,
    )


def _ago(days: int, today: date) -> str:
    return (today - timedelta(days=days)).isoformat()


def _lists() -> Mapping[str, Mapping[str, Any]]:
    return {row["id"]: row for row in _table()["list"]}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("checker.demo") / "lists.toml").read_text("utf-8"))
