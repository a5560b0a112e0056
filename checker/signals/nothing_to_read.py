"""The page builds itself in the browser, is all pictures, or hides behind a challenge."""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, present
from checker.message import N_
from checker.page.facts import PageFacts

META = Meta(
    title=N_("Page with hardly any text to read"),
    why=N_(
        "What cannot be read cannot be judged. Some shops do this on purpose, many sites by fashion."
    ),
    verify=N_("Open the page and copy a sentence from it: is it text or a picture?"),
    source="Zhang et al., CrawlPhish, IEEE S&P 2021, on client-side cloaking",
    topic=Topic.PAGE,
    direction=Direction.CONTEXT,
    needs=("page",),
)


def detect(page: PageFacts) -> Finding:
    """Name the reason the readers gave."""
    if not page.shell:
        return absent(N_("The page can be read"))
    return present(N_("Little could be read: {reason}"), reason=page.shell.replace("_", " "))
