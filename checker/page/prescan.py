"""Find the encoding a page declares about itself, before it can be read.

"Prescan a byte stream to determine its encoding" of the HTML standard: a declaration inside a
comment or in another tag's attribute is none. Beyond the first 1,024 bytes the parser meets
declarations that it obeys as well, but none that stands inside a script or style sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

PRESCAN_BYTES = 1024
LATE_BYTES = 64 * 1024
"""How far a parser is followed; browsers go on to the end, pages do not."""

_TRIED = 2
"""Places from which a declaration is looked for before everything is gone through."""

Lookup = Callable[[str], str | None]
"""From a label to the name of the encoding, None for labels nobody knows."""

_META = re.compile(rb"<meta(?=[\t\n\x0c\r /])", re.IGNORECASE)
_TAG = re.compile(rb"</?[A-Za-z][^\t\n\x0c\r >]*")
_ATTRIBUTE = re.compile(
    rb"[\t\n\x0c\r /]*([^\t\n\x0c\r />][^\t\n\x0c\r =/>]*)"
    rb"(?:[\t\n\x0c\r ]*=[\t\n\x0c\r ]*"
    rb"(?:\"([^\"]*)(?:\"|\Z)|'([^']*)(?:'|\Z)|([^\t\n\x0c\r >\"'][^\t\n\x0c\r >]*)|(?=>)))?"
)
_RAW_TEXT = re.compile(
    rb"<(script|style|title|textarea|noscript|iframe)\b[^<>]*>[\s\S]*?(?:</\1|\Z)", re.IGNORECASE
)
_XML = re.compile(
    rb"<\?xml[^>]*?encoding[\x00-\x20]*=[\x00-\x20]*(?:\"([^\"\x00-\x20>]+)\"|'([^'\x00-\x20>]+)')"
)
_CHARSET = re.compile(
    r"charset[\t\n\x0c\r ]*=[\t\n\x0c\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\x0c\r ;\"'][^\t\n\x0c\r ;]*)|[\"'])"
)


def declared_encoding(body: bytes, lookup: Lookup) -> str | None:
    """What a ``<meta>`` or XML declaration at the start of ``body`` says; None when nothing does."""
    data = body[:PRESCAN_BYTES]
    if data.startswith(b"<\0?\0x\0"):
        return "utf-16le"
    if data.startswith(b"\0<\0?\0x"):
        return "utf-16be"
    name = _from_meta(data, lookup) or _from_xml(data, lookup)
    if name is None and len(body) > PRESCAN_BYTES:
        name = _late(body[:LATE_BYTES], lookup)
    return name


def _late(data: bytes, lookup: Lookup) -> str | None:
    """What the parser meets later on: mostly at once, so that little is gone through."""
    words = islice(re.finditer(b"charset", data.lower()), _TRIED)
    ends = [data.find(b">", word.end()) + 1 for word in words]
    for end in (*ends, len(data)) if ends else ():
        if name := _from_meta(_RAW_TEXT.sub(b"", data[:end]), lookup):
            return name
    return None


def _from_meta(data: bytes, lookup: Lookup) -> str | None:
    position = data.find(b"<")
    while position >= 0:
        if data.startswith(b"<!--", position):
            end = data.find(b"-->", position + 2)  # the dashes may be those of "<!--"
            position = end if end >= 0 else len(data)
        elif found := _META.match(data, position):
            attributes, position = _attributes(data, found.end())
            name = _declaration(attributes, lookup)
            if name is not None and position < len(data):
                return _as_read(name)
        elif found := _TAG.match(data, position):
            _, position = _attributes(data, found.end())
        elif data[position + 1 : position + 2] in (b"!", b"/", b"?"):
            end = data.find(b">", position)
            position = end if end >= 0 else len(data)
        else:
            position += 1
        position = data.find(b"<", position)
    return None


def _attributes(data: bytes, position: int) -> tuple[dict[str, str], int]:
    """The attributes of the tag whose name ends at ``position`` (the first of each name, all in
    lower case), and where it ends: at ``>``, or at the end of ``data`` when it does not."""
    attributes: dict[str, str] = {}
    while found := _ATTRIBUTE.match(data, position):
        name, *values = found.groups()
        value = next((v for v in values if v is not None), b"")
        attributes.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").lower())
        position = found.end()
    end = data.find(b">", position)
    return attributes, end if end >= 0 else len(data)


def _declaration(attributes: dict[str, str], lookup: Lookup) -> str | None:
    if "charset" in attributes:
        return lookup(attributes["charset"])
    if attributes.get("http-equiv") != "content-type":
        return None
    found = _CHARSET.search(attributes.get("content", ""))
    label = next((label for label in found.groups() if label is not None), None) if found else None
    return lookup(label) if label is not None else None


def _from_xml(data: bytes, lookup: Lookup) -> str | None:
    found = _XML.match(data)
    name = lookup((found[1] or found[2]).decode("latin-1")) if found else None
    return _as_read(name) if name is not None else None


def _as_read(name: str) -> str:
    """A declaration that could be read byte by byte was not written in UTF-16."""
    if name in ("utf-16be", "utf-16le"):
        return "utf-8"
    return "windows-1252" if name == "x-user-defined" else name
