"""Elements that override the direction of their text: ``<bdo>`` and ``unicode-bidi: bidi-override``.

CSS Writing Modes says what they do in terms of control characters, which a browser reckons with at the ends of
the element and again behind everything in it that begins a new line of text. Those characters are put into
the parsed tree, so that whoever reads its text meets them as if they had been written there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from checker.page.bidi import LRO, PDF, RLO
from checker.page.visibility import inline_look

MOST_VISITED = 20_000
"""Nodes of a page that are looked at for new lines of text inside such elements, or for their direction."""
_ANCESTORS = 50
"""Elements around one that are asked for the direction it inherits."""


class Overrides:
    """Marks the overriding elements of one page, as far as there is room for it."""

    def __init__(self, is_block: Callable[[str], bool]) -> None:
        self._is_block = is_block
        self._room = MOST_VISITED

    def mark(self, node: LexborNode, direction: str) -> bool:
        """Put the controls into ``node``. ``direction`` is ``rtl``, ``ltr``, or empty where it is inherited.
        False when there is no more room and the text was left as it is."""
        if self._room <= 0:
            return False
        first = node.first_child
        if first is None:
            return True
        control = RLO if (direction or self._inherited(node)) == "rtl" else LRO
        for line in list(self._lines(first)):
            line.insert_after(control)
        first.insert_before(control)
        node.insert_child(PDF)
        return True

    def _lines(self, first: LexborNode) -> Iterator[LexborNode]:
        """The elements from ``first`` on behind which a new line of the text around them begins."""
        waiting: list[LexborNode | None] = [first]
        while waiting and self._room > 0:
            node = waiting.pop()
            if node is None:
                continue
            self._room -= 1
            waiting.append(node.next)
            tag = node.tag or ""
            if tag == "br" or self._is_block(tag):
                yield node
            elif tag != "bdo":  # That one has lines of its own.
                waiting.append(node.first_child)

    def _inherited(self, node: LexborNode) -> str:
        """The direction told by the nearest element around ``node``; left to right where none tells one."""
        around: LexborNode | None = node
        for _ in range(_ANCESTORS):
            if around is None or not around.is_element_node:
                break
            self._room -= 1
            attributes = around.attributes
            told = inline_look(attributes.get("style") or "").direction
            told = told or (attributes.get("dir") or "").strip().lower()
            if told in ("ltr", "rtl"):
                return told
            around = around.parent
        return "ltr"
