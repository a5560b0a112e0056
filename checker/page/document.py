"""A page as a tree of plain arrays: what :mod:`checker.page.dom` makes and the readers read.

Nodes are numbered in document order, so that ``node < other <= end[node]`` means "other lies
inside node". That is all the structure the offer reader needs, and it costs no objects.
This value lives only inside the parsing process; what leaves it is :class:`~checker.page.facts.PageFacts`.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Block:
    """The visible text directly in one block-level element, inline markup flattened.

    ``<p>Buy <b>Via</b>gra</p>`` is one block "Buy Viagra"; two table cells are two blocks.
    """

    node: int
    """The block-level element."""
    start: int
    """Where the block begins in :attr:`Document.text`; it ends before the next newline."""
    text: str
    tag: str
    """The block element's tag; for text inside a link or button standing alone, that tag."""
    place: str
    """``title``, ``header``, ``nav``, ``main``, ``aside`` or ``footer``."""


@dataclass(slots=True, kw_only=True)
class Link:
    """An ``<a href>`` (or ``<area>``)."""

    node: int
    url: str
    """Resolved against the page and ``<base>``; scheme may be ``tel:``, ``mailto:``, ``whatsapp:`` …"""
    text: str
    """Its visible text, or the alt text of its images when there is none."""
    place: str
    visible: bool
    nofollow: bool = False


@dataclass(slots=True, kw_only=True)
class Image:
    """An ``<img>`` (or an ``<input type=image>``)."""

    node: int
    src: str
    """Resolved; ``data:`` addresses are cut to their media type."""
    alt: str
    """``alt`` and ``title`` joined by a space."""
    link: str
    """Address of the link around it, or empty."""
    place: str
    visible: bool


@dataclass(slots=True, kw_only=True)
class Field:
    """One control of a form."""

    node: int
    kind: str
    """``text``, ``email``, ``tel``, ``number``, ``date``, ``file``, ``checkbox``, ``radio``, ``select``,
    ``textarea``, ``password``, ``hidden``, ``search`` …"""
    name: str
    """``name``, else ``id``."""
    label: str
    """Text of its label, else placeholder, else aria-label; up to 200 characters."""
    options: tuple[str, ...] = ()
    """Texts of a select's options, at most 40."""


@dataclass(slots=True, kw_only=True)
class Form:
    """A ``<form>``."""

    node: int
    action: str
    """Resolved address it posts to; the page itself when it names none."""
    method: str
    fields: tuple[Field, ...]
    visible: bool = True


@dataclass(slots=True, kw_only=True)
class Button:
    """Anything a person would press: ``<button>``, submit inputs, elements with a button role or a
    click handler, and links that look like buttons by role or class."""

    node: int
    text: str
    marks: str
    """``class``, ``id``, ``name``, ``onclick``, ``data-*`` names, ``aria-label`` in lower case, joined by
    spaces, up to 300 characters: where shop software says "add-to-cart" in any language."""
    form: int
    """Node of the enclosing form, or -1."""


@dataclass(slots=True, kw_only=True, eq=False)
class Document:
    """One page. ``tag``, ``parent`` and ``end`` are indexed by node; node 0 is ``<html>``."""

    url: str
    tag: list[str] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    """Last node inside this node (itself when it has no element children)."""
    marks: dict[int, str] = field(default_factory=dict)
    """``class`` and ``id`` of elements that carry them, lower case, up to 200 characters."""
    itemprops: list[tuple[int, str, str]] = field(default_factory=list)
    """Microdata: (node, itemprop, value), value from content/href/src or text."""

    base: str = ""
    """What ``<base>`` has its addresses resolved against; empty where there is none."""
    title: str = ""
    language: str = ""
    """``<html lang>`` as declared."""
    meta: dict[str, str] = field(default_factory=dict)
    """``name``/``property``/``http-equiv`` in lower case -> content (description, og:title, generator …)."""
    blocks: list[Block] = field(default_factory=list)
    """Visible text in document order."""
    text: str = ""
    """All blocks joined by newlines."""
    hidden_text: str = ""
    """Text a person would not see (display:none, hidden, white on white, off-screen, 0 px …)."""
    noscript_text: str = ""
    style_text: str = ""
    """Words that the page's style sheets set before or after its own; not among :attr:`text`."""
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    """Resolved addresses of ``<iframe>``, ``<frame>``, ``<embed>``, ``<object data>``."""
    refresh: list[str] = field(default_factory=list)
    """Resolved addresses of meta refresh."""
    scripts: list[str] = field(default_factory=list)
    """Resolved addresses of external scripts."""
    inline_scripts: str = ""
    """Inline script text that is not structured data, joined, up to 200,000 characters: read for
    tracker ids and location assignments, never run."""
    json_ld: list[str] = field(default_factory=list)
    """Raw contents of ``application/ld+json`` scripts, up to 100,000 characters in all."""
    icons: list[str] = field(default_factory=list)
    canonical: str = ""
    hreflang: list[tuple[str, str]] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)
    """Limits reached while reading: ``bytes``, ``depth``, ``attributes``, ``tags``, ``links``, ``text`` …"""
    script_bytes: int = 0
