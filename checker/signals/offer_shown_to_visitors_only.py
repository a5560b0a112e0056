"""Some visitors are shown medicines for sale, and our own plain visit to the same address shows none.

Shops that have to hide choose their visitors: whoever comes from a search engine sees the offer, and a
checker or the owner of a hacked site sees something harmless. Pages that build themselves in the browser,
challenges and errors are no such choice: there we read nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Topic,
    absent,
    not_applicable,
    present,
    unknown,
)
from checker.message import N_
from checker.page.facts import PageFacts
from checker.seen import Views
from checker.site import quote

META = Meta(
    title=N_("Medicines shown to some visitors only"),
    why=N_(
        "A page that offers medicines to buyers and shows something else to those who check it hides its "
        "trade on purpose. Hacked sites do so too, without the knowledge of their owners."
    ),
    verify=N_(
        "Open the page once from a search result, and once by typing its address in a private window."
    ),
    source="Leontiadis, Moore & Christin, USENIX Security 2011; Zhang et al., CrawlPhish, IEEE S&P 2021",
    topic=Topic.WAY_IN,
    direction=Direction.CONCERN,
    needs=("views",),
    measures={"medicines": Measure(unit="medicines", direction=1)},
    experimental=True,
)

_BROWSER = N_("{count} medicines are offered to visitors, and none was shown to us")
_SEARCH = N_(
    "Medicines offered to visitors who come from a search page: {count}; to those who come by the address: none"
)
_CRAWLER = N_("Medicines offered to the crawler of a search engine: {count}; to visitors: none")
_FEW = {_BROWSER: 2, _SEARCH: 1, _CRAWLER: 1}
"""Medicines offered that are no accident of a changing page. Our own two visits are seconds apart, and the
second is only made where address and page do not fit together, or where a crawler's view is asked for."""


def detect(views: Views) -> Finding:
    """Compare the medicines put up for sale in the views."""
    shown, plain = tuple(_shown(views)), views.fetched
    if not shown:
        return not_applicable(N_("No other view of the page offers a medicine"))
    if plain is not None and plain.shell:
        return unknown(N_("Our own visit showed too little to be compared"))
    enough = [(said, page) for said, page in shown if len(page.on_offer) >= _FEW[said]]
    if not enough or (plain is not None and (plain.on_offer or _named(plain))):
        return absent(N_("Our own visit showed medicines too"), measures={"medicines": 0.0})
    said, page = enough[0]
    first = next(offer.medicine for offer in page.offers if offer.medicine)
    return present(
        said,
        count=len(page.on_offer),
        quotes=(quote(page, first.name, first.place),),
        measures={"medicines": float(len(page.on_offer))},
    )


def _shown(views: Views) -> Iterator[tuple[str, PageFacts]]:
    """The other views that offer a medicine, and what is said of each."""
    others = ((_BROWSER, views.client), (_SEARCH, views.search), (_CRAWLER, views.crawler))
    for said, page in others:
        if page is not None and page.on_offer:
            yield said, page


def _named(page: PageFacts) -> bool:
    """A medicine stands in the visible text, and not in address or title alone."""
    return any(medicine.in_body for medicine in page.medicines)
