from __future__ import annotations

import pytest

from checker.page.dom import parse
from checker.page.identifiers import identifiers

CASES = [
    (
        "Company registered in England and Wales, number 01234567",
        "",
        ("gb_company", "01234567", True),
    ),
    ("Registered in Scotland No. SC123456", "", ("gb_company", "SC123456", True)),
    ("London. Company No. 8464319", "", ("gb_company", "8464319", True)),
    ("Company number 17073416", "", ("company", "17073416", None)),
    ("VAT No. GB 980 7806 84", "", ("gb_vat", "980780684", True)),
    ("London. VAT registration number: 980 7806 85", "", ("gb_vat", "980780685", False)),
    ("GPhC premises number: 9012345", "", ("gphc_premises", "9012345", True)),
    ("Superintendent Pharmacist: A. Person (GPhC 2012345)", "", ("gphc_person", "2012345", True)),
    ("GPhC registration number: 4412", "", ("gphc_premises", "4412", False)),
    ("Pharmacy number: 9012873", "", ("gphc_premises", "9012873", True)),
    ("CQC provider ID 1-1145739951", "", ("cqc_provider", "1-1145739951", None)),
    ("ICO registration ZA123456", "", ("ico", "ZA123456", None)),
    ("GMC number 7654321", "", ("gmc", "7654321", True)),
    ("USt-IdNr.: DE 136695976", "", ("de_vat", "136695976", True)),
    ("Handelsregister: Amtsgericht Jena HRB 12345", "", ("de_register", "HRB 12345", None)),
    ("SIRET 732 829 320 00074", "", ("fr_siret", "73282932000074", True)),
    ("RCS Paris B 732 829 320", "", ("fr_siren", "732829320", True)),
    ("P.IVA 00743110157", "", ("it_vat", "00743110157", True)),
    ("CIF: A-58818501", "", ("es_vat", "A58818501", True)),
    ("NIP 856-734-62-15", "", ("pl_vat", "8567346215", True)),
    ("REGON: 192598184", "", ("pl_regon", "192598184", True)),
    ("KvK 12345678", "", ("nl_kvk", "12345678", True)),
    ("BTW NL004495445B01", "", ("nl_vat", "004495445B01", True)),
    ("NPI: 1234567893", "", ("us_npi", "1234567893", True)),
    ("NPI: 1234567890", "", ("us_npi", "1234567890", False)),
    ("DEA AB1234563", "", ("us_dea", "AB1234563", True)),
    ("ABN 51 824 753 556", "", ("au_abn", "51824753556", True)),
    ("CNPJ 11.222.333/0001-81", "", ("br_cnpj", "11222333000181", True)),
    ("RUC 80000035-8", "", ("py_ruc", "800000358", True)),
    ("Mã số thuế: 0100233488", "", ("vn_tax", "0100233488", True)),
    ("ИНН 7707083893", "", ("ru_inn", "7707083893", True)),
    ("Drug Licence No: MH-PUN-123456", "", ("in_drug_licence", "MH-PUN-123456", None)),
    # Near misses: the words without a number of the kind, the number without the words.
    ("Regulated by the GPhC since 2010", "", None),
    ("9012345 customers", "", None),
    ("Prices include 20% VAT and delivery of 3-5 days", "", None),
    ("We manipulate 8567346215 things", "", None),
    ("eine 12-3456789", "", None),
    ("Call the superintendent on 020 7946 0000", "", None),
]


@pytest.mark.parametrize(("line", "language", "expected"), CASES)
def test_identifiers(
    line: str, language: str, expected: tuple[str, str, bool | None] | None
) -> None:
    html = f"<html lang='{language}'><body><footer><p>{line}</p></footer></body></html>"
    found = identifiers(parse(html, "https://shop.example/"))
    assert [(i.kind, i.value, i.valid) for i in found] == ([expected] if expected else [])
    for one in found:
        assert one.place.part == "footer"
        assert one.quote in line


def test_label_and_number_in_two_cells() -> None:
    html = "<table><tr><td>GPhC premises number:</td><td>9012345</td></tr></table>"
    (found,) = identifiers(parse(html, "https://shop.example/"))
    assert found.value == "9012345"
