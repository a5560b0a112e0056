"""Records asked of a real name server on loopback, through the one network object."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from checker.demo.nameserver import NameServer
from checker.dns_records import DnsRecords
from checker.evidence import Missing, MissingReason
from checker.gather.dns import ask_dns
from checker.net import DnsAnswer, Network
from checker.target import Target, read_target

SHOP = {
    "A": ["93.184.215.14", "93.184.215.15"],
    "AAAA": ["2606:2800:21f::1"],
    "NS": ["NS2.Names.net.", "ns1.names.net."],
    "MX": ["20 backup.mail.net.", "5 mx.mail.net."],
    "TXT": ['"v=spf1 include:mail.net" " -all"', '"google-site-verification=x"'],
}
ZONE: dict[str, dict[str, list[str]]] = {
    "shop.com": SHOP,
    "www.shop.com": {"CNAME": ["shop.com."]},
    "_dmarc.shop.com": {"TXT": ['"v=DMARC1; p=reject; rua=mailto:a@b.net"']},
    "bare.com": {"A": ["93.184.215.20"]},
    "any.com": {"A": ["93.184.215.30"], "MX": ["0 ."], "TXT": ['"v=spf10 no"', '"see v=spf1"']},
    "*.any.com": {"A": ["93.184.215.30"]},
    "fronted.com": {"CNAME": ["d1.edge.net."], "NS": ["ns1.names.net."]},
    "d1.edge.net": {"CNAME": ["lb.edge.net."]},
    "lb.edge.net": {"A": ["93.184.215.40"]},
    "loop.com": {"CNAME": ["loop.com."]},
    "late.com": {"A": ["93.184.215.50"], "MX": ["10 mx.late.com."]},
    "quiet.com": {"A": ["93.184.215.50"]},
    "_dmarc.quiet.com": {"TXT": ['"v=DMARC1;p=whatever"']},
    "strange.com": {"A": ["93.184.215.60"]},
    "_dmarc.strange.com": {"TXT": ['"v = DMARC1 ; P = Quarantine"']},
    "pills.myshopify.com": {"A": ["93.184.215.70"]},
    "many.com": {"A": [f"93.184.216.{n}" for n in range(1, 41)]},
}
SILENT = ["dead.com", "_dmarc.dead.com", "_dmarc.late.com"]


@pytest.fixture(scope="module")
def server() -> Iterator[NameServer]:
    with NameServer(ZONE, silent=SILENT) as running:
        yield running


def ask(server: NameServer, host: str, seconds: float = 3.0) -> DnsRecords | Missing:
    return ask_dns(read_target(host), Network(resolve=server.resolver()), seconds)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        pytest.param(
            "shop.com",
            {
                "addresses": ("93.184.215.14", "93.184.215.15", "2606:2800:21f::1"),
                "aliases": (),
                "name_servers": ("ns1.names.net", "ns2.names.net"),
                "mail_servers": ("mx.mail.net", "backup.mail.net"),
                "spf": True,
                "dmarc": True,
                "dmarc_policy": "reject",
                "wildcard": False,
                "shared_with": None,
            },
            id="everything",
        ),
        pytest.param(
            "www.shop.com",
            {"host": "www.shop.com", "domain": "shop.com", "aliases": ("shop.com",), "spf": True},
            id="host_and_domain_differ",
        ),
        pytest.param(
            "bare.com",
            {"mail_servers": (), "spf": False, "dmarc": False, "dmarc_policy": None},
            id="nothing_but_an_address",
        ),
        pytest.param("any.com", {"wildcard": True, "mail_servers": ()}, id="wildcard_and_null_mx"),
        pytest.param("any.com", {"spf": False}, id="near_miss_words_like_spf"),
        pytest.param(
            "fronted.com",
            {"aliases": ("d1.edge.net", "lb.edge.net"), "addresses": ("93.184.215.40",)},
            id="aliases_in_order",
        ),
        pytest.param(
            "pills.myshopify.com",
            {
                "addresses": ("93.184.215.70",),
                "name_servers": None,
                "mail_servers": None,
                "spf": None,
                "wildcard": None,
            },
            id="near_miss_a_lent_name_has_no_mail_of_its_own",
        ),
        pytest.param("quiet.com", {"dmarc": True, "dmarc_policy": None}, id="unknown_policy"),
        pytest.param(
            "strange.com", {"dmarc": True, "dmarc_policy": "quarantine"}, id="odd_spacing_in_dmarc"
        ),
    ],
)
def test_records(server: NameServer, host: str, expected: dict[str, Any]) -> None:
    found = ask(server, host)
    assert isinstance(found, DnsRecords)
    assert {name: getattr(found, name) for name in expected} == expected


def test_a_long_answer_is_cut(server: NameServer) -> None:
    found = ask(server, "many.com")
    assert isinstance(found, DnsRecords)
    assert found.addresses is not None
    assert len(found.addresses) == 20


def test_a_part_that_is_late_is_unknown_and_not_absent(server: NameServer) -> None:
    found = ask(server, "late.com", seconds=0.6)
    assert isinstance(found, DnsRecords)
    assert (found.dmarc, found.dmarc_policy) == (None, None)
    assert (found.spf, found.mail_servers) == (False, ("mx.late.com",))


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("nobody.com", MissingReason.DNS),
        ("http://93.184.215.14/", MissingReason.NOT_APPLICABLE),
    ],
)
def test_missing(server: NameServer, host: str, reason: MissingReason) -> None:
    found = ask(server, host, seconds=1.0)
    assert isinstance(found, Missing)
    assert (found.source, found.reason) == ("dns", reason)


def test_silence_is_a_timeout_within_the_time_given(server: NameServer) -> None:
    zone_of_silence = NameServer({}, silent=["x.com", "_dmarc.x.com"])
    with zone_of_silence as silent:
        network = Network(records=lambda name, kind, seconds: _deaf(silent, kind, seconds))
        begun = time.monotonic()
        found = ask_dns(read_target("x.com"), network, 0.5)
    assert isinstance(found, Missing)
    assert found.reason is MissingReason.DNS_TIMEOUT
    assert time.monotonic() - begun < 1.5


def _deaf(server: NameServer, kind: str, seconds: float) -> DnsAnswer:
    return server.resolver().records("x.com", kind, seconds)


def test_a_network_without_name_servers_was_not_asked() -> None:
    found = ask_dns(read_target("shop.com"), Network(resolve=lambda name: []), 1.0)
    assert isinstance(found, Missing)
    assert found.reason is MissingReason.NOT_ASKED


def test_no_way_out_is_no_network() -> None:
    def unreachable(name: str, kind: str, seconds: float) -> DnsAnswer:
        raise ConnectionError("no way to a name server")

    found = ask_dns(read_target("shop.com"), Network(records=unreachable), 1.0)
    assert isinstance(found, Missing)
    assert found.reason is MissingReason.NO_NETWORK


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("MX", ("10", "x y z", "", "-5 mx.net.", "7 mx.net."), ("mx.net",)),
        ("MX", ("10 mx.net.",) * 50, ("mx.net",)),
        ("A", ("not an address", "1.2.3"), ()),
    ],
    ids=["broken_mail", "repeated_mail", "broken_addresses"],
)
def test_broken_records_are_passed_over(
    kind: str, values: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    def answer(name: str, asked: str, seconds: float) -> DnsAnswer:
        return DnsAnswer(values=values if asked == kind else ())

    found = ask_dns(read_target("shop.com"), Network(records=answer), 1.0)
    assert isinstance(found, DnsRecords)
    assert (found.mail_servers if kind == "MX" else found.addresses) == expected


def test_the_random_name_is_another_one_each_time(server: NameServer) -> None:
    before = len(server.asked)
    for _ in range(2):
        ask(server, "bare.com")
    random = {n for n, _ in server.asked[before:] if n.startswith("rx") and n.endswith(".bare.com")}
    assert len(random) == 2


def test_one_missing_kind_of_address_does_not_hide_the_other() -> None:
    def answer(name: str, kind: str, seconds: float) -> DnsAnswer:
        if kind == "AAAA":
            raise LookupError("SERVFAIL")
        return DnsAnswer(values=("93.184.215.14",) if kind == "A" else ())

    target: Target = replace(read_target("shop.com"))
    found = ask_dns(target, Network(records=answer), 1.0)
    assert isinstance(found, DnsRecords)
    assert found.addresses == ("93.184.215.14",)
