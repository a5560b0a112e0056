from __future__ import annotations

import pytest

from checker.page.dom import parse
from checker.page.trackers import trackers

CASES = [
    ("<script>ga('create', 'UA-1234567-1')</script>", [("google_analytics", "UA-1234567-1")]),
    (
        "<script src='https://www.googletagmanager.com/gtag/js?id=G-ABCDE12345'></script>",
        [("google_analytics", "G-ABCDE12345")],
    ),
    ("<script>gtm('GTM-ABC123')</script>", [("google_tag_manager", "GTM-ABC123")]),
    ("<script>fbq('init', '123456789012345');</script>", [("meta_pixel", "123456789012345")]),
    ("<script>ym(12345678, 'init', {});</script>", [("yandex_metrika", "12345678")]),
    (
        "<script>s.src='https://embed.tawk.to/0123456789abcdef01234567/default'</script>",
        [("tawk_to", "0123456789abcdef01234567")],
    ),
    ("<script src='//code.jivosite.com/widget/AbCdEfGhIj'></script>", [("jivochat", "AbCdEfGhIj")]),
    # Near misses: place-holders, pieces of other words, text that is no script.
    ("<script>ga('create', 'UA-XXXXXXX-X'); id('UA-00000000-0')</script>", []),
    ("<script>x='data-UA-1234567-1'</script>", []),
    ("<p>UA-1234567-1</p>", []),
]


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_trackers(html: str, expected: list[tuple[str, str]]) -> None:
    found = trackers(parse(html, "https://shop.example/"))
    assert [(t.kind, t.value) for t in found] == expected


def test_each_id_once() -> None:
    html = "<script>a('UA-1234567-1'); b('UA-1234567-1')</script>"
    assert len(trackers(parse(html, "https://shop.example/"))) == 1
