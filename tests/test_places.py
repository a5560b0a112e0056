"""Places without a site of their own: judged by their address, by a page or a text handed over, with near misses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checker.check import evidence_of
from checker.evidence import View
from checker.judgement import judge, page_evidence
from checker.page.worker import read_here
from checker.report import Report
from checker.seen import with_page_seen
from checker.target import read_target
from checker.verdict import Kind, Level

AT = datetime(2026, 11, 24, tzinfo=UTC)


def by_address(typed: str, country: str = "GB") -> Report:
    return judge(evidence_of(read_target(typed), country, AT, []))


def by_page(typed: str, html: str) -> Report:
    evidence = evidence_of(read_target(typed), "GB", AT, [])
    return judge(with_page_seen(evidence, html.encode(), read_here, AT))


@pytest.mark.parametrize(
    ("typed", "level", "kind"),
    [
        ("https://t.me/viagra_uk", Level.HIGH_RISK, Kind.SOCIAL_SELLER),
        ("https://www.instagram.com/buyxanaxuk", Level.HIGH_RISK, Kind.SOCIAL_SELLER),
        ("https://www.facebook.com/groups/ozempicforsale", Level.HIGH_RISK, Kind.SOCIAL_SELLER),
        (
            "https://www.gumtree.com/p/other/xanax-2mg-bars/1",
            Level.HIGH_RISK,
            Kind.MARKETPLACE_LISTING,
        ),
        (
            "https://www.alibaba.com/product-detail/Tadalafil-powder_1.html",
            Level.HIGH_RISK,
            Kind.MARKETPLACE_LISTING,
        ),
        (
            "https://www.alibaba.com/product-detail/TDP-5-tablet-press_1.html",
            Level.CAUTION,
            Kind.MARKETPLACE_LISTING,
        ),
        ("https://wa.me/447700900123", Level.CAUTION, Kind.SOCIAL_SELLER),
        (
            "https://www.ecplaza.net/products/tdp5-tablet-press_44",
            Level.CAUTION,
            Kind.MARKETPLACE_LISTING,
        ),
        ("https://wa.me/message/ABCDEF123456", Level.CAUTION, Kind.SOCIAL_SELLER),
        ("https://signal.me/#p/+447700900222", Level.CAUTION, Kind.SOCIAL_SELLER),
        ("https://threema.id/ABCD1234", Level.CAUTION, Kind.SOCIAL_SELLER),
        ("http://abcdefghijklmnop.onion/", Level.CAUTION, Kind.DARK_WEB),
        # Near misses: addresses that say nothing against anybody.
        (
            "https://www.ecplaza.net/products/plastic-pill-box_45",
            Level.INCONCLUSIVE,
            Kind.MARKETPLACE_LISTING,
        ),
        ("https://www.facebook.com/BootsUK", Level.INCONCLUSIVE, Kind.SOCIAL_SELLER),
        ("https://www.linkedin.com/company/pfizer", Level.INCONCLUSIVE, Kind.SOCIAL_SELLER),
        ("https://x.com/MHRAgovuk/status/1", Level.INCONCLUSIVE, Kind.SOCIAL_SELLER),
        ("https://www.tiktok.com/@nhsuk", Level.INCONCLUSIVE, Kind.SOCIAL_SELLER),
        ("https://www.reddit.com/r/Ozempic", Level.INCONCLUSIVE, Kind.SOCIAL_SELLER),
        ("https://www.ebay.co.uk/itm/123", Level.INCONCLUSIVE, Kind.MARKETPLACE_LISTING),
        (
            "https://www.amazon.co.uk/Ozempic-Cookbook/dp/B0",
            Level.INCONCLUSIVE,
            Kind.MARKETPLACE_LISTING,
        ),
    ],
)
def test_by_the_address_alone(typed: str, level: Level, kind: Kind) -> None:
    report = by_address(typed)
    assert (report.verdict.level, report.verdict.kind) == (level, kind)
    known, instead = report.next_steps[:2]
    assert "We found no" in known.text.text(), "what is not known"
    assert "We advise against" in instead.text.text() or "Paste" in instead.text.text()
    assert report.report_to, "where to report it"


PHARMACY_PAGE = """<title>Mill Road Pharmacy | Facebook</title><h1>Mill Road Pharmacy</h1><p>Wegovy is now available
through our online doctor. Book a consultation with our pharmacist. Flu jabs from £19.95, in store or online.</p>"""
SELLER_PAGE = """<h1>Pills UK</h1><p>Xanax 2mg 100 for £90, tramadol next day delivery. DM or WhatsApp +44 7700
900123</p>"""
BAKERY = """<h1>Bakery</h1><p>Fresh bread each day, baked in our own oven from six in the morning, and cakes to order
for birthdays and weddings.</p>"""
POWDER = """<title>Tadalafil raw powder 99 %</title><h1>Tadalafil powder CAS 171596-29-5</h1><p>Min. order 1 kg.
US $500 per kg. Contact supplier. Shipping from China by EMS, customs safe.</p>"""
PRESS = """<title>TDP-5 tablet press</title><h1>TDP-5 single punch tablet press machine</h1><p>Price US $900. Min. order
1 set. Contact the supplier now for a quotation of this machine today, please.</p>"""
WARNING = """<h1>Channel</h1><p>Regulators warn: sellers on Telegram sold fake Ozempic, the agency said on Monday in a
press release for the public.</p>"""


@pytest.mark.parametrize(
    ("typed", "html", "levels"),
    [
        pytest.param(
            "https://www.facebook.com/pillsuk", SELLER_PAGE, (Level.HIGH_RISK,), id="seller"
        ),
        pytest.param(
            "https://www.alibaba.com/product-detail/x", POWDER, (Level.HIGH_RISK,), id="powder"
        ),
        pytest.param(
            "http://abcdefghijklmnop.onion/l/1", SELLER_PAGE, (Level.HIGH_RISK,), id="hidden"
        ),
        pytest.param(
            "https://www.alibaba.com/product-detail/y", PRESS, (Level.CAUTION,), id="press-alone"
        ),
        pytest.param(
            "https://www.ecplaza.net/products/tdp5-tablet-press_44",
            PRESS,
            (Level.CAUTION,),
            id="press-whose-address-says-so",
        ),
        pytest.param(
            "https://www.facebook.com/millroad",
            PHARMACY_PAGE,
            (Level.INCONCLUSIVE,),
            id="near-miss-pharmacy",
        ),
        pytest.param(
            "https://www.facebook.com/bakery",
            BAKERY,
            (Level.NOT_A_PHARMACY,),
            id="near-miss-bakery",
        ),
        pytest.param("https://t.me/agencynews", WARNING, (Level.CAUTION,), id="near-miss-warning"),
    ],
)
def test_by_a_page_that_was_handed_over(typed: str, html: str, levels: tuple[Level, ...]) -> None:
    report = by_page(typed, html)
    assert report.verdict.level in levels
    assert report.verdict.kind is not Kind.OTHER or report.verdict.level is Level.NOT_A_PHARMACY
    if report.verdict.level is not Level.NOT_A_PHARMACY:
        assert report.next_steps and report.report_to


@pytest.mark.parametrize("html", [BAKERY, WARNING])
def test_a_harmless_page_never_answers_kinder_than_the_address(html: str) -> None:
    hidden = "http://abcdefghijklmnop.onion/"
    for typed in ("https://t.me/viagra_uk", "https://wa.me/447700900123", hidden):
        alone, read = by_address(typed).verdict.level, by_page(typed, html).verdict.level
        assert read is alone, typed


@pytest.mark.parametrize("country", ["GB", "DE", "IE", "US", ""])
def test_where_to_report_follows_the_country(country: str) -> None:
    assert by_address("https://t.me/pillshop", country).report_to


@pytest.mark.parametrize(
    "url",
    ["https://www.bbc.co.uk/news/fake-jabs", "https://github.com/someone/drug-prices"],
)
def test_near_miss_a_page_that_mentions_a_messenger(url: str) -> None:
    html = (
        "<title>Fake jabs</title><h1>Fake Ozempic sold on Telegram</h1><p>"
        + "Sellers used Telegram and WhatsApp to sell fake Ozempic pens, reporters found. " * 8
    )
    report = judge(page_evidence(html.encode(), read_target(url), "GB", read=read_here))
    assert report.target.platform is None
    assert report.verdict.level is Level.NOT_A_PHARMACY
    assert not {"contact_messenger_only", "prescription_medicine_by_messenger"} & {
        reason.signal for reason in report.reasons_against
    }


def test_the_page_of_a_place_is_named_as_handed_over() -> None:
    report = by_page("https://www.facebook.com/pillsuk", SELLER_PAGE)
    page = next(s for s in report.coverage.sources if s.source == "page")
    assert page.view is View.CLIENT
    assert any("sent by the browser" in limit.text() for limit in report.limits)
