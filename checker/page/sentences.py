"""Where a sentence begins and ends, found from a place inside it.

Only the sentences that matter are cut out of a page, so nothing is split in advance. A block of
text ends a sentence; so do full stops (not those of ``2.5`` or ``St. John's`` inside a word) and the
full-width ones of Chinese and Japanese.
"""

from __future__ import annotations

from checker.patterns import compiled

LONGEST = 400
"""Characters of the longest sentence; longer runs are cut around the place asked for."""

_END = compiled(r"[.!?…]{1,4}(?=[\s\"')»”]|$)|[。！？؟।]", 0)


def sentence(text: str, place: int) -> tuple[int, int]:
    """The (start, end) of the sentence of ``text`` around ``place``, its end mark included."""
    first = max(0, place - LONGEST // 2, text.rfind("\n", max(0, place - LONGEST // 2), place) + 1)
    newline = text.find("\n", place, place + LONGEST // 2)
    last = newline if newline >= 0 else min(len(text), place + LONGEST // 2)
    for mark in _END.finditer(text, first, place):
        first = mark.end()
    after = _END.search(text, place, last)
    return first, after.end() if after else last
