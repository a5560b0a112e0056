"""Where a page sends its visitor on by itself: meta refresh, its header, and script location. Read, never run."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from checker.page.constants import Constant, Constants
from checker.page.document import Document
from checker.page.places import occurrences
from checker.patterns import compiled

MOST_WAYS = 10
_MOST_PLACES = 1000
"""Mentions of a word in scripts that are looked at."""
_LAYERS = 2
"""Times that a script is taken out of a script."""
_MOST_CODED = 10

_REFRESH = compiled(
    r"\s*(?=[\d.])\d{0,20}[\d.]{0,20}(?:\s{0,20}[;,]\s{0,20}+|\s{1,20}+)(?:url\s{0,20}=\s{0,20}+)?+"
    r"[\"']?\s{0,20}([^\"'\s][^\"']{0,2048})"
)
_META = compiled(
    r"<meta\s[^<>]{0,100}?http-equiv\s?=\s?\\?[\"']?refresh\b[^<>]{0,100}?content\s?=\s?\\?([\"'])([^\"'<>]{1,2048})"
)
_OWNER = r"(?:window|self|top|parent|document|globalThis|this|opener)"
_OWNED = compiled(
    rf"(?:(?<![\w$.])(?:{_OWNER}\s?\.\s?){{0,4}}{_OWNER}|\(\s?{_OWNER}(?:\s?\|\|\s?{_OWNER}){{0,3}}\s?\))"
    r"\s{0,40}(?:\.\s{0,40}|\[\s?[\"'`])\Z",
    0,
)
_BARE = compiled(r"(?:\A|[^\w$.\s-]|(?<![\w$])(?!var|let|const)[\w$]{1,30}\s|[^\w$]\s)\Z", 0)
_SET = compiled(
    r"\s{0,40}(?:\.\s{0,40}href|\[\s?[\"'`]href[\"'`]\s?\])?\s{0,40}=(?!=)"
    r"|\s{0,40}(?:\.\s{0,40}(?:replace|assign)|\[\s?[\"'`](?:replace|assign)[\"'`]\s?\])\s{0,40}\("
    r"|\s?\)\s?\.\s?(?:attr|prop)\(\s?[\"']href[\"']\s?,",
    0,
)
_END_OF_NAME = compiled(r"[\"'`]\s?\]", 0)
_OWN_WINDOW = compiled(r"\s?,\s?[\"']_(?:self|top|parent)[\"']", 0)
_LINE_COMMENT = compiled(r"(?<![:\"'`\\\w/])//", 0)
_CODED = ("unescape(", "atob(", "String.fromCharCode(", "decodeURIComponent(")
_ADDRESS = compiled(r"[^<>\s]{1,2048}", 0)
_WITH_HOST = compiled(r"(?:https?:)?//[^/?#\s]{1,255}[/?#]")
"""An address whose host is complete, whatever follows."""
_NEARBY = 80
_LONGEST_WORD = 32


def refresh_target(content: str) -> str:
    """The address in the value of a meta refresh or of its header, as written; empty when it names none.

    >>> refresh_target("0; URL='https://shop.test/'"), refresh_target("300"), refresh_target("5; url=")
    ('https://shop.test/', '', '')
    """
    found = _REFRESH.match(content[:2200])
    return found[1].strip() if found else ""


def refreshes(doc: Document) -> tuple[str, ...]:
    """Resolved addresses of meta refresh and of location assignments in inline scripts, each once."""
    found = list(doc.refresh)
    for where in _locations(doc.inline_scripts):
        if len(found) < MOST_WAYS and not where.startswith(("#", "javascript:", "?")):
            found.append(_resolved(doc.base or doc.url, where))
    return tuple(dict.fromkeys(found))[:MOST_WAYS]


def _locations(scripts: str, layer: int = 0) -> Iterator[str]:
    """The addresses that scripts assign, in order, and those of scripts that stand coded in them."""
    constants = Constants(scripts)
    for at in _expressions(scripts, constants):
        if not _is_comment(scripts, at) and (where := _address(constants.text_at(at))):
            yield where
    if "http-equiv" in scripts:
        yield from filter(None, (refresh_target(meta[2]) for meta in _META.finditer(scripts)))
    if layer < _LAYERS:
        for word in _CODED:
            for at in occurrences(scripts, word, limit=_MOST_CODED):
                inner = constants.text_at(at)
                if inner is not None and ("location" in inner.text or "refresh" in inner.text):
                    yield from _locations(inner.text, layer + 1)


def _expressions(scripts: str, constants: Constants) -> Iterator[int]:
    """Where the expressions begin that are assigned to a window's location, or opened in its place."""
    for at in occurrences(scripts, "location", limit=_MOST_PLACES):
        end = at + len("location")
        quoted = _END_OF_NAME.match(scripts, end)
        assigned = _SET.match(scripts, quoted.end() if quoted else end)
        if assigned and _is_windows(scripts[max(0, at - _NEARBY) : at], quoted=bool(quoted)):
            yield assigned.end()
    for at in occurrences(scripts, "open(", limit=_MOST_PLACES):
        address = constants.text_at(at + len("open("))
        if address and _OWN_WINDOW.match(scripts, address.end):
            yield at + len("open(")


def _is_windows(before: str, *, quoted: bool) -> bool:
    """Whether a ``location`` after these signs is that of a window."""
    if quoted or before.rstrip().endswith("."):
        return _OWNED.search(before) is not None
    return _BARE.search(before[-_LONGEST_WORD:]) is not None


def _address(expression: Constant | None) -> str:
    """The address that an expression stands for; of one that goes on otherwise, if its host is complete."""
    if expression is None:
        return ""
    text = expression.text.strip()
    complete = expression.whole or _WITH_HOST.match(text)
    return text if complete and _ADDRESS.fullmatch(text) else ""


def _is_comment(scripts: str, at: int) -> bool:
    line = scripts[max(scripts.rfind("\n", 0, at) + 1, at - 400) : at]
    if _LINE_COMMENT.search(line):
        return True
    opened = scripts.rfind("/*", max(0, at - 4000), at)
    if opened < 0 or scripts.find("*/", opened, at) >= 0:
        return False
    return not opened or not (scripts[opened - 1].isalnum() or scripts[opened - 1] in "\"'`")


def _resolved(base: str, where: str) -> str:
    try:
        return urljoin(base, where)
    except ValueError:  # An address no parser accepts leads nowhere.
        return where
