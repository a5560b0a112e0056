"""What the whole reader makes of one page."""

from __future__ import annotations

import pytest

from checker.page.read import read_page

MARKUP = b"<title>Shop</title><p>Buy <b>Viagra</b> <a href=/cart>here</a></p>"


@pytest.mark.parametrize(
    "content_type", ["text/plain", "text/plain; charset=utf-8", " Text/Plain ;format=flowed"]
)
def test_markup_served_as_plain_text_is_text(content_type: str) -> None:
    facts = read_page(MARKUP, content_type, "https://shop.example/")
    assert (facts.title, facts.links) == ("", ())
    assert "<b>Viagra</b>" in facts.text
    assert "sildenafil" in {mention.inn for mention in facts.medicines}


@pytest.mark.parametrize(
    "content_type", [None, "", "text/html", "text/plain-text", "application/xhtml+xml"]
)
def test_other_types_are_read_as_markup(content_type: str | None) -> None:
    facts = read_page(MARKUP, content_type, "https://shop.example/")
    assert facts.title == "Shop"
    assert [link.url for link in facts.links] == ["https://shop.example/cart"]
    assert facts.text == "Shop\nBuy Viagra here"
