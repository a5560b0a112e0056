"""Postal addresses: lines with a street word, a house number and a postcode of a known format.

Plausible only: whether such a house exists is for registers to say. Formats are those of
``address_formats.csv``; a postcode that several countries share needs the country's name, the
page's own country or its language to be given to one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from checker.page.anchors import places, register
from checker.page.document import Document
from checker.page.facts import Place, PostalAddress
from checker.page.places import lowered, place_at
from checker.page.structured import values
from checker.patterns import DIGITS, compiled, loads_patterns
from checker.reference import table

MOST = 20
_TRIED = 60
_BEFORE, _AFTER = 130, 60

_CODE = compiled(
    r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]\d[\dW] ?[A-Z\d]{4}"
    r"|[A-Z]{2,3}\.?,? \d{4,5}|[A-Z]{1,2}-?\d{4,5}|〒 ?\d{3}-?\d{4}"
    r"|\d{5}-\d{3}|\d{4}-\d{3}|\d{3}-\d{4}|\d{2}-\d{3}|\d{4} ?[A-Z]{2}|\d{3} \d{2,3}|\d{4,7})(?![\w@])",
    0,
)
_BEGIN = compiled(rf"[A-Z{DIGITS}〒](?<!\w.)[A-Z]{{0,2}}[ .,-]{{0,3}}[{DIGITS}]", 0)
_DIGIT = compiled(r"\d{1,5}", 0)
_STREET_REACH = 45


@dataclass(frozen=True, slots=True)
class _Format:
    country: str
    kind: str
    postcode: re.Pattern[str]
    languages: tuple[str, ...]
    names: re.Pattern[str]


@loads_patterns
@cache
def _formats() -> tuple[_Format, ...]:
    return tuple(
        _Format(
            country=row["country"],
            kind=row["postcode_kind"],
            postcode=compiled(row["postcode"] or r"(?!)", 0),
            languages=tuple(row["languages"].split()),
            names=compiled(
                rf"(?<!\w)(?:{'|'.join(map(re.escape, row['names'].split('|')))})(?!\w)", 0
            ),
        )
        for row in table("address_formats")
    )


@loads_patterns
@cache
def _streets() -> dict[str, re.Pattern[str]]:
    return {row["language"]: compiled(row["words"], 0) for row in table("street_words")}


@cache
def _names() -> tuple[tuple[str, _Format], ...]:
    """Names (lower case) of countries, and of cities of those whose addresses carry no postcode."""
    rows = [row["names"].split("|") for row in table("address_formats")]
    return tuple(
        (name, form) for names, form in zip(rows, _formats(), strict=True) for name in names
    )


register(name for row in table("address_formats") for name in row["names"].split("|"))


@lru_cache(maxsize=1)
def addresses(doc: Document) -> tuple[PostalAddress, ...]:
    """The page's postal addresses, each once, at most :data:`MOST`. The last page's are kept: the readers
    of telephones and numbers ask, too."""
    found: dict[str, PostalAddress] = {}
    for address in _all(doc):
        key = re.sub(r"\W+", "", (address.postcode or address.text).lower())
        found.setdefault(key, address)
        if len(found) >= MOST:
            break
    return tuple(found.values())


def _all(doc: Document) -> Iterator[PostalAddress]:
    yield from _described(doc)
    low = lowered(doc.text)
    yield from _with_postcode(doc, low, page_countries(doc))
    yield from _without_postcode(doc, low)


def page_countries(doc: Document) -> tuple[str, ...]:
    """Countries the page may stand in, likeliest first: declared region, domain, language, words.

    Good enough to read national numbers by; nothing is judged from it.
    """
    language, _, region = doc.language.replace("_", "-").partition("-")
    ending = doc.url.split("/")[2].rpartition(".")[2].partition(":")[0] if "//" in doc.url else ""
    hints = [region.upper() if len(region) == 2 else "", ending.upper() if len(ending) == 2 else ""]
    hints = ["GB" if hint == "UK" else hint for hint in hints]
    hints += [f.country for f in _formats() if language.lower() == f.languages[0] != "en"][:1]
    hints += [country for cue, country in _CUES if places(doc.text, cue)]
    return tuple(dict.fromkeys(h for h in hints if h))


# Words of the visible text that tell where a page without any declaration stands.
_CUES = (
    ("United Kingdom", "GB"),
    ("England", "GB"),
    ("London", "GB"),
    ("£", "GB"),
    ("Việt Nam", "VN"),
    ("Hà Nội", "VN"),
    ("Hồ Chí Minh", "VN"),
    ("Australia", "AU"),
)
register(cue for cue, _ in _CUES)


def _with_postcode(doc: Document, low: str, hints: tuple[str, ...]) -> Iterator[PostalAddress]:
    text = doc.text
    named = {form.country for name, form in _names() if places(text, name)}
    nearby = [f for f in _formats() if f.kind == "shared" and f.country in {*hints, *named}]
    own = [form for form in _formats() if form.kind == "own"]
    tried = 0
    for start, end in _codes(text):
        code = text[start:end]
        if _joined(text, start, end):
            continue
        possible = [form for form in own if form.postcode.fullmatch(code)]
        possible += [form for form in nearby if form.postcode.fullmatch(code)]
        if not possible or (len(code) == 4 and code[:2] in ("19", "20")):
            continue  # Nothing, or a year: far more often than a town.
        tried += 1
        if tried > _TRIED:
            return
        form = _country(possible, low[max(0, start - _BEFORE) : end + _AFTER], hints)
        street = None if form is None else _street(low, start, end, form)
        if form is None or street is None or _of_others(low, start, end):
            continue
        stop = end if street < end else text.find("\n", street, street + _AFTER)
        yield _address(
            doc, min(street, start), stop if stop > 0 else end + _AFTER, form.country, code
        )


_OTHERS = compiled(
    r"google|facebook|meta platforms|amphitheatre|california ave|hacker way|barrow st|grand canal"
    r"|hanover reach|twitter|linkedin|paypal|adobe|ombudsman|information commissioner|wycliffe house"
)


def _of_others(low: str, start: int, end: int) -> bool:
    """True for the addresses of services and authorities that privacy pages name."""
    return _OTHERS.search(low, max(0, start - 100), end) is not None


def _codes(text: str) -> Iterator[tuple[int, int]]:
    """Where something stands that could be a postcode."""
    at = 0
    while (begin := _BEGIN.search(text, at)) is not None:
        match = _CODE.match(text, begin.start())
        at = match.end() if match else begin.start() + 1
        if match is not None:
            yield match.span()


def _joined(text: str, start: int, end: int) -> bool:
    """True when the code is a piece of a word, price, telephone number or address of the web."""
    before = text[max(0, start - 1) : start]
    if before.isalnum() or before in ("#", "$", "€", "£", "+", "_", "/", ".", "="):
        return True
    if not text[start].isdigit():
        return False
    after = text[end : end + 2]
    behind = after[:1] in (" ", "-", "/", ".", ",") and after[1:].isdigit()
    ahead = before in (" ", "-", ")") and text[max(0, start - 2) : start - 1].isdigit()
    return behind or ahead


def _country(possible: list[_Format], window: str, hints: tuple[str, ...]) -> _Format | None:
    """The one of the countries that the words around it or the page tell."""
    spoken = [form for form in possible if _spoken(form, window)]
    for form in spoken:
        if form.kind == "own" or form.names.search(window):
            return form
    for hint in hints:
        for form in spoken:
            if form.country == hint:
                return form
    return None


def _spoken(form: _Format, window: str) -> bool:
    streets = _streets()
    return any(streets[language].search(window) for language in form.languages)


def _street(low: str, start: int, end: int, form: _Format) -> int | None:
    """Where the street line begins: at the street word nearest before the postcode (or behind it)
    that has a house number near; British and Irish houses may have a name instead."""
    for begin, stop in ((max(0, start - _BEFORE), start), (end, min(len(low), end + _AFTER))):
        words = [
            word.span()
            for language in form.languages
            for word in _streets()[language].finditer(low, begin, stop)
        ]
        for at, after in sorted(words, reverse=True):
            line = max(begin, at - _STREET_REACH, _line_start(low, at))
            if _DIGIT.search(low, line, min(stop, after + _STREET_REACH)):
                return line
            if form.country in ("GB", "IE"):
                return line
    return None


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _without_postcode(doc: Document, low: str) -> Iterator[PostalAddress]:
    for name, form in _names():
        if form.kind != "none":
            continue
        for at in places(doc.text, name)[:4]:
            start = max(0, at - _BEFORE)
            window = low[start:at]
            for language in form.languages:
                word = _streets()[language].search(window)
                number = word and _DIGIT.search(
                    window, max(0, word.start() - 20), word.end() + _STREET_REACH
                )
                if word and number:
                    begin = start + max(0, min(word.start(), number.start()))
                    yield _address(doc, begin, at + len(name), form.country, "")
                    break


def _address(doc: Document, start: int, end: int, country: str, code: str) -> PostalAddress:
    lines = (line.strip(" ,;|") for line in doc.text[start:end].split("\n"))
    return PostalAddress(
        text=", ".join(line for line in lines if line)[:200],
        country=country,
        postcode=code,
        valid=bool(code),
        place=place_at(doc, start),
    )


def _described(doc: Document) -> Iterator[PostalAddress]:
    """Addresses of structured data; a country given there decides which postcodes are valid."""
    parts: dict[str, str] = {}
    names = ("streetAddress", "postalCode", "addressLocality", "addressCountry")
    for name, value in values(doc, *names):
        if name in parts:
            yield from _described_one(parts)
            parts = {}
        parts[name] = value.strip()
    yield from _described_one(parts)


def _described_one(parts: dict[str, str]) -> Iterator[PostalAddress]:
    street, code = parts.get("streetAddress", ""), parts.get("postalCode", "")
    if not street:
        return
    country = _code_of(parts.get("addressCountry", ""))
    formats = [f for f in _formats() if f.country == country and f.kind != "none"]
    bare = [f for f in _formats() if f.kind == "own" and f.postcode.fullmatch(code)]
    if not country and bare:
        country = bare[0].country
    # The American format is written with its state in text, and without it here.
    valid = any(f.postcode.fullmatch(code) for f in formats or bare) or (
        country in ("US", "AU") and code.replace("-", "").isdigit()
    )
    shown = [street, parts.get("addressLocality", ""), code, parts.get("addressCountry", "")]
    yield PostalAddress(
        text=", ".join(part for part in shown if part)[:200],
        country=country,
        postcode=code,
        valid=valid,
        place=Place(part="structured"),
    )


def _code_of(name: str) -> str:
    if len(name) == 2:
        return "GB" if name.upper() == "UK" else name.upper()
    low = name.lower()
    return next((f.country for f in _formats() if low and f.names.fullmatch(low)), "")
