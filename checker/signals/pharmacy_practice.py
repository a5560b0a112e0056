"""What of a pharmacy's daily work a page shows: hours, visits, repeat prescriptions, everyday goods.

Sellers outside the rules have no counter, no repeat prescriptions and no cough drops; their pages
speak of none of it in any language. All of it can be copied, so it reassures nobody by itself: a
model may use it only beside a second opinion that what is added to a page cannot lower.
"""

from __future__ import annotations

from collections import Counter

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
from checker.page.once import low_text
from checker.patterns import DIGITS, compiled
from checker.site import Site, quote

TOPICS = {
    "hours": N_("opening hours"),
    "appointment": N_("appointments"),
    "vaccination": N_("vaccinations"),
    "refill": N_("repeat prescriptions"),
    "branch": N_("a place to visit"),
    "everyday": N_("everyday goods"),
    "cover": N_("insurance"),
    "care": N_("advice and checks"),
}
LONGEST_READ = 30_000
"""Characters of each page that are read for spans of time."""

META = Meta(
    title=N_("Daily work of a pharmacy"),
    why=N_(
        "Pharmacies do more than sell. Words about it are easily copied, so they speak for nobody."
    ),
    verify=N_("Ring the number or visit the place, and see whether the service exists."),
    source="General Pharmaceutical Council, Standards for registered pharmacies (2018)",
    topic=Topic.OFFER,
    direction=Direction.CONTEXT,
    needs=("site",),
    measures={
        **{topic: Measure(unit="mentions") for topic in TOPICS},
        "topics": Measure(unit="topics"),
        "clock_times": Measure(unit="spans of time"),
    },
)

_SPAN = compiled(
    rf"[{DIGITS}](?<!\w\d)\d?(?:[:.h]\d{{2}})? ?(?:[ap]\.?m\.?|uhr)? ?(?:-|–|—|to|bis|a|à|do) ?\d{{1,2}}"
    r"(?:[:.h]\d{2} ?(?:[ap]\.?m|uhr)?| ?(?:[ap]\.?m|uhr|h))\b",
    0,
)
_MOST = 20


def detect(site: Site) -> Finding:
    """Count the words of each topic, and spans of time such as 9:00-18:00."""
    counted: Counter[str] = Counter()
    for page in site.pages:
        counted.update(dict(page.practice))
    seen = [topic for topic in TOPICS if counted[topic]]
    spans = sum(1 for page in site.pages for _ in _SPAN.finditer(low_text(page)[:LONGEST_READ]))
    measures = {topic: float(min(counted[topic], _MOST)) for topic in TOPICS}
    measures |= {"topics": float(len(seen)), "clock_times": float(min(spans, _MOST))}
    if len(seen) < 2:
        return absent(N_("The page speaks of no such work"), measures=measures)
    return present(
        N_("The page speaks of {topics}"),
        topics=", ".join(TOPICS[topic] for topic in seen),
        quotes=(quote(site.page, site.page.title or site.page.text[:160], "main"),),
        measures=measures,
    )
