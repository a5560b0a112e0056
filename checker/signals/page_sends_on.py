"""The page sends its visitor on by itself, by meta refresh or script, to another site.

The same name under another ending is none, nor is a service that pages of any kind lead to.
"""

from __future__ import annotations

from checker.domains import domain_of, siblings
from checker.finding import Direction, Finding, Measure, Meta, Topic, absent, present
from checker.message import N_
from checker.page.facts import PageFacts
from checker.services import is_embedded
from checker.site import quote

META = Meta(
    title=N_("Page that sends its visitor to another site by itself"),
    why=N_(
        "Doorway pages exist to be found and then to hand the visitor on. What was read here is then not "
        "what a person gets to see."
    ),
    verify=N_("Watch the address bar after the page has loaded."),
    source="Leontiadis, Moore & Christin, USENIX Security 2011",
    topic=Topic.WAY_IN,
    direction=Direction.CONCERN,
    needs=("page",),
    measures={"ways": Measure(unit="addresses", direction=1)},
)


def detect(page: PageFacts) -> Finding:
    """Look at refreshes and script locations that leave the site."""
    here = domain_of(page.url)
    away = [url for url in page.refreshes if _leaves(here, url)]
    measures = {"ways": float(len(away))}
    if not away:
        return absent(N_("The page does not send its visitor elsewhere"), measures=measures)
    return present(
        N_("The page can send its visitor on to {host}"),
        host=domain_of(away[0]),
        quotes=tuple(quote(page, url.split("?")[0], "address") for url in away[:2]),
        measures=measures,
    )


def _leaves(here: str, url: str) -> bool:
    there = domain_of(url) if url.startswith("http") else ""
    return there not in ("", here) and not siblings(here, there) and not is_embedded(there)
