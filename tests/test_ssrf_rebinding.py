"""S5: a name that changes its answer between the look and the leap."""

from __future__ import annotations

import ipaddress
import socket
from collections import Counter
from collections.abc import Sequence

import pytest

from checker.evidence import Missing, MissingReason, Response
from checker.net import Limits, Network, fetch
from tests.loopback import Oracle, Pages, Reply, Server, redirect
from tests.ssrf_rows import forbidden

PUBLIC = "93.184.215.14"


class Rebinder:
    """Answers public and loopback in turn, and keeps account of who asked for what, and how."""

    def __init__(self, port: int, first: int) -> None:
        self.asked: list[object] = []
        self.dialled: list[object] = []
        self._port = port
        self._first = first

    def resolve(self, name: str) -> Sequence[str]:
        self.asked.append(name)
        turn = (len(self.asked) + self._first) % 2
        return [(PUBLIC, "127.0.0.1")[turn]]

    def dial(self, address: str, port: int, timeout: float) -> socket.socket:
        self.dialled.append(address)
        return socket.create_connection(("127.0.0.1", self._port), timeout)

    @property
    def network(self) -> Network:
        return Network(resolve=self.resolve, dial=self.dial)


def rounds(count: int) -> None:
    pages = Pages({"/hop": redirect("http://shop.com/page"), "/page": Reply()})
    oracle = Oracle()
    ended: Counter[str] = Counter()
    with Server(pages) as server, oracle:
        for number in range(count):
            stub = Rebinder(server.port, first=number)
            seen = fetch(
                f"http://shop.com/{('hop', 'page')[number % 4 // 2]}", stub.network, Limits()
            )
            hops = len(seen.hops)
            ended[f"{type(seen).__name__} after {hops}"] += 1
            asked_for = hops if isinstance(seen, Response) else hops + 1
            assert len(stub.asked) == asked_for, "one look-up a hop"
            assert all(isinstance(name, str) for name in stub.asked), "never bytes"
            assert set(stub.dialled) <= {PUBLIC}
            assert all(type(a) is str and ipaddress.ip_address(a) for a in stub.dialled)
            assert not any(forbidden(str(address)) for address in stub.dialled)
            if isinstance(seen, Missing):
                assert seen.reason in (MissingReason.REFUSED_ADDRESS, MissingReason.REDIRECT)
                assert seen.detail == "dns"
    assert set(ended) == {"Response after 1", "Missing after 0", "Missing after 1"}
    assert oracle.lookups == [], "no other resolver was asked, by str or by bytes"
    assert set(oracle.connects) == {("127.0.0.1", server.port)}


def test_ssrf_rebinding() -> None:
    rounds(60)


@pytest.mark.slow
def test_ssrf_rebinding_a_thousand_rounds() -> None:
    rounds(1000)


@pytest.mark.parametrize(
    "answers",
    [
        [PUBLIC, "10.0.0.1"],
        ["10.0.0.1", PUBLIC],
        [PUBLIC, "::1"],
        ["::ffff:127.0.0.1"],
        ["::ffff:93.184.215.14"],
        ["64:ff9b::5db8:d70e"],
        ["2606:4700::5efe:7f00:1"],
        [PUBLIC, "not an address"],
        ["fe80::1%eth0"],
        ["0177.0.0.1"],
        [""],
    ],
)
def test_ssrf_one_bad_answer_spoils_all(answers: list[str]) -> None:
    dialled: list[str] = []

    def dial(address: str, port: int, timeout: float) -> socket.socket:
        dialled.append(address)
        raise ConnectionRefusedError

    network = Network(resolve=lambda _: answers, dial=dial)
    seen = fetch("http://shop.com/", network, Limits())
    assert isinstance(seen, Missing)
    assert (seen.reason, seen.detail) == (MissingReason.REFUSED_ADDRESS, "dns")
    assert dialled == []


def test_ssrf_older_protocol_first_and_at_most_three() -> None:
    dialled: list[str] = []

    def dial(address: str, port: int, timeout: float) -> socket.socket:
        dialled.append(address)
        raise ConnectionRefusedError

    answers = ["2606:4700::1", "93.184.215.1", "93.184.215.2", "93.184.215.3"]
    fetch("http://shop.com/", Network(resolve=lambda _: answers, dial=dial), Limits())
    assert dialled == ["93.184.215.1", "93.184.215.2", "93.184.215.3"]
