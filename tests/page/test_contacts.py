"""Telephones, mails, postal addresses and messengers, on small pages."""

from __future__ import annotations

import pytest

from checker.page.contacts import addresses, contacts, emails, phones
from checker.page.dom import parse
from checker.page.mails import anonymous_provider, free_provider

PHONES = [
    pytest.param("<a href='tel:+442079460000'>ring</a>", "", [("+442079460000", "GB", "landline")]),
    pytest.param("<p>Tel: 020 7946 0000</p>", "GB", [("+442079460000", "GB", "landline")]),
    pytest.param(
        "<p>London office. Phone 020 7946 0000</p>", "", [("+442079460000", "GB", "landline")]
    ),
    pytest.param("<p>Call (212) 967-0892</p>", "", [("+12129670892", "US", "landline")]),
    pytest.param("<p>£20. Call (212) 967-0892</p>", "", [("+12129670892", "US", "landline")]),
    pytest.param("<p>1-888-901-4480</p>", "", [("+18889014480", "US", "toll_free")]),
    pytest.param("<p>+49 3677 888888</p>", "", [("+493677888888", "DE", "landline")]),
    pytest.param("<p>WhatsApp: +91 99459 95660</p>", "", [("+919945995660", "IN", "mobile")]),
    pytest.param(
        '<script type="application/ld+json">{"telephone": "+39 06 4827 1234"}</script>',
        "",
        [("+390648271234", "IT", "landline")],
    ),
    pytest.param(
        "<a href='tel:02079460000'>x</a><p>Tel 020 7946 0000</p>",
        "GB",
        [("+442079460000", "GB", "landline")],
    ),
    pytest.param("<p>Phone: +44 123</p>", "", []),
    pytest.param("<p>Phone: +44 0000 00000</p>", "", [("+44 0000 00000", "GB", "unknown")]),
    # Near misses: digits that are something else.
    pytest.param("<p>Order number 1234567890</p>", "GB", []),
    pytest.param("<p>ISBN 978-0-306-40615-7</p>", "US", []),
    pytest.param("<p>2024-01-15 10:30</p>", "GB", []),
    pytest.param("<p>VAT no. 980 7806 84</p>", "GB", []),
    pytest.param("<p>Contact us. © 2004-2026 Shop</p>", "GB", []),
    pytest.param("<p>Phone shop 2004 \u2013 2026</p>", "US", []),
    pytest.param("<p>Call us (1998/2026)</p>", "", []),
    pytest.param("<p>Tel. 2004-1234</p>", "HK", [("2004-1234", "", "unknown")]),
    pytest.param("<p>£1,234,567.89 and 100 000 000 users</p>", "GB", []),
]


@pytest.mark.parametrize(("html", "hint", "expected"), PHONES)
def test_phones(html: str, hint: str, expected: list[tuple[str, str, str]]) -> None:
    found = phones(parse(html, "https://shop.example/"), hint)
    assert [(p.number, p.country, p.kind) for p in found] == expected


def test_phones_are_few_and_tell_where_they_stand() -> None:
    lines = "".join(f"<p>Tel: +44 20 7946 {n:04}</p>" for n in range(100))
    found = phones(parse(f"<footer>{lines}</footer>", "https://shop.example/"), "GB")
    assert len(found) == 20
    assert {p.place.part for p in found} == {"footer"}
    assert "7946 0000" in found[0].quote


EMAILS = [
    pytest.param("<a href='mailto:Info@Shop.example?subject=x'>us</a>", ["info@shop.example"]),
    pytest.param("<p>Write to info@shop.example.</p>", ["info@shop.example"]),
    pytest.param("<p>info (at) shop.example</p>", ["info@shop.example"]),
    pytest.param("<p>info[at]shop.example</p>", ["info@shop.example"]),
    pytest.param(
        "<a href='/cdn-cgi/l/email-protection#422b2c242d0231302f2d326c273a232f322e27'>x</a>",
        ["info@srmop.example"],
    ),
    pytest.param(
        '<script type="application/ld+json">{"email": "a@shop.example"}</script>',
        ["a@shop.example"],
    ),
    pytest.param(
        "<a href='mailto:info@shop.example'>x</a><p>info@shop.examplesend</p>",
        ["info@shop.example"],
    ),
    pytest.param("<p>logo@2x.png</p>", []),
    pytest.param("<p>@shop on social media; 5 @ £3.00</p>", []),
    pytest.param("<p>@ @ @ a@ @b</p>", []),
]


@pytest.mark.parametrize(("html", "expected"), EMAILS)
def test_emails(html: str, expected: list[str]) -> None:
    found = emails(parse(html, "https://shop.example/"))
    assert [mail.address for mail in found] == expected


@pytest.mark.parametrize(
    ("domain", "free", "anonymous"),
    [
        ("gmail.com", True, False),
        ("proton.me", True, True),
        ("yopmail.com", True, True),
        ("nhs.net", False, False),
        ("notgmail.com", False, False),
    ],
)
def test_mail_providers(domain: str, free: bool, anonymous: bool) -> None:
    assert free_provider(domain) is free
    assert anonymous_provider(domain) is anonymous


ADDRESSES = [
    pytest.param("10 Lyon Road, London SW19 2RL", "en", "example", ("GB", "SW19 2RL")),
    pytest.param(
        "Equitable House, Woolwich New Road, SE18 6AB", "en", "example", ("GB", "SE18 6AB")
    ),
    pytest.param(
        "9818 Liberty Rd Ste B, Randallstown, MD 21133", "en", "example", ("US", "MD 21133")
    ),
    pytest.param("120 Bloor Street, Toronto, ON M4W 1B7", "en", "example", ("CA", "M4W 1B7")),
    pytest.param("459 Elizabeth Street, Surry Hills NSW 2010", "en", "example", ("AU", "NSW 2010")),
    pytest.param("12 Main Street, Dublin, D02 X285, Ireland", "en", "example", ("IE", "D02 X285")),
    pytest.param("Oosteinderweg 180, 1432 AR Aalsmeer", "nl", "example", ("NL", "1432 AR")),
    pytest.param("ul. Bankowa 2, 00-095 Warszawa", "pl", "example", ("PL", "00-095")),
    pytest.param("Rua Augusta 10, 1100-048 Lisboa", "pt", "example", ("PT", "1100-048")),
    pytest.param("Krankenhausstr. 26, 98693 Ilmenau", "de", "example", ("DE", "98693")),
    pytest.param("12 rue de la Paix, 75002 Paris", "fr", "example", ("FR", "75002")),
    pytest.param("Via Roma 5, 00184 Roma", "it", "example", ("IT", "00184")),
    pytest.param("Calle Mayor 5, 28013 Madrid", "", "es", ("ES", "28013")),
    pytest.param("Hauptstraße 5, 1010 Wien", "de", "at", ("AT", "1010")),
    pytest.param("Drottninggatan 5, 111 51 Stockholm", "sv", "example", ("SE", "111 51")),
    pytest.param("12 MG Road, Mumbai 400001, India", "en", "example", ("IN", "400001")),
    pytest.param("ул. Ленина, 5, Москва, Россия, 101000", "ru", "example", ("RU", "101000")),
    pytest.param("Số 4, đường Láng, Hà Nội", "vi", "example", ("VN", "")),
    # Near misses.
    pytest.param("Our street food festival sold 28014 tickets", "en", "example", None),
    pytest.param("Since 2010 on the road to health", "en", "at", None),
    pytest.param("Product code SW19 2RL", "en", "example", None),
    pytest.param("Tel 03677-888888, Hauptstr. 4", "de", "example", None),
    pytest.param(
        "Google Inc., 1600 Amphitheatre Parkway, Mountain View, CA 94043", "en", "example", None
    ),
]


@pytest.mark.parametrize(("line", "language", "ending", "expected"), ADDRESSES)
def test_addresses(line: str, language: str, ending: str, expected: tuple[str, str] | None) -> None:
    html = f"<html lang='{language}'><body><p>{line}</p></body></html>"
    found = addresses(parse(html, f"https://shop.{ending}/"))
    assert [(a.country, a.postcode) for a in found] == ([expected] if expected else [])


def test_described_address_is_compared_with_its_country() -> None:
    data = """{"@type": "PostalAddress", "streetAddress": "1 High Street", "postalCode": "%s",
      "addressCountry": "GB"}"""
    for code, valid in (("SW1A 1AA", True), ("99999", False)):
        html = f'<script type="application/ld+json">{data % code}</script>'
        (found,) = addresses(parse(html, "https://shop.example/"))
        assert (found.country, found.postcode, found.valid) == ("GB", code, valid)


def test_address_over_lines_is_one() -> None:
    html = "<p>Shop Ltd<br>10 Lyon Road</p><p>London</p><p>SW19 2RL</p>"
    (found,) = addresses(parse(html, "https://shop.example/"))
    assert found.text.startswith("10 Lyon Road")
    assert found.text.endswith("SW19 2RL")


CONTACTS = [
    pytest.param("<a href='https://wa.me/447700900000'>chat</a>", [("whatsapp", "447700900000")]),
    pytest.param(
        "<a href='https://api.whatsapp.com/send?phone=%2B447700900000&text=hi'>chat</a>",
        [("whatsapp", "447700900000")],
    ),
    pytest.param(
        "<a href='whatsapp://send?phone=447700900000'>chat</a>", [("whatsapp", "447700900000")]
    ),
    pytest.param("<a href='https://t.me/pillshop'>chat</a>", [("telegram", "pillshop")]),
    pytest.param("<a href='tg://resolve?domain=pillshop'>chat</a>", [("telegram", "pillshop")]),
    pytest.param("<a href='https://www.facebook.com/shopname/'>f</a>", [("facebook", "shopname")]),
    pytest.param("<p>WhatsApp: +44 7700 900000</p>", [("whatsapp", "447700900000")]),
    pytest.param("<p>Wickr: pillshop24</p>", [("wickr", "pillshop24")]),
    pytest.param("<p>Telegram @pillshop</p>", [("telegram", "pillshop")]),
    pytest.param("<p>Telegram - pillshop</p>", [("telegram", "pillshop")]),
    pytest.param("<p>телеграм @pillshop</p>", [("telegram", "pillshop")]),
    pytest.param("<p>tg: @pillshop</p>", [("telegram", "pillshop")]),
    pytest.param("<p>message on Signal +44 7700 900222</p>", [("signal", "447700900222")]),
    pytest.param(f"<p>Session ID: 05{'a3' * 32}</p>", [("session", f"05{'a3' * 32}")]),
    # Near misses.
    pytest.param("<a href='https://wa.me/?text=look%20here'>share</a>", []),
    pytest.param("<a href='https://www.facebook.com/sharer/sharer.php?u=x'>share</a>", []),
    pytest.param("<a href='https://twitter.com/intent/tweet?text=x'>share</a>", []),
    pytest.param("<a href='https://www.facebook.com/'>facebook</a>", []),
    pytest.param("<p>Unser Telegram-Kanal, телеграм-канал, on signal-processing</p>", []),
    pytest.param("<p>Session: morning; a mortgage @home; tele 020</p>", []),
    pytest.param("<p>Never buy medicines over Telegram or WhatsApp.</p>", []),
    pytest.param("<a href='https://api.whatsapp.com/send?" + "a=1&" * 50 + "phone=1'>x</a>", []),
]


@pytest.mark.parametrize(("html", "expected"), CONTACTS)
def test_contacts(html: str, expected: list[tuple[str, str]]) -> None:
    found = contacts(parse(html, "https://shop.example/"))
    assert [(c.service, c.handle) for c in found] == expected
