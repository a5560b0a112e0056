"""A host about something else sent its visitor to medicines on another site."""

from __future__ import annotations

from checker.domains import registrable
from checker.evidence import Hop
from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Quote,
    Topic,
    absent,
    not_applicable,
    present,
)
from checker.message import N_
from checker.page.medicines import in_host
from checker.signals._offers import names_of, put_up_for_sale
from checker.site import Site

META = Meta(
    title=N_("Redirect from another site to prescription medicines"),
    why=N_(
        "About a third of search results for medicines once led through hacked pages to pill shops. An "
        "address that sends you on to medicines elsewhere is that pattern."
    ),
    verify=N_("Open the home page of the first address: is it about medicines at all?"),
    source="Leontiadis, Moore & Christin, USENIX Security 2011; Fittler et al. 2022 (19.8 % in 12 EU countries)",
    topic=Topic.WAY_IN,
    direction=Direction.CONCERN,
    needs=("hops", "site"),
    measures={"offers": Measure(unit="offers", direction=1)},
    experimental=True,
)


def detect(hops: tuple[Hop, ...], site: Site) -> Finding:
    """Compare the first host with what is offered on the last."""
    first, last = registrable(hops[0].host).domain, registrable(hops[-1].host).domain
    offers = [
        o for _, o in site.every(put_up_for_sale) if o.medicine and o.medicine.prescription_only
    ]
    if not offers:
        return not_applicable(N_("No prescription medicine is put up for sale"))
    measures = {"offers": float(len(offers)) if first != last else 0.0}
    if first == last or in_host(first):
        return absent(N_("The offer is on the site that was typed"), measures=measures)
    return present(
        N_("{start} sends its visitors on to {end}, where {names} is for sale"),
        start=first,
        end=last,
        names=names_of(offers),
        quotes=tuple(
            Quote(text=f"{hop.status} → {hop.location or ''}"[:160], where=hop.host)
            for hop in hops[:-1]
        )[:4],
        measures=measures,
    )
