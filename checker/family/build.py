"""How pages are built: their skeleton, the names of classes that are their maker's own, names of their pages.

Read from the bytes by expressions that are linear, never by a parser: what a page holds cannot make it hang.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nsmallest
from urllib.parse import SplitResult, urlsplit

from checker.family.numbers import hashed
from checker.page.facts import PageFacts
from checker.patterns import compiled

MOST = 32
"""How many class names are kept of one site: those with the smallest numbers."""
MOST_BYTES = 512 * 1024

_TAG = compiled(r"<([a-z][a-z0-9-]{0,30})((?:[\s/][^<>]{0,1500})?)>")
_CLASS = compiled(r"\bclass(?:name)?\s?=\s?[\"'{]{1,2}([^\"'<>]{1,300})")
_COMMON = compiled(
    r"(?:col|row|container|btn|nav|navbar|text|bg|d|p|m|[mp][trblxy]|w|h|flex|grid|items|justify|gap|font|rounded|border"
    r"|shadow|space|max|min|sm|md|lg|xl|hover|focus|absolute|relative|fixed|hidden|block|inline|fa|fas|far|fab|icon"
    r"|glyphicon|card|form|input|img|list|table|modal|dropdown|carousel|slick|swiper|owl|active|clearfix|wrapper"
    r"|header|footer|main|content|title|menu|item|section|wp|woocommerce|product|products|shopify|elementor|et|vc"
    r"|wpb|bx|menu-item|page|post|widget|entry|site|type|status|tw|mui|css|sc|lazyload|price|add|cart|color|template"
    r"|position|transition|duration|opacity|top|left|right|bottom|z|leading|tracking|overflow|cursor|group)"
    r"(?:$|[-_:/0-9\[].*)"
)
_OWN = compiled(r"[a-z_][\w-]{3,40}")


def skeleton(body: bytes) -> Iterator[str]:
    """Three tags after one another, and the class names that no common theme or framework has."""
    one, two = "", ""
    for tag, own in _tags(body):
        yield from own
        if one and own:
            yield f"{one}>{two}>{tag}.{own[0]}"
        one, two = two, f"{tag}.{own[0]}" if own else tag


def _tags(body: bytes) -> Iterator[tuple[str, list[str]]]:
    """Every tag with its class names that are not common."""
    text = body[:MOST_BYTES].decode("latin-1")
    for match in _TAG.finditer(text):
        named = _CLASS.search(match[2])
        names = named[1].split()[:8] if named else []
        yield match[1].lower(), [name for name in names if not _COMMON.fullmatch(name)]


def own_names(bodies: Iterable[bytes]) -> list[int]:
    """The class names that are kept of a site, as numbers."""
    names = {n.lower() for body in bodies for _, own in _tags(body) for n in own}
    return nsmallest(MOST, (hashed(name.encode()) for name in names if _OWN.fullmatch(name)))


def paths(pages: Iterable[PageFacts]) -> Iterator[str]:
    """The addresses the pages link to on their own site: a clone keeps its names of pages."""
    for page in pages:
        host = _host(page.url)
        for link in page.links:
            parts = _split(link.url)
            if parts is not None and parts.hostname in (None, host) and len(parts.path) > 4:
                yield parts.path.rstrip("/").lower()


def _host(url: str) -> str:
    parts = _split(url)
    return (parts.hostname or "") if parts is not None else ""


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None
