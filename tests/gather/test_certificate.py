"""Certificates out of the visit where there was one, else by one handshake with a real server."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checker.certificate import Certificate
from checker.evidence import Hop, Missing, MissingReason, PageVisit, Tls
from checker.gather.certificate import certificate_of, find_certificate
from checker.net import Limits
from checker.target import read_target
from tests.certificates import NOW, authority, issue, name, server_context
from tests.loopback import Pages, Server, World
from tests.reports import NEWS, evidence

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
LIMITS = Limits(connect=0.5, tls=0.5, total=2)
SHOP = read_target("http://shop.com/")
TLS = Tls(
    version="TLSv1.3",
    issuer="A CA",
    subject="shop.com",
    names=("Shop.com", "www.shop.com", "*.pills.net", "pills.net", "rx.co.uk", "co.uk", "10.0.0.1"),
    not_before=AT - timedelta(days=30, hours=1),
    not_after=AT + timedelta(days=60),
    certificate_sha256="ab",
)


def hop(host: str, tls: Tls | None = TLS) -> Hop:
    return Hop(url=f"https://{host}/", host=host, status=200, tls=tls)


def visit(hops: Sequence[Hop]) -> PageVisit:
    page = evidence(NEWS).page
    assert isinstance(page, PageVisit)
    return replace(page, response=replace(page.response, hops=tuple(hops)))


def test_all_parts() -> None:
    assert certificate_of(TLS, "shop.com", AT) == Certificate(
        host="shop.com",
        issuer="A CA",
        subject="shop.com",
        names=tuple(n.lower() for n in TLS.names),
        other_domains=("pills.net", "rx.co.uk"),
        not_before=TLS.not_before,
        not_after=TLS.not_after,
        age_days=30,
        lifetime_days=90,
        fault=None,
        sha256="ab",
    )


@pytest.mark.parametrize(
    ("names", "host", "others"),
    [
        (("shop.com", "www.shop.com", "*.shop.com"), "www.shop.com", ()),
        (("a.myshopify.com", "b.myshopify.com"), "a.myshopify.com", ("b.myshopify.com",)),
        (("shop.com", "", "*", "*.", "bad..name", "x" * 300), "shop.com", ()),
        (("pills.example",), "203.0.113.7", ("pills.example",)),
        (("b.com", "a.com", "www.b.com"), "shop.com", ("b.com", "a.com")),
    ],
    ids=["own_names_only", "near_miss_neighbours_on_a_platform", "no_names", "address", "in_order"],
)
def test_other_domains(names: tuple[str, ...], host: str, others: tuple[str, ...]) -> None:
    found = certificate_of(replace(TLS, names=names), host, AT)
    assert isinstance(found, Certificate)
    assert found.other_domains == others


def test_not_yet_good_has_a_negative_age() -> None:
    found = certificate_of(replace(TLS, not_before=AT + timedelta(days=3)), "shop.com", AT)
    assert isinstance(found, Certificate)
    assert found.age_days == -3


def test_what_cannot_be_parsed_is_unreadable() -> None:
    found = certificate_of(Tls(version="TLSv1.2", certificate_sha256="ab"), "shop.com", AT)
    assert isinstance(found, Missing)
    assert found.reason is MissingReason.UNREADABLE


@pytest.mark.parametrize(
    ("hops", "host"),
    [
        ([hop("shop.com")], "shop.com"),
        ([hop("shop.com", None), hop("www.shop.com")], "www.shop.com"),
        ([hop("www.shop.com"), hop("shop.com"), hop("other.com")], "shop.com"),
    ],
    ids=["same_host", "same_domain", "the_typed_host_first"],
)
def test_seen_on_the_way_needs_no_connection(hops: list[Hop], host: str) -> None:
    world = World()
    found = find_certificate(SHOP, visit(hops), world.network, LIMITS, AT)
    assert isinstance(found, Certificate)
    assert found.host == host
    assert (world.lookups, world.dials) == ([], [])


def test_broken_off_visits_have_shown_it_too() -> None:
    broken = Missing(source="page", reason=MissingReason.BLOCKED, hops=(hop("shop.com"),))
    world = World()
    assert isinstance(find_certificate(SHOP, broken, world.network, LIMITS, AT), Certificate)
    assert world.dials == []


@pytest.mark.parametrize("reason", [MissingReason.CONNECT, MissingReason.TLS, MissingReason.DNS])
def test_what_failed_on_that_port_is_not_tried_again(reason: MissingReason) -> None:
    world = World()
    target = read_target("https://shop.com/")
    missing = Missing(source="page", reason=reason, detail="words")
    found = find_certificate(target, missing, world.network, LIMITS, AT)
    assert found == Missing(source="certificate", reason=reason, detail="words")
    assert world.lookups == []


@pytest.mark.parametrize(
    ("begins", "ends", "names", "fault"),
    [
        (NOW - timedelta(days=20), NOW + timedelta(days=70), ("shop.com", "pills.net"), None),
        (NOW - timedelta(days=90), NOW - timedelta(days=1), ("shop.com",), "expired"),
        (NOW - timedelta(days=20), NOW + timedelta(days=70), ("other.com",), "wrong_host"),
    ],
    ids=["good", "expired", "wrong_host"],
)
def test_one_handshake(
    tmp_path: Path, begins: datetime, ends: datetime, names: tuple[str, ...], fault: str | None
) -> None:
    ca = authority()
    pem = issue(ca, names, subject=name("shop.com"), begins=begins, ends=ends).write(tmp_path / "s")
    world = World(authorities=ca.pem(tmp_path / "ca"))
    with Server(Pages({}), context=server_context(pem)) as server:
        world.add("shop.com", https=server)
        page = visit([hop("shop.com", None), hop("other.com")])
        found = find_certificate(SHOP, page, world.network, LIMITS, NOW)
    assert isinstance(found, Certificate)
    assert found.fault == fault
    assert found.lifetime_days == (ends - begins).days
    assert found.other_domains == tuple(n for n in names if n != "shop.com")
    assert len(world.lookups) == 1
    assert len(world.dials) == (1 if fault is None else 2)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (["93.184.215.99"], MissingReason.NO_ENCRYPTION),
        (["10.0.0.1"], MissingReason.REFUSED_ADDRESS),
        (["93.184.215.1", "127.0.0.1"], MissingReason.REFUSED_ADDRESS),
        (None, MissingReason.DNS),
    ],
    ids=["closed_port", "inside_address", "one_inside_address", "no_name"],
)
def test_handshake_through_the_guard(answers: list[str] | None, reason: MissingReason) -> None:
    world = World()
    if answers:
        world.answer("shop.com", answers)
    found = find_certificate(SHOP, visit([hop("shop.com", None)]), world.network, LIMITS, AT)
    assert isinstance(found, Missing)
    assert (found.source, found.reason) == ("certificate", reason)
    assert all(address == "93.184.215.99" for address, _ in world.dials)


def test_a_site_that_did_not_answer_at_all_may_have_a_certificate() -> None:
    world = World()
    world.answer("shop.com", ["93.184.215.99"])
    gone = Missing(source="page", reason=MissingReason.CONNECT)
    found = find_certificate(SHOP, gone, world.network, LIMITS, AT)
    assert isinstance(found, Missing)
    assert found.reason is MissingReason.CONNECT


def test_a_server_that_never_shakes_hands_is_left(tmp_path: Path) -> None:
    world = World()
    with Server(lambda connection: time.sleep(1)) as server:
        world.add("shop.com", https=server)
        found = find_certificate(SHOP, visit([]), world.network, LIMITS, AT)
    assert isinstance(found, Missing)
    assert found.reason in (MissingReason.TLS_TIMEOUT, MissingReason.TLS)
