"""What is answered to someone who pasted a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from checker.defang import defanged, defanged_text
from checker.evidence import Missing, Response
from checker.judgement import Clock, now
from checker.message import N_, Message, message
from checker.message_text.links import MessageLink, links_of
from checker.message_text.parts import Pasted, is_text, take_apart
from checker.message_text.places import is_place, report_on_place
from checker.message_text.signs import OWN_PRESCRIPTION, MessageSign, signs_of
from checker.next_steps import report_message_to
from checker.page.facts import PageFacts
from checker.report import Json, Paragraph, Report, paragraph_json, to_json
from checker.shown import printable

MOST_CHECKED = 5
"""Sites of one message that are checked; the others are named."""
MOST_PLACES = 5
"""Profiles, chats and listings of one message that are judged by its words."""

Read = Callable[[Response], PageFacts | Missing]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAnswer:
    """What a message says and where it leads. Holds nothing but what is shown."""

    offers_medicines: bool
    """It offers medicines that need a prescription."""
    readable: bool
    subject: str
    signs: tuple[MessageSign, ...]
    links: tuple[MessageLink, ...]
    headers: bool
    cut: bool
    reports: tuple[Report, ...] = ()
    """Of the places it leads to, judged by its words, and of the sites, as far as they were checked."""
    report_to: tuple[Paragraph, ...] = ()
    """Where an offer can be reported."""


def read_message(
    pasted: bytes | str, read: Read, country: str = "", *, clock: Clock = now
) -> MessageAnswer:
    """Read a message for somebody in ``country`` (ISO 3166, or empty).

    ``read`` is a reader of pages; nobody is asked, and nothing is kept. Raises nothing for what a message holds.
    """
    parts: Pasted = take_apart(pasted)
    page = read(parts.page()) if is_text(pasted) else None
    if page is None or isinstance(page, Missing):
        return MessageAnswer(
            offers_medicines=False,
            readable=False,
            subject=parts.subject,
            signs=(),
            links=(),
            headers=parts.headers,
            cut=parts.cut,
        )
    links = links_of(page)
    signs = signs_of(parts, page, links)
    offers = any(sign.offer for sign in signs)
    places = [link for link in links if is_place(link)][:MOST_PLACES]
    return MessageAnswer(
        offers_medicines=offers,
        readable=True,
        subject=parts.subject,
        signs=signs,
        links=links,
        headers=parts.headers,
        cut=parts.cut or bool(page.cuts),
        reports=tuple(report_on_place(one, parts, country, read, clock()) for one in places),
        report_to=report_message_to(country) if offers else (),
    )


def addresses_to_check(answer: MessageAnswer) -> tuple[str, ...]:
    """One address of each site the message leads to, visible links first, at most :data:`MOST_CHECKED`.

    Left out are places that nobody visits and links that take their reader off a list.
    """
    by_site: dict[str, str] = {}
    for link in sorted(answer.links, key=lambda one: not one.visible):
        if not is_place(link) and not link.takes_off:
            by_site.setdefault(link.target.domain or link.target.host, link.address)
    return tuple(by_site.values())[:MOST_CHECKED]


def sentences(answer: MessageAnswer) -> tuple[Message, ...]:
    """The answer in words, without the reports on its links."""
    if not answer.readable:
        return (message(N_("The message could not be read: nothing can be said about it.")),)
    return (message(_first(answer)), *_where(answer), message(_KEPT))


def _first(answer: MessageAnswer) -> str:
    if answer.offers_medicines:
        return _OFFER
    return _NOTICE if any(s.sign == OWN_PRESCRIPTION for s in answer.signs) else _NO_OFFER


def _where(answer: MessageAnswer) -> tuple[Message, ...]:
    if not answer.links:
        return (message(N_("No link was found in it.")),)
    sites, places = addresses_to_check(answer), [li for li in answer.links if is_place(li)]
    counted = (
        (N_("Sites it leads to: {count}."), len(sites)),
        (N_("Profiles, chats and listings it leads to: {count}."), len(places)),
        (
            N_("Links that take you off a list, which were not opened: {count}."),
            sum(link.takes_off for link in answer.links),
        ),
    )
    return tuple(message(text, count=count) for text, count in counted if count)


_OFFER = N_(
    "This message offers medicines that need a prescription. Do not answer it and do not order: a licensed pharmacy "
    "does not look for customers this way."
)
_NO_OFFER = N_(
    "No offer of prescription medicines was seen in this message. That does not say that the message is honest, nor "
    "that the sites it leads to are."
)
_NOTICE = N_(
    "This message reads like a notice about a prescription or an order of your own. Whether it is one cannot be told "
    "from its words: if you expect none, do not answer, open nothing in it, and ask your surgery or pharmacy by a "
    "number you know."
)
_KEPT = N_("Nothing of the message is kept.")


def message_json(answer: MessageAnswer, *, full_address: bool = False) -> dict[str, Json]:
    """The answer as plain JSON; of links only hosts unless asked for the whole addresses, and none that opens."""
    return {
        "schema": "message-v1",
        "offers_medicines": answer.offers_medicines,
        "readable": answer.readable,
        "sentences": [one.text() for one in sentences(answer)],
        "signs": [
            {"sign": s.sign, "offer": s.offer, "text": s.text.text(), "why": s.why.text()}
            for s in answer.signs
        ],
        "links": [_link(link, full_address) for link in answer.links],
        "cut": answer.cut,
        "report_to": [paragraph_json(one) for one in answer.report_to],
        "reports": [to_json(report, full_address=full_address) for report in answer.reports],
    }


def _link(link: MessageLink, full_address: bool) -> Json:
    target = link.target
    return {
        "host": target.display,
        "address": defanged(target.url) if full_address else "",
        "words": printable(defanged_text(link.words)),
        "says_host": defanged(link.says_host),
        "takes_off": link.takes_off,
        "unwrapped_from": list(target.unwrapped_from),
        "platform": target.platform.name if target.platform else "",
    }
