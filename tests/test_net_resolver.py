"""Looking names up at a real DNS server on loopback."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

from checker.demo.nameserver import NameServer
from checker.net.resolver import DnsAnswer, Resolver

ZONE = {
    ("both.com.", "A"): ["93.184.215.14", "93.184.215.15"],
    ("both.com.", "AAAA"): ["2606:4700::1"],
    ("four.com.", "A"): ["93.184.215.14"],
    ("six.com.", "AAAA"): ["2606:4700::1"],
    ("deaf6.com.", "A"): ["93.184.215.14"],
    ("inside.com.", "A"): ["127.0.0.1"],
}
EMPTY = {"none.com."}
BROKEN = {"broken.com."}


class Authority:
    """A DNS server that knows ``ZONE``, answers some names badly and some never."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.asked: list[tuple[str, str]] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            wire, peer = self._socket.recvfrom(4096)
            if wire == b"stop":
                return
            query = dns.message.from_wire(wire)
            question = query.question[0]
            name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
            self.asked.append((name, kind))
            if name == "deaf.com." or (name, kind) == ("deaf6.com.", "AAAA"):
                continue
            self._socket.sendto(self._answer(query, name, kind).to_wire(), peer)

    @staticmethod
    def _answer(query: dns.message.Message, name: str, kind: str) -> dns.message.Message:
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if name == "loop.com.":
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "CNAME", name))
        elif (name, kind) in ZONE:
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *ZONE[name, kind]))
        elif name in BROKEN:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif name not in {known for known, _ in ZONE} | EMPTY:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer

    def close(self) -> None:
        self._socket.sendto(b"stop", self._socket.getsockname())
        self._thread.join(5)
        self._socket.close()


@pytest.fixture
def authority() -> Iterator[Authority]:
    server = Authority()
    yield server
    server.close()


def resolver(authority: Authority) -> Resolver:
    return Resolver(["127.0.0.1"], port=authority.port, seconds=0.5)


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("both.com", ["93.184.215.14", "93.184.215.15", "2606:4700::1"]),
        ("four.com", ["93.184.215.14"]),
        ("six.com", ["2606:4700::1"]),
        ("deaf6.com", ["93.184.215.14"]),
        # The resolver reports; the guard judges.
        ("inside.com", ["127.0.0.1"]),
    ],
)
def test_addresses(authority: Authority, name: str, addresses: list[str]) -> None:
    # A server may turn round the addresses of one kind; those of IPv4 come first.
    assert sorted(resolver(authority)(name)) == sorted(addresses)
    assert {asked for asked, _ in authority.asked} == {f"{name}."}, "no search list"


@pytest.mark.parametrize("name", ["missing.com", "none.com", "loop.com", "broken.com"])
def test_names_without_addresses(authority: Authority, name: str) -> None:
    with pytest.raises((LookupError, TimeoutError)):
        resolver(authority)(name)


def test_name_that_does_not_exist_is_asked_once(authority: Authority) -> None:
    with pytest.raises(LookupError, match="NXDOMAIN"):
        resolver(authority)("missing.com")
    assert authority.asked == [("missing.com.", "A")]


def test_silence(authority: Authority) -> None:
    with pytest.raises(TimeoutError):
        resolver(authority)("deaf.com")


# Records of other kinds


def test_records() -> None:
    zone = {"shop.com": {"TXT": ['"v=spf1 " "-all"', '"plain \\"quoted\\""'], "NS": ["NS1.x.net."]}}
    with NameServer(zone) as server:
        found = server.resolver().records("shop.com", "TXT", 2.0)
        assert sorted(found.values) == ['plain "quoted"', "v=spf1 -all"]
        assert server.resolver().records("shop.com", "MX", 2.0) == DnsAnswer()
        assert server.resolver().records("gone.com", "MX", 2.0) == DnsAnswer(exists=False)


@pytest.mark.parametrize("name", ["", ".", "a..b", "x" * 64 + ".com", "\u0430.com", "a b.com"])
def test_names_that_cannot_be_asked_raise_no_surprise(name: str) -> None:
    with NameServer({}) as server, contextlib.suppress(LookupError, TimeoutError):
        server.resolver().records(name, "A", 0.5)


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare")
def test_no_way_out_is_told_apart_from_a_name_that_does_not_exist() -> None:
    """In a network of its own, which has no way out, a process asks for a name and for records."""
    program = """
from checker.net import Limits, Network, Resolver, fetch
resolver = Resolver(["192.0.2.53"], seconds=1.0)
for ask in (lambda: resolver("shop.com"), lambda: resolver.records("shop.com", "MX", 1.0)):
    try:
        ask()
    except ConnectionError as error:
        print(error)
print(fetch("http://shop.com/", Network(resolve=resolver), Limits()).reason.value)
print(fetch("http://shop.com/", Network(resolve=lambda _: ["93.184.215.14"]), Limits()).reason.value)
"""
    ran = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--net", sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if "unshare" in ran.stderr:
        pytest.skip("no network of our own can be made here")
    assert ran.stdout.split("\n")[:4] == [
        "no way to a name server",
        "no way to a name server",
        "no_network",
        "no_network",
    ]
