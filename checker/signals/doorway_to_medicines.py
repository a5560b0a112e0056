"""A page with next to nothing on it leads to a medicine on another site: a doorway.

The offer stands only in the address it hands its visitor to. A page that says something of its own,
a menu of links and a site that moved to a sibling name (same label, other suffix) are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from checker.domains import domain_of, siblings
from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Topic,
    absent,
    not_applicable,
    present,
)
from checker.message import N_
from checker.page.facts import PageFacts
from checker.page.medicines import in_host, names_in
from checker.site import quote

META = Meta(
    title=N_("Empty page that leads to a medicine on another site"),
    why=N_(
        "Doorway pages are put up in numbers to be found by people searching for a medicine, and hand "
        "them on to a shop they did not choose."
    ),
    verify=N_("Read where the page's only link leads, without following it."),
    source="Leontiadis, Moore & Christin, USENIX Security 2011",
    topic=Topic.WAY_IN,
    direction=Direction.CONCERN,
    needs=("page",),
    measures={"ways": Measure(unit="addresses", direction=1)},
)

LITTLE = 600
"""Characters of text up to which a page says next to nothing."""
FEW = 6
"""Links up to which a page is no menu. Both are our judgement."""


def detect(page: PageFacts) -> Finding:
    """Look where a nearly empty page leads."""
    if len(page.text) > LITTLE or len(page.links) > FEW:
        return not_applicable(N_("The page has something of its own to say"))
    ways = [(url, name) for url in _ways_out(page) if (name := _medicine_in(url))]
    measures = {"ways": float(len(ways))}
    if not ways:
        return absent(N_("The page does not lead to a medicine elsewhere"), measures=measures)
    url, name = ways[0]
    return present(
        N_("The page shows nearly nothing and leads to {name} on {host}"),
        name=name,
        host=domain_of(url),
        quotes=(quote(page, url.split("?")[0], "address"),),
        measures=measures,
    )


def _ways_out(page: PageFacts) -> Iterator[str]:
    """Addresses on other sites that the page links or sends to."""
    here = domain_of(page.url)
    for url in dict.fromkeys((*page.refreshes, *(link.url for link in page.links))):
        there = domain_of(url) if url.startswith("http") else ""
        if there not in ("", here) and not siblings(here, there):
            yield url


def _medicine_in(url: str) -> str:
    """A prescription medicine that an address names in its host or path, or an empty string."""
    parts = urlsplit(url)
    words = unquote(parts.path).translate(_BREAKS)
    named = (*names_in(words), *in_host(parts.hostname or ""))
    return next((m.name for m in named if m.prescription_only), "")


_BREAKS = str.maketrans(dict.fromkeys("-_/+.", " "))
