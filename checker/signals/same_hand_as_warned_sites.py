"""The site is reached or paid like sites that a regulator warns of.

Nine in ten illicit shops belong to networks and come back under new names; the telephone, the mail box
and the host that takes the orders stay. Names, looks and wording are left out: whoever copies an honest
shop has those, too.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Quote, Topic, absent, present
from checker.message import N_
from checker.relatives import Common, Relative, Relatives
from checker.relatives_told import same_contact

META = Meta(
    title=N_("Same contact as sites that a regulator warns of"),
    why=N_(
        "Shops that are warned of come back under new names. How they are reached and where the orders go often "
        "stays the same."
    ),
    verify=N_(
        "Search for the number or address together with the names of these sites, and look the names up in the "
        "regulator's list."
    ),
    source=(
        "Levchenko et al., Click Trajectories: End-to-End Analysis of the Spam Value Chain, 2011; NABP, Internet "
        "Drug Outlet Identification Program reports 2012-2015"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("families",),
    measures={"warned": Measure(unit="sites", direction=1)},
)

MANY = 3
"""Sites under a warning from which a rare contact tells alone, if they are most of those that have it. Fewer
must share more than that: an office or a clinic that sellers copied has its number on several of them."""


def detect(relatives: Relatives) -> Finding:
    """Look for contacts of warned sites."""
    contacts = [contact for contact in relatives.contacts if _tells(relatives, contact)]
    if not contacts:
        return absent(
            N_("No site checked here that a regulator warns of is reached or paid in the same way"),
            measures={"warned": 0.0},
        )
    told = same_contact(relatives, contacts[0])
    warned = {site.domain for contact in contacts for site in _warned(relatives, contact)}
    return present(
        told.template,
        **told.params,
        quotes=tuple(
            Quote(text=contacts[0].value, where=site.domain)
            for site in _warned(relatives, contacts[0])
        ),
        measures={"warned": float(len(warned))},
    )


def _warned(relatives: Relatives, contact: Common) -> list[Relative]:
    return [site for site in relatives.with_same(contact) if site.warned]


def _tells(relatives: Relatives, contact: Common) -> bool:
    warned = _warned(relatives, contact)
    most = len(warned) * 2 > len(relatives.with_same(contact))
    return any(site.joined for site in warned) or (len(warned) >= MANY and most)
