"""The host name is a sales pitch: cheap, buy, no prescription, discount, with a medicine or pharmacy word."""

from __future__ import annotations

from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Quote,
    Topic,
    absent,
    not_applicable,
    present,
)
from checker.message import N_
from checker.page.medicines import in_host
from checker.patterns import compiled
from checker.target import Target

META = Meta(
    title=N_("Address that reads like an advert for medicines"),
    why=N_(
        'Names such as "cheap…", "buy…online" or "no prescription" joined with a medicine fill the lists '
        "of regulators; licensed pharmacies hardly use them."
    ),
    verify=N_("Say the address aloud: is it a name or an advert?"),
    source="FDA warning letters to internet pharmacies, domain names listed 2015-2022; SÚKL list 2022-2026",
    topic=Topic.ADDRESS,
    direction=Direction.CONCERN,
    needs=("target",),
    measures={"words": Measure(unit="words", direction=1)},
)

_PITCH = compiled(
    r"cheap|buy|order|discount|generic|no-?rx|no-?prescription|without-?prescription|bestprice|lowcost|"
    r"overnight|fast|easy|online|24h?|4u|forsale|for-sale|wholesale|bulk|kaufen|acheter|comprar|comprare|kupi|billig"
)
_WITHOUT = compiled(
    r"no-?(?:rx|prescription|script)|without-?(?:a-?)?(?:rx|prescription)|ohne-?rezept|sans-?ordonnance|sin-?receta|senza-?ricetta|bez-?recepty|rezeptfrei"
)
_TRADE = compiled(
    r"pharm|rx|meds|pills?|drug|tabs|tablets|steroid|roids|anabol|apothe|apotek|farmac|apteka|viagr|cial|sarms?|peptide"
)


def detect(target: Target) -> Finding:
    """Count pitch words in a name that also names the trade or a medicine."""
    if not target.domain:
        return not_applicable(N_("The address has no registrable name"))
    name = target.domain.removesuffix(f".{target.suffix}")
    trade = bool(_TRADE.search(name)) or any(m.prescription_only for m in in_host(target.domain))
    pitch = {match.group().lower() for match in _PITCH.finditer(name)} if trade else set()
    without = _WITHOUT.search(name)
    words = len(pitch) + (2 if without else 0)
    strong = pitch - {"online", "24", "24h", "4u", "easy", "fast"}
    measures = {"words": float(words)}
    if not without and not strong and len(pitch) < 2:
        return absent(N_("The address is not an advert"), measures=measures)
    return present(
        N_("The address {host} joins a medicine or pharmacy word with words of advertising"),
        host=target.host,
        quotes=(Quote(text=target.host, where="address"),),
        measures=measures,
    )
