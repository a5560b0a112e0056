"""Which sites are joined, and which never: tables of pairs with near misses."""

from __future__ import annotations

import pytest

from checker.family.fingerprint import Mark
from checker.family.links import KINDS, link, rarity
from checker.reference import table
from tests.family.build import GARDEN, NUMBER, page, site, told, with_marks

CLONE = site("one.example", page(told("pill"), contact=f"Tel {NUMBER}"))


@pytest.mark.parametrize(
    ("case", "body", "joined"),
    [
        ("the same page", page(told("pill"), contact=f"Tel {NUMBER}"), True),
        ("words copied, another theme", page(told("pill"), theme="other"), True),
        (
            "another wording, same theme and number",
            page(told("tool"), contact=f"Tel {NUMBER}"),
            True,
        ),
        ("the theme alone", page(GARDEN, contact="Tel +44 20 7946 0999"), False),
        ("the number alone", page(GARDEN, theme="other", contact=f"Tel {NUMBER}"), False),
        ("nothing", page(GARDEN, theme="other"), False),
    ],
)
def test_who_is_joined(case: str, body: bytes, joined: bool) -> None:
    found = link(CLONE, site("two.example", body), lambda mark: 2)
    assert (found is not None and found.joined) is joined, case


AGENCY = Mark("telephone", "+442079460555")


@pytest.mark.parametrize(
    ("case", "mine", "theirs"),
    [
        (
            "the agency's telephone beside each one's own",
            (AGENCY, Mark("telephone", "+442079460001")),
            (AGENCY, Mark("telephone", "+442079460002")),
        ),
        ("trackers of a shop platform", (Mark("tracker", "a 1"), Mark("tracker", "a 2")), None),
        ("name servers", (Mark("name_servers", "ns1.host.example ns2.host.example"),), None),
        ("one certificate", (Mark("certificate", "one.example"),), None),
        ("an affiliate programme's mark", (Mark("programme", "Some Programme"),), None),
        ("the platform's name", (Mark("name", "great shops"), Mark("tracker", "a 1")), None),
        ("lines and names of the theme", tuple(Mark("line", str(n)) for n in range(4)), None),
        ("terms out of a generator", tuple(Mark("policy", str(n)) for n in range(30)), None),
    ],
)
def test_services_with_a_common_theme_make_no_family(
    case: str, mine: tuple[Mark, ...], theirs: tuple[Mark, ...] | None
) -> None:
    one = with_marks("one.example", *mine, like=CLONE)
    other = with_marks("two.example", *(theirs or mine), like=CLONE)
    found = link(one, other, lambda mark: 2)
    assert found is not None and not found.joined, case


def test_an_agency_s_number_and_the_names_in_its_code_join_no_clients() -> None:
    style = tuple(Mark("style", str(n)) for n in range(30))
    one, other = (with_marks(f"{n}.example", AGENCY, *style) for n in ("one", "two"))
    found = link(one, other, lambda mark: 2)
    assert found is not None and not found.joined


def software(*names: str) -> str:
    """All that the English interface of some shop software says, each on a line of its own."""
    rows = (row for row in table("software_lines") if row["language"] == "en")
    return "".join(f"<p>{row['line']}</p>" for row in rows if row["software"] in names)


@pytest.mark.parametrize("shop", ["woocommerce", "shopify", "magento", "opencart", "prestashop"])
def test_lawful_shops_on_the_same_software_and_theme_are_not_joined(shop: str) -> None:
    """Their own words are few beside those of the software; theme and analytics account are the platform's."""
    said, platform = software(shop, "several"), "<script>ga('create','UA-4471200-1')</script>"
    privacy = page("Privacy policy", title="Privacy policy", more=software("wordpress"))
    one, other = (
        site(
            f"{title}.example",
            page(own, contact=f"Tel +44 20 7946 {number}", more=said + platform, title=title),
            privacy,
        )
        for title, number, own in (
            ("heath", "0101", told("soap", 8)),
            ("moor", "0202", "\n".join(GARDEN.split("\n")[:8])),
        )
    )
    found = link(one, other, lambda mark: 2)
    assert found is not None and not found.joined


def test_a_maker_s_description_of_a_product_joins_no_large_shops() -> None:
    """Eight sentences that both took over, in a hundred of their own."""
    copied = told("tablet", 8)
    own = [
        "\n".join(told(f"{name} {kind}") for kind in ("soap", "tea", "oil", "salt"))
        for name in ("heath", "moor")
    ]
    one, other = (
        site(f"{n}.example", page(f"{mine}\n{copied}", theme=f"t{n}")) for n, mine in enumerate(own)
    )
    found = link(one, other, lambda mark: 2)
    assert found is not None and not found.joined


PRIVACY = "\n".join(
    f"We keep the {kind} that you give us only as long as the purpose of the {kind} asks for it, as the law says"
    for kind in (
        "name",
        "address",
        "order",
        "payment",
        "message",
        "birthday",
        "number",
        "wish",
        "list",
    )
)


@pytest.mark.parametrize(
    ("case", "title", "joined"),
    [
        ("on a page called so", "Privacy policy", False),
        ("in another language", "Datenschutzerklärung", False),
        ("near miss: the same words on any other page", "Why we are cheap", True),
    ],
)
def test_policies_that_many_copy_join_nobody(case: str, title: str, joined: bool) -> None:
    one = site("one.example", page(told("soap", 6)), page(PRIVACY, title=title))
    other = site(
        "two.example", page(told("tea", 6), theme="b"), page(PRIVACY, title=title, theme="b")
    )
    found = link(one, other, lambda mark: 2)
    assert found is not None and found.joined is joined, case


def test_sentences_are_told_apart_inside_long_paragraphs() -> None:
    """A clone that strings its sentences together otherwise."""
    sentences = told("pill").split("\n")
    one = site("one.example", page(". ".join(sentences) + "."))
    turned = ". ".join([*sentences[15:], "And this is new.", *sentences[:15]]) + "."
    other = site("two.example", page(turned, theme="b"))
    found = link(one, other, lambda mark: 2)
    assert found is not None and found.joined
    assert {shared.kind for shared in found.shared} >= {"sentence"}


CHINESE = [
    f"我們的{name}由原廠直接進口並且採用隱密包裝寄送，收到貨物後如有問題可以在七天內免費退換"
    for name in "甲乙丙丁戊己庚辛壬癸"
]


def test_writing_without_spaces_is_compared_too() -> None:
    one, other = (
        site(f"{n}.example", page("\n".join(lines), theme=f"t{n}"))
        for n, lines in enumerate(
            (CHINESE, [*CHINESE[2:], "全新的句子在這裡說明其他事情而且與前面無關"])
        )
    )
    found = link(one, other, lambda mark: 2)
    assert found is not None and found.joined


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("UA-4471200-1", "UA-4471200-7", True),
        ("UA-4471200-1", "UA-4471201-1", False),
        ("G-4ABCDEF123", "G-4ABCDEF124", False),
    ],
)
def test_properties_of_one_tracking_account_are_one_mark(one: str, other: str, same: bool) -> None:
    pages = (page("-", more=f"<script>x('{tracker}')</script>") for tracker in (one, other))
    trackers = [
        {mark for mark in site("a.example", body).marks if mark.kind == "tracker"} for body in pages
    ]
    assert all(trackers)
    assert (trackers[0] == trackers[1]) is same


@pytest.mark.parametrize(
    ("kind", "carriers", "share"),
    [
        ("telephone", 2, 1.0),
        ("telephone", 40, 1.0),
        ("telephone", 620, 0.5),
        ("telephone", 1200, 0.0),
        ("line", 12, 1.0),
        ("line", 66, 0.5),
        ("line", 120, 0.0),
    ],
)
def test_what_many_have_counts_less(kind: str, carriers: int, share: float) -> None:
    of = KINDS[kind]
    assert rarity(carriers, of) == pytest.approx(share)
    mark = Mark(kind, "1")
    found = link(
        with_marks("a.example", mark), with_marks("b.example", mark), lambda mark: carriers
    )
    strength = found.strength if found else 0.0
    assert strength == pytest.approx(of.strength * share, abs=0.01)
