"""A medicine offer stands on a host that is about something else: put there by somebody else, it seems.

Shown as the ground on which the kind of site is told; it counts for nothing beside the findings on the offer itself.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, present
from checker.hacked import Way, foreign_offer
from checker.host_pages import HostPages
from checker.message import N_
from checker.site import quote

META = Meta(
    title=N_("Medicine offer that does not fit the site it stands on"),
    why=N_(
        "About a third of search results for medicines once led through hacked pages to pill shops. The owner of such "
        "a site seldom knows, and nobody answers for what is sent."
    ),
    verify=N_(
        "Open the home page of the site, without a link from here: is it about medicines at all?"
    ),
    source="Leontiadis, Moore & Christin, USENIX Security 2011",
    topic=Topic.WAY_IN,
    direction=Direction.CONCERN,
    needs=("host",),
    experimental=True,
)

_FOUND = {
    Way.SERIES: N_(
        "The page is one of a series whose links are made-up words that lead to any subject"
    ),
    Way.ADDRESS: N_("The address offers a medicine, and page and menu are about something else"),
    Way.LINKS: N_("Links that offer medicines elsewhere stand on a page about something else"),
    Way.PAGE: N_(
        "A page offers medicines on another site, and the menu around it is about something else"
    ),
    Way.SENT: N_(
        "A page about something else can send its visitor on to a medicine on another site, or shows it in a frame"
    ),
    Way.HOST: N_(
        "Medicines are offered at this address, and all else that the site showed us is about something else"
    ),
}


def detect(host: HostPages) -> Finding:
    """Say what does not fit."""
    found, page = foreign_offer(host), host.page
    if found is None:
        return absent(N_("No offer that does not fit the site was seen"))
    part = "address" if found.way is Way.ADDRESS else "main"
    return present(
        _FOUND[found.way], quotes=tuple(quote(page, words, part) for words in found.shown)
    )
