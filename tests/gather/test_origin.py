"""Networks and countries, from databases made here in the forms that publishers use."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from checker.dns_records import DnsRecords
from checker.errors import EvidenceUnreadable
from checker.evidence import Missing, MissingReason
from checker.gather.origin import OriginData, find_origin, front_of
from checker.origin import Origin
from checker.reference import table
from checker.target import read_target

SHOP = read_target("shop.com")
MAXMIND = {
    "93.184.215.0/24": {"country": {"iso_code": "MD", "names": {"en": "Moldova"}}},
    "2a00:1::/32": {"country": {"iso_code": "NL"}},
    "93.184.216.0/24": {"registered_country": {"iso_code": "US"}},
}
ASNS = {
    "93.184.215.0/24": {
        "autonomous_system_number": 64496,
        "autonomous_system_organization": "Nords\x1b[31m Hosting",
    },
    "104.16.0.0/13": {"autonomous_system_number": 13335},
}
FLAT = {"93.184.215.0/24": {"country_code": "md", "asn": "AS64496", "as_name": "Nord Hosting"}}
BARE = {"93.184.215.0/24": {"country": "MD", "as_number": 64496, "organization": "Nord Hosting"}}
ODD = {
    "93.184.215.0/24": {
        "country": {"iso_code": "ZZ"},
        "country_code": 7,
        "asn": "ASx",
        "as_name": ["x"],
    }
}


def database(path: Path, rows: Mapping[str, Any], *, version: int = 6) -> Path:
    writer = MMDBWriter(version, "test", ipv4_compatible=version == 6)
    for network, row in rows.items():
        if version == 6 or ip_network(network).version == 4:
            writer.insert_network(IPSet([network]), row)
    writer.to_db_file(str(path))
    return path


def records(*addresses: str, aliases: tuple[str, ...] = ()) -> DnsRecords:
    return DnsRecords(host="shop.com", domain="shop.com", addresses=addresses, aliases=aliases)


@pytest.mark.parametrize("rows", [FLAT, BARE], ids=["flat", "bare"])
def test_forms_of_other_publishers(tmp_path: Path, rows: Mapping[str, Any]) -> None:
    with OriginData(database(tmp_path / "db", rows)) as data:
        found = find_origin(SHOP, records("93.184.215.14"), data)
    assert isinstance(found, Origin)
    assert (found.country, found.asn, found.organisation) == ("MD", 64496, "Nord Hosting")


def test_country_and_network_from_two_files(tmp_path: Path) -> None:
    country = database(tmp_path / "country", MAXMIND)
    asn = database(tmp_path / "asn", ASNS, version=4)
    with OriginData(country, asn) as data:
        four = find_origin(SHOP, records("93.184.215.14"), data)
        six = find_origin(SHOP, records("2a00:1::5"), data)
        today = data.data_date
    assert isinstance(four, Origin)
    assert isinstance(six, Origin)
    assert (four.country, four.asn, four.front) == ("MD", 64496, None)
    assert four.organisation is not None
    assert "\x1b" not in four.organisation, "escape codes of a database reach no terminal"
    assert (six.country, six.asn) == ("NL", None)
    assert four.data_date == today
    assert abs((date.today() - (today or date.min)).days) <= 1


@pytest.mark.parametrize(
    ("address", "aliases", "country", "front"),
    [
        ("93.184.215.14", (), "MD", None),
        ("93.184.215.14", ("d1.cloudfront.net",), None, "Amazon CloudFront"),
        ("93.184.215.14", ("notcloudfront.net", "cloudfront.net.shop.com"), "MD", None),
        ("104.16.1.1", (), None, "Cloudflare"),
        ("93.184.217.1", (), None, None),
    ],
    ids=["own_server", "behind_by_alias", "near_miss_alias", "behind_by_address", "not_in_it"],
)
def test_behind_a_front_the_country_is_not_known(
    tmp_path: Path, address: str, aliases: tuple[str, ...], country: str | None, front: str | None
) -> None:
    rows = {**MAXMIND, "104.16.0.0/13": {"country": {"iso_code": "US"}}}
    with OriginData(database(tmp_path / "db", rows)) as data:
        found = find_origin(SHOP, records(address, aliases=aliases), data)
    assert isinstance(found, Origin)
    assert (found.country, found.front) == (country, front)


def test_odd_values_are_unknown(tmp_path: Path) -> None:
    with OriginData(database(tmp_path / "db", ODD)) as data:
        found = find_origin(SHOP, records("93.184.215.14"), data)
    assert isinstance(found, Origin)
    assert (found.country, found.asn, found.organisation) == (None, None, None)


def test_a_literal_address_needs_no_dns(tmp_path: Path) -> None:
    missing = Missing(source="dns", reason=MissingReason.NOT_APPLICABLE)
    with OriginData(database(tmp_path / "db", MAXMIND)) as data:
        found = find_origin(read_target("http://93.184.215.14/"), missing, data)
    assert isinstance(found, Origin)
    assert (found.address, found.country) == ("93.184.215.14", "MD")


@pytest.mark.parametrize(
    ("dns", "reason"),
    [
        (Missing(source="dns", reason=MissingReason.DNS_TIMEOUT), MissingReason.DNS_TIMEOUT),
        (records(), MissingReason.DNS),
        (DnsRecords(host="shop.com", domain="shop.com"), MissingReason.DNS),
    ],
    ids=["dns_missing", "no_address", "addresses_unknown"],
)
def test_without_an_address(
    tmp_path: Path, dns: DnsRecords | Missing, reason: MissingReason
) -> None:
    with OriginData(database(tmp_path / "db", MAXMIND)) as data:
        found = find_origin(SHOP, dns, data)
    assert isinstance(found, Missing)
    assert (found.source, found.reason) == ("origin", reason)


def test_without_a_file_nobody_was_asked() -> None:
    found = find_origin(SHOP, records("93.184.215.14"), None)
    assert isinstance(found, Missing)
    assert found.reason is MissingReason.NOT_ASKED


@pytest.mark.parametrize("content", [None, b"", b"no database", b"x" * 100_000])
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EvidenceUnreadable) as refused:
        OriginData(path)
    assert refused.value.reason == "origin_db"


def test_a_damaged_file_costs_the_source_and_no_more(tmp_path: Path) -> None:
    path = database(tmp_path / "db", MAXMIND)
    whole = bytearray(path.read_bytes())
    at = whole.index(b"\xab\xcd\xefMaxMind.com")
    whole[: at - 1] = b"\xff" * (at - 1)
    path.write_bytes(bytes(whole))
    with OriginData(path) as data:
        found = find_origin(SHOP, records("93.184.215.14"), data)
    assert isinstance(found, Missing | Origin)
    if isinstance(found, Missing):
        assert found.reason is MissingReason.UNREADABLE


def test_many_threads_at_once(tmp_path: Path) -> None:
    answers: list[object] = []
    with OriginData(database(tmp_path / "db", MAXMIND)) as data:
        threads = [
            threading.Thread(
                target=lambda: answers.append(find_origin(SHOP, records("93.184.215.14"), data))
            )
            for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len({str(answer) for answer in answers}) == 1
    assert len(answers) == 20


@pytest.mark.parametrize("row", table("fronts"), ids=lambda row: row["name"])
def test_fronts_are_told_by_what_they_publish(row: dict[str, str]) -> None:
    """Every range, number and ending names its own row, and every row has one of them."""
    assert row["source"]
    for network in row["networks"].split():
        assert front_of(str(ip_network(network)[0]), None) == row["name"]
    for number in row["asns"].split():
        assert front_of("93.184.215.14", int(number)) == row["name"]
    for host in row["hosts"].split():
        assert front_of("93.184.215.14", None, [f"x.{host}"]) == row["name"]
        assert front_of("93.184.215.14", None, [f"x{host}"]) is None
    assert row["networks"] or row["asns"] or row["hosts"]


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "81.2.69.142", "2a00:1450:4009::1"])
def test_other_networks_are_no_fronts(address: str) -> None:
    assert front_of(address, 64496) is None
