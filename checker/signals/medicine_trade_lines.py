"""Lines of the page that put a prescription medicine on a shelf: as a label, with a price, with a call to buy.

Each number is read from single lines of the visible text, or is a mere count of names, so nothing that
is added to a page before, between or after its lines makes one of them smaller. Lawful prescribers have
such lines too; what they have besides is for other signals to say.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Topic,
    absent,
    present,
)
from checker.message import N_
from checker.page.facts import MedicineMention, PageFacts
from checker.page.medicines import MOST
from checker.page.once import once_per_page
from checker.page.prices import MOST_PRICES
from checker.page.trade import LONGEST_READ, TRADE, topics
from checker.patterns import compiled
from checker.signals._offers import LABEL, LIFESTYLE
from checker.site import Site, quote

META = Meta(
    title=N_("Lines that offer a prescription medicine"),
    why=N_("Prescription medicines may not be advertised to the public in most countries."),
    verify=N_("Look at the lines quoted: would a pharmacy near you write so of a medicine?"),
    source="WHO, Ethical criteria for medicinal drug promotion (1988)",
    topic=Topic.OFFER,
    direction=Direction.CONTEXT,
    needs=("site",),
    measures={
        "restricted": Measure(unit="substances", direction=1),
        "lifestyle": Measure(unit="substances", direction=1),
        "labelled": Measure(unit="substances", direction=1),
        "priced": Measure(unit="substances", direction=1),
        "pitched": Measure(unit="substances", direction=1),
        "foreign_names": Measure(unit="names", direction=1),
        "hard_labelled": Measure(unit="substances", direction=1),
        "hard_pitched": Measure(unit="substances", direction=1),
        "unlicensed": Measure(unit="substances", direction=1),
        "mentions": Measure(unit="mentions", direction=1),
        "pack_prices": Measure(unit="lines", direction=1),
        "trade_topics": Measure(unit="topics of trade", direction=1),
        "goods_topics": Measure(unit="topics of trade", direction=1),
    },
)

LINE = 160
"""Characters of the longest line still read as an offer rather than as prose."""
_MOST = 50.0
_FOREIGN = frozenset({"brand_not_uk_licensed", "street", "code_name", "misspelling"})
_HARD = frozenset(
    {"anabolic steroid", "melanotan/peptide", "opioid/analgesic", "sedative", "stimulant"}
)
_NO_LICENCE = ("unlicensed", "unapproved", "not authorised", "never authorised", "withdrawn")
_PITCH = compiled(
    r"\b(?:buy|order|shop|purchase|for sale|cheap\w{0,4}|discount\w{0,2}|online|kaufen|bestellen|günstig|billig|"
    r"acheter|commander|pas cher|comprar|comprare|acquista\w{0,3}|ordina|pedir|barato|kopen|kup(?:ić|uj|it)?|zamów|"
    r"tanio|koupit|objednat|köp|köpa|beställ|køb|bestil|kjøp|osta|tilaa|satın al|sipariş|ucuz|купи\w{0,3}|заказ\w{0,4}|"
    r"замов\w{0,4}|beli|pesan|mua|cumpăr\w{0,2}|comandă|rendel\w{0,3}|vásárol\w{0,3})\b"
    r"|購買|订购|訂購|购买|下單|通販|購入|구매|주문|شراء|اطلب|للبيع|לקנות|להזמין|לרכישה|αγορά",
    0,
)
_PACK = compiled(
    r"\b\d{1,4} ?(?:x ?)?(?:pills?|tabs?|tablets?|caps?(?:ules)?|vials?|amps?|pens?|tabletten|stück|comprim\w{1,4}|"
    r"compresse|tabletk\w{1,2}|tablet[aey]?|pastillas|таб\w{0,6}|шт|hap|adet)\b|\d{1,4} ?[顆粒錠片]",
    0,
)


def detect(site: Site) -> Finding:
    """Count the substances each kind of line names."""
    pages = [(page, *_restricted(page)) for page in site.pages]
    pairs = [(page, m) for page, seen, _ in pages for m in seen]
    measures = _measures(pages, pairs)
    offered = [(p, m) for p in site.pages for m, line in _short_lines(p) if _is_pitch(line)]
    if not offered:
        return absent(N_("No line offers a prescription medicine"), measures=measures)
    return present(
        N_("{count} prescription medicines are offered in short lines, such as {name}"),
        count=len({_substance(m) for _, m in offered}),
        name=offered[0][1].name,
        quotes=tuple(quote(p, _line_of(p, m), m.place) for p, m in offered[:3]),
        measures=measures,
    )


def _measures(
    pages: list[tuple[PageFacts, list[MedicineMention], bool]],
    pairs: list[tuple[PageFacts, MedicineMention]],
) -> dict[str, float]:
    short = [(m, page, line) for page, _, _ in pages for m, line in _short_lines(page)]
    pitched = [m for m, _, line in short if _is_pitch(line)]
    counted = {
        "restricted": {_substance(m) for _, m in pairs},
        "lifestyle": {_substance(m) for _, m in pairs if m.category in LIFESTYLE},
        "labelled": {_substance(m) for m, _, line in short if len(line) <= LABEL},
        "priced": {_substance(m) for m, page, line in short if _has_price(page, m)},
        "pitched": {_substance(m) for m in pitched},
        "hard_labelled": {_substance(m) for m, _, line in short if _hard(m) and len(line) <= LABEL},
        "hard_pitched": {_substance(m) for m in pitched if _hard(m)},
        "unlicensed": {_substance(m) for _, m in pairs if _unlicensed(m)},
        "foreign_names": {m.name for _, m in pairs if m.name_kind in _FOREIGN},
    }
    measures = {name: min(float(len(found)), _MOST) for name, found in counted.items()}
    measures["mentions"] = min(float(len(pairs)), _MOST)
    measures["pack_prices"] = min(float(sum(_pack_prices(page) for page, _, _ in pages)), _MOST)
    trading = [_topics(page) for page, seen, _ in pages if seen]
    goods = [_topics(page) for page, _, _ in pages if "medicine" in _spoken(page)]
    measures["trade_topics"] = float(max(trading, default=0))
    measures["goods_topics"] = float(max(goods, default=0))
    if any(full for _, _, full in pages):
        # More names than are read: what was pushed out by them may have been anything.
        measures = {name: max(value, 6.0) for name, value in measures.items()}
    return measures


@once_per_page
def _restricted(page: PageFacts) -> tuple[list[MedicineMention], bool]:
    """Prescription medicines a reader sees, and whether there are more names than are read."""
    seen = [m for m in page.medicines if m.prescription_only and m.start >= 0]
    return seen, len(page.medicines) >= MOST or len(page.prices) >= MOST_PRICES


def _hard(mention: MedicineMention) -> bool:
    """Of a kind that hardly any lawful shop puts on a shelf, with a prescription or without."""
    return mention.category in _HARD


def _unlicensed(mention: MedicineMention) -> bool:
    """Licensed in none of the markets the table knows."""
    return all(words.startswith(_NO_LICENCE) for _, words in mention.status)


@once_per_page
def _topics(page: PageFacts) -> int:
    """Topics of trade in the text; in one longer than is read for them, all there are."""
    return len(TRADE) if len(page.text) > LONGEST_READ else len(_spoken(page) & TRADE)


@once_per_page
def _spoken(page: PageFacts) -> frozenset[str]:
    """Topics of the text without its title: a second title put in front would take the first one's place."""
    spoken, titled = frozenset((*page.trade, *page.care)), frozenset(topics(page.title))
    if not titled:
        return spoken
    return (spoken - titled).union(topics(page.text.removeprefix(page.title), titled))


def _substance(mention: MedicineMention) -> str:
    return mention.inn or mention.name


def _bounds(page: PageFacts, start: int) -> tuple[int, int]:
    before = page.text.rfind("\n", max(0, start - LINE), start) + 1
    after = page.text.find("\n", start, start + LINE)
    first = before if before else max(0, start - LINE)
    return first, after if after >= 0 else min(len(page.text), start + LINE)


@lru_cache(maxsize=1024)
def _is_pitch(line: str) -> bool:
    """Whether a line has a word of sale; each is asked about several times."""
    return bool(line) and _PITCH.search(line.lower()) is not None


def _line_of(page: PageFacts, mention: MedicineMention) -> str:
    """The line a medicine stands in; empty when it is prose or stands elsewhere."""
    if mention.start < 0:
        return ""
    first, last = _bounds(page, mention.start)
    return page.text[first:last] if last - first <= LINE else ""


@once_per_page
def _short_lines(page: PageFacts) -> list[tuple[MedicineMention, str]]:
    """Prescription medicines that stand in short lines, with these."""
    return [(m, line) for m in _restricted(page)[0] if (line := _line_of(page, m))]


def _has_price(page: PageFacts, mention: MedicineMention) -> bool:
    first, last = _bounds(page, mention.start)
    starts = _price_places(page)
    place = bisect_left(starts, first)
    return place < len(starts) and starts[place] < last


@once_per_page
def _price_places(page: PageFacts) -> tuple[int, ...]:
    return tuple(price.start for price in page.prices)


def _pack_prices(page: PageFacts) -> int:
    """Lines that hold a number of pills and a price."""
    return sum(
        1
        for price in page.prices
        if price.start >= 0 and _PACK.search(page.text[slice(*_bounds(page, price.start))].lower())
    )
