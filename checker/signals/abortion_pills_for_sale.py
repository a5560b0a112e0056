"""Abortion tablets are sold like goods."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import names_any_medicine, said
from checker.site import Site

META = Meta(
    title=N_("Abortion tablets for sale"),
    why=N_(
        "Taken without care these tablets can be dangerous, and sellers on chats send fakes. "
        "Official and trusted services exist in many countries."
    ),
    verify=N_(
        "Look for the service of your country: health authority, family planning association."
    ),
    source="MHRA and WHO guidance on abortion medicines bought online",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("abortion_pills_for_sale",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Abortion tablets are offered for sale"),
        unseen=N_("No abortion tablets are offered for sale"),
        where=names_any_medicine,
    )
