"""Numbers by which a seller can be looked up: company, tax, premises and professional numbers.

A number counts only behind words that say what it is. Its format and check digits are judged
here; whether it belongs to this site only a register can tell, so a correct number proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from checker.page import check_digits as check
from checker.page.addresses import addresses, page_countries
from checker.page.anchors import present, register
from checker.page.document import Document
from checker.page.facts import Identifier, Place
from checker.page.places import around, place_at
from checker.page.structured import values
from checker.patterns import compiled

MOST = 40
_TRIES = 6
"""How often one word is followed up on a page."""
_REACH = 110
"""Characters behind the word in which its number must stand."""

_NO = r"(?:\s?(?:registration|registered|reg\.?|number|num\.?|no\.?|nr\.?|n[º°o]\.?|id|code|#|№|is)){0,6}+"
_SEP = r"[\s:.#№°º()\[\]–-]{0,8}"


@dataclass(frozen=True, slots=True)
class _Kind:
    kind: str
    country: str
    words: tuple[str, ...]
    """Literals that lead to a number: capitals are looked for as they stand, others in any case."""
    pattern: re.Pattern[str]
    """Matched from the word on; the group is the number."""
    rule: Callable[[str], bool] | None = None
    """Check of the number without spaces and punctuation; None where there is no rule we know."""


def _kind(
    name: str,
    words: str,
    number: str,
    rule: Callable[[str], bool] | None = None,
    lead: str | None = None,
) -> _Kind:
    """``name`` is kind and country, ``words`` are split by ``|``; ``lead`` is what the pattern
    begins with (else any of the words)."""
    kind, _, country = name.partition("/")
    literals = tuple(words.split("|"))
    begin = lead or rf"(?:{'|'.join(map(re.escape, literals))}){_NO}"
    return _Kind(kind, country, literals, compiled(rf"{begin}{_SEP}({number})(?!\w)"), rule)


def _length(*lengths: int, starts: str = "") -> Callable[[str], bool]:
    return lambda number: (
        number.isdigit() and len(number) in lengths and (not starts or number[0] in starts)
    )


def _gphc(number: str) -> bool:
    return len(number) == 7 and number.isdigit() and number[0] in "1259"


def _gb_company(number: str) -> bool:
    return check.gb_company(number.zfill(8) if number.isdigit() and len(number) > 4 else number)


_D = r"\d[\d .\-/]{3,18}\d"
"""A run of digits as people write them."""
_GPHC = r"(?:gphc|general\s+pharmaceutical\s+council|pharmacy|premises|superintendent)"
_GPHC_LEAD = (
    rf"{_GPHC}(?:['’]s)?(?:\s?\(?(?:gphc|registered|registration|premises|pharmacy|pharmacist|reg\.?)\)?)"
    r"{0,3}\s{0,2}(?:number|no\b\.?|num\b\.?|nr\b\.?|n[º°]|#|id\b|:|-)"
)

_KINDS: tuple[_Kind, ...] = (
    _kind("gphc/GB", "gphc|general pharmaceutical council", r"\d{4,9}", _gphc, _GPHC_LEAD),
    _kind("gphc/GB", "gphc", r"[1259]\d{6}", _gphc, r"gphc"),
    _kind(
        "gphc/GB",
        "superintendent|premises number|premises registration|pharmacy registration|pharmacy number",
        r"[1259]\d{6}",
        _gphc,
        r"(?:superintendent|premises|pharmacy)[^\d\n]{0,80}+",
    ),
    _kind("psni/GB", "PSNI", r"\d{1,5}", _length(1, 2, 3, 4, 5)),
    _kind(
        "cqc_provider/GB",
        "cqc|care quality commission|CQC",
        r"1-\d{6,12}",
        None,
        r"(?:cqc|care quality commission)[^\d\n]{0,60}+",
    ),
    _kind("gmc/GB", "GMC", r"\d{5,9}", _length(7)),
    _kind("nmc/GB", "NMC", r"\d{2}[A-Z]\d{4}[A-Z]", lambda n: len(n) == 8),
    _kind(
        "ico/GB",
        "ICO|data protection|information commissioner",
        r"\d{6,8}",
        None,
        r"(?:ico\b|data protection|information commissioner)[^\d\n]{0,45}+",
    ),
    _kind("mhra_seller/GB", "MHRA", r"\d{1,8}", _length(1, 2, 3, 4, 5)),
    _kind(
        "gb_company/GB",
        "registered in england|registered in scotland|registered in wales|companies house"
        "|registered in northern ireland|registered in the uk",
        r"\d{4,9}",
        _gb_company,
        r"(?:registered in|companies house)[^\d\n]{0,75}+",
    ),
    _kind(
        "company/",
        "company registration|company number|company no|company reg|registered company|company nr"
        "|registered number|business registration|registration number|CRN",
        r"[A-Z]{0,2}\d{4,9}",
        None,
        r"(?:registered |business )?(?:company|registration|number|crn)" + _NO,
    ),
    _kind("fr_siret/FR", "siret", _D, check.siret),
    _kind(
        "fr_siren/FR",
        "siren|rcs",
        r"\d{3} ?\d{3} ?\d{3}",
        check.siren,
        r"(?:siren|rcs)[^\d\n]{0,40}+",
    ),
    _kind("fr_finess/FR", "finess", r"\d[\d ]{7,10}\d", _length(9)),
    _kind("fr_licence/FR", "licence", r"\d{2,3} ?# ?\d{4,6}", None, r"licence[^\d\n]{0,50}+"),
    _kind("fr_rpps/FR", "rpps", r"\d{11}", _length(11)),
    _kind(
        "de_register/DE",
        "HRB|HRA|handelsregister",
        r"HR[AB]\s?\d{1,6}(?: [A-Z]{1,2})?",
        None,
        r"(?:handelsregister[^\d\n]{0,50}?)?",
    ),
    _kind(
        "at_register/AT",
        "FN |firmenbuch",
        r"\d{5,6} ?[a-z]",
        None,
        r"(?:FN|firmenbuch)[^\d\n]{0,30}+",
    ),
    _kind("it_rea/IT", "REA", r"[A-Z]{2}\s?[-–]?\s?\d{5,7}"),
    _kind("pl_regon/PL", "regon", _D, check.pl_regon),
    _kind("pl_krs/PL", "KRS", r"\d{8,11}", _length(10)),
    _kind(
        "nl_kvk/NL",
        "kvk|k.v.k|kamer van koophandel",
        r"\d{8}",
        _length(8),
        r"(?:kvk|k\.v\.k|kamer van koophandel)[^\d\n]{0,40}+",
    ),
    _kind(
        "be_company/BE",
        "ondernemingsnummer|numéro d'entreprise|RPR|RPM|KBO|BCE",
        _D,
        check.be_number,
        r"(?:ondernemingsnummer|numéro d'entreprise|RP[RM]|KBO|BCE)[^\d\n]{0,30}+",
    ),
    _kind(
        "se_company/SE",
        "org.nr|orgnr|organisationsnummer|org. nr|org nr",
        r"\d{6}-\d{4}",
        check.luhn,
    ),
    _kind(
        "no_company/NO",
        "org.nr|orgnr|organisasjonsnummer|org. nr|org nr",
        r"\d{3} ?\d{3} ?\d{3}",
        check.no_number,
    ),
    _kind("dk_company/DK", "cvr", r"\d{2} ?\d{2} ?\d{2} ?\d{2}", check.dk_vat),
    _kind("fi_company/FI", "y-tunnus|business id", r"\d{7}-\d", check.fi_vat),
    _kind("ch_company/CH", "CHE-", r"\d{3}\.?\d{3}\.?\d{3}", check.ch_uid),
    _kind("cz_company/CZ", "ičo|IČ:|IČ ", r"\d{3} ?\d{2} ?\d{3}|\d{8}", check.cz_ico),
    _kind("hu_tax/HU", "adószám", r"\d{8}-?\d-?\d{2}"),
    _kind("ro_company/RO", "CUI|cod fiscal", r"(?:RO ?)?\d{5,10}"),
    _kind(
        "ie_psi/IE",
        "pharmaceutical society of ireland|PSI ",
        r"\d{4,5}",
        None,
        r"(?:pharmaceutical society of ireland|PSI)[^\d\n]{0,40}+",
    ),
    _kind("us_npi/US", "NPI|national provider identifier", r"\d{8,12}", check.us_npi),
    _kind("us_ncpdp/US", "NCPDP|NABP", r"\d{5,9}"),
    _kind("us_dea/US", "DEA", r"[A-Z][A-Z9]\d{7}", check.us_dea),
    _kind("us_ein/US", "EIN|tax id|employer identification", r"\d{2}-\d{7}"),
    _kind("au_abn/AU", "ABN|australian business number", _D, check.au_abn),
    _kind("au_acn/AU", "ACN", r"\d{3} ?\d{3} ?\d{3}", check.au_acn),
    _kind("au_ahpra/AU", "ahpra", r"[A-Z]{3}\d{10}"),
    _kind("in_gstin/IN", "gstin|gst", r"\d{2}[A-Z]{5}\d{4}[A-Z][A-Z\d]{3}", check.in_gstin),
    _kind("in_cin/IN", "CIN", r"[LU]\d{5}[A-Z]{2}\d{4}[A-Z]{3}\d{6}"),
    _kind(
        "in_drug_licence/IN",
        "drug licen|d.l. no|dl no|drug lic|retail licen|d.l.no",
        r"[A-Z]{0,4}[A-Z/.-]{0,12}+\d[A-Z\d/.-]{3,26}",
        None,
        r"(?:drug lic|d\.?l\.|dl |retail lic)[^\d\n:#]{0,25}+",
    ),
    _kind("br_cnpj/BR", "cnpj", r"\d{2}\.?\d{3}\.?\d{3}/?\d{4}-?\d{2}", check.br_cnpj),
    _kind("py_ruc/PY", "RUC", r"\d{5,8}-\d", check.py_ruc),
    _kind(
        "vn_tax/VN",
        "mã số thuế|mst|mã số doanh nghiệp|mã số dn|đkkd|gpkd|đkdn|msdn",
        r"\d{10}(?:-\d{3})?",
        check.vn_tax,
        r"(?:mã số|mst|đk|gpkd|msdn)[^\d\n]{0,60}+",
    ),
    _kind("ru_inn/RU", "инн", r"\d{10,12}", check.ru_inn),
    _kind("ru_ogrn/RU", "огрн|огрнип", r"\d{13,15}", check.ru_ogrn, r"огрн(?:ип)?"),
    _kind("ru_licence/RU", "лицензи", r"(?:ЛО|Л042)-[\d/-]{8,24}", None, r"лицензи[^\d\n]{0,60}?"),
    _kind(
        "za_sapc/ZA",
        "SAPC|pharmacy council",
        r"[YP]\d{4,6}",
        None,
        r"(?:sapc|pharmacy council)[^\d\n]{0,25}?",
    ),
    _kind("ke_ppb/KE", "PPB/", r"[A-Z]/\d{3,6}"),
    _kind("ng_pcn/NG", "PCN/", r"[\w/.-]{4,30}"),
    _kind(
        "licence/",
        "licence n|license n|licence #|license #|licence:|license:|licen. n",
        r"[A-Z]{0,5}[- ]?\d{4,10}",
        None,
        r"licen[cs]e[ds]?" + _NO,
    ),
)

# Tax numbers carry their country in front, or the words before them tell it.
_VAT_RULES: dict[str, Callable[[str], bool]] = {
    "GB": check.gb_vat,
    "DE": check.de_vat,
    "FR": check.fr_vat,
    "IT": check.it_vat,
    "ES": check.es_nif,
    "NL": check.nl_vat,
    "PL": check.pl_nip,
    "BE": check.be_number,
    "AT": check.at_vat,
    "PT": check.pt_nif,
    "SE": check.se_vat,
    "IE": check.ie_vat,
    "DK": check.dk_vat,
    "FI": check.fi_vat,
}
_VAT_PREFIXES = (
    *_VAT_RULES,
    "CZ",
    "SK",
    "HU",
    "RO",
    "BG",
    "EL",
    "GR",
    "LU",
    "LV",
    "LT",
    "EE",
    "SI",
)
_VAT_WORDS: dict[str, str] = {
    "VAT": "",
    "vat number": "",
    "vat no": "",
    "vat reg": "",
    "ust-id": "DE",
    "ust.-id": "DE",
    "ustid": "DE",
    "umsatzsteuer": "DE",
    "UID": "AT",
    "tva": "FR",
    "p.iva": "IT",
    "p. iva": "IT",
    "partita iva": "IT",
    "piva": "IT",
    "BTW": "NL",
    "btw-n": "NL",
    "btw n": "NL",
    "NIP": "PL",
    "CIF": "ES",
    "C.I.F": "ES",
    "NIF": "ES",
    "N.I.F": "ES",
    "contribuinte": "PT",
    "nipc": "PT",
    "moms": "SE",
}
_VAT = compiled(
    r"(?<![A-Za-z\d])((?:[A-Z]{2} ?-?)?U?(?:\d[\d .\-/]{6,17}\d(?: ?B ?\d{2})?[A-Z]{0,2}"
    r"|[A-Z] ?-?\d{2}\.?\d{3}\.?\d{2,3} ?-?[A-Z\d]|\d[A-Z]\d{5}[A-Z]))(?!\w)",
    0,
)
_GAP = compiled(r"[\d\n]", 0)
_DROP = str.maketrans("", "", " .-/\u00a0#")


def identifiers(doc: Document) -> tuple[Identifier, ...]:
    """The page's numbers, each once, at most :data:`MOST`."""
    hints = page_countries(doc) or tuple(a.country for a in addresses(doc) if a.valid)[:1]
    found: dict[tuple[str, str], Identifier] = {}
    for one in (*_described(doc), *_vat_numbers(doc, hints), *_numbers(doc, hints)):
        if len(found) < MOST and not any(one.value == value for _, value in found):
            found[one.kind, one.value] = one
    return tuple(found.values())


register(word for kind in _KINDS for word in kind.words)
register(_VAT_WORDS)


def _places(text: str, found: Sequence[int]) -> Iterator[int]:
    """Which of the places ``found`` begin a word, the first few."""
    begins = (at for at in found if not (at and text[at - 1].isalnum()))
    return islice(begins, _TRIES)


def _numbers(doc: Document, hints: tuple[str, ...]) -> Iterator[Identifier]:
    text = doc.text
    found = present(text)
    for kind in _KINDS:
        for word in kind.words:
            if word not in found:
                continue
            for at in _places(text, found[word]):
                match = kind.pattern.match(text, at, at + _REACH)
                if match is not None:
                    yield _identifier(doc, kind, match, hints)


def _identifier(
    doc: Document, kind: _Kind, match: re.Match[str], hints: tuple[str, ...]
) -> Identifier:
    value = (_prefix(doc.text, match.start(1)) + match.group(1)).translate(_DROP).upper()
    name, country, rule = kind.kind, kind.country, kind.rule
    if name == "gphc":
        name = "gphc_person" if value[0] in "25" and len(value) == 7 else "gphc_premises"
    elif name == "company" and "GB" in hints:
        name, country, rule = "gb_company", "GB", _gb_company
    elif name == "in_drug_licence" or rule is None:
        value = _prefix(doc.text, match.start(1)) + " ".join(match.group(1).split())
    return Identifier(
        kind=name,
        value=value,
        valid=rule(value) if rule else None,
        country=country,
        quote=around(doc.text, match.start(), match.end(), limit=140),
        place=place_at(doc, match.start(1)),
    )


_PREFIX = compiled(r"(?<![A-Za-z])(?:SC|NI|OC|SO|NC|SL|NL|LP|IP|RS|Z[A-Z]?)$", 0)


def _prefix(text: str, start: int) -> str:
    """Letters that belong to a British number of digits: Scottish companies, data protection."""
    match = _PREFIX.search(text, max(0, start - 3), start)
    return match.group() if match else ""


def _vat_numbers(doc: Document, hints: tuple[str, ...]) -> Iterator[Identifier]:
    found = present(doc.text)
    for word, country in _VAT_WORDS.items():
        for at in _places(doc.text, found.get(word, ())):
            match = _VAT.search(doc.text, at + len(word), at + 75)
            if match is None or _GAP.search(doc.text, at, match.start()):
                continue
            number = match.group(1).translate(_DROP)
            quote = around(doc.text, at, match.end(), limit=140)
            yield _vat(number, country, hints, quote, place_at(doc, at))


def _vat(number: str, country: str, hints: tuple[str, ...], quote: str, place: Place) -> Identifier:
    number = number.upper()
    if number[:2] in _VAT_PREFIXES:
        country, number = number[:2].replace("EL", "GR"), number[2:]
    elif number.startswith("U") and len(number) == 9:
        country = "AT"
    elif hints and hints[0] in _VAT_RULES and country in ("", "NL", "FR", "DE"):
        country = hints[0]
    rule = _VAT_RULES.get(country)
    return Identifier(
        kind=f"{country.lower()}_vat" if country else "vat",
        value=number,
        valid=rule(number) if rule else None,
        country=country,
        quote=quote,
        place=place,
    )


def _described(doc: Document) -> Iterator[Identifier]:
    """Tax numbers of structured data."""
    for _, value in values(doc, "vatID", "taxID"):
        number = value.translate(_DROP).upper()
        if 8 <= len(number) <= 14 and number[:2] in _VAT_PREFIXES:
            yield _vat(number, "", (), value[:60], Place(part="structured"))
