"""Registrable domains: the rules of the list, and what is no name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.domains import NO_DOMAIN, registrable


@pytest.mark.parametrize(
    ("host", "domain", "suffix", "private"),
    [
        ("www.shop.co.uk", "shop.co.uk", "co.uk", False),
        ("SHOP.com.", "shop.com", "com", False),
        ("a.b.myshopify.com", "b.myshopify.com", "myshopify.com", True),
        ("shop.github.io", "shop.github.io", "github.io", True),
        ("shop.example", "shop.example", "example", False),
        ("xn--bcher-kva.ch", "xn--bcher-kva.ch", "ch", False),
        ("bücher.ch", "bücher.ch", "ch", False),
        ("co.uk", "", "co.uk", False),
        ("myshopify.com", "", "myshopify.com", True),
        ("localhost", "", "localhost", False),
    ],
)
def test_registrable(host: str, domain: str, suffix: str, private: bool) -> None:
    found = registrable(host)
    assert (found.domain, found.suffix, found.private) == (domain, suffix, private)


@pytest.mark.parametrize(
    "host", ["", ".", "192.0.2.7", "[2001:db8::1]", "2001:db8::1", "a..com", ".com", "a." * 200]
)
def test_no_name_has_no_domain(host: str) -> None:
    assert registrable(host) == NO_DOMAIN


def test_private_suffix_names_the_company_behind_it() -> None:
    assert registrable("shop.s3.amazonaws.com").company_domain == "amazonaws.com"
    assert registrable("shop.com").company_domain == ""


def test_unlisted_ending_is_told() -> None:
    assert not registrable("a.nosuchending").listed
    assert registrable("a.shop").listed


def test_public_suffix_cases_url_parsing(fixtures_dir: Path) -> None:
    cases = json.loads((fixtures_dir / "url_parsing.json").read_text("utf-8"))["public_suffix"]
    right = [
        registrable(case["input"] or "").domain == (case["registrable"] or "") for case in cases
    ]
    assert sum(right) / len(right) >= 84 / 88
