"""Contrast of every pair of text and ground in the style sheet, in both schemes. Needs no browser.

axe-core measures what it finds on pages; here stands each pair that may ever meet, and the edges of
fields and shapes, for which WCAG asks 3.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.browser.running import ROOT

_LEVELS = ("verified", "unverified", "caution", "high_risk", "not_a_pharmacy", "inconclusive")
_TEXTS = ("ink", "ink-soft", "link", "link-over", "good", "bad")
_GROUNDS = ("ground", "sheet", "sunken")
_PAIRS = [
    *((text, ground) for text in _TEXTS for ground in _GROUNDS),
    ("ink", "mark"),
    ("brand-ink", "brand"),
    ("sheet", "link"),
    ("sheet", "link-over"),
    ("sheet", "bad"),
    *((_level, ground) for _level in _LEVELS for ground in ("ground", "sheet", f"{_level}-tint")),
    *((text, f"{level}-tint") for level in _LEVELS for text in ("ink", "ink-soft")),
]
_EDGES = [("edge", ground) for ground in _GROUNDS] + [("focus-ring", ground) for ground in _GROUNDS]


@cache
def _tokens(scheme: str) -> dict[str, str]:
    css = (ROOT / "web/static/css/rxlens.css").read_text("utf-8")
    roots = re.findall(r":root \{([^}]*)\}", css)
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", roots[0]))
    dark = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", roots[1]))
    return light if scheme == "light" else light | dark


def _luminance(colour: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[i : i + 2]) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _colour(scheme: str, name: str) -> str:
    tokens = _tokens(scheme)
    return tokens["caution-text" if name == "caution" else name]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(scheme: str) -> None:
    weak = {
        pair: round(contrast(_colour(scheme, pair[0]), _colour(scheme, pair[1])), 2)
        for pair in _PAIRS
    }
    assert {pair: value for pair, value in weak.items() if value < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_can_be_seen(scheme: str) -> None:
    weak = {
        pair: round(contrast(_colour(scheme, pair[0]), _colour(scheme, pair[1])), 2)
        for pair in _EDGES
    }
    assert {pair: value for pair, value in weak.items() if value < 3} == {}


def test_contrast_is_reckoned_rightly() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
