"""What is said besides the judgement: places without a site of their own, where to look up and to report.

The facts stand in ``reference/registers.csv`` and ``reference/report_channels.csv``. An address nobody has
opened for us is shown as its host, with "not checked"; general knowledge is never named as a source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from checker.message import N_, Message, message
from checker.platforms import Platform
from checker.reference import table
from checker.urls import UrlError, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The answer for an address that is checked without opening it."""

    known: Message
    """What the address is, and what could not be found because of it."""
    instead: Message
    """What to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to read more or to write to: a link somebody opened, else a host to look for."""

    url: str = ""
    """Empty unless it was checked."""
    host: str = ""
    """Shown with "not checked" when ``url`` is empty."""

    @property
    def checked(self) -> bool:
        """The link was seen to work."""
        return bool(self.url)

    def shown(self) -> Message:
        """The link, or the host with a warning."""
        if self.url:
            return message("{url}", url=self.url)
        return message(N_("{host} (not checked)"), host=self.host)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Somewhere to report a seller, or to get help after buying."""

    name: str
    situation: str
    """``report`` (the seller), ``harm`` (it was taken) or ``money`` (it was paid)."""
    who: str
    """Who should use it: ``anyone``, ``consumers``, ``pharmacists`` …"""
    what_for: str
    place: Place
    contact: str
    """Telephone or mail; check before use unless ``contact_checked``."""
    contact_checked: bool
    source: str
    """Empty when no source can be named."""

    def line(self) -> Message:
        """One line for a list of next steps."""
        parts = [message("{name}: {what}", name=self.name, what=self.what_for)]
        if self.place.host:
            parts.append(self.place.shown())
        if self.contact:
            seen = "{contact}" if self.contact_checked else N_("{contact} (not checked)")
            parts.append(message(seen, contact=self.contact))
        return _joined(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """An official register in which a seller can be looked up."""

    regulator: str
    name: str
    kind: str
    """``online sellers``, ``pharmacy premises``, ``index``, ``none`` …"""
    place: Place
    confidence: str
    source: str

    def line(self) -> Message:
        """One line telling who keeps which register, and where."""
        return message(
            N_("{regulator} keeps: {register}. {place}"),
            regulator=self.regulator,
            register=self.name,
            place=self.place.shown(),
        )


def advice_for(platform: Platform) -> Message:
    """What is said about an address on ``platform``, in one paragraph."""
    advice = pieces_for(platform)
    return _joined([advice.known, advice.instead])


def pieces_for(platform: Platform) -> Advice:
    """The same in its two parts."""
    known, instead = _ADVICE.get(platform.advice, _ADVICE["social"])
    return Advice(known=message(known, platform=platform.name), instead=message(instead))


@cache
def registers_of(country: str) -> tuple[Register, ...]:
    """Where a seller can be looked up in ``country`` (ISO 3166), those of online sellers first."""
    rows = [row for row in table("registers") if row["iso2"] == country]
    kept = [row for row in rows if row["register_kind"] in _SELLER_REGISTERS]
    return tuple(sorted(map(_register, kept), key=lambda r: _SELLER_REGISTERS.index(r.kind)))


@lru_cache(maxsize=512)
def report_channels(country: str, platform: Platform | None = None) -> tuple[Channel, ...]:
    """Where a buyer in ``country`` can report a seller: the country's own, those of the platform,
    the European ones where they apply, and last those that work everywhere."""
    return tuple(_channel(row) for row in _channel_rows(country, platform))


def _channel_rows(country: str, platform: Platform | None) -> Iterator[dict[str, str]]:
    rows = table("report_channels")
    yield from (row for row in rows if row["iso2"] == country)
    if platform is not None:
        yield from (row for row in rows if platform.row in row["platforms"].split(" ; "))
    if country != "EU" and _has_common_logo(country):
        yield from (row for row in rows if row["iso2"] == "EU")
    if country != "--":
        yield from (row for row in rows if row["iso2"] == "--" and not row["platforms"])


def _has_common_logo(country: str) -> bool:
    return any(
        row["iso2"] == country and row["logo_required"].startswith("EU common logo")
        for row in table("registers")
    )


def _channel(row: dict[str, str]) -> Channel:
    source = _citable(row["source"])
    return Channel(
        name=row["channel"],
        situation=row["situation"],
        who=row["who_should_use"],
        what_for=row["what_for"],
        place=_place(row, source),
        contact=row["contact"],
        contact_checked=bool(source) and row["confidence"] == "high",
        source=source,
    )


def _register(row: dict[str, str]) -> Register:
    source = _citable(row["source"])
    return Register(
        regulator=row["regulator"],
        name=row["register_name"],
        kind=row["register_kind"],
        place=_place(row | {"url": row["lookup_url"]}, source),
        confidence=row["confidence"],
        source=source,
    )


def _place(row: dict[str, str], source: str) -> Place:
    url = row["url"]
    try:
        host = parse(url).host
    except UrlError:
        return Place()
    checked = bool(source) and row["confidence"] == "high"
    return Place(url=url if checked else "", host=host)


def _citable(source: str) -> str:
    """``source`` without general knowledge, which nobody can look up."""
    parts = (part.strip() for part in source.split(";"))
    return "; ".join(p for p in parts if p and not p.lower().startswith("general knowledge"))


def _joined(parts: list[Message]) -> Message:
    places = {f"part{number}": part for number, part in enumerate(parts)}
    return message(" ".join(f"{{{name}}}" for name in places), **places)


_SELLER_REGISTERS = ("online sellers", "index", "pharmacy premises", "none")

_ADVICE = MappingProxyType(
    {
        "social": (
            N_(
                "This is a page on {platform}, not a site of the seller's own. We found no licensed "
                "pharmacy behind it, because registers name sites, not profiles, groups or posts."
            ),
            N_(
                "We advise against ordering prescription medicines through a profile, a group or a "
                "private message. Report the profile in the app and to the regulator."
            ),
        ),
        "video": (
            N_(
                "This is a video on {platform}, not a shop. We found no licensed pharmacy behind "
                "it, because registers name sites, not channels."
            ),
            N_(
                "We advise against following a link from a video or a profile to buy a "
                "prescription medicine. To have a shop checked, paste its own address."
            ),
        ),
        "forum": (
            N_(
                "These are posts on {platform}, not a shop. We found no way to tell who wrote them: "
                "sellers also post as pleased customers."
            ),
            N_(
                "We advise against following shop links from posts. To have a shop checked, paste "
                "its own address."
            ),
        ),
        "messenger": (
            N_(
                "This leads to a chat on {platform}. We found no licensed pharmacy behind it, "
                "because registers do not name chat accounts."
            ),
            N_(
                "We advise against ordering in a chat: payments made there can seldom be taken "
                "back. Keep screenshots and report the account."
            ),
        ),
        "classified": (
            N_(
                "This is a page for small adverts ({platform}). We found no licensed pharmacy "
                "behind it, because registers do not name adverts."
            ),
            N_(
                "We advise against buying medicines from private sellers. Report the advert to the "
                "site and to the regulator."
            ),
        ),
        "c2c": (
            N_(
                "This is a marketplace ({platform}) on which many sellers offer goods. We found no "
                "way to tell from the address who the seller is."
            ),
            N_(
                "We advise against buying prescription medicines on a marketplace. For other "
                "medicines, look the seller named in the listing up in the register of your country."
            ),
        ),
        "b2b": (
            N_(
                "This is a trade portal ({platform}) of makers and exporters. We found no pharmacy "
                "here that serves patients."
            ),
            N_(
                "We advise against ordering medicines, powders to make them, or presses here: nobody examines what "
                "comes of it. Look for a pharmacy with a site of its own that the register of your country names."
            ),
        ),
        "darknet": (
            N_(
                "This address is reached through a hidden network ({platform}). We found no "
                "register of any country that names a seller there."
            ),
            N_(
                "We advise against ordering here. If you depend on the medicine, talk to a doctor, "
                "a pharmacist or a drug service; they keep what you say to themselves."
            ),
        ),
        "shortener": (
            N_("This is a short link ({platform}): the site it leads to is not in the address."),
            N_(
                "We found no site to check yet. Open a preview of the link (for many services, add "
                "a + to its end), and paste the address it leads to."
            ),
        ),
        "redirector": (
            N_(
                "This is a link that leads on to another address ({platform}), and we found no way "
                "to read that address from it."
            ),
            N_("Paste the address that the browser shows when the shop has opened."),
        ),
        "linkbio": (
            N_(
                "This is a list of links ({platform}), not a shop. We found no licensed pharmacy "
                "behind it, because registers do not name such lists."
            ),
            N_("Paste the address of the shop that the list leads to."),
        ),
        "filehost": (
            N_(
                "This is a document, a form or a file ({platform}), not a shop. We found no "
                "licensed pharmacy behind it, because registers name sites."
            ),
            N_(
                "We advise against ordering from a list in a file or through a form. To have a "
                "shop checked, paste its own address."
            ),
        ),
        "paymentlink": (
            N_(
                "This is a page for paying a person or a firm ({platform}). We found no pharmacy "
                "in it that could be looked up."
            ),
            N_(
                "We advise against paying before the shop itself has been checked. Paste the "
                "address of the shop."
            ),
        ),
        "search": (
            N_("This is a page of a search engine ({platform}), not a shop."),
            N_("Paste the address of the result you want to have checked."),
        ),
        "archive": (
            N_("This is a stored copy of a page ({platform}), not the site itself."),
            N_("Paste the address of the site itself."),
        ),
    }
)
