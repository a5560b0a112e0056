"""Check digits of company, tax and professional numbers, written from the public rules.

Every function takes the number without spaces and punctuation (letters in upper case) and tells
whether its check digits agree. Wrong length or letters simply do not agree.

>>> luhn("79927398713"), gb_vat("980780684")
(True, True)
"""

from __future__ import annotations

from collections.abc import Sequence


def _digits(number: str, length: int) -> list[int] | None:
    if len(number) == length and number.isascii() and number.isdigit():
        return [int(d) for d in number]
    return None


def _weighted(digits: Sequence[int], weights: Sequence[int]) -> int:
    return sum(d * w for d, w in zip(digits, weights, strict=False))


def luhn(number: str) -> bool:
    """The Luhn sum, used by SIREN, SIRET, P.IVA, NPI and Swedish numbers."""
    if not (number.isascii() and number.isdigit()):
        return False
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def gb_vat(number: str) -> bool:
    """Nine digits (a branch adds three), modulus 97 old or new."""
    digits = _digits(number[:9], 9)
    if digits is None or len(number) not in (9, 12):
        return False
    rest = (_weighted(digits, (8, 7, 6, 5, 4, 3, 2)) + digits[7] * 10 + digits[8]) % 97
    return rest in (0, 42)


def de_vat(number: str) -> bool:
    """ISO 7064 modulus 11, 10."""
    digits = _digits(number, 9)
    if digits is None or digits[0] == 0:
        return False
    product = 10
    for digit in digits[:8]:
        product = ((digit + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == digits[8]


def fr_vat(number: str) -> bool:
    """A key of two, then the SIREN; keys with letters follow another rule and are not judged."""
    if len(number) != 11 or not number[2:].isdigit():
        return False
    if not number[:2].isdigit():
        return luhn(number[2:])
    return luhn(number[2:]) and int(number[:2]) == (12 + 3 * (int(number[2:]) % 97)) % 97


def siren(number: str) -> bool:
    """Nine digits, Luhn."""
    return len(number) == 9 and luhn(number)


def siret(number: str) -> bool:
    """Fourteen digits, Luhn (the post office's own are an exception that sells no medicines)."""
    return len(number) == 14 and luhn(number) and luhn(number[:9])


def it_vat(number: str) -> bool:
    """Eleven digits, Luhn, not all zero."""
    return len(number) == 11 and luhn(number) and number != "0" * 11


def es_nif(number: str) -> bool:
    """A company's CIF, a citizen's NIF or a foreigner's NIE."""
    if len(number) != 9:
        return False
    first, middle, last = number[0], number[1:8], number[8]
    if first in "0123456789XYZ":
        ordinal = {"X": "0", "Y": "1", "Z": "2"}.get(first, first) + middle
        return ordinal.isdigit() and last == "TRWAGMYFPDXBNJZSQVHLCKE"[int(ordinal) % 23]
    if first not in "ABCDEFGHJNPQRSUVW" or not middle.isdigit():
        return False
    odd = sum(sum(divmod(int(d) * 2, 10)) for d in middle[::2])
    check = -(odd + sum(int(d) for d in middle[1::2])) % 10
    return last in (str(check), "JABCDEFGHI"[check])


def nl_vat(number: str) -> bool:
    """Nine digits, B, two digits: the old eleven-proof, or the new modulus 97 over ``NL`` and all."""
    digits = _digits(number[:9], 9)
    if digits is None or len(number) != 12 or number[9] != "B" or not number[10:].isdigit():
        return False
    old = _weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2)) % 11 == digits[8]
    return old or int("".join(str(int(c, 36)) for c in f"NL{number}")) % 97 == 1


def pl_nip(number: str) -> bool:
    """Ten digits, modulus 11."""
    digits = _digits(number, 10)
    return digits is not None and _weighted(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == digits[9]


def pl_regon(number: str) -> bool:
    """Nine digits, modulus 11 (the long form adds a branch to them)."""
    digits = _digits(number[:9], 9)
    if digits is None or len(number) not in (9, 14):
        return False
    return _weighted(digits, (8, 9, 2, 3, 4, 5, 6, 7)) % 11 % 10 == digits[8]


def be_number(number: str) -> bool:
    """Ten digits beginning with 0 or 1, modulus 97."""
    digits = _digits(number.zfill(10) if len(number) == 9 else number, 10)
    if digits is None or digits[0] > 1:
        return False
    text = "".join(map(str, digits))
    return 97 - int(text[:8]) % 97 == int(text[8:])


def at_vat(number: str) -> bool:
    """U and eight digits."""
    digits = _digits(number.removeprefix("U"), 8)
    if digits is None:
        return False
    total = sum(sum(divmod(d * 2, 10)) if place % 2 else d for place, d in enumerate(digits[:7]))
    return (6 - total) % 10 == digits[7]


def pt_nif(number: str) -> bool:
    """Nine digits, modulus 11."""
    digits = _digits(number, 9)
    if digits is None or digits[0] == 0:
        return False
    return (11 - _weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2)) % 11) % 11 % 10 == digits[8]


def se_vat(number: str) -> bool:
    """Ten digits (Luhn) and 01."""
    return len(number) == 12 and number[10:].isdigit() and luhn(number[:10])


def ie_vat(number: str) -> bool:
    """Seven digits, a check letter, sometimes one more letter; old numbers have their second
    character a letter and are summed without it."""
    if len(number) == 8 and number[1].isalpha():
        number = f"0{number[2:7]}{number[0]}{number[7]}"
    digits = _digits(number[:7], 7)
    if digits is None or len(number) not in (8, 9):
        return False
    extra = 9 * ("WABCDEFGHI".find(number[8]) if len(number) == 9 else 0)
    if extra < 0:
        return False
    return (
        number[7]
        == "WABCDEFGHIJKLMNOPQRSTUV"[(_weighted(digits, (8, 7, 6, 5, 4, 3, 2)) + extra) % 23]
    )


def dk_vat(number: str) -> bool:
    """Eight digits, modulus 11."""
    digits = _digits(number, 8)
    return digits is not None and _weighted(digits, (2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def fi_vat(number: str) -> bool:
    """Eight digits, modulus 11."""
    digits = _digits(number, 8)
    if digits is None:
        return False
    return (11 - _weighted(digits, (7, 9, 10, 5, 8, 4, 2)) % 11) % 11 == digits[7]


def no_number(number: str) -> bool:
    """Nine digits, modulus 11."""
    digits = _digits(number, 9)
    return digits is not None and _weighted(digits, (3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def ch_uid(number: str) -> bool:
    """Nine digits, modulus 11."""
    digits = _digits(number, 9)
    if digits is None:
        return False
    return (11 - _weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4)) % 11) % 11 == digits[8]


def cz_ico(number: str) -> bool:
    """Eight digits, modulus 11."""
    digits = _digits(number, 8)
    if digits is None:
        return False
    return (11 - _weighted(digits, (8, 7, 6, 5, 4, 3, 2)) % 11) % 10 == digits[7]


def au_abn(number: str) -> bool:
    """Eleven digits, modulus 89."""
    digits = _digits(number, 11)
    if digits is None:
        return False
    digits[0] -= 1
    return _weighted(digits, (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)) % 89 == 0


def au_acn(number: str) -> bool:
    """Nine digits, modulus 10."""
    digits = _digits(number, 9)
    if digits is None:
        return False
    return -_weighted(digits, (8, 7, 6, 5, 4, 3, 2, 1)) % 10 == digits[8]


def us_npi(number: str) -> bool:
    """Ten digits, Luhn over the prefix 80840."""
    return len(number) == 10 and number[0] in "12" and luhn(f"80840{number}")


def us_dea(number: str) -> bool:
    """Two letters (the second may be 9) and seven digits, the last a check digit."""
    digits = _digits(number[2:], 7)
    if digits is None or not number[0].isalpha():
        return False
    total = digits[0] + digits[2] + digits[4] + 2 * (digits[1] + digits[3] + digits[5])
    return total % 10 == digits[6]


def br_cnpj(number: str) -> bool:
    """Fourteen digits with two check digits, modulus 11."""
    digits = _digits(number, 14)
    if digits is None:
        return False
    weights = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
    checks = (12, weights[1:]), (13, weights)
    return all(
        (0 if (rest := _weighted(digits[:at], w) % 11) < 2 else 11 - rest) == digits[at]
        for at, w in checks
    )


def py_ruc(number: str) -> bool:
    """The last digit checks the rest, modulus 11."""
    if not (number.isascii() and number.isdigit() and 6 <= len(number) <= 9):
        return False
    total = sum(int(d) * (2 + place) for place, d in enumerate(reversed(number[:-1])))
    rest = total % 11
    return (11 - rest if rest > 1 else 0) == int(number[-1])


def vn_tax(number: str) -> bool:
    """Ten digits (a branch adds three), the tenth a check digit."""
    digits = _digits(number[:10], 10)
    if digits is None or len(number) not in (10, 13):
        return False
    return 10 - _weighted(digits, (31, 29, 23, 19, 17, 13, 7, 5, 3)) % 11 == digits[9]


def in_gstin(number: str) -> bool:
    """Fifteen characters, the last a check character, modulus 36."""
    if len(number) != 15 or not number.isalnum() or not number.isascii():
        return False
    total = 0
    for place, char in enumerate(number[:14]):
        total += sum(divmod(int(char, 36) * (2 if place % 2 else 1), 36))
    return -total % 36 == int(number[14], 36)


def ru_inn(number: str) -> bool:
    """Ten digits of a company or twelve of a person."""
    if len(number) == 10:
        digits = _digits(number, 10)
        return digits is not None and (
            _weighted(digits, (2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10 == digits[9]
        )
    digits = _digits(number, 12)
    if digits is None:
        return False
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    return (
        _weighted(digits, weights[1:]) % 11 % 10 == digits[10]
        and _weighted(digits, weights) % 11 % 10 == digits[11]
    )


def ru_ogrn(number: str) -> bool:
    """Thirteen digits of a company (modulus 11) or fifteen of a trader (modulus 13)."""
    if not (number.isascii() and number.isdigit() and len(number) in (13, 15)):
        return False
    return int(number[:-1]) % (len(number) - 2) % 10 == int(number[-1])


def gb_company(number: str) -> bool:
    """Eight characters: digits, or a prefix that Companies House issues and six digits."""
    if len(number) != 8:
        return False
    if number.isdigit():
        return number != "00000000"
    return number[:2] in _GB_PREFIXES and number[2:].isdigit()


_GB_PREFIXES = frozenset(
    (
        "SC",
        "NI",
        "OC",
        "SO",
        "NC",
        "R0",
        "FC",
        "BR",
        "NF",
        "GE",
        "LP",
        "SL",
        "NL",
        "IP",
        "SP",
        "NP",
        "RS",
        "CE",
        "CS",
        "AC",
        "SA",
        "RC",
        "ZC",
        "IC",
        "SI",
        "NA",
        "NZ",
        "PC",
    )
)
