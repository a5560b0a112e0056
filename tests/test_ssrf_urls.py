"""S2, S3, S4 before the network: what the text of an address alone decides."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from checker.errors import FetchRefused
from checker.net import judge_url
from checker.urls import with_scheme
from tests.ssrf_rows import LATEST_PURE, Row, forbidden, rows
from tests.timing import within


def refusal(url: str) -> str | None:
    """The reason for which ``url`` is refused; None when it may be asked."""
    try:
        judge_url(with_scheme(url))
    except FetchRefused as error:
        return error.reason
    return None


def wrong(row: Row) -> bool:
    reason = refusal(row.url)
    if row.expected == "either":
        return False
    if row.expected == "block" and row.stage == LATEST_PURE:
        return reason is None or bool(row.hint and reason != row.hint)
    return reason is not None


def test_ssrf_fixture_rows_are_told_apart_by_their_text(fixtures_dir: Path) -> None:
    """Rows to refuse by their text are refused with the reason a good error carries; the rest not."""
    assert [row.id for row in rows(fixtures_dir) if wrong(row)] == []


def test_ssrf_fixture_literal_addresses_are_public(fixtures_dir: Path) -> None:
    for row in rows(fixtures_dir):
        if refusal(row.url) is None:
            address = judge_url(with_scheme(row.url)).parsed.address
            assert address is None or not forbidden(str(address)), row.id


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.com/", None),
        ("https://example.com:443/a?b#c", None),
        ("http://1.1.1.1/", None),
        ("http://1.1.1.1./", "address"),
        ("http://0x01010101/", "address"),
        ("http://①.①.①.①/", "address"),
        ("http://[2606:4700::1111]/", None),
        ("http://[2606:4700:0:0:0:0:0:1111]/", None),
        ("http://[::ffff:1.1.1.1]/", "address"),
        ("http://[2600::200:5efe:101:101]/", "address"),
        ("http://example.com:8080/", "port"),
        ("http://example.com:0/", "port"),
        ("http://example.com:65536/", "syntax"),
        ("ftp://example.com/", "scheme"),
        ("//example.com/", "syntax"),
        ("example.com", "syntax"),
        ("http:///example.com/", "syntax"),
        ("http:example.com", "syntax"),
        ("http://example.com\\x", "userinfo"),
        ("http://example.com/\\x", None),
        ("http://a@example.com/", "userinfo"),
        ("http://example.com/@a", None),
        ("http://example.com/a\tb", "syntax"),
        (" http://example.com/", "syntax"),
        ("http://exa_mple.com/", None),
        ("http://exa$mple.com/", "syntax"),
        ("http://shop/", "internal_name"),
        ("http://shop.local/", "internal_name"),
        ("http://local.shop/", None),
        ("http://shop.onion/", "internal_name"),
        ("http://example.com/\ud800", "syntax"),
        ("", "syntax"),
        (f"http://example.com/{'a' * 2029}", None),
        (f"http://example.com/{'a' * 2030}", "length"),
        (f"http://{'a' * 63}.com/", None),
        (f"http://{'a' * 64}.com/", "length"),
        (f"http://{'a.' * 126}co/", "length"),
    ],
)
def test_ssrf_reasons(url: str, reason: str | None) -> None:
    try:
        judge_url(url)
    except FetchRefused as error:
        assert error.reason == reason
        assert error.message.text()
    else:
        assert reason is None


def test_ssrf_rebuilt_form_is_the_only_one_handed_on() -> None:
    judged = judge_url("HTTPS://ExAmPle.COM.:443/a/../b c?q=ü#frag")
    assert judged.url == "https://example.com/b%20c?q=%C3%BC"
    assert (judged.host, judged.port) == ("example.com", 443)


def test_ssrf_decision_is_fast(fixtures_dir: Path) -> None:
    urls = [row.url for row in rows(fixtures_dir)]
    took = []
    for url in urls * 3:
        begun = time.perf_counter()
        refusal(url)
        took.append(time.perf_counter() - begun)
    took.sort()
    assert took[int(len(took) * 0.99)] <= 0.005


@pytest.mark.parametrize("unit", ["a", "http://", "@", "\\", "é", "%41", ".", "[", "\x00"])
def test_ssrf_huge_input_is_refused_at_once(unit: str) -> None:
    text = "http://example.com/" + unit * (1_000_000 // len(unit))
    assert within(0.05, lambda: refusal(text)) == "length"
