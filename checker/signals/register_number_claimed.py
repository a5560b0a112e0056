"""The site states a pharmacy, professional or licence number. A claim to be looked up.

Clones copy whole imprints with the real numbers of others, so the number alone neither speaks for
nor against the site.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, present
from checker.message import N_
from checker.signals._identity import REGISTER_KINDS, identifiers_of, names, quotes
from checker.site import Site

META = Meta(
    title=N_("Register number stated"),
    why=N_(
        "A number can be copied. It counts only when the register names this web address or "
        "trading name beside it."
    ),
    verify=N_(
        "Look the number up in the register of the authority and compare the name and web "
        "address there."
    ),
    source="GPhC register search; NABP: verify the licence with the board of pharmacy",
    topic=Topic.AUTHORITY,
    direction=Direction.CONTEXT,
    needs=("site",),
)


def detect(site: Site) -> Finding:
    """List the numbers of registers."""
    stated = identifiers_of(site, lambda i: i.kind in REGISTER_KINDS and i.valid is not False)
    if not stated:
        return absent(N_("No number of a pharmacy register was seen"))
    return present(
        N_("States {numbers}, still to be compared with the register"),
        numbers=names(f"{one.kind} {one.value}" for _, one in stated),
        quotes=quotes(stated),
    )
