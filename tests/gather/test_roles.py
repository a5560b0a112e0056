"""Which links lead to the pages on which a seller says who it is."""

from __future__ import annotations

import pytest

from checker.gather.roles import ROLES, choose
from checker.page.facts import OutLink
from checker.reference import table
from checker.urls import parse
from tests.timing import within

HOME = parse("https://www.shop.com/")


def link(text: str, path: str, place: str = "footer", *, visible: bool = True) -> OutLink:
    url = path if "://" in path else f"https://www.shop.com{path}"
    return OutLink(url=url, text=text, place=place, visible=visible)


def chosen(*links: OutLink) -> dict[str, str]:
    return {c.role: c.url.url.partition("shop.com")[2] for c in choose(links, [HOME])}


@pytest.mark.parametrize(
    ("text", "path", "role"),
    [
        ("Contact us", "/x", "contact"),
        ("", "/contact-us", "contact"),
        ("CONTACT", "/pages/1", "contact"),
        ("Kontaktformular", "/k", "contact"),
        ("Nous contacter", "/n", "contact"),
        ("Atención al cliente", "/a", "contact"),
        ("Servizio clienti", "/s", "contact"),
        ("Klantenservice", "/k", "contact"),
        ("Fale conosco", "/f", "contact"),
        ("Связаться с нами", "/s", "contact"),
        ("Kundtjänst", "/k", "contact"),
        ("お問い合わせはこちら", "/q", "contact"),
        ("联系我们", "/lx", "contact"),
        ("Bize Ulaşın", "/b", "contact"),
        ("Über uns", "/x", "about"),
        ("", "/ueber-uns", "about"),
        ("Qui sommes-nous ?", "/q", "about"),
        ("O nas", "/o", "about"),
        ("会社概要", "/c", "about"),
        ("Impressum", "/x", "imprint"),
        ("Mentions légales", "/m", "imprint"),
        ("Aviso legal", "/a", "imprint"),
        ("特定商取引法に基づく表記", "/law", "imprint"),
        ("AGB", "/x", "terms"),
        ("Terms & Conditions", "/t", "terms"),
        ("Conditions générales de vente", "/c", "terms"),
        ("Regulamin", "/r", "terms"),
        ("Пользовательское соглашение", "/p", "terms"),
        ("Algemene voorwaarden", "/v", "terms"),
        ("Versand und Zahlung", "/v", "delivery"),
        ("Shipping & Returns", "/s", "delivery"),
        ("Livraison", "/l", "delivery"),
        ("Доставка и оплата", "/d", "delivery"),
        ("Kargo ve Teslimat", "/k", "delivery"),
        ("Upload prescription", "/u", "prescription"),
        ("Rezept einlösen", "/r", "prescription"),
        ("処方箋", "/s", "prescription"),
        ("", "/product/1234", "product"),
        ("Buy now", "/p1", "product"),
        ("商品一覧", "/list", "product"),
    ],
)
def test_links_are_told_by_their_words(text: str, path: str, role: str) -> None:
    assert chosen(link(text, path)) == {role: path}


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Contact us", "https://elsewhere.com/contact"),
        ("Contact us", "mailto:contact@shop.com"),
        ("Contact us", "https://www.shop.com/"),
        ("Contact us", "https://www.shop.com/#contact"),
        ("Contact us", "https://www.shop.com:8443/contact"),
        ("Contact lens of the month, in our great spring sale for all who see", "/x"),
        ("Contactless", "/contactless"),
        ("Terms", "/terms.pdf"),
        ("Buy now", "/?add-to-cart=7"),
        ("Product", "/cart/product"),
        ("About", "/logout?next=about"),
        ("Home", "/home"),
    ],
)
def test_near_misses(text: str, url: str) -> None:
    assert choose([link(text, url)], [HOME]) == ()


def test_clearest_link_wins() -> None:
    assert chosen(
        link("Read our terms and our story", "/blog/about-terms"),
        link("Terms and conditions", "/terms"),
        link("About us", "/about"),
        link("Contact lenses", "/lenses", "nav"),
        link("Contact", "/contact"),
    ) == {"terms": "/terms", "about": "/about", "contact": "/contact"}


def test_no_page_is_taken_twice() -> None:
    found = chosen(link("Contact and imprint", "/one"), link("Impressum", "/one?x"))
    assert found == {"contact": "/one", "imprint": "/one?x"}


def test_other_hosts_of_the_site_count() -> None:
    links = [link("Contact", "https://help.shop.com/contact")]
    assert [c.url.host for c in choose(links, [HOME])] == ["help.shop.com"]


def test_neighbours_under_a_private_suffix_do_not() -> None:
    home = parse("https://one.myshopify.com/")
    assert choose([link("Contact", "https://two.myshopify.com/contact")], [home]) == ()


def test_table_is_sound() -> None:
    rows = table("page_roles")
    assert {row["role"] for row in rows} == {*ROLES, "avoid"}
    assert all(row["phrase"].strip() and row["source"] for row in rows)
    assert len({(row["role"], row["phrase"]) for row in rows}) == len(rows)
    languages = {code for row in rows for code in row["language"].split("+")}
    assert languages >= {
        "en",
        "de",
        "fr",
        "es",
        "it",
        "nl",
        "pl",
        "pt",
        "ru",
        "sv",
        "ja",
        "zh",
        "tr",
    }


def test_thousands_of_links_are_quick() -> None:
    links = [link(f"Item number {i}", f"/shelf-{i}/item-{i}", "main") for i in range(5000)]
    choose(links[:1], [HOME])
    within(0.5, lambda: choose(links, [HOME]))
