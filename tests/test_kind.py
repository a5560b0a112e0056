"""Kinds of site told from the address alone; kinds told from pages are tried on the invented web."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checker.evidence import Evidence
from checker.kind import classify
from checker.target import read_target
from checker.verdict import Kind, Reading
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
