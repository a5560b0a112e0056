"""Where a page sends its visitor on by itself: meta refresh and script location, read and never run."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from checker.page.document import Document
from checker.page.places import lowered, occurrences
from checker.patterns import compiled

MOST_WAYS = 10

_LOCATION = compiled(
    r"location(?:\.href)?\s{0,4}=\s{0,4}(?P<q>[\"'])(?P<set>[^\"'<>\s]{1,2048})(?P=q)"
    r"|location\.(?:replace|assign)\(\s{0,4}[\"'](?P<call>[^\"'<>\s]{1,2048})[\"']"
)


def refreshes(doc: Document) -> tuple[str, ...]:
    """Resolved addresses of meta refresh and of location assignments in inline scripts, each once."""
    found = list(doc.refresh)
    for where in _locations(doc.inline_scripts):
        if len(found) < MOST_WAYS and not where.startswith(("#", "javascript:", "?")):
            found.append(_resolved(doc.url, where))
    return tuple(dict.fromkeys(found))[:MOST_WAYS]


def _locations(scripts: str) -> Iterator[str]:
    """The addresses that scripts assign, in order."""
    end = 0
    for at in occurrences(lowered(scripts), "location", limit=len(scripts)):
        match = _LOCATION.match(scripts, at) if at >= end else None
        if match is not None:
            end = match.end()
            yield match["set"] or match["call"]


def _resolved(base: str, where: str) -> str:
    try:
        return urljoin(base, where)
    except ValueError:  # An address no parser accepts leads nowhere.
        return where
