"""The address offers a medicine that the page itself hardly mentions: an injected doorway."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Topic,
    absent,
    not_applicable,
    present,
)
from checker.message import N_
from checker.page.actions import puts_up_for_sale
from checker.page.facts import PageFacts
from checker.site import quote

META = Meta(
    title=N_("Medicine offered in the address but not on the page"),
    why=N_(
        'When the address says "buy …" and the page is about something else, the page was planted on '
        "someone's site, or shows its offer only to some visitors."
    ),
    verify=N_("Search the page for the medicine in the address."),
    source="Leontiadis, Moore & Christin, USENIX Security 2011",
    topic=Topic.WAY_IN,
    direction=Direction.CONCERN,
    needs=("page",),
    measures={"names": Measure(unit="names", direction=1)},
    experimental=True,
)


def detect(page: PageFacts) -> Finding:
    """Compare medicines named in the path with those named in the visible text."""
    named = [m for m in page.medicines if m.place.part == "address" and m.prescription_only]
    if not named:
        return not_applicable(N_("The address names no prescription medicine"))
    if page.any_address:
        return not_applicable(
            N_(
                "Any address brings up this page: it says that nothing is there, what was searched for, or that "
                "its address is another one"
            )
        )
    shown = {m.inn for m in page.medicines if m.start >= 0}
    path = unquote(urlsplit(page.url).path).replace("-", " ").replace("_", " ").replace("/", " ")
    lonely = [m for m in named if m.inn not in shown]
    selling = puts_up_for_sale(path)
    measures = {"names": float(len(lonely)) if selling else 0.0}
    if not lonely or not selling:
        return absent(N_("Address and page agree"), measures=measures)
    return present(
        N_("The address offers {name}, and the page does not mention it"),
        name=lonely[0].name,
        quotes=(quote(page, path.strip(), "address"),),
        measures=measures,
    )
