"""What a site says, sentence by sentence, as numbers that can be compared.

A clone may change the name, the prices and the look; its sentences stay. Long ones are told apart from
short lines (calls to act, headings, footers), since shop software has lines of its own, and from what stands
on pages of terms and privacy, which honest shops take from generators and from one another.

Where there are many, those with the smallest numbers are kept (a bottom-k sample): two sites keep the same
part of what they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from heapq import nsmallest

from checker.family.numbers import hashed
from checker.page.facts import PageFacts
from checker.patterns import compiled
from checker.reference import table

SENTENCE, LINE = 9, 4
"""Words from which something said is a long sentence, and a line worth comparing."""
MOST = {"sentence": 64, "policy": 32, "line": 48}
"""How many of a kind are kept of one site."""
_MOST_TEXT = 200_000

# No spaces between words: two characters of these scripts stand for one.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = compiled(rf"[{_UNSPACED}]{{1,2}}|[^\W_{_UNSPACED}]+", 0)
_END = compiled(r"\n|(?<=[.!?;:])[ \t]+|[\u3002\uff01\uff1f\uff1b]", 0)
_NUMBER = 7
"""Digits from which a line is a telephone number, an account or the like."""
_PRIVACY_NAME = compiled(
    r"privacy|cookie|datenschutz|confidentialit|privacidad|riservatezza|prywatno|personvern|integritet"
    r"|confiden[tz]i|gizlilik|конфиденциальн|персональн|隱私|隐私|プライバシー"
)
_TERMS_NAME = compiled(
    r"terms|conditions|disclaimer|refund|return(?:s| policy)|agb|nutzungsbedingungen|widerruf|impressum"
    r"|mentions l.gales|t.rminos|condi[cz]i|regulamin|zwroty|voorwaarden|villkor|vilk.r|podm.nky|şartlar"
    r"|условия|оферта|возврат|條款|条款|規約"
)
_OF_DATA = compiled(
    r"personal (?:data|information)|personenbezogen|donn.es (?:personnelles|. caract.re personnel)"
    r"|datos personales|dati personali|dados pessoais|dan(?:e|ych) osobow|persoonsgegevens|personuppgifter"
    r"|personoplysninger|henkil.tiet|osobn.ch .daj|персональн.. данн|kişisel veri|個人資料|个人信息|個人情報"
)
_MANY_MENTIONS = 4
"""Mentions of personal data from which a page is one on privacy, whatever it is called."""


def words(text: str) -> list[str]:
    """The words of ``text`` in lower case; where none are set apart, pairs of characters.

    >>> words("No Prescription, 24/7!"), words("免費退換貨")
    (['no', 'prescription', '24', '7'], ['免費', '退換', '貨'])
    """
    return _WORD.findall(text.lower())


def is_privacy(page: PageFacts) -> bool:
    """Whether a page is one on privacy, by its name or by what it speaks of."""
    mentions = len(_OF_DATA.findall(page.text[:_MOST_TEXT]))
    return _is_called(page, _PRIVACY_NAME) or mentions >= _MANY_MENTIONS


def is_policy(page: PageFacts) -> bool:
    """Whether a page is one of terms, privacy, returns, or an imprint."""
    return _is_called(page, _TERMS_NAME) or is_privacy(page)


def _is_called(page: PageFacts, names: re.Pattern[str]) -> bool:
    return any(names.search(name[:200]) for name in (page.title, *page.headings[:1]))


def spoken(page: PageFacts) -> Iterator[list[str]]:
    """The words of each sentence and line of a page, those of shop software left out."""
    for line in _END.split(page.text[:_MOST_TEXT]):
        found = words(line)
        if found and " ".join(found) not in _of_software():
            yield found


def said(pages: Iterable[PageFacts]) -> Iterator[tuple[str, int]]:
    """(kind, number) of the sentences and lines that are kept of a site."""
    found: dict[str, set[int]] = {kind: set() for kind in MOST}
    for page in pages:
        policy = is_policy(page)
        for line in spoken(page):
            if kind := _kind(line):
                found["policy" if policy else kind].add(hashed(" ".join(line).encode()))
    for kind, numbers in found.items():
        for number in nsmallest(MOST[kind], numbers):
            yield kind, number


def _kind(line: list[str]) -> str:
    if len(line) >= SENTENCE:
        return "policy" if not _BOILERPLATE.isdisjoint(line) else "sentence"
    # Numbers one can be rung at are marks of their own.
    digits = sum(map(str.isdigit, "".join(line)))
    return "line" if len(line) >= LINE and digits < _NUMBER else ""


@cache
def _of_software() -> frozenset[str]:
    """What shop software says by itself, whoever runs it."""
    sentences = (part for row in table("software_lines") for part in _END.split(row["line"]))
    return frozenset(" ".join(words(part)) for part in sentences)


_BOILERPLATE = frozenset(
    """cookie cookies browser javascript gdpr dsgvo analytics google facebook copyright lorem wordpress shopify
    liability haftung websites plugin plugins""".split()  # noqa: SIM905
)
"""Words of sentences that unrelated sites take from generators, wherever they stand."""
