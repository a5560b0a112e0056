"""HTML text -> :class:`~checker.page.document.Document`, in one walk over the parsed tree.

The walk is a loop with its own stack: pages nest deeper than Python recurses. For every element
it keeps what its descendants inherit (hidden or not, the part of the page, the link and form
around) and what must be finished when the element ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from checker.page import scan, templates
from checker.page.bidi import overrides
from checker.page.document import Button, Document, Field, Form, Image, Link
from checker.page.overrides import Overrides
from checker.page.resolve import Resolver
from checker.page.templates import strip_text
from checker.page.textflow import TextFlow, clean
from checker.page.visibility import (
    Sheet,
    animated,
    colour,
    for_screen_readers,
    ground,
    icon_font,
    inline_look,
    read_sheets,
    unseen_on,
)
from checker.page.ways import refresh_target

DEPTH_LIMIT = 512
NODE_LIMIT = 60_000
LINK_LIMIT = 2_000
IMAGE_LIMIT = 2_000
CONTROL_LIMIT = 2_000
"""Form controls and buttons, each."""
TITLE_LIMIT = 500
WORDS_LIMIT = 300
"""Characters kept of a link's, a button's or an image's words."""
SCRIPT_LIMIT = 200_000
JSON_LD_LIMIT = 100_000
META_LIMIT = 200
NOSCRIPT_LIMIT = 20_000
"""Characters read of one ``<noscript>``, markup included."""
STYLE_TEXT_LIMIT = 500
FRAME_LIMIT = 100
OPTION_LIMIT = 40

_BLOCKS = frozenset(
    """html body address article aside blockquote center dd details dialog dir div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main
    menu nav ol optgroup option p plaintext pre search section select summary table caption colgroup
    thead tbody tfoot tr td th ul xmp button textarea marquee noframes shadow-root
    iframe object video audio canvas""".split()  # noqa: SIM905
)
_TELLING = frozenset(
    """hidden style bgcolor color role itemprop onclick @click v-on:click ng-click x-on:click wire:click
    (click)""".split()  # noqa: SIM905
)
_PARTED = frozenset(("header", "footer", "nav", "aside", "main", "article", "section"))
_WHOLE = ("html", "body")
"""Hidden until a script shows them, or not a page at all: taken as visible."""
_NO_BUTTONS = frozenset(
    ("html", "body", "form", "input", "button", "select", "option", "textarea", "label")
)
_OPENED = ("tabpanel", "menu", "dialog")
_PRESSED = frozenset(
    ("onclick", "@click", "v-on:click", "ng-click", "x-on:click", "wire:click", "(click)")
)
_TAGS = re.compile(r"<[^<>]{0,2000}>")
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
_PART_CARRIERS = frozenset(("div", "section", "ul", "ol", "table", "td", "tr", "form", "center"))
# "card-header", "modal-footer", "page-header": parts of a part.
_PIECES = frozenset(
    """card modal panel product item article entry post page section block widget dialog offer list table
    tab accordion hero box col popup drawer cart price form title""".split()  # noqa: SIM905
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


def parse(html: str, url: str, *, plain: bool = False) -> Document:
    """Read ``html`` as if served at ``url``. Never raises for what a page holds.

    Reading stops at the limits above and those of :mod:`checker.page.scan`; what was cut is named
    in ``Document.cuts`` and the rest is judged as far as it was read. With ``plain`` (a page served
    as ``text/plain``) markup is text; in any text without markup, lines are blocks.
    """
    document = Document(url=url)
    source, replaced = templates.strip_markup(html[: scan.CHARACTERS])
    if plain or "<" not in source:
        source = f"<plaintext>{source}" if plain else f"<pre>\n{source}"
    prepared = scan.prepare(source)
    document.cuts += ["bytes"] * (len(html) > scan.CHARACTERS)
    document.cuts += [cut for cut in prepared.cuts if cut not in document.cuts]
    document.cuts += ["placeholders"] * replaced
    # Without events: one of them copies texts about for every option of a menu.
    tree = LexborHTMLParser(prepared.html, options=LexborDocumentOptions.WO_EVENTS)
    if tree.root is not None:
        sheet = read_sheets([node.text() for node in tree.css("style")])
        document.style_text = clean(" ".join(sheet.words))[:STYLE_TEXT_LIMIT]
        reader = _Reader(document, sheet, braces=templates.is_component_source(source))
        reader.walk(tree.root)
        reader.finish()
    return document


class _Context:
    """What an element hands down to those inside it. Copied before it is changed."""

    __slots__ = (
        "form",
        "ground",
        "hidden",
        "label",
        "options",
        "place",
        "pre",
        "sectioned",
        "svg",
    )

    def __init__(self) -> None:
        self.hidden = ""
        """Empty when visible; else ``hidden``, ``reader`` or ``icon``."""
        self.place = "main"
        self.sectioned = False
        """Inside an article or section: a header there is not the page's."""
        self.form = -1
        self.label: _Label | None = None
        self.options: list[str] | None = None
        self.ground = ""
        self.svg = False
        self.pre = False

    def copy(self) -> _Context:
        new = _Context.__new__(_Context)
        new.hidden = self.hidden
        new.place = self.place
        new.sectioned = self.sectioned
        new.form = self.form
        new.label = self.label
        new.options = self.options
        new.ground = self.ground
        new.svg = self.svg
        new.pre = self.pre
        return new


class _Label:
    """A ``<label>`` on its way: its text is known when it ends."""

    __slots__ = ("text",)

    def __init__(self) -> None:
        self.text = ""


class _Control(NamedTuple):
    """A form control, waiting for its label."""

    field: Field
    form: int
    identifier: str
    label: _Label | None
    spare: str


class _Marks(NamedTuple):
    """What the class and id of an element say."""

    marks: str
    part: str
    hidden: str
    pressable: bool
    override: str | None
    """The direction in which all letters are set, empty where it is inherited; None where none is."""


_Attributes = dict[str, str | None]
_Closers = list[tuple[Callable[..., None], Any, tuple[int, int]]]
# An open element: its number, whether it is a block, what to restore, what to finish.
_Open = tuple[int, bool, _Context, int, str, _Closers | None]


class _Reader:
    """Walks the tree once and fills a :class:`Document`."""

    def __init__(self, document: Document, sheet: Sheet, *, braces: bool) -> None:
        self._document = document
        self._tags, self._parents, self._ends = document.tag, document.parent, document.end
        self._sheet = sheet
        self._braces = braces
        self._resolve = Resolver(document.url)
        self._based = False
        self._flow = TextFlow(document)
        self._overrides = Overrides(_BLOCKS.__contains__)
        self._context = self._outer = _Context()
        self._block = 0
        self._block_tag = "html"
        self._closers: _Closers | None = None
        self._open: list[_Open] = []
        self._lineage = [-1] * (DEPTH_LIMIT + 1)
        self._marks: dict[tuple[str, str], _Marks] = {}
        self._link: Link | None = None
        """The link around: kept here, as copying a context for every link is dear."""
        self._alts: list[str] = []
        self._scripts: list[str] = []
        self._script_room = SCRIPT_LIMIT
        self._json_room = JSON_LD_LIMIT
        self._controls: list[_Control] = []
        self._labels: dict[str, _Label] = {}
        self._forms: dict[int, tuple[str, str, bool]] = {}
        self._table_form = -1

    # -- the walk ---------------------------------------------------------------------------

    def walk(self, root: LexborNode) -> None:
        """Visit every node below and including ``root`` in document order.

        Texts are read in the loop itself: there are more of them than elements, and most are the white
        space between two tags.
        """
        stack: list[LexborNode] = []
        node: LexborNode | None = root
        tags, enter, leave, flow = self._tags, self._enter, self._leave, self._flow
        seen = flow.seen
        while node is not None and len(tags) < NODE_LIMIT:
            tag = node.tag
            if tag == "-text":
                text = node.text_content
                if text and (self._context.hidden or not text.isspace()):
                    self._read_text(text)
                elif text and len(seen) != flow.begun:  # Nothing, at the start of a block.
                    seen.append(" ")
            elif tag and tag[0] != "-":
                child = enter(tag, node, len(stack))
                if child is not None:
                    stack.append(node)
                    node = child
                    continue
            following = node.next if stack else None
            while following is None and stack:
                node = stack.pop()
                leave()
                following = node.next if stack else None
            node = following
        if node is not None:
            self._cut("nodes")
        while self._open:
            leave()

    def _cut(self, what: str) -> None:
        if what not in self._document.cuts:
            self._document.cuts.append(what)

    def _enter(self, tag: str, node: LexborNode, depth: int) -> LexborNode | None:
        """Read an element and open it; its first child, or None when nothing in it is to be visited, in
        which case it is closed again."""
        number = len(self._tags)
        self._tags.append(tag)
        self._ends.append(number)
        if depth < DEPTH_LIMIT:
            self._parents.append(self._lineage[depth - 1])
            self._lineage[depth] = number
        else:
            # Deeper ones hang, for whoever climbs up, on the last allowed level; they are still read.
            self._cut("depth")
            self._parents.append(self._lineage[DEPTH_LIMIT - 1])
        outer = self._outer = self._context
        block, block_tag = self._block, self._block_tag
        self._closers = None
        is_block, parted, handler = _KINDS.get(tag, _INLINE)
        attributes = node.attributes
        if attributes and self._look(tag, number, attributes, node):
            is_block = True
        if parted:
            if tag in _PARTS:
                self._enter_part(tag)
            else:
                self._own().sectioned = True
        if is_block:
            self._begin_block(number, tag, outer)
        child = None
        if handler is None or handler(self, number, attributes, node):
            child = node.first_child
        if child is not None or self._closers is not None:
            self._open.append((number, is_block, outer, block, block_tag, self._closers))
            if child is None:
                self._leave()
        else:
            self._context = outer
            self._block = block
            self._block_tag = block_tag
        return child

    def _begin_block(self, number: int, tag: str, outer: _Context) -> None:
        """End the block around the one that begins, as far as it was written."""
        flow = self._flow
        if not self._context.hidden:
            if len(flow.seen) != flow.begun:
                flow.end_block(self._block, self._block_tag, outer.place)
        elif outer.hidden:
            flow.end_unseen(outer.hidden)
        self._block = number
        self._block_tag = tag

    def _leave(self) -> None:
        number, is_block, outer, block, block_tag, closers = self._open.pop()
        self._ends[number] = len(self._tags) - 1
        if closers is not None:
            for finish, what, mark in closers:
                finish(self, what, mark)
        context = self._context
        hidden = context.hidden
        if not hidden:
            if is_block:
                flow = self._flow
                if len(flow.seen) != flow.begun:
                    flow.end_block(self._block, self._block_tag, context.place)
        elif is_block or hidden != outer.hidden:
            self._flow.end_unseen(hidden)
        self._context = outer
        self._block = block
        self._block_tag = block_tag

    def _at_end(self, finish: Callable[..., None], what: object) -> None:
        """Have ``finish(self, what, mark)`` called when the element being opened ends."""
        if self._closers is None:
            self._closers = []
        self._closers.append((finish, what, self._flow.here()))

    def _own(self) -> _Context:
        """The context of the element being opened, free to be changed."""
        if self._context is self._outer:
            self._context = self._outer.copy()
        return self._context

    def _hide(self, how: str) -> None:
        if not self._context.hidden:
            self._own().hidden = how

    def _enter_part(self, part: str, *, named: bool = False) -> None:
        context = self._context
        place = context.place
        if place in ("footer", part) or (place == "nav" and part != "footer"):
            return
        if part in ("header", "footer") and context.sectioned and not named:
            return
        if part == "aside" and place == "header":
            return
        self._own().place = part

    def _read_text(self, text: str) -> None:
        context = self._context
        if context.hidden:
            if context.hidden != "icon":
                self._flow.add_unseen(strip_text(text, braces=self._braces))
            return
        flow = self._flow
        if "{" in text or "@" in text or "[" in text or "}" in text:
            text = strip_text(text, braces=self._braces)
        if not text.isascii() and overrides(text):
            flow.overridden = True
        if context.pre:
            for line in text.split("\n"):
                flow.seen.append(line)
                flow.end_block(self._block, self._block_tag, context.place)
        else:
            flow.seen.append(text)

    # -- what every element may carry -------------------------------------------------------

    def _look(self, tag: str, number: int, attributes: _Attributes, node: LexborNode) -> bool:
        """Read the attributes any element can have; True when it is set out as a block."""
        classes = attributes.get("class") or ""
        identifier = attributes.get("id") or ""
        pressable = False
        hidden = ""
        if classes or identifier:
            known = self._marks.get((classes, identifier))
            if known is None:
                known = self._marks[classes, identifier] = self._read_marks(classes, identifier)
            self._document.marks[number] = known.marks
            hidden = known.hidden
            pressable = known.pressable and tag == "a"
            if known.override is not None:
                self._override(node, known.override)
            if known.part and tag in _PART_CARRIERS:
                self._enter_part(known.part, named=True)
        block = False
        if not _TELLING.isdisjoint(attributes):
            hidden, block = self._look_closer(tag, attributes, hidden, node)
            role = attributes.get("role") or ""
            if role in _ROLES:
                self._enter_part(_PARTS[role])
            if "itemprop" in attributes:
                self._note_itemprop(tag, number, attributes)
            pressable = pressable or role == "button" or not _PRESSED.isdisjoint(attributes)
        if hidden and tag not in _WHOLE:
            self._hide(hidden)
        if pressable and tag not in _NO_BUTTONS:
            self._add_button(number, attributes)
        return block

    def _read_marks(self, classes: str, identifier: str) -> _Marks:
        marks = f"{classes} {identifier}".strip().lower()[:200]
        hidden = ""
        if for_screen_readers(marks):
            hidden = "reader"
        elif icon_font(marks):
            hidden = "icon"
        elif self._sheet.hides(classes, identifier):
            hidden = "hidden"
        override = self._sheet.overrides(classes, identifier)
        return _Marks(marks, _named_part(marks), hidden, _looks_pressable(marks), override)

    def _look_closer(
        self, tag: str, attributes: _Attributes, hidden: str, node: LexborNode
    ) -> tuple[str, bool]:
        """How the element is hidden, if it is, and whether it is set out as a block."""
        block = False
        if hidden == "hidden" and attributes.get("role") in _OPENED:
            hidden = ""
        if "hidden" in attributes and tag != "input":
            hidden = "hidden"
        around = self._context.ground
        ink = colour(attributes.get("color") or "") if tag == "font" else ""
        style = attributes.get("style")
        if "bgcolor" in attributes:
            around = ground(attributes["bgcolor"] or "") or around
        if style:
            look = inline_look(style)
            block = look.block
            if look.overrides:
                self._override(node, look.direction)
            around = look.background or around
            ink = look.colour or ink
            if look.hidden and not (
                look.effect and animated((attributes.get("class") or "").lower())
            ):
                hidden = "hidden"
        if ink and unseen_on(ink, around):
            hidden = hidden or "hidden"
        if around != self._context.ground:
            self._own().ground = around
        return hidden, block

    def _note_itemprop(self, tag: str, number: int, attributes: _Attributes) -> None:
        items = self._document.itemprops
        names = (attributes["itemprop"] or "").split()[:4]
        value = attributes.get("content")
        if value is None:
            value = "" if "itemscope" in attributes else attributes.get("datetime")
        if value is None:
            href = attributes.get("href") if tag in ("a", "area", "link") else attributes.get("src")
            value = self._resolve(href) if href is not None else None
        first = len(items)
        items.extend((number, name[:100], clean((value or "")[:1000])) for name in names)
        if value is None and names:
            self._at_end(_Reader._end_itemprop, (first, len(names)))

    def _end_itemprop(self, which: tuple[int, int], mark: tuple[int, int]) -> None:
        text = self._flow.since(mark)[:WORDS_LIMIT]
        items = self._document.itemprops
        for position in range(which[0], which[0] + which[1]):
            number, name, _ = items[position]
            items[position] = (number, name, text)

    def _add_button(self, number: int, attributes: _Attributes) -> None:
        context = self._context
        if context.hidden or len(self._document.buttons) >= CONTROL_LIMIT:
            return
        words = next((said for name in _BUTTON_WORDS if (said := attributes.get(name))), "")
        button = Button(
            node=number,
            text=clean(words[:WORDS_LIMIT]),
            marks=_button_marks(attributes),
            form=context.form,
        )
        self._document.buttons.append(button)
        self._at_end(_Reader._end_button, button)

    def _end_button(self, button: Button, mark: tuple[int, int]) -> None:
        button.text = self._flow.since(mark)[:WORDS_LIMIT] or button.text

    def _override(self, node: LexborNode, direction: str) -> None:
        """Have the letters in ``node`` read in the order in which they are set."""
        if not self._overrides.mark(node, direction):
            self._cut("direction")

    # -- the head ---------------------------------------------------------------------------

    def _html(self, _: int, attributes: _Attributes, *__: object) -> bool:
        language = attributes.get("lang") or attributes.get("xml:lang") or ""
        self._document.language = language[:40].strip()
        return True

    def _title(self, number: int, _: _Attributes, node: LexborNode) -> bool:
        document = self._document
        if not document.title and not self._context.svg:
            words = strip_text(node.text()[: 4 * TITLE_LIMIT], braces=self._braces)
            document.title = clean(words)[:TITLE_LIMIT]
            self._flow.add_block(number, "title", "title", document.title)
        return False

    def _base(self, _: int, attributes: _Attributes, *__: object) -> bool:
        href = attributes.get("href")
        if href is not None and not self._based:
            self._based = True
            self._resolve.set_base(href)
            self._document.base = self._resolve.base
        return False

    def _meta(self, _: int, attributes: _Attributes, *__: object) -> bool:
        content = attributes.get("content")
        if content is None:
            return False
        meta = self._document.meta
        for key in ("name", "property", "http-equiv"):
            name = attributes.get(key)
            if name and len(meta) < META_LIMIT:
                meta.setdefault(name.strip().lower()[:100], clean(content[:1000]))
        if (attributes.get("http-equiv") or "").strip().lower() == "refresh":
            target = refresh_target(content)
            if target and len(self._document.refresh) < FRAME_LIMIT:
                self._document.refresh.append(self._resolve(target))
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
            if len(document.icons) < FRAME_LIMIT:
                document.icons.append(self._resolve(href))
        elif "alternate" in rel:
            language = attributes.get("hreflang")
            if language and len(document.hreflang) < META_LIMIT:
                document.hreflang.append((language[:40].lower(), self._resolve(href)))
        return False

    def _script(self, _: int, attributes: _Attributes, node: LexborNode) -> bool:
        source = attributes.get("src") or attributes.get("href")
        if source:
            if len(self._document.scripts) < LINK_LIMIT:
                self._document.scripts.append(self._resolve(source))
            return False
        text = node.text()
        if (attributes.get("type") or "").strip().lower() == "application/ld+json":
            self._keep_json_ld(text)
            return False
        self._document.script_bytes += len(text)
        self._keep_script(text)
        return False

    def _keep_script(self, text: str) -> None:
        if self._script_room > 0 and text:
            self._scripts.append(text[: self._script_room])
            self._script_room -= len(text) + 1

    def _body(self, _: int, attributes: _Attributes, *__: object) -> bool:
        self._keep_script(attributes.get("onload") or "")
        return True

    def _keep_json_ld(self, text: str) -> None:
        if len(text) > self._json_room:
            self._cut("structured")
        if text.strip() and self._json_room > 0:
            self._document.json_ld.append(text[: self._json_room])
            self._json_room -= len(text)

    # -- what embeds, hides or sets apart ---------------------------------------------------

    def _nothing(self, *_: object) -> bool:
        return False

    def _frame(self, _: int, attributes: _Attributes, *__: object) -> bool:
        source = attributes.get("src") or attributes.get("data-src") or attributes.get("data")
        frames = self._document.frames
        if source and len(frames) < FRAME_LIMIT:
            frames.append(self._resolve(source))
        return False

    def _object(self, number: int, attributes: _Attributes, *_: object) -> bool:
        self._frame(number, attributes)
        return self._fallback()

    def _fallback(self, *_: object) -> bool:
        """Contents shown only by browsers that cannot show the thing itself."""
        self._hide("hidden")
        return True

    def _dialog(self, _: int, attributes: _Attributes, *__: object) -> bool:
        if "open" not in attributes:
            self._hide("hidden")
        return True

    def _noframes(self, _: int, __: _Attributes, node: LexborNode) -> bool:
        """Words for browsers without frames or, as the scan renamed it, without scripts."""
        words = unescape(_TAGS.sub(" ", node.text()[:NOSCRIPT_LIMIT]))
        self._flow.add_hidden(clean(words), noscript=True)
        return False

    def _preformatted(self, *_: object) -> bool:
        self._own().pre = True
        return True

    def _svg_element(self, *_: object) -> bool:
        self._own().svg = True
        return True

    def _bdo(self, _: int, attributes: _Attributes, node: LexborNode) -> bool:
        self._override(node, (attributes.get("dir") or "").strip().lower())
        return True

    def _break(self, *_: object) -> bool:
        context = self._context
        if context.hidden:
            self._flow.add_unseen(" ")
        else:
            self._flow.end_block(self._block, self._block_tag, context.place)
        return False

    # -- links and images -------------------------------------------------------------------

    def _anchor(self, number: int, attributes: _Attributes, _: LexborNode) -> bool:
        context = self._context
        href = attributes.get("href")
        if href is None:
            href = attributes.get("xlink:href")
        if not context.hidden:
            self._flow.begin_link()
        if href is None:
            return True
        if len(self._document.links) >= LINK_LIMIT:
            self._cut("links")
            return True
        words = attributes.get("aria-label") or attributes.get("title") or attributes.get("alt")
        link = Link(
            node=number,
            url=self._resolve(href),
            text=clean(words[:WORDS_LIMIT]) if words else "",
            place=context.place,
            visible=not context.hidden,
            nofollow="nofollow" in (attributes.get("rel") or "").lower(),
        )
        self._document.links.append(link)
        self._at_end(_Reader._end_link, (link, self._link))
        self._link = link
        self._alts = []
        return True

    def _end_link(self, links: tuple[Link, Link | None], mark: tuple[int, int]) -> None:
        link, self._link = links
        text = self._flow.seen_since(mark)
        if link.visible:
            self._flow.end_link(mark, text)
        text = text or " ".join(self._alts) or self._flow.since(mark)
        link.text = text[:WORDS_LIMIT] or link.text

    def _image(self, number: int, attributes: _Attributes, *_: object) -> bool:
        alt = attributes.get("alt") or ""
        title = attributes.get("title") or ""
        words = alt[:WORDS_LIMIT]
        if title and title != alt:
            words = f"{words} {title[:WORDS_LIMIT]}"
        words = clean(strip_text(words, braces=self._braces))
        context = self._context
        if self._link is not None and words:
            self._alts.append(words)
        if len(self._document.images) >= IMAGE_LIMIT:
            self._cut("images")
            return False
        source = _image_source(attributes)
        self._document.images.append(
            Image(
                node=number,
                src=self._resolve(source) if source else "",
                alt=words,
                link=self._link.url if self._link is not None else "",
                place=context.place,
                visible=not context.hidden,
            )
        )
        return False

    # -- forms ------------------------------------------------------------------------------

    def _form(self, number: int, attributes: _Attributes, node: LexborNode) -> bool:
        if len(self._forms) >= CONTROL_LIMIT:
            self._cut("controls")
            return True
        method = (attributes.get("method") or "get").strip().lower()[:10]
        address = self._resolve(attributes.get("action") or "")
        self._forms[number] = (address, method, not self._context.hidden)
        self._own().form = number
        # A form that starts between table rows is empty in the tree; its controls follow it.
        self._table_form = number if node.first_child is None else -1
        return True

    def _label(self, _: int, attributes: _Attributes, __: LexborNode) -> bool:
        label = _Label()
        target = attributes.get("for")
        if target:
            self._labels.setdefault(target, label)
        self._own().label = label
        self._at_end(_Reader._end_label, label)
        return True

    def _end_label(self, label: _Label, mark: tuple[int, int]) -> None:
        label.text = self._flow.since(mark)[:200]

    def _add_control(self, number: int, kind: str, attributes: _Attributes) -> Field:
        identifier = attributes.get("id") or ""
        spare = attributes.get("placeholder") or attributes.get("aria-label") or ""
        name = attributes.get("name") or identifier
        field = Field(node=number, kind=kind, name=name[:100], label="")
        if len(self._controls) >= CONTROL_LIMIT:
            self._cut("controls")
            return field
        context = self._context
        form = context.form if context.form >= 0 else self._table_form
        spare = spare or attributes.get("title") or ""
        self._controls.append(_Control(field, form, identifier, context.label, clean(spare[:200])))
        return field

    def _input(self, number: int, attributes: _Attributes, _: LexborNode) -> bool:
        kind = (attributes.get("type") or "text").strip().lower()[:20]
        if kind not in ("submit", "button", "image", "reset"):
            self._add_control(number, kind, attributes)
            return False
        if kind == "image":
            self._image(number, attributes)
        self._add_button(number, attributes)
        value = clean((attributes.get("value") or "")[:WORDS_LIMIT])
        if kind != "image" and value and not self._context.hidden:
            self._flow.end_block(self._block, self._block_tag, self._context.place)
            self._flow.seen.append(value)
            self._flow.end_block(number, "input", self._context.place)
        return False

    def _button(self, number: int, attributes: _Attributes, _: LexborNode) -> bool:
        self._add_button(number, attributes)
        return True

    def _select(self, number: int, attributes: _Attributes, _: LexborNode) -> bool:
        options: list[str] = []
        self._own().options = options
        field = self._add_control(number, "select", attributes)
        self._at_end(_Reader._end_select, (field, options))
        return True

    def _end_select(self, what: tuple[Field, list[str]], _: tuple[int, int]) -> None:
        what[0].options = tuple(what[1])

    def _option(self, _: int, __: _Attributes, ___: LexborNode) -> bool:
        options = self._context.options
        if options is not None:
            if len(options) >= OPTION_LIMIT:
                return False
            self._at_end(_Reader._end_option, options)
        return True

    def _end_option(self, options: list[str], mark: tuple[int, int]) -> None:
        options.append(self._flow.since(mark)[:200])

    def _textarea(self, number: int, attributes: _Attributes, *_: object) -> bool:
        self._add_control(number, "textarea", attributes)
        return True

    # -- the end ----------------------------------------------------------------------------

    def finish(self) -> None:
        """Join what was gathered in pieces."""
        self._flow.finish()
        document = self._document
        document.inline_scripts = "\n".join(self._scripts)[:SCRIPT_LIMIT]
        fields: dict[int, list[Field]] = {}
        for control in self._controls:
            label = self._labels.get(control.identifier) if control.identifier else None
            label = label if label is not None and label.text else control.label
            control.field.label = (label.text if label is not None else "") or control.spare
            fields.setdefault(control.form, []).append(control.field)
        for number, (action, method, visible) in self._forms.items():
            controls = tuple(fields.get(number, ()))
            form = Form(node=number, action=action, method=method, fields=controls, visible=visible)
            document.forms.append(form)


_HANDLERS: dict[str, Callable[..., bool]] = {
    "html": _Reader._html,
    "title": _Reader._title,
    "base": _Reader._base,
    "body": _Reader._body,
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
    "noframes": _Reader._noframes,
    "pre": _Reader._preformatted,
    "listing": _Reader._preformatted,
    "xmp": _Reader._preformatted,
    "plaintext": _Reader._preformatted,
    "svg": _Reader._svg_element,
    "bdo": _Reader._bdo,
    "br": _Reader._break,
    "a": _Reader._anchor,
    "area": _Reader._anchor,
    "img": _Reader._image,
    "form": _Reader._form,
    "label": _Reader._label,
    "input": _Reader._input,
    "button": _Reader._button,
    "select": _Reader._select,
    "option": _Reader._option,
    "textarea": _Reader._textarea,
}
_Kind = tuple[bool, bool, Callable[..., bool] | None]
_INLINE: _Kind = (False, False, None)
_KINDS: dict[str, _Kind] = {
    tag: (tag in _BLOCKS, tag in _PARTED, _HANDLERS.get(tag))
    for tag in _BLOCKS | _PARTED | _HANDLERS.keys()
}
"""What is to be done about an element, by its tag: whether it is a block, whether it may begin a part of
the page, and what reads it."""


_BUTTON_WORDS = ("value", "aria-label", "title", "alt")
"""Where a button without text of its own says what it does; ``alt`` is the image button's."""


def _button_marks(attributes: _Attributes) -> str:
    words = [attributes.get(n) for n in ("class", "id", "name", "onclick", "aria-label")]
    words += [name for name in attributes if name.startswith("data-")]
    return clean(" ".join([w for w in words if w])[:600]).lower()[:300]


def _image_source(attributes: _Attributes) -> str:
    """The address of the picture, also where a script is to put it in place."""
    source = attributes.get("src") or ""
    if source and not source.startswith("data:"):
        return source
    for name in ("data-src", "data-lazy-src", "data-original"):
        late = attributes.get(name)
        if late:
            return late
    choices = attributes.get("srcset") or attributes.get("data-srcset") or ""
    return source or choices.strip().split(" ", 1)[0]
