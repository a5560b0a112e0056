"""The visitor's browser shows medicines for sale, and our own visit to the same address shows none.

Shops that have to hide choose their visitors: whoever comes from a search engine sees the offer, and a
checker or the owner of a hacked site sees something harmless. Pages that build themselves in the browser,
challenges and errors are no such choice: there we read nothing at all.
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
    unknown,
)
from checker.message import N_
from checker.page.facts import PageFacts
from checker.seen import TwoViews
from checker.site import quote

META = Meta(
    title=N_("Medicines shown to visitors and not to us"),
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

_FEW = 2
"""Medicines offered to the visitor that are no accident of a changing page."""


def detect(views: TwoViews) -> Finding:
    """Compare the medicines put up for sale in both views."""
    shown, fetched = _on_offer(views.client), views.fetched
    if not shown:
        return not_applicable(N_("The page as it was sent to us offers no medicine"))
    if fetched.shell:
        return unknown(N_("Our own visit showed too little to be compared"))
    if _on_offer(fetched) or _named(fetched) or len(shown) < _FEW:
        return absent(N_("Our own visit showed medicines too"), measures={"medicines": 0.0})
    first = next(offer for offer in views.client.offers if offer.medicine)
    assert first.medicine is not None
    return present(
        N_("{count} medicines are offered to visitors, and none was shown to us"),
        count=len(shown),
        quotes=(quote(views.client, first.medicine.name, first.medicine.place),),
        measures={"medicines": float(len(shown))},
    )


def _named(page: PageFacts) -> bool:
    """A medicine stands in the visible text, and not in the address alone."""
    return any(medicine.start >= 0 for medicine in page.medicines)


def _on_offer(page: PageFacts) -> frozenset[str]:
    return frozenset(offer.medicine.inn for offer in page.offers if offer.medicine)
