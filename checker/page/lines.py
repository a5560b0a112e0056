"""Offers of a page without markup: a plain text, where only the order of its lines gives structure.

A line that names a medicine opens an item; a price or an order word that follows within a few lines
belongs to it, and so does a pack size on the line itself where the text has an order word anywhere.
Only short lines count: running text is never an item.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from checker.page.actions import action_of_label
from checker.page.document import Block, Document
from checker.page.facts import MedicineMention, Offer, Place, Price
from checker.page.quantities import quantity

LABEL = 70
"""Characters of the longest line still read as a label."""
REACH = 8
"""Lines after its name that may still belong to an item."""
FEWEST = 2
"""Lines below which a text has no order to read."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    block: Block
    medicine: MedicineMention | None
    price: Price | None


def is_plain(doc: Document) -> bool:
    """True when all visible text lies in one element that keeps its lines."""
    nodes = {block.node for block in doc.blocks}
    return len(doc.blocks) >= FEWEST and len(nodes) == 1 and not doc.links and not doc.forms


def listed_offers(
    doc: Document,
    medicines: tuple[MedicineMention, ...],
    prices: tuple[Price, ...],
    selling: frozenset[str],
) -> Iterator[Offer]:
    """The items of a plain text that have a price or an order word (an action in ``selling``)."""
    labels = _labels(doc)
    gate = next((kind for kind in ("prescription", "consultation") if kind in labels), "none_seen")
    ordering = bool(labels & selling)
    item: _Line | None = None
    for line in _lines(doc, medicines, prices):
        if line.medicine is not None:
            item = line
        if item is None or item.medicine is None or line.number - item.number > REACH:
            continue
        if action := _action(line, ordering, selling):
            yield _offer(item.medicine, line, action, gate)


def _action(line: _Line, ordering: bool, selling: frozenset[str]) -> str:
    """What a line of an item does: nothing (empty), shows its price, or takes an order."""
    kind = action_of_label(line.block.text)
    if line.medicine is None and kind in selling:
        return kind
    if line.medicine is not None and ordering and quantity(line.block.text):
        return "order"
    return "listing" if line.price is not None else ""


def _labels(doc: Document) -> set[str]:
    """The actions that short lines name."""
    return {action_of_label(block.text) for block in doc.blocks if len(block.text) <= LABEL}


def _lines(
    doc: Document, medicines: tuple[MedicineMention, ...], prices: tuple[Price, ...]
) -> Iterator[_Line]:
    """The short lines in order, each with the first medicine and price on it."""
    starts = [block.start for block in doc.blocks]
    named: dict[int, MedicineMention] = {}
    priced: dict[int, Price] = {}
    for mention in medicines:
        if mention.start >= 0:
            named.setdefault(bisect_right(starts, mention.start) - 1, mention)
    for price in prices:
        if price.start >= 0:
            priced.setdefault(bisect_right(starts, price.start) - 1, price)
    for number, block in enumerate(doc.blocks):
        if len(block.text) <= LABEL:
            yield _Line(number, block, named.get(number), priced.get(number))


def _offer(medicine: MedicineMention, line: _Line, action: str, gate: str) -> Offer:
    words = line.block.text
    count = quantity(words)
    return Offer(
        medicine=medicine,
        name=medicine.name,
        price=line.price,
        quantity=count,
        unit_price=line.price.amount / count if line.price and count else None,
        action=action,
        gate=gate,
        place=Place("main", line.number),
        quote=f"{medicine.name} … {words}"[:160],
    )
