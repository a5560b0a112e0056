"""Claims checked against servers that answer like registers: found, another's, empty, changed, hostile."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from checker.claims import Claim, ClaimCheck, ClaimKind, ClaimOutcome, SiteIdentity, Why
from checker.finding import Quote
from checker.gather.confirm import KEPT, ConfirmCache, confirm, confirm_all
from checker.net import Limits
from checker.page.worker import PageReader
from tests.loopback import Reply, redirect, zipped
from tests.register_servers import (
    LAYOUTS,
    Answer,
    Entry,
    Registers,
    card,
    challenge,
    echo,
    empty,
    page,
    shell,
    slow,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LIMITS = Limits(total=3, retry_after=0.01)
US = "oakhampton-pharmacy.co.uk"
IDENTITY = SiteIdentity(
    host=f"www.{US}", domain=US, names=("Oakhampton Pharmacy",), postcodes=("LS14AP",)
)
GPHC = "www.pharmacyregulation.org/registers/pharmacy/registrationnumber/9012345"
GPHC_OTHER = "www.pharmacyregulation.org/registers/pharmacy/9012345"
TITLE = "General Pharmaceutical Council"
SEEN = Quote(text="the words seen", where="https://www.shop.example/ (footer)")

M, O, N, C = (  # noqa: E741
    ClaimOutcome.MATCHES,
    ClaimOutcome.BELONGS_TO_ANOTHER,
    ClaimOutcome.NOT_IN_REGISTER,
    ClaimOutcome.COULD_NOT_BE_CHECKED,
)


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    with PageReader(workers=1) as one:
        yield one


def number(value: str = "9012345", **changes: Any) -> Claim:
    claim = Claim(
        kind=ClaimKind.NUMBER,
        what="gphc_premises",
        authority="GPhC register of pharmacies",
        country="GB",
        id=value,
        valid=True,
        where=SEEN,
    )
    return replace(claim, **changes)


def logo(link: str, authority: str, country: str, entry: str = "") -> Claim:
    return Claim(
        kind=ClaimKind.LOGO,
        what="EU common logo",
        authority=authority,
        country=country,
        id=entry,
        link=link,
        link_state="genuine",
        where=SEEN,
    )


def ask(
    answers: Mapping[str, Answer],
    reader: PageReader,
    directory: Path,
    claim: Claim | None = None,
    *,
    seconds: float = 8.0,
) -> ClaimCheck:
    with Registers(directory, answers) as registers:
        return confirm(
            claim or number(),
            IDENTITY,
            registers.network,
            LIMITS,
            read=reader.read,
            deadline=time.monotonic() + seconds,
            clock=lambda: NOW,
        )


def entry(**changes: str) -> Entry:
    return Entry(**{"number": "9012345", "website": f"www.{US}", **changes})


NUMBERS = [
    *(
        pytest.param(make(entry(), TITLE), M, Why.NAMED, id=f"found: {n}")
        for n, make in LAYOUTS.items()
    ),
    *(
        pytest.param(
            make(entry(website="real-pharmacy.com"), TITLE),
            O,
            Why.OTHER_DOMAIN,
            id=f"another's: {n}",
        )
        for n, make in LAYOUTS.items()
    ),
    pytest.param(empty(TITLE), N, Why.EMPTY, id="empty"),
    pytest.param(empty(TITLE, "0 results"), N, Why.EMPTY, id="empty: a number"),
    pytest.param(card(entry(status="Removed"), TITLE), N, Why.ENDED, id="ended"),
    pytest.param(
        card(entry(website=""), TITLE), C, Why.DETAILS_ONLY, id="no website, details agree"
    ),
    pytest.param(
        card(entry(website="", name="Smith & Sons", postcode="M1 2AB"), TITLE),
        C,
        Why.DETAILS_DIFFER,
        id="no website, details differ",
    ),
    pytest.param(
        page(TITLE, "<p>Registration 9012345</p>"), C, Why.NO_DOMAIN, id="nothing but the number"
    ),
    pytest.param(
        card(entry(website="oakhampton-pharmacy.com"), TITLE),
        C,
        Why.OTHER_ENDING,
        id="other ending",
    ),
    # What is no entry we can read.
    pytest.param(
        card(entry(), "Medicines Shop Finder"), C, Why.UNREADABLE, id="not the authority's words"
    ),
    pytest.param(
        card(entry(number="1099999"), TITLE), C, Why.UNREADABLE, id="the entry of another number"
    ),
    pytest.param(page(TITLE, "<p>Our new register</p>"), C, Why.UNREADABLE, id="changed lay-out"),
    pytest.param(page(TITLE, f"<p>News about {US}</p>"), C, Why.UNREADABLE, id="news, no entry"),
    pytest.param(
        page("Page not found", f"<p>{TITLE} {US} 9012345</p>"), C, Why.UNREADABLE, id="no page"
    ),
    pytest.param(shell(), C, Why.UNREADABLE, id="script"),
    pytest.param(challenge(), C, Why.UNREADABLE, id="challenge"),
    pytest.param(Reply(status=404), C, Why.UNREACHABLE, id="error: 404"),
    pytest.param(Reply(status=500), C, Why.UNREACHABLE, id="error: 500"),
    pytest.param(Reply(status=403), C, Why.UNREACHABLE, id="error: refused"),
    pytest.param(Reply(body=b""), C, Why.UNREADABLE, id="nothing"),
    pytest.param(
        Reply(body=b"%PDF-1.4", content_type="application/pdf"),
        C,
        Why.UNREADABLE,
        id="no page type",
    ),
    # Names that look like ours.
    pytest.param(
        card(entry(website=f"my{US}"), TITLE), O, Why.OTHER_DOMAIN, id="ours inside a longer name"
    ),
    pytest.param(
        card(entry(website=f"{US}.evil.com"), TITLE), O, Why.OTHER_DOMAIN, id="ours before another"
    ),
    pytest.param(card(entry(website=f"shop.{US}"), TITLE), M, Why.NAMED, id="a host of ours"),
    pytest.param(
        card(entry(website=f"mail info@{US}"), TITLE), C, Why.DETAILS_ONLY, id="only a mail address"
    ),
    pytest.param(
        page(f"{TITLE}: warning about sellers", f"<p>9012345 {US}</p>"),
        C,
        Why.WARNING_PAGE,
        id="a warning",
    ),
    pytest.param(
        page(TITLE, f"<p>Registration 9012345</p><p>Not recommended: {US}</p>"),
        C,
        Why.WARNING_PAGE,
        id="a warning in the line",
    ),
    pytest.param(
        page(TITLE, "<p>9012345</p>" + "".join(f"<p>a{n}-shop.com</p>" for n in range(9))),
        C,
        Why.SEVERAL,
        id="a list of sellers",
    ),
    pytest.param(
        page(TITLE, f"<p>9012345</p><p style='display:none'>Website {US}</p>"),
        C,
        Why.NO_DOMAIN,
        id="ours in hidden text",
    ),
]


@pytest.mark.parametrize(("answer", "outcome", "why"), NUMBERS)
def test_number(
    answer: Answer, outcome: ClaimOutcome, why: Why, reader: PageReader, tmp_path: Path
) -> None:
    check = ask({GPHC: answer, GPHC_OTHER: answer}, reader, tmp_path)
    assert (check.outcome, check.why) == (outcome, why)
    assert check.at == NOW
    assert check.host.endswith("pharmacyregulation.org")
    assert bool(check.other) is (outcome is O)


def test_second_address_of_an_entry(reader: PageReader, tmp_path: Path) -> None:
    """The first form of the address is gone, the second works."""
    check = ask({GPHC: Reply(status=404), GPHC_OTHER: card(entry(), TITLE)}, reader, tmp_path)
    assert check.outcome is M
    assert check.url.endswith("/registers/pharmacy/9012345")


def test_late(reader: PageReader, tmp_path: Path) -> None:
    begun = time.monotonic()
    check = ask({GPHC: slow(card(entry(), TITLE), 3)}, reader, tmp_path, seconds=0.6)
    assert (check.outcome, check.why) == (C, Why.LATE)
    assert time.monotonic() - begun < 6


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<div>" * 300_000, id="nested"),
        pytest.param(b"<p>x" * 20 + b"<a " + b"x=1 " * 400_000 + b">", id="attributes"),
        pytest.param(b"a." * 1_500_000, id="too long"),
        pytest.param(b"\xff\xfe\x00" * 50_000, id="no text"),
        pytest.param(b"<!--" * 100_000, id="comments"),
    ],
)
def test_hostile_answers(body: bytes, reader: PageReader, tmp_path: Path) -> None:
    begun = time.monotonic()
    check = ask({GPHC: Reply(body=body), GPHC_OTHER: Reply(status=404)}, reader, tmp_path)
    assert check.outcome is C
    assert time.monotonic() - begun < 12


def test_packed_bomb(reader: PageReader, tmp_path: Path) -> None:
    bomb = zipped(b"<p>9012345</p>" * 4_000_000)
    check = ask({GPHC: bomb, GPHC_OTHER: bomb}, reader, tmp_path)
    assert check.outcome is C


# -- who is asked -------------------------------------------------------------------------------

SHOP = "shop-of-nobody.com"


def test_redirect_within_the_authority(reader: PageReader, tmp_path: Path) -> None:
    answers: dict[str, Answer] = {
        GPHC: redirect("https://registers.pharmacyregulation.org/entry/9012345"),
        "registers.pharmacyregulation.org/entry/9012345": card(entry(), TITLE),
    }
    assert ask(answers, reader, tmp_path).outcome is M


def test_open_redirect_is_not_followed(reader: PageReader, tmp_path: Path) -> None:
    answers: dict[str, Answer] = {
        GPHC: redirect(f"https://{SHOP}/entry"),
        SHOP: card(entry(website=SHOP), TITLE),
    }
    with Registers(tmp_path, answers) as registers:
        check = confirm(
            number(),
            SiteIdentity(host=SHOP, domain=SHOP),
            registers.network,
            LIMITS,
            read=reader.read,
            deadline=time.monotonic() + 5,
            clock=lambda: NOW,
        )
        assert (check.outcome, check.why) == (C, Why.LEFT_AUTHORITY)
        assert all(not asked.startswith(SHOP) for asked in registers.asked)
        assert SHOP not in registers.world.lookups


@pytest.mark.parametrize(
    "location",
    [
        "https://www.pharmacyregulation.org.evil.com/x",
        "https://evilpharmacyregulation.org/x",
        "https://www.pharmacyregulation.org:8443/x",
        "https://www.pharmacyregulation.org@evil.com/x",
        "//evil.com/x",
        "ftp://www.pharmacyregulation.org/",
    ],
)
def test_hops_that_leave(location: str, reader: PageReader, tmp_path: Path) -> None:
    check = ask({GPHC: redirect(location)}, reader, tmp_path)
    assert (check.outcome, check.why) == (C, Why.LEFT_AUTHORITY)


def test_loop_of_redirects_ends(reader: PageReader, tmp_path: Path) -> None:
    check = ask(
        {GPHC: redirect(f"https://{GPHC}"), GPHC_OTHER: Reply(status=404)}, reader, tmp_path
    )
    assert check.outcome is C


def test_unproven_connection_counts_for_nothing(reader: PageReader, tmp_path: Path) -> None:
    with Registers(tmp_path, {GPHC: card(entry(), TITLE)}, untrusted=True) as registers:
        check = confirm(
            number(),
            IDENTITY,
            registers.network,
            LIMITS,
            read=reader.read,
            deadline=time.monotonic() + 5,
            clock=lambda: NOW,
        )
    assert (check.outcome, check.why) == (C, Why.NOT_AUTHENTIC)


def test_link_of_the_page_is_asked_by_our_own_address(reader: PageReader, tmp_path: Path) -> None:
    """Whatever else a seal's link carries is not sent: only the entry's number is taken from it."""
    claim = number(
        kind=ClaimKind.SEAL,
        link="https://www.pharmacyregulation.org/registers/pharmacy/9012345?q=%3Ca%20href",
        link_state="genuine",
    )
    with Registers(tmp_path, {GPHC: card(entry(), TITLE)}) as registers:
        check = confirm(
            claim,
            IDENTITY,
            registers.network,
            LIMITS,
            read=reader.read,
            deadline=time.monotonic() + 5,
            clock=lambda: NOW,
        )
        assert check.outcome is M
        assert registers.asked == [GPHC]


# -- answers that repeat the question ------------------------------------------------------------

INFARMED = "www.infarmed.pt"
LINK = f"https://{INFARMED}/licenciamentos?farmacia={US}"


def infarmed(link: str = LINK) -> Claim:
    return logo(link, "Infarmed (PT)", "PT")


def known_only(path: str) -> Reply:
    """A search that knows one seller, and does not repeat what it was asked."""
    return card(entry(), "Infarmed") if US in path else empty("Infarmed", "Nenhum resultado")


@pytest.mark.parametrize(
    ("answer", "outcome", "why"),
    [
        pytest.param(echo("Infarmed"), C, Why.ECHO, id="repeats whatever is asked"),
        pytest.param(echo("Infarmed", "Website registered"), C, Why.ECHO, id="and praises it"),
        pytest.param(known_only, M, Why.NAMED, id="knows it"),
    ],
)
def test_question_that_carries_the_domain(
    answer: Answer, outcome: ClaimOutcome, why: Why, reader: PageReader, tmp_path: Path
) -> None:
    check = ask({INFARMED: answer}, reader, tmp_path, infarmed())
    assert (check.outcome, check.why) == (outcome, why)


@pytest.mark.parametrize(
    "way",
    [
        "?q=" + "".join(f"%{ord(char):02x}" for char in US),
        "?q=" + "".join(f"%25{ord(char):02x}" for char in US),
        "?q=oakhampton-pharmacy",
    ],
)
def test_disguised_echo(way: str, reader: PageReader, tmp_path: Path) -> None:
    claim = infarmed(f"https://{INFARMED}/x{way}")
    said = page("Infarmed", f"<p>Website {US}</p>")
    check = ask({INFARMED: said}, reader, tmp_path, claim)
    assert (check.outcome, check.why) == (C, Why.ECHO)


def test_list_of_measures_is_no_entry(reader: PageReader, tmp_path: Path) -> None:
    """An authority's list of sellers it acted against names them, too."""
    claim = logo("https://www.sukl.cz/nelegalni-nabidky", "SUKL (CZ)", "CZ")
    said = page("Nelegální nabídky léčiv", f"<table><tr><td>{US}</td></tr></table>")
    check = ask({"www.sukl.cz": said}, reader, tmp_path, claim)
    assert (check.outcome, check.why) == (C, Why.WARNING_PAGE)


@pytest.mark.parametrize(
    ("answer", "outcome", "why"),
    [
        pytest.param(echo("LegitScript", "Certified"), C, Why.ECHO, id="says it of everybody"),
        pytest.param(
            lambda path: page(
                "LegitScript", f"<p>{US}</p><p>Certified</p>" if US in path else "<p>No results</p>"
            ),
            M,
            Why.NAMED,
            id="certified",
        ),
        pytest.param(page("LegitScript", f"<p>{US}</p><p>Rogue</p>"), N, Why.REFUSED, id="refused"),
        pytest.param(page("LegitScript", "<p>Certified</p>"), C, Why.UNREADABLE, id="of whom?"),
    ],
)
def test_verdict(
    answer: Answer, outcome: ClaimOutcome, why: Why, reader: PageReader, tmp_path: Path
) -> None:
    claim = Claim(
        kind=ClaimKind.SEAL,
        what="LegitScript certification",
        authority="LegitScript",
        link=f"https://www.legitscript.com/websites/?checker_keywords={US}",
        link_state="genuine",
        id=US,
        where=SEEN,
    )
    check = ask({"www.legitscript.com": answer}, reader, tmp_path, claim)
    assert (check.outcome, check.why) == (outcome, why)


# -- countries -----------------------------------------------------------------------------------

LINKS = [
    ("AT", "BASG (AT)", "versandapotheken.basg.gv.at", "/versandapotheken/17", "Website"),
    ("BE", "FAMHP (FAGG-AFMPS) (BE)", "www.fagg-afmps.be", "/nl/apotheek/9", "Internetsite"),
    ("CZ", "SUKL (CZ)", "www.sukl.cz", "/lekarny/zasilkovy-prodej/12", "Webové stránky"),
    ("DE", "BfArM Versandhandels-Register", "versandhandel.dimdi.de", "/websearch/x?id=7", "Internet"),
    ("DK", "Danish Medicines Agency (DK)", "laegemiddelstyrelsen.dk", "/da/apotek/netbutik/3", "Webadresse"),
    ("ES", "AEMPS Distafarma", "distafarma.aemps.es",
     "/farmacom/faces/sec/CCAA/listadoCCAA.xhtml?farma=" + "0123456789abcdef" * 2, "Sitio web"),
    ("FI", "Fimea (FI)", "fimea.fi", "/apteekit/verkkopalvelu/4", "Verkkosivut"),
    ("FR", "Ordre national des pharmaciens", "www.ordre.pharmacien.fr", "/officine/vente/75000", "Site internet"),
    ("IE", "Pharmaceutical Society of Ireland", "registrations.thepsi.ie", "/search-register/5012", "Website"),
    ("IT", "Ministero della Salute", "www.salute.gov.it", "/LogoCommercioElettronico/VisualizzaLogo?id=5", "Sito"),
    ("NL", "CIBG Aanbieders Medicijnen", "www.aanbiedersmedicijnen.nl",
     "/aanbieders/aanbiederslijst/eikenhof", "Website"),
    ("PL", "Chief Pharmaceutical Inspectorate / e-Health Centre (PL)", "rejestry.ezdrowie.gov.pl",
     "/ra/apteka/1234567", "Adres strony"),
    ("PT", "Infarmed (PT)", "www.infarmed.pt", "/licenciamentos/farmacia/88", "Sítio"),
    ("SE", "Läkemedelsverket (SE)", "www.lakemedelsverket.se", "/apotek/handel/22", "Webbplats"),
]  # fmt: skip


@pytest.mark.parametrize("case", LINKS, ids=lambda case: case[0])
@pytest.mark.parametrize(
    ("website", "outcome"), [(f"https://www.{US}", M), ("https://real-seller.com/", O)]
)
def test_logo(
    case: tuple[str, ...], website: str, outcome: ClaimOutcome, reader: PageReader, tmp_path: Path
) -> None:
    """The entry behind a national logo names this site, or another."""
    country, authority, host, path, label = case
    title = f"{authority}: register, versandhandel, farmacia, pharmacie, ministero, aanbieder"
    found = entry(number="x", website=website, label=label)
    claim = logo(f"https://{host}{path}", authority, country)
    check = ask({host: card(found, title)}, reader, tmp_path, claim)
    assert check.outcome is outcome, check


# -- many claims, and memory ----------------------------------------------------------------------


def test_all_claims_within_one_deadline(reader: PageReader, tmp_path: Path) -> None:
    answers: dict[str, Answer] = {
        GPHC: card(entry(), TITLE),
        "www.sukl.cz": slow(empty("SUKL"), 4),
    }
    claims = [
        number(),
        logo("https://www.sukl.cz/x", "SUKL (CZ)", "CZ"),
        number("1234", valid=False),
        number(kind=ClaimKind.SEAL, exists=False, authority=""),
    ]
    with Registers(tmp_path, answers) as registers:
        begun = time.monotonic()
        checks = list(
            confirm_all(
                claims,
                IDENTITY,
                registers.network,
                LIMITS,
                read=reader.read,
                deadline=begun + 2.5,
                clock=lambda: NOW,
            )
        )
        assert time.monotonic() - begun < 3.5
    assert [check.why for check in checks] == [Why.MALFORMED, Why.INVENTED, Why.NAMED, Why.LATE]
    assert {check.claim for check in checks} == set(claims)


def test_answers_are_kept_with_their_time(reader: PageReader, tmp_path: Path) -> None:
    cache = ConfirmCache(size=8)
    clock = [NOW]
    with Registers(tmp_path, {GPHC: card(entry(), TITLE)}) as registers:

        def once(identity: SiteIdentity = IDENTITY) -> ClaimCheck:
            return confirm(
                number(),
                identity,
                registers.network,
                LIMITS,
                read=reader.read,
                deadline=time.monotonic() + 5,
                clock=lambda: clock[0],
                cache=cache,
            )

        assert once().at == NOW
        clock[0] = NOW + timedelta(hours=1)
        assert once().at == NOW
        assert len(registers.asked) == 1
        other = once(SiteIdentity(host=SHOP, domain=SHOP))
        assert other.outcome is O
        assert len(registers.asked) == 2
        clock[0] = NOW + KEPT + timedelta(seconds=1)
        assert once().at == clock[0]
        assert len(registers.asked) == 3


def test_failures_are_soon_tried_again(reader: PageReader, tmp_path: Path) -> None:
    cache = ConfirmCache(size=1)
    check = ClaimCheck(claim=number(), outcome=C, why=Why.UNREACHABLE, at=NOW)
    cache.put(check, US)
    assert cache.get(number(), US, NOW + timedelta(minutes=5)) == check
    assert SEEN not in [one.claim.where for one in cache.kept.values()]
    assert cache.get(number(), US, NOW + timedelta(minutes=11)) is None
    assert cache.get(number(), US, NOW - timedelta(minutes=1)) is None
    cache.put(replace(check, claim=number("1012345")), US)
    assert cache.get(number(), US, NOW) is None


@pytest.mark.parametrize(
    ("pause", "expected", "asked"),
    [
        pytest.param(0.0, [M, M, M], 3, id="no_pause"),
        pytest.param(0.5, [M, M, M], 3, id="in_turn"),
        pytest.param(60.0, [M, C, C], 1, id="turn_too_late"),
    ],
)
def test_an_authority_is_asked_in_turn(
    pause: float,
    expected: list[ClaimOutcome],
    asked: int,
    reader: PageReader,
    tmp_path: Path,
) -> None:
    """Claims of different sites about one authority, as many at a time."""
    cache = ConfirmCache(pause=pause)
    begun = time.monotonic()
    with Registers(tmp_path, {GPHC: card(entry(), TITLE)}) as registers:
        checks = [
            confirm(
                number(),
                replace(IDENTITY, host=f"{name}.{US}"),
                registers.network,
                LIMITS,
                read=reader.read,
                deadline=time.monotonic() + 5,
                clock=lambda: NOW,
                cache=replace(cache, kept=OrderedDict()),
            )
            for name in "abc"
        ]
        assert [check.outcome for check in checks] == expected
        assert len(registers.asked) == asked
    late = {check.why for check in checks if check.outcome is C}
    assert late <= {Why.LATE}
    assert time.monotonic() - begun >= (0 if late else 2 * pause)
