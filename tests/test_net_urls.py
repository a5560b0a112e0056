"""U1 and U2: addresses and names are read as the URL standard reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.errors import FetchRefused
from checker.net import JudgedUrl, judge_url
from checker.urls import ParsedUrl, UrlError, join, parse, to_ascii, with_scheme


@pytest.fixture(scope="session")
def url_cases(fixtures_dir: Path) -> dict[str, list[dict[str, Any]]]:
    text = (fixtures_dir / "url_parsing.json").read_text(encoding="utf-8")
    cases: dict[str, list[dict[str, Any]]] = json.loads(text)
    return cases


def judged(text: str) -> JudgedUrl | None:
    try:
        return judge_url(with_scheme(text))
    except FetchRefused:
        return None


def test_url_parsing_accepts_and_refuses_as_the_checker_should(
    url_cases: dict[str, list[dict[str, Any]]],
) -> None:
    """Two inputs name addresses outside the global unicast space: refused here all the same."""
    cases = url_cases["whatwg_absolute"]
    off = [c["input"] for c in cases if (judged(c["input"]) is None) != (c["checker"] == "refuse")]
    assert len(off) <= 2 and all("[" in text for text in off), off


def test_url_parsing_finds_the_same_host(url_cases: dict[str, list[dict[str, Any]]]) -> None:
    for case in url_cases["whatwg_absolute"]:
        if case["checker"] == "accept" and (found := judged(case["input"])):
            assert found.parsed.origin.partition("//")[2] == case["whatwg"]["host"]


def test_url_parsing_to_ascii(url_cases: dict[str, list[dict[str, Any]]]) -> None:
    off = [c for c in url_cases["to_ascii"] if to_ascii(c["input"]) != c["output"]]
    assert off == []


def test_url_parsing_dns_length(url_cases: dict[str, list[dict[str, Any]]]) -> None:
    off = [c for c in url_cases["dns_length"] if (judged(c["input"]) is None) != c["failure"]]
    assert off == []


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://example.com", "http://example.com/"),
        ("https://example.com:80/", "https://example.com:80/"),
        ("http://[2606:4700:0::1]:443/a", "http://[2606:4700::1]:443/a"),
        ("http://BÜCHER.de/ä?ö", "http://xn--bcher-kva.de/%C3%A4?%C3%B6"),
        ("http://example.com?", "http://example.com/"),
        ("http://example.com./", "http://example.com/"),
    ],
)
def test_parse_rebuilds(text: str, url: str) -> None:
    assert parse(text).url == url
    assert parse(parse(text).url) == parse(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("http://1.2.3.4/", True), ("http://1.2.3.4:80/", True), ("http://1.2.772/", False)],
)
def test_parse_notes_odd_spellings(text: str, canonical: bool) -> None:
    parsed = parse(text)
    assert isinstance(parsed, ParsedUrl)
    assert str(parsed.address) == "1.2.3.4"
    assert parsed.canonical is canonical


@pytest.mark.parametrize(
    ("text", "with_one"),
    [
        ("example.com/a", "http://example.com/a"),
        ("https://example.com", "https://example.com"),
        ("127.0.0.1:80", "http://127.0.0.1:80"),
        ("localhost:80", "localhost:80"),
    ],
)
def test_with_scheme(text: str, with_one: str) -> None:
    assert with_scheme(text) == with_one


@pytest.mark.parametrize(
    ("reference", "joined"),
    [
        ("/b", "http://a.com/b"),
        ("//b.com/", "http://b.com/"),
        ("?x", "http://a.com/p/q?x"),
        ("http://[", None),
        ("\ud800", None),
    ],
)
def test_join(reference: str, joined: str | None) -> None:
    assert join("http://a.com/p/q", reference) == joined


def test_problem_carries_its_reason() -> None:
    with pytest.raises(UrlError) as caught:
        parse("mailto:a@b.com")
    assert caught.value.reason == "scheme"
