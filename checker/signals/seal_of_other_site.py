"""A seal's link names another web address than this one.

Some entries carry the address they were given for in their link; a copied seal betrays itself.
"""

from __future__ import annotations

from checker.domains import registrable
from checker.finding import Direction, Finding, Meta, Topic, absent, present
from checker.message import N_
from checker.page.facts import Seal
from checker.patterns import compiled
from checker.signals._identity import label_of, seals_of
from checker.site import Site, quote

META = Meta(
    title=N_("Seal that was given to another web address"),
    why=N_("The link of this seal names the address it was given for, and that is not this site."),
    verify=N_("Press the seal and read for which web address the entry speaks."),
    source=(
        "LegitScript and NABP: certification is looked up by web address (verification pages "
        "of both)"
    ),
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("site",),
    experimental=True,
)


_NAMING = frozenset({"LegitScript certification", "PharmacyChecker", "CIPA"})
_HOST = compiled(r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}")


def detect(site: Site) -> Finding:
    """Look for entries that are a web address, and compare it with this one."""
    named = seals_of(site, lambda s: s.seal in _NAMING and bool(_HOST.fullmatch(s.entry)))
    foreign = [(page, s) for page, s in named if not _ours(site, s)]
    if not foreign:
        return absent(N_("No seal names another web address"))
    return present(
        N_("{seal}: the link speaks for {other}, not for this site"),
        seal=foreign[0][1].seal,
        other=foreign[0][1].entry,
        quotes=tuple(quote(page, seal.link, seal.place) for page, seal in foreign[:3]),
    )


def _ours(site: Site, seal: Seal) -> bool:
    """The same domain, or the same name under another ending."""
    other = registrable(seal.entry.lower())
    return other.domain == site.domain or label_of(other.domain) == label_of(site.domain)
