"""Personal or payment details would travel in the open."""

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
from checker.site import Site, quote

META = Meta(
    title=N_("Order form without encryption"),
    why=N_("Name, address, health answers and card number could be read by anyone on the way."),
    verify=N_("Look for https:// at the start of the address of the order page."),
    source="NABP progress report 2015: insecure sites among those not recommended",
    topic=Topic.PAYMENT,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"forms": Measure(unit="forms", direction=1)},
)

_PERSONAL = frozenset({"checkout", "consultation", "prescription_upload", "login"})


def detect(site: Site) -> Finding:
    """Look where forms for personal details post to."""
    personal = [(p, f) for p, f in site.every(lambda p: p.forms) if f.purpose in _PERSONAL]
    if not personal:
        return not_applicable(N_("No form for personal details was seen"))
    bare = [(page, form) for page, form in personal if form.action.startswith("http://")]
    measures = {"forms": float(len(bare))}
    if not bare:
        return absent(N_("Forms for personal details are sent encrypted"), measures=measures)
    return present(
        N_("A form for personal details is sent without encryption"),
        quotes=tuple(quote(page, form.action.split("?")[0], "form") for page, form in bare[:2]),
        measures=measures,
    )
