"""Which medicines a page puts before its reader, and how: the make-up of the offer in numbers.

Nothing here speaks for or against anybody. A pharmacy names hundreds of medicines of every kind among
other goods, an article names many in running text, a shop of the illicit trade names a few, all of the
lifestyle kind, in labels and headings. Names of medicines are the same in every language, so these
numbers are too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Topic,
    absent,
    present,
)
from checker.message import N_
from checker.page.facts import MedicineMention, PageFacts
from checker.signals._offers import LIFESTYLE, labelled
from checker.site import Site, quote

META = Meta(
    title=N_("Medicines named"),
    why=N_("Which medicines a site names, and where, tells a pharmacy's range from a trader's."),
    verify=N_("Look at the menus and headings: which medicines do they name, and what else?"),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.OFFER,
    direction=Direction.CONTEXT,
    needs=("site",),
    measures={
        "restricted": Measure(unit="substances"),
        "free": Measure(unit="substances"),
        "lifestyle": Measure(unit="substances"),
        "lifestyle_share": Measure(unit="share"),
        "restricted_share": Measure(unit="share"),
        "labelled": Measure(unit="substances"),
        "labelled_share": Measure(unit="share"),
        "categories": Measure(unit="kinds of medicine"),
        "foreign_names": Measure(unit="names"),
        "headed": Measure(unit="substances"),
        "most_named": Measure(unit="mentions"),
    },
)

_FOREIGN = frozenset({"brand_not_uk_licensed", "street", "code_name", "misspelling"})
"""Kinds of name that no licensed pack carries where most buyers live."""
_MOST = 50.0


def detect(site: Site) -> Finding:
    """Count what the visible pages name."""
    mentions = [(page, m) for page, m in site.every(lambda p: p.medicines) if _seen(m)]
    restricted = {_substance(m): m for _, m in mentions if m.prescription_only}
    measures = _measures(site, [m for _, m in mentions], restricted)
    if not restricted:
        return absent(N_("No prescription medicine is named"), measures=measures)
    shown = [(page, m) for page, m in mentions if m.prescription_only][:3]
    return present(
        N_("{count} prescription medicines are named, such as {name}"),
        count=len(restricted),
        name=shown[0][1].name,
        quotes=tuple(quote(page, m.quote or m.name, m.place) for page, m in shown),
        measures=measures,
    )


def _measures(
    site: Site, mentions: list[MedicineMention], restricted: dict[str, MedicineMention]
) -> dict[str, float]:
    named = {_substance(m) for m in mentions}
    lifestyle = {s for s, m in restricted.items() if m.category in LIFESTYLE}
    labels = {_substance(m) for page in site.pages for m in labelled(page)} & set(restricted)
    most = Counter(_substance(m) for m in mentions).most_common(1)
    return {
        "restricted": _capped(len(restricted)),
        "free": _capped(len(named - set(restricted))),
        "lifestyle": _capped(len(lifestyle)),
        "lifestyle_share": _share(len(lifestyle), len(restricted)),
        "restricted_share": _share(len(restricted), len(named)),
        "labelled": _capped(len(labels)),
        "labelled_share": _share(len(labels), len(restricted)),
        "categories": _capped(len({m.category for m in restricted.values()})),
        "foreign_names": _capped(len({m.name for m in mentions if m.name_kind in _FOREIGN})),
        "headed": _capped(len({_substance(m) for m in _headed(site)})),
        "most_named": _capped(most[0][1] if most else 0),
    }


def _seen(mention: MedicineMention) -> bool:
    return mention.place.part not in ("address", "hidden")


def _substance(mention: MedicineMention) -> str:
    return mention.inn or mention.name


def _headed(site: Site) -> list[MedicineMention]:
    """Prescription medicines named in a title or a heading."""
    return [m for page in site.pages for m in _headed_on(page)]


def _headed_on(page: PageFacts) -> Iterator[MedicineMention]:
    heads = "\n".join(page.headings[:20])
    in_heads = {name: name in heads for name in {m.name for m in page.medicines}}
    for mention in page.medicines:
        in_heading = mention.start >= 0 and in_heads[mention.name]
        if (in_heading or mention.place.part == "title") and mention.prescription_only:
            yield mention


def _capped(count: int) -> float:
    return min(float(count), _MOST)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
