"""What a site claims about its standing, and what became of each claim when it was checked.

A claim (a register number, a seal, the common European logo) is worth nothing until the register says
it of this very domain. :func:`claims_of` lists the claims, :func:`settled` gives those answers that
need nobody else, and :mod:`checker.gather.confirm` asks the authority about the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from checker.authorities import (
    Authority,
    authorities,
    authority_at,
    authority_named,
    authority_of_number,
)
from checker.claim_check import Claim, ClaimCheck, ClaimChecks, ClaimKind, ClaimOutcome, Why
from checker.domains import registrable
from checker.page.facts import Identifier, PageFacts, Seal
from checker.page.once import low_text
from checker.patterns import compiled
from checker.reference import table
from checker.site import Site, quote

__all__ = (
    "MOST",
    "Claim",
    "ClaimCheck",
    "ClaimChecks",
    "ClaimKind",
    "ClaimOutcome",
    "SiteIdentity",
    "Why",
    "claims_of",
    "offline",
    "same_label",
    "settled",
)

MOST = 8
"""Claims of one site that are followed up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteIdentity:
    """Who the site is, to be looked for in an entry."""

    host: str
    domain: str
    """The registrable domain; the host where it has none."""
    names: tuple[str, ...] = ()
    """Trading and company names it gives itself."""
    postcodes: tuple[str, ...] = ()
    """Upper case, without spaces."""

    @classmethod
    def of(cls, site: Site) -> SiteIdentity:
        """The identity of ``site`` as its pages tell it."""
        return cls(
            host=site.host,
            domain=site.domain,
            names=tuple(dict.fromkeys(_names(site)))[:8],
            postcodes=tuple(dict.fromkeys(_postcodes(site)))[:8],
        )


def claims_of(site: Site, further: tuple[Authority, ...] = ()) -> tuple[Claim, ...]:
    """The site's most telling claims, at most :data:`MOST`, each once: entries that are linked and
    numbers that can exist first, then marks that cannot be genuine, then the rest. ``further`` are authorities
    beside those we know, recognised by their ``number_words``."""
    found: dict[tuple[str, str], Claim] = {}
    for claim in (*_seal_claims(site), *_number_claims(site), *_told_numbers(site, further)):
        key = (claim.authority or claim.what, claim.id or claim.link or claim.what)
        if key not in found or found[key].kind is ClaimKind.NUMBER:
            found[key] = claim
    return tuple(sorted(found.values(), key=_rank)[:MOST])


def _rank(claim: Claim) -> int:
    if claim.link_state == "genuine":
        return 0
    if claim.kind is ClaimKind.NUMBER:
        return 1 if claim.authority and claim.valid else 4
    return 2 if not claim.exists or claim.link_state in ("elsewhere", "own_site") else 3


# -- numbers ------------------------------------------------------------------------------------

_UNASSIGNED = frozenset({"licence"})
"""Numbers of no register we could name."""
_SPACES = re.compile(r"\s+")


def _number_claims(site: Site) -> Iterator[Claim]:
    for page, one in site.every(lambda facts: facts.identifiers):
        authority = authority_of_number(one.kind)
        if authority is not None:
            yield _number_claim(page, one, authority)
        elif one.kind in _UNASSIGNED:
            yield Claim(
                kind=ClaimKind.NUMBER,
                what=one.kind,
                id=one.value,
                country=one.country,
                valid=one.valid,
                where=quote(page, one.quote, one.place),
            )


def _told_numbers(site: Site, further: tuple[Authority, ...]) -> Iterator[Claim]:
    """Numbers behind the words of registers that the page reader has no kind for."""
    for page in site.pages:
        low = low_text(page)
        for authority in (*authorities(), *further):
            for words in authority.number_words:
                at = low.find(words)
                if at >= 0 and not low[max(0, at - 1) : at].isalnum():
                    yield from _told_number(page, authority, at, at + len(words))


_REACH = 40
"""Characters behind the words within which the number must stand."""


def _told_number(page: PageFacts, authority: Authority, at: int, end: int) -> Iterator[Claim]:
    assert authority.number_form is not None
    line = page.text[end : end + _REACH].partition("\n")[0]
    found = authority.number_form.search(line)
    if found is None or not _BETWEEN.fullmatch(line[: found.start()]):
        return
    if _GOES_ON.match(line[found.end() :]):
        return
    yield Claim(
        kind=ClaimKind.NUMBER,
        what=f"{authority.country.lower()}_register",
        authority=authority.name,
        country=authority.country,
        id=found.group(),
        valid=True,
        where=quote(page, page.text[at : end + found.end()], "text"),
    )


_BETWEEN = compiled(
    r"(?:[\s:.,#№()（）\-–：]|number|num|no|nr|nº|n°|licen[cs]e|registration|accreditation|certificate|id|afe|书|编号){0,9}"
)
_GOES_ON = compiled(r"\w|[-/.]\d", 0)
"""After the number: it is part of a longer one."""


def _number_claim(page: PageFacts, one: Identifier, authority: Authority) -> Claim:
    number = _SPACES.sub("", one.value)
    valid = one.valid
    if authority.number_form is not None and valid is not False:
        valid = authority.number_form.fullmatch(number) is not None
    return Claim(
        kind=ClaimKind.NUMBER,
        what=one.kind,
        authority=authority.name,
        country=authority.country,
        id=number,
        valid=valid,
        where=quote(page, one.quote, one.place),
    )


# -- seals --------------------------------------------------------------------------------------

CLAIMING_KINDS = (
    *("pharmacy regulator", "medicines regulator", "pharmacy board association"),
    *("private certification", "care regulator", "professional register", "fake"),
    "invented approval",
)
"""How the kinds of those seals begin that say something of the right to sell medicines."""
_LOGO_KINDS = ("medicines regulator (", "medicines regulators (")


@cache
def _hosts_of_seal() -> dict[str, str]:
    return {row["seal"]: (row["authority_hosts"].split() or [""])[0] for row in table("seals")}


def _seal_claims(site: Site) -> Iterator[Claim]:
    for page, seal in site.every(lambda facts: facts.seals):
        if seal.kind.startswith(CLAIMING_KINDS):
            yield _seal_claim(page, seal)


def _seal_claim(page: PageFacts, seal: Seal) -> Claim:
    authority = _authority_of_seal(seal)
    entry = authority.entry_id(seal.link) if authority is not None else ""
    return Claim(
        kind=ClaimKind.LOGO if seal.kind.startswith(_LOGO_KINDS) else ClaimKind.SEAL,
        what=seal.seal,
        authority=authority.name if authority else "",
        country=authority.country if authority and authority.country != "--" else "",
        id=entry or seal.entry,
        link=seal.link,
        link_state=seal.link_state,
        exists=seal.exists,
        where=quote(page, seal.quote, seal.place),
    )


def _authority_of_seal(seal: Seal) -> Authority | None:
    if not seal.exists:
        return None
    if seal.link_state in ("genuine", "authority_home"):
        return authority_at(seal.link)
    host = _hosts_of_seal().get(seal.seal, "")
    return authority_at(f"https://{host}/") if host else None


# -- what needs nobody else ---------------------------------------------------------------------


def settled(
    claim: Claim,
    domain: str,
    owners: tuple[str, ...] = (),
    further: tuple[Authority, ...] = (),
) -> ClaimCheck | None:
    """The check of a claim that answers itself; None for one that the authority must be asked about.

    ``domain`` is the registrable domain of the site that claims it, ``owners`` are the domains to which its
    number or entry is known to belong.
    """
    if not claim.exists:
        return _check(claim, ClaimOutcome.NOT_IN_REGISTER, Why.INVENTED)
    if owners and not any(is_same_site(owner, domain) for owner in owners):
        known = _check(claim, ClaimOutcome.BELONGS_TO_ANOTHER, Why.KNOWN_NUMBER)
        return replace(known, other=owners[0])
    if claim.kind is ClaimKind.NUMBER:
        return _settled_number(claim, further)
    return _settled_seal(claim, domain)


def offline(claims: Iterable[Claim], domain: str) -> tuple[ClaimCheck, ...]:
    """All ``claims`` as far as they can be checked without asking anybody."""
    return tuple(
        settled(claim, domain) or _check(claim, ClaimOutcome.COULD_NOT_BE_CHECKED, Why.NOT_ASKED)
        for claim in claims
    )


def _settled_number(claim: Claim, further: tuple[Authority, ...]) -> ClaimCheck | None:
    if claim.valid is False:
        return _check(claim, ClaimOutcome.NOT_IN_REGISTER, Why.MALFORMED)
    authority = authority_named(claim.authority, further)
    if authority is None or not authority.addresses(claim.id):
        return _check(claim, ClaimOutcome.COULD_NOT_BE_CHECKED, Why.NO_LOOK_UP)
    return None


# A script behind "#" may open anything: such a link shows neither an entry nor another place.
_BARE = {
    "unlinked": Why.NO_LINK,
    "elsewhere": Why.WRONG_HOST,
    "own_site": Why.WRONG_HOST,
    "authority_home": Why.FRONT_PAGE,
}


def _settled_seal(claim: Claim, domain: str) -> ClaimCheck | None:
    if claim.link_state in _BARE:
        bare = Why.NO_LINK if "#" in claim.link else _BARE[claim.link_state]
        return _check(claim, ClaimOutcome.COULD_NOT_BE_CHECKED, bare)
    named = domain_in_entry(claim.id)
    if named and not is_same_site(named, domain):
        if same_label(named, domain):
            return _check(claim, ClaimOutcome.COULD_NOT_BE_CHECKED, Why.OTHER_ENDING)
        return replace(
            _check(claim, ClaimOutcome.BELONGS_TO_ANOTHER, Why.OTHER_IN_LINK), other=named
        )
    if authority_named(claim.authority) is None:
        return _check(claim, ClaimOutcome.COULD_NOT_BE_CHECKED, Why.NO_LOOK_UP)
    return None


def _check(claim: Claim, outcome: ClaimOutcome, why: Why) -> ClaimCheck:
    return ClaimCheck(claim=claim, outcome=outcome, why=why)


_HOST = compiled(r"(?:www\.)?(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}")


def domain_in_entry(entry: str) -> str:
    """The registrable domain that an entry id is, or an empty string.

    >>> domain_in_entry("www.shop.example.com"), domain_in_entry("1234567")
    ('example.com', '')
    """
    if not _HOST.fullmatch(entry):
        return ""
    found = registrable(entry)
    return found.domain if found.listed else ""


def same_label(one: str, other: str) -> bool:
    """Whether two registrable domains are one name under two endings.

    >>> same_label("my-shop.com", "myshop.co.uk"), same_label("my-shop.com", "my-shop2.com")
    (True, False)
    """
    return _letters(one.partition(".")[0]) == _letters(other.partition(".")[0])


def is_same_site(one: str, other: str) -> bool:
    """Whether two hosts stand under the same registrable domain."""
    return (registrable(one).domain or one) == (registrable(other).domain or other)


# -- who the site is ----------------------------------------------------------------------------

_TITLE_PARTS = compiled(r"\s[|–—·•»:-]{1,2}\s|\s?[|»]\s?", 0)
_BUSINESSES = ("organization", "pharmacy", "localbusiness", "store", "website", "medicalbusiness")


def _names(site: Site) -> Iterator[str]:
    """Names the site gives itself: described ones, and parts of the title that the domain spells."""
    label = _letters(site.domain.partition(".")[0])
    for page in site.pages:
        for item in page.structured:
            if item.type.lower().endswith(_BUSINESSES):
                yield item.name
                yield from (v for k, v in item.properties if k in ("legalName", "alternateName"))
        for part in _TITLE_PARTS.split(page.title[:300]):
            letters = _letters(part)
            if len(letters) >= 4 and (letters in label or label in letters):
                yield part.strip()


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _postcodes(site: Site) -> Iterator[str]:
    for _, address in site.every(lambda facts: facts.addresses):
        if address.postcode and address.valid:
            yield _SPACES.sub("", address.postcode).upper()
