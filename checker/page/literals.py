"""The literal words that must stand in whatever a regular expression matches.

Looking for a word in a sentence takes a fiftieth of the time of trying an expression on it. So an
expression is tried only where every word it cannot do without was found. Read is the plain dialect of
the tables: literals, classes, groups, repeats, looks around. What is not understood needs nothing.

>>> needed(r"\\bno\\s{1,4}(?:rx|scripts?)\\b")
(('no',), ('rx', 'script'))
>>> needed(r"free|\\d pills?"), needed(r"(?:a|\\d)b?c+")
((('free', ' pill'),), (('c',),))
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.patterns import compiled

Words = tuple[str, ...]
"""One of these must stand in the text."""

_TOKEN = compiled(
    r"\\[^\W\d]|\\.|\[\^?+\]?+(?:[^\]\[\\]|\\.){0,60}+\]|\((?:\?(?::|<?[=!]))?|[)|.^$]|[^\\]",
    re.DOTALL,
)
_REPEAT = compiled(r"(?:[?*+]|\{\d{0,3}+,?+\d{0,3}+\})[?+]?", 0)
_SETS = frozenset(".^$")


def needed(pattern: str) -> tuple[Words, ...]:
    """Sets of words, from each of which one stands in whatever ``pattern`` matches."""
    return _either(_Reader(pattern).alternatives())


def stand(needs: tuple[Words, ...], text: str) -> bool:
    """True when ``text`` holds one word of every set.

    >>> stand((("no",), ("rx", "script")), "no rx"), stand((("no",), ("rx",)), "no")
    (True, False)
    """
    for words in needs:
        for word in words:
            if word in text:
                break
        else:
            return False
    return True


def alternatives(pattern: str) -> list[str]:
    """``pattern`` cut at the bars that stand in no group.

    >>> alternatives(r"no (?:rx|script)|rx[|] free")
    ['no (?:rx|script)', 'rx[|] free']
    """
    cuts = [-1]
    depth = 0
    for token in _TOKEN.finditer(pattern):
        depth += (token[0][0] == "(") - (token[0] == ")")
        if token[0] == "|" and not depth:
            cuts.append(token.start())
    return [pattern[a + 1 : b] for a, b in zip(cuts, (*cuts[1:], len(pattern)), strict=True)]


class Anchored:
    """A regular expression for long texts in lower case: each alternative is tried only where the words it
    needs stand.

    >>> Anchored(r"\\blot \\d|rx only").search("two rx only, lot 1")[0]
    'rx only'
    """

    def __init__(self, pattern: str) -> None:
        self._branches = tuple((needed(b), compiled(b, 0)) for b in alternatives(pattern))

    def search(self, low: str) -> re.Match[str] | None:
        """The match that begins first; of several there that of the first alternative."""
        found = (branch.search(low) for needs, branch in self._branches if stand(needs, low))
        return min(filter(None, found), key=re.Match.start, default=None)

    def stands(self, low: str) -> bool:
        """Whether there is any match."""
        return any(stand(needs, low) and branch.search(low) for needs, branch in self._branches)


def _either(branches: list[list[Words]]) -> tuple[Words, ...]:
    """What is needed when one of several branches is: of each its most telling words."""
    if len(branches) == 1:
        return tuple(branches[0])
    if not all(branches):
        return ()
    best = [max(branch, key=lambda words: min(map(len, words))) for branch in branches]
    return (tuple(dict.fromkeys(word for words in best for word in words)),)


class _Reader:
    """Goes once through a pattern."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def alternatives(self) -> list[list[Words]]:
        """What each alternative needs, up to the end of the group or pattern."""
        branches = [[*self._branch()]]
        while self._take() == "|":
            branches.append([*self._branch()])
        return branches

    def _take(self) -> str:
        token = _TOKEN.match(self._pattern, self._at)
        self._at = token.end() if token else len(self._pattern)
        return token[0] if token else ""

    def _branch(self) -> Iterator[Words]:
        run = ""
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            token = self._take()
            inner = self.alternatives() if token[0] == "(" else []
            least = self._repeated()
            literal = _literal(token)
            if literal and least == 1:
                run += literal
                continue
            if run:
                yield (run,)
            run = ""
            if literal and least:
                yield (literal,)
            elif inner and least and token in ("(", "(?:"):
                yield from _either(inner)
        if run:
            yield (run,)

    def _repeated(self) -> int:
        """How often the last token must stand at least: 1 when nothing is said, 2 for one or more."""
        repeat = _REPEAT.match(self._pattern, self._at)
        if repeat is None:
            return 1
        self._at = repeat.end()
        return 0 if repeat[0][0] in "?*" or repeat[0].startswith(("{0", "{,")) else 2


def _literal(token: str) -> str:
    """The character a token stands for; empty when it is none."""
    if token[0] == "\\":
        return "" if token[1].isalnum() else token[1]
    return "" if token[0] in "([" or token in _SETS else token
