"""The whole page is a frame around another site."""

from __future__ import annotations

from checker.domains import domain_of
from checker.finding import Direction, Finding, Measure, Meta, Topic, absent, present
from checker.message import N_
from checker.page.facts import PageFacts
from checker.site import quote

META = Meta(
    title=N_("Page that only frames another site"),
    why=N_(
        "What is shown comes from elsewhere, so the address in the bar says nothing about the seller."
    ),
    verify=N_('Right-click the page and look for "open frame".'),
    source="Leontiadis, Moore & Christin, USENIX Security 2011",
    topic=Topic.WAY_IN,
    direction=Direction.CONCERN,
    needs=("page",),
    measures={"frames": Measure(unit="frames", direction=1)},
    experimental=True,
)


def detect(page: PageFacts) -> Finding:
    """A page with hardly any text of its own and a frame of another host."""
    frames = [
        url for url in page.frames if domain_of(url) and domain_of(url) != domain_of(page.url)
    ]
    alone = page.shell == "frame_only"
    measures = {"frames": float(len(frames)) if alone else 0.0}
    if not (frames and alone):
        return absent(N_("The page has its own content"), measures=measures)
    return present(
        N_("The page is only a frame around {host}"),
        host=domain_of(frames[0]),
        quotes=(quote(page, frames[0].split("?")[0], "frame"),),
        measures=measures,
    )
