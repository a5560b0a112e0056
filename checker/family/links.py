"""How much two sites share, and whether that makes them one family.

Each kind of thing in common has a strength, and loses it with the number of sites that have it: what
hundreds share is a service, a theme or an agency, not a hand. Two sites are of one family when enough
comes together **and** something of it is content (what is said, how the seller is reached or paid):
software alone (theme, tracker of a shop platform, name servers, certificate) joins nobody, and neither
does one number that stands beside a seller's own, as an agency's does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from checker.family.fingerprint import OPERATOR, Fingerprint, Mark
from checker.family.sketch import similarity

JOINED = 3.6
"""Strength from which two sites are one family."""
COPIED = 5.0
"""Strength of a text of which half, or ten long sentences, are the other's: a copy, enough by itself."""

_STRENGTH = {
    "telephone": 3.0,
    "email": 3.0,
    "messenger": 3.0,
    "billing": 2.5,
    "tracker": 2.5,
    "favicon": 1.0,
    "certificate": 2.5,
    "name_servers": 0.5,
    "programme": 0.5,
    "name": 1.2,
}
SENTENCES = {"sentence": 0.8, "policy": 0.5}
"""Strength of one long sentence in common, by where it stands."""
_CONTENT = frozenset(("text", "telephone", "email", "messenger", "billing"))
_COMMON = 40
"""Sites up to which a thing in common keeps its whole strength …"""
_EVERYONES = 1200
"""… and from which it has none, however many sites there are, unless those are less than a thousandth."""

Carriers = Callable[[Mark], int]
"""How many sites were seen with a mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One thing two sites have in common."""

    kind: str
    value: str
    """The number, address or id; for sketches the share in common, for sentences how many."""
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two sites and what they share, the strongest first."""

    one: str
    other: str
    shared: tuple[Shared, ...]
    joined: bool
    """Enough, and of the right kinds, to call them one family."""

    @property
    def strength(self) -> float:
        """All of it together."""
        return round(sum(shared.strength for shared in self.shared), 2)


def link(one: Fingerprint, other: Fingerprint, carriers: Carriers, sites: int) -> Link | None:
    """What ``one`` and ``other`` share among ``sites`` sites; None when it is nothing."""
    shared = [*_sketches(one, other), *_marks(one, other, carriers, sites)]
    shared.sort(key=lambda s: (-s.strength, s.kind, s.value))
    if not shared:
        return None
    return Link(one=one.domain, other=other.domain, shared=tuple(shared), joined=_joined(shared))


def _joined(shared: list[Shared]) -> bool:
    best: dict[str, float] = {}
    for one in shared:
        kind = "text" if one.kind == "sentence" else one.kind  # Two measures of the same words.
        best[kind] = max(best.get(kind, 0.0), one.strength)
    content = sum(value for kind, value in best.items() if kind in _CONTENT)
    if best.get("text", 0.0) >= COPIED:
        return True
    beside = sum(value for kind, value in best.items() if kind != "text")
    return sum(best.values()) >= JOINED and content >= 1.2 and beside >= 1.2


def _sketches(one: Fingerprint, other: Fingerprint) -> list[Shared]:
    found = []
    for kind, low, scale, most in _MEASURED:
        share = similarity(getattr(one, kind), getattr(other, kind))
        if share >= low:
            strength = min(most, share * scale)
            found.append(Shared(kind=kind, value=f"{share:.0%}", strength=round(strength, 2)))
    return found


_MEASURED = (
    ("text", 0.12, 10.0, 5.0),
    ("template", 0.35, 3.5, 2.5),
    ("paths", 0.4, 3.0, 2.0),
)
"""Sketch, the share from which it counts, strength of a whole, and the most it can be."""


def _marks(one: Fingerprint, other: Fingerprint, carriers: Carriers, sites: int) -> list[Shared]:
    both = one.marks & other.marks
    found = []
    for mark in both:
        if mark.kind in SENTENCES:
            continue
        strength = _STRENGTH[mark.kind] * rarity(carriers(mark), sites)
        if mark.kind in OPERATOR and _beside_their_own(mark, one, other):
            strength *= 0.3
        if strength > 0:
            found.append(Shared(kind=mark.kind, value=mark.value, strength=round(strength, 2)))
    said = [m for m in both if m.kind in SENTENCES]
    strength = min(COPIED, sum(SENTENCES[m.kind] * rarity(carriers(m), sites) for m in said))
    if strength >= 0.5:
        found.append(Shared(kind="sentence", value=str(len(said)), strength=round(strength, 2)))
    return found


def rarity(carriers: int, sites: int) -> float:
    """1 for what few sites have, falling to 0 for what is everybody's.

    >>> rarity(12, 1_000_000), rarity(5_000, 1_000_000), rarity(620, 100_000)
    (1.0, 0.0, 0.5)
    """
    return min(1.0, max(0.0, (_EVERYONES - carriers) / (_EVERYONES - _COMMON)))


def _beside_their_own(mark: Mark, one: Fingerprint, other: Fingerprint) -> bool:
    """Both sites have further contacts of the kind that they do not share: it may be an agency's."""
    mine = {m for m in one.marks if m.kind == mark.kind}
    theirs = {m for m in other.marks if m.kind == mark.kind}
    return len(mine & theirs) * 2 <= min(len(mine), len(theirs)) or (
        len(mine & theirs) == 1 and len(mine) > 1 and len(theirs) > 1
    )
