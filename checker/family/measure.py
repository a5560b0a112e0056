"""How well families are told: precision and recall over pairs of sites with known owners.

A labelled network is a set of pages of one owner. Its pages are dealt out to sites of about six pages, as a
check reads them; pairs of sites of one network should be joined, pairs of two networks never. Intervals
are Wilson's, 95 %. Networks called by the same host under two names are one.
"""

from __future__ import annotations

import gzip
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.evidence import Missing, PageVisit, Response
from checker.family.fingerprint import Fingerprint, of_pages
from checker.family.store import FamilyStore
from checker.page.worker import read_here

PAGES_PER_SITE = 6
MOST_SITES = 12
"""Of one network, so that no kit decides the figure alone."""
TRADE = ("rogue", "legit", "legit_pharmacy", "telehealth", "grey")
"""Labels of networks that sell medicines, or say so."""


@dataclass(frozen=True, slots=True)
class LabelledSite:
    """Some pages of one network, as if they were a site."""

    network: str
    label: str
    fingerprint: Fingerprint


def measure(directory: Path) -> Iterator[str]:
    """Lines of figures for the labelled pages in ``directory`` (``pages/*.jsonl.gz`` below it)."""
    sites = tuple(labelled_sites(directory))
    with FamilyStore(":memory:") as store:
        store.add(*(site.fingerprint for site in sites))
        joined = joined_pairs(store, sites)
    yield from _figures("sites that sell medicines", _only(sites, TRADE), joined)
    yield from _figures("all sites", sites, joined)
    lawful = _only(sites, ("legit", "legit_pharmacy", "telehealth"))
    wrong = sum(1 for a, b in _pairs(joined, lawful) if a.network != b.network)
    yield f"pairs of different lawful pharmacies joined: {wrong}"


def labelled_sites(directory: Path) -> Iterator[LabelledSite]:
    """Networks dealt out to sites, the same every time."""
    networks: dict[str, list[tuple[str, PageVisit]]] = defaultdict(list)
    for path in sorted((directory / "pages").glob("*_pages.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                visit = _visit(row.get("html") or row.get("text_or_html") or "")
                if visit is not None:
                    networks[_name(row["network"])].append((row["label"], visit))
    deal = random.Random(7)  # noqa: S311 - a fixed deal, nothing secret
    for network, pages in networks.items():
        deal.shuffle(pages)
        count = min(MOST_SITES, max(1, len(pages) // PAGES_PER_SITE, min(2, len(pages))))
        for number in range(count):
            part = pages[number::count][:8]
            domain = f"{number}.{network}"
            yield LabelledSite(
                network, part[0][0], of_pages(domain, "2026-01-01", [visit for _, visit in part])
            )


def _name(network: str) -> str:
    return network.lower().removeprefix("web:").removeprefix("www.").removeprefix("secure.")


def _visit(html: str) -> PageVisit | None:
    response = Response(
        url="https://shop.invalid/", hops=(), status=200, headers=(), body=html.encode()[: 2**21]
    )
    facts = read_here(response)
    if isinstance(facts, Missing):
        return None
    return PageVisit(role="typed", response=response, facts=facts)


def joined_pairs(store: FamilyStore, sites: tuple[LabelledSite, ...]) -> set[tuple[str, str]]:
    """All pairs that are of one family, those joined through a third included."""
    parent = {site.fingerprint.domain: site.fingerprint.domain for site in sites}

    def root(domain: str) -> str:
        while parent[domain] != domain:
            parent[domain] = domain = parent[parent[domain]]
        return domain

    for site in sites:
        for found in store.alike(site.fingerprint):
            if found.joined:
                parent[root(found.one)] = root(found.other)
    families = defaultdict(list)
    for domain in parent:
        families[root(domain)].append(domain)
    return {
        (min(a, b), max(a, b))
        for family in families.values()
        for a in family
        for b in family
        if a < b
    }


def _only(sites: tuple[LabelledSite, ...], labels: tuple[str, ...]) -> tuple[LabelledSite, ...]:
    return tuple(site for site in sites if site.label in labels)


def _pairs(
    joined: set[tuple[str, str]], sites: tuple[LabelledSite, ...]
) -> Iterator[tuple[LabelledSite, LabelledSite]]:
    by_domain = {site.fingerprint.domain: site for site in sites}
    for one, other in joined:
        if one in by_domain and other in by_domain:
            yield by_domain[one], by_domain[other]


def _figures(
    name: str, sites: tuple[LabelledSite, ...], joined: set[tuple[str, str]]
) -> Iterator[str]:
    pairs = list(_pairs(joined, sites))
    right = sum(a.network == b.network for a, b in pairs)
    wanted = sum(n * (n - 1) // 2 for n in Counter(site.network for site in sites).values())
    yield f"{name}: {len(sites)} sites of {len({site.network for site in sites})} networks"
    yield f"  precision {told_share(right, len(pairs))}, recall {told_share(right, wanted)}"


def told_share(part: int, whole: int) -> str:
    """A share with its 95 % interval and what it was counted of."""
    if not whole:
        return "none to count"
    low, high = wilson(part, whole)
    return f"{part / whole:.3f} ({low:.3f} to {high:.3f}; {part} of {whole})"


def wilson(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share.

    >>> tuple(round(x, 3) for x in wilson(49, 50))
    (0.895, 0.996)
    """
    share, square = part / whole, z * z / whole
    middle = (share + square / 2) / (1 + square)
    half = z * math.sqrt(share * (1 - share) / whole + square / (4 * whole)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)
