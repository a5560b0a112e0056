"""The page goes beyond the limits within which we read."""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, present
from checker.message import N_
from checker.page.facts import PageFacts

META = Meta(
    title=N_("Page cut short while reading"),
    why=N_("The page is larger or stranger than pages are; it was judged as far as it was read."),
    verify=N_("Nothing for you to do: the limits are listed in the documentation."),
    source="RxLens, limits on reading hostile pages",
    topic=Topic.PAGE,
    direction=Direction.CONTEXT,
    needs=("page",),
)


def detect(page: PageFacts) -> Finding:
    """Name the limits that were reached."""
    cuts = [cut for cut in page.cuts if cut != "placeholders"]
    if not cuts:
        return absent(N_("The whole page was read"))
    return present(N_("The page was cut while reading ({limits})"), limits=", ".join(cuts))
