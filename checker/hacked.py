"""Whether a page carries a medicine offer that is not its host's own.

Hacked hosts hold injected links, planted pages, series of doorways, and scripts that send visitors on. Each is told
from two things that disagree: what the host is about (its name, its menu, the page's own title, its home page, what
other visitors are shown at the same address), and what is offered on it or where the offer leads. A page that speaks
of medicines of its own accord (news, hospital, pharmacy, comparison) is none of them, and one word or one link never
makes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from checker.domains import domain_of
from checker.finding import Outcome
from checker.host_pages import HostPages
from checker.page.actions import action_of_label, puts_up_for_sale
from checker.page.facts import Offer, OutLink, PageFacts
from checker.page.medicines import in_host, names_in
from checker.page.offers import SELLING
from checker.page.once import once_per_page
from checker.patterns import compiled
from checker.signals import offer_only_in_address

MENU = 3
"""Labels of a menu of its own from which a host is seen to be about something."""
LINKS = 2
"""Links that offer medicines elsewhere from which they are no sponsor's."""
DOORWAYS = 10
"""Links of a series."""
MOST = 0.8
"""Share of a page's links that belong to the series."""
LONGEST_LABEL = 100
MOST_LINKS = 400
"""Links looked at. All six are our judgement."""
SHOWN = 3

_HEALTH = compiled(
    r"pharm|farm[aá]c|apothe|apotek|apote[kc]a|aptek|drug|drogu|drogari|chemist|eczane|patika|l[eé]k[aá]r|medic|"
    r"m[eé]dec|meds|health|salud|sant[eé]|gesund|zdrow|sa[uú]de|clini|klini|doctor|doktor|arzt|hospit|pill|tablet|"
    r"rezept|recept|prescri|\brx|rx\b|аптек|лекар|здоров|клиник|药|藥|薬|약국"
)
"""Words of health in names and menus, as parts of words: where one stands, medicines may belong."""
_TILL = compiled(
    r"basket|\bcart\b|check-?out|\bshop|\bstore\b|products?\b|catalog|deliver|shipping|payment|\border|warenkorb|"
    r"versand|liefer|panier|livraison|boutique|carrito|env[ií]o|tienda|carrello|spedizion|negozio|koszyk|dostaw|"
    r"sklep|winkel|loja|carrinho|varukorg|kurv|корзин|доставк|магазин|カート|购物车"
)
"""Words of a shop's menu: a site that sells may well sell this, too."""
_SHOP = frozenset(("basket", "checkout", "buy", "order", "prescription", "consultation", "chat"))
_TRADING = frozenset(("basket", "checkout", "prescription_upload", "consultation"))
_ELSEWHERE = frozenset(("buy", "basket", "order", "checkout"))
_BREAKS = str.maketrans(dict.fromkeys("-_/+.", " "))
_NO_WORD = compiled(r"[a-z]{3,12}")
_SLUG_WORDS = 2


class Way(StrEnum):
    """How an offer that is not the host's stands on a page."""

    SERIES = "series"
    """The page is one of a series of doorways."""
    ADDRESS = "address"
    """The address offers what the page says nothing of."""
    LINKS = "links"
    """Links among the host's own words."""
    PAGE = "page"
    """A whole page of it, at an address that offers it, too."""
    SENT = "sent"
    """Visitors are sent on to it, or shown it in a frame."""
    HOST = "host"
    """A whole page of it, on a host whose other pages are about something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignOffer:
    """An offer that somebody else seems to have put there."""

    way: Way
    shown: tuple[str, ...]
    """What it was told from, in the page's words: links with the host they lead to, or the address's path."""


def foreign_offer(host: HostPages) -> ForeignOffer | None:
    """The medicine offer that somebody else put on the host; None when none is seen."""
    found = next(filter(None, map(_on_page, host.views)), None)
    return found or next(filter(None, (_beside_others(view, host) for view in host.views)), None)


def _beside_others(view: PageFacts, host: HostPages) -> ForeignOffer | None:
    """What one view offers or leads to, where the other pages of the host are about something else."""
    if not _is_elsewhere(view, host):
        return None
    if ways := _sent_on(view):
        return ForeignOffer(way=Way.SENT, shown=ways)
    if not any(_sold_freely(offer) and offer.action in SELLING for offer in view.offers):
        return None  # A price alone stands in lists of public bodies, too.
    if domain_of(view.url) != domain_of(host.page.url):
        return ForeignOffer(way=Way.SENT, shown=(f"→ {domain_of(view.url)}",))
    return ForeignOffer(way=Way.HOST, shown=(view.title.strip() or _words_of(view.url),))


def _is_elsewhere(view: PageFacts, host: HostPages) -> bool:
    """Whether another page of the host is about something else, and does not lead its readers to this one."""
    if host.home is not None and _is_of_another_trade(host.home):
        return not _leads_to(host.home, view)
    return any(_is_of_another_trade(other) for other in host.views if other is not view)


@once_per_page
def _is_of_another_trade(page: PageFacts) -> bool:
    """A page with a menu that sells nothing, and speaks of neither medicines nor health."""
    return (
        _host_is_about_something_else(page)
        and _speaks_of_something_else(page)
        and not any(map(_TILL.search, _menu(page)))
        and not (page.on_offer or page.care or page.work_with_medicines)
        and not any(medicine.in_body for medicine in page.medicines)
    )


def _leads_to(home: PageFacts, view: PageFacts) -> bool:
    """The home page shows its readers a link to the page, or to the part of the site that it stands in."""
    path = urlsplit(view.url).path.rstrip("/") + "/"
    domain = domain_of(view.url)
    ways = (link.url for link in home.links[:MOST_LINKS] if link.visible)
    parts = (urlsplit(url).path.rstrip("/") for url in ways if domain_of(url) == domain)
    return any(part and path.startswith(f"{part}/") for part in parts)


@once_per_page
def _on_page(page: PageFacts) -> ForeignOffer | None:
    """What the page alone tells."""
    if series := _series(page):
        return ForeignOffer(way=Way.SERIES, shown=_led(series))
    if not _host_is_about_something_else(page):
        return None
    if not _speaks_of_something_else(page):
        way_on = _shop_injected(page)
        return ForeignOffer(way=Way.PAGE, shown=_led(way_on)) if way_on else None
    if ways := _sent_on(page):
        return ForeignOffer(way=Way.SENT, shown=ways)
    if links := _links_injected(page):
        return ForeignOffer(way=Way.LINKS, shown=_led(links))
    planted = offer_only_in_address.detect(page).outcome is Outcome.PRESENT
    if planted and not _names_restricted(page):
        return ForeignOffer(way=Way.ADDRESS, shown=(_words_of(page.url),))
    return None


def _sent_on(page: PageFacts) -> tuple[str, ...]:
    """Where the page leads by itself, or what it shows in frames: prescription medicines on other sites."""
    own = domain_of(page.url)
    ways = (url for url in (*page.refreshes, *page.frames) if url.startswith("http"))
    return tuple(
        dict.fromkeys(
            f"→ {there}" for url in ways if (there := domain_of(url)) != own and _sells(url)
        )
    )[:SHOWN]


def _sells(url: str) -> bool:
    """An address offers a prescription medicine: in its host, or in a path at a seller's."""
    host = urlsplit(url).hostname or ""
    if any(medicine.prescription_only for medicine in in_host(host)):
        return True
    path = _words_of(url)
    return _names_medicine(path) and (puts_up_for_sale(path) or _HEALTH.search(host) is not None)


def _led(links: Sequence[OutLink]) -> tuple[str, ...]:
    return tuple(f"{link.text.strip()} → {domain_of(link.url)}" for link in links[:SHOWN])


def _host_is_about_something_else(page: PageFacts) -> bool:
    """Its name and its own menu say nothing of medicines, health or a shop's till, and it has a menu."""
    domain, host = domain_of(page.url), urlsplit(page.url).hostname or ""
    if not domain or _HEALTH.search(host) or in_host(host):
        return False
    if any(form.purpose in _TRADING for form in page.forms):
        return False
    menu = _menu(page)
    return len(menu) >= MENU and not any(map(_of_medicine, menu))


def _menu(page: PageFacts) -> frozenset[str]:
    """Labels of the menu that lead to pages of the same site."""
    domain = domain_of(page.url)
    labels = (
        link.text.strip()
        for link in page.links[:MOST_LINKS]
        if link.place in ("nav", "header") and link.visible and domain_of(link.url) == domain
    )
    return frozenset(labels) - {""}


@lru_cache(maxsize=4096)  # The pages of a site share its menu.
def _of_medicine(label: str) -> bool:
    return (
        _HEALTH.search(label) is not None
        or action_of_label(label) in _SHOP
        or bool(names_in(label[:LONGEST_LABEL]))
    )


def _speaks_of_something_else(page: PageFacts) -> bool:
    """Title, description and headings are there, and name neither a medicine nor health."""
    own = " | ".join((page.title, page.description, *page.headings))
    return bool(page.title.strip()) and not _HEALTH.search(own) and not names_in(own)


def _names_restricted(page: PageFacts) -> bool:
    """The visible text names a prescription medicine."""
    return any(m.prescription_only and m.start >= 0 for m in page.medicines)


def _links_injected(page: PageFacts) -> Sequence[OutLink]:
    """Several links that offer prescription medicines on other sites, or hide them from the visitor. Hidden ones
    may stay on the site: they lead to what was planted there."""
    leading = [link for link in _leading_away(page) if _names_medicine(link.text)]
    offering = any(puts_up_for_sale(link.text) or not link.visible for link in leading)
    if offering and len({link.text for link in leading}) >= LINKS:
        return leading
    hidden = [*_hidden(page)]
    offering = any(puts_up_for_sale(link.text) for link in hidden)
    return hidden if offering and len({link.text for link in hidden}) >= LINKS else ()


def _hidden(page: PageFacts) -> Iterator[OutLink]:
    """Hidden links about medicines that stay on the site, where that sells nothing."""
    if any(map(_TILL.search, _menu(page))):
        return
    own = domain_of(page.url)
    for link in page.links[:MOST_LINKS]:
        if not link.visible and domain_of(link.url) == own and _names_medicine(link.text):
            yield link


def _shop_injected(page: PageFacts) -> Sequence[OutLink]:
    """The address itself offers a medicine, the page sells it, and these buttons lead to another site."""
    path = _words_of(page.url)
    if any(map(_TILL.search, _menu(page))) or not (
        puts_up_for_sale(path) and _names_medicine(path)
    ):
        return ()
    if not any(map(_sold_freely, page.offers)):
        return ()
    return [
        link
        for link in _leading_away(page)
        if action_of_label(link.text) in _ELSEWHERE or _names_medicine(link.text)
    ]


def _sold_freely(offer: Offer) -> bool:
    return (
        offer.medicine is not None
        and offer.medicine.prescription_only
        and (offer.action in SELLING or offer.price is not None)
        and offer.gate == "none_seen"
    )


def _leading_away(page: PageFacts) -> Iterator[OutLink]:
    own = domain_of(page.url)
    for link in page.links[:MOST_LINKS]:
        if link.url.startswith("http") and domain_of(link.url) not in ("", own):
            yield link


def _names_medicine(text: str) -> bool:
    return 0 < len(text) <= LONGEST_LABEL and any(m.prescription_only for m in names_in(text))


def _words_of(url: str) -> str:
    return unquote(urlsplit(url).path).translate(_BREAKS).strip()


def _series(page: PageFacts) -> Sequence[OutLink]:
    """Nearly every link is a made-up word that leads to a page about something else again, all in one place,
    and this page is the one about a medicine."""
    if len(page.links) < DOORWAYS or not any(m.prescription_only for m in page.medicines):
        return ()
    links = [link for link in page.links[:MOST_LINKS] if link.text.strip()]
    by_place: dict[str, list[OutLink]] = {}
    for link in filter(_leads_into_series, links):
        by_place.setdefault(link.url.rsplit("/", 1)[0], []).append(link)
    series = max(by_place.values(), key=len, default=[])
    return series if len(series) >= max(DOORWAYS, MOST * len(links)) else ()


def _leads_into_series(link: OutLink) -> bool:
    slug = _words_of(link.url.rsplit("/", 1)[-1])
    label = link.text.strip()
    return (
        _NO_WORD.fullmatch(label) is not None
        and label.islower()
        and len(slug.split()) > _SLUG_WORDS
        and not any(label.startswith(word) or word.startswith(label) for word in slug.split())
    )
