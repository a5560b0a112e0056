"""Attempts to talk a judgement round, row by row of the table of hostile input.

What has a test elsewhere is named there; the rest is tried here. A row that nobody answers fails.
"""

from __future__ import annotations

import ast
import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checker.claim_check import Why
from checker.evidence import Evidence, Observation, View
from checker.finding import Outcome
from checker.judgement import judge, page_evidence
from checker.page.worker import read_here
from checker.registration import Registration, RegistrationState
from checker.report import Report, shown_probability, to_json
from checker.target import read_target
from checker.verdict import Kind, Level
from tests.hard.cases import judged
from tests.signals.checked import O, check, checked

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://shop.example/"
REASSURING = frozenset((Level.VERIFIED, Level.UNVERIFIED, Level.NOT_A_PHARMACY))
GOOD = "Registered with the GPhC. VIPPS and NABP verified. A prescription is required. " * 60
"""Some 5,000 characters of licence words."""

SHOPS = {
    "blatant": "<h1>Our pills</h1><p>We ship worldwide. No prescription needed. Pay with Bitcoin.</p>"
    "<div><h3>Valium 10 mg</h3><p>$59</p><button>Add to cart</button></div>",
    "quiet": "<h1>Health shop</h1><p>We ship worldwide.</p><div><h3>Sildenafil 100 mg</h3><p>30 pills $59"
    "</p><button>Add to cart</button></div>",
}

HERE = "tests/test_ml_evasion.py"
ANSWERED = {
    "hidden_white_text": f"{HERE}::test_unseen_words_change_next_to_nothing",
    "hidden_display_none": f"{HERE}::test_unseen_words_change_next_to_nothing",
    "hidden_comment": f"{HERE}::test_comments_and_keywords_change_nothing",
    "hidden_meta": f"{HERE}::test_comments_and_keywords_change_nothing",
    "hidden_noscript": f"{HERE}::test_words_where_programs_read_change_next_to_nothing",
    "hidden_alt": f"{HERE}::test_words_where_programs_read_change_next_to_nothing",
    "hidden_deep": f"{HERE}::test_words_where_programs_read_change_next_to_nothing",
    "keyword_stuffing_good": f"{HERE}::test_claims_in_any_number_lower_no_level",
    "fake_seal": f"{HERE}::test_a_seal_without_an_entry_raises_or_keeps_the_risk",
    "homoglyph_words": "tests/test_evasion.py::test_a_name_in_disguise_is_that_name",
    "image_only": f"{HERE}::test_pictures_of_words_are_no_words",
    "split_words": "tests/test_evasion.py::test_a_name_in_disguise_is_that_name",
    "css_content": f"{HERE}::test_words_of_style_sheets_are_told_as_a_limit",
    "entity_words": "tests/test_evasion.py::test_a_name_in_disguise_is_that_name",
    "reverse_bidi": f"{HERE}::test_a_name_written_backwards_is_found",
    "padding_benign": f"{HERE}::test_an_article_after_a_shop_changes_little",
    "link_padding": f"{HERE}::test_links_to_authorities_lower_no_risk",
    "old_domain": f"{HERE}::test_an_old_name_clears_nobody",
    "copied_legit_page": f"{HERE}::test_another_pharmacys_page_under_a_name_that_resembles_it",
    "language_swap": f"{HERE}::test_a_language_that_is_not_covered_is_told_and_clears_nothing",
    "cloak_by_ua": "tests/gather/test_second_view.py::test_a_shop_for_those_who_search_is_found_and_counted",
    "parked_then_live": f"{HERE}::test_a_parked_name_is_called_parked",
    "score_probe": f"{HERE}::test_a_probe_reads_two_digits_and_no_weight_of_the_model",
}
"""Row -> the test that answers it."""


def test_every_row_is_answered(fixtures_dir: Path, root: Path) -> None:
    with (fixtures_dir / "hostile_http.csv").open(encoding="utf-8", newline="") as lines:
        names = {row["name"] for row in csv.DictReader(lines) if row["group"] == "ml_evasion"}
    assert names
    assert names <= set(ANSWERED)
    for place in ANSWERED.values():
        file, _, test = place.partition("::")
        tree = ast.parse((root / file).read_text(encoding="utf-8"))
        assert test in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}, place


def shown(html: str) -> float:
    """The probability of the page that ``html`` is the body of."""
    probability = report(html).verdict.probability
    assert probability is not None
    return probability


def report(html: str, url: str = URL) -> Report:
    return judged(f"<html lang=en><body>{html}</body></html>".encode(), url)


def present(told: Report) -> set[str]:
    return {f.signal for f in told.findings if f.outcome is Outcome.PRESENT}


shops = pytest.mark.parametrize("shop", SHOPS.values(), ids=SHOPS)

STYLES = [
    "color:#fff;background:#fff",
    "display:none",
    "visibility:hidden",
    "font-size:0",
    "text-indent:-9999px",
    "position:absolute;clip:rect(0,0,0,0)",
    "opacity:0",
    "position:absolute;left:-9999px",
]


@shops
@pytest.mark.parametrize("how", [*(f'style="{s}"' for s in STYLES), "hidden"])
def test_unseen_words_change_next_to_nothing(shop: str, how: str) -> None:
    after = report(f"{shop}<div {how}>{GOOD}</div>")
    assert after.verdict.probability is not None
    assert abs(after.verdict.probability - shown(shop)) <= 0.05


NAMES = "Viagra Cialis Levitra Xanax Valium Ambien Tramadol Modafinil"


@pytest.mark.parametrize("how", [*(f'style="{s}"' for s in STYLES), "hidden"])
@pytest.mark.parametrize("words", [NAMES, GOOD], ids=["medicines", "licences"])
def test_unseen_words_are_told(words: str, how: str) -> None:
    assert "hidden_text" in present(report(f"{SHOPS['quiet']}<div {how}>{words}</div>"))


@shops
def test_words_kept_from_screen_readers_alone_are_read_and_clear_nothing(shop: str) -> None:
    """Everybody who looks sees them; they are claims like any other."""
    after = report(f'{shop}<div aria-hidden="true">{GOOD}</div>')
    assert after.verdict.level not in REASSURING


@shops
@pytest.mark.parametrize("where", ["<!-- {} -->", '<meta name="keywords" content="{}">'])
def test_comments_and_keywords_change_nothing(shop: str, where: str) -> None:
    assert shown(shop + where.format(GOOD)) == shown(shop)


@shops
@pytest.mark.parametrize(
    "where",
    [
        pytest.param("<noscript>{}</noscript>", id="noscript"),
        pytest.param('<img src="a.png" alt="{0}" title="{0}">', id="alt-and-title"),
        pytest.param(f"{'<div>' * 300}{{}}{'</div>' * 300}", id="deep"),
        pytest.param("<style>p::before{{content:'{}'}}</style>", id="style-content"),
    ],
)
def test_words_where_programs_read_change_next_to_nothing(shop: str, where: str) -> None:
    after = report(shop + where.format(GOOD))
    assert after.verdict.probability is not None
    assert after.verdict.probability >= shown(shop) - 0.05
    assert after.verdict.level not in REASSURING


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("p::before{content:'Viagra without prescription'}", True),
        ('@media all{.a:after{CONTENT : "No prescription needed"}}', True),
        ("p::after{content:'\\56 iagra 100 mg, 59 dollars'}", True),
        ("p::before{content:'\\e900'}", False),
        ("a::after{content:'ADVERTISEMENT'}", False),
        ("a::after{content:attr(title)}", False),
    ],
)
def test_words_of_style_sheets_are_told_as_a_limit(rule: str, told: bool) -> None:
    limits = [one.text() for one in report(f"<style>{rule}</style>{SHOPS['quiet']}").limits]
    assert any("style sheets" in limit for limit in limits) is told


@shops
@pytest.mark.parametrize("words", [GOOD, "Ask our pharmacist. " * 60], ids=["claims", "care"])
def test_words_at_any_depth_count_alike(shop: str, words: str) -> None:
    """People see them: a statement below 300 elements is worth what it is worth at the top."""
    deep = report(f"{shop}{'<div>' * 300}{words}{'</div>' * 300}")
    assert deep.verdict.probability == shown(f"{shop}<div>{words}</div>")
    assert deep.verdict.level not in REASSURING


@shops
def test_claims_in_any_number_lower_no_level(shop: str) -> None:
    after = report(f"{shop}<p>{'VIPPS NABP GPhC verified ' * 500}</p>")
    assert after.verdict.level is report(shop).verdict.level


@shops
def test_a_seal_without_an_entry_raises_or_keeps_the_risk(shop: str) -> None:
    after = report(f'{shop}<img src="/vipps-seal.png" alt="VIPPS accredited pharmacy">')
    assert after.verdict.probability is not None
    assert after.verdict.probability >= shown(shop) - 1e-9
    assert present(after) & {"seal_unlinked", "seal_retired", "seal_invented"}


def test_pictures_of_words_are_no_words() -> None:
    after = report("".join(f'<img src="/pills-{n}.jpg">' for n in range(12)))
    assert after.verdict.level is Level.INCONCLUSIVE
    assert any("image_only" in text.text() for text in after.limits)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("\u202eargaiV\u202c", id="override-character"),
        pytest.param("<bdo dir=rtl>argaiV</bdo>", id="override-element"),
        pytest.param(
            '<i style="unicode-bidi:bidi-override;direction:rtl">argaiV</i>', id="override-style"
        ),
    ],
)
def test_a_name_written_backwards_is_found(name: str) -> None:
    shop = "<h1>Our pills</h1><div><h3>{} 100 mg</h3><p>$59</p><button>Add to cart</button></div>"
    assert "prescription_medicine_in_basket" in present(report(shop.format(name)))


@shops
def test_an_article_after_a_shop_changes_little(shop: str) -> None:
    paragraph = (
        "<p>The river rises in the hills and reaches the sea after ninety miles of meadows.</p>"
    )
    before = report(shop)
    after = report(shop + paragraph * (200_000 // len(paragraph)))
    assert before.verdict.probability is not None
    assert after.verdict.probability is not None
    assert abs(after.verdict.probability - before.verdict.probability) <= 0.10
    assert after.verdict.level is before.verdict.level


@shops
@pytest.mark.parametrize("where", ["<footer>{}</footer>", "<p>{}</p>", "{}"])
def test_links_to_authorities_lower_no_risk(shop: str, where: str) -> None:
    links = "".join(f'<a href="https://agency{n}.gov/">Agency {n}</a> ' for n in range(500))
    after = report(shop + where.format(links))
    assert after.verdict.probability is not None
    assert after.verdict.probability >= shown(shop) - 1e-9


def at(html: str, registration: Registration) -> Evidence:
    target = read_target("https://millhaven-garden.com/")
    page = page_evidence(html.encode(), target, "GB", read=read_here, clock=lambda: NOON)
    seen = Observation(source="registration", view=View.ASKED, at=NOON, value=registration)
    return replace(page, observations=(*page.observations, seen))


def registered(created: datetime, transferred: datetime | None = None) -> Registration:
    return Registration(
        state=RegistrationState.REGISTERED,
        domain="millhaven-garden.com",
        created=created.date(),
        transferred=transferred and transferred.date(),
        at=NOON,
    )


@shops
def test_an_old_name_clears_nobody(shop: str) -> None:
    """The day of the present registration counts, and a great age is no credit."""
    old = judge(at(shop, registered(NOON.replace(year=2011))))
    bought = judge(at(shop, registered(NOON.replace(year=2011), NOON.replace(month=10))))
    new = judge(at(shop, registered(NOON.replace(month=10))))
    assert old.verdict.level not in REASSURING
    assert "registration_recently_transferred" in present(bought) - present(old)
    assert "registration_recent" in present(new) - present(old)


def test_another_pharmacys_page_under_a_name_that_resembles_it() -> None:
    """The register says whose number it is."""
    html = (
        "<title>Mill Lane Pharmacy</title><h1>Mill Lane Pharmacy</h1><p>GPhC 1234567</p><div><h3>Sildenafil "
        "50 mg</h3><p>£20</p><button>Add to cart</button></div>"
    )
    page = page_evidence(
        html.encode(), read_target("https://boots-pharmacy.com/"), "GB", read=read_here
    )
    claim = checked(check(O, Why.OTHER_DOMAIN, other="mill-lane-pharmacy.com"))
    seen = Observation(source="claims", view=View.ASKED, at=NOON, value=claim)
    told = judge(replace(page, observations=(*page.observations, seen)))
    assert told.verdict.level in (Level.CAUTION, Level.HIGH_RISK)
    assert {"claim_belongs_to_another", "resembles_known_pharmacy"} <= present(told)


def test_a_language_that_is_not_covered_is_told_and_clears_nothing() -> None:
    html = (
        "<h1>Duka la dawa</h1><p>Tunatuma dawa haraka na kwa usalama hadi nyumbani kwako, popote ulipo nchini. "
        "Hakuna haja ya cheti cha daktari na hakuna anayeuliza maswali. Lipa kwa simu na kifurushi kitakuja.</p>"
        "<div><h3>Viagra 100 mg</h3><p>KES 4,900</p><form action='/cart' method='post'>"
        "<button class='add-to-cart'>Weka kikapuni</button></form></div>"
    )
    told = judged(f"<html lang=sw><body>{html}</body></html>".encode(), "https://dawa.example/")
    assert told.verdict.level not in REASSURING
    assert any("language" in text.text() for text in told.limits)


def test_a_parked_name_is_called_parked() -> None:
    told = report(
        "<h1>pillcorner.com</h1><p>This domain is for sale. Buy this domain.</p>"
        "<p>Related searches: online pharmacy, cheap pills</p>"
    )
    assert told.verdict.kind is Kind.PARKED
    assert told.verdict.level is Level.INCONCLUSIVE


def test_a_probe_reads_two_digits_and_no_weight_of_the_model() -> None:
    """How often it may ask is tried with the service's limits."""
    answer = to_json(report(SHOPS["quiet"]))
    verdict = answer["verdict"]
    assert isinstance(verdict, dict)
    assert shown_probability(0.123456) == 0.12
    assert verdict["probability"] == shown_probability(report(SHOPS["quiet"]).verdict.probability)
    assert not {"features", "trees"} & set(names_in(json.loads(json.dumps(answer))))


def names_in(value: object) -> Iterator[str]:
    """All keys of a JSON value, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner)
