"""Bank transfer is the only way to pay that the page names."""

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
from checker.signals._claims import claims, trades_in_restricted
from checker.signals._offers import sells
from checker.site import Site, quote

META = Meta(
    title=N_("Payment by bank transfer only"),
    why=N_(
        "Bank transfer is ordinary in some countries, beside cards. Where it stands alone, no card "
        "company has looked at the seller and the money cannot be called back."
    ),
    verify=N_("Go as far as the payment page, without paying, and see what else is offered."),
    source="FTC, advice on sellers who ask to be paid in ways that cannot be reversed",
    topic=Topic.PAYMENT,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"only": Measure(unit="flag", direction=1)},
)

_OTHER_WAYS = ("payment:card or wallet", "payment:PayPal", "payment:cash on delivery")


def detect(site: Site) -> Finding:
    """Look at the ways to pay that the site names."""
    if not trades_in_restricted(site) or not sells(site):
        return not_applicable(N_("No seller of prescription medicines is seen here"))
    transfer = claims(site, "payment:bank transfer")
    only = bool(transfer) and not claims(site, *_OTHER_WAYS)
    measures = {"only": float(only)}
    if not only:
        return absent(N_("Bank transfer is not the only way to pay named"), measures=measures)
    return present(
        N_("Bank transfer is the only way to pay that is named"),
        quotes=tuple(quote(page, hit.quote, hit.place) for page, hit in transfer[:3]),
        measures=measures,
    )
