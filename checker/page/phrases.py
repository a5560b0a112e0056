"""What a page says about selling, delivering and paying, sentence by sentence.

The tables hold expressions for claims; a page holds sentences. "No prescription needed" is a
claim, "Never buy medicines without a prescription" warns of one, "Can I buy it without a
prescription?" asks, and "Rogue sites sell without a prescription" reports about others. Each hit
therefore carries ``negated``, decided in the sentence in which it stands and by the heading above.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate

from checker.page.document import Document
from checker.page.facts import PhraseHit, Place
from checker.page.folding import fold
from checker.page.literals import stand
from checker.page.sentences import Sentences, near
from checker.page.terms import Rule, fold_pattern, parts, scan
from checker.patterns import compiled, loads_patterns
from checker.reference import table

MOST = 300
"""Hits kept of one page."""
MOST_PER_SIGNAL = 12
"""Hits kept of one signal: it counts once a page, the rest would only repeat it."""
BEFORE = 70
"""Characters before a claim in which a denial reaches it."""
AFTER = 70
HEADING_REACH = 12
"""Blocks below a heading that it still speaks for."""
ALT_TEXT = 8_000
QUOTED = 200

ASIDE = 2
"""Words beside a claim below which a question is about nothing else: "Without prescription?" stands over an
answer, "Looking for pills without prescription?" is a pitch."""
_ASKS = ("?", "؟", "？")

WARNINGS = "prescription_warning"
FREE_SALE = "otc_neutral"
_NEEDED_OR_NOT = frozenset({"prescription_required", "no_prescription", WARNINGS})
"""Claims about whether a prescription is needed."""


_KIN = (
    frozenset({"es", "pt"}),
    frozenset({"cs", "sk", "pl"}),
    frozenset({"da", "no", "sv"}),
    frozenset({"id", "ms"}),
    frozenset({"hr", "sl"}),
    frozenset({"bg", "ru", "uk"}),
)
"""Languages in which a claim of one is often met in another: a denial is looked for in all of them."""


def phrases(doc: Document, *, shop: bool = False) -> tuple[PhraseHit, ...]:
    """Every claim of the tables on the page, whatever its language: a text in another language, put in
    beside it, would change the language of the page, and must not change what was said.

    On a ``shop``, where prescription medicines can be ordered, no heading makes a claim a report of others:
    "How to spot a fake pharmacy" above its own terms would excuse them.
    """
    declared = doc.language[:2].lower()
    found: list[PhraseHit] = []
    begins = [block.start for block in doc.blocks]
    counts: Counter[tuple[str, bool]] = Counter()
    for hit, start in _hits(doc.text, declared):
        block = bisect_right(begins, start) - 1
        warned = not shop and _warned_above(doc, block, _context(hit.language, declared))
        negated = hit.negated or warned
        if counts[hit.signal, negated] < MOST_PER_SIGNAL:
            counts[hit.signal, negated] += 1
            part = doc.blocks[block].place if block >= 0 else "main"
            found.append(_placed(hit, Place(part, block), start, negated))
    for text, place in _elsewhere(doc):
        found += (_placed(hit, place, -1, hit.negated) for hit, _ in _hits(text, declared))
    return tuple(found[:MOST])


def phrases_in(text: str, place: Place, language: str = "") -> tuple[PhraseHit, ...]:
    """Claims in a text that is not a page: a mail, a listing, a name in structured data."""
    return tuple(_placed(hit, place, start, hit.negated) for hit, start in _hits(text, language))


@cache
def _context(language: str, declared: str) -> frozenset[str]:
    """Languages in which a sentence with a claim in ``language`` may deny, ask or report it."""
    kin = next((group for group in _KIN if language in group), frozenset({language}))
    return kin | {declared, "en", "any"}


def _elsewhere(doc: Document) -> Iterator[tuple[str, Place]]:
    """Texts a person sees outside the running text: the title and the words under images."""
    if doc.title:
        yield doc.title, Place("title")
    alts = "\n".join(image.alt for image in doc.images if image.visible and image.alt)
    if alts:
        yield alts[:ALT_TEXT], Place("main")


def names_prescriber(text: str) -> bool:
    """True when ``text`` speaks of whoever decides about medicines, otherwise than in sentences that say nothing
    but that a prescription is needed, or is not: those are claims, which cost nothing."""
    words = scan(text).prescribers
    if not words:
        return False
    claims = sorted(_needed_or_not(text))
    ends = [0, *accumulate((end for _, end in claims), max)]
    return any(end > ends[bisect_right(claims, start, key=_begin)] for start, end in words)


def _needed_or_not(text: str) -> Iterator[tuple[int, int]]:
    """Where in the folded text claims about whether a prescription is needed stand, with nothing said beside."""
    folded = scan(text).folded.text
    for rule, (first, last) in _said(text):
        if rule.signal in _NEEDED_OR_NOT:
            found = list(rule.expression.finditer(folded, first, last))
            claimed = sum(len(match.group().split()) for match in found)
            if len(folded[first:last].split()) - claimed <= ASIDE * len(found):
                yield from (match.span() for match in found)


def _begin(span: tuple[int, int]) -> int:
    return span[0]


def _hits(page: str, declared: str) -> Iterator[tuple[PhraseHit, int]]:
    """Each (signal, sentence) once, with its place in the original text."""
    seen = scan(page)
    text = seen.folded.text
    said: dict[tuple[str, int], PhraseHit] = {}
    neutral: set[int] = set()
    places: dict[tuple[str, int], int] = {}
    spans: dict[tuple[str, int], tuple[int, int]] = {}
    for rule, (first, last) in _said(page):
        key = rule.signal, first
        match = None if key in said else rule.expression.search(text, first, last)
        if match is None:
            continue
        if rule.signal in (WARNINGS, FREE_SALE):
            neutral.add(first)
        places[key] = match.start()
        spans[key] = first, last
        said[key] = PhraseHit(
            signal=rule.signal,
            language=rule.language,
            quote="",
            place=Place("main"),
            negated=_denied(
                text,
                (first, last),
                match.span(),
                rule.signal,
                _context(rule.language, declared),
            ),
            start=-1,
        )
    for key, hit in said.items():
        first, last = _shown(spans[key], places[key])
        quote = " ".join(seen.folded.words(first, last).split())[:QUOTED]
        negated = hit.negated or (hit.signal == "no_prescription" and key[1] in neutral)
        yield (
            PhraseHit(hit.signal, hit.language, quote, hit.place, negated, -1),
            seen.folded.origin(places[key]),
        )


@lru_cache(maxsize=8)
def _said(page: str) -> tuple[tuple[Rule, tuple[int, int]], ...]:
    """The rules that match in a sentence, with its bounds, each once.

    Cheapest first: nine of ten anchors have none of the words beside them that their expression needs.
    """
    seen = scan(page)
    text = seen.folded.text
    around = Sentences(text).around
    tried: set[tuple[int, int]] = set()
    said: dict[tuple[int, int], tuple[Rule, tuple[int, int]]] = {}
    at, line = -1, ""
    for place, part in seen.anchors:
        if place != at:
            at, line = place, near(text, place)
        if not stand(part.needs, line):
            continue
        first, last = bounds = around(place)
        key = id(part), first
        if key in tried:
            continue
        tried.add(key)
        if stand(part.needs, text[first:last]) and part.said_in(text, first, last):
            said.setdefault((id(part.rule), first), (part.rule, bounds))
    return tuple(said.values())


def _shown(bounds: tuple[int, int], place: int) -> tuple[int, int]:
    """The part of a sentence to quote: all of it, or what stands around the claim in a long one."""
    first, last = bounds
    if last - first <= QUOTED:
        return first, last
    begin = max(first, place - QUOTED // 2)
    return begin, min(last, begin + QUOTED)


def _placed(hit: PhraseHit, place: Place, start: int, negated: bool) -> PhraseHit:
    return PhraseHit(hit.signal, hit.language, hit.quote, place, negated, start)


def _denied(
    text: str,
    bounds: tuple[int, int],
    claim: tuple[int, int],
    signal: str,
    languages: frozenset[str],
) -> bool:
    """True when the sentence warns of the claim, denies it, asks about it or reports it of others."""
    (first, last), (begin, end) = bounds, claim
    whole = text[first:last]
    before = text[max(first, begin - BEFORE) : begin]
    denial = "denial_of_lack" if signal in _LACKS else "denial"
    return (
        _says(denial, before[_clause(before) :], languages)
        or _says("disapproval", text[end : min(last, end + AFTER)], languages)
        or _says("report", whole, languages)
        or (
            whole.rstrip().endswith(_ASKS)
            and (
                len((text[first:begin] + text[end:last]).split()) <= ASIDE
                or _says("question", whole, languages)
            )
        )
    )


_LACKS = frozenset({"no_prescription", "no_questions", "ships_without_name"})
"""Claims that are denials themselves ("no prescription"): a plain "no" before them denies nothing."""
_CLAUSE = compiled(
    r"[;:]|\b(?:but|aber|mais|pero|però|maar|ale|но|men|ama|אבל)\b|,\s+(?:we|you|our)\b", 0
)


def _clause(before: str) -> int:
    """Where the last clause of the words before a claim begins."""
    begin = 0
    for mark in _CLAUSE.finditer(before):
        begin = mark.end()
    return begin


def _warned_above(doc: Document, block: int, languages: frozenset[str]) -> bool:
    """True below a heading such as "How to spot a fake pharmacy" and in lists it introduces."""
    if block < 0:
        return False
    for above in range(block, max(-1, block - HEADING_REACH), -1):
        text, tag = doc.blocks[above].text, doc.blocks[above].tag
        heading = tag in ("h1", "h2", "h3", "h4", "h5", "h6")
        if (heading or text.rstrip().endswith(":")) and len(text) <= 200:
            if _says("warning_heading", fold(text), languages):
                return True
            if heading:
                return False
    return False


def _says(context: str, words: str, languages: frozenset[str]) -> bool:
    """True when ``words`` hold an expression of this context in one of the languages."""
    known = _contexts()[context]
    return any(
        pattern.search(words)
        for language in languages
        if language in known
        for pattern in known[language]
    )


@cache
def _contexts() -> dict[str, dict[str, list[re.Pattern[str]]]]:
    """For each context, the expressions of each language."""
    found: dict[str, dict[str, list[re.Pattern[str]]]] = {}
    for row in table("contexts"):
        patterns = found.setdefault(row["context"], {}).setdefault(row["language"], [])
        patterns.append(compiled(fold_pattern(row["phrase_or_regex"]), 0))
    return found


@loads_patterns
@cache
def _every_pattern() -> int:
    """Compile all expressions, for the test of their speed; in use each waits for its anchor."""
    for part, _ in parts():
        compiled(part.pattern, 0)
        compiled(part.rule.pattern, 0)
    return len(parts()) + len(_contexts())
