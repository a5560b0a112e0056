from __future__ import annotations

import pytest

from checker.page.dom import parse
from checker.page.markers import markers, strong_marks
from checker.reference import table

PROGRAMMES = [
    ("<p>Awarded by Pharma Checker</p>", "GlavMed / SpamIt shop"),
    ("<footer>Copyright 2010 Canadian Pharmacy</footer>", "GlavMed / SpamIt shop"),
    ("<p>Member of the Canadian International Drug Association</p>", "GlavMed / SpamIt shop"),
    ("<title>Canadian Health&amp;Care Mall</title>", "EvaPharmacy shop"),
    ("<p>All the drugs sold at our store are FDA approved</p>", "EvaPharmacy shop"),
    ("<p>Call (800) 998-7978</p>", "Rx-Promotion telephone"),
    ("<p>800.998.7978</p>", "Rx-Promotion telephone"),
    ("<a href='https://33drugs.example/'>x</a>", "33drugs / DrugRevenue"),
    ("<a href='https://www.rxpayouts.com/?aff=1'>x</a>", "RxPayouts / RxCashCow"),
    ("<p>Webmasters: join Rx-Partners</p>", "Rx-Partners"),
    ("<title>Worldwide Drug Store</title>", "Worldwide Drug Store / World Drug Store"),
    ("<a href='https://worlddrugstore.example/'>x</a>", "Worldwide Drug Store / World Drug Store"),
    ("<a href='https://pharmcash.example/?id=7'>Earn</a>", "PharmCash"),
    ("<a href='https://pharmempire.example/'>Partners</a>", "Pharmempire"),
    ("<title>Medicina Mexico</title>", "Medicina Mexico"),
    ("<a href='https://medicinamexico.example/'>x</a>", "Medicina Mexico"),
    ("<p>Supplied by Medi PK</p>", "MediPK"),
    ("<a href='https://247med.example/'>x</a>", "247Med"),
    ("<p>Bulk2USA ships tonight</p>", "Bulk2USA"),
    ("<a href='https://myrxcash.example/'>x</a>", "MyRXCash"),
    ("<p>American Pharmacy Group</p>", "American Pharmacy Group"),
    ("<p>An HA Stores site</p>", "HA Stores"),
    ("<p>Through CanaRx</p>", "CanaRx / CanAmerica Global"),
    ("<p>Sent by Divyata</p>", "Divyata / JCM Dropship / Meds4U"),
    ("<p>RxLimited, est. 2004</p>", "RxLimited"),
    ("<title>DoktorDick</title>", "DoktorDick / Pill Program"),
    ("<title>Herbal King</title>", "SanCash / Herbal King"),
    ("<title>WikiPharmacy</title>", "WikiPharmacy"),
    ("<title>Canadian Family Pharmacy</title>", "Canadian Family Pharmacy"),
    ("<title>Toronto Drug Store</title>", 'other "Canadian" faces'),
    ("<title>Trusted Tabs</title>", "Trusted Tabs class"),
    ("<title>ベストケンコー</title>", "BestKenko / BestKusuri"),
    ("<title>International Drug Mart</title>", "International Drug Mart"),
    ("<a href='https://pharmacyrxworld.example/'>x</a>", "North Drug Store / PharmacyRxWorld"),
    ("<title>Global Pharmacy Plus</title>", "Global Pharmacy Canada"),
    ("<a href='https://kamagra24online.to/'>x</a>", "Kamagra shop family"),
    ("<p>Your shop, ready made by Pills Prime</p>", "ready-made affiliate shop"),
    ("<a href='https://rx-affiliate.example/'>x</a>", "ready-made affiliate shop"),
]
"""What a page of each known programme shows."""

TEMPLATES = [
    ("<a href='/categories/Bestsellers/all'>x</a>", ["catalogue paths of pill shops"]),
    ("<p>All orders are shipped from India</p>", ["India-export policy text"]),
]

NEAR_MISSES = [
    "<p>Canadian pharmacies are licensed by the provinces</p>",
    "<p>Look it up at pharmachecker.com</p>",
    "<footer>Copyright 2010 Canadian Pharmacists</footer>",
    "<p>A mall for health and care</p>",
    "<p>All the drugs sold at this pharmacy need a prescription. None is FDA approved yet.</p>",
    "<p>Call (800) 998-7970</p>",
    "<p>We list 33 drug interactions</p>",
    "<p>Our Rx partners are licensed pharmacies</p>",
    "<p>The world's drug stores, and the World Drug Report</p>",
    "<p>The world drug storehouse of Basel</p>",
    "<p>Pharmacash-free payments at the pharmacy</p>",
    "<p>The pharmaceutical empire of the last century</p>",
    "<p>La medicina en Mexico</p>",
    "<p>American pharmacy groups met in Boston</p>",
    "<p>Alpha stores it below 25 degrees</p>",
    "<p>Canary Rx and North America Global</p>",
    "<p>Meds 4 U and me</p>",
    "<p>Limited Rx stock</p>",
    "<p>Herbal kingdom teas</p>",
    "<p>Wikipedia on pharmacy</p>",
    "<p>A Canadian family visits the pharmacy</p>",
    "<p>A drug store in Toronto</p>",
    "<p>Kamagra is not licensed</p>",
    "<a href='https://news.example/kamagra.html'>x</a>",
    "<p>International drug market report</p>",
    "<p>Our tea comes from India</p>",
    "<p>The best pharmacy express delivery</p>",
    "<title>Discount Pharmacy</title>",
    "<title>VIP customers at World of Pharmacy</title>",
]
"""Lawful shops, news and advice say such things."""

CASES = [
    *((html, [name]) for html, name in PROGRAMMES),
    *TEMPLATES,
    *((html, []) for html in NEAR_MISSES),
]


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_markers(html: str, expected: list[str]) -> None:
    assert list(markers(parse(html, "https://shop.example/"))) == expected


def test_every_known_programme_is_recognised() -> None:
    known = {row["name"] for row in table("infrastructure") if row["kind"] == "programme"}
    assert {name for _, name in PROGRAMMES} == known


def test_strong_marks_are_a_part_of_all() -> None:
    assert "EvaPharmacy shop" in strong_marks()
    assert "India-export policy text" not in strong_marks()
