"""All words the tables know, in one automaton: one pass over a page finds every one of them.

Looking for thousands of names and hundreds of expressions one by one takes seconds on a long page.
Here every name of a medicine and, for each expression, a few literal words that must stand in
anything it matches (its anchors) go into one Aho-Corasick automaton, built once for a process.
An expression runs only in the sentence in which one of its anchors was met.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

import ahocorasick

from checker.page.folding import Folded, fold, folded
from checker.page.literals import Words, alternatives, needed
from checker.page.trade import LONGEST_READ, PRESCRIBER
from checker.page.words import stands_alone
from checker.patterns import compiled, loads_patterns
from checker.reference import table

MARKETS = (("GB", "uk_status"), ("US", "us_status"), ("EU", "eu_status"))

# Endings of case and number that languages hang on a foreign name. Longer ones stand in the table.
_ENDINGS = (
    "s",
    "u",
    "em",
    "om",
    "y",
    "ie",
    "a",
    "en",
    "n",
    "e",
    "i",
    "ja",
    "in",
    "un",
    "dan",
    "den",
)
_HEBREW_PREFIXES = frozenset("הובלמשכ")
_ARABIC_PREFIXES = ("ال", "وال", "بال", "لل", "و", "ب", "ل", "كال", "فال")
_LEET = compiled(r"[013457@$!|8](?<=[a-z].)(?=[a-z])", 0)
_LEET_WORD = compiled(r"[a-z0-9@$!|]{5,24}", 0)
_LEET_LETTERS = (
    str.maketrans("013457@$!|8", "oieastasilb"),
    str.maketrans("013457@$!|8", "oleastasllb"),
)
_LONGEST_WORD = 40
PRACTICE_READ = 30_000
"""Characters of text that are read for words about a pharmacy's daily work."""
_CAPITALS = compiled(r"(\\.)|[A-Z]", 0)
_ENDLESS = compiled(r"\\([swdW])([*+])", 0)
_LONGEST_RUN = {"s": 4, "w": 24, "d": 6, "W": 8}
_ALPHABETS = {
    "cyrillic": compiled(r"[\u0370-\u058f]", 0),
    "semitic": compiled(r"[\u0590-\u08ff]", 0),
    "asian": compiled(r"[\u0900-\uffff]", 0),
}


@dataclass(slots=True, eq=False)
class Name:
    """One spelling of a medicine's name."""

    name: str
    inn: str
    category: str
    status: tuple[tuple[str, str], ...]
    kind: str
    languages: frozenset[str]
    """Empty when the spelling is the same everywhere."""
    ambiguous: bool
    high_risk: bool
    script: str
    """``latin``, ``cyrillic``, ``hebrew``, ``arabic``, or ``solid`` when words are written together."""


@dataclass(slots=True, eq=False)
class Rule:
    """One expression of a table and what it stands for."""

    signal: str
    language: str
    """ISO 639-1 code, or ``any``."""
    pattern: str
    _expression: re.Pattern[str] | None = None

    @property
    def expression(self) -> re.Pattern[str]:
        """The pattern compiled, when it is first asked for: most are for other languages."""
        if self._expression is None:
            self._expression = compiled(self.pattern, 0)
        return self._expression


@dataclass(slots=True, eq=False)
class Part:
    """One of the alternatives of a rule, tried where one of its own anchors stands.

    Tables join a dozen wordings of a claim; trying all of them wherever one could begin took most of
    the time of a long page.
    """

    rule: Rule
    pattern: str
    needs: tuple[Words, ...]
    """What must stand in whatever it matches, longest words first."""
    _expression: re.Pattern[str] | None = None

    def said_in(self, text: str, first: int, last: int) -> bool:
        """True when the alternative matches somewhere in ``text[first:last]``."""
        if self._expression is None:
            self._expression = compiled(self.pattern, 0)
        return self._expression.search(text, first, last) is not None


@dataclass(slots=True, eq=False)
class _Entry:
    """What one literal of the automaton stands for."""

    length: int
    name: Name | None = None
    stem: bool = False
    """The literal is a name without its last vowel: an ending must follow."""
    parts: list[Part] = field(default_factory=list)
    topic: str = ""
    """What of trade or care it speaks of."""
    practice: str = ""
    """What of a pharmacy's daily work it speaks of."""


@dataclass(frozen=True, slots=True)
class Found:
    """A medicine's name at a place of the folded text."""

    start: int
    end: int
    name: Name


@dataclass(frozen=True, slots=True)
class Scan:
    """Everything the automaton met in one text."""

    folded: Folded
    names: tuple[Found, ...]
    """In order, none overlapping: the longest name wins."""
    anchors: tuple[tuple[int, Part], ...]
    """(place in the folded text, part of a rule whose anchor stands there)"""
    topics: frozenset[str]
    """What of trade and care the text speaks of."""
    prescribers: tuple[tuple[int, int], ...]
    """Where in the folded text the words that speak of prescriptions and prescribers stand."""
    practice: tuple[tuple[str, int], ...]
    """How often it speaks of what of a pharmacy's daily work."""


@lru_cache(maxsize=8)
def scan(text: str) -> Scan:
    """Meet every term in ``text``. The last texts are kept: two readers ask for the same one."""
    page = folded(text)
    plain = page.text
    candidates: list[Found] = []
    anchors: list[tuple[int, Part]] = []
    topics: set[str] = set()
    prescribers: list[tuple[int, int]] = []
    practice: Counter[str] = Counter()
    for last, entry in _met(plain, page.others):
        start = last - entry.length + 1
        if entry.name is not None and (end := _bounded(plain, start, last + 1, entry)):
            candidates.append(Found(start, end, entry.name))
        for part in entry.parts:
            anchors.append((start, part))
        known = entry.topic in topics and entry.topic != PRESCRIBER
        topic = "" if last >= LONGEST_READ or known else entry.topic
        work = entry.practice if entry.practice and page.origin(last) < PRACTICE_READ else ""
        if (topic or work) and stands_alone(plain, start, last + 1):
            topics.add(topic)
            if topic == PRESCRIBER:
                prescribers.append((start, last + 1))
            practice[work] += 1
    candidates += _disguised(plain)
    return Scan(
        page,
        _longest(candidates),
        tuple(anchors),
        frozenset(filter(None, topics)),
        tuple(prescribers),
        tuple(sorted((work, count) for work, count in practice.items() if work)),
    )


def glued(text: str) -> tuple[Found, ...]:
    """Names inside words that are written together, as in host names (``buyviagraonline``).

    Only names that are long and no ordinary words: ``specialist`` holds ``cialis`` and is refused.
    """
    plain = fold(text)
    found = []
    for last, entry in _automata()["latin"].iter(plain):
        name = entry.name
        if name is None or entry.stem or name.ambiguous or name.script != "latin":
            continue
        start = last - entry.length + 1
        if entry.length >= 6 and name.high_risk and not _inside_a_word(plain, start, last + 1):
            found.append(Found(start, last + 1, name))
    return _longest(found)


def known(word: str) -> Name | None:
    """The medicine a single folded word names, if any."""
    entry = _automata()["latin"].get(word, None)
    return entry.name if entry is not None and not entry.stem else None


@cache
def rules() -> tuple[Rule, ...]:
    """Every expression of the phrase and payment tables, folded like the text it runs on."""
    return tuple(dict.fromkeys(part.rule for part, _ in parts()))


@cache
def parts() -> tuple[tuple[Part, tuple[str, ...]], ...]:
    """Every alternative of every rule, with its anchors: one of them stands in all that it matches."""
    return tuple(
        one
        for row in (*table("phrases"), *map(_as_phrase, table("payments")))
        if row["anchors"]
        for one in _parts_of(
            Rule(row["signal"], row["language"], fold_pattern(row["phrase_or_regex"])),
            tuple(fold(anchor) for anchor in row["anchors"].split("|")),
        )
    )


def _parts_of(rule: Rule, anchors: tuple[str, ...]) -> Iterator[tuple[Part, tuple[str, ...]]]:
    """An anchor belongs to the alternatives it is written in; to all where it is written in none as it
    stands (``all'ingrosso`` for ``all['’]ingrosso``). An alternative without one of its own has them all."""
    patterns = alternatives(rule.pattern)
    common = tuple(a for a in anchors if not any(a in pattern for pattern in patterns))
    for pattern in patterns:
        written = tuple(a for a in anchors if a in pattern)
        needs = sorted(needed(pattern), key=lambda words: -min(map(len, words)))
        yield Part(rule, pattern, tuple(needs)), (*common, *written) if written else anchors


def fold_pattern(pattern: str) -> str:
    """An expression of a table as it is run: folded like the text, its repeats bounded.

    The tables write ``\\s+`` and ``\\w*`` for their readers; on hostile text an endless run of spaces
    or letters would be tried from each of its places, so they run as ``\\s{1,4}`` and ``\\w{0,24}``.
    Capitals become small, so that it runs without the flag for either case, which takes twice as long.
    """
    plain = "".join(char if char.isascii() else fold(char) or char for char in pattern)
    plain = _CAPITALS.sub(lambda found: found[1] or found[0].lower(), plain)
    return _ENDLESS.sub(_bounded_repeat, plain)


def _bounded_repeat(repeat: re.Match[str]) -> str:
    kind, sign = repeat.groups()
    return f"\\{kind}{{{int(sign == '+')},{_LONGEST_RUN[kind]}}}"


def _as_phrase(row: dict[str, str]) -> dict[str, str]:
    return {
        "signal": f"payment:{row['method']}",
        "language": row["language_or_locale"],
        "phrase_or_regex": row["phrase_or_regex"],
        "anchors": row["anchors"],
    }


def _met(text: str, others: str) -> list[tuple[int, _Entry]]:
    """(last place, entry) of every literal in ``text``, each alphabet by its own automaton.

    ``others`` are the characters of ``text`` that are not ASCII.
    """
    automata = _automata()
    met = list(automata["latin"].iter(text))
    if not text.isascii():
        for alphabet, (letters, longest) in _beginnings().items():
            if letters.search(others):
                for start, end in _windows(text, letters, longest):
                    met += automata[alphabet].iter(text, start, end)
    return met


def _windows(text: str, letters: re.Pattern[str], longest: int) -> Iterator[tuple[int, int]]:
    """The parts of ``text`` in which a literal of up to ``longest`` characters can stand that begins
    with one of ``letters``: a product name in kana does not send a whole page through the automata."""
    start = end = 0
    for run in letters.finditer(text):
        if run.start() > end:
            if start < end:
                yield start, end
            start = run.start()
        end = min(len(text), run.end() + longest)
    if start < end:
        yield start, end


@cache
def _automata() -> dict[str, ahocorasick.Automaton]:
    """One automaton for each alphabet: its root is searched letter by letter, so an automaton that
    begins with every letter of every script is slow on all of them."""
    entries: dict[str, _Entry] = {}
    for row in table("medicines"):
        _add_name(entries, row)
    for part, anchors in parts():
        for anchor in anchors:
            entries.setdefault(anchor, _Entry(len(anchor))).parts.append(part)
    for row in table("trade_words"):
        _entry(entries, row["word"]).topic = row["topic"]
    for row in table("practice_words"):
        _entry(entries, row["word"]).practice = row["topic"]
    automata = {alphabet: ahocorasick.Automaton() for alphabet in ("latin", *_ALPHABETS)}
    for literal, entry in entries.items():
        automata[_alphabet(literal)].add_word(literal, entry)
    for automaton in automata.values():
        automaton.make_automaton()
    return automata


@loads_patterns
@cache
def _beginnings() -> dict[str, tuple[re.Pattern[str], int]]:
    """For each alphabet but the Latin one, runs of the letters its literals begin with, and the length
    of the longest literal."""
    found = {}
    for alphabet in _ALPHABETS:
        literals = list(_automata()[alphabet].keys())
        letters = "".join(sorted({re.escape(literal[0]) for literal in literals}))
        found[alphabet] = (compiled(f"[{letters}]+", 0), max(map(len, literals)))
    return found


def _entry(entries: dict[str, _Entry], word: str) -> _Entry:
    literal = fold(word)
    return entries.setdefault(literal, _Entry(len(literal)))


def _alphabet(literal: str) -> str:
    first = literal[0]
    return next((name for name, letters in _ALPHABETS.items() if letters.match(first)), "latin")


def _add_name(entries: dict[str, _Entry], row: dict[str, str]) -> None:
    literal = fold(row["name"])
    languages = frozenset() if row["language"] == "any" else frozenset(row["language"].split("+"))
    entry = entries.setdefault(literal, _Entry(len(literal)))
    if entry.name is not None and not entry.stem:
        # The same spelling in several languages, or for several products: the first row stands.
        entry.name.languages = (entry.name.languages | languages) if languages else languages
        return
    name = Name(
        name=row["name"],
        inn=row["inn"],
        category=row["lifestyle_category"],
        status=tuple((market, row[column]) for market, column in MARKETS if row[column]),
        kind=row["name_kind"],
        languages=languages,
        ambiguous=row["ambiguous_word"] == "yes",
        high_risk=row["high_risk"] == "yes",
        script=_script(literal),
    )
    entry.name, entry.stem = name, False
    if name.script == "cyrillic" and len(literal) >= 5 and literal[-1] in "аяоеиы":
        stem = entries.setdefault(literal[:-1], _Entry(len(literal) - 1))
        if stem.name is None:
            stem.name, stem.stem = name, True


def _script(literal: str) -> str:
    first = next((char for char in literal if char.isalpha()), "a")
    if first < "\u0370":
        return "latin"
    if first < "\u0590":
        return "cyrillic"
    if first < "\u0600":
        return "hebrew"
    return "arabic" if first < "\u0780" else "solid"


def _bounded(text: str, start: int, end: int, entry: _Entry) -> int:
    """Where the word found at ``start`` ends, or 0 when it is only a part of another word."""
    name = entry.name
    assert name is not None
    if name.script == "solid":
        return 0 if entry.length <= 4 and _within_kana(text, start, end) else end
    if start and text[start - 1].isalnum() and not _prefixed(text, start, name.script):
        return 0
    if end == len(text) or not text[end].isalnum():
        return 0 if entry.stem else end
    if text[end].isdigit():
        # A strength written on: viagra100, cenforce200mg.
        return end if entry.length >= 5 and not text[end - 1].isdigit() else 0
    return _inflected(text, end, entry, name)


def _inflected(text: str, end: int, entry: _Entry, name: Name) -> int:
    if entry.length < 5 or name.ambiguous:
        return 0
    stop = end
    while stop < len(text) and stop - end <= 4 and text[stop].isalnum():
        stop += 1
    ending = text[end:stop]
    if name.script == "latin":
        return stop if entry.length >= 6 and ending in _ENDINGS else 0
    return stop if len(ending) <= 3 else 0


def _prefixed(text: str, start: int, script: str) -> bool:
    """Hebrew and Arabic write articles and prepositions onto the word."""
    if script not in ("hebrew", "arabic"):
        return False
    begin = start
    while begin and start - begin <= 3 and text[begin - 1].isalnum():
        begin -= 1
    prefix = text[begin:start]
    if script == "hebrew":
        return len(prefix) <= 2 and set(prefix) <= _HEBREW_PREFIXES
    return prefix in _ARABIC_PREFIXES


def _within_kana(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return any("\u30a1" <= char <= "\u30ff" for char in (before, after) if char)


def _inside_a_word(text: str, start: int, end: int) -> bool:
    """``cialis`` in ``specialist``, ``socialise``, ``commercialisation``."""
    return text[start:end] == "cialis" and (
        text[end : end + 1] in ("t", "e", "a", "z", "m") and text[start - 1 : start].isalpha()
    )


def _disguised(text: str) -> list[Found]:
    """Names with digits or signs for letters: v1agra, c!alis, t@dalafil."""
    found = []
    done = 0
    for sign in _LEET.finditer(text):
        if sign.start() < done:
            continue
        begin = sign.start()
        while begin > done and sign.start() - begin < _LONGEST_WORD and text[begin - 1].isalnum():
            begin -= 1
        word = _LEET_WORD.match(text, begin)
        if word is None:
            continue
        done = word.end()
        for letters in _LEET_LETTERS:
            name = known(word.group().translate(letters))
            if name is not None and not name.ambiguous:
                found.append(Found(begin, done, name))
                break
    return found


def _longest(candidates: list[Found]) -> tuple[Found, ...]:
    kept: list[Found] = []
    for found in sorted(candidates, key=lambda f: (f.start, -f.end, -len(f.name.name))):
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
        elif found.end > kept[-1].end and found.end - found.start > kept[-1].end - kept[-1].start:
            kept[-1] = found
    return tuple(kept)
