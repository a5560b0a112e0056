"""HTML text -> :class:`~checker.page.document.Document`, in one walk over the parsed tree.

The walk is a loop with its own stack: pages nest deeper than Python recurses. For every element
it keeps what its descendants inherit (hidden or not, the part of the page, the block, link and
form around) and what must be finished when the element ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from checker.page import scan, templates
from checker.page.document import Block, Button, Document, Field, Form, Image, Link
from checker.page.resolve import Resolver
from checker.page.templates import strip_text
from checker.page.visibility import (
    Sheet,
    animated,
    colour,
    for_screen_readers,
    icon_font,
    inline_look,
    read_sheets,
)

DEPTH_LIMIT = 512
NODE_LIMIT = 60_000
LINK_LIMIT = 2_000
IMAGE_LIMIT = 2_000
CONTROL_LIMIT = 2_000
"""Form controls and buttons, each."""
TEXT_LIMIT = 400_000
"""Characters of visible text; hidden and noscript text have half of it."""
TITLE_LIMIT = 500
SCRIPT_LIMIT = 200_000
JSON_LD_LIMIT = 100_000
META_LIMIT = 200
OPTION_LIMIT = 40

_BLOCKS = frozenset(
    [
        "html",
        "body",
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "plaintext",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "caption",
        "colgroup",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "ul",
        "xmp",
        "button",
        "textarea",
        "marquee",
        "noscript",
        "noframes",
        "shadow-root",
        "iframe",
        "object",
        "video",
        "audio",
        "canvas",
        "title",
    ]
)
_PRESSED = frozenset(
    ("onclick", "@click", "v-on:click", "ng-click", "x-on:click", "wire:click", "(click)")
)
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef\x00-\x08\x0e-\x1b\x7f]+"
)
_REFRESH = re.compile(r"[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?\s*([^\"'\s][^\"']*)", re.IGNORECASE)
_BUTTON_LIKE = re.compile(
    r"(?:^|[\s_-])(?:btn|button|cta|buy|buynow|addtocart|add-?to-?(?:cart|basket|bag)|add_to_(?:cart|basket)|"
    r"order-?now|checkout)(?:$|[\s_-])"
)
_PARTS = {
    "header": "header",
    "masthead": "header",
    "topbar": "header",
    "banner": "header",
    "footer": "footer",
    "contentinfo": "footer",
    "nav": "nav",
    "navbar": "nav",
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "mainmenu": "nav",
    "breadcrumb": "nav",
    "breadcrumbs": "nav",
    "aside": "aside",
    "sidebar": "aside",
    "complementary": "aside",
    "main": "main",
}
_ROLES = ("banner", "contentinfo", "navigation", "menubar", "complementary", "main")
_PART_TAGS = frozenset(("header", "footer", "nav", "aside", "main"))
_PART_CARRIERS = frozenset(["div", "section", "ul", "ol", "table", "td", "tr", "form", "center"])
# "card-header", "modal-footer", "page-header": parts of a part.
_PIECES = frozenset(
    [
        "card",
        "modal",
        "panel",
        "product",
        "item",
        "article",
        "entry",
        "post",
        "page",
        "section",
        "block",
        "widget",
        "dialog",
        "offer",
        "list",
        "table",
        "tab",
        "accordion",
        "hero",
        "box",
        "col",
        "popup",
        "drawer",
        "cart",
        "price",
        "form",
        "title",
    ]
)
_WORDS = re.compile(r"[-_]+")


@lru_cache(maxsize=4096)
def _named_part(marks: str) -> str:
    """The part of the page that class and id names claim, or empty."""
    for token in marks.split():
        words = _WORDS.split(token)
        if _PIECES.isdisjoint(words):
            for word in words:
                part = _PARTS.get(word, "")
                if part and part != "main":
                    return part
    return ""


@lru_cache(maxsize=4096)
def _looks_pressable(classes: str) -> bool:
    return _BUTTON_LIKE.search(classes) is not None


def clean(text: str) -> str:
    """``text`` on one line: white space collapsed, characters without a shape taken out.

    >>> clean("Via\\u00adgra \\n  100 mg\\u200b")
    'Viagra 100 mg'
    """
    if not text.isascii() or not text.isprintable():
        text = _UNSEEN.sub("", text)
    return " ".join(text.split())


def parse(html: str, url: str) -> Document:
    """Read ``html`` as if served at ``url``. Never raises for what a page holds.

    Reading stops at the limits above and those of :mod:`checker.page.scan`; what was cut is named
    in ``Document.cuts`` and the rest is judged as far as it was read.
    """
    document = Document(url=url)
    prepared = scan.prepare(html)
    document.cuts.extend(prepared.cuts)
    source, replaced = templates.strip_markup(prepared.html)
    if replaced:
        document.cuts.append("placeholders")
    tree = LexborHTMLParser(source)
    root = tree.root
    if root is None:
        return document
    sheets = [node.text() for node in tree.css("style")] if "<style" in source.lower() else []
    reader = _Reader(document, read_sheets(sheets), braces=templates.is_component_source(source))
    reader.walk(root)
    reader.finish()
    return document


class _Label:
    """A ``<label>`` on its way: its text is known when it ends."""

    __slots__ = ("text",)

    def __init__(self) -> None:
        self.text = ""


class _Control:
    """A form control, waiting for its label."""

    __slots__ = ("field", "form", "identifier", "label", "spare")

    def __init__(
        self, field: Field, form: int, identifier: str, label: _Label | None, spare: str
    ) -> None:
        self.field = field
        self.form = form
        self.identifier = identifier
        self.label = label
        self.spare = spare


_Attributes = dict[str, str | None]
_Closer = tuple[Callable[..., None], Any, int, int]


class _Reader:
    """Walks the tree once and fills a :class:`Document`."""

    def __init__(self, document: Document, sheet: Sheet, *, braces: bool) -> None:
        self._document = document
        self._sheet = sheet
        self._braces = braces
        self._resolve = Resolver(document.url)
        self._based = False
        # What descendants inherit; saved when an element opens, restored when it ends.
        self._hidden = ""
        self._place = "main"
        self._sectioned = False
        self._block = 0
        self._block_tag = "html"
        self._link: Link | None = None
        self._form = -1
        self._label: _Label | None = None
        self._select: list[str] | None = None
        self._ground = ""
        self._svg = False
        self._pre = False
        # Open elements: number, whether a block, what to restore, what to finish.
        self._open: list[tuple[int, bool, tuple[Any, ...], list[_Closer] | None]] = []
        self._lineage = [-1] * (DEPTH_LIMIT + 1)
        # Pieces of text in order; blocks and links are slices of these lists.
        self._seen: list[str] = []
        self._seen_from = 0
        self._unseen: list[str] = []
        self._unseen_from = 0
        self._standing = (0, 0, "")
        self._link_ended = -1
        self._alts: list[str] = []
        self._text_room = TEXT_LIMIT
        self._text_length = 0
        self._hidden_room = TEXT_LIMIT // 2
        self._hidden_parts: list[str] = []
        self._noscript_parts: list[str] = []
        self._scripts: list[str] = []
        self._script_room = SCRIPT_LIMIT
        self._json_room = JSON_LD_LIMIT
        self._controls: list[_Control] = []
        self._labels: dict[str, _Label] = {}
        self._form_drafts: dict[int, tuple[str, str]] = {}
        self._table_form = -1

    # -- the walk ---------------------------------------------------------------------------

    def walk(self, root: LexborNode) -> None:
        """Visit every node below and including ``root`` in document order."""
        stack: list[LexborNode] = []
        node = root
        tags = self._document.tag
        while True:
            tag = node.tag
            if tag == "-text":
                self._read_text(node.text_content or "")
            elif tag and tag[0] not in "-!":
                if len(tags) >= NODE_LIMIT:
                    self._cut("nodes")
                    break
                descend = self._enter(tag, node, len(stack))
                child = node.first_child if descend else None
                if child is not None:
                    stack.append(node)
                    node = child
                    continue
                self._leave()
            following = node.next
            while following is None:
                if not stack:
                    return
                node = stack.pop()
                self._leave()
                following = node.next if stack else None
                if following is None and not stack:
                    return
            node = following
        while self._open:
            self._leave()

    def _cut(self, what: str) -> None:
        if what not in self._document.cuts:
            self._document.cuts.append(what)

    def _enter(self, tag: str, node: LexborNode, depth: int) -> bool:
        """Open an element; True when its children are to be visited."""
        document = self._document
        number = len(document.tag)
        document.tag.append(tag)
        document.end.append(number)
        if depth >= DEPTH_LIMIT:
            # Deeper ones hang, for whoever climbs up, on the last allowed level; they are still read.
            self._cut("depth")
            document.parent.append(self._lineage[DEPTH_LIMIT - 1])
        else:
            document.parent.append(self._lineage[depth - 1] if depth else -1)
            self._lineage[depth] = number
        saved = (
            self._hidden,
            self._place,
            self._sectioned,
            self._block,
            self._block_tag,
            self._link,
            self._form,
            self._label,
            self._select,
            self._ground,
            self._svg,
            self._pre,
        )
        attributes = node.attributes
        closers: list[_Closer] = []
        is_block = tag in _BLOCKS
        if attributes and self._look(tag, number, attributes, closers):
            is_block = True
        if tag in _PART_TAGS:
            self._enter_part(tag)
        elif tag in ("article", "section"):
            self._sectioned = True
        if is_block:
            self._flush()
            self._block = number
            self._block_tag = tag
        handler = _HANDLERS.get(tag)
        descend = True
        if handler is not None:
            descend = handler(self, number, attributes, node, closers)
        self._open.append((number, is_block, saved, closers or None))
        return descend

    def _leave(self) -> None:
        number, is_block, saved, closers = self._open.pop()
        self._document.end[number] = len(self._document.tag) - 1
        if closers is not None:
            for finish, what, seen_from, unseen_from in closers:
                finish(self, what, seen_from, unseen_from)
        if is_block:
            self._flush()
        if saved[0] != self._hidden:
            self._flush_unseen()
        (
            self._hidden,
            self._place,
            self._sectioned,
            self._block,
            self._block_tag,
            self._link,
            self._form,
            self._label,
            self._select,
            self._ground,
            self._svg,
            self._pre,
        ) = saved

    # -- what every element may carry -------------------------------------------------------

    def _look(self, tag: str, number: int, attributes: _Attributes, closers: list[_Closer]) -> bool:
        """Read the attributes any element can have; True when it is set out as a block."""
        classes = attributes.get("class") or ""
        identifier = attributes.get("id") or ""
        marks = ""
        if classes or identifier:
            marks = f"{classes} {identifier}".strip().lower()[:200]
            self._document.marks[number] = marks
            if tag in _PART_CARRIERS:
                part = _named_part(marks)
                if part:
                    self._enter_part(part, named=True)
        block = False
        style = attributes.get("style")
        hidden = ""
        if tag not in ("html", "body"):
            if "hidden" in attributes and tag != "input":
                hidden = "hidden"
            elif marks:
                hidden = self._hidden_by_class(classes, identifier, marks, attributes)
        if style:
            look = inline_look(style)
            block = look.block
            if look.hidden and tag not in ("html", "body"):
                effect = "display" not in style.lower() and animated(marks)
                hidden = hidden if effect else "hidden"
            if look.colour and look.colour == (look.background or self._ground):
                hidden = hidden or "hidden"
            self._ground = look.background or self._ground
        if "bgcolor" in attributes:
            self._ground = colour(attributes["bgcolor"] or "") or self._ground
        if tag == "font" and self._ground and colour(attributes.get("color") or "") == self._ground:
            hidden = "hidden"
        if hidden:
            self._hide(hidden)
        role = attributes.get("role")
        if role in _ROLES:
            self._enter_part(_PARTS[role])
        if "itemprop" in attributes:
            self._note_itemprop(tag, number, attributes, closers)
        if tag not in ("html", "body", "form", "input", "button"):
            self._note_pressable(tag, number, role, marks, attributes, closers)
        return block

    def _hidden_by_class(
        self, classes: str, identifier: str, marks: str, attributes: _Attributes
    ) -> str:
        if for_screen_readers(marks):
            return "reader"
        if icon_font(marks):
            return "icon"
        if (classes or identifier) and self._sheet.hides(classes, identifier):
            return "" if attributes.get("role") in ("tabpanel", "menu", "dialog") else "hidden"
        return ""

    def _hide(self, how: str) -> None:
        if not self._hidden:
            self._flush_unseen()
            self._hidden = how

    def _enter_part(self, part: str, *, named: bool = False) -> None:
        if self._place == "footer" or (self._place == "nav" and part != "footer"):
            return
        if part in ("header", "footer") and self._sectioned and not named:
            return
        if part == "aside" and self._place == "header":
            return
        self._place = part

    def _note_itemprop(
        self, tag: str, number: int, attributes: _Attributes, closers: list[_Closer]
    ) -> None:
        names = attributes["itemprop"] or ""
        value: str | None = attributes.get("content")
        if value is None and "itemscope" in attributes:
            value = ""
        if value is None:
            value = attributes.get("datetime")
        if value is None and tag in ("a", "area", "link"):
            value = self._resolve(attributes.get("href"))
        if value is None and tag in ("img", "iframe", "embed", "source", "video", "audio"):
            value = self._resolve(attributes.get("src"))
        position = len(self._document.itemprops)
        for name in names.split()[:4]:
            self._document.itemprops.append((number, name[:100], clean((value or "")[:1000])))
        if value is None and names:
            closers.append((_Reader._end_itemprop, position, len(self._seen), len(self._unseen)))

    def _end_itemprop(self, position: int, seen_from: int, unseen_from: int) -> None:
        text = self._collected(seen_from, unseen_from)[:300]
        items = self._document.itemprops
        number = items[position][0]
        while position < len(items) and items[position][0] == number:
            items[position] = (number, items[position][1], text)
            position += 1

    def _note_pressable(
        self,
        tag: str,
        number: int,
        role: str | None,
        marks: str,
        attributes: _Attributes,
        closers: list[_Closer],
    ) -> None:
        pressed = role == "button" or (tag == "a" and marks and _looks_pressable(marks))
        if pressed or not _PRESSED.isdisjoint(attributes):
            self._add_button(number, attributes, closers)

    def _add_button(
        self, number: int, attributes: _Attributes, closers: list[_Closer]
    ) -> Button | None:
        if self._hidden or len(self._document.buttons) >= CONTROL_LIMIT:
            return None
        button = Button(node=number, text="", marks=_button_marks(attributes), form=self._form)
        self._document.buttons.append(button)
        spare = attributes.get("value") or attributes.get("aria-label") or attributes.get("title")
        button.text = clean((spare or "")[:300])
        closers.append((_Reader._end_button, button, len(self._seen), len(self._unseen)))
        return button

    def _end_button(self, button: Button, seen_from: int, unseen_from: int) -> None:
        text = self._collected(seen_from, unseen_from)[:300]
        if text:
            button.text = text

    # -- text -------------------------------------------------------------------------------

    def _read_text(self, text: str) -> None:
        if text.isspace():
            if not self._hidden:
                self._seen.append(" ")
            elif self._unseen:
                self._unseen.append(" ")
            return
        if "{" in text or "@" in text or "[[" in text or "}" in text:
            text = strip_text(text, braces=self._braces)
        if self._hidden:
            if self._hidden != "icon":
                self._unseen.append(text)
        elif self._pre:
            for line in text.split("\n"):
                self._seen.append(line)
                self._flush()
        else:
            self._seen.append(text)

    def _flush(self) -> None:
        """End the block being written."""
        if self._hidden:
            self._flush_unseen()
            return
        begin = self._seen_from
        seen = self._seen
        if begin == len(seen):
            return
        text = clean("".join(seen[begin:]))
        self._seen_from = len(seen)
        if not text:
            return
        tag = self._block_tag
        first, last, stood = self._standing
        if stood and first >= begin and not "".join(seen[begin:first] + seen[last:]).strip():
            tag = stood
        self._add_block(self._block, tag, self._place, text)
        seen.append(" ")
        self._seen_from = len(seen)

    def _add_block(self, node: int, tag: str, place: str, text: str) -> None:
        room = self._text_room
        if len(text) > room:
            self._cut("text")
            text = text[:room].rstrip()
        if text:
            self._text_room = room - len(text) - 1
            self._document.blocks.append(
                Block(node=node, start=self._text_length, text=text, tag=tag, place=place)
            )
            self._text_length += len(text) + 1

    def _flush_unseen(self) -> None:
        begin = self._unseen_from
        if begin == len(self._unseen):
            return
        text = clean("".join(self._unseen[begin:]))
        self._unseen.append(" ")
        self._unseen_from = len(self._unseen)
        room = self._hidden_room
        if not text or room <= 0 or (self._hidden == "reader" and len(text) <= 200):
            return
        self._hidden_room = room - len(text) - 1
        parts = self._noscript_parts if self._hidden == "noscript" else self._hidden_parts
        parts.append(text[:room])

    def _collected(self, seen_from: int, unseen_from: int) -> str:
        """Text gathered since two positions; what is hidden only when nothing is visible."""
        text = clean("".join(self._seen[seen_from : seen_from + 200]))
        return text or clean("".join(self._unseen[unseen_from : unseen_from + 200]))

    # -- elements ---------------------------------------------------------------------------

    def _title(self, number: int, _: _Attributes, node: LexborNode, __: list[_Closer]) -> bool:
        if self._svg:
            return False
        if not self._document.title:
            title = clean(strip_text(node.text(), braces=self._braces))[:TITLE_LIMIT]
            self._document.title = title
            if title:
                self._add_block(number, "title", "title", title)
        return False

    def _nothing(self, *_: object) -> bool:
        return False

    def _html(self, _: int, attributes: _Attributes, *__: object) -> bool:
        self._document.language = (attributes.get("lang") or attributes.get("xml:lang") or "")[
            :40
        ].strip()
        return True

    def _base(self, _: int, attributes: _Attributes, *__: object) -> bool:
        href = attributes.get("href")
        if href is not None and not self._based:
            self._based = True
            self._resolve.set_base(href)
        return False

    def _meta(self, _: int, attributes: _Attributes, *__: object) -> bool:
        content = attributes.get("content")
        names = [attributes.get(n) for n in ("name", "property", "http-equiv")]
        if content is None or self._hidden == "noscript":
            return False
        meta = self._document.meta
        for name in filter(None, names):
            if len(meta) < META_LIMIT:
                meta.setdefault(name.strip().lower()[:100], clean(content[:1000]))
        if (attributes.get("http-equiv") or "").strip().lower() == "refresh":
            found = _REFRESH.match(content[:2100].lstrip())
            if found and len(self._document.refresh) < 20:
                self._document.refresh.append(self._resolve(found[1].strip()))
        return False

    def _link_element(self, _: int, attributes: _Attributes, *__: object) -> bool:
        rel = (attributes.get("rel") or "").lower()
        href = attributes.get("href")
        if not href or not rel:
            return False
        document = self._document
        if "canonical" in rel:
            document.canonical = document.canonical or self._resolve(href)
        elif "icon" in rel:
            if len(document.icons) < 20:
                document.icons.append(self._resolve(href))
        elif "alternate" in rel and attributes.get("hreflang") and len(document.hreflang) < 200:
            document.hreflang.append(
                ((attributes["hreflang"] or "")[:40].lower(), self._resolve(href))
            )
        return False

    def _script(self, _: int, attributes: _Attributes, node: LexborNode, __: list[_Closer]) -> bool:
        document = self._document
        source = attributes.get("src") or attributes.get("href")
        if source:
            if len(document.scripts) < LINK_LIMIT:
                document.scripts.append(self._resolve(source))
            return False
        text = node.text()
        kind = (attributes.get("type") or "").strip().lower()
        if kind == "application/ld+json":
            if text.strip() and self._json_room > 0:
                document.json_ld.append(text[: self._json_room])
                self._json_room -= len(text)
                if self._json_room < 0:
                    self._cut("structured")
            return False
        document.script_bytes += len(text)
        if self._script_room > 0 and text:
            self._scripts.append(text[: self._script_room])
            self._script_room -= len(text) + 1
        return False

    def _frame(self, _: int, attributes: _Attributes, *__: object) -> bool:
        source = attributes.get("src") or attributes.get("data-src") or attributes.get("data")
        if source and self._hidden != "noscript" and len(self._document.frames) < 200:
            self._document.frames.append(self._resolve(source))
        return False

    def _object(self, number: int, attributes: _Attributes, *rest: Any) -> bool:
        self._frame(number, attributes)
        return self._fallback()

    def _fallback(self, *_: object) -> bool:
        self._hide("hidden")
        return True

    def _dialog(self, _: int, attributes: _Attributes, *__: object) -> bool:
        if "open" not in attributes:
            self._hide("hidden")
        return True

    def _noscript(self, *_: object) -> bool:
        self._hide("noscript")
        return True

    def _noframes(self, _: int, __: _Attributes, node: LexborNode, ___: list[_Closer]) -> bool:
        self._noscript_parts.append(clean(_TAGS.sub(" ", node.text()[:20_000])))
        return False

    def _preformatted(self, *_: object) -> bool:
        self._pre = True
        return True

    def _svg_element(self, *_: object) -> bool:
        self._svg = True
        return True

    def _break(self, *_: object) -> bool:
        self._flush()
        return False

    def _anchor(
        self, number: int, attributes: _Attributes, _: LexborNode, closers: list[_Closer]
    ) -> bool:
        href = attributes.get("href") or attributes.get("xlink:href")
        if self._link_ended == len(self._seen) and not self._hidden:
            self._seen.append(
                " "
            )  # two links side by side are two words, however the source is set
        if href is None:
            return True
        if len(self._document.links) >= LINK_LIMIT:
            self._cut("links")
            return True
        link = Link(
            node=number,
            url=self._resolve(href),
            text="",
            place=self._place,
            visible=not self._hidden,
            nofollow="nofollow" in (attributes.get("rel") or "").lower(),
        )
        link.text = clean(
            (
                attributes.get("aria-label")
                or attributes.get("title")
                or attributes.get("alt")
                or ""
            )[:300]
        )
        self._document.links.append(link)
        self._link = link
        self._alts = []
        closers.append((_Reader._end_link, link, len(self._seen), len(self._unseen)))
        return True

    def _end_link(self, link: Link, seen_from: int, unseen_from: int) -> None:
        seen = clean("".join(self._seen[seen_from : seen_from + 200]))
        if not self._hidden:
            self._standing = (seen_from, len(self._seen), "a")
            self._link_ended = len(self._seen)
        text = (
            seen
            or " ".join(self._alts)
            or clean("".join(self._unseen[unseen_from : unseen_from + 200]))
        )
        link.text = text[:300] or link.text

    def _image(self, number: int, attributes: _Attributes, *_: object) -> bool:
        alt = attributes.get("alt") or ""
        title = attributes.get("title") or ""
        words = clean(f"{alt[:300]} {title[:300]}" if title and title != alt else alt[:300])
        if self._braces:
            words = clean(strip_text(words, braces=True))
        if self._link is not None and words:
            self._alts.append(words)
        if len(self._document.images) >= IMAGE_LIMIT:
            self._cut("images")
            return False
        source = attributes.get("src") or ""
        if not source or source.startswith("data:"):
            source = (
                attributes.get("data-src")
                or attributes.get("data-lazy-src")
                or attributes.get("data-original")
                or source
            )
        if not source:
            source = (
                (attributes.get("srcset") or attributes.get("data-srcset") or "")
                .strip()
                .split(" ", 1)[0]
            )
        self._document.images.append(
            Image(
                node=number,
                src=self._resolve(source) if source else "",
                alt=words,
                link=self._link.url if self._link is not None else "",
                place=self._place,
                visible=not self._hidden,
            )
        )
        return False

    # -- forms ------------------------------------------------------------------------------

    def _form_element(
        self, number: int, attributes: _Attributes, node: LexborNode, _: list[_Closer]
    ) -> bool:
        if len(self._form_drafts) < CONTROL_LIMIT:
            method = (attributes.get("method") or "get").strip().lower()[:10]
            self._form_drafts[number] = (self._resolve(attributes.get("action") or ""), method)
            self._form = number
            if node.first_child is None:
                # A form that starts between table rows is empty in the tree; its controls follow.
                self._table_form = number
        return True

    def _label_element(
        self, _: int, attributes: _Attributes, __: LexborNode, closers: list[_Closer]
    ) -> bool:
        label = _Label()
        target = attributes.get("for")
        if target:
            self._labels.setdefault(target, label)
        self._label = label
        closers.append((_Reader._end_label, label, len(self._seen), len(self._unseen)))
        return True

    def _end_label(self, label: _Label, seen_from: int, unseen_from: int) -> None:
        label.text = self._collected(seen_from, unseen_from)[:200]

    def _add_control(
        self, number: int, kind: str, attributes: _Attributes, options: tuple[str, ...] = ()
    ) -> _Control | None:
        if len(self._controls) >= CONTROL_LIMIT:
            self._cut("controls")
            return None
        identifier = attributes.get("id") or ""
        spare = (
            attributes.get("placeholder")
            or attributes.get("aria-label")
            or attributes.get("title")
            or ""
        )
        name = attributes.get("name") or identifier
        field = Field(node=number, kind=kind, name=name[:100], label="", options=options)
        form = self._form if self._form >= 0 else self._table_form
        control = _Control(field, form, identifier, self._label, clean(spare[:200]))
        self._controls.append(control)
        return control

    def _input(
        self, number: int, attributes: _Attributes, _: LexborNode, closers: list[_Closer]
    ) -> bool:
        kind = (attributes.get("type") or "text").strip().lower()[:20]
        if kind == "image":
            self._image(number, attributes)
        if kind not in ("submit", "button", "image", "reset"):
            self._add_control(number, kind, attributes)
            return False
        button = self._add_button(number, attributes, [])
        value = clean((attributes.get("value") or "")[:300])
        if kind != "image" and value and button is not None:
            self._flush()
            self._seen.append(value)
            block, self._block, self._block_tag, tag = self._block, number, "input", self._block_tag
            self._flush()
            self._block, self._block_tag = block, tag
        return False

    def _button_element(
        self, number: int, attributes: _Attributes, _: LexborNode, closers: list[_Closer]
    ) -> bool:
        self._add_button(number, attributes, closers)
        return True

    def _select_element(
        self, number: int, attributes: _Attributes, _: LexborNode, closers: list[_Closer]
    ) -> bool:
        self._select = []
        control = self._add_control(number, "select", attributes)
        if control is not None:
            closers.append((_Reader._end_select, (control, self._select), 0, 0))
        return True

    def _end_select(self, what: tuple[_Control, list[str]], *_: int) -> None:
        what[0].field.options = tuple(what[1])

    def _option(
        self, _: int, attributes: _Attributes, node: LexborNode, closers: list[_Closer]
    ) -> bool:
        if self._select is None:
            return True
        if len(self._select) >= OPTION_LIMIT:
            return False
        closers.append((_Reader._end_option, self._select, len(self._seen), len(self._unseen)))
        return True

    def _end_option(self, options: list[str], seen_from: int, unseen_from: int) -> None:
        options.append(self._collected(seen_from, unseen_from)[:200])

    def _textarea(self, number: int, attributes: _Attributes, *_: object) -> bool:
        self._add_control(number, "textarea", attributes)
        return True

    # -- the end ----------------------------------------------------------------------------

    def finish(self) -> None:
        """Join what was gathered in pieces."""
        self._flush()
        self._flush_unseen()
        document = self._document
        document.text = "\n".join(block.text for block in document.blocks)
        document.hidden_text = "\n".join(self._hidden_parts)
        document.noscript_text = "\n".join(filter(None, self._noscript_parts))
        document.inline_scripts = "\n".join(self._scripts)[:SCRIPT_LIMIT]
        fields: dict[int, list[Field]] = {}
        for control in self._controls:
            label = self._labels.get(control.identifier) if control.identifier else None
            label = label if label is not None and label.text else control.label
            control.field.label = (label.text if label is not None else "") or control.spare
            fields.setdefault(control.form, []).append(control.field)
        for number, (action, method) in self._form_drafts.items():
            document.forms.append(
                Form(
                    node=number, action=action, method=method, fields=tuple(fields.get(number, ()))
                )
            )


_HANDLERS: dict[str, Callable[..., bool]] = {
    "html": _Reader._html,
    "title": _Reader._title,
    "base": _Reader._base,
    "meta": _Reader._meta,
    "link": _Reader._link_element,
    "script": _Reader._script,
    "style": _Reader._nothing,
    "template": _Reader._nothing,
    "noembed": _Reader._nothing,
    "desc": _Reader._nothing,
    "metadata": _Reader._nothing,
    "iframe": _Reader._frame,
    "frame": _Reader._frame,
    "embed": _Reader._frame,
    "object": _Reader._object,
    "video": _Reader._fallback,
    "audio": _Reader._fallback,
    "canvas": _Reader._fallback,
    "rp": _Reader._fallback,
    "datalist": _Reader._fallback,
    "dialog": _Reader._dialog,
    "noscript": _Reader._noscript,
    "noframes": _Reader._noframes,
    "pre": _Reader._preformatted,
    "listing": _Reader._preformatted,
    "xmp": _Reader._preformatted,
    "plaintext": _Reader._preformatted,
    "svg": _Reader._svg_element,
    "br": _Reader._break,
    "a": _Reader._anchor,
    "area": _Reader._anchor,
    "img": _Reader._image,
    "image": _Reader._image,
    "form": _Reader._form_element,
    "label": _Reader._label_element,
    "input": _Reader._input,
    "button": _Reader._button_element,
    "select": _Reader._select_element,
    "option": _Reader._option,
    "textarea": _Reader._textarea,
}


def _button_marks(attributes: _Attributes) -> str:
    words = [attributes.get(n) or "" for n in ("class", "id", "name", "onclick", "aria-label")]
    words += [name for name in attributes if name.startswith("data-")]
    return clean(" ".join(w for w in words if w)[:600]).lower()[:300]
