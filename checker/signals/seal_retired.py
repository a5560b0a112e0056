"""The page shows a mark that its issuer has withdrawn.

A mark that nobody issues any more was put there long ago or copied from somewhere.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, present
from checker.message import N_
from checker.page.seals import retired_seals
from checker.signals._identity import names, quotes, seals_of
from checker.site import Site

META = Meta(
    title=N_("Seal that its issuer has withdrawn"),
    why=N_("This mark is no longer given to anyone, so it says nothing about this shop today."),
    verify=N_("Read on the site of the issuer what became of the mark."),
    source=(
        "NABP: VIPPS became the Digital Pharmacy Accreditation (2020-2021); MHRA: distance "
        "selling logo ended in Great Britain after 31 December 2020; Health On the Net: "
        "HONcode closed in December 2022"
    ),
    topic=Topic.AUTHORITY,
    direction=Direction.CONTEXT,
    needs=("site",),
)


def detect(site: Site) -> Finding:
    """Look for pictures of withdrawn marks."""
    retired = retired_seals()
    old = seals_of(
        site, lambda s: s.seal in retired and retired[s.seal].search(s.quote) is not None
    )
    if not old:
        return absent(N_("No withdrawn seal was seen"))
    return present(
        N_("A mark that is no longer issued: {seals}"),
        seals=names(seal.seal for _, seal in old),
        quotes=quotes(old),
    )
