"""The seller says that no prescription is needed, and sells what needs one."""

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
from checker.page.facts import PageFacts, PhraseHit
from checker.page.folding import fold
from checker.patterns import compiled
from checker.signals._claims import claims, restricted, trades_in_restricted
from checker.signals._offers import put_up_for_sale, sells
from checker.site import Site, quote

META = Meta(
    title=N_("Says no prescription is needed"),
    why=N_(
        "A medicine that needs a prescription is offered without one: the strongest single mark of an "
        "unlicensed seller. Nine in ten of those the NABP reviewed asked for none."
    ),
    verify=N_("Ask a pharmacist whether the medicine needs a prescription in your country."),
    source="NABP, progress reports on Internet drug outlets (2011-2016)",
    topic=Topic.PRESCRIPTION,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

# As folded: small letters without accents.
_ADJECTIVE = compiled(
    r"\b(?:rezeptfrei|verschreibungsfrei|receptfri|reseptfri|receptvrij|reseptivapa|receptmentes|venymentes)"
)
_PROMISE = compiled(
    r"\b(?:ohne|kein\w{0,2}|utan|inge[nt]|uden|uten|zonder|geen|ilman|ei|nelkul|nem|bestell\w{0,3}|kaufen|kopa?|"
    r"kob|kjop|kopen|osta|rendel\w{0,3})\b"
)


def detect(site: Site) -> Finding:
    """Look for sentences that say so of a prescription-only medicine, or of the shop as a whole."""
    if not trades_in_restricted(site):
        return not_applicable(N_("No medicine is named to which this would matter"))
    if not sells(site):
        return not_applicable(N_("The page is not a seller's, so such words would be about others"))
    for_sale = any(
        restricted(offer.medicine) for _, offer in site.every(put_up_for_sale) if offer.medicine
    )
    found = [
        (page, hit)
        for page, hit in claims(site, "no_prescription")
        if _concerns_restricted(page, hit, for_sale)
    ]
    measures = {"said": float(bool(found)), "sentences": float(min(len(found), 12))}
    if not found:
        return absent(N_("No sentence says that a prescription is not needed"), measures=measures)
    return present(
        N_("The seller says that a prescription is not needed"),
        quotes=tuple(quote(page, hit.quote, hit.place) for page, hit in found[:3]),
        measures=measures,
    )


def _concerns_restricted(page: PageFacts, hit: PhraseHit, for_sale: bool) -> bool:
    """A sentence that names a medicine speaks of that one; one that names none, of what is sold."""
    words = fold(hit.quote)
    named = [medicine for medicine in page.medicines if fold(medicine.name) in words]
    if named:
        return any(restricted(medicine) for medicine in named)
    return for_sale and not _over_the_counter(words)


def _over_the_counter(words: str) -> bool:
    """Nothing but the adjective by which a language calls what any pharmacy may sell, said of no medicine
    by name: a department ("Rezeptfrei", "Receptfritt"), not a promise."""
    return _ADJECTIVE.search(words) is not None and _PROMISE.search(words) is None
