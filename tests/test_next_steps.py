"""What a reader is told to do, and that no suspicious address can be opened from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checker.cli import main
from checker.defang import defanged, defanged_text
from checker.finding import Quote
from checker.letter import letter, letter_text
from checker.message import message
from checker.next_steps import already_bought, law, legal, next_steps, report_to
from checker.reference import table
from checker.report import Paragraph, Report, to_json
from checker.target import read_target
from checker.verdict import DecidedBy, Kind, Level, Verdict
from tests.reports import NEWS, ROGUE, faults, report

FORBIDDEN = re.compile(r"\b(?:safe(?:ly|r)?|illegal|unlawful|scam|fraud)", re.IGNORECASE)
COUNTRIES = sorted({row["iso2"] for row in table("registers")} - {"--", "EU"})
WARNED = (Level.CAUTION, Level.HIGH_RISK)


def verdict(level: Level, kind: Kind = Kind.PHARMACY) -> Verdict:
    return Verdict(
        level=level,
        decided_by=DecidedBy.RULES,
        kind=kind,
        probability=0.5,
        sentence=message("an example"),
    )


def told(paragraphs: tuple[Paragraph, ...]) -> str:
    return "\n".join(paragraph.text.text() for paragraph in paragraphs)


def all_steps(country: str, level: Level) -> Iterator[Paragraph]:
    answer = verdict(level)
    yield from legal(country, answer)
    yield from next_steps(country, answer, None)
    yield from already_bought(country, answer)
    yield from report_to(country, answer, None)


OURS = {row["lookup_url"] for row in table("registers")} | {
    row["url"] for row in table("report_channels")
}


@pytest.mark.parametrize("country", [*COUNTRIES, "ZW", ""])
@pytest.mark.parametrize("level", list(Level))
def test_no_link_but_an_authoritys(country: str, level: Level) -> None:
    """Never a shop: every address comes from the tables, and an unchecked one is shown as its host."""
    for paragraph in all_steps(country, level):
        assert paragraph.url == "" or paragraph.url in OURS
        for url in re.findall(r"https?://\S+", paragraph.text.text()):
            assert url in OURS
        assert "general knowledge" not in paragraph.source.lower()


@pytest.mark.parametrize(
    ("country", "words"),
    [
        ("GB", "medicine-seller-register.mhra.gov.uk"),
        ("DE", "bfarm.de"),
        ("FR", "ordre.pharmacien.fr"),
        ("NL", "aanbiedersmedicijnen.nl"),
        ("IE", "registrations.thepsi.ie"),
        ("IT", "salute.gov.it"),
        ("ES", "distafarma.aemps.es"),
        ("SE", "lakemedelsverket.se"),
        ("US", "safe.pharmacy"),
        ("CA", "napra.ca"),
    ],
)
@pytest.mark.parametrize("level", [Level.CAUTION, Level.UNVERIFIED])
def test_look_up_in_the_buyers_register(country: str, words: str, level: Level) -> None:
    steps = next_steps(country, verdict(level), None)
    assert any(words in step.text.text() + step.url for step in steps)


@pytest.mark.parametrize("level", [Level.CAUTION, Level.UNVERIFIED, Level.HIGH_RISK])
def test_no_country_chosen(level: Level) -> None:
    answer = verdict(level)
    assert "No country chosen" in told(next_steps("", answer, None))
    assert "No country chosen" in told(legal("", answer))
    chosen = law("", answer)
    assert chosen is not None
    assert not chosen.chosen


@pytest.mark.parametrize("level", list(Level))
def test_help_for_those_who_bought(level: Level) -> None:
    steps = told(already_bought("GB", verdict(level)))
    assert bool(steps) is (level in WARNED)
    if steps:
        assert steps.index("Do not take") < steps.index("NHS 111") < steps.index("bank")
        assert "Report Fraud" in steps


@pytest.mark.parametrize(
    ("country", "first"), [("GB", "MHRA"), ("US", "FDA"), ("IE", "HPRA"), ("DE", "BfArM")]
)
def test_report_to_the_countrys_own_office(country: str, first: str) -> None:
    channels = report_to(country, verdict(Level.HIGH_RISK), None)
    assert channels[0].text.text().startswith(first)


def test_platforms_keep_their_own_advice() -> None:
    platform = read_target("t.me/pillshop").platform
    channels = report_to("GB", verdict(Level.HIGH_RISK), platform)
    assert any("Telegram" in channel.text.text() for channel in channels)


# The letter


ROGUE_URL = "https://pills.shop-of-nobody.com/buy/viagra?ref=secret"


def rogue(country: str = "GB") -> Report:
    made = report(ROGUE, ROGUE_URL, country)
    return replace(made, verdict=verdict(Level.HIGH_RISK))


def test_letter_is_filled_in() -> None:
    text = letter_text(letter(rogue()))
    assert "To: MHRA" in text
    assert "hxxps://pills[.]shop-of-nobody[.]com/" in text
    assert "2026-11-01" in text
    assert "Viagra" in text
    assert "______" in text
    assert not FORBIDDEN.search(text.replace("Not Recommended", ""))


def test_letter_leaves_the_way_out_unless_wanted() -> None:
    assert "secret" not in letter_text(letter(rogue()))
    assert "buy/viagra?ref=secret" in letter_text(letter(rogue(), full_address=True))


def test_nothing_in_the_letter_can_be_opened() -> None:
    made = rogue()
    reason = made.reasons_against[0]
    words = "Order at https://evil.com/x or www.evil.co.uk, mail pills@evil.org"
    hostile = replace(
        reason,
        text=message("Seen: {words}", words=words),
        quotes=(Quote(text=words, where="https://evil.com/ (main)"),),
    )
    text = letter_text(letter(replace(made, reasons_against=(hostile,))))
    assert "evil[.]com" in text
    assert not re.search(r"https?://|evil\.|www\.", text)


@pytest.mark.parametrize("level", [l for l in Level if l not in WARNED])  # noqa: E741
def test_no_letter_without_a_warning(level: Level) -> None:
    assert letter(replace(rogue(), verdict=verdict(level))) == ()


def test_letter_without_a_country() -> None:
    text = letter_text(letter(replace(rogue(), country="")))
    assert "To: the medicines authority of my country" in text
    assert "My country: no country chosen" in text


def test_letter_at_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text(ROGUE, encoding="utf-8")
    words = ["check", "https://pills.shop-of-nobody.com/", "--page", str(page), "--letter"]
    assert main([*words, "--country", "GB"]) == 0
    assert capsys.readouterr().out.startswith("To: MHRA")
    page.write_text(NEWS, encoding="utf-8")
    main([*words, "--country", "GB"])
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "nothing to report" in shown.err


# In the report


def test_report_carries_it_all() -> None:
    made = report(ROGUE, ROGUE_URL, "DE")
    plain = to_json(made)
    assert faults(plain) == []
    assert made.law is not None
    assert made.law.country == "DE"
    assert "secret" not in json.dumps(plain["letter"])
    topics = {part["topic"] for part in plain["law"]["established"]}  # type: ignore[index,call-overload,union-attr]
    assert {"prescription", "over_the_counter", "abroad", "medicine"} <= topics


def test_report_for_no_country() -> None:
    made = report(ROGUE, ROGUE_URL)
    silent = replace(made, country="", country_name="no country chosen")
    assert faults(to_json(silent)) == []


def test_pages_that_sell_nothing_get_no_law() -> None:
    made = report(NEWS)
    assert (made.law, made.legal, made.already_bought, made.letter) == (None, (), (), ())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://pills.example/a.html?b=c.d", "hxxps://pills[.]example/a.html?b=c.d"),
        ("http://pills.example", "hxxp://pills[.]example"),
        ("HTTPS://Pills.Example/", "hxxps://Pills[.]Example/"),
        ("pills.example", "pills[.]example"),
        ("ftp://pills.example/", "ftp://pills[.]example/"),
        ("", ""),
    ],
)
def test_defanged(text: str, shown: str) -> None:
    assert defanged(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://a.example/b now", "see hxxps://a[.]example/b now"),
        ("50 mg tablets, 12.50 GBP", "50 mg tablets, 12.50 GBP"),
        ("Mr. Smith. Then", "Mr. Smith. Then"),
        ("a.b.c.example.com!", "a[.]b[.]c[.]example[.]com!"),
    ],
)
def test_defanged_text(text: str, shown: str) -> None:
    assert defanged_text(text) == shown
