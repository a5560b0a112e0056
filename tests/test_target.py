"""Reading what a person typed: what is mended, what is accepted, what is refused and why."""

from __future__ import annotations

import pytest

from checker.errors import InputRefused
from checker.target import Target, read_target


@pytest.mark.parametrize(
    ("typed", "url", "notes"),
    [
        ("https://shop.com/", "https://shop.com/", set()),
        ("http://shop.com/a?b=c", "http://shop.com/a?b=c", set()),
        ("shop.com", "https://shop.com/", {"scheme_added"}),
        ("SHOP.com/Pills", "https://shop.com/Pills", {"scheme_added"}),
        ("//shop.com/a", "https://shop.com/a", {"scheme_added"}),
        ("  https://shop.com/ \n", "https://shop.com/", set()),
        ("\ufeffhttps://shop.com/\u200e", "https://shop.com/", set()),
        ("https://shop.com/#top", "https://shop.com/", {"fragment"}),
        ('"shop.com"', "https://shop.com/", {"punctuation", "scheme_added"}),
        ("“https://shop.com/a”,", "https://shop.com/a", {"punctuation"}),
        ("<https://shop.com/a>", "https://shop.com/a", {"punctuation"}),
        ("(see-less.com)", "https://see-less.com/", {"punctuation", "scheme_added"}),
        ("https://shop.com/a.", "https://shop.com/a", {"punctuation"}),
        ("https://shop.com/a_(b)", "https://shop.com/a_(b)", set()),
        ("- https://shop.com/a", "https://shop.com/a", {"punctuation"}),
        ("URL: https://shop.com/a", "https://shop.com/a", {"label"}),
        ("[the shop](https://shop.com/a)", "https://shop.com/a", {"markdown"}),
        ("hxxps://shop.com/a", "https://shop.com/a", {"defanged"}),
        ("hxxp://shop[.]com", "http://shop.com/", {"defanged"}),
        ("hXXps[:]//shop(.)com/a", "https://shop.com/a", {"defanged"}),
        ("https[://]shop{.}com", "https://shop.com/", {"defanged"}),
        ("shop[dot]co[dot]uk", "https://shop.co.uk/", {"defanged", "scheme_added"}),
        ("shop dot com", "https://shop.com/", {"defanged", "scheme_added"}),
        ("shop[.com", "https://shop.com/", {"defanged", "scheme_added"}),
        ("ttps://shop.com/a", "https://shop.com/a", {"scheme_mended"}),
        ("htttps://shop.com/a", "https://shop.com/a", {"scheme_mended"}),
        ("https//shop.com/a", "https://shop.com/a", {"scheme_mended"}),
        ("http;//shop.com/a", "http://shop.com/a", {"scheme_mended"}),
        ("https：／／shop.com/a", "https://shop.com/a", {"scheme_mended"}),
        ("view-source:https://shop.com/a", "https://shop.com/a", {"scheme_mended"}),
        ("https://bücher.ch/", "https://xn--bcher-kva.ch/", {"idn"}),
        ("https://sh\u00adop.com/", "https://shop.com/", {"invisible"}),
        ("https://sh%6fp.com/", "https://shop.com/", {"percent_encoded_host"}),
        ("https://shop。com/", "https://shop.com/", set()),
        ("https://shop.com/price list", "https://shop.com/price%20list", set()),
        ("https://shop.com:443/a", "https://shop.com/a", set()),
        ("http://shop.com:80", "http://shop.com/", set()),
        ("https://shop.nosuchending/", "https://shop.nosuchending/", {"unlisted_ending"}),
        ("http://1.1.1.1/", "http://1.1.1.1/", {"ip_address"}),
        ("2606:4700::1111", "https://[2606:4700::1111]/", {"ip_address", "scheme_added"}),
        ("a.myshopify.com", "https://a.myshopify.com/", {"scheme_added", "shared_domain"}),
        (
            "https://farm.com/?goto=https://shop.com/",
            "https://farm.com/?goto=https://shop.com/",
            {"carries_address"},
        ),
    ],
)
def test_accepted(typed: str, url: str, notes: set[str]) -> None:
    target = read_target(typed)
    assert target.url == url
    assert set(target.notes) == notes


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        (" \u200b\n", "empty"),
        ("?!,", "empty"),
        ("viagra", "words"),
        ("cheap viagra", "words"),
        ("sildenafil 100mg", "words"),
        ("123", "words"),
        ("Boots the chemist", "words"),
        ("price-list.pdf", "unknown_ending"),
        ("anna@shop.com", "email"),
        ("mailto:anna@shop.com?subject=pills", "email"),
        ("+44 20 7946 0000", "phone"),
        ("(020) 7946-0000", "phone"),
        ("tel:02079460000", "phone"),
        ("/etc/passwd", "file"),
        ("C:\\Users\\me\\shop.html", "file"),
        ("file:///tmp/shop.html", "file"),
        ("../shop.html", "file"),
        ("<b>shop.com</b>", "markup"),
        ('<a href="https://shop.com">shop</a>', "markup"),
        ("Look at shop.com it is cheap", "message"),
        ("https://shop.com/a https://other.com/", "message"),
        ("https://shop.com is that real or not?", "message"),
        ("Hi,\nsee www.shop.com\nBye", "message"),
        ("Subject: pills\nFrom: a@b.com", "message"),
        ("ftp://shop.com/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("data:text/html,hi", "scheme"),
        ("fxp://shop.com", "scheme"),
        ("https://anna:pw@shop.com/", "userinfo"),
        ("anna:pw@shop.com/", "userinfo"),
        ("https://shop.com\\@evil.com/", "userinfo"),
        ("https://shop.com:8443/", "port"),
        ("shop.com:8080", "port"),
        ("https://shop.com:99999/", "syntax"),
        ("https://localhost/", "single_label"),
        ("https://intranet", "single_label"),
        ("http://com", "suffix"),
        ("co.uk", "suffix"),
        ("http://10.0.0.1/", "ip_address"),
        ("http://2130706433/", "ip_address"),
        ("http://0x7f.1/", "ip_address"),
        ("http://[::1]/", "ip_address"),
        ("https://a..shop.com/", "syntax"),
        ("https://exa mple.com", "message"),
        ("http:/shop.com", "scheme"),
        ("https://xn--a.com/", "syntax"),
        ("https://sh\u202eop.com/", "syntax"),
        ("https://" + "a" * 64 + ".com/", "syntax"),
        ("https://shop.com/\x1b[2J", "control_characters"),
        ("https://shop\ud800.com/", "control_characters"),
        ("https://shop.com/" + "a" * 2048, "too_long"),
        ("word " * 1000, "message"),
    ],
)
def test_refused(typed: str, reason: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        read_target(typed)
    assert refusal.value.reason == reason
    sentence = str(refusal.value)
    assert sentence.isprintable()
    assert len(sentence) < 400
    assert sentence.endswith((".", "?"))


def test_parts_of_a_target() -> None:
    target = read_target("https://www.Bücher.co.uk/x?y")
    assert target == Target(
        typed="https://www.Bücher.co.uk/x?y",
        url="https://www.xn--bcher-kva.co.uk/x?y",
        host="www.xn--bcher-kva.co.uk",
        domain="xn--bcher-kva.co.uk",
        suffix="co.uk",
        display="www.bücher.co.uk",
        notes=("idn",),
    )


def test_the_company_behind_shared_names_has_its_own_domain() -> None:
    assert read_target("myshopify.com").domain == "myshopify.com"
    assert read_target("a.myshopify.com").domain == "a.myshopify.com"


@pytest.mark.parametrize("name", ["shop.example", "shop.test", "shop.localhost", "nas.local"])
def test_reserved_names_can_be_judged(name: str) -> None:
    assert read_target(name).fetchable


def test_what_was_typed_is_kept_short_and_printable() -> None:
    target = read_target("\u202ahttps://shop.com/" + "a" * 900 + "\u202c")
    assert len(target.typed) <= 300
    assert target.typed.startswith("https://shop.com/aaa")
    assert target.typed.isprintable()


def test_reading_twice_changes_nothing() -> None:
    once = read_target("hxxps://www[.]bücher[.]ch/a b?c#d")
    assert read_target(once.url).url == once.url
