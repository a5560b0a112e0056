"""The address led on to another site: first step of the "way in" the UK study describes."""

from __future__ import annotations

from checker.domains import registrable, siblings
from checker.evidence import Hop
from checker.finding import Direction, Finding, Measure, Meta, Quote, Topic, absent, present
from checker.message import N_

META = Meta(
    title=N_("Address that leads to another site"),
    why=N_(
        "Illicit shops are often reached through pages of others that send their visitors on. Firms that "
        "changed their name do the same, so this is a sign only together with others."
    ),
    verify=N_("Watch the address bar while the page loads."),
    source="Hall & Antonopoulos, Fake Meds Online (2016); Leontiadis, Moore & Christin, USENIX Security 2011",
    topic=Topic.WAY_IN,
    direction=Direction.CONCERN,
    needs=("hops",),
    measures={
        "sites": Measure(unit="sites", direction=1),
        "hops": Measure(unit="hops", direction=0),
    },
    experimental=True,
)


def detect(hops: tuple[Hop, ...]) -> Finding:
    """Count the registrable domains on the way."""
    sites = list(dict.fromkeys(registrable(hop.host).domain or hop.host for hop in hops))
    measures = {"sites": float(len(sites) - 1), "hops": float(len(hops) - 1)}
    if len(sites) == 1:
        return absent(N_("The address stayed on its own site"), measures=measures)
    if all(siblings(sites[0], site) for site in sites[1:]):
        return absent(
            N_("The address led on to the same name under another ending"), measures=measures
        )
    return present(
        N_("The address {start} led on to {end}, by {count} steps"),
        start=sites[0],
        end=sites[-1],
        count=len(hops) - 1,
        quotes=tuple(
            Quote(text=f"{hop.status} → {hop.location or ''}"[:160], where=hop.host)
            for hop in hops[:-1]
        )[:4],
        measures=measures,
    )
