from __future__ import annotations

from collections.abc import Callable

import pytest

from checker.page import check_digits as check

# Published examples of the rules, and the same with one digit changed.
CASES = [
    (check.luhn, "79927398713", "79927398710"),
    (check.gb_vat, "980780684", "802311781"),
    (check.de_vat, "136695976", "136695978"),
    (check.fr_vat, "40303265045", "84323140391"),
    (check.siren, "732829320", "732829321"),
    (check.siret, "73282932000074", "73282932000079"),
    (check.it_vat, "00743110157", "00743110158"),
    (check.es_nif, "A58818501", "A58818502"),
    (check.es_nif, "54362315K", "54362315Z"),
    (check.es_nif, "X2482300W", "X2482300A"),
    (check.nl_vat, "004495445B01", "123456789B90"),
    (check.nl_vat, "123456789B13", "123456789B14"),
    (check.pl_nip, "8567346215", "8567346216"),
    (check.pl_regon, "192598184", "192598183"),
    (check.be_number, "0403019261", "0431150351"),
    (check.at_vat, "U13585627", "U13585626"),
    (check.pt_nif, "501964843", "501964842"),
    (check.se_vat, "123456789701", "123456789101"),
    (check.ie_vat, "6433435F", "6433435E"),
    (check.ie_vat, "6433435OA", "6433435OB"),
    (check.ie_vat, "8D79739I", "8D79739J"),
    (check.dk_vat, "13585628", "13585627"),
    (check.fi_vat, "20774740", "20774741"),
    (check.no_number, "995525828", "995525829"),
    (check.ch_uid, "107787577", "107787578"),
    (check.cz_ico, "25123891", "25123892"),
    (check.au_abn, "51824753556", "99999999999"),
    (check.au_acn, "004085616", "004085617"),
    (check.us_npi, "1234567893", "1234567890"),
    (check.us_dea, "AB1234563", "AB1234567"),
    (check.br_cnpj, "11222333000181", "11222333000180"),
    (check.py_ruc, "800000358", "800000357"),
    (check.vn_tax, "0100233488", "0100233480"),
    (check.in_gstin, "27AAPFU0939F1ZV", "27AAPFU0939F1ZO"),
    (check.ru_inn, "7707083893", "7707083894"),
    (check.ru_inn, "500100732259", "500100732258"),
    (check.ru_ogrn, "1027700132195", "1027700132197"),
    (check.gb_company, "SC123456", "XX123456"),
    (check.gb_company, "01234567", "1234567"),
]
RULES = list(dict.fromkeys(rule for rule, _, _ in CASES))


@pytest.mark.parametrize(("rule", "right", "wrong"), CASES)
def test_check_digits(rule: Callable[[str], bool], right: str, wrong: str) -> None:
    assert rule(right)
    assert not rule(wrong)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "odd", ["", "1", "A", "x" * 50, "٣" * 9, "12 345 678", "9" * 401, "²" * 11]
)
def test_what_is_no_number_disagrees_and_never_raises(
    rule: Callable[[str], bool], odd: str
) -> None:
    assert rule(odd) is False
