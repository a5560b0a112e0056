"""The site says that it has been there for years, and its domain was registered a short time ago.

"Since 2004" costs a seller one sentence. The registry's date is no claim of his: it tells that the words
are older than the name they stand under, be it copied, moved, or bought for its past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

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
    unknown,
)
from checker.message import N_
from checker.page.facts import PageFacts
from checker.patterns import compiled
from checker.registration import Registration
from checker.signals._address import is_registered, record
from checker.site import Site, quote

META = Meta(
    title=N_("Domain newer than the shop says it is"),
    why=N_(
        "The shop says that it has been there for years; its name was registered a short time ago. It may "
        "have moved here, or the words were copied. Names that lapsed are also bought for their past."
    ),
    verify=N_(
        "Look the domain up at lookup.icann.org, and the shop's earlier pages in the Internet Archive "
        "(web.archive.org)."
    ),
    source="Fittler et al., JMIR (2022): expired names reused for pharmacies",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("site", "registration"),
    measures={"years": Measure(unit="years")},
)

NEW = 3 * 365
"""Days up to which a registration is new enough for the question: later, firms have changed names."""
GAP = 3
"""Years between claim and registration from which they disagree."""
FIRST_SHOPS = 1995
"""Claims of earlier years are of premises, not of a web site."""
MOST = 60
"""Places of one page that are looked at for each kind of claim."""
_CLAUSE = 90
"""Characters before a year in which it is said what has been since then."""
_TAGLINE = 40
"""A clause this short stands alone and is the site's own ("Canadian Meds since 2004")."""

_SINCE = compiled(r"\b(?:since|seit|depuis|desde|dal|sinds|sedan|od)\s{1,3}((?:19|20)\d\d)\b")
_FOUNDED = compiled(
    r"\b(?:est\.?|established|founded|gegründet|fondée|fundada|fondata|opgericht)"
    r"\s{1,3}(?:(?:in|im|en|nel)\s{1,3})?((?:19|20)\d\d)\b"
)
_YEARS = compiled(
    r"\b(\d{1,2})\s?\+?\s{1,3}years?\s(?:in\s(?:the\s)?(?:online\s)?(?:business|market)"
    r"|on\s(?:the\s)?(?:market|internet|web)|online|of\sonline)\b"
)
_COPYRIGHT = compiled(
    r"(?:©|\(c\)|copyright)[\s©]{0,4}((?:19|20)\d\d)\s{0,2}[-–—]\s{0,2}((?:19|20)\d\d)\b"
)
_ITSELF = compiled(
    r"\b(?:we|we've|our|us|wir|nous|nosotros|online|web|internet|business|trading|trusted|serving|selling"
    r"|shipping|delivering|customers|pharmacy|drug ?store|chemist|apotheke|pharmacie|farmacia|apotheek"
    r"|shop|store)\b"
)
_SOMETHING_ELSE = compiled(
    r"approv|licen[cs]|patent|market|authori[sz]|prescrib|regulat|\blaw\b|\bfda\b|\bema\b|mhra|gphc"
    r"|stud(?:y|ies)|research|launch|introduc|available|recommend|zugelassen|autoris|aprob|verfügbar"
    r"|member|qualified|pharmacist"
)
_TOLD = compiled(r"\b(?:was|were|wurde|fue|était|venne)\b")
"""Words of a story, which is mostly another firm's ("X was founded in 2011")."""
_SOFTWARE = compiled(
    r"os ?commerce|zen ?cart|presta ?shop|open ?cart|magento|shopify|woo ?commerce|word ?press|drupal"
    r"|joomla|phpbb|v ?bulletin|\bwix\b|google|microsoft|adobe|sitemaps|powered by"
)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A year from which on the site says it has been there."""

    year: int
    page: PageFacts
    words: str


def detect(site: Site, registration: Registration) -> Finding:
    """Compare the years the site claims with the year of registration."""
    if not is_registered(registration):
        return unknown(N_("The registry did not describe a registration"))
    created, age = registration.created, registration.age_days
    if created is None or age is None or registration.at is None:
        return unknown(N_("The registry publishes no date of registration"))
    claims = list(_claims(site, registration.at.year))
    if not claims:
        return not_applicable(N_("The site does not say since when it has been there"))
    claims = [claim for claim in claims if claim.year >= FIRST_SHOPS]
    if not claims:
        return not_applicable(N_("What the site says is of the years before web shops"))
    oldest = min(claims, key=lambda claim: claim.year)
    years = created.year - oldest.year
    measures = {"years": float(max(years, 0))}
    if years < GAP or age > NEW:
        return absent(
            N_("Says since {year}, registered in {registered}"),
            year=str(oldest.year),
            registered=str(created.year),
            measures=measures,
        )
    return present(
        N_("Says it has been there since {year}; its domain was registered on {date}"),
        year=str(oldest.year),
        date=created.isoformat(),
        quotes=(_quoted(oldest), record(registration, f"created {created.isoformat()}")),
        measures=measures,
    )


def _quoted(claim: _Claim) -> Quote:
    return quote(claim.page, claim.words, "text")


def _claims(site: Site, now: int) -> Iterator[_Claim]:
    for page in site.pages:
        text = f"{page.title}\n{page.text}"
        shift = len(page.title) + 1
        for match in (*_first(_SINCE, text), *_first(_FOUNDED, text)):
            clause = _clause(text, match.start(), match.end())
            alone = len(clause) <= _TAGLINE and not _TOLD.search(clause)
            named = _medicine_in(page, match.start() - shift, len(clause))
            if not named and _about_itself(clause, alone):
                yield _Claim(int(match.group(1)), page, clause)
        for match in _first(_YEARS, text):
            yield _Claim(now - int(match.group(1)), page, match.group())
        for match in _first(_COPYRIGHT, text):
            line = text[match.start() : match.end() + 60].partition("\n")[0]
            if not _SOFTWARE.search(line):
                yield _Claim(int(match.group(1)), page, line)


def _first(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return islice(pattern.finditer(text), MOST)


def _clause(text: str, start: int, end: int) -> str:
    """What stands before the year in its sentence, and the year."""
    before = text[max(0, start - _CLAUSE) : start].rpartition("\n")[2]
    for mark in (". ", "! ", "? ", "; "):
        before = before.rpartition(mark)[2]
    return (before + text[start:end]).strip()


def _about_itself(clause: str, alone: bool) -> bool:
    """The clause speaks of the shop (``alone``: of whom else), not of a medicine, a law or a licence."""
    if _SOMETHING_ELSE.search(clause):
        return False
    return alone or _ITSELF.search(clause) is not None


def _medicine_in(page: PageFacts, at: int, length: int) -> bool:
    """A medicine is named in the clause that ends at ``at`` of the visible text."""
    return any(at - length <= medicine.start <= at for medicine in page.medicines)
