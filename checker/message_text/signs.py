"""What gives a message away, each sign with the words seen.

A message is read for one question: does it offer medicines that need a prescription? A name alone is no
offer (news, jokes and doctors name medicines, too): something of a sale must stand with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.message import N_, Message, message
from checker.message_text.links import MessageLink
from checker.message_text.parts import Pasted
from checker.page.facts import PageFacts
from checker.page.mails import free_provider
from checker.patterns import compiled
from checker.shown import printable

_DISGUISED = compiled(
    r"(?<![a-z])(?:buy|cheap|discount|best|order|generic|super|online|fast)?(?:"
    r"v[il1|!*í]{1,2}[a@4*]gr{1,2}[a@e4*]|v[*]gra|va[il1]gra|c[il1|!*í][a@4*][il1|!*]{1,2}[sz]|ca[il1]l[il1]s|lev[il1]tr?[ae]"
    r"|xan[a@4]x{1,2}|v[a@4][l1|!][il1|!]um|phen?termin[e3]?|hydr[o0]cod[o0]ne?|[o0]xyc[o0]d[o0]ne?|tram[a@4]d[o0][l1]"
    r"|amb[il1]en|k[l1][o0]nop[il1]n|vic[o0]d[il1]n|penis ?pills?|sex ?pills?|erection ?pills?)(?=k?\b|[A-Z]|[^a-z])"
)
_PLAIN = frozenset(
    """viagra cialis levitra xanax valium phentermine hydrocodone oxycodone tramadol ambien klonopin
    vicodin""".split()  # noqa: SIM905
)
_SALE = compiled(
    r"\b(?:buy|cheap\w*|discount\w*|offers?|prices?|shop\w*|store|sale|save|saving|order\w*|online|delivery|shipp\w+"
    r"|suppl\w+|coupon|voucher|% ?off|lowest|wholesale|no ?prescription|trading|formulation|rabatt|kaufen|bestellen"
    r"|acheter|comprar|kup|cena|precio|prix|preis|trial|alternative)\b|[$€£] ?\d|\d ?%"
)
_GOODS = compiled(
    r"pharmac(?:y|ies)\b|drug ?stores?\b|\bmeds\b|meds(?:pills)?\b|\bmedications?\b|\brx\b|pills\b|\btabs\b"
    r"|\bapotheke\b|\bfarmacia\b|\bpharmacie\b|\berections?\b|impotence|1mpotecne|strongerections|\bED (?:meds|drugs)\b"
)
_COMMERCE = compiled(
    r"\b(?:coupon|discount(?:ed)?|\d{1,2} ?% ?off|save \d|visa|mastercard|amex|e-?check|next order|next purchase|lowest"
    r"|from \$ ?\d|best prices?|order now|buy now|shop now|wide selection|worldwide|no ?prescription)\b"
)
_SELLER = compiled(
    r"\b(?:express|online|canadian|canada|global|world|best|trusted|discount|cheap|offshore|internet)[ -]?"
    r"(?:[0o]nline)? ?(?:pharmacy|drug ?store|meds|rx)"
)


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
    found = [*_offers(pasted, page), *_sender(pasted), *_links(links), *_look(page, links)]
    return tuple(sorted(found, key=lambda sign: not sign.offer))


def _offers(pasted: Pasted, page: PageFacts) -> Iterator[MessageSign]:
    text = f"{pasted.sender_name}\n{pasted.subject}\n{page.text[:60_000]}"
    disguised = _disguised(text)
    named = tuple(
        dict.fromkeys(
            mention.name
            for mention in page.medicines
            if mention.prescription_only and mention.place.part != "hidden" and _sold(page, mention)
        )
    )
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
    if disguised and (_SALE.search(text) or named):
        yield MessageSign(
            sign="medicine_name_disguised",
            text=message(
                N_("Writes names of medicines so that mail filters miss them: {names}"),
                names=printable(", ".join(disguised[:6])),
            ),
            why=message(N_("A pharmacy has no reason to hide what it sells.")),
            offer=True,
        )
    if not named and not disguised and (seller := _pharmacy_pitch(text, page)):
        yield MessageSign(
            sign="online_pharmacy_advertised",
            text=message(N_("Advertises a pharmacy: {words}"), words=printable(seller)),
            why=message(_WHY_OFFER),
            offer=True,
        )
    for phrase in page.phrases:
        if phrase.signal == "no_prescription" and not phrase.negated:
            yield MessageSign(
                sign="no_prescription_promised",
                text=message(
                    N_("Promises medicines without a prescription: {words}"),
                    words=printable(phrase.quote),
                ),
                why=message(_WHY_OFFER),
            )
            break


_WHY_OFFER = N_(
    "Licensed pharmacies do not sell prescription medicines through messages to people they do not know."
)


def _disguised(text: str) -> list[str]:
    seen = (match[0].strip() for match in _DISGUISED.finditer(text))
    return list(dict.fromkeys(word for word in seen if word.lower() not in _PLAIN))


def _sold(page: PageFacts, mention: object) -> bool:
    """Something of a sale stands beside the medicine's name."""
    quote: str = getattr(mention, "quote", "")
    few = len(page.text) < 2500  # In long texts the sale may be of something else.
    return _SALE.search(quote) is not None or (
        few and (len(page.prices) > 1 or "order" in page.trade)
    )


def _pharmacy_pitch(text: str, page: PageFacts) -> str:
    """The words by which a message advertises a pharmacy without naming a medicine, or nothing."""
    head = text[:3000]
    goods = {match[0].lower() for match in _GOODS.finditer(head)}
    commerce = {match[0].lower() for match in _COMMERCE.finditer(head)}
    seller = _SELLER.search(head)
    promised = any(p.signal == "no_prescription" and not p.negated for p in page.phrases)
    if seller and commerce:
        return seller[0]
    if len(goods) >= 2 and (len(commerce) >= 2 or (commerce and (page.prices or promised))):
        return ", ".join(sorted(goods)[:3])
    if goods and promised and (commerce or page.prices or page.trade):
        return ", ".join(sorted(goods)[:3])
    return ""


def _sender(pasted: Pasted) -> Iterator[MessageSign]:
    sender, reply = (a.rpartition("@")[2] for a in (pasted.sender, pasted.reply_to))
    if sender and reply and sender != reply:
        yield MessageSign(
            sign="answers_go_elsewhere",
            text=message(
                N_("Comes from {sender}, but answers go to {reply}"),
                sender=printable(sender),
                reply=printable(reply),
            ),
            why=message(N_("The sender's address is easily made up; the other one is read.")),
        )
    if sender and free_provider(sender) and _GOODS.search(pasted.sender_name):
        yield MessageSign(
            sign="shop_at_free_mail_box",
            text=message(
                N_("“{name}” writes from a free mail box at {sender}"),
                name=printable(pasted.sender_name),
                sender=printable(sender),
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
                    shown=printable(link.says_host),
                    host=link.target.display,
                ),
                why=message(N_("What a link shows is chosen by whoever wrote the message.")),
            )
    wrapped = [w for link in links for w in link.target.unwrapped_from]
    if wrapped:
        yield MessageSign(
            sign="link_was_wrapped",
            text=message(
                N_("Links were wrapped by {services}; they were opened without asking anyone"),
                services=", ".join(dict.fromkeys(wrapped)),
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
                hosts=", ".join(dict.fromkeys(hiding)),
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
                accounts=printable(", ".join(accounts[:4])),
            ),
            why=message(N_("A chat account cannot be found in any register.")),
        )
