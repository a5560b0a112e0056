"""The last step out: literal addresses only, and addresses typed as such."""

from __future__ import annotations

import socket
import time

import pytest

from checker.evidence import Response
from checker.net import Limits, Network, fetch
from checker.net.guard import connect, dial
from tests.loopback import Oracle, Pages, Reply, Server, World


def test_connects_to_a_literal_address() -> None:
    with Server(Pages({})) as server, Oracle() as oracle:
        connect("127.0.0.1", server.port, 1).close()
    assert oracle.connects == [("127.0.0.1", server.port)]


@pytest.mark.skipif(not socket.has_ipv6, reason="needs IPv6")
def test_connects_by_both_protocols() -> None:
    with socket.socket(socket.AF_INET6) as listener:
        try:
            listener.bind(("::1", 0))
        except OSError:
            pytest.skip("needs IPv6 on loopback")
        listener.listen()
        connect("::1", listener.getsockname()[1], 1).close()


@pytest.mark.parametrize("name", ["localhost", "shop.com", "127.1", "", "127.0.0.1", "::1"])
def test_dial_takes_public_addresses_only(name: str) -> None:
    oracle = Oracle()
    with oracle, pytest.raises(OSError):
        dial(name, 80, 0.2)
    assert oracle.connects == []
    assert oracle.lookups == []


def test_gives_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            connect("127.0.0.1", full.getsockname()[1], 0.2)
        assert time.monotonic() - begun < 0.5
        for filler in fillers:
            filler.close()


@pytest.mark.parametrize(
    ("url", "address", "host"),
    [
        ("http://93.184.215.14/a", "93.184.215.14", b"Host: 93.184.215.14\r\n"),
        ("http://[2606:4700:0::1]/a", "2606:4700::1", b"Host: [2606:4700::1]\r\n"),
    ],
)
def test_literal_addresses_are_visited_without_the_dns(url: str, address: str, host: bytes) -> None:
    with Server(pages := Pages({"/a": Reply()})) as server:
        world = World()
        world.serve(address, http=server)
        seen = fetch(url, world.network, Limits())
    assert isinstance(seen, Response)
    assert world.lookups == []
    assert world.dials == [(address, 80)]
    assert host in pages.requests[0]


def test_network_is_live_unless_told_otherwise() -> None:
    assert Network().dial is Network.live().dial is dial
    assert Network().ports == {80, 443}
