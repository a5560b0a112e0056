"""Telephone numbers: links first, then the numbers that the text calls telephone numbers.

Only candidates are parsed (the number library costs 70 µs each), at most :data:`MOST` a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from checker.page.addresses import addresses, page_countries
from checker.page.document import Document
from checker.page.facts import Phone, Place
from checker.page.places import around, place_at
from checker.page.structured import values
from checker.patterns import DIGITS, compiled

MOST = 20
_TRIED = 30
_LOOKED_AT = 200
_RUNS = 1_000

_RUN = compiled(rf"[+({DIGITS}][{DIGITS} ().\-/\u00a0\u2010-\u2013]{{6,22}}[{DIGITS}]", 0)
_OPENING = compiled(r"(?<=\d{4}) ?\(\d{1,3}$", 0)
"""The beginning of "(24 hours)" behind a number."""
_YEARS = compiled(r"\(?(?:19|20)\d\d ?[-/.\u2010-\u2013] ?(?:19|20)\d\d\)?", 0)
"""From one year to another: as many digits as a telephone number has."""
_NANP = compiled(r"(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}", 0)
_CALLED = compiled(
    r"tel\b|tel[.:]|phone|call|ring us|fone|mobile|\bmob\b|hot\s?line|help\s?line|info\s?line"
    r"|whats\s?app|viber|contact|telefon|t[ée]l[ée]ph|\bt[ée]l\b|tel[ée]f|llam|chiama|numero verde"
    r"|\bbel\b|ligue|\btlf|\bpuh|zadzwo|телефон|\bтел\b|звон|电话|電話|☎|📞|☏|✆|điện thoại|هاتف|טלפון|τηλ"
)
_NOT_CALLED = compiled(
    r"\b(?:fax|vat|isbn|ean|sku|npi|iban|ndc|cuit|cnpj|abn|acn|nip|company (?:no|number)"
    r"|order (?:no|number))|telefax|factura|licen[cs]e|регистр|инн|огрн"
)

_KINDS = {
    PhoneNumberType.FIXED_LINE: "landline",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "landline",
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.SHARED_COST: "premium",
    PhoneNumberType.VOIP: "voip",
    PhoneNumberType.PERSONAL_NUMBER: "voip",
}


@dataclass(frozen=True, slots=True)
class _Candidate:
    digits: str
    quote: str
    place: Place
    sure: bool
    """The page itself calls it a telephone number, so it counts even where no country has such."""


def phones(doc: Document, country_hint: str = "") -> tuple[Phone, ...]:
    """The page's telephone numbers. ``country_hint`` (ISO 3166) is the country whose national
    numbers it would print; without it the page's words tell."""
    hint = country_hint.upper() or next(iter(page_countries(doc)), "")
    found: dict[str, Phone] = {}
    seen: set[str] = set()
    elsewhere: str | None = None
    for candidate in islice(_candidates(doc), _LOOKED_AT):
        bare = "".join(filter(str.isdigit, candidate.digits))
        if bare in seen or not 7 <= len(bare) <= 15:
            continue
        seen.add(bare)
        phone = _read(candidate, hint)
        if phone is None and candidate.sure:
            elsewhere = _address_country(doc) if elsewhere is None else elsewhere
            phone = _read(candidate, elsewhere) or _unread(candidate)
        if phone is None and candidate.digits.startswith("+"):
            phone = _unread(candidate)
        if phone is not None and not _known(phone, found):
            found[phone.number] = phone
        if len(found) >= MOST or len(seen) >= _TRIED:
            break
    return tuple(found.values())


def _candidates(doc: Document) -> Iterator[_Candidate]:
    for link in doc.links:
        if link.url.startswith(("tel:", "callto:")):
            digits = unquote(link.url.partition(":")[2][:60]).strip("/ ")
            yield _Candidate(digits, (link.text or digits)[:80], Place(part=link.place), True)
    for _, value in values(doc, "telephone", "faxNumber"):
        yield _Candidate(value[:40], value[:80], Place(part="structured"), True)
    yield from _in_text(doc)


def _in_text(doc: Document) -> Iterator[_Candidate]:
    text = doc.text
    for match in islice(_RUN.finditer(text), _RUNS):
        start, end = match.span()
        if _joined(text, start, end):
            continue
        run = match.group()
        run = _OPENING.sub("", run)
        digits = sum(map(str.isdigit, run))
        if not 8 <= digits <= 15 or (digits == 8 and _YEARS.fullmatch(run)):
            continue
        before = text[max(0, start - 40) : start]
        called = _called(before)
        if called or run.startswith(("+", "00")) or _NANP.fullmatch(run):
            yield _Candidate(run, around(text, start, end, limit=80), place_at(doc, start), called)
        elif run.startswith(("0", "(0")) and digits >= 9:
            place = place_at(doc, start)
            if place.part in ("header", "footer"):
                yield _Candidate(run, around(text, start, end, limit=80), place, False)


def _joined(text: str, start: int, end: int) -> bool:
    """True when the run is a piece of a longer word, code, price or date."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return before.isalnum() or after.isalnum() or before in ("#", "$", "€", "£", "_", ",", "/", "-")


def _called(before: str) -> bool:
    """True when the words before a number call it a telephone number, and nothing nearer else."""
    last = max((m.end() for m in _CALLED.finditer(before)), default=-1)
    return last > max((m.end() for m in _NOT_CALLED.finditer(before)), default=-1)


def _read(candidate: _Candidate, hint: str) -> Phone | None:
    text = candidate.digits
    if text.startswith("00") and not hint:
        text = f"+{text[2:]}"
    for region in _regions(text, hint):
        try:
            number = phonenumbers.parse(text, region)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return _phone(number, candidate)
    return None


def _address_country(doc: Document) -> str:
    """The country of the first postal address: only asked when nothing else reads a number."""
    return next((a.country for a in addresses(doc) if a.valid and a.country), "")


def _known(phone: Phone, found: dict[str, Phone]) -> bool:
    """True when the number, or one it is a short or slipped form of, is there already."""
    if phone.number in found:
        return True
    digits = "".join(filter(str.isdigit, phone.number)).lstrip("0")
    return phone.kind == "unknown" and any(one.endswith(digits[-9:]) for one in found)


def _regions(text: str, hint: str) -> tuple[str | None, ...]:
    if text.startswith("+"):
        return (None,)
    american = ("US",) if _NANP.fullmatch(text) or text.startswith("1") else ()
    own = (hint,) if hint else ()
    if hint in ("GB", "AU") and not text.startswith("0"):  # Never written there without the zero.
        return tuple(dict.fromkeys((*american, *own)))
    return tuple(dict.fromkeys((*own, *american)))


def _phone(number: PhoneNumber, candidate: _Candidate) -> Phone:
    country = phonenumbers.region_code_for_number(number) or ""
    return Phone(
        number=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        country=country if country.isalpha() else "",
        kind=_KINDS.get(phonenumbers.number_type(number), "unknown"),
        quote=candidate.quote,
        place=candidate.place,
    )


def _unread(candidate: _Candidate) -> Phone:
    """A number no country has (a placeholder, a slip): its prefix may still name one."""
    text, country = candidate.digits, ""
    if text.startswith("+"):
        digits = "".join(filter(str.isdigit, text))
        for length in (1, 2, 3):
            region = phonenumbers.region_code_for_country_code(int(digits[:length] or "0"))
            if region.isalpha() and region != "ZZ":
                country = region
                break
    return Phone(
        number=text[:40],
        country=country,
        kind="unknown",
        quote=candidate.quote,
        place=candidate.place,
    )
