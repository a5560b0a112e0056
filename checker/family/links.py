"""How much two sites share, and whether that makes them one family.

Each kind of thing in common has a strength, and loses it with the number of sites that have it: what
hundreds share is a service, a theme or an agency, not a hand. Two sites are of one family when enough
comes together **and** something of it is content (what is said, how the seller is reached or paid):
software alone (theme, tracker of a shop platform, name servers, certificate) joins nobody, and neither
does one number that stands beside a seller's own, as an agency's does. Since software brings words of
its own, more of content is asked of sites that are built alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from checker.family.fingerprint import OPERATOR, Fingerprint, Mark
from checker.family.sketch import similarity

JOINED = 3.6
"""Strength from which two sites are one family."""
COPIED = 4.5
"""Strength of wording that is a copy, enough by itself: nearly half of a text, or six long sentences …"""
COPIED_SHARE = 0.1
"""… which must be a tenth of what the site that says less says: a maker's description of one product is on
the pages of many honest shops."""
CONTENT, CONTENT_BY_BUILD = 1.2, 0.6
"""Content that is asked for at least, and how much more for each unit of strength of build in common."""
BESIDE = 1.2
"""What must stand beside the wording, unless that is a copy."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What one mark of a kind counts for."""

    strength: float
    whole: int = 40
    """Sites up to which a thing in common keeps its whole strength …"""
    none: int = 1200
    """… and from which it has none, however many sites there are."""
    most: float = COPIED
    """All marks of the kind together count this at most."""


KINDS = {
    "telephone": Kind(3.0, most=3.0),
    "email": Kind(3.0, most=3.0),
    "mail_domain": Kind(1.5, most=1.5),
    "messenger": Kind(3.0, most=3.0),
    "billing": Kind(2.5, most=2.5),
    "tracker": Kind(2.5, most=2.5),
    "favicon": Kind(1.0, most=1.0),
    "certificate": Kind(2.5, most=2.5),
    "name_servers": Kind(0.5, most=0.5),
    "programme": Kind(0.5, most=0.5),
    "name": Kind(1.2, most=1.2),
    "sentence": Kind(0.8),
    "policy": Kind(0.3, most=2.0),
    "line": Kind(0.5, 12, 120, most=2.4),
    "style": Kind(0.2, 12, 120, most=2.0),
}
COUNTED = ("sentence", "policy", "line", "style")
"""Kinds of which not the single things are told but how many."""
_SAID = ("sentence", "line")
_WORDING = ("text", "policy", *_SAID)
_BUILD = ("template", "paths", "style", "favicon")
_AGENCY = 0.3
"""Share of its strength that a contact keeps which stands beside others of each site's own."""

Carriers = Callable[[Mark], int]
"""How many sites were seen with a mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One thing two sites have in common."""

    kind: str
    value: str
    """The number, address or id; for sketches the share in common, for sentences and the like how many."""
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


def link(one: Fingerprint, other: Fingerprint, carriers: Carriers) -> Link | None:
    """What ``one`` and ``other`` share; None when it is nothing."""
    shared = [*_sketches(one, other), *_marks(one, other, carriers)]
    shared.sort(key=lambda s: (-s.strength, s.kind, s.value))
    if not shared:
        return None
    joined = _joined(shared, lambda: _share_said(one, other))
    return Link(one=one.domain, other=other.domain, shared=tuple(shared), joined=joined)


def _share_said(one: Fingerprint, other: Fingerprint) -> float:
    """The share of sentences and lines in common, of the site that says less."""
    mine, theirs = ({m for m in x.marks if m.kind in _SAID} for x in (one, other))
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _joined(shared: list[Shared], share_said: Callable[[], float]) -> bool:
    best: dict[str, float] = defaultdict(float)
    for one in shared:
        best[one.kind] = max(best[one.kind], one.strength)
    # Text and sentences measure the same words, an address and its domain the same mail box.
    wording = max(best["text"], best["sentence"]) + best["policy"] + best["line"]
    if wording >= COPIED and (best["text"] >= COPIED or share_said() >= COPIED_SHARE):
        return True
    reached = sum(best[kind] for kind in ("telephone", "messenger", "billing"))
    reached += max(best["email"], best["mail_domain"])
    software = max(best["template"], best["paths"])
    # Names in the code support what is said: an agency's theme and number are those of all its clients.
    build = max(software, min(wording, best["style"])) + best["favicon"]
    content = wording - best["line"] / 2 + reached  # Half of the short lines may be the software's.
    counted = {*_WORDING, *_BUILD, *OPERATOR}
    beside = reached + build + sum(v for kind, v in best.items() if kind not in counted)
    return (
        wording + beside >= JOINED
        and content >= CONTENT + CONTENT_BY_BUILD * software
        and beside >= BESIDE
    )


def _sketches(one: Fingerprint, other: Fingerprint) -> list[Shared]:
    found = []
    for kind, low, scale, most in _MEASURED:
        share = similarity(getattr(one, kind), getattr(other, kind))
        if share >= low:
            strength = min(most, share * scale)
            found.append(Shared(kind=kind, value=f"{share:.0%}", strength=round(strength, 2)))
    return found


_MEASURED = (
    ("text", 0.12, 10.0, COPIED),
    ("template", 0.35, 3.5, 2.5),
    ("paths", 0.4, 3.0, 2.0),
)
"""Sketch, the share from which it counts, strength of a whole, and the most it can be."""


def _marks(one: Fingerprint, other: Fingerprint, carriers: Carriers) -> list[Shared]:
    found = []
    counted: dict[str, list[float]] = defaultdict(list)
    for mark in one.marks & other.marks:
        kind = KINDS[mark.kind]
        strength = kind.strength * rarity(carriers(mark), kind)
        if mark.kind in OPERATOR and _beside_their_own(mark, one, other):
            strength *= _AGENCY
        if strength <= 0:
            continue
        if mark.kind in COUNTED:
            counted[mark.kind].append(strength)
        else:
            found.append(Shared(kind=mark.kind, value=mark.value, strength=round(strength, 2)))
    for name, each in counted.items():
        strength = min(KINDS[name].most, sum(each))
        found.append(Shared(kind=name, value=str(len(each)), strength=round(strength, 2)))
    return found


def rarity(carriers: int, kind: Kind) -> float:
    """1 for what few sites have, falling to 0 for what is everybody's.

    >>> [rarity(carriers, KINDS["telephone"]) for carriers in (12, 620, 5_000)]
    [1.0, 0.5, 0.0]
    """
    return min(1.0, max(0.0, (kind.none - carriers) / (kind.none - kind.whole)))


def _beside_their_own(mark: Mark, one: Fingerprint, other: Fingerprint) -> bool:
    """Both sites have further contacts of the kind that they do not share: it may be an agency's."""
    mine = {m for m in one.marks if m.kind == mark.kind}
    theirs = {m for m in other.marks if m.kind == mark.kind}
    return len(mine & theirs) * 2 <= min(len(mine), len(theirs)) or (
        len(mine & theirs) == 1 and len(mine) > 1 and len(theirs) > 1
    )
