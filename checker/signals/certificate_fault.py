"""The encrypted connection is not what it claims to be."""

from __future__ import annotations

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

META = Meta(
    title=N_("Fault in the site's certificate"),
    why=N_("A browser warns of this site: what you send it may be read by others."),
    verify=N_("Open the address in a browser and read its warning. Do not go past it."),
    source="RFC 9525, service identity in TLS",
    topic=Topic.ADDRESS,
    direction=Direction.CONCERN,
    needs=("hops",),
    measures={"faults": Measure(unit="hops", direction=1)},
    experimental=True,
)


def detect(hops: tuple[Hop, ...]) -> Finding:
    """Look at every encrypted step of the way."""
    encrypted = [hop for hop in hops if hop.tls is not None]
    if not encrypted:
        return not_applicable(N_("No step of the way was encrypted"))
    faulty = [hop for hop in encrypted if hop.tls and hop.tls.fault]
    measures = {"faults": float(len(faulty))}
    if not faulty:
        return absent(N_("The certificate was in order"), measures=measures)
    first = faulty[0]
    fault = (first.tls.fault if first.tls else "") or ""
    return present(
        N_("The certificate of {host} has a fault: {fault}"),
        host=first.host,
        fault=fault.replace("_", " "),
        quotes=tuple(Quote(text=hop.tls.fault or "", where=hop.host) for hop in faulty if hop.tls),
        measures=measures,
    )
