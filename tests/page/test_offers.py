"""Offers out of markup: each case is a small page and what it offers."""

from __future__ import annotations

import pytest

from checker.page.dom import parse
from checker.page.facts import Offer
from checker.page.forms import form_facts
from checker.page.medicines import medicines
from checker.page.offers import Offers
from checker.page.prices import prices
from checker.page.structured import structured

URL = "https://shop.example/p"


def offers(html: str, url: str = URL, *, plain: bool = False) -> tuple[Offer, ...]:
    doc = parse(html if plain else f"<html><body>{html}</body></html>", url, plain=plain)
    return Offers(doc, medicines(doc), prices(doc.text), form_facts(doc), structured(doc)).read()


def told(
    html: str, url: str = URL, *, plain: bool = False
) -> set[tuple[str, str, str, float | None]]:
    """(substance, action, gate, price) of every offer of a medicine."""
    return {
        (o.medicine.inn, o.action, o.gate, o.price.amount if o.price else None)
        for o in offers(html, url, plain=plain)
        if o.medicine
    }


GRID = """<div class="grid">
<div class="card"><h3>Viagra 100 mg</h3><p>$59.00</p><button class="x">{verb}</button></div>
<div class="card"><h3>Xanax 2 mg</h3><p>$79.00</p><button class="x">{verb}</button></div>
<div class="card"><h3>Blue shirt</h3><p>$9.00</p><button class="x">{verb}</button></div></div>"""
UPLOAD = '<form action="/rx"><label>Upload your prescription<input type="file" name="prescription"></label></form>'
QUESTIONS = (
    '<form><label>Any allergies?<input name="allergies"></label><label>Blood pressure<input name="blood_pressure">'
    '</label><label>Current medication<input name="medication"></label></form>'
)


@pytest.mark.parametrize(
    "verb", ["Add to cart", "Buy now", "In den Warenkorb", "Satın al", "加入購物車"]
)
def test_a_grid_is_read_card_by_card_in_any_language(verb: str) -> None:
    found = {(inn, price) for inn, _, _, price in told(GRID.format(verb=verb))}
    assert found == {("sildenafil", 59.0), ("alprazolam", 79.0)}


def test_a_grid_whose_language_no_table_knows_is_read_by_the_marks_of_its_software() -> None:
    html = GRID.replace('class="x"', 'class="add_to_cart_button"').format(verb="Panier ɣ")
    assert {inn for inn, *_ in told(html)} == {"sildenafil", "alprazolam"}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            "<h1>Viagra</h1><table><tr><td>30 pills</td><td>$50</td><td><a href='/c?1'>Add to cart</a></td></tr>"
            "<tr><td>60 pills</td><td>$90</td><td><a href='/c?2'>Add to cart</a></td></tr></table>",
            {
                ("sildenafil", "basket", "none_seen", 50.0),
                ("sildenafil", "basket", "none_seen", 90.0),
            },
            id="rows-of-one-product",
        ),
        pytest.param(
            "<h1>Viagra</h1><p>£49</p><a href='/c'>Start consultation</a>",
            {("sildenafil", "consultation", "consultation", 49.0)},
            id="consultation-button",
        ),
        pytest.param(
            f"<h1>Viagra</h1><p>£49</p><button>Add to basket</button>{UPLOAD}",
            {("sildenafil", "basket", "prescription", 49.0)},
            id="prescription-upload",
        ),
        pytest.param(
            f"<h1>Viagra</h1><p>£49</p><button>Add to basket</button>{QUESTIONS}",
            {("sildenafil", "basket", "consultation", 49.0)},
            id="health-questions",
        ),
        pytest.param(
            "<div><h2>Viagra</h2><span>Rezeptpflichtig</span><p>49 €</p><button>In den Warenkorb</button></div>",
            {("sildenafil", "basket", "stated", 49.0)},
            id="label-says-prescription",
        ),
        pytest.param(
            "<h1>Tramadol 100 mg</h1><p>$120</p><a href='https://wa.me/447700900000'>WhatsApp</a>",
            {("tramadol", "chat", "none_seen", 120.0)},
            id="messenger",
        ),
        pytest.param(
            "<table><tr><td>Xanax 2 mg</td><td>$3.50</td></tr><tr><td>Valium 10 mg</td><td>$2.80</td></tr></table>",
            {
                ("alprazolam", "listing", "none_seen", 3.5),
                ("diazepam", "listing", "none_seen", 2.8),
            },
            id="price-list",
        ),
        pytest.param(
            "<h1>Deca 200 mg</h1><p>Nandrolone for bulking.</p><span>850 TL</span>",
            {("nandrolone", "listing", "none_seen", 850.0)},
            id="priced-page-with-nothing-to-press",
        ),
        pytest.param(
            "<h2>Buy Xanax online</h2><p>Fast delivery</p>",
            {("alprazolam", "announced", "none_seen", None)},
            id="headline-of-sale",
        ),
        pytest.param("<h2>Can I buy Xanax online?</h2><p>No.</p>", set(), id="near-miss-question"),
        pytest.param(
            "<p>Viagra holds sildenafil and costs the health service £2 a pill.</p>",
            set(),
            id="near-miss-prose-with-a-price",
        ),
        pytest.param(
            "<nav><a href='/v'>Viagra</a><a href='/cart'>Order now</a></nav><p>Welcome</p>",
            set(),
            id="near-miss-menu",
        ),
        pytest.param(
            "<h1>Garden chair</h1><p>£20</p><button>Add to basket</button>"
            "<aside><p>Our blog: what Viagra does to roses</p></aside>",
            set(),
            id="near-miss-other-goods",
        ),
    ],
)
def test_offers(html: str, expected: set[tuple[str, str, str, float | None]]) -> None:
    assert told(html) == expected


def test_a_link_that_names_the_medicine_is_an_offer_of_it() -> None:
    (offer,) = offers("<p>Cheap <a href='https://m.test/'>buy Valium online</a> here.</p>")
    assert offer.medicine is not None
    assert (offer.medicine.inn, offer.action) == ("diazepam", "link")


def test_structured_data_is_an_offer() -> None:
    html = (
        '<script type="application/ld+json">{"@type":"Product","name":"Xanax 2 mg","offers":'
        '{"@type":"Offer","price":"99.00","priceCurrency":"USD"}}</script><p>Xanax</p>'
    )
    assert ("alprazolam", "listing", "none_seen", 99.0) in told(html)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("30 pills $60.00", (30, 2.0), id="share-of-the-pack"),
        pytest.param("from $0.69 per pill, 90 pills", (90, 0.69), id="printed-per-pill"),
        pytest.param("£1.20/tablet", (None, 1.2), id="printed-per-tablet-without-a-pack"),
    ],
)
def test_unit_price(words: str, expected: tuple[int | None, float]) -> None:
    (offer,) = offers(f"<h1>Viagra</h1><div>{words} <button>Add to cart</button></div>")
    assert (offer.quantity, offer.unit_price) == expected


def test_an_image_button_says_what_it_does() -> None:
    form = '<h1>Viagra</h1><form action="/c"><input type="image" alt="Buy now" src="b.gif"></form>'
    assert told(form) == {("sildenafil", "buy", "none_seen", None)}


PICTURE = '<h3>{name}</h3><a href="{link}"><img src="b.gif" alt=""></a>'


@pytest.mark.parametrize(
    ("link", "action"),
    [
        pytest.param("/cart?add=77", "basket", id="query"),
        pytest.param("/panier/ajout/77", "basket", id="path"),
        pytest.param("/?add-to-cart=77", "basket", id="shop-software"),
        pytest.param("/cart/", "", id="near_miss: the basket itself"),
        pytest.param("/blog/add-to-basketball", "", id="near_miss: another word"),
    ],
)
def test_a_link_into_the_basket_needs_no_words(link: str, action: str) -> None:
    cards = [PICTURE.format(name=name, link=link) for name in ("Xanax 2 mg", "Soma 350 mg")]
    told_of = {o.action for o in offers("".join(f"<div>{card}</div>" for card in cards))}
    assert told_of == ({action} if action else set())


CARDS = (
    "<h1>Ozempic 1 mg</h1><div><b>€99</b> <button>Add to cart</button></div><section>"
    "<div><h3>{first}</h3><b>€3</b><button>Add to cart</button></div>"
    "<div><h3>{second}</h3><b>€6</b><button>Add to cart</button></div></section>"
)


def test_goods_beside_the_subject_of_a_page_are_other_goods() -> None:
    html = CARDS.format(first="Throat lozenges", second="Hand cream")
    assert told(html) == {("semaglutide", "basket", "none_seen", 99.0)}


def test_pack_sizes_under_the_subject_of_a_page_are_its_own() -> None:
    html = CARDS.format(first="Pack of 2", second="Pack of 4")
    assert {price for *_, price in told(html)} == {99.0, 3.0, 6.0}


def test_a_quoted_offer_is_a_sentence() -> None:
    words = "“Buy Ozempic now!! 1mg pen £150, 3 pens £390, write to us today, discreet shipping”"
    assert told(f"<blockquote>{words}</blockquote>") == set()


@pytest.mark.parametrize(
    "name", ["Viagra Connect 50 mg", "Cialis Together 10 mg", "Maxon Active 25 mg"]
)
def test_brands_a_pharmacist_may_sell_need_no_prescription(name: str) -> None:
    card = f"<div><h3>{name}</h3><p>£20</p><button>Add to cart</button></div>"
    medicine = offers(card)[0].medicine
    assert medicine is not None
    assert not medicine.prescription_only


def test_what_fits_a_pen_is_no_medicine() -> None:
    card = "<div><h3>Needles, 100 pieces</h3><p>For GLP-1 pens</p><p>€21</p><button>Add to cart</button></div>"
    assert told(card) == set()


@pytest.mark.parametrize("part", ["nav", "header", "footer"])
def test_a_product_with_its_price_is_offered_wherever_it_stands(part: str) -> None:
    card = "<div><h3>Xanax 2 mg</h3><p>$79</p><button>Add to cart</button></div>"
    assert told(f"<{part}>{card}</{part}>") == {("alprazolam", "basket", "none_seen", 79.0)}


READ = "<h1>Our pills</h1><p>Delivered in three days, anywhere in the country, in a plain box.</p>"
CARD = "<div><h3>Xanax 2 mg</h3><img src='p.png' alt=''>{button}</div>"
BASKET = CARD.format(button="<a href='/cart?add=7'><img src='b.gif'></a>")
LABELS = "".join(f"<a href='/{x}'>{x}</a> " for x in ("Valium", "Viagra", "Contact"))


@pytest.mark.parametrize("part", ["nav", "header", "footer"])
@pytest.mark.parametrize(
    ("inside", "beside", "sold"),
    [
        pytest.param(READ + BASKET, "", True, id="the whole page"),
        pytest.param(BASKET, READ * 9, True, id="a headed order beside a text"),
        pytest.param(
            f"{READ}<p>Viagra</p><button>Order now</button>",
            "<p>Welcome</p>",
            True,
            id="more is said in it than beside it",
        ),
        pytest.param(
            f"{LABELS}<button>Order now</button>", "", False, id="near_miss: nothing but links"
        ),
        pytest.param(f"{LABELS}<button>Order now</button>", READ, False, id="near_miss: a menu"),
        pytest.param(
            CARD.format(button="<a href='/a'>Start consultation</a>"),
            READ,
            False,
            id="near_miss: the button leads to a consultation",
        ),
    ],
)
def test_a_part_in_which_most_is_said_is_no_menu(
    part: str, inside: str, beside: str, sold: bool
) -> None:
    assert bool(told(f"<{part}>{inside}</{part}>{beside}")) is sold


@pytest.mark.parametrize("tail", ["", "Open daily.", "<a href='/a'>Contact</a> " * 40])
def test_words_behind_the_only_card_are_none_of_it(tail: str) -> None:
    card = "<div><h3>Xanax 2 mg</h3><p>$79</p><button>Add to cart</button></div>"
    assert told(f"<h1>Our pills</h1>{card}{tail}") == {("alprazolam", "basket", "none_seen", 79.0)}
    assert [o.quote for o in offers(card + tail)] == ["Xanax 2 mg $79 Add to cart"]


def test_a_form_nobody_sees_asks_nobody() -> None:
    card = "<div><h3>Xanax 2 mg</h3><p>$79</p><button>Add to cart</button></div>"
    assert {gate for _, _, gate, _ in told(card + UPLOAD)} == {"prescription"}
    assert {gate for _, _, gate, _ in told(card + f"<div hidden>{UPLOAD}</div>")} == {"none_seen"}


SHELF = (
    "<div><h3>Xanax 2 mg</h3><p>$79</p><button>Add to cart</button></div>"
    "<div><h3>Cialis 20 mg</h3><p>$49</p><button>Add to cart</button></div>"
)


@pytest.mark.parametrize(
    ("html", "gates"),
    [
        pytest.param(SHELF, {"none_seen"}, id="nothing-asks"),
        pytest.param(SHELF + UPLOAD, {"beside"}, id="a-form-that-no-button-leads-through"),
        pytest.param(UPLOAD + SHELF, {"beside"}, id="a-form-above-the-shelf"),
        pytest.param(
            UPLOAD.replace("</form>", SHELF + "</form>"), {"prescription"}, id="buttons-of-the-form"
        ),
        pytest.param(
            SHELF.replace("</p><button>", f"</p>{UPLOAD}<button>"),
            {"prescription"},
            id="a-form-on-each-card",
        ),
        pytest.param(
            SHELF.replace("Add to cart", "Start consultation"),
            {"consultation"},
            id="buttons-that-lead-to-a-consultation",
        ),
    ],
)
def test_a_step_stands_only_before_the_buttons_that_lead_through_it(
    html: str, gates: set[str]
) -> None:
    assert {gate for _, _, gate, _ in told(html)} == gates
