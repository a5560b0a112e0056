"""Much text that a person cannot see: written for search engines and checkers."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic, absent, present
from checker.message import N_
from checker.page.facts import PageFacts, Place
from checker.page.medicines import names_in
from checker.page.phrases import phrases_in
from checker.page.seals import approvals_in
from checker.site import quote

META = Meta(
    title=N_("Hidden text about medicines or approvals"),
    why=N_(
        "Text that only machines read is there to mislead them: injected medicine names on hacked pages, "
        "or borrowed words meant to make a shop look respectable."
    ),
    verify=N_("Select the whole page and look for text that was invisible before."),
    source="Leontiadis, Moore & Christin, USENIX Security 2011, on search-redirection attacks",
    topic=Topic.PAGE,
    direction=Direction.CONCERN,
    needs=("page",),
    measures={
        "medicines": Measure(unit="names", direction=1),
        "approvals": Measure(unit="claims", direction=1),
    },
    experimental=True,
    version=2,
)

FEW = 5
"""Distinct prescription medicines in hidden text below which menus and tabs may explain it."""
FEW_APPROVALS = 2
"""Likewise distinct approvals and claims of care: no lawful page of 424 hides one that it does not show."""
REPEATED = 5
"""Times from which a hidden claim counts although it is shown, too."""
_CLAIMS = frozenset({"prescription_required", "regulator_approved_claim"})


def detect(page: PageFacts) -> Finding:
    """Count medicines and approvals that stand in hidden text and nowhere in the visible one."""
    shown = {m.inn for m in page.medicines}
    medicines = {
        m.inn: m.quote or m.name
        for m in names_in(page.hidden_text)
        if m.prescription_only and m.inn not in shown
    }
    approvals = _approvals(page)
    measures = {"medicines": float(len(medicines)), "approvals": float(len(approvals))}
    if len(medicines) >= FEW:
        return present(
            N_("{count} medicines are named in text that a visitor cannot see"),
            count=len(medicines),
            quotes=(quote(page, next(iter(medicines.values())), "hidden"),),
            measures=measures,
        )
    if len(approvals) >= FEW_APPROVALS:
        return present(
            N_("{count} approvals or claims of care stand in text that a visitor cannot see"),
            count=len(approvals),
            quotes=tuple(quote(page, words, "hidden") for words in [*approvals.values()][:3]),
            measures=measures,
        )
    return absent(N_("No hidden text about medicines or approvals"), measures=measures)


def _approvals(page: PageFacts) -> dict[str, str]:
    """What the hidden text claims and the visible page does not, each with its words. What it repeats again and
    again no closed list of questions says, whatever is shown as well."""
    if not page.hidden_text:
        return {}
    hidden = {name: list(words) for name, words in approvals_in(page.hidden_text).items()}
    for hit in phrases_in(page.hidden_text, Place("hidden"), page.language):
        if hit.signal in _CLAIMS and not hit.negated:
            hidden.setdefault(hit.signal, []).append(hit.quote)
    if not hidden:
        return {}
    shown = {*approvals_in(page.text), *(seal.seal for seal in page.seals)}
    shown |= {hit.signal for hit in page.phrases}
    return {
        name: words[0]
        for name, words in hidden.items()
        if name not in shown or len(words) >= REPEATED
    }
