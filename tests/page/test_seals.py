from __future__ import annotations

import pytest

from checker.page.dom import parse
from checker.page.seals import EU_LOGO, eu_logo_hosts, retired_seals, seals

GPHC = "GPhC internet pharmacy logo"
ENTRY = "https://www.pharmacyregulation.org/registers/pharmacy/registrationnumber/9012345"

CASES = [
    ("<img src='/gphc-logo.png' alt='GPhC registered pharmacy'>", [(GPHC, "unlinked", "")]),
    (
        f"<a href='{ENTRY}'><img src='/l.png' alt='Registered pharmacy 9012345'></a>",
        [(GPHC, "genuine", "9012345")],
    ),
    (f"<a href='{ENTRY}'><img src='/logo.png' alt=''></a>", [(GPHC, "genuine", "9012345")]),
    (f"<a href='{ENTRY}'>our entry</a>", [(GPHC, "genuine", "9012345")]),
    (
        "<a href='https://www.pharmacyregulation.org/'><img src='/gphc.png' alt='GPhC'></a>",
        [(GPHC, "authority_home", "")],
    ),
    ("<a href='/certificate'><img src='/gphc.png' alt=''></a>", [(GPHC, "own_site", "")]),
    (
        "<a href='https://help.shop.example.com/c'><img src='/gphc.png'></a>",
        [(GPHC, "own_site", "")],
    ),
    (
        "<a href='https://gphc-check.example.net/'><img src='/gphc.png'></a>",
        [(GPHC, "elsewhere", "")],
    ),
    (
        "<a href='https://www.legitscript.com/websites/?checker_keywords=shop.example.com'>"
        "<img src='https://static.legitscript.com/seals/1.png' alt='Verify LegitScript Approval'></a>",
        [("LegitScript certification", "genuine", "shop.example.com")],
    ),
    (
        "<a href='https://versandhandel.dimdi.de/websearch/servlet/Gate?x=1'><img alt='EU-Logo'></a>",
        [("BfArM / DIMDI Versandhandels-Logo", "genuine", None)],
    ),
    (
        "<a href='https://www.sukl.cz/lekarny/zasilkovy-prodej/1'><img src='/common-logo.png'></a>",
        [(EU_LOGO, "genuine", None)],
    ),
    ("<img src='/images/eu-common-logo.png'>", [(EU_LOGO, "unlinked", "")]),
    ("<img src='/pharma-checker.gif'>", [("Pharma Checker (look-alike)", "unlinked", "")]),
    ("<img alt='Canadian Board of Pharmacy'>", [("Canadian Board of Pharmacy", "unlinked", "")]),
    ("<img alt='FDA approved pharmacy'>", [('"FDA approved pharmacy" badge', "unlinked", "")]),
    ("<img src='/mcafee-secure.gif'>", [("McAfee Secure / TrustedSite", "unlinked", "")]),
    # Near misses: words in sentences, captions, unlike words.
    ("<p>Registered with the GPhC and the MHRA</p>", []),
    ("<a href='/blog/1'>MHRA warns of fake medicines</a>", []),
    ("<img alt='FDA approved medicine'>", []),
    ("<img src='/tga.png' alt='TGA'>", []),
    (f"<img alt='{'A long caption under a picture of the GPhC building ' * 4}'>", []),
    ("<img src='/bbbb.png' alt='hobby'>", []),
    ("<img hidden src='/gphc.png' alt='GPhC'>", []),
]


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_seals(html: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = seals(parse(f"<body>{html}</body>", "https://www.shop.example.com/"))
    assert [(s.seal, s.link_state) for s in found] == [(name, state) for name, state, _ in expected]
    for seal, (_, _, entry) in zip(found, expected, strict=True):
        assert entry is None or seal.entry == entry
        assert seal.quote


def test_invented_marks_say_so() -> None:
    (found,) = seals(parse("<img alt='CIDA Rx'>", "https://shop.example/"))
    assert not found.exists


def test_common_logo_hosts_are_those_of_the_registers() -> None:
    hosts = eu_logo_hosts()
    assert "sukl.cz" in hosts
    assert "salute.gov.it" in hosts
    assert not any("pharmacyregulation" in host or "nabp" in host for host in hosts)


def test_retired_marks_are_in_the_table() -> None:
    assert retired_seals()["NABP accreditation (VIPPS)"].search("vipps.gif")
