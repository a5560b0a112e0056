"""What is said about platforms, registers and where to report; and on what it rests."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from checker.advice import (
    advice_for,
    pieces_for,
    registers_of,
    report_channels,
)
from checker.platforms import OWN_SITES, Platform
from checker.reference import table
from checker.target import read_target

FORBIDDEN = re.compile(r"\b(?:safe(?:ly|r)?|illegal|unlawful|scam|fraud)", re.IGNORECASE)
# Names of offices, as they write themselves.
PROPER = re.compile(
    r"Report Fraud|Action Fraud|Anti-Fraud Centre|Safe Links|Scamwatch|Fraudehelpdesk|https://\S+"
    r"|[\w.-]+\.[a-z]{2,}"
)
COUNTRIES = sorted({row["iso2"] for row in table("registers")})


def every_key() -> Iterator[Platform]:
    for row in table("platforms"):
        if row["kind"] not in OWN_SITES:
            yield Platform(
                name=row["name"],
                row=row["name"],
                kind=row["kind"],
                advice=row["advice_key"],
                seller_marker=False,
            )


@pytest.mark.parametrize("platform", list(every_key()), ids=lambda p: p.name)
def test_every_platform_has_its_own_advice(platform: Platform) -> None:
    text = advice_for(platform).text()
    assert platform.name in text
    assert not FORBIDDEN.search(PROPER.sub("", text))
    assert pieces_for(platform).instead.text()


def test_advice_follows_the_kind_of_place() -> None:
    chat = read_target("https://t.me/pillshop").platform
    short = read_target("https://bit.ly/3abc").platform
    assert chat is not None
    assert short is not None
    assert "Telegram" in advice_for(chat).text()
    assert "advise against" in advice_for(chat).text()
    assert "advise against" not in advice_for(short).text()


@pytest.mark.parametrize("country", [*COUNTRIES, "ZZ"])
def test_unchecked_links_are_shown_as_hosts(country: str) -> None:
    places = [
        *(register.place for register in registers_of(country)),
        *(channel.place for channel in report_channels(country)),
    ]
    for place in places:
        if not place.checked and place.host:
            assert place.shown().text() == f"{place.host} (not checked)"
        if place.checked:
            assert place.url.startswith("https://")


@pytest.mark.parametrize("country", [*COUNTRIES, "ZZ"])
def test_lines_keep_to_our_words(country: str) -> None:
    for channel in report_channels(country):
        assert not FORBIDDEN.search(PROPER.sub("", channel.line().text()))
        assert "general knowledge" not in channel.source.lower()


def test_channels_come_from_near_to_far() -> None:
    telegram = read_target("t.me/pillshop").platform
    names = [channel.name for channel in report_channels("IE", telegram)]
    order = [names.index(n) for n in ("HPRA: report a case", "Telegram abuse")]
    european = next(i for i, n in enumerate(names) if n.startswith("European Consumer"))
    assert order[0] < order[1] < european < names.index("Card issuer: chargeback")


def test_channels_of_one_platform_are_not_named_for_another() -> None:
    names = [channel.name for channel in report_channels("GB", read_target("vk.com/x").platform)]
    assert "Telegram abuse" not in names
    assert not any(n.startswith("European") for n in names)


def test_platform_channels_name_platforms_of_the_table() -> None:
    known = {row["name"] for row in table("platforms")}
    for row in table("report_channels"):
        assert set(filter(None, row["platforms"].split(" ; "))) <= known


@pytest.mark.parametrize("country", [*COUNTRIES, "ZZ", ""])
def test_every_channel_is_for_one_situation(country: str) -> None:
    channels = report_channels(country)
    assert {channel.situation for channel in channels} <= {"report", "harm", "money"}
    assert any(channel.situation == "money" for channel in channels)


def test_registers_of_sellers_come_first() -> None:
    assert registers_of("ZZ") == registers_of("") == ()
    assert registers_of("GB")[0].kind == "online sellers"
