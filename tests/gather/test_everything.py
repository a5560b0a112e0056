"""All sources at once, against real servers: what comes, what is late, what is left behind."""

from __future__ import annotations

import gc
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checker.certificate import Certificate
from checker.demo.nameserver import NameServer
from checker.dns_records import DnsRecords
from checker.evidence import (
    ADDRESS_SOURCES,
    Event,
    Evidence,
    Missing,
    MissingReason,
    Response,
    Started,
    View,
    observed,
)
from checker.gather.everything import Sources, gather_all
from checker.gather.origin import OriginData
from checker.gather.registration import Memory, Registries
from checker.net import Limits, Network
from checker.origin import Origin
from checker.page.facts import PageFacts
from checker.page.worker import read_here
from checker.registration import Registration
from checker.target import Target, read_target
from tests.certificates import authority, issue, server_context
from tests.gather.test_origin import MAXMIND, database
from tests.loopback import Handler, Pages, Reply, Server, World

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LIMITS = Limits(connect=0.5, tls=0.5, first_byte=1, idle=1, total=2, gather=2, politeness=0)
PAGE = b"<html lang=en><title>Shop</title><h1>A shop</h1><p>It sells things.</p></html>"
RECORD = b"""{"objectClassName": "domain", "ldhName": "shop.com", "status": ["active"],
"events": [{"eventAction": "registration", "eventDate": "2026-10-05T00:00:00Z"},
           {"eventAction": "expiration", "eventDate": "2027-10-05T00:00:00Z"}]}"""
ZONE = {
    "shop.com": {"A": ["93.184.215.1"], "NS": ["ns1.names.net."], "MX": ["5 mx.mail.net."]},
    "www.shop.com": {"A": ["93.184.215.1"]},
}
REGISTRY = "rdap.registry.net"
REGISTRIES = Registries(rdap={"com": (f"http://{REGISTRY}/",)}, whois={})


class Outside:
    """A shop with everything behind it, and the means to slow or stop each part."""

    def __init__(self, stack: ExitStack, tmp_path: Path) -> None:
        self._stack = stack
        ca = authority()
        pem = issue(ca, ("shop.com", "pills.net")).write(tmp_path / "shop.pem")
        self._context = server_context(pem)
        self.world = World(authorities=ca.pem(tmp_path / "ca.pem"))
        self.data = stack.enter_context(OriginData(database(tmp_path / "db", MAXMIND)))
        self.names = stack.enter_context(NameServer(ZONE))
        self.page: Handler = Pages({"/": Reply(body=PAGE)})
        registered = Reply(body=RECORD, content_type="application/rdap+json")
        self.registry: Handler = Pages({"/domain/shop.com": registered})

    def start(self) -> None:
        shop = self._stack.enter_context(Server(self.page, context=self._context))
        self.world.add("shop.com", http=shop, https=shop)
        registry = self._stack.enter_context(Server(self.registry))
        self.world.add(REGISTRY, http=registry)

    def network(self) -> Network:
        return replace(self.world.network, records=self.names.resolver().records)

    def sources(self) -> Sources:
        return Sources(origin=self.data, registries=REGISTRIES, memory=Memory())

    def gather(
        self,
        typed: str = "https://shop.com/",
        limits: Limits = LIMITS,
        read: Callable[[Response], PageFacts | Missing] = read_here,
    ) -> Iterator[Event]:
        self.start()
        target = read_target(typed)
        yield from gather_all(
            target, self.network(), limits, read, lambda: NOON, sources=self.sources()
        )


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    with ExitStack() as stack:
        yield Outside(stack, tmp_path)


SOURCES = {"page", "registers", "claims", *ADDRESS_SOURCES}


def evidence(events: Sequence[Event], target: Target | None = None) -> Evidence:
    return Evidence(
        target=target or read_target("https://shop.com/"),
        country="GB",
        checked_at=NOON,
        observations=observed(events),
    )


def reasons(events: Sequence[Event]) -> dict[str, MissingReason | None]:
    return {
        o.source: o.value.reason if isinstance(o.value, Missing) else None
        for o in observed(events)
        if not o.source.startswith("page:")
    }


def stalled(_: object) -> None:
    time.sleep(4)


def test_everything_is_found(outside: Outside) -> None:
    found = evidence(list(outside.gather()))
    assert isinstance(found.registration, Registration)
    assert (found.registration.age_days, found.registration.days_left) == (50, 315)
    assert isinstance(found.dns, DnsRecords)
    assert found.dns.mail_servers == ("mx.mail.net",)
    assert isinstance(found.certificate, Certificate)
    assert found.certificate.other_domains == ("pills.net",)
    assert isinstance(found.origin, Origin)
    assert found.origin.country == "MD"
    views = {o.source: o.view for o in found.observations if o.source in ADDRESS_SOURCES}
    assert views == {
        "registration": View.ASKED,
        "dns": View.ASKED,
        "origin": View.ASKED,
        "certificate": View.FETCHED,
    }


def test_the_site_is_dialled_once_for_page_and_certificate(outside: Outside) -> None:
    list(outside.gather())
    assert [port for _, port in outside.world.dials].count(443) == 1


def test_plain_sites_are_asked_for_their_certificate(outside: Outside) -> None:
    events = list(outside.gather("http://shop.com/"))
    assert isinstance(evidence(events).certificate, Certificate)
    assert [port for _, port in outside.world.dials].count(443) == 1


def test_each_source_starts_before_it_answers_and_answers_once(outside: Outside) -> None:
    started: list[str] = []
    answered: list[str] = []
    for event in outside.gather():
        if isinstance(event, Started):
            started.append(event.source)
        elif not event.observation.source.startswith("page:"):
            assert event.observation.source in started
            answered.append(event.observation.source)
    assert sorted(started) == sorted(answered) == sorted(SOURCES)


def test_sources_run_side_by_side(outside: Outside) -> None:
    """A slow registry does not hold the page up, nor the page the DNS."""
    registry = outside.registry

    def slow(connection: object) -> None:
        time.sleep(0.8)
        registry(connection)  # type: ignore[arg-type]

    outside.registry = slow
    order = [o.source for o in observed(list(outside.gather()))]
    assert order.index("dns") < order.index("registration")
    assert order.index("page") < order.index("registration")


@pytest.mark.parametrize(
    ("part", "late"),
    [
        ("registry", {"registration"}),
        ("page", {"page", "claims", "certificate"}),
        ("names", {"dns"}),
    ],
)
def test_what_is_late_is_missing_and_the_rest_is_not(
    outside: Outside, part: str, late: set[str]
) -> None:
    if part == "names":
        outside.names._silent = frozenset({"shop.com", "_dmarc.shop.com"})
    else:
        setattr(outside, part, stalled)
    begun = time.monotonic()
    events = list(outside.gather(limits=replace(LIMITS, first_byte=9, total=9)))
    assert time.monotonic() - begun < LIMITS.gather + 1
    told = reasons(events)
    assert set(told) == SOURCES
    for source in ("page", "claims", "registration", "certificate"):
        assert (told[source] is not None) == (source in late), told
    assert all(told[source] in (MissingReason.TIMEOUT, None) for source in late - {"dns"})
    if part == "names":
        found = evidence(events).dns
        assert isinstance(found, Missing) or found.addresses is None


def test_nothing_answers(outside: Outside) -> None:
    outside.page = outside.registry = stalled
    outside.names._silent = frozenset({"shop.com", "_dmarc.shop.com"})
    begun = time.monotonic()
    told = reasons(list(outside.gather(limits=replace(LIMITS, first_byte=9, total=9))))
    assert time.monotonic() - begun < LIMITS.gather + 1
    assert set(told) == SOURCES
    assert told["page"] == told["registration"] == told["certificate"] == MissingReason.TIMEOUT


@pytest.mark.parametrize(
    ("status", "reason"),
    [(429, MissingReason.THROTTLED), (500, MissingReason.SERVER_ERROR)],
)
def test_a_registry_that_says_nothing_is_missing(
    outside: Outside, status: int, reason: MissingReason
) -> None:
    outside.registry = Pages({}, otherwise=Reply(status=status, body=b"no"))
    assert reasons(list(outside.gather()))["registration"] == reason


@pytest.mark.parametrize(
    ("typed", "registration"),
    [
        ("https://pills.myshopify.com/", MissingReason.NOT_APPLICABLE),
        ("http://93.184.215.14/", MissingReason.NOT_APPLICABLE),
    ],
)
def test_names_that_a_company_lends_have_no_registration(
    outside: Outside, typed: str, registration: MissingReason
) -> None:
    told = reasons(list(outside.gather(typed)))
    assert told["registration"] == registration
    assert REGISTRY not in outside.world.lookups


def test_nobody_is_asked_about_inside_names() -> None:
    world = World()
    target = replace(
        read_target("https://shop.com/"), url="http://files.corp/", host="files.corp", domain="corp"
    )
    asked: list[str] = []

    def records(name: str, kind: str, seconds: float) -> None:
        asked.append(name)

    network = replace(world.network, records=records)  # type: ignore[arg-type]
    events = list(gather_all(target, network, LIMITS, read_here, lambda: NOON))
    told = reasons(events)
    assert told.pop("registers") is None  # Lists on this computer ask nobody.
    assert set(told.values()) == {MissingReason.REFUSED_ADDRESS}
    assert (world.lookups, asked) == ([], [])


def test_a_defect_costs_one_source(outside: Outside, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> list[object]:
        raise ZeroDivisionError

    outside.data.rows = broken  # type: ignore[method-assign, assignment]
    told = reasons(list(outside.gather()))
    assert told["origin"] == MissingReason.UNREADABLE
    assert [source for source, reason in told.items() if reason] == ["origin"]
    assert "asking origin failed" in caplog.text


def at_rest(within: float) -> bool:
    """Whether all threads of gathering have ended ``within`` some seconds."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if not [t for t in threading.enumerate() if t.name in ("gather", "visit")]:
            return True
        time.sleep(0.02)
    return False


def descriptors() -> int:
    gc.collect()
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("consumed", [0, 1, 3, 99], ids=["none", "one", "some", "all"])
def test_nothing_is_left_behind(outside: Outside, consumed: int) -> None:
    outside.registry = stalled
    events = outside.gather(limits=replace(LIMITS, gather=1, total=1, first_byte=1))
    outside.start()
    before = descriptors()
    for _, _ in zip(range(consumed), events, strict=False):
        pass
    events.close()  # type: ignore[attr-defined]
    assert at_rest(4)
    # The two servers that gathering starts here are ours.
    assert descriptors() <= before + 4


def test_interrupted_while_waiting(
    outside: Outside, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    outside.registry = stalled
    gone = threading.Event()

    def read(response: Response) -> PageFacts | Missing:
        gone.wait(3)
        raise RuntimeError("the reading process is gone")

    threading.Timer(0.3, lambda: signal.raise_signal(signal.SIGINT)).start()
    events = []
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        for event in outside.gather(limits=replace(LIMITS, gather=1.5, total=1.5), read=read):
            events.append(event)
    gone.set()
    assert time.monotonic() - begun < 1
    assert events
    assert at_rest(4)
    assert caplog.text == ""
    assert capfd.readouterr().err == ""
