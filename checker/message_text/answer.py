"""What is answered to someone who pasted a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from checker.evidence import Missing, Response
from checker.message import N_, Message, message
from checker.message_text.links import MessageLink, links_of
from checker.message_text.parts import Pasted, take_apart
from checker.message_text.signs import MessageSign, signs_of
from checker.page.facts import PageFacts
from checker.report import Json, Report, to_json
from checker.shown import printable

MOST_CHECKED = 5
"""Sites of one message that are checked; the others are named."""

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
    """Of the sites it leads to, as far as they were checked."""


def read_message(pasted: bytes | str, read: Read) -> MessageAnswer:
    """Read a message. ``read`` is a reader of pages; nobody is asked, and nothing is kept."""
    parts: Pasted = take_apart(pasted)
    page = read(parts.page())
    if isinstance(page, Missing):
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
    return MessageAnswer(
        offers_medicines=any(sign.offer for sign in signs),
        readable=True,
        subject=parts.subject,
        signs=signs,
        links=links,
        headers=parts.headers,
        cut=parts.cut or bool(page.cuts),
    )


def addresses_to_check(answer: MessageAnswer) -> tuple[str, ...]:
    """One address of each site the message leads to, visible links first, at most :data:`MOST_CHECKED`."""
    by_site: dict[str, str] = {}
    for link in sorted(answer.links, key=lambda one: not one.visible):
        by_site.setdefault(link.target.domain or link.target.host, link.target.url)
    return tuple(by_site.values())[:MOST_CHECKED]


def sentences(answer: MessageAnswer) -> tuple[Message, ...]:
    """The answer in words, without the reports on its links."""
    if not answer.readable:
        return (message(N_("The message could not be read: nothing can be said about it.")),)
    first = _OFFER if answer.offers_medicines else _NO_OFFER
    where = (
        message(N_("Sites it leads to: {count}."), count=len(addresses_to_check(answer)))
        if answer.links
        else message(N_("No link was found in it."))
    )
    return (message(first), where, message(_KEPT))


_OFFER = N_(
    "This message offers medicines that need a prescription. Do not answer it and do not order: a licensed pharmacy "
    "does not look for customers this way."
)
_NO_OFFER = N_(
    "No offer of prescription medicines was seen in this message. That does not say that the message is honest, nor "
    "that the sites it leads to are."
)
_KEPT = N_("Nothing of the message is kept.")


def message_json(answer: MessageAnswer, *, full_address: bool = False) -> dict[str, Json]:
    """The answer as plain JSON; of links only hosts unless asked for the whole addresses."""
    return {
        "schema": "message-v1",
        "offers_medicines": answer.offers_medicines,
        "readable": answer.readable,
        "sentences": [one.text() for one in sentences(answer)],
        "signs": [
            {"sign": s.sign, "offer": s.offer, "text": s.text.text(), "why": s.why.text()}
            for s in answer.signs
        ],
        "links": [
            {
                "host": link.target.display,
                "address": link.target.url if full_address else "",
                "words": printable(link.words),
                "says_host": link.says_host,
                "unwrapped_from": list(link.target.unwrapped_from),
                "platform": link.target.platform.name if link.target.platform else "",
            }
            for link in answer.links
        ],
        "cut": answer.cut,
        "reports": [to_json(report, full_address=full_address) for report in answer.reports],
    }
