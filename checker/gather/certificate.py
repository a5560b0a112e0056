"""The certificate of a host: out of the visit where it showed one, else by one handshake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from checker.certificate import Certificate
from checker.domains import registrable
from checker.evidence import Hop, Missing, MissingReason, PageVisit, Tls
from checker.net import Limits, Network, shake_hands
from checker.target import Target

SOURCE = "certificate"
_NO_CONNECTION = frozenset(
    {MissingReason.REFUSED_ADDRESS, MissingReason.NO_NETWORK}
    | {MissingReason.DNS, MissingReason.DNS_TIMEOUT}
    | {MissingReason.CONNECT, MissingReason.TLS, MissingReason.TLS_TIMEOUT}
)
"""Ways a visit fails that a second connection to the same port would only repeat."""


def find_certificate(
    target: Target, page: PageVisit | Missing, network: Network, limits: Limits, at: datetime
) -> Certificate | Missing:
    """The certificate ``target``'s host shows, seen at ``at``; raises nothing.

    The steps to the page are looked at first. Only a host that was not met with encryption there
    gets a handshake of its own.
    """
    hop = _own_hop(target, page.hops if isinstance(page, Missing) else page.response.hops)
    if hop is not None and hop.tls is not None:
        return certificate_of(hop.tls, hop.host, at)
    asked_there = target.url.startswith("https:")
    if asked_there and isinstance(page, Missing) and page.reason in _NO_CONNECTION:
        return Missing(source=SOURCE, reason=page.reason, detail=page.detail)
    tls = shake_hands(target.host, network, limits, source=SOURCE)
    if not isinstance(tls, Missing):
        return certificate_of(tls, target.host, at)
    if tls.reason is MissingReason.CONNECT and not isinstance(page, Missing):
        return replace(tls, reason=MissingReason.NO_ENCRYPTION)
    return tls


def _own_hop(target: Target, hops: Sequence[Hop]) -> Hop | None:
    """The encrypted step at the typed host, else one at the same registrable domain."""
    encrypted = [hop for hop in hops if hop.tls is not None]
    exact = next((hop for hop in encrypted if hop.host == target.host), None)
    if exact is not None or not target.domain:
        return exact
    return next((h for h in encrypted if registrable(h.host).domain == target.domain), None)


def certificate_of(tls: Tls, host: str, at: datetime) -> Certificate | Missing:
    """What ``tls`` shows of the certificate; ``unreadable`` when it could not be parsed."""
    if tls.not_before is None or tls.not_after is None:
        return Missing(source=SOURCE, reason=MissingReason.UNREADABLE, detail="not a certificate")
    return Certificate(
        host=host,
        issuer=tls.issuer,
        subject=tls.subject,
        names=tuple(name.lower() for name in tls.names),
        other_domains=_other_domains(tls.names, host),
        not_before=tls.not_before,
        not_after=tls.not_after,
        age_days=(at - tls.not_before).days,
        lifetime_days=(tls.not_after - tls.not_before).days,
        fault=tls.fault,
        sha256=tls.certificate_sha256,
    )


def _other_domains(names: Sequence[str], host: str) -> tuple[str, ...]:
    own = registrable(host).domain or host
    found = (registrable(name.removeprefix("*.")) for name in names)
    return tuple(dict.fromkeys(d.domain for d in found if d.domain and d.domain != own))
