"""What a reader can do now: the law where they are, safer ways, where to look up and to report.

Chosen by level and place alone: no word of a page gets in here, and no address but an authority's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.advice import Channel, pieces_for, registers_of, report_channels
from checker.law import LawAnswer, law_for
from checker.message import N_, Message, message
from checker.page.facts import MedicineMention
from checker.platforms import Platform
from checker.report import Paragraph
from checker.verdict import Kind, Level, Verdict

TABLES_OF = "2026-11-24"
"""The day on which the tables of law, registers and channels were last gone through."""

_REGISTERS_SHOWN = 3
_CHANNELS_SHOWN = 6
_HELP_SHOWN = 3
_WARNED = (Level.CAUTION, Level.HIGH_RISK)
_PLACES = (Kind.SOCIAL_SELLER, Kind.MARKETPLACE_LISTING, Kind.DARK_WEB)


def law(
    country: str,
    verdict: Verdict,
    medicines: Sequence[MedicineMention] = (),
    sellers: Iterable[str] = (),
) -> LawAnswer | None:
    """What is established about buying these medicines in ``country``, and what is not; None for a page
    that sells none."""
    if verdict.level is Level.NOT_A_PHARMACY:
        return None
    return law_for(country, medicines, sellers)


def legal(
    country: str,
    verdict: Verdict,
    medicines: Sequence[MedicineMention] = (),
    sellers: Iterable[str] = (),
) -> tuple[Paragraph, ...]:
    """The same as paragraphs: what is established, each with its source, then what is not."""
    answer = law(country, verdict, medicines, sellers)
    if answer is None:
        return ()
    established = (
        Paragraph(
            text=said.text,
            source=said.source,
            as_of=(said.as_of or TABLES_OF) if said.source else "",
        )
        for said in answer.established
    )
    return (*established, *(Paragraph(text=question.text) for question in answer.not_established))


def next_steps(country: str, verdict: Verdict, platform: Platform | None) -> tuple[Paragraph, ...]:
    """What to do instead, most important first."""
    if verdict.level is Level.NOT_A_PHARMACY:
        return ()
    return tuple(_next_steps(country, verdict, platform))


def already_bought(country: str, verdict: Verdict) -> tuple[Paragraph, ...]:
    """What a warned buyer who has ordered already can do, the pressing first."""
    if verdict.level not in _WARNED:
        return ()
    channels = report_channels(country)
    return (
        Paragraph(text=message(_DO_NOT_TAKE)),
        *_helping(channels, "harm"),
        Paragraph(text=message(_TELL_THE_BANK)),
        *_helping(channels, "money"),
        Paragraph(text=message(_PAPERS)),
    )


def report_to(country: str, verdict: Verdict, platform: Platform | None) -> tuple[Paragraph, ...]:
    """Where a warned buyer can report the seller, and anybody a seller without a site of its own."""
    place = verdict.kind in _PLACES and verdict.level is not Level.NOT_A_PHARMACY
    if verdict.level not in _WARNED and not place:
        return ()
    general = report_channels(country)
    own = [c for c in report_channels(country, platform) if c not in general]
    channels = [c for c in (*own, *general) if c.situation == "report"]
    return tuple(map(_paragraph, channels[:_CHANNELS_SHOWN]))


def report_message_to(country: str) -> tuple[Paragraph, ...]:
    """Where somebody in ``country`` can report a message that offers medicines."""
    channels = [c for c in report_channels(country) if c.situation == "report"]
    return tuple(map(_paragraph, channels[:_CHANNELS_SHOWN]))


def _helping(channels: Sequence[Channel], situation: str) -> Iterator[Paragraph]:
    return map(_paragraph, [c for c in channels if c.situation == situation][:_HELP_SHOWN])


def _paragraph(channel: Channel) -> Paragraph:
    return Paragraph(
        text=channel.line(),
        url=channel.place.url,
        source=channel.source,
        as_of=TABLES_OF if channel.source else "",
    )


def _next_steps(country: str, verdict: Verdict, platform: Platform | None) -> Iterator[Paragraph]:
    if platform is not None:
        pieces = pieces_for(platform)
        yield Paragraph(text=pieces.known)
        yield Paragraph(text=pieces.instead)
    else:
        yield from (Paragraph(text=text) for text in _advice(verdict))
    if not country:
        yield Paragraph(text=message(_CHOOSE_COUNTRY))
    for register in registers_of(country)[:_REGISTERS_SHOWN]:
        yield Paragraph(
            text=register.line(),
            url=register.place.url,
            source=register.source,
            as_of=TABLES_OF if register.source else "",
        )


def _advice(verdict: Verdict) -> Iterator[Message]:
    if verdict.kind is Kind.HACKED:
        yield message(_NOT_OF_THIS_SITE)
    yield from (message(text) for text in _BY_LEVEL[verdict.level])
    if verdict.kind is Kind.HACKED:
        yield from (message(text) for text in _TELL_THE_OWNER)


_NOT_OF_THIS_SITE = N_(
    "The offer seems to have been put on somebody else's site. Do not buy through it: nobody can tell who would send "
    "the medicine."
)
_TELL_THE_OWNER = (
    N_(
        "The owner of this site probably does not know about the offer: tell them by telephone, not "
        "by a link on the page."
    ),
    N_(
        "Give them the full address of the page. Whoever looks after the site has to find what was added, close the "
        "way it came in and change the passwords; removing the page alone does not last."
    ),
)
_CHOOSE_COUNTRY = N_(
    "No country chosen: choose yours to see the registers in which a seller can be looked up, and where to report."
)
_DO_NOT_TAKE = N_(
    "Ordered already? Do not take what arrives. Keep the parcel, the packaging, the messages and the receipt. If you "
    "have taken it and feel unwell, ask a doctor or pharmacist, and show them the packaging."
)
_TELL_THE_BANK = N_(
    "Tell your bank or card company at once: a payment by card can often be taken back, a transfer sometimes be "
    "stopped. Pay nothing more, whatever fee for customs or insurance is asked for."
)
_PAPERS = N_(
    "If you sent copies of papers or a password you use elsewhere, change the password and watch your accounts."
)
_LOOK_UP = N_(
    "Look the seller up in the register yourself, and compare the entry's web address with this "
    "one, letter by letter: a copied number proves nothing."
)
_BY_LEVEL: dict[Level, tuple[str, ...]] = {
    Level.HIGH_RISK: (
        N_("Do not order or pay here, and do not send copies of papers."),
        N_(
            "Ask a pharmacist near you, or your doctor, about the medicine. What they can supply "
            "was checked."
        ),
    ),
    Level.CAUTION: (
        N_("Do not order before the warning signs above are cleared up."),
        _LOOK_UP,
        N_("When in doubt, ask a pharmacist near you; asking costs nothing."),
    ),
    Level.UNVERIFIED: (_LOOK_UP,),
    Level.VERIFIED: (
        N_(
            "Make sure that the address in your browser is this very one, letter by letter, before "
            "you order."
        ),
    ),
    Level.INCONCLUSIVE: (
        N_("That little could be seen is no good sign and no bad one."),
        _LOOK_UP,
        N_(
            "You see the page in your browser? Save it, and have the file judged with --page and "
            "this address."
        ),
    ),
}
