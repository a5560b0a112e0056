"""Bytes -> text, in the encoding a browser would pick.

The rules are those of the Encoding and HTML standards (encoding.spec.whatwg.org,
html.spec.whatwg.org "determining the character encoding"): a byte order mark, then the
``charset`` of the Content-Type header, then what the page declares. When nothing is declared:
UTF-8 when the bytes are UTF-8, a guess for pages in other than Latin letters, and windows-1252.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from checker.page.prescan import declared_encoding

DEFAULT = "windows-1252"
_GUESS_BYTES = 64 * 1024

_LABELS = {
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8",
    "ibm866": "866 cp866 csibm866",
    "iso-8859-2": "csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    "iso-8859-3": "csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    "iso-8859-4": "csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    "iso-8859-5": "csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
    "iso-8859-6": "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i "
    "iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso-8859-7": "csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
    "iso_8859-7:1987 sun_eu_greek",
    "iso-8859-8": "csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
    "iso_8859-8:1988 visual",
    "iso-8859-8-i": "csiso88598i logical",
    "iso-8859-10": "csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso-8859-13": "iso8859-13 iso885913",
    "iso-8859-14": "iso8859-14 iso885914",
    "iso-8859-15": "csisolatin9 iso8859-15 iso885915 iso_8859-15 l9",
    "iso-8859-16": "",
    "koi8-r": "cskoi8r koi koi8 koi8_r",
    "koi8-u": "koi8-ru",
    "macintosh": "csmacintosh mac x-mac-roman",
    "windows-874": "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620",
    "windows-1250": "cp1250 x-cp1250",
    "windows-1251": "cp1251 x-cp1251",
    "windows-1252": "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 "
    "iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252",
    "windows-1253": "cp1253 x-cp1253",
    "windows-1254": "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
    "x-cp1254",
    "windows-1255": "cp1255 x-cp1255",
    "windows-1256": "cp1256 x-cp1256",
    "windows-1257": "cp1257 x-cp1257",
    "windows-1258": "cp1258 x-cp1258",
    "x-mac-cyrillic": "x-mac-ukrainian",
    "gbk": "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk",
    "gb18030": "",
    "big5": "big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc-jp": "cseucpkdfmtjapanese x-euc-jp",
    "iso-2022-jp": "csiso2022jp",
    "shift_jis": "csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis",
    "euc-kr": "cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949",
    "replacement": "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr",
    "utf-16be": "unicodefffe",
    "utf-16le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16",
    "x-user-defined": "",
}
"""The standard's names and their further labels."""

_BY_LABEL = {label: name for name, labels in _LABELS.items() for label in (name, *labels.split())}

_CODECS = {
    "ibm866": "cp866",
    "iso-8859-8-i": "iso8859_8",
    "macintosh": "mac_roman",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac_cyrillic",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "iso-2022-jp": "iso2022_jp_ext",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "utf-16be": "utf_16_be",
    "utf-16le": "utf_16_le",
}
"""Where Python calls it otherwise; the standard's superset in place of the named encoding."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
)
_CHARSET = re.compile(r"charset\s*=\s*(?:\"([^\"]*)\"?|([^;\s]*))", re.IGNORECASE)
_MARKUP = re.compile(rb"<[^<>]{0,2000}>")

# The commonest letters of running text; enough to tell right decoding from wrong.
_COMMON = {
    "windows-1251": "оеаинтсрвлк",
    "koi8-r": "оеаинтсрвлк",
    "iso-8859-5": "оеаинтсрвлк",
    "windows-1253": "αοιετσνηυρκ",
    "windows-1255": "יוהלאתרמשבנ",
    "windows-1256": "المينرتوبهد",
    "windows-874": "านรอกเงมย่้",
    "shift_jis": "のにはをたがでてとしいる",
    "euc-jp": "のにはをたがでてとしいる",
    "euc-kr": "이다는에의가을고하지로기한",
    "gb18030": "的一是不了在有人这中大为上个国我以要他时来用们",
    "big5": "的一是不了在有人這中大為上個國我以要他時來用們",
}
_COMMON_SHARE = 0.12


def encoding_for(label: str) -> str | None:
    """The standard's name (lower case) for ``label``, or None when browsers know no such label.

    >>> encoding_for(" ISO-8859-1 "), encoding_for("utf-7")
    ('windows-1252', None)
    """
    return _BY_LABEL.get(label.strip("\t\n\x0c\r ").lower()) if label.isascii() else None


def decode(body: bytes, content_type: str | None) -> tuple[str, str]:
    """``body`` as text and the standard's name of the encoding used. Never raises.

    Bytes that mean nothing become U+FFFD; the text never holds lone surrogates, so that it can be
    stored and printed.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _decode(body[len(mark) :], name), name
    name = _from_header(content_type) or declared_encoding(body, encoding_for) or _guess(body)
    return _decode(body, name), name


def _from_header(content_type: str | None) -> str | None:
    found = _CHARSET.search(content_type or "")
    return encoding_for(found[1] if found[1] is not None else found[2]) if found else None


def _decode(body: bytes, name: str) -> str:
    if name == "replacement":
        return "\ufffd" if body else ""
    if name == "x-user-defined":
        return "".join(chr(b if b < 0x80 else 0xF700 + b) for b in body)
    codec = _CODECS.get(name, name)
    if _is_single_byte(name):
        return codecs.charmap_decode(body, "replace", _table(codec))[0]
    return body.decode(codec, "replace")


def _is_single_byte(name: str) -> bool:
    return name.startswith(("windows-", "iso-8859", "koi8", "ibm", "mac", "x-mac"))


@cache
def _table(codec: str) -> str:
    """All 256 characters; as browsers do, unused places below 0xA0 are control characters."""
    letters = [bytes([b]).decode(codec, "replace") for b in range(256)]
    return "".join(
        chr(b) if c == "\ufffd" and 0x80 <= b < 0xA0 else c for b, c in enumerate(letters)
    ).replace("\ufffd", "\ufffe")


def _guess(body: bytes) -> str:
    """What an undeclared page is written in."""
    if body.isascii():
        return _bare_utf16(body) or DEFAULT
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as fault:
        # Cut in the middle of a character: still UTF-8.
        if fault.start > len(body) - 4 and fault.reason == "unexpected end of data":
            return "utf-8"
    else:
        return "utf-8"
    return _bare_utf16(body) or _guess_by_letters(body) or DEFAULT


def _bare_utf16(body: bytes) -> str | None:
    """UTF-16 without a byte order mark shows as NUL in every second place."""
    start = body[:4096]
    if len(start) < 16:
        return None
    high, low = start[0::2].count(0), start[1::2].count(0)
    if max(high, low) < 0.1 * len(start) or min(high, low) > 0.02 * len(start) / 2:
        return None
    return "utf-16be" if high > low else "utf-16le"


def _guess_by_letters(body: bytes) -> str | None:
    text = _MARKUP.sub(b" ", body[:_GUESS_BYTES])
    high = len(text) - len(text.translate(None, bytes(range(0x80, 0x100))))
    letters = len(text) - len(
        text.translate(None, bytes(range(0x41, 0x5B)) + bytes(range(0x61, 0x7B)))
    )
    if high < 20 or high < 0.3 * (high + letters):
        return None  # western writing has few letters outside ASCII
    best, name = max((_share_of_common(text, name), name) for name in _COMMON)
    return name if best >= _COMMON_SHARE else None


def _share_of_common(text: bytes, name: str) -> float:
    """Share of common letters among all outside ASCII; 0 when ``name`` plainly does not fit."""
    letters = re.sub(r"[\x00-\x7f]+", "", _decode(text, name))
    if not letters or letters.count("\ufffd") > 0.02 * len(letters):
        return 0.0
    return sum(letters.count(c) for c in _COMMON[name]) / len(letters)
