"""The copyright line, the page's own description or its canonical address name another shop.

Networks copy a shop under ever new addresses and forget to change the name everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.domains import registrable
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
from checker.page.once import low_text
from checker.page.places import occurrences
from checker.patterns import compiled
from checker.signals._identity import label_of, sells_medicine
from checker.site import Site, quote

META = Meta(
    title=N_("Name of another shop left on the page"),
    why=N_(
        "The page still carries the web address of another shop: one of several faces of one "
        "seller, or a copied page."
    ),
    verify=N_("Search for the other address and compare the two pages."),
    source=(
        "LegitScript and spam-tracker descriptions of GlavMed shops (the footer names another "
        "brand); NABP: 91 % part of networks (2015)"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"foreign": Measure(unit="flag", direction=1)},
    experimental=True,
)


_MARKS = ("©", "(c)", "copyright", "all rights reserved")
_LINE = 80
"""Characters behind such a mark that are read."""
_MANY = 1000
_DOMAIN = compiled(r"(?<![\w@./-])(?:www\.)?([a-z0-9-]{3,40}(?:\.[a-z]{2,8}){1,2})(?![\w-])")
_NO_SHOP = compiled(r"\.(?:js|php|html?|css|jpe?g|png)$")
_MEDICINE = compiled(
    r"pharma|farma|apothe|aptek|meds|pill|tabs|drug|rx|viagra|cialis|kamagra|modaf"
)


def detect(site: Site) -> Finding:
    """Look for web addresses in copyright lines and in what the page says of itself."""
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    for page in site.pages:
        for words, part in _own_words(page):
            for match in _DOMAIN.finditer(words):
                if _foreign(site, match.group(1).lower()):
                    return present(
                        N_("The page names another shop as its own: {other}"),
                        other=match.group(1).lower(),
                        quotes=(quote(page, words, part),),
                        measures={"foreign": 1.0},
                    )
    return absent(N_("No name of another shop was seen"), measures={"foreign": 0.0})


def _own_words(page: PageFacts) -> Iterator[tuple[str, str]]:
    """Places where a page speaks of itself."""
    yield page.title[:200], "title"
    for words in _marked(page):
        yield words, "footer"
    for item in page.structured:
        for name, value in item.properties:
            if name in ("og:site_name", "copyrightHolder.name", "legalName"):
                yield value[:100], "structured"


def _marked(page: PageFacts) -> Iterator[str]:
    """Marks of copyright, with what stands behind them on the line."""
    low = low_text(page)
    starts = {at: len(mark) for mark in _MARKS for at in occurrences(low, mark, limit=_MANY)}
    done = 0
    for start in sorted(starts):
        if start >= done:
            done = start + starts[start]
            newline = page.text.find("\n", done, done + _LINE)
            done = newline if newline >= 0 else min(len(page.text), done + _LINE)
            yield page.text[start:done]


def _foreign(site: Site, host: str) -> bool:
    domain = registrable(host)
    label, own = label_of(domain.domain), label_of(site.domain)
    if not domain.listed or not domain.domain or _NO_SHOP.search(host):
        return False
    return bool(own) and label not in own and own not in label and bool(_MEDICINE.search(label))
