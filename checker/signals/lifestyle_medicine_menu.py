"""Menus and product grids list prescription lifestyle medicines by name.

Many shops name their goods in a menu and show prices only after a click. What is counted are short
lines that hold a medicine's name, not mentions in running text: a leaflet or an article has few of the
former and many of the latter.
"""

from __future__ import annotations

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
from checker.page.facts import MedicineMention, PageFacts
from checker.patterns import compiled
from checker.signals._offers import LIFESTYLE, gated, labelled, sells
from checker.site import Site, quote

META = Meta(
    title=N_("Menu of prescription lifestyle medicines"),
    why=N_(
        "A list of potency, slimming, sleeping or muscle-building medicines to choose from, with no "
        "prescriber in sight, is how the illicit trade shows its goods."
    ),
    verify=N_(
        "Look at the menu: does it list medicines by name, and does it speak of a prescription?"
    ),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "substances": Measure(unit="substances", direction=1),
        "share": Measure(unit="share", direction=0),
    },
)

MANY = 6
"""Substances from which labels make a menu."""
MANY_IN_SHOP = 4
"""Substances from which they do under a title that says shop or catalogue."""
MOST = 0.7
"""Share of lifestyle medicines among them. All three are our judgement."""
SHORT = 3
"""Words of the longest part of a title that is a heading rather than a sentence."""

_SHOP = compiled(
    r"\b(?:shop|store|catalog(?:ue)?|products|tienda|boutique|negozio|loja|sklep|winkel|mağaza)\b|"
    r"магазин|каталог|חנות|متجر|商店|商城|ショップ"
)
_PARTS = compiled(r"\s[|–—»:·-]\s")


def _called_shop(page: PageFacts) -> bool:
    """A part of the title is a shop's own heading ("Shop", "All products"), not a sentence about one."""
    parts = _PARTS.split(page.title)
    return any(len(part.split()) <= SHORT and _SHOP.search(part) for part in parts)


def detect(site: Site) -> Finding:
    """Count substances named in short lines of the pages."""
    every = [(page, m) for page in site.pages for m in labelled(page)]
    if not every:
        return not_applicable(N_("No menu of medicines was seen"))
    # Some are sold without prescription in small packs: being named so does not undo being sold whole.
    labels: dict[str, tuple[PageFacts, MedicineMention]] = {}
    for page, m in sorted(every, key=lambda pair: not pair[1].prescription_only):
        labels.setdefault(m.inn, (page, m))
    restricted = [pair for pair in labels.values() if pair[1].prescription_only]
    lifestyle = [pair for pair in restricted if pair[1].category in LIFESTYLE]
    share = len(lifestyle) / len(labels)
    called_shop = any(map(_called_shop, site.pages))
    selling = called_shop or sells(site)  # A warning or a report lists names, too.
    measures = {"substances": float(len(lifestyle)) if selling else 0.0, "share": share}
    many = MANY_IN_SHOP if called_shop else MANY
    if not selling or len(lifestyle) < many or share < MOST or gated(site):
        return absent(N_("No menu made of lifestyle medicines"), measures=measures)
    return present(
        N_("{count} prescription lifestyle medicines listed by name, such as {first} and {second}"),
        count=len(lifestyle),
        first=lifestyle[0][1].name,
        second=lifestyle[1][1].name,
        quotes=tuple(quote(page, m.name, m.place) for page, m in lifestyle[:3]),
        measures=measures,
    )
