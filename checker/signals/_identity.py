"""What several signals ask about who runs a site and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from checker.domains import registrable
from checker.finding import Quote
from checker.page.facts import Identifier, PageFacts, Seal
from checker.page.once import once_per_page
from checker.patterns import compiled
from checker.signals._offers import put_up_for_sale
from checker.site import Site, quote

REGISTER_KINDS = frozenset(
    {"gphc_premises", "gphc_person", "psni", "cqc_provider", "gmc", "nmc", "mhra_seller"}
    | {"fr_finess", "fr_licence", "fr_rpps", "ie_psi", "us_npi", "us_ncpdp", "us_dea", "au_ahpra"}
    | {"in_drug_licence", "ru_licence", "za_sapc", "ke_ppb", "ng_pcn", "licence"}
)
"""Identifiers of pharmacies and professionals."""

COMPANY_KINDS = frozenset(
    {"gb_company", "company", "fr_siret", "fr_siren", "de_register", "at_register", "it_rea"}
    | {"pl_regon", "pl_krs", "nl_kvk", "be_company", "se_company", "no_company", "dk_company"}
    | {"fi_company", "ch_company", "cz_company", "ro_company", "au_abn", "au_acn", "in_cin"}
    | {"in_gstin", "br_cnpj", "py_ruc", "vn_tax", "ru_inn", "ru_ogrn", "us_ein", "hu_tax"}
)
"""Identifiers of companies that are no VAT numbers."""

MEDICINE_SEALS = frozenset(
    {"pharmacy regulator", "medicines regulator", "medicines regulator (EU/EEA)"}
    | {"medicines regulator (Germany)", "medicines regulator (Spain)", "medicines regulator (NL)"}
    | {"medicines regulator (Italy)", "medicines regulator (France)", "pharmacy regulator (Canada)"}
    | {"medicines regulators (Nordic)", "pharmacy board association", "private certification"}
    | {"private certification (Canada)", "care regulator (England)"}
)
"""Kinds of seal that speak about medicines and mean something only as a link to an entry."""

_SHARED_PLAN = frozenset({"US", "CA", "PR", "BS", "BB", "JM", "DO", "TT"})
"""Countries behind +1, whose toll-free numbers serve them all."""
_NEAR = {"IM": "GB", "JE": "GB", "GG": "GB", "VA": "IT", "SM": "IT"}
# Country endings that everybody registers without being there.
_OPEN_ENDINGS = frozenset(
    {"co", "io", "me", "tv", "cc", "ws", "to", "ai", "la", "is", "us", "su", "gg", "im", "sh", "pw"}
    | {"vip", "eu", "st", "ac", "ly", "fm", "am", "gd", "nu", "li", "pm", "tk", "ml", "ga", "cf"}
)


def sells_medicine(site: Site) -> bool:
    """Some page puts a medicine of the table up for sale, or names one and talks trade."""
    return any(put_up_for_sale(page) or _trades(page) for page in site.pages)


@once_per_page
def _trades(page: PageFacts) -> bool:
    substances = {m.inn or m.name for m in page.medicines}
    return (len(substances) >= 2 and bool(page.prices)) or (
        bool(substances) and len(page.trade) >= 3
    )


def same_country(one: str, other: str) -> bool:
    """True when a telephone of ``one`` is no surprise for a shop in ``other``."""
    one, other = _NEAR.get(one, one), _NEAR.get(other, other)
    return one == other or (one in _SHARED_PLAN and other in _SHARED_PLAN)


def ending_country(site: Site) -> str:
    """The country of the site's domain ending; empty for endings open to everybody."""
    ending = site.host.rpartition(".")[2]
    if len(ending) != 2 or ending in _OPEN_ENDINGS:
        return ""
    return "GB" if ending == "uk" else ending.upper()


def address_countries(site: Site) -> frozenset[str]:
    """Countries of the plausible postal addresses."""
    return frozenset(
        a.country for _, a in site.every(lambda p: p.addresses) if a.country and a.valid
    )


def phone_countries(site: Site) -> frozenset[str]:
    """Countries of the telephone numbers that tell one."""
    return frozenset(p.country for _, p in site.every(lambda p: p.phones) if p.country)


def is_own(site: Site, host: str) -> bool:
    """``host`` belongs to the registrable domain of the site."""
    return (registrable(host).domain or host) == site.domain


def identifiers_of(
    site: Site, wanted: Callable[[Identifier], bool]
) -> list[tuple[PageFacts, Identifier]]:
    """The site's numbers that are ``wanted``, each value once."""
    found: dict[str, tuple[PageFacts, Identifier]] = {}
    for page, one in site.every(lambda p: p.identifiers):
        if wanted(one):
            found.setdefault(one.value, (page, one))
    return list(found.values())


def seals_of(site: Site, wanted: Callable[[Seal], bool]) -> list[tuple[PageFacts, Seal]]:
    """The site's marks that are ``wanted``, each mark once."""
    found: dict[str, tuple[PageFacts, Seal]] = {}
    for page, one in site.every(lambda p: p.seals):
        if wanted(one):
            found.setdefault(one.seal, (page, one))
    return list(found.values())


def with_entry(site: Site) -> frozenset[str]:
    """Names of the seals that somewhere on the site lead to an entry of their authority."""
    return frozenset(s.seal for _, s in site.every(lambda p: p.seals) if s.link_state == "genuine")


def quotes(pairs: Iterable[tuple[PageFacts, Identifier | Seal]]) -> tuple[Quote, ...]:
    """The first three as seen."""
    return tuple(quote(page, one.quote, one.place) for page, one in list(pairs)[:3])


def names(values: Iterable[str]) -> str:
    """Up to three values for a sentence."""
    distinct = list(dict.fromkeys(value for value in values if value))
    return ", ".join(distinct[:3]) + (" …" if len(distinct) > 3 else "")


def label_of(domain: str) -> str:
    """The name in a domain without its ending and hyphens: ``my-shop.co.uk`` is ``myshop``."""
    return domain.partition(".")[0].replace("-", "").lower()


@dataclass(frozen=True, slots=True)
class Claim:
    """A country the seller says it is in, and where it says so."""

    country: str
    by: str
    """``name`` (calls itself a pharmacy of the country), ``address`` or ``ending``."""
    page: PageFacts
    words: str
    part: str


_NATIONS = {
    "canadian": "CA",
    "canada": "CA",
    "british": "GB",
    "uk": "GB",
    "english": "GB",
    "american": "US",
    "us": "US",
    "usa": "US",
    "australian": "AU",
    "german": "DE",
    "swiss": "CH",
    "irish": "IE",
    "deutsche": "DE",
    "schweizer": "CH",
}
_CALLS_ITSELF = compiled(
    r"\b((?i:canadian|canada|british|english|american|australian|german|swiss|irish|deutsche|schweizer)"
    r"|UK|USA?)(?i:[- ](?:based|registered|licensed|online|discount|family|internet|mail|order)){0,3}"
    r"(?i:[- ](?:pharmac(?:y|ies)|drug ?stores?|chemists?|meds|apotheken?)\b)",
    0,
)

_CANADIAN_HOST = compiled(r"canad(?:a|ian)[a-z0-9-]{0,12}(?:pharm|drug|meds|rx|health)")


def claimed_homes(site: Site) -> list[Claim]:
    """The countries the seller claims as its own: by what it calls itself in title and headings,
    by its addresses, and, where neither tells, by the ending of its domain."""
    claims = [claim for page in site.pages for claim in _by_name(page)]
    if _CANADIAN_HOST.search(site.host):
        claims.append(Claim("CA", "name", site.page, site.host, "address"))
    claims += [
        Claim(one.country, "address", page, one.text, one.place.part)
        for page, one in site.every(lambda p: p.addresses)
        if one.country and one.valid
    ]
    ending = ending_country(site)
    if not claims and ending:
        claims.append(Claim(ending, "ending", site.page, site.host, "address"))
    return claims


def _by_name(page: PageFacts) -> list[Claim]:
    found = []
    for words, part in ((page.title, "title"), *((h, "heading") for h in page.headings[:5])):
        match = _CALLS_ITSELF.search(words[:200])
        if match is not None:
            found.append(Claim(_NATIONS[match.group(1).lower()], "name", page, words[:160], part))
    return found
