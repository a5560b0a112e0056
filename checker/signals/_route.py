"""The route of a seller's goods, read from its own words: where parcels set out, where agents are, through where.

The phrase tables find the sentence; the place is what the sentence names behind the words, or before them where a
language puts it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from checker.page.facts import PageFacts, PhraseHit
from checker.page.folding import fold
from checker.page.once import once_per_page
from checker.page.terms import fold_pattern
from checker.patterns import compiled, loads_patterns
from checker.place_names import NamedPlace, places_in
from checker.reference import table
from checker.route import NO_ROUTE, Leg, Route, RouteLeg
from checker.signals._claims import deals_in_medicines
from checker.signals._identity import Claim, claimed_homes
from checker.signals._offers import sells
from checker.site import Site, quote

_LEGS = {
    "ships_from": Leg.SHIPS_FROM,
    "stock_in": Leg.STOCK_IN,
    "agents_in": Leg.AGENTS_IN,
    "agents_resellers": Leg.AGENTS_IN,
    "transit_through": Leg.THROUGH,
    "free_zone": Leg.FREE_ZONE,
}
"""Signals of phrases.csv by what they say."""
_REACH = 60
"""Characters behind or before the words within which the place stands."""
_BEFORE = frozenset({"ja", "ko", "zh", "tr", "hu"})
"""Languages in which the place stands before the words."""
_TO = {
    "en": "to into within",
    "de": "nach",
    "fr": "vers",
    "es": "hacia para a",
    "it": "verso",
    "nl": "naar",
    "pl": "do",
    "pt": "para",
    "ru": "в на",
    "uk": "до в",
    "bg": "за до",
    "sv": "till",
    "da": "til",
    "no": "til",
    "cs": "do",
    "sk": "do",
    "ro": "in catre",
    "vi": "den toi",
    "id": "ke",
    "ms": "ke",
}
"""Words behind which a place is where the parcel goes."""
_SOURCE_ENDINGS = {
    "fi": ("sta", "lta"),
    "hu": ("bol", "rol", "tol"),
    "tr": ("dan", "den", "tan", "ten"),
}
"""Endings that say "from" where a language has no word for it."""


def route_of(site: Site) -> Route:
    """What the site says about the way of its goods; nothing where it is no seller of medicines."""
    legs = tuple(leg for page in site.pages for leg in _legs(page))
    if not legs or not deals_in_medicines(site) or not sells(site):
        return NO_ROUTE
    homes = claimed_homes(site) or list(_named_after(site))
    first = homes[0] if homes else None
    return Route(
        homes=tuple(dict.fromkeys(home.country for home in homes)),
        home_quote=quote(first.page, first.words, first.part) if first else None,
        legs=legs,
    )


def _named_after(site: Site) -> Iterator[Claim]:
    """The country that the site's own name holds as a word: ``quickmeds-britain``."""
    label = site.domain.partition(".")[0].replace("-", " ")
    if " " in label:
        for place in places_in(fold(label), "en")[:1]:
            yield Claim(place.code, "name", site.page, site.host, "address")


@once_per_page
def _legs(page: PageFacts) -> tuple[RouteLeg, ...]:
    found: dict[tuple[Leg, str, str], RouteLeg] = {}
    for hit in page.phrases:
        if hit.signal in _LEGS and not hit.negated:
            for leg in _legs_in(page, hit):
                found.setdefault((leg.leg, leg.country, leg.place), leg)
    return tuple(found.values())


def _legs_in(page: PageFacts, hit: PhraseHit) -> Iterator[RouteLeg]:
    """What the sentence of ``hit`` says."""
    leg, said, text = _LEGS[hit.signal], quote(page, hit.quote, hit.place), fold(hit.quote)
    readings = [_Reading.of(text, hit.signal, language) for language in _languages(page, hit)]
    read = [one for one in readings if one.matched]
    placed = [one for one in read if one.places]
    for place in min(placed, key=lambda one: one.places[0].start).places if placed else ():
        yield RouteLeg(
            leg=leg, country=place.code, kind=place.kind, place=place.words.title(), quote=said
        )
    if read and not placed and _says_enough(hit.signal, read[0].matched):
        words = read[0].matched if leg is Leg.FREE_ZONE else ""
        yield RouteLeg(leg=leg, country="", kind="", place=words, quote=said)


def _says_enough(signal: str, matched: str) -> bool:
    """Whether the words say something without a place: a free zone, agents wanted, local agents."""
    return signal in ("free_zone", "agents_resellers") or (
        signal == "agents_in" and matched.endswith(("agent", "agents"))
    )


def _languages(page: PageFacts, hit: PhraseHit) -> tuple[str, ...]:
    """The languages that the sentence may be in: kin have the same words and other names."""
    kin = next((group for group in _KIN if hit.language in group), ())
    return tuple(dict.fromkeys((page.language, hit.language, *kin)))


_KIN = (("es", "pt"), ("cs", "sk"), ("da", "no", "sv"), ("id", "ms"), ("bg", "ru", "uk"))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence read in one language."""

    matched: str
    """The words that say it; empty where the language has none of them."""
    places: tuple[NamedPlace, ...]

    @classmethod
    def of(cls, text: str, signal: str, language: str) -> _Reading:
        expression = _expressions().get((signal, language))
        matches = list(expression.finditer(text)) if expression else []
        places = (p for match in matches for p in _places(text, match, _LEGS[signal], language))
        return cls(matches[0][0] if matches else "", tuple(places))


def _places(text: str, match: re.Match[str], leg: Leg, language: str) -> list[NamedPlace]:
    """The places that ``text``, folded, names as what the words of ``match`` say."""
    if leg is Leg.FREE_ZONE:
        return [p for p in places_in(text, language) if p.kind == "free_zone"]
    inside = places_in(match[0], language)
    if leg is Leg.STOCK_IN and inside:
        return inside
    if language in _BEFORE:
        before = places_in(text[max(0, match.start() - _REACH) : match.start()], language)
        return [p for p in before[-1:] if _is_source(p, language)]
    behind = text[match.end() : match.end() + _REACH]
    stop = _to(language)
    if leg is Leg.SHIPS_FROM and stop and (turn := stop.search(behind)):
        behind = behind[: turn.start()]
    found = [p for p in places_in(behind, language) if _is_source(p, language)]
    if (
        leg is Leg.THROUGH
    ):  # "via Pos Malaysia" is a carrier, and "via post across Spain" is where it goes.
        return [p for p in found[:1] if behind[: p.start].strip() in _ARTICLES]
    return found


_ARTICLES = frozenset(("", "the", "our", "die", "den", "das", "le", "la", "les", "l'", "el", "los"))


def _is_source(place: NamedPlace, language: str) -> bool:
    endings = _SOURCE_ENDINGS.get(language)
    return endings is None or place.words.endswith(endings)


@loads_patterns
@cache
def _expressions() -> dict[tuple[str, str], re.Pattern[str]]:
    return {
        (row["signal"], row["language"]): compiled(fold_pattern(row["phrase_or_regex"]), 0)
        for row in table("phrases")
        if row["signal"] in _LEGS
    }


@cache
def _to(language: str) -> re.Pattern[str] | None:
    words = _TO.get(language, "").split()
    return compiled(rf"\b(?:{'|'.join(words)})\b", 0) if words else None
