"""The language of a text, told from its script and its small words.

A trained detector was tried beside this one: it is no better on shop pages, whose text is half
product names, and costs a model of 8 MB under a share-alike licence and some 28 MB of memory. The
small words of a language decide here as they would for a reader; where the script settles it (kana,
Hebrew, Thai …) nothing else is asked.

>>> detect("Kup teraz tabletki bez recepty. To nie jest lek dla dzieci i nie ma go w aptece.")
'pl'
>>> detect("Viagra 100mg")
''
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

from checker.patterns import compiled
from checker.reference import table

SAMPLE = 1500
"""Characters looked at, in each of up to three places of a long text."""
FEWEST = 2.5
"""Weight of small words below which no language is named."""

_WORDS = compiled(r"[^\W\d_]{1,15}|[\u0900-\u097f]{1,15}", 0)

_LETTERS = (
    ("ы", "ru"),
    ("э", "ru"),
    ("ї", "uk"),
    ("є", "uk"),
    ("ћ", "sr"),
    ("ђ", "sr"),
    ("ѓ", "mk"),
)
_ARABIC_LETTERS = (("fa", "پچژگی"), ("ur", "ٹڈڑںے"))
_BLOCKS = (
    ("\u0370", "\u03ff", "el"),
    ("\u0400", "\u052f", "cyrillic"),
    ("\u0530", "\u058f", "hy"),
    ("\u0590", "\u05ff", "he"),
    ("\u0600", "\u077f", "arabic"),
    ("\u0900", "\u097f", "devanagari"),
    ("\u0980", "\u09ff", "bn"),
    ("\u0b80", "\u0bff", "ta"),
    ("\u0c00", "\u0c7f", "te"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u10a0", "\u10ff", "ka"),
    ("\u3040", "\u30ff", "ja"),
    ("\u3400", "\u9fff", "han"),
    ("\uac00", "\ud7af", "ko"),
)
_SCRIPTS = tuple((name, compiled(f"[{first}-{last}]", 0)) for first, last, name in _BLOCKS)


def detect(text: str) -> str:
    """ISO 639-1 code of the language of ``text``; empty when there is too little to tell."""
    sample = _sample(text)
    if not sample.isascii():
        letters = sum(map(str.isalpha, sample))
        beyond = len(sample) - len(sample.encode("ascii", "ignore"))
        if 3 * beyond <= 0.45 * letters:  # No script can outweigh the Latin one.
            return _of_words(sample.lower(), _small("latin"))
        counts = {name: len(script.findall(sample)) for name, script in _SCRIPTS}
        # A logogram says as much as three letters.
        weights = {n: c * (3 if n in ("han", "ja") else 1) for n, c in counts.items()}
        best = max(weights, key=lambda name: weights[name])
        if counts[best] >= 4 and weights[best] > 0.45 * letters:
            return _of_script(best, sample.lower(), counts)
    return _of_words(sample.lower(), _small("latin"))


def _sample(text: str) -> str:
    if len(text) <= 3 * SAMPLE:
        return text
    middle = (len(text) - SAMPLE) // 2
    return f"{text[:SAMPLE]}\n{text[middle : middle + SAMPLE]}\n{text[-SAMPLE:]}"


def _of_script(script: str, sample: str, counts: dict[str, int]) -> str:
    if script == "han":
        return "ja" if counts["ja"] > 0.08 * counts["han"] else "zh"
    if script == "cyrillic":
        for letter, language in _LETTERS:
            if sample.count(letter) > len(sample) / 1500:
                return language
        return _of_words(sample, _small("cyrillic")) or "ru"
    if script == "arabic":
        for language, letters in _ARABIC_LETTERS:
            if sum(map(sample.count, letters)) > 0.02 * counts["arabic"]:
                return language
        return "ar"
    if script == "devanagari":
        return _of_words(sample, _small("devanagari")) or "hi"
    return script


def _of_words(sample: str, small: dict[str, tuple[tuple[str, float], ...]]) -> str:
    score: defaultdict[str, float] = defaultdict(float)
    counts = Counter(_WORDS.findall(sample))
    for word in filter(small.__contains__, counts):
        for language, weight in small[word]:
            score[language] += weight * counts[word]
    if not score:
        return ""
    best = max(score, key=lambda language: score[language])
    return best if score[best] >= FEWEST else ""


@cache
def _small(script: str) -> dict[str, tuple[tuple[str, float], ...]]:
    """Each small word of the script's languages, with those languages and the word's weight for
    each: a word of several languages says less for any of them."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for row in table("languages"):
        if row["script"] == script:
            for word in row["small_words"].split():
                owners[word].add(row["language"])
    return {
        word: tuple((language, 1 / len(shared) ** 0.5) for language in sorted(shared))
        for word, shared in owners.items()
    }
