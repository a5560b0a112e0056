"""Host names that can be taken for a known pharmacy's: letters that look the same, slips, added words.

Whether such a name exists, and whose it is, is not known here: "looks like" is all that may be concluded,
and the answer is a hint ("did you mean …?"), never a reason to condemn. The same name under another
ending is not even that: pharmacies trade under several endings, lawfully.

>>> look_alike("wa1greens.com").known
'walgreens.com'
>>> look_alike("walgreens.de") is None
True
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import combinations

import ada_url

from checker.domains import registrable
from checker.reference import table
from checker.registers.entry import EntryKind
from checker.registers.store import shipped_entries
from checker.urls import to_ascii


class Manner(StrEnum):
    """How a name resembles the known one."""

    CONFUSABLE = "confusable"
    """Signs that look like the right ones: ``wа1greens`` with a Cyrillic letter and a digit."""
    TYPO = "typo"
    """A slip of the finger away: a letter more, less, other or exchanged, a hyphen, a moved dot."""
    ADDED = "added_word"
    """The known name, or its whole address, with something put beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    """A known pharmacy that a host name can be taken for."""

    known: str
    """The known pharmacy's domain."""
    name: str
    """Its name, or its domain where no list says one."""
    manner: Manner


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    label: str
    """What its domains have in front of their public suffixes."""
    domains: tuple[str, ...]
    name: str
    core: str
    """The label without the words of the trade at its ends."""

    def under(self, suffix: str) -> str:
        """Its domain under ``suffix``, else under ``.com``, else the first."""
        for wanted in (suffix, "com"):
            if f"{self.label}.{wanted}" in self.domains:
                return f"{self.label}.{wanted}"
        return self.domains[0]


_Hit = tuple[_Known, Manner]


SHORT = 4
"""Labels up to this length have too many neighbours: a slip in them is anybody's name."""
MEDIUM = 7
"""Shorter labels, and those with an own part of up to SHORT letters beside words of the trade
(``jp-pharmacy``), are only compared by slips that fingers make."""
LONG = 9
"""From this length on any one slip is a resemblance, and two are when the name's own part is that long."""


def look_alike(host: str) -> Resemblance | None:
    """The known pharmacy that ``host`` can be taken for, or None.

    None for the known pharmacies themselves and their sub-domains, and for their names under other
    public suffixes.
    """
    return _look_alike(host.lower() if host.isascii() else to_ascii(host) or "")


@lru_cache(maxsize=4096)
def _look_alike(host: str) -> Resemblance | None:
    found = registrable(host)
    index = _index()
    if not found.domain or found.domain in index.domains:
        return None
    label = _without(found.domain, found.suffix)
    hit = _inside(host, found.domain, index) or _moved_dot(host, index)
    if hit is None and label not in index.by_label and label not in _own_names():
        hit = _resembling(_unicode(label), index)
    if hit is None:
        return None
    known, manner = hit
    domain = known.under(found.suffix)
    return Resemblance(known=domain, name=known.name or domain, manner=manner)


def _without(domain: str, suffix: str) -> str:
    return domain[: -len(suffix) - 1]


def _unicode(label: str) -> str:
    """``label`` as it is shown; itself when it cannot be decoded."""
    return str(ada_url.idna_to_unicode(label)) if label.startswith("xn--") else label


# The whole address, inside another or with its dots moved


def _inside(host: str, domain: str, index: _Index) -> _Hit | None:
    """``walgreens.com.rx-order.ru``, ``netmeds.com-login.info``: a known address in front of another."""
    labels = host.removeprefix("www.").split(".")
    before = len(labels) - domain.count(".") - 1
    joined = (
        [*labels[:before], labels[before].split("-")[0]]
        if "-" in labels[before]
        else labels[:before]
    )
    for end in range(2, min(len(joined), _MOST_LABELS) + 1):
        known = index.by_domain.get(".".join(joined[:end]))
        if known is not None:
            return known, Manner.ADDED
    return None


_MOST_LABELS = 6


def _moved_dot(host: str, index: _Index) -> _Hit | None:
    """``boo.ts.com``, ``bootscom.com``, ``www-boots.com``: the letters of a known address, dots elsewhere."""
    bare = host.removeprefix("www.")
    known = index.by_letters.get(_letters(bare))
    if known is not None:
        return known, Manner.TYPO
    found = registrable(bare)
    label = _without(found.domain, found.suffix)
    unprefixed = label.removeprefix("www").removeprefix("-")
    for name, table_ in ((unprefixed, index.by_label), (_letters(label), index.by_letters)):
        known = table_.get(name)
        if known is not None and known.label != label and len(known.label) > 2:
            return known, Manner.ADDED
    return None


def _letters(name: str) -> str:
    return name.replace(".", "").replace("-", "")


# The label alone


def _resembling(label: str, index: _Index) -> _Hit | None:
    plain = _plain(label)
    if plain is None or plain in _words():
        return None
    foreign = plain != label
    return (
        _same_to_the_eye(plain, foreign, index)
        or _slip(plain, foreign, index)
        or _added(plain, foreign, index)
    )


def _plain(label: str) -> str | None:
    """``label`` in the ASCII letters it looks like; None when it holds signs that look like none.

    A word of its own language is no look-alike: ``аптека`` has letters that Latin has not. A Latin letter
    that looks like no other stands as a question mark.
    """
    if label.isascii():
        return label
    looks = _confusables()
    letters = [char if char.isascii() else looks.get(char) or _latin(char) for char in label]
    return "".join(letters) if all(letters) else None


def _latin(char: str) -> str:
    return "?" if unicodedata.name(char, "").startswith("LATIN ") else ""


@cache
def _confusables() -> Mapping[str, str]:
    return {row["character"]: row["looks_like"] for row in table("confusables")}


_SAME = str.maketrans("01i", "oll")
_PAIRS = (("rn", "m"), ("nn", "m"), ("vv", "w"), ("cl", "d"))
"""Pairs that look like one letter, from Unicode's list of confusable sequences (``m``) and the same habit."""


def _eye(label: str, pairs: Sequence[tuple[str, str]] = _PAIRS) -> str:
    """``label`` with signs and pairs that the eye confuses made one: ``0`` and ``o``, ``rn`` and ``m``."""
    seen = label.translate(_SAME)
    for pair, single in pairs:
        seen = seen.replace(pair, single)
    return seen


def _eyes(label: str) -> Iterator[str]:
    """The ways to see ``label``: which pair is taken for one letter where two overlap, as in ``rnn``."""
    yield from dict.fromkeys((_eye(label), _eye(label, _PAIRS[::-1])))


_ALIKE = frozenset(
    map(frozenset, ("nm", "rn", "uv", "vy", "bd", "bh", "ce", "gq", "ao", "oe", "sz", "tf"))
)
"""Letters that are told apart only by a second look."""


def _same_to_the_eye(plain: str, foreign: bool, index: _Index) -> _Hit | None:
    for seen in _eyes(plain):
        known = index.by_eye.get(seen)
        if known is not None and (foreign or known.label != plain):
            return known, Manner.CONFUSABLE
    for seen in _eyes(plain) if foreign or len(plain) >= MEDIUM else ():
        for known in index.of_length(len(seen)):
            if _only_alike(seen, _eye(known.label)):
                return known, Manner.CONFUSABLE
    return None


def _only_alike(one: str, other: str) -> bool:
    """Whether the two differ in one letter (two in long names), and only by letters that look alike."""
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(differing) <= (2 if len(one) >= MEDIUM else 1) and all(
        frozenset(pair) in _ALIKE for pair in differing
    )


# Slips


def _slip(plain: str, foreign: bool, index: _Index) -> _Hit | None:
    manner = Manner.CONFUSABLE if foreign else Manner.TYPO
    known = index.by_hyphenless.get(plain.replace("-", ""))
    if known is not None and known.label != plain:
        return known, manner
    slips = [
        (distance, known)
        for seen in dict.fromkeys((plain, *_eyes(plain)) if foreign else (plain,))
        for known in index.near(seen)
        if (distance := _distance(seen, known.label)) <= 2
        and _is_slip(seen, known, distance, foreign)
    ]
    return (min(slips, key=lambda slip: slip[0])[1], manner) if slips else None


def _is_slip(label: str, known: _Known, distance: int, foreign: bool) -> bool:
    length = len(known.label)
    if length <= SHORT or _another_word(label, known):
        return False
    if distance == 2:
        return min(len(label), length) >= LONG and (foreign or len(known.core) >= LONG)
    if length < MEDIUM or (0 < len(known.core) <= SHORT and _only_core_differs(label, known)):
        return _easy(label, known.label, short=True)
    return length >= LONG or _easy(label, known.label, short=False)


def _only_core_differs(label: str, known: _Known) -> bool:
    """Whether the words of the trade beside the name are untouched: ``jk-pharmacy``, ``jp-pharmacy``."""
    before, _, after = known.label.partition(known.core)
    return label.startswith(before) and label.endswith(after)


def _another_word(label: str, known: _Known) -> bool:
    """The same name beside another word of the trade: ``lloyds-pharma`` is no slip for ``lloyds-pharmacy``."""
    return bool(known.core) and known.core != known.label and _core(label) == known.core != label


_ROWS = (
    (("1234567890", 0.0), ("qwertyuiop", 0.5), ("asdfghjkl", 0.75), ("zxcvbnm", 1.25)),
    (("1234567890", 0.0), ("qwertzuiop", 0.5), ("asdfghjkl", 0.75), ("yxcvbnm", 1.25)),
    (("1234567890", 0.0), ("azertyuiop", 0.5), ("qsdfghjklm", 0.75), ("wxcvbn", 1.25)),
)
"""English, German and French keyboards: the keys of each row and how far the row is set in."""
_REACH = 1.3
_VOWELS = frozenset("aeiou")


@cache
def _neighbours(keyboards: int) -> frozenset[tuple[str, str]]:
    """Keys that lie beside each other on the first so many keyboards."""
    return frozenset(
        (one, other)
        for rows in _ROWS[:keyboards]
        for row, (keys, inset) in enumerate(rows)
        for near, (others, other_inset) in enumerate(rows)
        if abs(row - near) <= 1
        for at, one in enumerate(keys)
        for other_at, other in enumerate(others)
        if one != other
        and abs(at + inset - other_at - other_inset) < _REACH - 0.3 * abs(row - near)
    )


def _easy(label: str, known: str, short: bool) -> bool:
    """Whether the one edit that made ``label`` of ``known`` happens while typing, or in a memory cell."""
    if len(label) > len(known):
        return not short or _easy_letter(label, _first_difference(label, known))
    if len(label) < len(known):
        return True
    at = _first_difference(label, known)
    typed, meant = label[at], known[at]
    if label[at + 1 :] != known[at + 1 :]:
        return True  # Two letters exchanged.
    beside = (typed, meant) in _neighbours(1 if short else len(_ROWS))
    return beside or {typed, meant} <= _VOWELS or (not short and _one_bit(typed, meant))


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _one_bit(one: str, other: str) -> bool:
    return (ord(one) ^ ord(other)).bit_count() == 1


def _easy_letter(longer: str, at: int) -> bool:
    """A letter too many: a doubled one, a digit, or one beside its neighbour on the keyboard."""
    letter = longer[at]
    beside = [longer[n] for n in (at - 1, at + 1) if 0 <= n < len(longer)]
    return letter.isdigit() or any(
        letter == key or (letter, key) in _neighbours(1) for key in beside
    )


def _distance(one: str, other: str) -> int:
    """Edits between the two: a letter added, dropped, changed, or two beside each other exchanged.

    >>> _distance("walgreens", "wlagreens"), _distance("boots", "books"), _distance("boots", "boot")
    (1, 1, 1)
    """
    earlier: list[int] = []
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


# Words beside the name


def _added(plain: str, foreign: bool, index: _Index) -> _Hit | None:
    """A known name with nothing beside it but words of the trade: ``cvs-pharmacy-online``."""
    manner = Manner.CONFUSABLE if foreign else Manner.ADDED
    parts = [part for part in plain.split("-") if part]
    if len(parts) == 1:
        return _glued(plain, manner, index)
    for start, end in combinations(range(min(len(parts), _MOST_PARTS) + 1), 2):
        known = index.distinctive.get("-".join(parts[start:end]))
        if known is not None and all(map(_is_added, (*parts[:start], *parts[end:]))):
            return known, manner
    return None


_MOST_PARTS = 12


def _glued(label: str, manner: Manner, index: _Index) -> _Hit | None:
    for cut in range(_LEAST_GLUED, len(label) - 1):
        for name, rest in ((label[:cut], label[cut:]), (label[-cut:], label[:-cut])):
            known = index.distinctive.get(name)
            if known is not None and _is_added(rest):
                return known, manner
    return None


_LEAST_GLUED = 6
"""Shortest name that is recognised inside a label without hyphens."""


@lru_cache(maxsize=4096)
def _is_added(text: str) -> bool:
    """Whether ``text`` is one or two words that imitators put beside a name."""
    words = _words()
    return any(
        one in words or any(one[:n] in words and one[n:] in words for n in range(2, len(one) - 1))
        for one in {text, _eye_words().get(_eye(text), text)}
    )


def _is_generic(label: str) -> bool:
    """Made of words of the trade only."""
    return all(map(_is_added, filter(None, label.split("-"))))


def _core(label: str) -> str:
    """``label`` without the words of the trade at its ends."""
    core, words = label, _words()
    while core:
        ends = [
            rest.strip("-")
            for n in range(2, len(core) + 1)
            for end, rest in ((core[:n], core[n:]), (core[-n:], core[:-n]))
            if end in words
        ]
        if not ends:
            break
        core = min(ends, key=len)
    return core


@cache
def _words() -> frozenset[str]:
    return frozenset(row["word"] for row in table("added_words"))


@cache
def _eye_words() -> Mapping[str, str]:
    return {_eye(word): word for word in sorted(_words())}


@cache
def _own_names() -> frozenset[str]:
    """Names one slip from a known one that are businesses of their own."""
    return frozenset(row["name"] for row in table("other_names") if row["kind"] == "own")


@cache
def _shared_names() -> frozenset[str]:
    """Known names that other businesses have in their names too."""
    return frozenset(row["name"] for row in table("other_names") if row["kind"] == "shared")


# The known names


class _Index:
    """The known pharmacies by everything they are looked up by."""

    def __init__(self, known: Iterable[_Known]) -> None:
        self.by_label = {one.label: one for one in known}
        labels = [one for one in self.by_label.values() if len(one.label) > 2]
        self.by_domain = {domain: one for one in labels for domain in one.domains}
        self.domains = frozenset(d for one in self.by_label.values() for d in one.domains)
        self.by_letters = {_letters(domain): one for domain, one in self.by_domain.items()}
        self.by_hyphenless = {one.label.replace("-", ""): one for one in reversed(labels)}
        self.by_eye = {_eye(one.label): one for one in reversed(labels)}
        self.distinctive = {
            one.label: one
            for one in labels
            if not _is_generic(one.label) and one.label not in _shared_names()
        }
        self._longest = max((len(label) for label in self.by_label), default=0)
        self._lengths: dict[int, list[_Known]] = {}
        self._near: dict[str, list[_Known]] = {}
        for one in labels:
            self._lengths.setdefault(len(_eye(one.label)), []).append(one)
            for key in _deletions(one.label):
                self._near.setdefault(key, []).append(one)

    def of_length(self, length: int) -> list[_Known]:
        """The names of that many letters, as the eye sees them."""
        return self._lengths.get(length, [])

    def near(self, label: str) -> Iterator[_Known]:
        """Every name that one edit (two in long names) may separate from ``label``, and some others."""
        if len(label) > self._longest + 2:
            return
        seen: set[str] = set()
        for key in _deletions(label):
            for one in self._near.get(key, ()):
                if one.label not in seen:
                    seen.add(one.label)
                    yield one


def _deletions(label: str) -> set[str]:
    """``label`` with up to one letter left out, up to two in long ones."""
    most = 2 if len(label) >= LONG else 1
    return {
        "".join(char for at, char in enumerate(label) if at not in left_out)
        for count in range(most + 1)
        for left_out in combinations(range(len(label)), count)
    }


@cache
def _index() -> _Index:
    return _Index(tuple(_known()))


def _known() -> Iterator[_Known]:
    """The known pharmacies by label: those of the shipped lists, and well-known ones on no list."""
    names = {row["domain"]: row["name"] for row in table("known_pharmacies")}
    for entry in shipped_entries():
        if entry.kind is not EntryKind.WARNING:
            names[entry.domain] = names.get(entry.domain) or entry.name
    by_label: dict[str, list[str]] = {}
    for domain in sorted(names):
        by_label.setdefault(_without(domain, registrable(domain).suffix), []).append(domain)
    for label, domains in by_label.items():
        name = next(filter(None, (names[domain] for domain in domains)), "")
        yield _Known(label=label, domains=tuple(domains), name=name, core=_core(label))
