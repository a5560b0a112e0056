"""Whether a page is worth a further visit, in the way of somebody else than a plain visitor.

Sites that were broken into, and shops that hide, show their offer to whoever comes from a search and
something harmless to everybody else. They can be found by a search only when something still speaks of
medicines: the address, the title, or text that no reader sees. Only such pages are visited again; of a page
that says itself what its address says there is nothing to learn. Some show their offer to the crawlers of
search engines alone: naming one of those is for whoever runs the program to switch on.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from checker.domains import domain_of
from checker.evidence import CRAWLED_PAGE, NOTHING_THERE, SEARCHED_PAGE, Missing, View
from checker.net import AGENT
from checker.page.facts import PageFacts
from checker.page.medicines import in_host, names_in
from checker.patterns import compiled

SEARCH_PAGE = "https://www.google.com/"
"""The page named as the one we come from. Our own name is given all the same."""
CRAWLER_AGENT = f"{AGENT} view for Googlebot/2.1"
"""Our own name, and after it that of the crawler whose view is asked for."""

_HIDDEN = 20_000
"""Characters of unseen text that are read."""
_TRADE = compiled(
    r"pharma|farmac|apothe|apotek|apteka|drug-?store|steroid|(?<![a-z])(?:e|my|buy|cheap|get|best|top|rx)?-?"
    r"(?:pills?|meds|rx)(?![a-z])|no-?prescription|without-?prescription|ohne-?rezept|sans-?ordonnance"
)
_BREAKS = str.maketrans(dict.fromkeys("-_/+.", " "))


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondView:
    """A further visit to the typed address: in whose way, and under which names it is kept."""

    view: View
    source: str
    role: str
    referer: str | None = None
    agent: str = AGENT


FROM_SEARCH = SecondView(
    view=View.SEARCH, source=SEARCHED_PAGE, role="searched", referer=SEARCH_PAGE
)
AS_CRAWLER = SecondView(view=View.CRAWLER, source=CRAWLED_PAGE, role="crawled", agent=CRAWLER_AGENT)


def second_views(page: PageFacts | Missing, url: str, *, crawler: bool) -> tuple[SecondView, ...]:
    """The further visits that ``url`` is worth, whose plain visit showed ``page``.

    ``crawler`` is whether whoever runs the program allows a crawler's view; it then is taken wherever the
    plain visitor is offered no medicine, because a page that hides well speaks of none to him.
    """
    found = []
    if worth_a_second_view(page, url):
        found.append(FROM_SEARCH)
    if crawler and not _is_settled(page):
        found.append(AS_CRAWLER)
    return tuple(found)


def worth_a_second_view(page: PageFacts | Missing, url: str) -> bool:
    """Address, title or unseen text speak of medicines of which the visible page says nothing.

    Never for a page that puts up medicines for sale: what it offers is seen already.
    """
    if _is_settled(page):
        return False
    if isinstance(page, Missing):
        return _address_sells(url)
    shown = {medicine.inn for medicine in page.medicines if medicine.in_body}
    besides = [medicine for medicine in page.medicines if not medicine.in_body]
    besides += names_in(page.hidden_text[:_HIDDEN])
    besides += names_in(_path(url))
    if any(m.prescription_only and m.inn not in shown for m in besides):
        return True
    about_medicines = bool(shown or page.care or page.work_with_medicines)
    return not about_medicines and any(_TRADE.search(_address(one)) for one in (url, page.url))


def _is_settled(page: PageFacts | Missing) -> bool:
    """Nothing more can be learned: it offers medicines, or the site could not be asked. Who refuses us is left
    alone."""
    if isinstance(page, Missing):
        return page.reason not in NOTHING_THERE
    return bool(page.on_offer)


def _address_sells(url: str) -> bool:
    named = (*in_host(urlsplit(url).hostname or ""), *names_in(_path(url)))
    return any(m.prescription_only for m in named) or _TRADE.search(_address(url)) is not None


def _path(url: str) -> str:
    return unquote(urlsplit(url).path)[:2000].translate(_BREAKS)


def sells(page: PageFacts) -> bool:
    """Whether a page puts up medicines for sale, or sends its visitor on to another site's address that does."""
    own = domain_of(page.url)
    away = (url for url in page.refreshes if url.startswith("http") and domain_of(url) != own)
    return bool(page.on_offer) or any(map(_address_sells, away))


def speaks_of_trade(host: str) -> bool:
    """Whether a host is named after the trade in medicines."""
    return _TRADE.search(host) is not None


def _address(url: str) -> str:
    parts = urlsplit(url)
    return unquote(f"{parts.hostname or ''}{parts.path}")[:2000].lower()
