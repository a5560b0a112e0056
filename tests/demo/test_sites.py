"""The invented sites hold together: whole pages, links that lead somewhere, nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from checker.demo.manifest import DemoCheck, demo_checks, demo_hosts
from checker.verdict import DecidedBy, Kind, Level

VOID = frozenset(("meta", "link", "img", "br", "input", "hr", "area", "base", "col", "source"))
LOADED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src"}
AUTHORITIES = (
    "www.pharmacyregulation.org",
    "www.cqc.org.uk",
    "www.gmc-uk.org",
    "versandhandel.dimdi.de",
    "www.aanbiedersmedicijnen.nl",
    "www.ordre.pharmacien.fr",
    "signalement.social-sante.gouv.fr",
)
MESSENGERS = frozenset(("wa.me", "t.me"))


class Page(HTMLParser):
    """Tags that do not match, what a browser would load, links and forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.titles = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.titles += tag == "title"
        if tag not in VOID:
            self.open.append(tag)
        if values.get("rel") != "canonical" and LOADED.get(tag, "-") in values:
            self.loaded.append(values[LOADED[tag]])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def pages(name: str) -> Iterator[tuple[str, str]]:
    yield from demo_hosts()[name].pages.items()


def test_there_are_sites_of_every_sort() -> None:
    levels = {level for check in demo_checks() for level in check.levels}
    kinds = {kind for check in demo_checks() for kind in check.kinds}
    assert levels == set(Level)
    assert kinds >= {Kind.TELEHEALTH, Kind.HACKED, Kind.PET_PHARMACY, Kind.PARKED, Kind.REGULATOR}
    assert len(demo_hosts()) >= 18


@pytest.mark.parametrize("row", demo_checks(), ids=lambda row: row.url)
def test_manifest_row_is_complete(row: DemoCheck) -> None:
    assert row.levels
    assert row.kinds
    assert row.title
    assert row.shows.endswith(".")
    assert Level.VERIFIED not in row.levels or row.decided_by is DecidedBy.REGISTER
    assert row.host in demo_hosts()


def test_addresses_are_told_apart() -> None:
    assert len({row.url for row in demo_checks()}) == len(demo_checks())


def test_every_host_is_checked_or_on_the_way_of_one() -> None:
    checked = {check.host for check in demo_checks()}
    on_the_way = {
        urlsplit(place).hostname
        for host in demo_hosts().values()
        for _, place in host.redirects.values()
    }
    assert set(demo_hosts()) == checked | on_the_way


@pytest.mark.parametrize("name", demo_hosts())
def test_names_are_reserved(name: str) -> None:
    assert name.endswith((".example", ".test"))


@pytest.mark.parametrize("name", demo_hosts())
def test_pages_are_well_formed(name: str) -> None:
    for path, html in pages(name):
        page = Page(html)
        assert page.faults + page.open == [], path
        assert page.titles == 1, path
        assert html.lstrip().lower().startswith("<!doctype html"), path
        assert "{{" not in html, path
        assert "<!--title" not in html, path


@pytest.mark.parametrize("name", demo_hosts())
def test_pages_load_nothing_from_elsewhere(name: str) -> None:
    for path, html in pages(name):
        for place in Page(html).loaded:
            assert urlsplit(urljoin(f"https://{name}{path}", place)).hostname == name, path
        assert not re.search(r"(?i)\b(?:src|action)=.https?:|url\(|@import", html), path


@pytest.mark.parametrize("name", demo_hosts())
def test_links_lead_somewhere(name: str) -> None:
    for path, html in pages(name):
        for link in Page(html).links:
            assert leads_somewhere(name, urljoin(f"https://{name}{path}/", link)), (path, link)


def leads_somewhere(name: str, link: str) -> bool:
    """On the own host to a page; elsewhere to invented hosts, messengers and authorities only."""
    url = urlsplit(link)
    host = url.hostname or ""
    if url.scheme in ("tel", "mailto"):
        return True
    if host == name:
        known = dict(pages(name)).keys() | demo_hosts()[name].redirects.keys()
        return url.path.rstrip("/") in known or url.path == "/search" or url.path.endswith(".pdf")
    return host.endswith((".example", ".test", *AUTHORITIES)) or host in MESSENGERS


@pytest.mark.parametrize(
    ("host", "least"),
    [
        ("quickmeds-britain.example", 12),
        ("maple-ridge-rx.example", 16),
        ("lindenquell-apotheke.example", 10),
        ("oakhampton-pharmacy.example", 10),
    ],
)
def test_shops_have_a_page_for_each_product(host: str, least: int) -> None:
    begin = demo_hosts()[host].product_path.partition("{")[0]
    assert sum(path.startswith(begin) for path, _ in pages(host)) >= least
