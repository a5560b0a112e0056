"""How well families are told: precision and recall over pairs of sites with known owners.

A labelled network is a set of pages of one owner. Its pages are dealt out to sites of about six pages, as a
check reads them; pairs of sites of one network should be joined, pairs of two networks never. Networks
called by the same host under two names are one.

Kinds of evidence, strengths and thresholds are chosen by looking at one half of the networks; the figures
of the other half, which is drawn by the networks' names, say what to expect of networks never seen.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from statistics import fmean

from checker.errors import EvidenceUnreadable
from checker.evidence import Missing, PageVisit, Response
from checker.family.fingerprint import Fingerprint, of_pages
from checker.family.store import FamilyStore
from checker.intervals import told_share
from checker.message import N_, message
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


def measure(directory: Path, *, by_network: bool = False) -> Iterator[str]:
    """Lines of figures for the labelled pages in ``directory`` (``pages/*.jsonl.gz`` below it).

    With ``by_network`` a line follows for each network of two sites or more. Raises
    :class:`~checker.errors.EvidenceUnreadable` (``no_pages``) when there are none.
    """
    sites = tuple(labelled_sites(directory))
    if not sites:
        raise EvidenceUnreadable("no_pages", message(_NO_PAGES))
    with FamilyStore(":memory:") as store:
        store.add(*(site.fingerprint for site in sites))
        joined = joined_pairs(store, sites)
    for name, some in (("sites that sell medicines", _only(sites, TRADE)), ("all sites", sites)):
        yield from _figures(f"{name}, networks looked at", _half(some, looked_at=True), joined)
        yield from _figures(f"{name}, networks never seen", _half(some, looked_at=False), joined)
        yield from _figures(f"{name}, all networks", some, joined)
    lawful = _only(sites, ("legit", "legit_pharmacy", "telehealth"))
    wrong = sum(1 for a, b in _pairs(joined, lawful) if a.network != b.network)
    yield f"pairs of different lawful pharmacies joined: {wrong}"
    if by_network:
        yield from _table(sites, joined)


_NO_PAGES = N_("This directory holds no labelled pages: pages/*_pages.jsonl.gz.")


def is_looked_at(network: str) -> bool:
    """Whether a network is of the half by which evidence and strengths are chosen."""
    return blake2b(network.encode(), digest_size=1).digest()[0] % 2 == 0


def _half(sites: tuple[LabelledSite, ...], *, looked_at: bool) -> tuple[LabelledSite, ...]:
    return tuple(site for site in sites if is_looked_at(site.network) is looked_at)


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
    found = _found_by_network(sites, joined)
    right, wanted = (sum(counts[at] for counts in found.values()) for at in (0, 1))
    yield f"{name}: {len(sites)} sites of {len({site.network for site in sites})} networks"
    if not wanted:
        return  # no network of two sites
    yield f"  precision {told_share(right, len(pairs))}, recall {told_share(right, wanted)}"
    yield f"  recall, each network weighing one: {_told_mean([r / w for r, w in found.values()])}"


def _found_by_network(
    sites: tuple[LabelledSite, ...], joined: set[tuple[str, str]]
) -> dict[str, tuple[int, int]]:
    """Pairs found and pairs there are, of each network of two sites or more."""
    counted = Counter(site.network for site in sites)
    right = Counter(a.network for a, b in _pairs(joined, sites) if a.network == b.network)
    return {name: (right[name], n * (n - 1) // 2) for name, n in counted.items() if n > 1}


def _told_mean(shares: list[float]) -> str:
    """The mean with its 95 % interval, drawn again from the networks a thousand times."""
    draw = random.Random(7)  # noqa: S311 - the same figures every time, nothing secret
    means = sorted(fmean(draw.choices(shares, k=len(shares))) for _ in range(1000))
    return f"{fmean(shares):.3f} ({means[24]:.3f} to {means[974]:.3f}; {len(shares)} networks)"


def _table(sites: tuple[LabelledSite, ...], joined: set[tuple[str, str]]) -> Iterator[str]:
    label = {site.network: site.label for site in sites}
    found = _found_by_network(sites, joined)
    for name, (right, wanted) in sorted(found.items(), key=lambda row: (label[row[0]], row[0])):
        half = "looked at" if is_looked_at(name) else "never seen"
        yield f"{label[name]:15} {half:10} {right:3} of {wanted:3}  {name}"
    for one, other in sorted(joined):
        a, b = one.partition(".")[2], other.partition(".")[2]
        if a != b:
            yield f"joined, of two owners: {one} {other}"
