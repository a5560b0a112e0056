"""A seller of medicines can be reached by messenger only: no address, landline or mail of its own."""

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
from checker.signals._identity import names, sells_medicine
from checker.site import Site, quote

META = Meta(
    title=N_("Contact by messenger only"),
    why=N_(
        "A messenger account is thrown away in a minute. A pharmacy has an address and a telephone."
    ),
    verify=N_("Look for a street address and a landline number, and check them."),
    source=(
        "Hall & Antonopoulos, Fake Meds Online (2016), on sellers who leave the web for "
        "chats; MHRA #FakeMeds guidance"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"only_messenger": Measure(unit="flag", direction=1)},
)


def detect(site: Site) -> Finding:
    """A messenger, and nothing firmer on any page that was read."""
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    chats = [(p, c) for p, c in site.every(lambda p: p.contacts) if c.kind == "messenger"]
    firm = any(
        page.addresses
        or any(phone.kind in ("landline", "toll_free", "premium") for phone in page.phones)
        or any(not mail.free_provider for mail in page.emails)
        for page in site.pages
    )
    if not chats or firm:
        return absent(N_("Not only a messenger is named"), measures={"only_messenger": 0.0})
    if not site.identity_read and len(site.pages) > 1:
        return unknown(N_("The contact and terms pages were not read"))
    return present(
        N_("The seller is reached by {services} only"),
        services=names(chat.service for _, chat in chats),
        quotes=tuple(
            quote(page, f"{chat.service} {chat.handle}", chat.place) for page, chat in chats[:3]
        ),
        measures={"only_messenger": 1.0},
    )
