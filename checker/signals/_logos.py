"""What the common European logos on a site say of countries: by their links and by their words."""

from __future__ import annotations

from functools import cache

from checker.authorities import EEA, logo_countries
from checker.page.facts import PageFacts, Seal
from checker.patterns import compiled
from checker.reference import table
from checker.site import Site

_LOGOS = ("medicines regulator (", "medicines regulators (")
_FLAG = compiled(r"(?:logo|flag|common|flagge|drapeau)[-_]([a-z]{2})(?![a-z])")


def logos_of(site: Site) -> list[tuple[PageFacts, Seal]]:
    """Every mark that is the common logo in some national form, with its page."""
    return [
        (page, seal)
        for page, seal in site.every(lambda facts: facts.seals)
        if seal.kind.startswith(_LOGOS)
    ]


def linked_countries(seal: Seal) -> frozenset[str]:
    """The states whose list the logo's link leads to."""
    return logo_countries(seal.link) if seal.link else frozenset()


def shown_countries(seal: Seal) -> frozenset[str]:
    """The states whose flag the logo shows, as far as its words and file name tell; empty when they
    do not."""
    words = seal.quote.lower()
    flags = {code.upper() for code in _FLAG.findall(words)} & EEA
    if flags:
        return frozenset(flags)
    for told, countries in _words():
        if told in words:
            return countries
    return frozenset()


@cache
def _words() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((row["words"], frozenset(row["countries"].split())) for row in table("logo_words"))
