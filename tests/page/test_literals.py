"""What a pattern needs stands in everything it matches."""

from __future__ import annotations

import random
from importlib import import_module
from typing import Any

import pytest

from checker.page.literals import alternatives, needed, stand
from checker.page.terms import parts

# Named as text: type checkers disagree on whether the standard library has these.
op = import_module("re._constants")
parser = import_module("re._parser")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"no rx", (("no rx",),)),
        (r"\bno\s{1,4}rx\b", (("no",), ("rx",))),
        (r"pills?", (("pill",),)),
        (r"(?:a|b)c", (("a", "b"), ("c",))),
        (r"(?:a|\d)c", (("c",),)),
        (r"(?:ab|c)?d", (("d",),)),
        (r"(?:ab|c){0,2}d", (("d",),)),
        (r"(?:ab|c){1,2}d", (("ab", "c"), ("d",))),
        (r"(?!no)(?<=x)y(?=z)", (("y",),)),
        (r"a{2}b+c*d", (("a",), ("b",), ("d",))),
        (r"[abc]d[]|]e", (("d",), ("e",))),
        (r"\.onion\b", ((".onion",),)),
        (r"free|no fee", (("free", "no fee"),)),
        (r"free|\d", ()),
        (r"((ab|cd)e|f)g", (("ab", "cd", "f"), ("g",))),
        (r"\w.", ()),
    ],
)
def test_needed(pattern: str, expected: object) -> None:
    assert needed(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"no rx", ["no rx"]),
        (r"no rx|rx free", ["no rx", "rx free"]),
        (r"no (?:rx|script)|rx free", ["no (?:rx|script)", "rx free"]),
        (r"a[|(]b|c\|d", ["a[|(]b", r"c\|d"]),
        (r"a[]|]b|[^]|]c", ["a[]|]b", "[^]|]c"]),
    ],
)
def test_alternatives(pattern: str, expected: list[str]) -> None:
    assert alternatives(pattern) == expected


def test_every_pattern_of_the_tables_needs_what_it_is_said_to_need() -> None:
    """Texts made from the pattern's own parse tree, its branches and repeats taken by chance."""
    chance = random.Random(1)
    for part, _ in parts():
        tree = parser.parse(part.pattern)
        assert part.needs, part.pattern
        for _round in range(12):
            text = _made(tree, chance)
            assert stand(part.needs, text), (part.pattern, text, part.needs)


def _made(tree: Any, chance: random.Random) -> str:
    return "".join(_made_of(code, value, chance) for code, value in tree)


def _made_of(code: Any, value: Any, chance: random.Random) -> str:
    if code is op.LITERAL:
        return chr(value)
    if code is op.SUBPATTERN:
        return _made(value[3], chance)
    if code is op.BRANCH:
        return _made(chance.choice(value[1]), chance)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, most, inner = value
        return "".join(
            _made(inner, chance) for _ in range(chance.randint(least, min(most, least + 1)))
        )
    if code is op.IN and all(kind is op.LITERAL for kind, _ in value):
        return chr(chance.choice(value)[1])
    return "" if code in (op.AT, op.ASSERT, op.ASSERT_NOT) else "\x00"
