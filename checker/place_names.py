"""Names of countries and of places on trade routes, in running text of any language the project reads.

Names of countries come from Unicode's locale data and ``reference/country_names.csv``, cities, hubs and free
zones from ``reference/route_places.csv``. Endings that a language hangs on a name are allowed for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.core import Locale, UnknownLocaleError

from checker.countries import countries
from checker.page.folding import fold
from checker.patterns import compiled
from checker.reference import table

LONGEST = 5
"""Words of the longest name looked for."""
_WORD = compiled(r"[^\W_]+(?:\.[^\W_]+)*", 0)
_SOLID = compiled(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", 0)
"""Letters of scripts in which names stand in the middle of a run."""
_INFLECTED = frozenset(
    "pl ru uk bg cs sk hr sl sr hu fi et lv lt tr ro el".split()  # noqa: SIM905
)
_STREETS = frozenset(
    ("street", "road", "lane", "avenue", "crescent", "house", "quay", "square", "terrace", "town")
)
"""Words behind which a name is a street's or a house's: ``Turkey Street``, ``India House``."""
_MOST_ENDING = 6
_SHORTEST_STEM = 4
_PREFIXED = {"he": "מבהול", "ar": "وبل"}
"""Letters that are written together with the name behind them."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place met in a text."""

    code: str
    """ISO 3166 code, or ``EU``."""
    kind: str
    """``country``, ``source``, ``transit``, ``free_zone``, ``place`` or ``bloc`` as in route_places.csv."""
    words: str
    """As folded text has it."""
    start: int
    """Offset in the folded text."""


def places_in(text: str, language: str) -> list[NamedPlace]:
    """The places named in ``text``, which is folded (:func:`checker.page.folding.fold`) and in ``language`` (ISO
    639-1; English names count in every language), in order.

    >>> [place.code for place in places_in("from india and hong kong", "en")]
    ['IN', 'HK']
    >>> [place.code for place in places_in("z indii do polski", "pl")]
    ['IN', 'PL']
    """
    if _SOLID.search(text):
        return _solid(text, language)
    words = [(match[0], match.start()) for match in _WORD.finditer(text)]
    found, at = list[NamedPlace](), 0
    while at < len(words):
        taken, place = _longest(words, at, language)
        behind = words[at + taken][0] if at + taken < len(words) else ""
        if place is not None and behind not in _STREETS:
            found.append(place)
        at += taken
    return found


def _longest(words: list[tuple[str, int]], at: int, language: str) -> tuple[int, NamedPlace | None]:
    """How many words from ``at`` on are read, and the place they name."""
    names, start = _names(language), words[at][1]
    for count in range(min(LONGEST, len(words) - at), 0, -1):
        said = " ".join(word for word, _ in words[at : at + count])
        if known := names.get(said):
            return count, NamedPlace(*known, said, start)
    word = words[at][0]
    for known in _inflected(word, language):
        return 1, NamedPlace(*known, word, start)
    return 1, None


def _inflected(word: str, language: str) -> Iterator[tuple[str, str]]:
    if language in _PREFIXED and word[:1] in _PREFIXED[language]:
        known = _names(language).get(word[1:])
        if known:
            yield known
    if language in _INFLECTED:
        least = max(_SHORTEST_STEM, len(word) - _MOST_ENDING)
        stems = _stems(language)
        yield from (
            stems[word[:end]] for end in range(len(word), least - 1, -1) if word[:end] in stems
        )


def _solid(text: str, language: str) -> list[NamedPlace]:
    """Names anywhere in ``text``, the longest at each place."""
    names = sorted(_names(language).items(), key=lambda one: -len(one[0]))
    found: dict[int, NamedPlace] = {}
    taken: set[int] = set()
    for name, known in names:
        if not _SOLID.search(name):
            continue
        at = text.find(name)
        if at >= 0 and not taken.intersection(range(at, at + len(name))):
            taken.update(range(at, at + len(name)))
            found[at] = NamedPlace(*known, name, at)
    return [found[at] for at in sorted(found)]


@cache
def _names(language: str) -> dict[str, tuple[str, str]]:
    """(code, kind) by folded name: what the tables say of a place goes before the locale's own."""
    named = [(name, code) for code, name in countries().items()]
    for tag in dict.fromkeys(("en", *_tags(language))):
        named += [(name, code) for code, name in _territories(tag).items() if code in countries()]
    named += [(row["name"], row["code"]) for row in table("country_names")]
    kinds = _kinds()
    names = {_key(name): (code, kinds.get(code, "country")) for name, code in named}
    names |= {_key(row["name"]): (row["country"], row["kind"]) for row in table("route_places")}
    return names


def _key(name: str) -> str:
    folded = fold(name)
    if _SOLID.search(folded):
        return folded
    return " ".join(match[0] for match in _WORD.finditer(folded))


def _kinds() -> dict[str, str]:
    """What a whole country is on trade routes, where the table says so."""
    rows = [row for row in table("route_places") if row["kind"] in ("source", "transit")]
    return {row["country"]: row["kind"] for row in reversed(rows)}


@cache
def _stems(language: str) -> dict[str, tuple[str, str]]:
    """Names of one word, and those without their last letter: endings take its place."""
    single = {name: known for name, known in _names(language).items() if " " not in name}
    long = {name[:-1]: known for name, known in single.items() if len(name) > _SHORTEST_STEM}
    return long | {name: known for name, known in single.items() if len(name) >= _SHORTEST_STEM}


def _tags(language: str) -> tuple[str, ...]:
    """The locales that a language code of the phrase tables stands for."""
    return {"zh": ("zh", "zh_Hant"), "no": ("nb",), "any": ()}.get(language, (language,))


def _territories(tag: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(tag).territories.items())
    except (UnknownLocaleError, ValueError):
        return {}
