"""Kinds of site told from the address alone; kinds told from pages are tried on the invented web."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checker.evidence import Evidence
from checker.finding import Outcome
from checker.kind import classify
from checker.target import read_target
from checker.verdict import Kind, Level, Reading
from tests.hard.cases import judged


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("https://www.instagram.com/p/abc/", Kind.SOCIAL_SELLER),
        ("https://wa.me/447700900000", Kind.SOCIAL_SELLER),
        ("https://www.paypal.me/someone", Kind.SOCIAL_SELLER),
        ("https://www.ebay.co.uk/itm/1", Kind.MARKETPLACE_LISTING),
        ("https://www.alibaba.com/product", Kind.MARKETPLACE_LISTING),
        ("https://www.gumtree.com/p/x", Kind.MARKETPLACE_LISTING),
        ("https://linktr.ee/someone", Kind.REDIRECTOR),
        ("https://bit.ly/abc", Kind.REDIRECTOR),
        ("http://" + "a" * 56 + ".onion/", Kind.DARK_WEB),
    ],
)
def test_places_without_a_site(typed: str, kind: Kind) -> None:
    target = read_target(typed)
    now = datetime(2026, 11, 1, tzinfo=UTC)
    seen = classify(Evidence(target=target, country="GB", checked_at=now))
    assert (seen.kind, seen.reading, seen.platform) == (kind, Reading.NONE, True)


VET = (
    "<title>Tilling Vet Meds</title><h1>Worming</h1><div><h3>{goods}</h3><p>£24.10</p>"
    "<a href='/p/1'>{button}</a></div>"
)


@pytest.mark.parametrize(
    ("goods", "button", "kind"),
    [
        ("NexGard Spectra", "Upload prescription", Kind.PET_PHARMACY),
        ("Rubber ball", "Add to basket", Kind.OTHER_SHOP),
    ],
)
def test_a_shop_for_animals_that_takes_prescriptions(goods: str, button: str, kind: Kind) -> None:
    report = judged(VET.format(goods=goods, button=button).encode(), "https://shop.example/")
    assert report.verdict.kind is kind


SHOP = "<div><h3>Xanax 2 mg</h3><p>$79</p><button>Add to cart</button></div>"
GARDEN = "<p>The roses are in flower in June. </p>"


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(GARDEN * 14_000, id="text"),
        pytest.param("<i></i>" * 21_000, id="tags"),
        pytest.param("<!-- - -->" * 70_000, id="comments"),
        pytest.param(f"<!-- {'-' * (1 << 21)} -->", id="bytes"),
        pytest.param("<p>Paracetamol for £3</p>" * 500, id="medicines"),
    ],
)
def test_nothing_reassuring_is_said_of_a_page_that_was_cut(before: str) -> None:
    report = judged(f"<h1>Our garden</h1>{before}{SHOP}".encode(), "https://garden.example/")
    assert report.verdict.level is Level.INCONCLUSIVE
    assert "page_cut" in {f.signal for f in report.findings if f.outcome is Outcome.PRESENT}


def test_what_was_read_of_a_page_that_was_cut_counts() -> None:
    report = judged(f"{SHOP}{GARDEN * 14_000}".encode(), "https://garden.example/")
    assert report.verdict.level in (Level.CAUTION, Level.HIGH_RISK)


def test_a_long_page_read_to_its_end_is_judged() -> None:
    report = judged(f"<h1>Our garden</h1>{GARDEN * 5_000}".encode(), "https://garden.example/")
    assert report.verdict.level is Level.NOT_A_PHARMACY
