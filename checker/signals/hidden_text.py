"""Much text that a person cannot see: written for search engines and checkers."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic, absent, present
from checker.message import N_
from checker.page.facts import PageFacts
from checker.page.medicines import names_in
from checker.site import quote

META = Meta(
    title=N_("Hidden text about medicines"),
    why=N_(
        "Text that only machines read is there to mislead them: injected medicine names on hacked pages, "
        "or borrowed words meant to make a shop look respectable."
    ),
    verify=N_("Select the whole page and look for text that was invisible before."),
    source="Leontiadis, Moore & Christin, USENIX Security 2011, on search-redirection attacks",
    topic=Topic.PAGE,
    direction=Direction.CONCERN,
    needs=("page",),
    measures={"medicines": Measure(unit="names", direction=1)},
    experimental=True,
)

FEW = 5
"""Distinct prescription medicines in hidden text below which menus and tabs may explain it."""


def detect(page: PageFacts) -> Finding:
    """Count medicines that stand in hidden text and nowhere in the visible one."""
    shown = {m.inn for m in page.medicines}
    hidden = {
        m.inn: m for m in names_in(page.hidden_text) if m.prescription_only and m.inn not in shown
    }
    measures = {"medicines": float(len(hidden))}
    if len(hidden) < FEW:
        return absent(N_("No hidden text about medicines"), measures=measures)
    first = next(iter(hidden.values()))
    return present(
        N_("{count} medicines are named in text that a visitor cannot see"),
        count=len(hidden),
        quotes=(quote(page, first.quote or first.name, "hidden"),),
        measures=measures,
    )
