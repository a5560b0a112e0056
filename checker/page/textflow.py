"""Text pieces in document order -> blocks of visible text, and what is kept from the eyes.

All pieces go to one of two lists, seen and unseen. A block, a link's text or a label is a slice of
them, so that nested elements that all want their text never copy it twice.
"""

from __future__ import annotations

import re

from checker.page.bidi import as_read, overrides, still_open
from checker.page.document import Block, Document

TEXT_LIMIT = 400_000
"""Characters of visible text; hidden text and noscript text together have half of it."""
READER_LIMIT = 200
"""A text for screen readers up to this length is ordinary; longer ones are hidden text."""
_SLICE = 200
"""Pieces that are looked at for the text of one link, button or label."""

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef\x00-\x08\x0e-\x1b\x7f]+"
)


def clean(text: str) -> str:
    """``text`` on one line: white space collapsed, characters without a shape taken out, what is set backwards
    turned round.

    >>> clean("Via\\u00adgra \\n  100 mg\\u200b")
    'Viagra 100 mg'
    """
    line = " ".join(text.split())
    if (line.isascii() and line.isprintable()) or not _UNSEEN.search(line):
        return line
    if overrides(text):
        text = as_read(line)
    return " ".join(_UNSEEN.sub("", text).split())


class TextFlow:
    """Collects pieces of text and cuts them into the blocks of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.seen: list[str] = []
        """Pieces that are seen; whoever walks the page appends to it."""
        self.begun = 0
        """Where in them the block being written begins."""
        self.overridden = False
        """Whether a character that overrides the direction of text was met."""
        self._open = ""
        self._opened_until = (0, 0)
        self._open_at: dict[int, str] = {}
        self._unseen: list[str] = []
        self._unseen_from = 0
        self._standing = (0, 0, "")
        self._room = TEXT_LIMIT
        self._length = 0
        self._hidden_room = TEXT_LIMIT // 2
        self._hidden: list[str] = []
        self._noscript: list[str] = []

    def add_unseen(self, text: str) -> None:
        """A piece that is not seen."""
        self._unseen.append(text)

    def here(self) -> tuple[int, int]:
        """A mark in the flow, for :meth:`since`."""
        if self.overridden:
            self._note_open()
        return len(self.seen), len(self._unseen)

    def _note_open(self) -> None:
        """Remember which overrides are in force here: they reach into what is read from here on."""
        block, until = self._opened_until
        if block != self.begun:
            self._open, until = "", self.begun
        self._open = still_open(self._open, "".join(self.seen[until:]))
        self._opened_until = self.begun, len(self.seen)
        if self._open:
            self._open_at[len(self.seen)] = self._open

    def since(self, mark: tuple[int, int]) -> str:
        """The text since ``mark``; what is hidden only when nothing is visible."""
        return self.seen_since(mark) or clean("".join(self._unseen[mark[1] : mark[1] + _SLICE]))

    def seen_since(self, mark: tuple[int, int]) -> str:
        """The visible text since ``mark``."""
        text = "".join(self.seen[mark[0] : mark[0] + _SLICE])
        return clean(self._open_at.get(mark[0], "") + text if self._open_at else text)

    def begin_link(self) -> None:
        """Two links side by side are two words, however the source is set."""
        if self._standing[1] == len(self.seen):
            self.seen.append(" ")

    def end_link(self, mark: tuple[int, int], text: str) -> None:
        """Remember where a link of this ``text`` stood, to tell whether it stood alone in its block."""
        self._standing = (mark[0], len(self.seen), text)

    def end_block(self, node: int, tag: str, place: str) -> None:
        """Make a block of what was seen since the last one, if anything was."""
        begin = self.begun
        seen = self.seen
        if begin == len(seen):
            return
        first, last, text = self._standing
        alone = begin == first and last == len(seen) <= first + _SLICE
        if not alone:  # Otherwise its text is known.
            text = clean("".join(seen[begin:]))
        if text:
            if alone or (
                begin <= first < last and not "".join(seen[begin:first] + seen[last:]).strip()
            ):
                tag = "a"
            self.add_block(node, tag, place, text)
            seen.append(" ")
        self.begun = len(seen)

    def add_block(self, node: int, tag: str, place: str, text: str) -> None:
        """Append a block, as far as there is room for it."""
        if len(text) > self._room:
            if "text" not in self._document.cuts:
                self._document.cuts.append("text")
            text = text[: self._room].rstrip()
        if text:
            self._room -= len(text) + 1
            self._document.blocks.append(
                Block(node=node, start=self._length, text=text, tag=tag, place=place)
            )
            self._length += len(text) + 1

    def end_unseen(self, how: str) -> None:
        """End a run of text that is hidden ``how``: for readers, or plainly."""
        begin = self._unseen_from
        if begin == len(self._unseen):
            return
        text = clean("".join(self._unseen[begin:]))
        self._unseen.append(" ")
        self._unseen_from = len(self._unseen)
        if text and not (how == "reader" and len(text) <= READER_LIMIT):
            self.add_hidden(text)

    def add_hidden(self, text: str, *, noscript: bool = False) -> None:
        """Append a hidden text, as far as there is room for it."""
        if self._hidden_room > 0 and text:
            (self._noscript if noscript else self._hidden).append(text[: self._hidden_room])
            self._hidden_room -= len(text) + 1

    def finish(self) -> None:
        """Put the texts into the document."""
        document = self._document
        document.text = "\n".join([block.text for block in document.blocks])
        document.hidden_text = "\n".join(self._hidden)
        document.noscript_text = "\n".join(self._noscript)
