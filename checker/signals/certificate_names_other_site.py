"""The certificate shown is somebody else's: this host is not among its names.

The site stands on a server set up for another one: a hacked host, a forgotten name, a shop in a
hurry. ``certificate_fault`` tells that a browser warns; this tells whose certificate it is.
"""

from __future__ import annotations

from checker.certificate import Certificate
from checker.finding import Direction, Finding, Measure, Meta, Quote, Topic, absent, present
from checker.message import N_
from checker.signals._identity import names

META = Meta(
    title=N_("Certificate of another site"),
    why=N_(
        "The server shows the certificate of another site. It was set up for that one; who answers here cannot "
        "be told, and what you send may be read by others."
    ),
    verify=N_("Open the address in a browser, read its warning, and do not go past it."),
    source="RFC 9525, service identity in TLS (2023)",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("certificate",),
    measures={"other": Measure(unit="flag")},
)


def detect(certificate: Certificate) -> Finding:
    """Read whether the host's own name was missing in its certificate."""
    if certificate.fault != "wrong_host":
        return absent(N_("The certificate names this host"), measures={"other": 0.0})
    shown = names(certificate.names) or certificate.subject or ""
    return present(
        N_("{host} shows a certificate made for {names}"),
        host=certificate.host,
        names=shown or "no name at all",
        quotes=(Quote(text=shown or "no name", where=f"certificate of {certificate.host}"),),
        measures={"other": 1.0},
    )
