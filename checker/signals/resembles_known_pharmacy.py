"""The address can be taken for that of a known pharmacy.

Names one slip of the finger, one look-alike letter or one added word away from a pharmacy's are
registered to catch its customers, and by lawful businesses that happen to be called so. So it is a
hint to look again at the address, and nothing more: dnstwist's permutations (Apache-2.0) and the
confusable characters of Unicode (UTS #39) say what resembles, not who is behind it.
"""

from __future__ import annotations

from checker.finding import (
    Direction,
    Finding,
    Meta,
    Quote,
    Topic,
    absent,
    not_applicable,
    present,
)
from checker.lookalike import Manner, look_alike
from checker.message import N_, message
from checker.target import Target

META = Meta(
    title=N_("Address that resembles a known pharmacy's"),
    why=N_(
        "Addresses a letter or a word away from a pharmacy's own are a known way to catch its customers. "
        "Some belong to other lawful businesses of a similar name."
    ),
    verify=N_(
        "Compare the address letter by letter with the one on the pharmacy's receipts, its shop or its "
        "entry in the register."
    ),
    source="Unicode Technical Standard #39, Unicode Security Mechanisms, 2024",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("target",),
    experimental=True,
)

_HOW = {
    Manner.CONFUSABLE: N_("it has signs that look like other ones"),
    Manner.TYPO: N_("it is a slip of the finger away"),
    Manner.ADDED: N_("it has that name with something beside it"),
}


def detect(target: Target) -> Finding:
    """Compare the host with the addresses of known pharmacies."""
    if not target.domain:
        return not_applicable(N_("The address has no registrable name"))
    found = look_alike(target.host)
    if found is None:
        return absent(N_("The address resembles no known pharmacy's"))
    return present(
        N_("Did you mean {known} ({name})? {host} resembles that address: {how}"),
        known=found.known,
        name=found.name,
        host=target.host,
        how=message(_HOW[found.manner]),
        quotes=(Quote(text=target.host, where="address"),),
    )
