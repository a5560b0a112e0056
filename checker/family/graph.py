"""A family as a picture: sites on a ring around the one asked about, lines for what joins them.

Only numbers and host names; drawn by the page that shows it. The same content stands in the table.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from checker.family.fingerprint import Fingerprint
from checker.family.search import Family

WIDTH, HEIGHT = 960, 560
MOST_DRAWN = 24
"""Sites in the picture; further ones stand in the table only."""
MOST_LETTERS = 28
"""Of a name; that is what fits between the ring and the edge."""
_ACROSS, _DOWN = 230, 220
"""Half the width and height of the ring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One site, and where it and its name are drawn."""

    domain: str
    x: float
    y: float
    text_x: float
    text_y: float
    anchor: str
    """``start``, ``middle`` or ``end``: on which side of the place of its name the name goes on."""
    listed: bool

    @property
    def name(self) -> str:
        """The name as it is written, its middle left out where it is long: both ends tell names apart."""
        if len(self.domain) <= MOST_LETTERS:
            return self.domain
        half = MOST_LETTERS // 2
        return f"{self.domain[:half]}…{self.domain[1 - half :]}"


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
    nodes = {node.domain: node for node in _nodes(family.members[: MOST_DRAWN + 1])}
    lines = tuple(
        Line(one.x, one.y, other.x, other.y, round(min(6.0, 0.6 + link.strength / 3), 1))
        for link in family.links
        if (one := nodes.get(link.one)) and (other := nodes.get(link.other))
    )
    return tuple(nodes.values()), lines


def _nodes(members: tuple[Fingerprint, ...]) -> Iterator[Node]:
    first, *others = members
    yield _node(first, 0.0, 0.0)
    for number, member in enumerate(others):
        angle = 2 * math.pi * number / len(others) - math.pi / 2
        yield _node(member, math.cos(angle), math.sin(angle))


def _node(member: Fingerprint, across: float, down: float) -> Node:
    """``across`` and ``down`` from the middle, -1 to 1. Names stand outside of the ring."""
    x, y = WIDTH / 2 + across * _ACROSS, HEIGHT / 2 + down * _DOWN
    beside = abs(across) >= 0.3
    return Node(
        domain=member.domain,
        x=round(x, 1),
        y=round(y, 1),
        text_x=round(x + (math.copysign(13, across) if beside else 0), 1),
        text_y=round(y + (5 if beside else -14 if down < 0 else 26), 1),
        anchor="middle" if not beside else "start" if across > 0 else "end",
        listed=bool(member.listings),
    )
