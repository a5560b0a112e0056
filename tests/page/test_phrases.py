from __future__ import annotations

import pytest

from checker.page.document import Block, Document
from checker.page.facts import Place
from checker.page.phrases import MOST_PER_SIGNAL, names_prescriber, phrases, phrases_in


def said(text: str, language: str = "en") -> dict[str, bool]:
    return {hit.signal: hit.negated for hit in phrases_in(text, Place("main"), language)}


def document(*blocks: tuple[str, str], language: str = "en") -> Document:
    doc = Document(url="https://www.shop.example/", language=language)
    start = 0
    for node, (tag, text) in enumerate(blocks):
        doc.blocks.append(Block(node=node, start=start, text=text, tag=tag, place="main"))
        start += len(text) + 1
    doc.text = "\n".join(text for _, text in blocks)
    return doc


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("No prescription needed! Order now.", False),
        ("Buy Viagra without a prescription.", False),
        ("You don't need a prescription.", False),
        ("Never buy medicines without a prescription.", True),
        ("It is illegal to sell this without a prescription.", True),
        ("Buying Xanax without a prescription is illegal.", True),
        ("Can I buy Viagra without a prescription?", True),
        ("Websites that sell without a prescription should be avoided.", True),
        ("The MHRA warned of sellers offering it with no prescription.", True),
        ("Medicines sold with or without a prescription.", True),
        ("Looking for Viagra without a prescription? Order here.", False),
    ],
)
def test_no_prescription(text: str, negated: bool) -> None:
    assert said(text)["no_prescription"] is negated


@pytest.mark.parametrize(
    "text",
    [
        "non-prescription medicines",
        "No prescription is guaranteed.",
        "Please enable JavaScript (noscript)",
        "prescription charges",
    ],
)
def test_near_misses(text: str) -> None:
    assert not {s for s in said(text) if s == "no_prescription"}


@pytest.mark.parametrize(
    ("text", "method", "negated"),
    [
        ("Pay with Western Union", "payment:Western Union", False),
        ("We never accept Western Union or MoneyGram.", "payment:Western Union", True),
        ("We accept Bitcoin", "payment:Bitcoin", False),
        ("We don't take Zelle, but Bitcoin is welcome", "payment:Bitcoin", False),
        ("We don't take Zelle, but Bitcoin is welcome", "payment:Zelle", True),
        ("Send it to shop@okaxis", "payment:UPI handle", False),
    ],
)
def test_payments(text: str, method: str, negated: bool) -> None:
    assert said(text)[method] is negated


@pytest.mark.parametrize(
    ("text", "language", "signal"),
    [
        ("Reçetesiz, gizli paket", "tr", "no_prescription"),
        ("Kapıda ödeme", "tr", "payment:cash on delivery"),
        ("ללא מרשם רופא", "he", "no_prescription"),
        ("بدون وصفة طبية", "ar", "no_prescription"),
        ("Дискретна доставка", "bg", "discreet_packaging"),
        ("無需處方", "zh", "no_prescription"),
        ("隱密包裝配送", "zh", "discreet_packaging"),
        ("처방전 없이 구매", "ko", "no_prescription"),
        ("không cần đơn thuốc", "vi", "no_prescription"),
        ("bez lékařského předpisu", "cs", "no_prescription"),
        ("fara reteta", "ro", "no_prescription"),  # written without its accents
        ("dyskretna wysyłka", "pl", "discreet_packaging"),
        ("penghantaran diskret", "ms", "discreet_packaging"),
        ("sin receta medica", "es", "no_prescription"),
    ],
)
def test_languages(text: str, language: str, signal: str) -> None:
    assert said(text, language)[signal] is False
    assert said(text, "en")[signal] is False, "whatever language the page is in"


def test_prescription_needed_in_chinese_is_not_its_opposite() -> None:
    assert "prescription_required" not in said("無需處方", "zh")
    assert said("需要處方", "zh")["prescription_required"] is False


def test_lists_below_a_warning_heading_are_reports() -> None:
    doc = document(
        ("h2", "How to spot a fake pharmacy"),
        ("li", "No prescription needed"),
        ("li", "Payment by Bitcoin"),
    )
    assert all(hit.negated for hit in phrases(doc))
    assert not any(hit.negated for hit in phrases(doc, shop=True))
    doc = document(("h2", "Why buy from us"), ("li", "No prescription needed"))
    claim = next(hit for hit in phrases(doc) if hit.signal == "no_prescription")
    assert not claim.negated


def test_title_and_text_are_read_and_repetition_is_not_kept() -> None:
    doc = document(*[("p", f"No prescription needed {n}.") for n in range(50)])
    doc.title = "Viagra without prescription"
    hits = phrases(doc)
    assert sum(hit.signal == "no_prescription" for hit in hits) == MOST_PER_SIGNAL + 1
    assert {hit.place.part for hit in hits} == {"main", "title"}
    assert hits[0].start == 0


def test_long_sentences_are_quoted_around_the_claim() -> None:
    (hit,) = phrases_in(
        "word " * 30 + "no prescription needed" + " word" * 30, Place("main"), "en"
    )[:1]
    assert "no prescription" in hit.quote
    assert len(hit.quote) <= 200


@pytest.mark.parametrize(
    "text",
    [
        "No previous prescription required.",
        "No prior prescription needed.",
        "Without prescription required",
    ],
)
def test_a_waiver_is_no_requirement(text: str) -> None:
    seen = said(f"Valium 10 mg. {text}")
    assert "no_prescription" in seen
    assert "prescription_required" not in seen


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Our pharmacist looks at every order.", True),
        ("Ask your doctor. A prescription is required.", True),
        (
            "A prescription is required, and our prescriber reads what you tell us about your health.",
            True,
        ),
        ("Thuốc không kê đơn", True),
        ("A prescription is required.", False),
        ("Pills for all. No prescription needed! Free delivery.", False),
        ("Never buy medicines without a prescription.", False),
        ("Ohne Rezept\nViagra 100 mg", False),
        (f"{'A prescription is required. ' * 60}", False),
        ("Fast shipping of all pills.", False),
    ],
)
def test_a_bare_claim_speaks_of_nobody_who_decides(text: str, speaks: bool) -> None:
    assert names_prescriber(text) is speaks
