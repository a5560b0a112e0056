"""A seller of medicines writes from a mail service made for staying unknown, or a throw-away box."""

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
from checker.page.mails import anonymous_provider
from checker.signals._identity import sells_medicine
from checker.site import Site, quote

META = Meta(
    title=N_("Anonymous or throw-away mail box"),
    why=N_("The seller uses a mail service whose point is that nobody can tell who writes."),
    verify=N_("Look up what the mail service behind the @ offers."),
    source=(
        "Hall & Antonopoulos, Fake Meds Online (2016): encrypted mail and messengers among "
        "sellers of lifestyle medicines"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"mails": Measure(unit="mails", direction=1)},
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Look for mail addresses at such services on selling sites."""
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    hidden = [(p, m) for p, m in site.every(lambda p: p.emails) if anonymous_provider(m.domain)]
    measures = {"mails": float(len(hidden))}
    if not hidden:
        return absent(N_("No anonymous mail box is named"), measures=measures)
    return present(
        N_("The seller writes from {address}"),
        address=hidden[0][1].address,
        quotes=tuple(quote(page, mail.address, mail.place) for page, mail in hidden[:3]),
        measures=measures,
    )
