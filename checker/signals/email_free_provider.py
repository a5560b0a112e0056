"""The only mail addresses of a seller of medicines are free mail boxes."""

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
from checker.signals._identity import names, sells_medicine
from checker.site import Site, quote

META = Meta(
    title=N_("Only free mail boxes"),
    why=N_(
        "Anyone gets a free mail box without saying who they are. A business that owns its "
        "web address usually writes from it."
    ),
    verify=N_("Compare what stands behind the @ with the web address of the shop."),
    source="Hall & Antonopoulos, Fake Meds Online (2016): sellers move talk to free mail",
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"only_free": Measure(unit="flag", direction=1)},
)


def detect(site: Site) -> Finding:
    """All mail addresses named on a selling site are free ones."""
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    mails = list(site.every(lambda p: p.emails))
    if not mails:
        return not_applicable(N_("No mail address is named"))
    only_free = all(mail.free_provider for _, mail in mails)
    if not only_free:
        return absent(N_("A mail address is not a free one"), measures={"only_free": 0.0})
    return present(
        N_("The seller writes from a free mail box: {addresses}"),
        addresses=names(mail.address for _, mail in mails),
        quotes=tuple(quote(page, mail.address, mail.place) for page, mail in mails[:3]),
        measures={"only_free": 1.0},
    )
