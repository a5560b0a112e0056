"""The address of a profile, a chat or a listing offers a prescription medicine.

Such a place has no site to be read, so its own name is what there is. A patients' group and a subreddit are
named after medicines, too: on social networks and forums, and where books and gadgets are sold beside, a word
of sale or a form of the medicine has to stand with the name.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from checker.finding import (
    Direction,
    Finding,
    Meta,
    Quote,
    Topic,
    absent,
    not_applicable,
    present,
)
from checker.message import N_
from checker.page.actions import puts_up_for_sale
from checker.page.facts import MedicineMention
from checker.page.medicines import in_host, names_in
from checker.patterns import compiled
from checker.target import Target

META = Meta(
    title=N_("Profile, chat or listing named after a prescription medicine"),
    why=N_(
        "No register names profiles, chats or listings, and no licensed pharmacy takes orders for prescription "
        "medicines there."
    ),
    verify=N_(
        "Look for a site of the seller's own, and for its entry in the register of your country."
    ),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.PLACE,
    direction=Direction.CONCERN,
    needs=("target",),
)

_SELLS = frozenset({"messenger", "classified", "b2b", "darknet", "payment-link"})
"""Kinds of place whose addresses are made to sell, or to be written to, under their name."""
_GLUED = compiled(
    r"(?:^|(?<=[\W_\d]))(?:buy|order|get|cheap|sell)|(?:shop|store|seller|supplier|vendor|plug|forsale|online|pills?|"
    r"meds|tabs|express|direct|delivery|official|uk|usa?|eu|\d+)(?=$|[\W_\d])"
)
"""Words written together with names of medicines in handles."""
_SALE = compiled(
    r"buy|order|cheap|for ?sale|sell(?:er|ing)|shop|store|suppl|vendor|plug\b|wholesale|bulk|price|deliver|kaufen|"
    r"bestell|achet|comprar|kup|купить|цена"
)
_FORM = compiled(
    r"\d ?(?:mg|mcg|ml|iu)\b|\b(?:tablets?|pills?|capsules?|pens?|vials?|powder|injections?|tabs|raw)\b"
)
_BREAKS = str.maketrans(dict.fromkeys("-_/+.,=&@", " "))


def detect(target: Target) -> Finding:
    """Look for prescription medicines in what the address says behind its host."""
    platform = target.platform
    if platform is None:
        return not_applicable(N_("The address is no profile, chat or listing"))
    words = _words(target)
    named = next((m for m in _named(words) if m.prescription_only), None)
    if named is None or not (platform.kind in _SELLS or _sells(words)):
        return absent(N_("The address offers no prescription medicine"))
    return present(
        N_("An address on {platform} offers {name}, a prescription medicine"),
        platform=platform.name,
        name=named.name,
        quotes=(Quote(text=words[:160], where=f"{target.host} (address)"),),
    )


def _words(target: Target) -> str:
    """The path and query in words; on hidden networks the name of the host as well."""
    parts = urlsplit(target.url)
    host = f"{target.host} " if target.platform and target.platform.kind == "darknet" else ""
    said = unquote(f"{host}{parts.path} {parts.query}")[:2000]
    return " ".join(said.translate(_BREAKS).split())


def _named(words: str) -> Iterator[MedicineMention]:
    yield from names_in(words)
    yield from names_in(_GLUED.sub(" ", words))
    for word in words.split()[:20]:
        yield from in_host(word)


def _sells(words: str) -> bool:
    return (
        puts_up_for_sale(words)
        or _SALE.search(words) is not None
        or _FORM.search(words) is not None
    )
