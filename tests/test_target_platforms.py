"""Telling places without a site of their own from sites, by their addresses."""

from __future__ import annotations

import pytest

from checker.errors import InputRefused
from checker.platforms import OWN_SITES
from checker.reference import table
from checker.target import read_target


@pytest.mark.parametrize(
    ("typed", "kind", "marked"),
    [
        ("https://www.facebook.com/groups/pills", "social", True),
        ("https://www.facebook.com/", "social", False),
        ("x.com/pills/status/1", "social", False),
        ("https://t.me/pillshop", "messenger", True),
        ("https://t.me/", "messenger", False),
        ("https://wa.me/447700900000", "messenger", True),
        ("https://wa.me/", "messenger", False),
        ("https://api.whatsapp.com/send?phone=447700900000", "messenger", True),
        ("https://www.reddit.com/r/pills", "forum", False),
        ("https://www.gumtree.com/p/x/1", "classified", False),
        ("https://www.ebay.co.uk/itm/123", "c2c", False),
        ("https://www.amazon.de/dp/B000", "c2c", False),
        ("https://www.alibaba.com/product-detail/x.html", "b2b", True),
        ("http://abcdefghijklmnop.onion/", "darknet", False),
        ("abcdefghijklmnop.onion.ws/shop", "darknet", False),
        ("shop.i2p", "darknet", False),
        ("bit.ly/3abc", "link-shortener", False),
        ("https://t.co/3abc", "link-shortener", False),
        ("https://zalo.me/84901234567", "messenger", True),
        ("https://jiji.ng/lekki/x", "classified", False),
        ("https://www.mercadolibre.com.mx/p/1", "c2c", False),
        ("linktr.ee/pills", "link-list", False),
        ("https://docs.google.com/document/d/1", "file-or-form", False),
        ("paypal.me/pills", "payment-link", False),
        ("https://www.google.co.uk/search?q=viagra", "search-engine", False),
        ("https://www.youtube.com/watch?v=1", "video", False),
        ("https://archive.ph/abcde", "archive", False),
    ],
)
def test_platform(typed: str, kind: str, marked: bool) -> None:
    target = read_target(typed)
    assert target.platform is not None
    assert (target.platform.kind, target.platform.seller_marker) == (kind, marked)
    assert not target.fetchable


@pytest.mark.parametrize(
    "typed",
    [
        "pills.myshopify.com",
        "pills.wixsite.com/shop",
        "pills.blogspot.com",
        "https://sites.google.com/view/pills",
        "www.goodrx.com/viagra",
        "https://pharmacy.amazon.com/",
        "https://www.trustpilot.com/review/shop.com",
        "https://www.change.org/p/cheap-pills",
        "https://cloud.google.com/",
        "https://github.com/someone/viagra-price-scraper",
        "https://www.bbc.co.uk/news/fake-jabs-sold-on-telegram",
        # Names that only look like a platform's.
        "facebook.com.shop.example",
        "notfacebook.com",
        "netflix.com",
        "paint.me",
        "amazon.shop",
        "google.pharmacy",
        "onion.example",
        "onions.com",
    ],
)
def test_site_of_its_own(typed: str) -> None:
    target = read_target(typed)
    assert target.platform is None
    assert target.fetchable


def test_platform_inside_a_wrapper_is_still_a_platform() -> None:
    target = read_target("https://l.instagram.com/?u=https%3A%2F%2Ft.me%2Fpillshop")
    assert target.platform is not None
    assert target.platform.name == "Telegram"


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("tg://resolve?domain=pillking", "https://t.me/pillking"),
        ("tg:join?invite=AbC", "https://t.me/+AbC"),
        (
            "whatsapp://send?phone=+447700900123&text=hi",
            "https://wa.me/447700900123?text=hi",
        ),
        ("viber://chat?number=%2B447700900123", "https://viber.com/chat?number=447700900123"),
        ("skype:live:pills?chat", "https://join.skype.com/live:pills?chat"),
        ("instagram://user?username=pills", "https://www.instagram.com/pills"),
    ],
)
def test_accounts_that_a_messenger_opens(typed: str, url: str) -> None:
    target = read_target(typed)
    assert target.platform is not None
    assert (target.url, "app_link" in target.notes) == (url, True)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("+44 7700 900123", "phone"),
        ("tel:+447700900123", "phone"),
        ("skype://x", "scheme"),
        ("tg://settings", "scheme"),
        ("whatsapp://", "scheme"),
    ],
)
def test_near_miss_no_account(typed: str, reason: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_target(typed)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("https://www.facebook.com/shop", "Facebook"),
        ("https://www.avito.ru/x", "avito.ru"),
        ("https://gab.com/x", "gab.com"),
        ("http://abcdefghijklmnop.onion/", "Tor hidden services"),
    ],
)
def test_a_platform_is_called_as_people_know_it(typed: str, name: str) -> None:
    platform = read_target(typed).platform
    assert platform is not None
    assert platform.name == name


def test_no_host_stands_in_two_rows() -> None:
    hosts = [host for row in table("platforms") for host in row["hosts"].split()]
    assert len(hosts) == len(set(hosts))
    for row in table("platforms"):
        assert row["source"]
        assert bool(row["advice_key"]) == (row["kind"] not in OWN_SITES)
