"""One certificate stands for this site and for other domains that are named like medicine shops.

Whoever got the certificate controls all those names, or is their common host. Networks run many faces;
agencies and platforms serve many honest pharmacies under one certificate, too.
"""

from __future__ import annotations

from checker.certificate import Certificate
from checker.domains import registrable
from checker.finding import Direction, Finding, Measure, Meta, Quote, Topic, absent, present
from checker.message import N_
from checker.signals._address import named_like_shop
from checker.signals._identity import label_of, names

META = Meta(
    title=N_("Certificate shared with other medicine shops"),
    why=N_(
        "The same certificate serves other names that sound like medicine shops: they have one operator or "
        "one host. Illicit shops mostly belong to networks with many names; platforms of pharmacies exist."
    ),
    verify=N_(
        "Click the padlock in your browser, open the certificate, and read its list of names."
    ),
    source="NABP progress reports (2012, 2015): 91-98 % of rogue sites belonged to networks",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("certificate",),
    measures={"shops": Measure(unit="domains")},
)


def detect(certificate: Certificate) -> Finding:
    """Look for shops' names among the other domains of the certificate. Domains with the same label
    (``shop.example`` and ``shop.example.org``), or one within the other, are one shop's."""
    own = label_of(registrable(certificate.host).domain or certificate.host)
    others = [
        domain
        for domain in certificate.other_domains
        if named_like_shop(domain) and not _near(own, label_of(domain))
    ]
    measures = {"shops": float(len(others))}
    if not others:
        return absent(N_("The certificate names no other medicine shop"), measures=measures)
    return present(
        N_("The certificate also serves {names}"),
        names=names(others),
        quotes=tuple(
            Quote(text=one, where=f"certificate of {certificate.host}") for one in others[:3]
        ),
        measures=measures,
    )


def _near(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)
