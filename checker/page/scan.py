"""A first look at hostile text, before a parser sees it.

The parser is quick on pages and hopeless on attacks: a few ten thousand nested elements, attributes
or unclosed ``<b class=…>`` take it minutes or gigabytes. One pass of two regular expressions
tells whether a page holds any of that, in half a millisecond for 150 kB. Only then is the page taken
apart tag by tag and written out again without it. Both passes are linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

CHARACTERS = 2 * 1024 * 1024
TAGS = 20_000
"""Start tags of a page."""
TOKENS = 3 * TAGS
"""Start tags, end tags, comments."""
FEW_TAGS = TAGS // 2
"""Brackets up to which a page is not looked at tag by tag; all of them nested, they are parsed in time."""
NESTING = 1_024
"""Open blocks. Further ones are taken out and their text stays: for every block the parser climbs through
all that are open."""
ATTRIBUTES = 256
"""Attributes of one tag."""
TAG_LENGTH = 32 * 1024
"""Characters of one tag."""
OPEN_FORMATTING = 32
"""Unclosed ``<b …>``, ``<font …>`` and the like that may carry attributes: the parser repeats all of them
in every following paragraph."""

WHOLES = 16
"""``<html …>`` and ``<body …>`` tags whose attributes count; pages glued together have several."""

_ATTRIBUTE = (
    r"[\t\n\f\r /]*+[^\t\n\f\r />][^\t\n\f\r =/>]*+"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)?+)?+"
)
_RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes"


def _any_case(words: str) -> str:
    """A pattern for ``words`` in either case: much quicker than the flag, which slows every character."""
    return "".join(f"[{c}{c.upper()}]" if c.isalpha() else c for c in words)


_NAME_END = r"[\t\n\f\r />]"
_FEW = rf"(?:{_ATTRIBUTE}){{0,{ATTRIBUTES}}}+[\t\n\f\r /]*+"
_ANY_RAW = _any_case(_RAW)
# One alternative for each raw element: a group that captures inside a possessive repeat is broken in Python 3.11.
_RAW_ELEMENTS = "|".join(
    rf"<{name}(?={_NAME_END}){_FEW}>(?:[^<]++|<(?!/{name}))*+" for name in _ANY_RAW.split("|")
)
_PLAIN = re.compile(
    # Text; a tag of modest size; a raw element; the end of one; a comment; a declaration; a lone "<".
    r"(?:[^<]++"
    rf"|<(?!(?:{_ANY_RAW}|{_any_case('plaintext')}){_NAME_END})/?[a-zA-Z][^\t\n\f\r />]*+{_FEW}(?:>|\Z)"
    rf"|{_RAW_ELEMENTS}"
    rf"|</(?:{_ANY_RAW})(?={_NAME_END})[^>]{{0,1000}}+>"
    r"|<!--(?:[^-]++|-(?!->))*+(?:-->|\Z)"
    r"|<(?:[!?](?!--)|/(?![a-zA-Z]))[^>]*+>?"
    r"|<(?![a-zA-Z!?/]))*+"
)
_WITH_ATTRIBUTES = re.compile(
    rf"<(?:[bBiIsSuU]|{_any_case('html|body|big|code|em|font|nobr|small|strike|strong|tt')})[\t\n\f\r /]"
)
_NO_SCRIPT = re.compile(rf"(</?){_any_case('noscript')}(?={_NAME_END})")
_TOKEN = re.compile(
    rf"<(?:!--[\s\S]*?(?:-->|\Z)|(/?)([a-z][^\t\n\f\r />]*+)((?:{_ATTRIBUTE})*+)[\t\n\f\r /]*+(?:>|\Z)"
    r"|[!?/][^>]*+>?)",
    re.IGNORECASE,
)
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
_SHADOW = re.compile(
    r"[\t\n\f\r /]shadowrootmode[\t\n\f\r ]*=[\t\n\f\r ]*[\"']?(?:open|closed)", re.IGNORECASE
)
_RAW_END = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in _RAW.split("|")
}
_FORMATTING = frozenset(
    ("b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)
_NESTED = frozenset(
    """a address article aside blockquote center details dialog dir div dl fieldset figure footer form header
    main menu nav ol section ul""".split()  # noqa: SIM905
)
_WHOLE = ("html", "body")


@dataclass(frozen=True, slots=True)
class Prepared:
    """Text that can be parsed within the limits, and what was cut to make it so."""

    html: str
    cuts: tuple[str, ...] = ()
    """Of ``bytes``, ``tags``, ``depth``, ``attributes``, ``formatting``, ``unclosed`` (a comment or script that never
    ends, so that browsers, too, read no further)."""


def prepare(html: str) -> Prepared:
    """Cut ``html`` to what can be parsed in time. Lone surrogates become U+FFFD."""
    cuts = []
    if len(html) > CHARACTERS:
        html = html[:CHARACTERS]
        cuts.append("bytes")
    # To a browser that runs scripts the content of <noscript> is raw text, like that of <noframes>; this
    # parser would read it as markup, and <noscript><div></noscript> would swallow the page.
    html = _NO_SCRIPT.sub(r"\1noframes", _storable(html))
    if _unclosed(html):
        cuts.append("unclosed")
    if _is_plain(html):
        return Prepared(html, tuple(cuts))
    rewriter = _Rewriter(html)
    return Prepared(rewriter.rewrite(), (*cuts, *rewriter.cuts))


def _storable(html: str) -> str:
    if html.isascii():
        return html
    try:
        html.encode("utf-8")
    except UnicodeEncodeError:
        return html.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return html


def _is_plain(html: str) -> bool:
    """True when nothing in ``html`` could take the parser long."""
    if html.count("<") > FEW_TAGS or "shadowrootmode" in html:
        return False
    matched = _PLAIN.match(html)
    if matched is None or matched.end() != len(html):
        return False
    return len(_WITH_ATTRIBUTES.findall(html)) <= 4 * OPEN_FORMATTING


def _unclosed(html: str) -> bool:
    """True when the page ends inside a comment or a script."""
    comment = html.rfind("<!--")
    if comment >= 0 and html.find("-->", comment + 2) < 0:
        return True
    script = html.rfind("<script")
    return script >= 0 and _RAW_END["script"].search(html, script) is None


@dataclass(slots=True)
class _Rewriter:
    """Goes through the tags of a page and writes it out again within the limits."""

    html: str
    cuts: list[str] = field(default_factory=list)
    _tags: int = 0
    _tokens: int = 0
    _formatting: int = 0
    _wholes: int = 0
    _depth: int = 0
    _templates: list[bool] = field(default_factory=list)

    def rewrite(self) -> str:
        """The page as far as the limits allow."""
        html = self.html
        out: list[str] = []
        copied = position = 0
        while token := _TOKEN.search(html, position):
            position = token.end()
            self._tokens += 1
            name = (token[2] or "").lower()
            if self._tokens > TOKENS or (name and not token[1] and self._tags >= TAGS):
                self._cut("tags")
                out.append(html[copied : token.start()])
                return "".join(out)
            if not name:
                continue
            new = self._end_tag(name) if token[1] else self._start_tag(name, token[3])
            if new is not None:
                out += (html[copied : token.start()], new)
                copied = position
            if name == "plaintext" and not token[1]:
                break
            if name in _RAW_END and not token[1]:
                end = _RAW_END[name].search(html, position)
                if end is None:
                    break
                position = end.start()
        out.append(html[copied:])
        return "".join(out)

    def _cut(self, what: str) -> None:
        if what not in self.cuts:
            self.cuts.append(what)

    def _start_tag(self, name: str, attributes: str) -> str | None:
        """What to write in place of a start tag; None to leave it as it is."""
        self._tags += 1
        if name == "template":
            self._templates.append(_SHADOW.search(attributes[:TAG_LENGTH]) is not None)
            if self._templates[-1]:
                return f"<shadow-root{self._fewer(attributes) or attributes}>"
        if name in _NESTED:
            self._depth += 1
            if self._depth > NESTING:
                self._cut("depth")
                return " "
        if not attributes:
            return None
        if name in _FORMATTING:
            self._formatting += 1
            if self._formatting > OPEN_FORMATTING:
                self._cut("formatting")
                return f"<{name}>"
        elif name in _WHOLE:
            # The parser adds the attributes of every further <body …> to those of the first.
            self._wholes += 1
            if self._wholes > WHOLES:
                return f"<{name}>"
        fewer = self._fewer(attributes)
        return None if fewer is None else f"<{name}{fewer}>"

    def _end_tag(self, name: str) -> str | None:
        if name in _FORMATTING and self._formatting:
            self._formatting -= 1
        if name in _NESTED and self._depth:
            self._depth -= 1
            if self._depth >= NESTING:
                return " "
        if name == "template" and self._templates and self._templates.pop():
            return "</shadow-root>"
        return None

    def _fewer(self, attributes: str) -> str | None:
        """The attributes that are within the limits; None when all of them are."""
        if len(attributes) <= 2 * ATTRIBUTES:
            return None
        position = count = 0
        while count < ATTRIBUTES and (found := _ONE_ATTRIBUTE.match(attributes, position)):
            if found.end() > TAG_LENGTH:
                break
            position = found.end()
            count += 1
        if _ONE_ATTRIBUTE.match(attributes, position) is None:
            return None
        self._cut("attributes")
        return attributes[:position]
