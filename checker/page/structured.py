"""Things described for machines: JSON-LD, microdata and Open Graph, as flat items.

Structured data says in any language what a page offers and who runs it. It is a claim like any
other text of the page. Damaged or hostile data yields fewer items, never an error.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache

from checker.page.document import Document
from checker.page.facts import Price, StructuredItem
from checker.patterns import compiled

MOST_ITEMS = 60
MOST_PROPERTIES = 40
MOST_DEPTH = 12
LONGEST = 300

# Parts that say something about their owner rather than being things themselves.
_PARTS = frozenset(
    {
        "PostalAddress",
        "Offer",
        "AggregateOffer",
        "PriceSpecification",
        "UnitPriceSpecification",
        "ContactPoint",
        "Brand",
        "GeoCoordinates",
        "AggregateRating",
        "QuantitativeValue",
        "DefinedRegion",
        "Country",
    }
)
_DULL = frozenset({"ListItem", "ImageObject", "SearchAction", "EntryPoint", "ReadAction"})

_AMOUNT = compiled(r"\d{1,9}(?:[.,]\d{1,4})?")
_CURRENCY = compiled(r"[A-Z]{3}", 0)

_Json = dict[str, object]


def structured(doc: Document) -> tuple[StructuredItem, ...]:
    """All described things of the page, at most :data:`MOST_ITEMS`."""
    items: list[StructuredItem] = []
    for source in (_json_ld(doc), _microdata(doc), _open_graph(doc)):
        for item in source:
            if len(items) >= MOST_ITEMS:
                return tuple(items)
            items.append(item)
    return tuple(items)


def _json_ld(doc: Document) -> Iterator[StructuredItem]:
    for raw in doc.json_ld:
        for thing in _things(_load(raw)):
            yield _item(thing)


def _load(raw: str) -> object:
    """The value of a script; scripts wrapped in comments or CDATA are met often."""
    text = raw.strip().removeprefix("<!--").removesuffix("-->")
    text = text.strip().removeprefix("//<![CDATA[").removesuffix("//]]>").rstrip("; \n\t\r")
    try:
        return json.loads(text, strict=False, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None


def _things(value: object) -> Iterator[_Json]:
    """Every object with a type, outermost first, without recursion."""
    waiting: deque[tuple[object, int]] = deque([(value, 0)])
    while waiting:
        one, depth = waiting.popleft()
        if depth > MOST_DEPTH or len(waiting) > 5_000:
            continue
        if isinstance(one, list):
            waiting.extend((inner, depth + 1) for inner in one[:500])
        elif isinstance(one, dict):
            if _type(one) and _type(one) not in _PARTS | _DULL:
                yield one
            waiting.extend(
                (inner, depth + 1) for inner in one.values() if isinstance(inner, dict | list)
            )


def _type(thing: _Json) -> str:
    """The last word of its (first) type: ``https://schema.org/Product`` is ``Product``."""
    kind = thing.get("@type")
    if isinstance(kind, list):
        kind = kind[0] if kind else ""
    return kind.rpartition("/")[2][:60] if isinstance(kind, str) else ""


def _item(thing: _Json) -> StructuredItem:
    flat = tuple(_flat(thing))
    known = dict(reversed(flat))
    return StructuredItem(
        type=_type(thing),
        name=known.get("name", ""),
        price=_price(known),
        url=known.get("url") or known.get("@id", ""),
        properties=flat,
    )


def _flat(thing: _Json) -> Iterator[tuple[str, str]]:
    """(name, value) of its plain values and of those of its parts."""
    waiting: deque[tuple[str, object, int]] = deque((n, v, 0) for n, v in thing.items())
    given = 0
    while waiting and given < MOST_PROPERTIES:
        name, value, depth = waiting.popleft()
        if isinstance(value, str):
            if not name.startswith("@") or name == "@id":
                given += 1
                yield name[:60], value[:LONGEST]
        elif isinstance(value, bool):
            given += 1
            yield name[:60], str(value).lower()
        elif isinstance(value, list):
            waiting.extend((name, inner, depth) for inner in value[:20])
        elif isinstance(value, dict) and depth < 3:
            kind = _type(value)
            if kind in _PARTS or not kind:
                waiting.extend(
                    (n if n != "name" else f"{name}.name", v, depth + 1)
                    for n, v in list(value.items())[:MOST_PROPERTIES]
                )
            elif isinstance(label := value.get("name"), str):
                given += 1
                yield f"{name}.name"[:60], label[:LONGEST]


def _price(known: dict[str, str]) -> Price | None:
    amount = known.get("price") or known.get("lowPrice") or ""
    return _money(amount, known.get("priceCurrency", ""))


def _money(amount: str, currency: str) -> Price | None:
    match = _AMOUNT.search(amount[:40].replace(" ", "").replace("\u00a0", ""))
    if match is None:
        return None
    currency = currency.strip().upper()
    return Price(
        amount=float(match.group().replace(",", ".")),
        currency=currency if _CURRENCY.fullmatch(currency) else "",
        start=-1,
        quote=f"{amount[:20]} {currency[:3]}".strip(),
    )


def _microdata(doc: Document) -> Iterator[StructuredItem]:
    """Microdata as things: a property that comes again begins the next thing."""
    group: dict[str, str] = {}
    for _, name, value in doc.itemprops[:2_000]:
        next_thing = name in ("price", "streetAddress") or (
            name == "name" and bool(group.keys() & {"price", "telephone"})
        )
        if next_thing and name in group:
            yield _microdata_item(group)
            group = {}
        if name not in group and len(group) < MOST_PROPERTIES and value.strip():
            group[name[:60]] = " ".join(value.split())[:LONGEST]
    if group:
        yield _microdata_item(group)


def _microdata_item(group: dict[str, str]) -> StructuredItem:
    if "price" in group or "lowPrice" in group:
        kind = "Product"
    elif group.keys() & {"streetAddress", "postalCode", "telephone", "legalName", "vatID"}:
        kind = "Organization"
    else:
        kind = "Thing"
    return StructuredItem(
        type=kind,
        name=group.get("name", ""),
        price=_price(group),
        url=group.get("url", ""),
        properties=tuple(group.items()),
    )


def _open_graph(doc: Document) -> Iterator[StructuredItem]:
    graph = {
        name: value[:LONGEST]
        for name, value in doc.meta.items()
        if name.startswith(("og:", "product:", "business:", "twitter:data", "twitter:label"))
    }
    if not graph:
        return
    amount = graph.get("product:price:amount") or graph.get("og:price:amount") or ""
    currency = graph.get("product:price:currency") or graph.get("og:price:currency") or ""
    yield StructuredItem(
        type=f"og:{graph.get('og:type', 'website')}"[:60],
        name=graph.get("og:title", ""),
        price=_money(amount, currency),
        url=graph.get("og:url", ""),
        properties=tuple(list(graph.items())[:MOST_PROPERTIES]),
    )


def values(doc: Document, *names: str) -> Iterator[tuple[str, str]]:
    """Raw (name, value) pairs of JSON-LD and microdata called one of ``names``: for the readers of
    telephones and mails, which need no whole items."""
    for raw in doc.json_ld:
        yield from ((name, value) for name, value in _pairs(raw) if name in names)
    for _, name, value in doc.itemprops:
        if name in names:
            yield name, value[:LONGEST]


@lru_cache(maxsize=8)
def _pairs(raw: str) -> tuple[tuple[str, str], ...]:
    return tuple((match.group(1), match.group(2)) for match in _PAIR.finditer(raw))


_PAIR: re.Pattern[str] = compiled(r"\"(\w{2,30})\"\s{0,4}:\s{0,4}\"([^\"\\]{1,300})\"", 0)
