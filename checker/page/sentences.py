"""Where a sentence begins and ends, found from a place inside it.

Only the sentences that matter are cut out of a page, so nothing is split in advance. A block of
text ends a sentence; so do full stops (not those of ``2.5`` or ``St. John's`` inside a word) and the
full-width ones of Chinese and Japanese.
"""

from __future__ import annotations

from checker.patterns import compiled

LONGEST = 400
"""Characters of the longest sentence; longer runs are cut around the place asked for."""

# Begins with a set of characters, which the engine looks for at the speed of C.
_END = compiled(r"[.!?…。！？؟।](?:(?<=[。！？؟।])|[.!?…]{0,3}(?=[\s\"')»”]|$))", 0)
_MARKS = frozenset(".!?…。！？؟।")
_MARK = 4
"""Characters of the longest end mark."""


def sentence(text: str, place: int) -> tuple[int, int]:
    """The (start, end) of the sentence of ``text`` around ``place``, its end mark included."""
    first = max(0, place - LONGEST // 2, text.rfind("\n", max(0, place - LONGEST // 2), place) + 1)
    newline = text.find("\n", place, place + LONGEST // 2)
    last = newline if newline >= 0 else min(len(text), place + LONGEST // 2)
    for mark in _END.finditer(text, first, place):
        first = mark.end()
    after = _END.search(text, place, last)
    return first, after.end() if after else last


def near(text: str, place: int) -> str:
    """The part of the line around ``place`` that holds the whole :func:`sentence`, found faster."""
    low, high = max(0, place - LONGEST // 2), place + LONGEST // 2
    newline = text.find("\n", place, high)
    return text[text.rfind("\n", low, place) + 1 or low : high if newline < 0 else newline]


class Sentences:
    """:func:`sentence` for many places of one text that are asked for in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last = (0, 0)
        self._until = -1
        """The place before which the last answer still holds."""

    def around(self, place: int) -> tuple[int, int]:
        """The (start, end) of the sentence around ``place``."""
        first, _ = self._last
        inside = first + _MARK < place < self._until and place - first < LONGEST // 2 - _MARK
        if inside and self._text[place - 1] not in _MARKS:
            return self._last
        self._last = first, last = sentence(self._text, place)
        # An end that is none but the longest sentence's says nothing about the next place.
        ended = self._text[last : last + 1] == "\n" or self._text[last - 1] in _MARKS
        begun = self._text[place - 1 : place] not in _MARKS or first < place
        known = ended and begun and last < place + LONGEST // 2
        self._until = last - _MARK if known else -1
        return self._last
