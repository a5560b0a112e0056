"""Whether the home page of the typed host is worth a visit: what a host is about is told by its own front.

"A page about something else leads to medicines", or carries them, can be said only of a host whose own pages were
seen. Its home page is asked for once, and only where the way ended on another site that has to do with medicines, or
where a page within a site whose name has nothing of them offers some.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from checker.domains import domain_of
from checker.evidence import Hop
from checker.gather.second_view import speaks_of_trade
from checker.page.facts import PageFacts
from checker.page.medicines import in_host
from checker.urls import ParsedUrl, join, parse


def home_of_start(hops: Sequence[Hop], page: PageFacts) -> ParsedUrl | None:
    """The home page of the host at which the way began; None where it has nothing to tell."""
    if not hops:
        return None
    first, last = hops[0], hops[-1]
    if in_host(first.host) or not (page.on_offer or page.medicines):
        return None
    if domain_of(first.url) == domain_of(last.url):
        return home_above(last.url) if page.on_offer else None
    return _home(first.url)


def home_above(url: str) -> ParsedUrl | None:
    """The home page of the site within which ``url`` offers medicines; None where its name tells already."""
    host = urlsplit(url).hostname or ""
    return None if in_host(host) or speaks_of_trade(host) else _home(url)


def _home(url: str) -> ParsedUrl | None:
    home = join(url, "/")
    return parse(home) if home is not None and home != url else None
