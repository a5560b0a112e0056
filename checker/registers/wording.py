"""The words for lists, for what entries are worth, and for rows that gave none."""

from __future__ import annotations

from checker.message import N_, Message, message
from checker.registers.entry import EntryKind
from checker.registers.worth import Worth

HEADINGS = (
    message(N_("List")),
    message(N_("Kind")),
    message(N_("Country")),
    message(N_("As of")),
    message(N_("Rows")),
)

IMPORTED = message(N_("Imported on this computer."))

KINDS: dict[EntryKind, Message] = {
    EntryKind.OFFICIAL: message(N_("official register")),
    EntryKind.ACCREDITATION: message(N_("accreditation")),
    EntryKind.WARNING: message(N_("warning list")),
    EntryKind.BRAND: message(N_("list of brands")),
}

WORTHS: dict[Worth, Message] = {
    Worth.CURRENT: message(N_("listed.")),
    Worth.STALE: message(N_("was listed; ask the authority again.")),
    Worth.BRAND: message(N_("known as a pharmacy business's site; nobody examined what it sells.")),
    Worth.WARNING: message(N_("a regulator warned of it.")),
    Worth.DELISTED: message(N_("was on the list once and was taken off.")),
}

LEFT_OUT: dict[str, Message] = {
    "no_address": message(N_("rows without a web address")),
    "unreadable_address": message(N_("rows whose address cannot be read")),
    "shared_host": message(N_("addresses on hosts that many sellers share")),
    "unclear_end": message(N_("rows with an end that cannot be read as a day")),
}
