"""Third-party text loses what could act, and keeps what can be read."""

from __future__ import annotations

import sys

import pytest

from checker.shown import origin, printable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Buy Viagra now", "Buy Viagra now", id="plain"),
        pytest.param("two\n  lines\tand\r\ntabs", "two lines and tabs", id="one_line"),
        pytest.param("\x1b[2J\x1b]0;owned\x07title", "[2J]0;ownedtitle", id="terminal_escape"),
        pytest.param("\x9b31mred", "31mred", id="eight_bit_escape"),
        pytest.param("abc\u202egpj.exe", "abcgpj.exe", id="right_to_left_override"),
        pytest.param("\u2066x\u2069\u200fy\u061c", "xy", id="isolates_and_marks"),
        pytest.param("Vi\u200bag\u00adra\ufeff", "Viagra", id="invisible"),
        pytest.param("a\U000e0041b", "ab", id="tag_characters"),
        pytest.param("a\ud800b", "a\ufffdb", id="half_a_character"),
        pytest.param("a\u2028b\u2029c", "a b c", id="line_separators"),
        pytest.param("Z" + "\u0335" * 40, "Z" + "\u0335" * 4, id="tower_of_accents"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="near_miss_persian_joiner"),
        pytest.param("é ü e\u0301", "é ü e\u0301", id="near_miss_accents"),
        pytest.param("💊 薬 лекарство", "💊 薬 лекарство", id="near_miss_scripts"),
        pytest.param("[red]bold[/red]", "[red]bold[/red]", id="near_miss_markup"),
    ],
)
def test_printable(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_no_character_that_acts_is_left() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    shown = printable(everything)
    shown.encode("utf-8")
    acting = [c for c in shown if c < " " or "\x7f" <= c <= "\x9f" or "\u202a" <= c <= "\u202e"]
    assert acting == []
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/viagra?mail=x#y", "https://a.example/"),
        ("http://a.example:8080", "http://a.example:8080/"),
        ("https://[::1]/x", "https://[::1]/"),
        ("not an address", ""),
        ("https://[broken/x", ""),
        ("", ""),
    ],
)
def test_origin(url: str, expected: str) -> None:
    assert origin(url) == expected
