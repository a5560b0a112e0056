"""Text made comparable: one spelling for what a reader sees as the same word.

Lower case, accents of Latin and Greek letters, compatibility forms (``ﬁ``, full-width letters),
typographic quotes and dashes, soft hyphens and zero-width characters, and words that mix scripts
to look Latin (``Viаgra`` with a Cyrillic а) all come out as the plain word. Tables are folded the
same way when they are loaded. Every place in the folded text leads back to the place in the text as
printed, so quotes are always the seller's own words.

>>> fold("Vi\\u00adagra")
'viagra'
>>> fold("Сialis, ÖN ÖDEME, Réexpédition")  # the first letter is Cyrillic
'cialis, on odeme, reexpedition'
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from checker.patterns import compiled

_SAME = {
    **dict.fromkeys("‘’‚‛ʼ´＇′", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‐‑‒–—―−－﹣", "-"),
    **{"ł": "l", "đ": "d", "ø": "o", "ı": "i", "İ": "i", "ς": "σ", "ё": "е", "ƒ": "f"},
    **dict.fromkeys("أإآٱ", "ا"),
    **{"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": ""},
}
# Letters of other alphabets that look like a Latin one. Unicode lists thousands; these are the ones
# keyboards have. Applied only to words that also hold Latin letters.
_LOOKALIKES = str.maketrans(
    "аеорсухікѕјԁһԛԝѵгтпвнмοαερυνικτσ",
    "aeopcyxiksjdhqwvrtnbhmoaepuvikto",
)
_OTHER = r"[\u0370-\u052f]"
"""A letter of the Greek or Cyrillic alphabet."""
_MIXED = compiled(rf"{_OTHER}(?:(?<=[a-z].)|(?=[a-z]))", 0)
_LETTERS = compiled(r"[a-z\u0370-\u052f]+", 0)
_WORD = compiled(r"[a-z\u0370-\u052f]{2,64}", 0)
_ASCII = bytes(range(128))
_SHORT = 200
"""Characters of a text whose folded form is kept."""
_VOICED = "\u3099\u309a\uff9e\uff9f"
"""Marks of voiced kana, which join the letter before them."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and the way back."""

    text: str
    original: str
    starts: tuple[int, ...] = ()
    """Places in ``text`` from which on the distance to ``original`` is another; empty when there
    is none."""
    shifts: tuple[int, ...] = ()
    """That distance: original place minus folded place."""
    others: str = ""
    """The characters of ``text`` that are not ASCII, each at least once."""

    def origin(self, place: int) -> int:
        """The place in the original text of a place in the folded text."""
        if not self.starts:
            return place
        at = bisect_right(self.starts, place) - 1
        return min(len(self.original), place + (self.shifts[at] if at >= 0 else 0))

    def words(self, start: int, end: int) -> str:
        """The text as printed between two places of the folded text."""
        return self.original[self.origin(start) : self.origin(end)]


def fold(text: str) -> str:
    """``text`` folded, without the way back."""
    if text.isascii():
        return text.lower()
    return _short(text) if len(text) <= _SHORT else folded(text).text


@lru_cache(maxsize=4096)
def _short(text: str) -> str:
    """Labels and names come again and again, from several readers and signals."""
    return folded(text).text


def folded(text: str) -> Folded:
    """Fold ``text``; for ordinary text the cost is a few passes at the speed of C."""
    if text.isascii():
        return Folded(text.lower(), text)
    chars = _beyond_ascii(text)
    odd = {char: plain for char in chars if (plain := _plain(char)) != char}
    stretched = {char for char, plain in odd.items() if len(plain) != 1}
    plain_text, starts, shifts = _stretch(text, odd, stretched) if stretched else (text, (), ())
    for char in odd.keys() - stretched:
        plain_text = plain_text.replace(char, odd[char])
    # All other letters are small by now; as bytes the rest is made small four times as fast.
    plain_text = (
        plain_text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")
    )
    if any("\u0370" <= char <= "\u052f" for char in (*chars, *"".join(odd.values()))):
        plain_text = _unmixed_words(plain_text)
    others = "".join({*"".join(odd.values()), *(chars - odd.keys())})
    if not chars.isdisjoint(_VOICED):  # They made new characters.
        others = "".join(_beyond_ascii(plain_text))
    return Folded(plain_text, text, starts, shifts, others)


def _beyond_ascii(text: str) -> set[str]:
    """The characters of ``text`` that are not ASCII: those are taken out as bytes, at the speed of C."""
    data = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return set(data.decode("utf-8", "surrogatepass"))


@lru_cache(maxsize=20_000)
def _plain(char: str) -> str:
    """What ``char`` folds to: usually one character, none for those that do not show."""
    lower = char if char == "İ" else char.lower()
    if (same := _SAME.get(lower)) is not None:
        return same
    if char.isspace():
        return char if char in "\n\u2028\u2029\x85" else " "
    if char in _VOICED:
        return ""
    if unicodedata.category(char) in ("Cf", "Mn") and not "\u0900" <= char <= "\u1cff":
        return ""  # Indic and Thai marks spell words and stay
    plain = unicodedata.normalize("NFKC", lower)
    return "".join(map(_without_accent, plain)).lower()


def _without_accent(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return _SAME.get(base, base) if base < "\u0400" else char


def _stretch(
    text: str, odd: dict[str, str], stretched: set[str]
) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """Replace characters by none or several, noting where places begin to differ."""
    pieces: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    done = length = 0
    for at in _places(text, stretched):
        plain = odd[text[at]]
        before = text[done:at]
        if text[at] in _VOICED and before:
            before = before[:-1] + unicodedata.normalize("NFKC", before[-1] + text[at])[0]
        pieces += (before, plain)
        length += at - done + len(plain)
        done = at + 1
        starts.append(length)
        shifts.append(done - length)
    pieces.append(text[done:])
    return "".join(pieces), tuple(starts), tuple(shifts)


def _places(text: str, chars: set[str]) -> list[int]:
    found = []
    for char in chars:
        at = text.find(char)
        while at >= 0:
            found.append(at)
            at = text.find(char, at + 1)
    return sorted(found)


def _unmixed_words(text: str) -> str:
    """``text`` with its words of several alphabets read as the Latin words they look like."""
    pieces: list[str] = []
    done = 0
    for place in _MIXED.finditer(text):
        start = place.start()
        if start < done:
            continue
        while start > done and _LETTERS.match(text[start - 1]):
            start -= 1
        letters = _LETTERS.match(text, start)
        assert letters is not None
        pieces += (text[done:start], _WORD.sub(_unmixed, letters.group()))
        done = letters.end()
    return "".join((*pieces, text[done:]))


def _unmixed(word: re.Match[str]) -> str:
    letters = word.group()
    return letters.translate(_LOOKALIKES) if _MIXED.search(letters) else letters
