"""Look-alikes of known pharmacies: found, named, and not seen where there is none."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from checker.lookalike import Manner, look_alike
from checker.reference import table
from checker.registers.build import rows
from checker.registers.entry import EntryKind
from checker.registers.store import shipped_entries
from tests.timing import within


@pytest.mark.parametrize(
    ("host", "known", "manner"),
    [
        pytest.param("xn--wlgreens-16g.com", "walgreens.com", Manner.CONFUSABLE, id="Cyrillic а"),
        pytest.param("wаlgreens.com", "walgreens.com", Manner.CONFUSABLE, id="given in Unicode"),
        pytest.param("wålgreèns.com", "walgreens.com", Manner.CONFUSABLE, id="accents"),
        pytest.param("wa1greens.com", "walgreens.com", Manner.CONFUSABLE, id="digit"),
        pytest.param("vvalgreens.com", "walgreens.com", Manner.CONFUSABLE, id="two letters as one"),
        pytest.param("superdnug.com", "superdrug.com", Manner.CONFUSABLE, id="n for r"),
        pytest.param("walgrens.com", "walgreens.com", Manner.TYPO, id="a letter less"),
        pytest.param("walgreensq.com", "walgreens.com", Manner.TYPO, id="a letter more"),
        pytest.param("walgrenes.com", "walgreens.com", Manner.TYPO, id="exchanged"),
        pytest.param("wal-greens.com", "walgreens.com", Manner.TYPO, id="hyphen"),
        pytest.param("wal.greens.com", "walgreens.com", Manner.TYPO, id="dot"),
        pytest.param("walgreenscom.com", "walgreens.com", Manner.ADDED, id="ending doubled"),
        pytest.param("www-walgreens.com", "walgreens.com", Manner.ADDED, id="www"),
        pytest.param(
            "walgreens-pharmacy.ru", "walgreens.com", Manner.ADDED, id="word of the trade"
        ),
        pytest.param("buywalgreens.net", "walgreens.com", Manner.ADDED, id="word, no hyphen"),
        pytest.param("walgreens.com.evil.ru", "walgreens.com", Manner.ADDED, id="address in front"),
        pytest.param("walgreens.com-pay.info", "walgreens.com", Manner.ADDED, id="with a hyphen"),
        pytest.param("boits.com", "boots.com", Manner.TYPO, id="short, the key beside"),
        pytest.param("xn--bots-1nd.com", "boots.com", Manner.CONFUSABLE, id="short, Greek ο"),
    ],
)
def test_found(host: str, known: str, manner: Manner) -> None:
    found = look_alike(host)
    assert found is not None
    assert (found.known, found.manner) == (known, manner)
    assert found.name


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("walgreens.com", id="the pharmacy"),
        pytest.param("photo.walgreens.com", id="a host of it"),
        pytest.param("walgreens.co.uk", id="the same name elsewhere"),
        pytest.param("walgreen-street-bakery.com", id="a longer name"),
        pytest.param("greens.com", id="a part of it"),
        pytest.param("walmart-walgreens-comparison.com", id="words that are not of the trade"),
        pytest.param("cbs.com", id="three letters"),
        pytest.param("roots.com", id="another word"),
        pytest.param("xn--80aaouxs.xn--p1ai", id="its own language"),
        pytest.param("xn--farmcia-kwa.com.br", id="a word of the trade, accented"),
        pytest.param("pharmacy.com", id="a word of the trade"),
        pytest.param("online-apotheke.de", id="words of the trade"),
        pytest.param("com", id="a suffix"),
        pytest.param("", id="nothing"),
        pytest.param("127.0.0.1", id="an address"),
        pytest.param("xn--.com", id="undecodable"),
        pytest.param("\ud800.com", id="no text"),
    ],
)
def test_silent(host: str) -> None:
    assert look_alike(host) is None


def test_no_known_pharmacy_resembles_another() -> None:
    known = {entry.domain for entry in shipped_entries() if entry.kind is not EntryKind.WARNING}
    known |= {row["domain"] for row in table("known_pharmacies")}
    assert known
    assert [domain for domain in sorted(known) if look_alike(domain)] == []


def share_found(cases: list[dict[str, Any]]) -> float:
    found = [look_alike(row["ascii"]) for row in cases]
    right: list[bool] = [
        one is not None and one.known == row["lookalike_of"]
        for one, row in zip(found, cases, strict=True)
    ]
    return sum(right) / len(right)


def test_permutations(fixtures_dir: Path) -> None:
    """Shares, so that nobody tunes single rows; sites that are no pharmacies are among the first."""
    cases = json.loads((fixtures_dir / "url_parsing.json").read_text(encoding="utf-8"))
    confusables = [row for row in cases["confusables"] if row["lookalike_of"]]
    controls = [row["ascii"] for row in cases["confusables"] if not row["lookalike_of"]]
    assert share_found(confusables) >= 58 / 61
    assert share_found(cases["typosquats"]) >= 240 / 283
    assert [host for host in controls if look_alike(host)] == []


@pytest.mark.parametrize(
    ("label", "most"),
    [
        pytest.param("legit", 0.004, id="lawful pharmacies"),
        pytest.param("other", 0.0005, id="other businesses", marks=pytest.mark.slow),
    ],
)
def test_false_alarms(label: str, most: float, data_dir: Path) -> None:
    alarms = [
        look_alike(row["host"]) is not None
        for name in ("pharmacy", "other")
        for row in rows(data_dir, f"{name}_domains")
        if row["label"] == label
    ]
    assert sum(alarms) <= most * len(alarms)


@pytest.mark.parametrize(
    "host",
    [
        pytest.param(".".join(["a" * 63] * 3 + ["com"]), id="longest labels"),
        pytest.param("a." * 120 + "com", id="most labels"),
        pytest.param("walgreens-" * 6 + "a.com", id="one name again and again"),
        pytest.param("onlineshop" * 6 + ".com", id="words of the trade"),
        pytest.param("rn" * 31 + ".com", id="pairs"),
        pytest.param("xn--" + "a-" * 28 + "abc.com", id="punycode"),
        pytest.param("а" * 30 + ".com", id="Cyrillic"),
    ],
)
def test_quick_on_anything(host: str) -> None:
    look_alike("warm.com")
    # Each run asks for another name, so that none is remembered.
    names = (host.replace("com", f"co{n}m") for n in count())
    within(0.005, lambda: look_alike(next(names)))


def test_tables() -> None:
    """Every row has a source, and no character means two letters."""
    for name in ("confusables", "known_pharmacies", "added_words", "other_names"):
        assert all(row["source"] for row in table(name)), name
    characters = [row["character"] for row in table("confusables")]
    assert len(characters) == len(set(characters))
    assert all(row["code"] == f"U+{ord(row['character']):04X}" for row in table("confusables"))
