"""Many links with medicine names lead to other sites: a doorway or a link farm."""

from __future__ import annotations

from functools import lru_cache

from checker.domains import domain_of
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
from checker.page.medicines import names_in
from checker.site import quote

META = Meta(
    title=N_("Links with medicine names that lead to other sites"),
    why=N_(
        "Pages that point to other shops by medicine names are advertising, often on hacked hosts."
    ),
    verify=N_("Hover over the links and read where they lead."),
    source="Leontiadis, Moore & Christin, USENIX Security 2011",
    topic=Topic.WAY_IN,
    direction=Direction.CONCERN,
    needs=("page",),
    measures={"links": Measure(unit="links", direction=1)},
)

MANY = 3


def detect(page: PageFacts) -> Finding:
    """Count outgoing links named after prescription medicines."""
    if not page.medicines:
        return not_applicable(N_("No medicine is named"))
    own, home = ("", domain_of(page.url)), f"{_host(page.url)}/"
    out = [
        link
        for link in page.links
        if not link.url.startswith(home)
        and link.url.startswith("http")
        and _domain_of_host(_host(link.url)) not in own
        and _about_medicine(link.text)
    ]
    measures = {"links": float(len(out))}
    if len(out) < MANY:
        return absent(
            N_("Hardly any link with a medicine's name leaves the site"), measures=measures
        )
    return present(
        N_(
            "{count} links with names of prescription medicines lead to other sites, such as {host}"
        ),
        count=len(out),
        host=domain_of(out[0].url),
        quotes=tuple(
            quote(page, f"{link.text} → {domain_of(link.url)}", link.place) for link in out[:3]
        ),
        measures=measures,
    )


@lru_cache(maxsize=1024)
def _about_medicine(text: str) -> bool:
    return 0 < len(text) < 100 and any(m.prescription_only for m in names_in(text))


def _host(url: str) -> str:
    """An address up to its path: hundreds of links lead to few hosts."""
    return "/".join(url.split("/", 3)[:3])


_domain_of_host = lru_cache(maxsize=1024)(domain_of)
