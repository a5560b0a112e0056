from __future__ import annotations

import pytest

from checker.page.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We ship to all of the United Kingdom and you can pay by card.", "en"),
        ("Wir liefern in ganz Deutschland und Sie können mit der Karte zahlen.", "de"),
        ("Nous livrons dans toute la France et vous pouvez payer par carte.", "fr"),
        ("Enviamos a todo el país y usted puede pagar con tarjeta sin receta.", "es"),
        ("Enviamos para todo o país e você pode pagar com cartão, não é preciso receita.", "pt"),
        ("Spediamo in tutta Italia e si può pagare con la carta, non serve la ricetta.", "it"),
        ("Wij bezorgen in heel Nederland en u kunt met de kaart betalen.", "nl"),
        (
            "Wysyłamy na terenie całego kraju i nie jest to lek dla dzieci, a także za pobraniem.",
            "pl",
        ),
        ("Ürünlerimiz gizli paket ile gönderilir ve bu ürün için çok uygun bir fiyat.", "tr"),
        ("Vi levererar till hela Sverige och du kan betala med kort, det är enkelt.", "sv"),
        (
            "Доставка по всей России, оплата при получении, вы можете заказать это без рецепта.",
            "ru",
        ),
        ("Доставка до цяла България, може да платите с наложен платеж и ще бъде при вас.", "bg"),
        ("Доставка по всій Україні, ви можете сплатити під час отримання.", "uk"),
        ("שילוח דיסקרטי לכל הארץ ותשלום לשליח", "he"),
        ("توصيل آمن وسريع في جميع أنحاء الدولة", "ar"),
        ("ارسال محرمانه به سراسر کشور و پرداخت در محل چگونه است", "fa"),
        ("全台免運，保證隱密包裝配送，貨到付款", "zh"),
        ("全国送料無料でお届けします。処方箋は不要です。", "ja"),
        ("전국 무료 배송 비밀 포장", "ko"),
        ("Giao hàng toàn quốc và thanh toán khi nhận hàng, bạn không cần đơn thuốc.", "vi"),
        ("จัดส่งทั่วประเทศ เก็บเงินปลายทาง", "th"),
        ("Viagra 100 mg 30 tabs $49.00", ""),
        ("", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect(text) == language


def test_english_page_about_a_foreign_city_stays_english() -> None:
    text = "The pharmacy of the city of Москва is open and you can call us at any time of the day."
    assert detect(text) == "en"


def test_long_text_is_judged_by_several_places() -> None:
    menu = "Viagra Cialis Levitra " * 400
    prose = "Wir liefern in ganz Deutschland und Sie können mit der Karte zahlen. " * 60
    assert detect(menu + prose) == "de"
