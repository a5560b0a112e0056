"""What a reader can do now: the law where they are, safer ways, where to look up and to report.

Chosen by level and place alone: no word of a page gets in here.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.advice import LegalNote, legal_note, pieces_for, report_channels
from checker.message import N_, Message, message
from checker.platforms import Platform
from checker.report import Paragraph
from checker.verdict import Kind, Level, Verdict

TABLES_OF = "2026-11-24"
"""The day on which the tables of law, registers and channels were last gone through."""

_REGISTERS_SHOWN = 3
_CHANNELS_SHOWN = 6
_WARNED = (Level.CAUTION, Level.HIGH_RISK)


def legal(country: str, verdict: Verdict) -> tuple[Paragraph, ...]:
    """What is established about buying medicines by mail order in ``country``; nothing for a page
    that sells none."""
    if verdict.level is Level.NOT_A_PHARMACY:
        return ()
    note = legal_note(country)
    return tuple(_sourced(statement, note) for statement in note.statements)


def next_steps(country: str, verdict: Verdict, platform: Platform | None) -> tuple[Paragraph, ...]:
    """What to do instead, most important first."""
    if verdict.level is Level.NOT_A_PHARMACY:
        return ()
    return tuple(_next_steps(country, verdict, platform))


def report_to(country: str, verdict: Verdict, platform: Platform | None) -> tuple[Paragraph, ...]:
    """Where a warned buyer can report the seller or get help."""
    if verdict.level not in _WARNED:
        return ()
    channels = report_channels(country, platform)[:_CHANNELS_SHOWN]
    return tuple(
        Paragraph(
            text=c.line(), url=c.place.url, source=c.source, as_of=TABLES_OF if c.source else ""
        )
        for c in channels
    )


def _next_steps(country: str, verdict: Verdict, platform: Platform | None) -> Iterator[Paragraph]:
    if platform is not None:
        pieces = pieces_for(platform)
        yield Paragraph(text=pieces.known)
        yield Paragraph(text=pieces.instead)
    else:
        yield from (Paragraph(text=text) for text in _advice(verdict))
    for register in legal_note(country).registers[:_REGISTERS_SHOWN]:
        yield Paragraph(
            text=register.line(),
            url=register.place.url,
            source=register.source,
            as_of=TABLES_OF if register.source else "",
        )


def _advice(verdict: Verdict) -> Iterator[Message]:
    if verdict.kind is Kind.HACKED:
        yield message(_HACKED)
    yield from (message(text) for text in _BY_LEVEL[verdict.level])


_HACKED = N_(
    "The owner of this site probably does not know about the offer: tell them by telephone, not "
    "by a link on the page."
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
        N_(
            "If you have ordered already: do not take what arrives, keep the parcel and the "
            "messages, and tell your bank or card company."
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


def _sourced(statement: Message, note: LegalNote) -> Paragraph:
    return Paragraph(text=statement, source=note.source, as_of=TABLES_OF if note.source else "")
