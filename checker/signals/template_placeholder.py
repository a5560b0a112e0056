"""A page that sells medicines still holds the filling text or sample contact of its template."""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, not_applicable, present
from checker.message import N_
from checker.page.literals import Anchored
from checker.page.once import low_text
from checker.signals._identity import sells_medicine
from checker.site import Site, quote, shorten

META = Meta(
    title=N_("Sample text of a template left"),
    why=N_(
        "The page still shows the sample text it was built from: nobody finished, or reads, "
        "what it says."
    ),
    verify=N_("Read the page down to its foot: sample names and numbers stand for nobody."),
    source=(
        "North American Numbering Plan: 555-0100 to 555-0199 are reserved for fiction; RFC "
        "2606: reserved example domains"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONTEXT,
    needs=("site",),
)


_SAMPLE = Anchored(
    r"lorem ipsum|dolor sit amet|your ?(?:company|store|shop|brand|domain|website)(?: name)? ?(?:here|\.com)"
    r"|yourdomain\.com|your-?store\.com|@example\.(?:com|org)|@(?:domain|yoursite|website|company)\.com"
    r"|123 (?:main|fake|example|street)\b|anytown|\(?123\)?[ -]?456[ -]7890|1[ -]?234[ -]?567[ -]?890"
    r"|\b555[- ]01\d\d\b"
)


def detect(site: Site) -> Finding:
    """Look for such text on sites that put medicines up for sale."""
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    for page in site.pages:
        match = _SAMPLE.search(low_text(page))
        if match is not None:
            return present(
                N_("The page still holds sample text: {words}"),
                words=shorten(page.text[match.start() : match.end()], 60),
                quotes=(quote(page, page.text[match.start() : match.end() + 80], "main"),),
            )
    return absent(N_("No sample text was seen"))
