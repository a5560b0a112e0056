"""The medicines a page names: in its text, its title, its address, and under its images.

Names that are also ordinary words ("Pause", "bars", "Yasmin") count only beside a strength or
pack, or near a medicine whose name can mean nothing else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, islice
from urllib.parse import unquote, urlsplit

from checker.page.document import Document, Image
from checker.page.facts import MedicineMention, Place
from checker.page.terms import Found, Name, Scan, glued, scan
from checker.patterns import compiled

MOST = 400
"""Mentions kept of one page."""
MOST_BESIDES = 100
"""Those of them that stand outside the visible text."""
AROUND = 70
"""Characters quoted on either side of a name."""
NEAR = 160
"""Characters within which another medicine explains an ambiguous name."""

_PACK = compiled(
    r"\b\d{1,4}(?:[.,]\d{1,3})? ?(?:mg|mcg|µg|iu|ml|mg/ml|g)\b|\b(?:tablets?|pills?|capsules?|vials?|ampoules?|"
    r"ampules?|inject(?:ion|able)s?|tabletten|comprim\w{1,6}|compresse|tabletki|dosage|dose|generic|"
    r"contracepti\w{2,6}|anabolic|steroids?)\b|таблет\w{0,4}|錠|片"
)
_PACK_WITHIN = 40
_SEPARATORS = str.maketrans(dict.fromkeys("-_/+.,=&~()", " "))


def medicines(doc: Document) -> tuple[MedicineMention, ...]:
    """Every medicine named on the page, visible text first, then title, address and images."""
    language = doc.language[:2].lower()
    besides = [*medicines_in(doc.title, Place("title"), language), *_in_address(doc.url)]
    for image in _naming(doc.images):
        besides += medicines_in(image.alt, Place(image.place), language)
    # A text that names medicines without end must not push out what title and address say.
    del besides[MOST_BESIDES:]
    return (*islice(_in_text(doc, language), MOST - len(besides)), *besides)


def _naming(images: list[Image]) -> list[Image]:
    """The visible images in whose words a name stands: found in all words at once, as most have none."""
    shown = [image for image in images if image.visible and image.alt]
    seen = scan("\n".join([image.alt for image in shown]))
    ends = list(accumulate(len(image.alt) + 1 for image in shown))
    numbers = {bisect_right(ends, seen.folded.origin(found.start)) for found in seen.names}
    return [shown[number] for number in sorted(numbers)]


def medicines_in(text: str, place: Place, language: str = "") -> tuple[MedicineMention, ...]:
    """The medicines named in a text that stands outside the running text of the page."""
    if not text:
        return ()
    seen = scan(text)
    return tuple(_mention(seen, f, place, -1) for f in _meant(seen, language))


def names_in(text: str) -> tuple[MedicineMention, ...]:
    """The medicines named in any text that is not the page's running text."""
    return medicines_in(text, Place("hidden"))


def in_host(host: str) -> tuple[MedicineMention, ...]:
    """The medicines whose names a host name holds, written together with other words or not."""
    place = Place("address")
    return tuple(_named(found.name, place, -1, host) for found in glued(host))


def _in_text(doc: Document, language: str) -> Iterable[MedicineMention]:
    seen = scan(doc.text)
    begins = [block.start for block in doc.blocks]
    for found in _meant(seen, language):
        start = seen.folded.origin(found.start)
        block = bisect_right(begins, start) - 1
        part = doc.blocks[block].place if block >= 0 else "main"
        yield _mention(seen, found, Place(part, block), start)


def _in_address(url: str) -> list[MedicineMention]:
    """Names in the host (words written together) and in the path and query (words set apart)."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    way = unquote(f"{parts.path} {parts.query}")[:2000].translate(_SEPARATORS)
    place = Place("address")
    found = [_named(f.name, place, -1, host) for f in glued(host)]
    seen = scan(way)
    return found + [_mention(seen, f, place, -1) for f in _meant(seen, "")]


def _meant(seen: Scan, language: str) -> list[Found]:
    """The names that stand for medicines here, ambiguous ones only where the words around say so."""
    sure = [f.start for f in seen.names if not f.name.ambiguous]
    return [f for f in seen.names if not f.name.ambiguous or _explained(seen, f, sure, language)]


def _explained(seen: Scan, found: Found, sure: list[int], language: str) -> bool:
    name = found.name
    if name.languages and language and language not in name.languages:
        return False
    if not name.languages and not _capital(seen, found):
        return False
    text = seen.folded.text
    around = text[max(0, found.start - _PACK_WITHIN) : found.end + _PACK_WITHIN]
    if _PACK.search(around):
        return True
    at = bisect_right(sure, found.start)
    return any(abs(place - found.start) <= NEAR for place in sure[max(0, at - 1) : at + 1])


def _capital(seen: Scan, found: Found) -> bool:
    """Brand names are written with a capital; the ordinary word mostly is not."""
    return not seen.folded.words(found.start, found.end)[:1].islower()


def _mention(seen: Scan, found: Found, place: Place, start: int) -> MedicineMention:
    begin, end = max(0, found.start - AROUND), found.end + AROUND
    words = " ".join(seen.folded.words(begin, end).split())
    return _named(found.name, place, start, words[:160])


def _named(name: Name, place: Place, start: int, quote: str) -> MedicineMention:
    return MedicineMention(
        name=name.name,
        inn=name.inn,
        category=name.category,
        status=name.status,
        name_kind=name.kind,
        place=place,
        start=start,
        quote=quote,
    )
