"""A seller of medicines takes contact over messengers in which accounts show no telephone number."""

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
from checker.signals._offers import put_up_for_sale
from checker.site import Site, quote

META = Meta(
    title=N_("Anonymous messenger account"),
    why=N_(
        "Telegram, Wickr, Threema, Signal and the like let a seller vanish without a trace. "
        "No licensed pharmacy takes orders there."
    ),
    verify=N_("Ask for a street address and the entry in the register of pharmacies instead."),
    source=(
        "Hall & Antonopoulos, Fake Meds Online (2016): encrypted messengers among sellers of "
        "lifestyle medicines; DEA public safety alert on sales by messenger (2021)"
    ),
    topic=Topic.PLACE,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"accounts": Measure(unit="accounts", direction=1)},
)


_ANONYMOUS = frozenset({"telegram", "wickr", "threema", "signal", "session", "discord"})


def detect(site: Site) -> Finding:
    """Look for such accounts on sites that put prescription or unlicensed medicines up for sale."""
    offers = [o for page in site.pages for o in put_up_for_sale(page)]
    if not any(o.medicine and o.medicine.prescription_only for o in offers):
        return not_applicable(N_("No prescription medicine is put up for sale"))
    chats = [(p, c) for p, c in site.every(lambda p: p.contacts) if c.service in _ANONYMOUS]
    measures = {"accounts": float(len(chats))}
    if not chats:
        return absent(N_("No anonymous messenger account is named"), measures=measures)
    return present(
        N_("Orders or questions go to {service} ({handle})"),
        service=chats[0][1].service,
        handle=chats[0][1].handle,
        quotes=tuple(
            quote(page, f"{chat.service} {chat.handle}", chat.place) for page, chat in chats[:3]
        ),
        measures=measures,
    )
