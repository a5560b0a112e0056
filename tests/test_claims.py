"""Claims as pages make them, in many countries, and what is settled without asking anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checker.authorities import EEA, authorities, authority_at, authority_named
from checker.claim_owners import owners_of
from checker.claims import (
    MOST,
    Claim,
    ClaimCheck,
    ClaimChecks,
    ClaimKind,
    ClaimOutcome,
    SiteIdentity,
    Why,
    claims_of,
    offline,
    settled,
)
from checker.finding import Quote
from checker.page.read import read_page
from checker.page.seals import EU_LOGO
from checker.plain import pack, unpack
from checker.reference import table
from checker.registers import store
from checker.registers.catalogue import catalogue
from checker.registers.entry import EntryKind
from checker.registers.snapshot import encode, make_entry
from checker.site import Site
from tests.signals.build import site

URL = "https://www.shop-of-nobody.com/"
DOMAIN = "shop-of-nobody.com"
C, N, O = (  # noqa: E741
    ClaimOutcome.COULD_NOT_BE_CHECKED,
    ClaimOutcome.NOT_IN_REGISTER,
    ClaimOutcome.BELONGS_TO_ANOTHER,
)


def read(html: str) -> Site:
    body = f"<html><body><main><h1>Shop of Nobody</h1>{html}</main></body></html>".encode()
    return site(read_page(body, "text/html; charset=utf-8", URL))


def image(link: str, words: str = "/eu-common-logo.png") -> str:
    return f"<a href='{link}'><img src='{words}' alt='{words}'></a>"


ASKED = None
"""Nothing settles it: the authority has to be asked."""

CASES = [
    # country, what the page shows, authority, id, why it is settled (None: has to be asked)
    ("GB", "<p>GPhC premises number: 9012345</p>", "GPhC register of pharmacies", "9012345", ASKED),
    ("GB", "<p>GPhC registration number 901234</p>", "GPhC register of pharmacies", "901234", Why.MALFORMED),
    ("GB", "<p>Superintendent pharmacist: A. Smith, GPhC number 2012345</p>",
     "GPhC register of pharmacists", "2012345", ASKED),
    ("GB", image("https://www.pharmacyregulation.org/registers/pharmacy/9012345", "/gphc.png"),
     "GPhC register of pharmacies", "9012345", ASKED),
    ("GB", image("https://medicine-seller-register.mhra.gov.uk/search-registry/321", "/mhra.png"),
     "MHRA distance-selling register", "321", ASKED),
    ("IE", "<p>PSI No. 5012</p>", "Pharmaceutical Society of Ireland", "5012", Why.NO_LOOK_UP),
    ("IE", "<p>PSI registration number: 5012</p>", "Pharmaceutical Society of Ireland", "5012", Why.NO_LOOK_UP),
    ("CA", "<p>OCP accreditation number 301234</p>", "Ontario College of Pharmacists", "301234", Why.NO_LOOK_UP),
    ("CA", "<p>Alberta College of Pharmacy licence 4321</p>", "Alberta College of Pharmacy", "4321",
     Why.NO_LOOK_UP),
    ("BR", "<p>Autorização de funcionamento (AFE): 7.12345.6</p>", "Anvisa", "7.12345.6", Why.NO_LOOK_UP),
    ("CN", "<p>互联网药品信息服务资格证书:(京)-经营性-2019-0012</p>", "NMPA", "(京)-经营性-2019-0012",
     Why.NO_LOOK_UP),
    ("PH", "<p>License to Operate: LTO-3000001-DS</p>", "FDA Philippines", "LTO-3000001-DS", Why.NO_LOOK_UP),
    ("DE", image("https://versandhandel.dimdi.de/websearch/servlet/Gate?id=7"),
     "BfArM Versandhandels-Register", None, ASKED),
    ("FR", image("https://www.ordre.pharmacien.fr/je-suis/patient/vente-en-ligne/75001"),
     "Ordre national des pharmaciens", None, ASKED),
    ("NL", image("https://www.aanbiedersmedicijnen.nl/aanbieders/aanbiederslijst/eikenhof"),
     "CIBG Aanbieders Medicijnen", "eikenhof", ASKED),
    ("SE", image("https://www.lakemedelsverket.se/sv/apotek/e-handel/22"), "Läkemedelsverket (SE)", None, ASKED),
    ("PL", image("https://rejestry.ezdrowie.gov.pl/ra/apteka/1234567"),
     "Chief Pharmaceutical Inspectorate / e-Health Centre (PL)", None, ASKED),
    ("ES", image("https://distafarma.aemps.es/farmacom/faces/sec/CCAA/listadoCCAA.xhtml?farma=" + "ab12" * 8),
     "AEMPS Distafarma", "ab12" * 8, ASKED),
    ("IT", image("https://www.salute.gov.it/LogoCommercioElettronico/VisualizzaLogo?id=55"),
     "Ministero della Salute", None, ASKED),
    ("PT", image("https://www.infarmed.pt/web/infarmed/licenciamentos/farmacia/88"), "Infarmed (PT)", None, ASKED),
    ("CZ", image("https://www.sukl.cz/lekarny/zasilkovy-prodej/12"), "SUKL (CZ)", None, ASKED),
    ("DK", image("https://laegemiddelstyrelsen.dk/da/apotek/netbutik/3"),
     "Danish Medicines Agency (DK)", None, ASKED),
    ("US", "<p>NPI number: 1234567893</p>", "NPPES NPI registry", "1234567893", ASKED),
    ("US", "<p>NPI number: 1234567890</p>", "NPPES NPI registry", "1234567890", Why.MALFORMED),
    ("US", image("https://safe.pharmacy/buy-safely/?url=shop-of-nobody.com", "/nabp.png"),
     "NABP safe.pharmacy", None, ASKED),
    ("CA", image("https://www.ocpinfo.com/find-a-pharmacy/12345", "/college of pharmacists.png"),
     "Ontario College of Pharmacists", "12345", ASKED),
    ("AU", "<p>AHPRA registration PHA0001234567</p>", "AHPRA register of practitioners",
     "PHA0001234567", Why.NO_LOOK_UP),
    ("ZA", "<p>South African Pharmacy Council Y12345</p>", "South African Pharmacy Council", "Y12345",
     Why.NO_LOOK_UP),
    ("KE", "<p>Licence PPB/C/1234</p>", "Pharmacy and Poisons Board (Kenya)", "C/1234", Why.NO_LOOK_UP),
    ("", image("https://www.legitscript.com/websites/?checker_keywords=shop-of-nobody.com", "/legitscript.png"),
     "LegitScript", "shop-of-nobody.com", ASKED),
    ("", image("https://www.legitscript.com/websites/?checker_keywords=real-shop.com", "/legitscript.png"),
     "LegitScript", "real-shop.com", Why.OTHER_IN_LINK),
    ("", image("https://www.legitscript.com/websites/?checker_keywords=shopofnobody.co.uk", "/legitscript.png"),
     "LegitScript", "shopofnobody.co.uk", Why.OTHER_ENDING),
    # Marks that settle themselves.
    ("GB", "<img src='/gphc.png' alt='GPhC registered pharmacy'>", "GPhC register of pharmacies", "", Why.NO_LINK),
    ("GB", image("https://www.pharmacyregulation.org/", "/gphc.png"), "GPhC register of pharmacies", "",
     Why.FRONT_PAGE),
    ("GB", image("https://pharmacyregulation.org.check-seal.com/9012345", "/gphc.png"),
     "GPhC register of pharmacies", "", Why.WRONG_HOST),
    ("GB", image("#", "/gphc.png"), "GPhC register of pharmacies", "", Why.NO_LINK),
    ("GB", image("/our-certificate", "/gphc.png"), "GPhC register of pharmacies", "", Why.WRONG_HOST),
    ("", "<img src='/pharma-checker.gif' alt='Pharma Checker'>", "", "", Why.INVENTED),
    ("", "<img src='/eu-common-logo.png'>", "", "", Why.NO_LINK),
]  # fmt: skip


@pytest.mark.parametrize(("country", "html", "authority", "number", "why"), CASES)
def test_claim(
    country: str, html: str, authority: str, number: str | None, why: Why | None
) -> None:
    claims = [claim for claim in claims_of(read(html)) if claim.authority == authority]
    assert len(claims) == 1, claims_of(read(html))
    (claim,) = claims
    assert claim.country == country
    assert number is None or claim.id == number
    assert claim.where.text
    check = settled(claim, DOMAIN)
    assert (check.why if check else None) is why


def test_countries_tried() -> None:
    assert len({country for country, *_ in CASES if country}) >= 12


@pytest.mark.parametrize(
    "html",
    [
        "<p>Look for the GPhC logo and the MHRA register before you buy.</p>",
        "<p>Call 020 7946 0000, order 9012345</p>",
        "<img src='/trustpilot.png' alt='Trustpilot'>",
        "<a href='https://www.pharmacyregulation.org/'>the regulator</a>",
        "<p>Ontario College of Pharmacists, call 416-962-4861</p>",
        "<p>Ontario College of Pharmacists</p><p>301234</p>",
        "<p>Anvisa approved 12 medicines in 2019</p>",
    ],
)
def test_no_claim(html: str) -> None:
    assert claims_of(read(html)) == ()


def test_claims_are_few_and_the_telling_ones_first() -> None:
    numbers = "".join(f"<p>GPhC premises number: 90{n:05}</p>" for n in range(30))
    entry = image("https://www.sukl.cz/lekarny/zasilkovy-prodej/12")
    claims = claims_of(read("<img src='/pharma-checker.gif'>" + numbers + entry))
    assert len(claims) == MOST
    assert claims[0].authority == "SUKL (CZ)"


def test_a_number_and_the_seal_of_it_are_one_claim() -> None:
    html = "<p>GPhC premises number: 9012345</p>" + image(
        "https://www.pharmacyregulation.org/registers/pharmacy/9012345", "/gphc.png"
    )
    (claim,) = claims_of(read(html))
    assert claim.kind is ClaimKind.SEAL


def test_all_claims_offline() -> None:
    html = "<p>GPhC premises number: 9012345</p><img src='/eu-common-logo.png'>"
    checks = offline(claims_of(read(html)), DOMAIN)
    assert {check.why for check in checks} == {Why.NOT_ASKED, Why.NO_LINK}
    assert {check.outcome for check in checks} == {C}


NUMBER = Claim(
    kind=ClaimKind.NUMBER,
    what="mhra_seller",
    authority="MHRA distance-selling register",
    country="GB",
    id="321",
    valid=True,
    where=Quote(text="MHRA 321", where=URL),
)


@pytest.mark.parametrize(
    ("owners", "why"),
    [
        (("real-shop.com",), Why.KNOWN_NUMBER),
        (("real-shop.com", "shop-of-nobody.com"), None),
        (("www.shop-of-nobody.com",), None),
        ((), None),
    ],
)
def test_number_of_a_known_operator(owners: tuple[str, ...], why: Why | None) -> None:
    check = settled(NUMBER, DOMAIN, owners)
    assert (check.why if check else None) is why
    assert check is None or (check.outcome is O and check.other == "real-shop.com")


def test_owners_come_from_the_registers_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = make_entry(
        catalogue()["mhra_sellers"],
        domain="real-shop.com",
        entry_id="321",
        snapshot=date(2026, 11, 1),
    )
    assert listed.kind is EntryKind.OFFICIAL
    (tmp_path / "mhra_sellers.snapshot").write_bytes(
        encode([listed], {"mhra_sellers": date(2026, 11, 1)})
    )
    monkeypatch.setenv("RXLENS_REGISTERS", str(tmp_path))
    try:
        store.reload()
        assert owners_of(NUMBER) == ("real-shop.com",)
        assert owners_of(replace(NUMBER, id="322")) == ()
        assert owners_of(replace(NUMBER, authority="PSNI register")) == ()
    finally:
        monkeypatch.undo()
        store.reload()
    assert owners_of(NUMBER) == ()


def test_who_the_site_is() -> None:
    html = (
        (
            "<script type='application/ld+json'>{'@type':'Pharmacy','name':'Nobody Chemists',"
            "'legalName':'Nobody Ltd'}</script><footer>Registered office: 12 High Street, Leeds LS1 4AP, "
            "United Kingdom</footer>"
        )
        .replace("{'", '{"')
        .replace("':'", '":"')
        .replace("','", '","')
        .replace("'}", '"}')
    )
    identity = SiteIdentity.of(read(html))
    assert identity.domain == DOMAIN
    assert {"Nobody Chemists", "Nobody Ltd"} <= set(identity.names)
    assert identity.postcodes == ("LS14AP",)


def test_checks_can_be_kept() -> None:
    checks = ClaimChecks(checks=(ClaimCheck(claim=NUMBER, outcome=N, why=Why.EMPTY),))
    assert unpack(ClaimChecks, pack(checks)) == checks
    assert checks.of(N) == checks.checks
    assert checks.of(O) == ()


# -- the table of authorities ---------------------------------------------------------------------


def test_every_state_of_the_logo_has_a_list() -> None:
    assert {one.country for one in authorities()} >= EEA


def test_authorities_are_told_apart() -> None:
    names = [one.name for one in authorities()]
    assert len(set(names)) == len(names)
    assert all(authority_named(name) for name in names)
    for one in authorities():
        for host in one.hosts:
            found = authority_at(f"https://{host}/")
            assert found is not None
            assert found.country == one.country
        for entry in one.entries:
            assert one.keeps(entry.split("/")[2])
            assert entry.startswith("https://")


@pytest.mark.parametrize(
    "url",
    [
        "https://pharmacyregulation.org.evil.com/",
        "https://evilpharmacyregulation.org/",
        "https://evil.com/www.pharmacyregulation.org/",
        "https://www.pharmacyregulation.org@evil.com/",
        "nonsense",
        "https://[",
    ],
)
def test_whose_host_it_is_not(url: str) -> None:
    assert authority_at(url) is None


def test_seals_that_need_a_link_have_an_authority() -> None:
    """A seal whose genuine link we know is one whose entry we can ask for, or whose kind claims nothing."""
    for row in table("seals"):
        claiming = row["kind"].startswith(("pharmacy", "medicines", "private", "care"))
        if row["exists"] == "yes" and claiming and row["seal"] != EU_LOGO:
            hosts = row["authority_hosts"].split()
            assert any(authority_at(f"https://{host}/") for host in hosts) or row["seal"] == "MIPA"
