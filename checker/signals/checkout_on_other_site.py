"""An order form posts to another site: the billing host behind the shop."""

from __future__ import annotations

from urllib.parse import urlsplit

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
from checker.page.facts import FormFacts, PageFacts
from checker.services import takes_payments
from checker.site import Site, quote

META = Meta(
    title=N_("Order form that posts to another site"),
    why=N_(
        "Affiliate shops hand the order, with name and card number, to a billing site the buyer never "
        "chose. Well-known payment services do this openly."
    ),
    verify=N_("See where the basket leads and whose name stands there."),
    source="Levchenko et al., Click Trajectories, IEEE S&P 2011",
    topic=Topic.PAYMENT,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"forms": Measure(unit="forms", direction=1)},
)

_ORDERS = frozenset({"basket", "checkout"})


def detect(site: Site) -> Finding:
    """Compare the targets of order forms with the site's own domain and known payment services."""
    orders = [
        (page, form) for page, form in site.every(lambda p: p.forms) if form.purpose in _ORDERS
    ]
    if not orders:
        return not_applicable(N_("No order form was seen"))
    away = [(page, form, host) for page, form in orders if (host := _elsewhere(page, form))]
    measures = {"forms": float(len(away))}
    if not away:
        return absent(N_("Order forms stay on the site"), measures=measures)
    host = away[0][2]
    return present(
        N_("An order form posts to {host}"),
        host=host,
        quotes=tuple(quote(p, h, "form") for p, _, h in away[:2]),
        measures=measures,
    )


def _elsewhere(page: PageFacts, form: FormFacts) -> str:
    try:
        there = registrable(urlsplit(form.action).hostname or "").domain
        here = registrable(urlsplit(page.url).hostname or "").domain
    except ValueError:  # Hostile addresses need not parse.
        return ""
    return there if there and here and there != here and not takes_payments(there) else ""
