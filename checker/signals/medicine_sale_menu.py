"""A menu of sales pitches: "Buy Adderall online", "Buy Ambien online", "Buy Xanax online" …

Short lines that join a word of sale with a prescription medicine, several in a row. A warning may
quote one such line; a list of them is a shop's own menu, or a page made to be found for each.
"""

from __future__ import annotations

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
from checker.page.facts import MedicineMention, PageFacts
from checker.signals._offers import gated, labelled
from checker.site import Site, quote

META = Meta(
    title=N_("Menu that offers prescription medicines for sale one by one"),
    why=N_(
        'Lines such as "buy … online" for one prescription medicine after another are written to be found '
        "by people who want them without a prescriber."
    ),
    verify=N_("Read the menu: does any line speak of a prescription?"),
    source="FDA warning letters to internet pharmacies, 2015-2022",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"substances": Measure(unit="substances", direction=1)},
)

MANY = 3
"""Substances from which such lines make a menu: our judgement."""


def detect(site: Site) -> Finding:
    """Count prescription medicines in short lines with a word of sale."""
    labels = [(page, m) for page in site.pages for m in labelled(page) if m.prescription_only]
    if not labels:
        return not_applicable(N_("No short line names a prescription medicine"))
    pitches = {m.inn: (page, m) for page, m in labels if puts_up_for_sale(_line(page, m))}
    measures = {"substances": float(len(pitches))}
    if len(pitches) < MANY or gated(site):
        return absent(N_("No menu offers medicines for sale one by one"), measures=measures)
    found = list(pitches.values())
    return present(
        N_("{count} lines put a prescription medicine up for sale, such as “{line}”"),
        count=len(found),
        line=_line(*found[0]),
        quotes=tuple(quote(page, _line(page, m), m.place) for page, m in found[:3]),
        measures=measures,
    )


def _line(page: PageFacts, mention: MedicineMention) -> str:
    """The line of the page's text on which a medicine is named."""
    begin = page.text.rfind("\n", 0, mention.start) + 1
    end = page.text.find("\n", mention.start)
    return page.text[begin : end if end >= 0 else len(page.text)]
