"""The picture of a family: every site inside of it, and names that can be told apart."""

from __future__ import annotations

import pytest

from checker.family.fingerprint import Fingerprint
from checker.family.graph import HEIGHT, MOST_DRAWN, MOST_LETTERS, WIDTH, Node, drawn
from checker.family.links import Link
from checker.family.search import Family
from checker.relatives import Warned

LETTER = 8
"""Width of a letter of the picture's type, in the units of the picture, with some to spare."""


def family(count: int, name: str = "shop{}.example") -> Family:
    warned = (Warned(authority="An Authority", listed="2026-01-01"),)
    members = tuple(
        Fingerprint(domain=name.format(n), seen="2026-01-01", listings=warned if n % 2 else ())
        for n in range(count)
    )
    links = tuple(
        Link(one=members[0].domain, other=m.domain, shared=(), joined=True) for m in members[1:]
    )
    return Family(domain=members[0].domain, members=members, links=links, related=(), counts=())


def span(node: Node) -> tuple[float, float]:
    """From where to where a name reaches."""
    width = len(node.name) * LETTER
    begin = {"start": 0.0, "middle": -width / 2, "end": -width}[node.anchor]
    return node.text_x + begin, node.text_x + begin + width


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12, 60])
@pytest.mark.parametrize("name", ["s{}.com", "the-longest-of-all-names-for-{}-a-shop.co.uk"])
def test_everything_is_inside(count: int, name: str) -> None:
    nodes, lines = drawn(family(count, name))
    assert len(nodes) == min(count, MOST_DRAWN + 1)
    assert len(lines) == len(nodes) - 1
    for node in nodes:
        begin, end = span(node)
        assert 0 <= begin < end <= WIDTH
        assert 0 < node.text_y < HEIGHT
        assert len(node.name) <= MOST_LETTERS


def test_names_stay_apart() -> None:
    nodes, _ = drawn(family(12, "one-family-of-pharmacies-number-{}.com"))
    assert len({node.name for node in nodes}) == 12


def test_listed_ones_are_marked() -> None:
    nodes, _ = drawn(family(4))
    assert [node.listed for node in nodes] == [False, True, False, True]
