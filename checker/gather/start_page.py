"""Whether the home page of the typed host is worth a visit, where that host passed its visitor on.

"A page about something else leads to medicines" can be said only of a host whose own pages were seen. Its
home page is asked for once, and only where the way ended on another site that has to do with medicines.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.domains import domain_of
from checker.evidence import Hop
from checker.page.facts import PageFacts
from checker.page.medicines import in_host
from checker.urls import ParsedUrl, join, parse


def home_of_start(hops: Sequence[Hop], page: PageFacts) -> ParsedUrl | None:
    """The home page of the host at which the way began; None where it has nothing to tell."""
    if len(hops) < 2:
        return None
    first, last = hops[0], hops[-1]
    home = join(first.url, "/")
    if home is None or first.url == home or domain_of(first.url) == domain_of(last.url):
        return None
    if in_host(first.host) or not (page.on_offer or page.medicines):
        return None
    return parse(home)
