"""Amounts of money as printed, in the currencies pages use.

Read from the digits outwards: a page has few numbers and far more letters that could begin a
currency. Amounts without a currency sign are no prices: dosages and telephone numbers look alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from checker.page.facts import Price
from checker.page.places import lowered
from checker.patterns import DIGITS, compiled

MOST_PRICES = 300
"""Amounts kept of one page."""

_SIGNS = {
    "US$": "USD",
    "NT$": "TWD",
    "HK$": "HKD",
    "S$": "SGD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "R$": "BRL",
    "MX$": "MXN",
    "$": "$",
    "€": "EUR",
    "£": "GBP",
    "¥": "¥",
    "₹": "INR",
    "₺": "TRY",
    "₽": "RUB",
    "₪": "ILS",
    "฿": "THB",
    "₫": "VND",
    "₴": "UAH",
    "₩": "KRW",
    "₱": "PHP",
    "元": "¥",
    "円": "JPY",
    "zł": "PLN",
    "zl": "PLN",
    "Kč": "CZK",
    "kr": "kr",
    "kr.": "kr",
    "lei": "RON",
    "лв": "BGN",
    "лв.": "BGN",
    "руб": "RUB",
    "руб.": "RUB",
    "грн": "UAH",
    "TL": "TRY",
    "RM": "MYR",
    "Rp": "IDR",
    "Rs": "INR",
    "Rs.": "INR",
    "Gs.": "PYG",
    "Ft": "HUF",
    "đ": "VND",
    "VNĐ": "VND",
    "ש״ח": "ILS",
    'ש"ח': "ILS",
    "درهم": "AED",
    "ريال": "SAR",
}
# fmt: off
_CODES = (
    "USD", "EUR", "GBP", "AUD", "CAD", "NZD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN",
    "TRY", "RUB", "UAH", "INR", "CNY", "JPY", "TWD", "HKD", "SGD", "MYR", "THB", "IDR", "PHP", "VND", "KRW",
    "AED", "SAR", "ZAR", "BRL", "MXN", "ILS", "BTC", "USDT",
)
# fmt: on
_CURRENCY = {**_SIGNS, **{code: code for code in _CODES}}
_FOLDED = {sign.lower(): currency for sign, currency in _CURRENCY.items()}
_LONGEST_SIGN = max(map(len, _FOLDED))
_OPENINGS = frozenset(sign[:2] for sign in _FOLDED)
_ENDINGS = frozenset(sign[-2:] for sign in _FOLDED)
_SPACE = " \u00a0\u202f"

_NUMBER = compiled(
    r"\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3}){1,3}(?:[.,]\d{1,2})?(?!\d)|\d{1,7}(?:[.,]\d{1,2})?(?!\d)",
    0,
)


def _any_of(signs: Iterable[str]) -> str:
    return "|".join(re.escape(sign) for sign in sorted(signs))


_SHORT = [sign for sign in _FOLDED if len(sign) == 1]
_BEFORE = "|".join(
    rf"(?<=(?:{_any_of(signs)}){space}.)"
    for space in ("", f"[{_SPACE}]")
    for signs in (_SHORT, (ending for ending in _ENDINGS if len(ending) == 2))
)
_REST = r"(?:\d{0,2}(?:[ .,'’\u00a0\u202f]\d{3}){1,3}|\d{0,6})(?:[.,]\d{1,2})?(?!\d)"
_CANDIDATE = compiled(
    rf"[{DIGITS}](?<!\d\d)(?:{_BEFORE}|(?={_REST}[{_SPACE}]?(?:{_any_of((*_SHORT, *_OPENINGS))})))",
    0,
)
"""The first digit of a number beside which a currency may stand, in lower case: most have none."""
_NO_DIGIT = compiled(r"\D")
_DECIMALS = compiled(r"[.,](\d{1,2})$")
_MILLIONS = compiled(
    r"\s?(?:m|mn|bn|mio|mrd|(?:mil[lj]i|bil[lj]i|miljo|миллион|млн|млрд)\w{0,6})\b"
)
"""What follows a sum that nobody asks for a pack: "£3m of pills"."""


def prices(text: str, *, limit: int = MOST_PRICES) -> tuple[Price, ...]:
    """All amounts with a currency in ``text``, in order, at most ``limit``.

    >>> [(p.amount, p.currency) for p in prices("now £12.50, was 1.299,00 € or 30 mg")]
    [(12.5, 'GBP'), (1299.0, 'EUR')]
    """
    return tuple(islice(_read(text), limit))


def _read(text: str) -> Iterator[Price]:
    done = 0
    for digit in _CANDIDATE.finditer(lowered(text)):
        at = digit.start()
        if at >= done and (price := _around(text, at, done)) is not None:
            done = price.start + len(price.quote)
            yield price


def _around(text: str, at: int, done: int) -> Price | None:
    """The price whose number begins at ``at``; what stands before ``done`` belongs to another."""
    before = text[at - 1] if at else ""
    # Most numbers of a page are no prices: they are dismissed by the characters beside them.
    edge = at - 1 if before and before in _SPACE else at
    beside = text[edge - 2 if edge > 1 else 0 : edge].lower()
    signed = beside in _ENDINGS or beside[1:] in _FOLDED
    first = _sign_before(text, edge, done) if signed else None
    if first is None and (before.isalnum() or before in ("_", ".", ",")):
        return None
    number = _NUMBER.match(text, at)
    if number is None:
        return None
    if first is not None:
        if _MILLIONS.match(text, number.end()):
            return None
        return _price(text, first, number.end(), text[first:edge], number.group())
    end = number.end()
    edge = end + 1 if text[end : end + 1] in _SPACE else end
    beside = text[edge : edge + 2].lower()
    if beside not in _OPENINGS and beside[:1] not in _FOLDED:
        return None
    last = _sign_after(text, edge)
    if last is None or _MILLIONS.match(text, last):
        return None
    return _price(text, at, last, text[edge:last], number.group())


def _price(text: str, start: int, end: int, sign: str, number: str) -> Price:
    return Price(amount(number), _FOLDED[sign.lower()], start, text[start:end])


def _sign_before(text: str, end: int, done: int) -> int | None:
    """Where the currency sign begins that ends at ``end`` and continues no word."""
    for start in range(max(done, end - _LONGEST_SIGN), end):
        if text[start:end].lower() in _FOLDED:
            before = text[start - 1] if start else " "
            if not (before.isalnum() or before in ("_", ".")):
                return start
    return None


def _sign_after(text: str, start: int) -> int | None:
    """Where the currency sign ends that begins at ``start`` and is continued by no word. No word continues
    a sign that is no letter: the button behind a price may touch it ("149 €Buy now")."""
    for end in range(min(len(text), start + _LONGEST_SIGN), start, -1):
        if text[start:end].lower() in _FOLDED:
            after = text[end : end + 1]
            touching = after.isalpha() and not text[end - 1].isalpha()
            if touching or not (after.isalnum() or after == "_"):
                return end
    return None


def amount(printed: str) -> float:
    """The number behind ``printed``, whichever sign parts thousands and decimals.

    The last separator is the decimal one when one or two digits follow it; otherwise all
    separators part thousands.

    >>> [amount(s) for s in ("1,234.56", "1.234,56", "1 299", "12,5", "7")]
    [1234.56, 1234.56, 1299.0, 12.5, 7.0]
    """
    digits = _NO_DIGIT.sub("", printed)
    decimals = _DECIMALS.search(printed)
    if decimals is None:
        return float(digits)
    return float(int(digits) / 10 ** len(decimals.group(1)))
