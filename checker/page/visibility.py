"""What a person sees and what is kept from their eyes.

No layout is computed: that would need a browser. What is read is what hiding text takes in
practice: attributes, inline declarations, and the simple rules of the page's own style sheets.
When in doubt text counts as visible, because text that is wrongly called hidden would be a way
to keep an offer from us.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

STYLE_LIMIT = 300_000
"""Characters of style sheet text that are read."""

_HIDING = re.compile(
    r"""
      display\s*:\s*none
    | visibility\s*:\s*(?:hidden|collapse)
    | (?<![-\w])opacity\s*:\s*0*(?:\.0*|0)?\s*%?\s*(?=[;!}]|$)
    | font-size\s*:\s*(?:0*(?:\.\d+)?|0*1(?:\.0*)?px|0+(?:px|em|rem|pt|%))\s*(?=[;!}]|$)
    | (?:text-indent|left|right|top|bottom|margin(?:-left|-top|-right)?)\s*:\s*-\s*\d{3,}(?:\.\d+)?\s*
      (?:px|em|rem|pt|vw|vh|%)
    | translate[xy3d]*\(\s*-?\d{4,}
    | (?:transform\s*:\s*|(?<![-\w]))scale\(\s*0+(?:\.0+)?\s*[,)]
    | clip\s*:\s*rect\(\s*(?:0|1px)\w*
    | clip-path\s*:\s*inset\(\s*(?:50|100)%
    | (?<![-\w])(?:max-)?(?:height|width)\s*:\s*[01]?(?:px)?\s*(?=[;!}]|$)
    | (?<![-\w])color\s*:\s*transparent
    """,
    re.VERBOSE,
)
_OFF_SCREEN = re.compile(r"-\s*(\d{3,})")
_ANIMATED = re.compile(r"transform|transition|animation|will-change|filter\s*:\s*blur")
_COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)")
_BACKGROUND = re.compile(r"(?<![-\w])background(?:-color|-image)?\s*:\s*([^;!]+)")
_BLOCK_DISPLAY = re.compile(
    r"display\s*:\s*(?:block|flex|grid|table|list-item|inline-block|inline-flex)"
)
_OVERRIDE = re.compile(r"unicode-bidi\s*:\s*(?:bidi|isolate)-override")
_DIRECTION = re.compile(r"(?<![-\w])direction\s*:\s*(rtl|ltr)\b")
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)")

# What scripts open on a click or a hover. Hidden by a class rule they are as good as visible.
_TOGGLED = re.compile(
    r"accordion|collaps|\btabs?\b|tab[-_]?(?:pane|content|panel)|faq|answer|dropdown|drop-down|sub-?menu"
    r"|\bmenu|-menu|mega|modal|popup|pop-up|dialog|drawer|tooltip|slide|swiper|carousel|toggle|panel"
    r"|expand|more|lightbox|overlay|offcanvas|mobile|step|wizard|cart|search|cookie|consent"
)
_FOR_READERS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text|-only|s)?|screenreader\S*|a11y-\S+|"
    r"accessibly-hidden|u-hidden-visually|visuallyhidden|assistive-text|skip-link|skip-to-content)(?:\s|$)"
)
_ANIMATION_CLASS = re.compile(
    r"(?:^|\s)(?:wow|aos\S*|animate\S*|fade\S*|reveal\S*|lazy\S*)(?:\s|$)"
)
_ICON_FONT = re.compile(r"(?:^|\s)(?:material-icons|material-symbols)\S*(?:\s|$)")

_NAMED = {
    "white": "ffffff",
    "black": "000000",
    "red": "ff0000",
    "yellow": "ffff00",
    "blue": "0000ff",
    "green": "008000",
    "gray": "808080",
    "grey": "808080",
    "silver": "c0c0c0",
}


@lru_cache(maxsize=4096)
def colour(words: str) -> str:
    """``words`` (a CSS or HTML colour) as six hex digits; empty when it is not a plain colour.

    >>> colour("#FFF"), colour("rgb(255, 255, 255)"), colour("white")
    ('ffffff', 'ffffff', 'ffffff')
    """
    words = words.strip().lower()
    found = _HEX.search(words)
    if found:
        digits = found[1]
        return "".join(d * 2 for d in digits[:3]) if len(digits) < 6 else digits[:6]
    found = _RGB.search(words)
    if found:
        return "".join(f"{min(int(n), 255):02x}" for n in found.groups())
    return _NAMED.get(words.split(" ", 1)[0], "")


PICTURE = "?"
"""Stands for a ground whose colour is not known: a picture, a gradient, a name we have no colour for."""
_NO_GROUND = frozenset(("", "none", "transparent", "inherit", "initial", "unset"))
_NOT_PLAIN = re.compile(r"url\(|gradient|rgba|#(?:[0-9a-f]{4}){1,2}\b")
"""A picture, or a colour through which what lies behind it shows."""
LIKE = 8
"""Steps (of 255) of each part of two colours up to which nobody tells them apart."""


@lru_cache(maxsize=4096)
def ground(words: str) -> str:
    """``words`` (a CSS background or an HTML ``bgcolor``) as six hex digits, :data:`PICTURE`, or empty where
    the ground around shows.

    >>> ground("#fff"), ground("#fff url(night.jpg)"), ground("transparent")
    ('ffffff', '?', '')
    """
    words = words.strip().lower()
    if words in _NO_GROUND:
        return ""
    return PICTURE if _NOT_PLAIN.search(words) else colour(words) or PICTURE


@lru_cache(maxsize=4096)
def unseen_on(ink: str, ground: str) -> bool:
    """True when letters of the colour ``ink`` cannot be made out on ``ground`` (six hex digits each)."""
    if len(ink) != 6 or len(ground) != 6:
        return False
    parts = zip(bytes.fromhex(ink), bytes.fromhex(ground), strict=True)
    return all(abs(one - other) <= LIKE for one, other in parts)


@dataclass(frozen=True, slots=True)
class Look:
    """What an inline style says that matters here."""

    hidden: bool = False
    effect: bool = False
    """Hidden in a way that effects on scrolling use, too."""
    block: bool = False
    """Set out as a block (or inline block) of its own."""
    colour: str = ""
    background: str = ""
    """As told by :func:`ground`."""
    direction: str = ""
    """``rtl``, ``ltr``, or empty where it is inherited."""
    overrides: bool = False
    """All letters are set in that direction, whatever their script."""


@lru_cache(maxsize=4096)
def inline_look(style: str) -> Look:
    """Read one ``style`` attribute (any case; only its first 2,000 characters)."""
    style = style[:2000].lower()
    letters, behind = _colours(style)
    return Look(
        hidden=_hides(style),
        effect="display" not in style,
        block=_BLOCK_DISPLAY.search(style) is not None,
        colour=letters,
        background=behind,
        direction=_direction(style),
        overrides=_OVERRIDE.search(style) is not None,
    )


def _colours(declarations: str) -> tuple[str, str]:
    """The colours of letters and ground that lower-case ``declarations`` give."""
    ink = _COLOUR.search(declarations)
    grounds = [ground(found) for found in _BACKGROUND.findall(declarations)]
    known = PICTURE if PICTURE in grounds else next(filter(None, grounds), "")
    return colour(ink[1]) if ink else "", known


def _direction(declarations: str) -> str:
    told = _DIRECTION.search(declarations)
    return told[1] if told else ""


def _hides(declarations: str) -> bool:
    """True when lower-case ``declarations`` keep the element's text from being seen."""
    return any(_really(hit[0], declarations) for hit in _HIDING.finditer(declarations))


def _really(hit: str, declarations: str) -> bool:
    """Look at what stands beside a hiding declaration: some only prepare an animation."""
    if hit.startswith("opacity"):
        return _ANIMATED.search(declarations) is None
    if hit.startswith("color"):
        return "background-clip" not in declarations
    if hit.startswith("scale") or hit.startswith("transform"):
        return "transition" not in declarations
    if "height" in hit or "width" in hit:
        return "overflow" in declarations and "hidden" in declarations
    if hit.startswith("clip"):
        return "absolute" in declarations or "fixed" in declarations
    far = _OFF_SCREEN.search(hit)
    if far and not hit.startswith(("text-indent", "margin")):
        return (
            int(far[1]) >= 500
            and re.search(r"position\s*:\s*(?:absolute|fixed)", declarations) is not None
        )
    return far is None or int(far[1]) >= 500


@dataclass(slots=True)
class Sheet:
    """What the page's own style sheets do to its text."""

    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    shown: set[tuple[str, str]] = field(default_factory=set)
    """Pairs of classes that together are shown again: ``.tab.active{display:block}``."""
    overriding: dict[str, str] = field(default_factory=dict)
    """Selectors (``.class``, ``#id``) that override the direction of letters, and by which: ``rtl``, ``ltr``, or
    empty where it is inherited."""

    words: list[str] = field(default_factory=list)
    """Words that they set themselves (``.x::before{content:"…"}``); single labels and icons left out."""

    def hides(self, classes: str, identifier: str) -> bool:
        """True when an element with these (raw) ``class`` and ``id`` values is hidden."""
        if identifier and identifier in self.ids:
            return True
        if not self.classes:
            return False
        names = classes.split()
        for name in names:
            if name in self.classes:
                if _TOGGLED.search(name.lower()):
                    continue
                return not any((name, other) in self.shown for other in names)
        return False

    def overrides(self, classes: str, identifier: str) -> str | None:
        """The direction in which an element with these values has all its letters set; empty where it is
        inherited, None where letters keep their own."""
        if not self.overriding:
            return None
        selectors = (f"#{identifier}", *(f".{name}" for name in classes.split()))
        return next((self.overriding[s] for s in selectors if s in self.overriding), None)


_COMMENT = re.compile(r"/\*[\s\S]*?(?:\*/|\Z)")
_CONTENT = re.compile(
    r"content\s{0,9}:\s{0,9}(\"(?:[^\"\\\n]|\\[\s\S]){0,4000}\"|'(?:[^'\\\n]|\\[\s\S]){0,4000}')",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([\s\S]))")
FEW_LETTERS = 12
"""Letters below which words set by a style sheet are a label."""
_SIMPLE = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9]{0,30})?([.#])(-?[_a-zA-Z][\w-]{0,100})")
_PAIR = re.compile(r"\.([\w-]{1,100})\.([\w-]{1,100})\s*(?:,|\Z)")
_HINTS = (
    "none",
    "hidden",
    "collapse",
    "opacity",
    "font-size",
    "transparent",
    "scale",
    "clip",
    "translate",
    "indent",
    "absolute",
    "fixed",
    "margin",
)
"""One of these words stands in every declaration that hides."""


def read_sheets(sheets: list[str]) -> Sheet:
    """Collect what simple rules (``.x{display:none}``, ``#id{…}``, ``tag.x{…}``) hide.

    Rules inside ``@media`` and the like are left out: they speak of other screens.
    """
    sheet = Sheet()
    room = STYLE_LIMIT
    for css in sheets:
        if room > 0:
            plain = _COMMENT.sub(" ", css[:room])
            _read_sheet(plain, sheet)
            sheet.words += filter(_is_sentence, map(_spelt, _CONTENT.findall(plain)))
            room -= len(css)
    return sheet


def _spelt(quoted: str) -> str:
    """What a CSS string says."""
    return _ESCAPE.sub(_unescaped, quoted[1:-1])


def _unescaped(escape: re.Match[str]) -> str:
    code = int(escape[1], 16) if escape[1] else 0
    return chr(code) if 0 < code < 0xD800 else escape[2] or " "


def _is_sentence(words: str) -> bool:
    return len(words.split()) > 1 and sum(map(str.isalpha, words)) >= FEW_LETTERS


def _read_sheet(css: str, sheet: Sheet) -> None:
    depth = 0
    for part in css.split("}"):
        opened = part.count("{")
        if opened == 1 and depth == 0:
            selectors, _, declarations = part.partition("{")
            _read_rule(selectors, declarations[:4000], sheet)
        depth = max(0, depth + opened - 1)


def _read_rule(selectors: str, declarations: str, sheet: Sheet) -> None:
    if "display" in declarations and "none" not in declarations:
        for first, second in _PAIR.findall(selectors[:4000]):
            sheet.shown |= {(first, second), (second, first)}
    lower = declarations.lower()
    if (any(hint in lower for hint in _HINTS) and _hides(lower)) or (
        "background" in lower and unseen_on(*_colours(lower))
    ):
        for kind, name in _simple(selectors):
            (sheet.classes if kind == "." else sheet.ids).add(name)
    if "-override" in lower and _OVERRIDE.search(lower):
        for kind, name in _simple(selectors):
            sheet.overriding[kind + name] = _direction(lower)


def _simple(selectors: str) -> Iterator[tuple[str, str]]:
    """(``.`` or ``#``, name) of the selectors that are nothing but a class or an id."""
    for selector in selectors[:4000].split(","):
        found = _SIMPLE.fullmatch(selector.strip())
        if found:
            yield found[1], found[2]


@lru_cache(maxsize=4096)
def for_screen_readers(classes: str) -> bool:
    """True when (lower-case) ``classes`` mark text as meant for screen readers only."""
    return _FOR_READERS.search(classes) is not None


@lru_cache(maxsize=4096)
def animated(classes: str) -> bool:
    """True when (lower-case) ``classes`` belong to an effect that shows the element on scrolling."""
    return _ANIMATION_CLASS.search(classes) is not None


@lru_cache(maxsize=4096)
def icon_font(classes: str) -> bool:
    """True when the element's text is the name of a picture: ``<i class=material-icons>cart``."""
    return _ICON_FONT.search(classes) is not None
