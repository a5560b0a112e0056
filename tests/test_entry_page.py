"""Reading an authority's answer, without a network: what counts as naming a site, and what does not."""

from __future__ import annotations

import pytest

from checker.authorities import authority_named
from checker.claims import Claim, ClaimKind, ClaimOutcome, SiteIdentity, Why
from checker.entry_page import CONTROL, Question, echoes, mentions, read_answer, spellings
from checker.entry_words import says, says_it_ended, words
from checker.finding import Quote
from checker.page.facts import PageFacts
from checker.page.read import read_page
from tests.timing import within

US = "harbour-apotheke.de"
IDENTITY = SiteIdentity(
    host=US, domain=US, names=("Harbour Apotheke GmbH",), postcodes=("20095", "EC1A1BB")
)
ASKED = "https://www.infarmed.pt/entry/9"
URL = "https://www.infarmed.pt/entry/9"
C = ClaimOutcome.COULD_NOT_BE_CHECKED


def page(body: str, title: str = "Register", url: str = URL) -> PageFacts:
    html = f"<html><head><title>{title}</title></head><body><main>{body}</main></body></html>"
    return read_page(html.encode(), "text/html; charset=utf-8", url)


def question(asked: str = ASKED, number: str = "") -> Question:
    authority = authority_named("Infarmed (PT)")
    assert authority is not None
    claim = Claim(
        kind=ClaimKind.NUMBER if number else ClaimKind.LOGO,
        what="EU common logo",
        authority=authority.name,
        id=number,
        link=asked,
        where=Quote(text="logo", where="https://shop.example/"),
    )
    return Question(claim=claim, authority=authority, identity=IDENTITY, asked=asked)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (f"<p>Site: {US}</p>", True),
        (f"<p>Site: https://www.{US}/start?x=1</p>", True),
        (f"<p>Site: WWW.{US.upper()}.</p>", True),
        (f"<p>({US})</p>", True),
        (f"<p><a href='https://{US}/'>the pharmacy</a></p>", True),
        (f"<p>shop.{US}</p>", True),
        (f"<p>info@{US}</p>", False),
        (f"<p>info@mail.{US}</p>", False),
        (f"<p>my{US}</p>", False),
        (f"<p>my-{US}</p>", False),
        (f"<p>{US}.evil.com</p>", False),
        (f"<p>{US}x</p>", False),
        (f"<p>{US}-shop</p>", False),
        ("<p>harbour-apotheke</p>", False),
        (f"<p hidden>{US}</p>", False),
        (f"<p>x</p><!-- {US} -->", False),
        (f"<a href='https://{US}.evil.com/'>x</a>", False),
        (f"<a href='https://evil.com/{US}'>x</a>", False),
        (f"<script>var site='{US}'</script><p>x</p>", False),
        (f"<input value='{US}'><p>x</p>", False),
    ],
)
def test_mentions(body: str, named: bool) -> None:
    assert bool(mentions(page(body), US)) is named


def test_unicode_spelling_counts() -> None:
    assert spellings("xn--pharmcie-f1a.fr") == ("xn--pharmcie-f1a.fr", "pharmécie.fr")
    assert mentions(page("<p>Site: www.pharmécie.fr</p>"), "xn--pharmcie-f1a.fr")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (f"https://a.pt/?q={US}", True),
        (f"https://a.pt/{US}", True),
        ("https://a.pt/?q=harbour%2Dapotheke%2Ede", True),
        ("https://a.pt/?q=harbour%252Dapotheke%252Ede", True),
        ("https://a.pt/?q=HARBOUR-APOTHEKE", True),
        ("https://a.pt/harbour-apotheke", False),
        ("https://a.pt/entry/9", False),
    ],
)
def test_questions_that_carry_the_domain(asked: str, expected: bool) -> None:
    assert echoes(asked, IDENTITY) is expected


ANSWERS = [
    (f"<p>Sítio: {US}</p>", "Register", ClaimOutcome.MATCHES, Why.NAMED),
    ("<p>Sítio: real-seller.pt</p>", "Register", ClaimOutcome.BELONGS_TO_ANOTHER, Why.OTHER_DOMAIN),
    ("<p><a href='https://real-seller.pt/'>Visitar</a></p>", "Register", ClaimOutcome.BELONGS_TO_ANOTHER,
     Why.OTHER_DOMAIN),
    ("<p>Nenhum resultado</p>", "Register", ClaimOutcome.NOT_IN_REGISTER, Why.EMPTY),
    ("<p>Estado: Cancelada</p><p>Sítio: " + US + "</p>", "Register", ClaimOutcome.NOT_IN_REGISTER, Why.ENDED),
    (f"<p>{US}</p>", "Alerta: sites ilegais", C, Why.WARNING_PAGE),
    (f"<h2>Medicamentos falsificados</h2><p>{US}</p>", "Register", C, Why.WARNING_PAGE),
    (f"<p>Nenhum resultado para {US}</p>", "Register", C, Why.UNREADABLE),
    ("<p>Harbour Apotheke, 20095 Hamburg</p>", "Register", C, Why.DETAILS_ONLY),
    ("<p>Apotheke Harbour, 20095 Hamburg</p>", "Register", C, Why.DETAILS_ONLY),
    ("<p>Harbourside Apotheke, 120095</p>", "Register", C, Why.UNREADABLE),
    ("<p>a-shop.pt</p><p>b-shop.pt</p>", "Register", C, Why.SEVERAL),
    ("<p>See www.gov.pt and facebook.com and infarmed.pt</p>", "Register", C, Why.UNREADABLE),
    ("<p>Contact: seller@real-seller.pt</p>", "Register", C, Why.UNREADABLE),
    ("<p>Download index.html, see e.g. v1.2.3</p>", "Register", C, Why.UNREADABLE),
    ("", "Register", C, Why.UNREADABLE),
    (f"<p>{US}</p>", "404 Not Found", C, Why.UNREADABLE),
    (f"<p>{US}</p>", "Página não encontrada", C, Why.UNREADABLE),
]  # fmt: skip


@pytest.mark.parametrize(("body", "title", "outcome", "why"), ANSWERS)
def test_answer(body: str, title: str, outcome: ClaimOutcome, why: Why) -> None:
    said = read_answer(question(), page(body, title))
    assert (said.outcome, said.why) == (outcome, why)


@pytest.mark.parametrize(
    ("control", "why"),
    [
        (None, Why.ECHO),
        (f"<p>Sítio: {CONTROL}</p>", Why.ECHO),
        ("<p>Nenhum resultado</p>", Why.NAMED),
    ],
)
def test_control_question(control: str | None, why: Why) -> None:
    asked = question(f"https://www.infarmed.pt/?q={US}")
    other = page(control) if control is not None else None
    assert read_answer(asked, page(f"<p>Sítio: {US}</p>"), other).why is why


def test_what_agrees_is_told_of_anothers_entry() -> None:
    body = "<p>Harbour Apotheke, 20095 Hamburg</p><p>Sítio: real-seller.pt</p>"
    said = read_answer(question(), page(body))
    assert said.outcome is ClaimOutcome.BELONGS_TO_ANOTHER
    assert said.agrees == ("name", "postcode")


def test_number_must_be_the_one_claimed() -> None:
    body = f"<p>Registo 4711012</p><p>Sítio: {US}</p>"
    assert read_answer(question(number="4711012"), page(body)).why is Why.NAMED
    elsewhere = page(f"<p>Sítio: {US}</p>", url="https://www.infarmed.pt/entry/4711012")
    assert read_answer(question(number="4711012"), elsewhere).why is Why.NAMED
    assert read_answer(question(number="471101"), page(body)).why is Why.UNREADABLE
    assert read_answer(question(number="14711012"), page(body)).why is Why.UNREADABLE


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("empty", "No results were found", True),
        ("empty", "0 results", True),
        ("empty", "10 results", False),
        ("empty", "Keine Treffer.", True),
        ("empty", "Nessuna farmacia trovata", True),
        ("empty", "Casino results", False),
        ("no_page", "Error 404", True),
        ("no_page", "Flat 404, High Street", False),
        ("warning", "Nelegální nabídky", True),
        ("warning", "Forewarning of rain", False),
        ("label", "Webbplats:", True),
        ("label", "Cobwebsite", False),
    ],
)
def test_words(kind: str, text: str, expected: bool) -> None:
    assert says(kind, text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Status: Removed", True),
        ("Status\nVoluntarily removed", True),
        ("Stato: cessata", True),
        ("Status: Registered", False),
        ("Status: Registered\nRemoved entries are listed apart", False),
        ("This pharmacy is no longer registered", True),
        ("Statusquo removed", False),
    ],
)
def test_ended(text: str, expected: bool) -> None:
    assert says_it_ended(text) is expected


def test_word_lists_are_lower_case_and_whole() -> None:
    for kind in ("empty", "no_page", "status", "ended", "ended_plainly", "warning", "label"):
        assert words(kind)
        assert all(word == word.lower().strip() and len(word) > 2 for word in words(kind))


@pytest.mark.parametrize("filler", ["a.", "no ", "status ", f"{US} ", "x@y.z ", "9" * 40 + " "])
def test_long_answers_are_read_quickly(filler: str) -> None:
    facts = page(f"<p>{filler * (300_000 // len(filler))}</p>")
    within(1.5, lambda: read_answer(question(number="4711012"), facts))
