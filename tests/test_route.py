"""The way of the goods in the languages the project reads, and the line the report has of it."""

from __future__ import annotations

import io

import pytest

from checker.judgement import judge, page_evidence
from checker.page.folding import fold
from checker.page.worker import read_here
from checker.place_names import places_in
from checker.report import to_json
from checker.route import route_text
from checker.signals._route import route_of
from checker.target import read_target
from checker.terminal import console_for, show
from tests.signals.routes import GB, news, shop

FROM_INDIA = [
    ("Apotheke", "Der Versand erfolgt diskret aus Indien nach Deutschland."),
    ("Pharmacie", "Vos commandes sont expédiées depuis l'Inde."),
    ("Farmacia", "Los pedidos se envían desde la India a España."),
    ("Farmacia", "Gli ordini vengono spediti dall'India."),
    ("Apotheek", "Bestellingen worden verzonden vanuit India naar Nederland."),
    ("Apteka", "Paczki są wysyłane z Indii do Polski."),
    ("Farmácia", "Os pedidos são enviados da Índia para Portugal."),
    ("Аптека", "Заказы отправляются из Индии в Россию."),
    ("Аптека", "Замовлення відправляються з Індії."),
    ("Аптека", "Поръчките се изпращат от Индия."),
    ("Apotek", "Ordrar skickas från Indien till Sverige."),
    ("Apotek", "Ordrer sendes fra Indien."),
    ("Apteekki", "Tilaukset lähetetään Intiasta."),
    ("Lékárna", "Objednávky zasíláme z Indie."),
    ("Patika", "A csomagokat Indiából szállítjuk."),
    ("Farmacie", "Comenzile sunt expediate din India."),
    ("Φαρμακείο", "Οι αποστολές γίνονται από την Ινδία."),
    ("Eczane", "Siparişler Hindistan'dan gönderilir."),
    ("صيدلية", "يتم شحن الطلبات من الهند."),
    ("בית מרקחת", "המוצרים נשלחים מהודו."),
    ("药店", "我们从印度直邮到您家。"),
    ("薬局", "商品はインドから発送されます。"),
    ("약국", "인도에서 발송됩니다."),
    ("Nhà thuốc", "Hàng được gửi trực tiếp từ Ấn Độ."),
    ("Apotek", "Paket dikirim langsung dari India."),
]


@pytest.mark.parametrize(("title", "words"), FROM_INDIA, ids=[words for _, words in FROM_INDIA])
def test_a_place_of_dispatch_in_many_languages(title: str, words: str) -> None:
    route = route_of(shop(title, words))
    assert [(leg.leg, leg.country, leg.kind) for leg in route.legs] == [
        ("ships_from", "IN", "source")
    ]
    assert words[:20] in route.legs[0].quote.text


@pytest.mark.parametrize(
    ("words", "line"),
    [
        pytest.param(
            "Orders are shipped from India to the UK. We have agents in Spain.",
            "says it is in United Kingdom; sends from India; agents in Spain",
            id="abroad",
        ),
        pytest.param(
            "We have a US warehouse and a UK warehouse. Parcels go by way of our hub; sent via Dubai.",
            "says it is in United Kingdom; stock in United States, United Kingdom; by way of United Arab Emirates",
            id="several",
        ),
        pytest.param(
            "Local agents wanted.", "says it is in United Kingdom; local agents", id="agents"
        ),
        pytest.param(
            "Our office is in the Jebel Ali Free Zone.",
            "says it is in United Kingdom; free zone: Jebel Ali",
            id="zone",
        ),
        pytest.param("We never ship from India.", None, id="near-miss-denied"),
        pytest.param("Do you ship from India?", None, id="near-miss-asked"),
        pytest.param("We ship to India and China.", None, id="near-miss-ships-to"),
        pytest.param("Sent from my phone.", None, id="near-miss-no-place"),
        pytest.param("We ship from Turkey Street, Enfield.", None, id="near-miss-a-street"),
        pytest.param(
            "We ship from Georgia, USA.",
            "says it is in United Kingdom; sends from United States",
            id="near-miss-a-state",
        ),
    ],
)
def test_the_route_in_one_line(words: str, line: str | None) -> None:
    told = route_text(route_of(shop(GB, words)))
    assert (told.text() if told else None) == line


@pytest.mark.parametrize(
    ("url", "homes"),
    [
        ("https://quickmeds-britain.example/", ("GB",)),
        ("https://shop.co.uk/", ("GB",)),
        ("https://polished-pills.example/", ()),
        ("https://chadwick.example/", ()),
    ],
)
def test_the_country_that_a_site_is_named_after(url: str, homes: tuple[str, ...]) -> None:
    assert route_of(shop("Pills", "Orders are shipped from India.", url)).homes == homes


def test_near_miss_an_article_has_no_route() -> None:
    assert route_text(route_of(news())) is None


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("from India, Singapore and Hong Kong", "en", ["IN", "SG", "HK"]),
        ("contact us by mail", "en", []),
        ("aus der Schweiz", "de", ["CH"]),
        ("z Polski i Czech", "pl", ["PL"]),
        ("de la Chine", "fr", ["CN"]),
        ("香港和新加坡", "zh", ["HK", "SG"]),
    ],
)
def test_places_in_running_text(text: str, language: str, codes: list[str]) -> None:
    assert [place.code for place in places_in(fold(text), language)][: len(codes) or None] == codes


def test_the_report_has_the_route() -> None:
    words = "Orders are shipped from India to the UK."
    html = (
        f"<title>{GB}</title><h1>Viagra 100 mg</h1><p>$10</p><form action='/cart'>"
        f"<button>Add to cart</button></form><p>{words}</p>"
    )
    report = judge(
        page_evidence(html.encode(), read_target("https://shop.example/"), "GB", read=read_here)
    )
    told = to_json(report)["route"]
    assert isinstance(told, dict)
    assert told["homes"] == ["GB"]
    assert [leg["country"] for leg in told["legs"]] == ["IN"]  # type: ignore[union-attr,index,call-overload]
    out = io.StringIO()
    show(report, console_for(out, width=100))
    assert "says it is in United Kingdom; sends from India" in out.getvalue()
    assert "ships_from_abroad" in {reason.signal for reason in report.reasons_against}
