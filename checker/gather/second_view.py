"""Whether a page is worth a second visit, in the way of a visitor who comes from a search page.

Sites that were broken into, and shops that hide, show their offer to whoever comes from a search and
something harmless to everybody else. They can be found by a search only when something still speaks of
medicines: the address, the title, or text that no reader sees. Only such pages are visited again; of a page
that says itself what its address says there is nothing to learn.
"""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from checker.page.facts import PageFacts
from checker.page.medicines import names_in
from checker.patterns import compiled

SEARCH_PAGE = "https://www.google.com/"
"""The page named as the one we come from. Our own name is given all the same."""

_HIDDEN = 20_000
"""Characters of unseen text that are read."""
_TRADE = compiled(
    r"pharma|farmac|apothe|apotek|apteka|drug-?store|steroid|(?<![a-z])(?:e|my|buy|cheap|get|best|top|rx)?-?"
    r"(?:pills?|meds|rx)(?![a-z])|no-?prescription|without-?prescription|ohne-?rezept|sans-?ordonnance"
)


def worth_a_second_view(page: PageFacts) -> bool:
    """Address, title or unseen text speak of medicines of which the visible page says nothing.

    Never for a page that puts up medicines for sale: what it offers is seen already.
    """
    if page.on_offer:
        return False
    shown = {medicine.inn for medicine in page.medicines if medicine.in_body}
    besides = [medicine for medicine in page.medicines if not medicine.in_body]
    besides += names_in(page.hidden_text[:_HIDDEN])
    if any(m.prescription_only and m.inn not in shown for m in besides):
        return True
    about_medicines = bool(shown or page.care or page.practice)
    return not about_medicines and _TRADE.search(_address(page.url)) is not None


def _address(url: str) -> str:
    parts = urlsplit(url)
    return unquote(f"{parts.hostname or ''}{parts.path}")[:2000].lower()
