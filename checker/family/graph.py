"""A family as a picture: sites on a ring around the one asked about, lines for what joins them.

Only numbers and host names; drawn by the page that shows it. The same content stands in the table.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from checker.family.store import Family

WIDTH, HEIGHT = 720, 520
MOST_DRAWN = 24
"""Sites in the picture; further ones stand in the table only."""


@dataclass(frozen=True, slots=True)
class Node:
    """One site and where it is drawn."""

    domain: str
    x: float
    y: float
    anchor: str
    """``start``, ``middle`` or ``end``: on which side its name has room."""
    listed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What joins two sites, as a line of some thickness."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


def drawn(family: Family) -> tuple[tuple[Node, ...], tuple[Line, ...]]:
    """Sites and lines; the site asked about stands in the middle."""
    first, *others = family.members[: MOST_DRAWN + 1]
    nodes = {
        first.domain: Node(first.domain, WIDTH / 2, HEIGHT / 2, "middle", bool(first.listings))
    }
    for number, member in enumerate(others):
        angle = 2 * math.pi * number / len(others) - math.pi / 2
        x = WIDTH / 2 + math.cos(angle) * 220
        y = HEIGHT / 2 + math.sin(angle) * 200
        side = "middle" if abs(math.cos(angle)) < 0.3 else "start" if math.cos(angle) > 0 else "end"
        nodes[member.domain] = Node(
            member.domain, round(x, 1), round(y, 1), side, bool(member.listings)
        )
    lines = tuple(
        Line(one.x, one.y, other.x, other.y, round(min(6.0, 0.6 + link.strength / 3), 1))
        for link in family.links
        if (one := nodes.get(link.one)) and (other := nodes.get(link.other))
    )
    return tuple(nodes.values()), lines
