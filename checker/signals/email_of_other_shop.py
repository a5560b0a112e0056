"""The mail addresses of a seller of medicines belong to another medicine-named domain.

Networks run many faces; the mail of an earlier face stays in the template.
"""

from __future__ import annotations

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
from checker.page.facts import Email
from checker.patterns import compiled
from checker.signals._identity import is_own, label_of, sells_medicine
from checker.site import Site, quote

META = Meta(
    title=N_("Mail address of another shop"),
    why=N_(
        "The mail address belongs to the web address of another medicine shop: one seller "
        "under several names, or a copied page."
    ),
    verify=N_("Open the web address behind the @ and compare."),
    source=(
        "NABP progress reports: sites joined by shared telephone, address and mail; "
        "LegitScript on affiliate networks"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"other": Measure(unit="flag", direction=1)},
    experimental=True,
)


_SHOP = compiled(
    r"pharma|farma|apothe|aptek|meds\b|meds?\d|pills?|tabs?\b|drug|rx|viagra|cialis|kamagra|modaf"
)


def detect(site: Site) -> Finding:
    """Look for mails at such domains, on sites with no mail of their own."""
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    mails = list(site.every(lambda p: p.emails))
    others = [(page, mail) for page, mail in mails if _other_shop(site, mail)]
    if any(is_own(site, mail.domain) for _, mail in mails):
        others = []
    measures = {"other": float(bool(others))}
    if not others:
        return absent(N_("No mail address of another shop was seen"), measures=measures)
    return present(
        N_("Mail goes to {address}, which belongs to another web address"),
        address=others[0][1].address,
        quotes=tuple(quote(page, mail.address, mail.place) for page, mail in others[:3]),
        measures=measures,
    )


def _other_shop(site: Site, mail: Email) -> bool:
    domain = registrable(mail.domain).domain
    label, own = label_of(domain), label_of(site.domain)
    near = label in own or own in label
    return (
        bool(own and label) and not near and not mail.free_provider and bool(_SHOP.search(domain))
    )
