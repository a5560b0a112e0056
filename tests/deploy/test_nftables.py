"""The egress firewall of `docs/deploy`: its ranges are those of the guard, and it holds in real network namespaces."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from checker.net import addresses
from checker.net.addresses import why_forbidden
from tests.deploy import walled
from tests.deploy.recipes import RECIPES, program, put_elsewhere

RULES = "nftables/rxlens.nft"
UID = 64_123
ALLOWED = {80, 443, 43, 53}
INSIDE = {53, 5432}
"""Ports of this machine that the recipe names and that something listens on here."""


def elements(name: str) -> set[str]:
    text = (RECIPES / RULES).read_text(encoding="utf-8")
    (found,) = re.findall(rf"set {name} \{{.*?elements = \{{(.*?)\}}", text, re.DOTALL)
    return set(re.split(r"[,\s]+", found.strip()))


def test_the_ranges_are_those_of_the_guard() -> None:
    told = {str(ip_network(element)) for element in elements("forbidden4")}
    assert told == {str(block) for block, _ in addresses._IPV4}
    told = {str(ip_network(element)) for element in elements("forbidden6")}
    assert told == {str(block) for block, _ in addresses._IPV6}
    text = (RECIPES / RULES).read_text(encoding="utf-8")
    assert f"ip6 daddr != {addresses._UNICAST}" in text
    for mark in addresses._ISATAP:
        assert f"== {ip_address(mark << 32 | 1 << 127).compressed.removeprefix('8000')}" in text


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recipe for a user that this machine has not."""
    if os.geteuid() != 0:
        pytest.skip("rules are checked by the kernel, as root only")
    program("nft", "nftables")
    path = tmp_path_factory.mktemp("nftables") / "rxlens.nft"
    path.write_text(put_elsewhere(RULES, {'define service = "rxlens"': f"define service = {UID}"}))
    return path


def in_namespaces(*words: str) -> subprocess.CompletedProcess[str]:
    """Run ``words`` where nothing of this machine's network is."""
    command = [program("unshare", "util-linux"), "--net", "--mount", *words]
    environment = os.environ | {"PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=180, env=environment
    )


def test_the_kernel_takes_the_rules(rules: Path) -> None:
    done = in_namespaces("nft", "--check", "--file", str(rules))
    if "Operation not permitted" in done.stderr:
        pytest.skip("this machine lets nobody make network namespaces")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def outcomes(rules: Path) -> dict[str, dict[tuple[str, int], str]]:
    """What came of every try: by who, address and port."""
    program("ip", "iproute2")
    done = in_namespaces(sys.executable, walled.__file__, str(rules), str(UID))
    if re.search("not permitted|Unknown device type|not supported", done.stderr):
        pytest.skip("this kernel cannot make the machines that the rules are tried on")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {outcome for *_, outcome in told["before"]} == {"reached"}, told["before"]
    found: defaultdict[str, dict[tuple[str, int], str]] = defaultdict(dict)
    for who, address, port, outcome in told["with"]:
        found[who][address, port] = outcome
    return found


@pytest.mark.parametrize("who", ["service", "container"])
def test_the_public_internet_is_reached_on_four_ports_and_nothing_else_is(
    outcomes: dict[str, dict[tuple[str, int], str]], who: str
) -> None:
    wrong = {}
    for address in walled.ADDRESSES:
        is_public = why_forbidden(ip_address(address)) is None
        for port in walled.TCP_PORTS:
            outcome = outcomes[who][address, port]
            expected = "reached" if is_public and port in ALLOWED else "ECONNREFUSED"
            if outcome != expected:
                wrong[address, port] = outcome
    assert wrong == {}


def test_of_this_machine_only_what_is_named_is_reached(
    outcomes: dict[str, dict[tuple[str, int], str]],
) -> None:
    reached = {p for p in walled.TCP_PORTS if outcomes["service"]["127.0.0.1", p] == "reached"}
    assert reached == INSIDE


def test_other_users_are_left_alone(outcomes: dict[str, dict[tuple[str, int], str]]) -> None:
    assert set(outcomes["others"].values()) == {"reached"}


def test_both_kinds_of_addresses_are_tried() -> None:
    """The table above would else say nothing."""
    kinds = {
        (ip_address(a).version, why_forbidden(ip_address(a)) is None) for a in walled.ADDRESSES
    }
    assert kinds == {(4, True), (4, False), (6, True), (6, False)}
