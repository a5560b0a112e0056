"""What gives a message away, each sign with the words seen.

A message is read for one question: does it offer medicines that need a prescription? A name alone is no
offer (news, jokes and doctors name medicines, too): something of a sale must stand with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.defang import defanged, defanged_text
from checker.message import N_, Message, message
from checker.message_text.links import MessageLink
from checker.message_text.parts import Pasted
from checker.offered_in_words import (
    names_disguised,
    names_sold,
    pharmacy_pitch,
    reads_like_notice,
    speaks_of_goods,
    speaks_of_sale,
)
from checker.page.facts import PageFacts
from checker.page.mails import free_provider
from checker.shown import printable

OWN_PRESCRIPTION = "notice_of_own_prescription"
"""Of a message that may be an offer, or a notice of the reader's own surgery or pharmacy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSign:
    """One thing seen in a message."""

    sign: str
    text: Message
    why: Message
    offer: bool = False
    """It is (part of) an offer of medicines that need a prescription."""


def signs_of(
    pasted: Pasted, page: PageFacts, links: tuple[MessageLink, ...]
) -> tuple[MessageSign, ...]:
    """Everything told by the message, offers first."""
    found = [
        *_offers(pasted, page),
        *_sender(pasted),
        *_links(links),
        *_look(page, links),
    ]
    return tuple(sorted(found, key=lambda sign: not sign.offer))


def _offers(pasted: Pasted, page: PageFacts) -> Iterator[MessageSign]:
    text = f"{pasted.sender_name}\n{pasted.subject}\n{page.text[:60_000]}"
    disguised = names_disguised(text)
    named = names_sold(page)
    if named and not disguised and reads_like_notice(text, page):
        yield MessageSign(
            sign=OWN_PRESCRIPTION,
            text=message(
                N_(
                    "Names medicines that need a prescription, as in a notice about your own: {names}"
                ),
                names=printable(", ".join(named[:6])),
            ),
            why=message(
                N_(
                    "Surgeries and pharmacies write so, and so do people who copy them. Only you know whether it is "
                    "yours."
                )
            ),
        )
        return
    if named:
        yield MessageSign(
            sign="prescription_medicine_offered",
            text=message(
                N_("Offers medicines that need a prescription: {names}"),
                names=printable(", ".join(named[:6])),
            ),
            why=message(_WHY_OFFER),
            offer=True,
        )
    if disguised and (speaks_of_sale(text) or named):
        yield MessageSign(
            sign="medicine_name_disguised",
            text=message(
                N_("Writes names of medicines so that mail filters miss them: {names}"),
                names=printable(", ".join(disguised[:6])),
            ),
            why=message(N_("A pharmacy has no reason to hide what it sells.")),
            offer=True,
        )
    if not named and not disguised and (seller := pharmacy_pitch(text, page)):
        yield MessageSign(
            sign="online_pharmacy_advertised",
            text=message(
                N_("Advertises a pharmacy: {words}"), words=printable(defanged_text(seller))
            ),
            why=message(_WHY_OFFER),
            offer=True,
        )
    if (named or disguised) and (writers := _writers(pasted, (*named, *disguised))):
        yield MessageSign(
            sign="offered_in_chat_by",
            text=message(
                N_("In the chat these are named by {writers}"),
                writers=printable(defanged_text(", ".join(writers[:3]))),
            ),
            why=message(N_("A name or number in a chat cannot be found in any register.")),
        )
    for phrase in page.phrases:
        if phrase.signal == "no_prescription" and not phrase.negated:
            yield MessageSign(
                sign="no_prescription_promised",
                text=message(
                    N_("Promises medicines without a prescription: {words}"),
                    words=printable(defanged_text(phrase.quote)),
                ),
                why=message(_WHY_OFFER),
            )
            break


_WHY_OFFER = N_(
    "Licensed pharmacies do not sell prescription medicines through messages to people they do not know."
)


def _writers(pasted: Pasted, names: tuple[str, ...]) -> tuple[str, ...]:
    """Who of a chat writes one of ``names``."""
    wanted = [name.casefold() for name in names]
    writers = (
        turn.who
        for turn in pasted.turns
        if turn.who and any(name in turn.said.casefold() for name in wanted)
    )
    return tuple(dict.fromkeys(writers))


def _sender(pasted: Pasted) -> Iterator[MessageSign]:
    sender, reply = (a.rpartition("@")[2] for a in (pasted.sender, pasted.reply_to))
    if sender and reply and sender != reply:
        yield MessageSign(
            sign="answers_go_elsewhere",
            text=message(
                N_("Comes from {sender}, but answers go to {reply}"),
                sender=printable(defanged(sender)),
                reply=printable(defanged(reply)),
            ),
            why=message(N_("The sender's address is easily made up; the other one is read.")),
        )
    if sender and free_provider(sender) and speaks_of_goods(pasted.sender_name):
        yield MessageSign(
            sign="shop_at_free_mail_box",
            text=message(
                N_("“{name}” writes from a free mail box at {sender}"),
                name=printable(defanged_text(pasted.sender_name)),
                sender=printable(defanged(sender)),
            ),
            why=message(N_("A pharmacy writes from its own address.")),
        )


def _links(links: tuple[MessageLink, ...]) -> Iterator[MessageSign]:
    for link in links:
        if link.says_host:
            yield MessageSign(
                sign="link_leads_elsewhere",
                text=message(
                    N_("A link shows {shown} and leads to {host}"),
                    shown=printable(defanged(link.says_host)),
                    host=defanged(link.target.display),
                ),
                why=message(N_("What a link shows is chosen by whoever wrote the message.")),
            )
    wrapped = [w for link in links for w in link.target.unwrapped_from]
    if wrapped:
        yield MessageSign(
            sign="link_was_wrapped",
            text=message(
                N_("Links were wrapped by {services}; they were opened without asking anyone"),
                services=defanged_text(", ".join(dict.fromkeys(wrapped))),
            ),
            why=message(N_("Mail scanners and search pages put their own address around a link.")),
        )
    hiding = [
        link.target.host
        for link in links
        if link.target.platform is not None and link.target.platform.kind == "link-shortener"
    ]
    if hiding:
        yield MessageSign(
            sign="link_shortened",
            text=message(
                N_("A shortened link hides where it leads: {hosts}"),
                hosts=defanged_text(", ".join(dict.fromkeys(hiding))),
            ),
            why=message(N_("Only the service knows the address behind it.")),
        )


def _look(page: PageFacts, links: tuple[MessageLink, ...]) -> Iterator[MessageSign]:
    if len(page.hidden_text) >= 80:
        yield MessageSign(
            sign="hidden_text",
            text=message(N_("Holds text that its reader cannot see")),
            why=message(N_("Hidden words are there for mail filters, not for you.")),
        )
    if len(page.text.split()) < 15 and page.images and links:
        yield MessageSign(
            sign="picture_only",
            text=message(N_("Is hardly more than a picture with a link")),
            why=message(
                N_("What stands in a picture cannot be read by filters, nor by this check.")
            ),
        )
    accounts = [f"{c.service} {c.handle}" for c in page.contacts if c.kind == "messenger"]
    if accounts:
        yield MessageSign(
            sign="messenger_account",
            text=message(
                N_("Asks to be answered by messenger: {accounts}"),
                accounts=printable(defanged_text(", ".join(accounts[:4]))),
            ),
            why=message(N_("A chat account cannot be found in any register.")),
        )
