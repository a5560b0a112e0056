"""On the way to the page the address went from encrypted to plain."""

from __future__ import annotations

from itertools import pairwise

from checker.evidence import Hop
from checker.finding import Direction, Finding, Measure, Meta, Quote, Topic, absent, present
from checker.message import N_

META = Meta(
    title=N_("Redirect from an encrypted to a plain address"),
    why=N_("Shops that take orders have had encryption for free for ten years; going back is odd."),
    verify=N_("Look for https:// in the address bar."),
    source="RFC 9110 and browser vendors' mixed-content rules",
    topic=Topic.WAY_IN,
    direction=Direction.CONCERN,
    needs=("hops",),
    measures={"steps": Measure(unit="steps", direction=1)},
    experimental=True,
)


def detect(hops: tuple[Hop, ...]) -> Finding:
    """Compare the schemes of neighbouring steps."""
    dropped = [
        (before, after)
        for before, after in pairwise(hops)
        if before.url.startswith("https:") and after.url.startswith("http:")
    ]
    measures = {"steps": float(len(dropped))}
    if not dropped:
        return absent(N_("No step of the way gave up encryption"), measures=measures)
    before, after = dropped[0]
    return present(
        N_("The way went from an encrypted address to a plain one at {host}"),
        host=after.host,
        quotes=(Quote(text=f"{before.status} → http://{after.host}", where=before.host),),
        measures=measures,
    )
