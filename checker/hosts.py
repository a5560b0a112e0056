"""Looking a host up in a table of known ones, without a regular expression per row.

A table names hosts in four ways:

- ``example.com``: that host and all below it;
- ``=example.com``: that host only;
- ``example.*``: that name under ``.com`` or a country's ending (``example.de``,
  ``example.co.uk``), and all below it. Not under other endings, where anybody may have it;
- ``=www.example.*``: both.

>>> table = HostTable({"example.com": "all", "=www.example.com": "front", "example.*": "abroad"})
>>> list(table.find("www.example.com"))
['front', 'all', 'abroad']
>>> list(table.find("m.example.co.uk")), list(table.find("badexample.com"))
(['abroad'], [])
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")

_SECOND_LEVELS = frozenset({"co", "com"})


class HostTable(Generic[T]):
    """Values by host, found from the most to the least specific entry."""

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._entries = dict(entries)

    def find(self, host: str) -> Iterator[T]:
        """The values of all entries that name ``host`` (ASCII, lower case)."""
        for key in _keys(host):
            if key in self._entries:
                yield self._entries[key]


def _keys(host: str) -> Iterator[str]:
    labels = host.split(".")
    tail = _ending_length(labels)
    for start in range(len(labels)):
        exactly = ("=", "") if start == 0 else ("",)
        for mark in exactly:
            yield mark + ".".join(labels[start:])
            if tail and start < len(labels) - tail:
                yield mark + ".".join([*labels[start:-tail], "*"])


def _ending_length(labels: list[str]) -> int:
    """How many labels ``*`` stands for: 2 for ``co.uk``, 1 for ``de`` and ``com``, else 0."""
    if labels[-1] == "com":
        return 1
    if len(labels[-1]) != 2:
        return 0
    return 2 if len(labels) > 2 and labels[-2] in _SECOND_LEVELS else 1
