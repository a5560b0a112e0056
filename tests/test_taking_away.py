"""Taking evidence away: whatever set of sources is gone, no report becomes more reassuring.

Tried on everything the demonstration gathers, and on constructed evidence whose every address
signal is given weight, so that the rule holds however much such evidence comes to count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import combinations

import pytest

from checker import signals
from checker.certificate import Certificate
from checker.check import evidence_of, gathering
from checker.demo.manifest import demo_checks
from checker.demo.server import DemoWeb
from checker.dns_records import DnsRecords
from checker.evidence import (
    ADDRESS_SOURCES,
    Evidence,
    Missing,
    MissingReason,
    Observation,
    ObservedValue,
    View,
)
from checker.judgement import judge
from checker.kind import classify
from checker.likelihoods import Likelihood, Likelihoods
from checker.origin import Origin
from checker.page.worker import PageReader
from checker.registration import Privacy, Registration, RegistrationState
from checker.signals import all_signals
from checker.target import read_target
from checker.verdict import Assessment, Level, decide
from tests.reports import EMPTY, NEWS, ROGUE, evidence

REASSURING = {Level.VERIFIED, Level.UNVERIFIED, Level.NOT_A_PHARMACY}
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LISTS = ("registers", "claims")
"""Besides what stands behind the address. The lists are on this computer: never asked for is nobody's
case, damaged is."""
GONE = (MissingReason.TIMEOUT, MissingReason.THROTTLED, MissingReason.NO_NETWORK)

LAWFUL = """<html lang="en"><title>Town Pharmacy</title><h1>Town Pharmacy</h1>
<p>Send us your prescription and our pharmacist dispenses it. Ibuprofen 200mg tablets £2.49
<button>Add to basket</button></p><p>Town Pharmacy Ltd, 1 High Street, Leeds LS1 1AA</p></html>"""


@pytest.fixture(scope="module")
def gathered() -> dict[str, Evidence]:
    """Everything the demonstration gathers, by address."""
    found = {}
    with DemoWeb() as web, PageReader(workers=1) as reader:
        network, sources = web.network(), web.sources()
        for check in demo_checks():
            target = read_target(check.url)
            events = list(gathering(target, network=network, reader=reader, sources=sources))
            found[check.url] = evidence_of(target, "GB", NOON, events)
    return found


def subsets(names: Sequence[str]) -> Iterator[frozenset[str]]:
    for size in range(len(names) + 1):
        yield from map(frozenset, combinations(names, size))


def without(whole: Evidence, gone: frozenset[str], reason: MissingReason | None) -> Evidence:
    """``whole`` without the sources ``gone``: never asked (None), or asked in vain."""
    kept = []
    for observation in whole.observations:
        if observation.source not in gone:
            kept.append(observation)
        elif reason is not None:
            missing = Missing(source=observation.source, reason=reason)
            kept.append(replace(observation, value=missing))
    return replace(whole, observations=tuple(kept))


def assert_no_kinder(before: Level, after: Level, gone: frozenset[str]) -> None:
    assert after is before or after not in REASSURING, f"{before} became {after} without {gone}"
    assert after is not Level.VERIFIED or before is Level.VERIFIED


@pytest.mark.parametrize("url", [check.url for check in demo_checks()])
def test_demonstration(gathered: dict[str, Evidence], url: str) -> None:
    """All sets of the sources behind the address, and of them with the page and its further pages."""
    whole = gathered[url]
    before = judge(whole).verdict.level
    pages = frozenset(o.source for o in whole.observations) - {"page", *LISTS, *ADDRESS_SOURCES}
    for gone in subsets(("page", *ADDRESS_SOURCES)):
        for reason in (MissingReason.TIMEOUT, None):
            after = judge(without(whole, gone, reason)).verdict.level
            assert_no_kinder(before, after, gone)
    for gone in subsets(("page", "registration", *LISTS)):
        after = judge(without(whole, gone, MissingReason.UNREADABLE)).verdict.level
        assert_no_kinder(before, after, gone)
    for gone in subsets(ADDRESS_SOURCES):
        after = judge(without(whole, gone | pages, MissingReason.TIMEOUT)).verdict.level
        assert_no_kinder(before, after, gone | pages)


def test_the_demonstration_has_every_source(gathered: dict[str, Evidence]) -> None:
    for source in ADDRESS_SOURCES:
        found = [e for e in gathered.values() if not isinstance(e.value(source), Missing)]
        assert found, source


# Constructed


def registration(**changes: object) -> Registration:
    plain = Registration(
        state=RegistrationState.REGISTERED,
        domain="shop.example",
        created=date(2026, 11, 1),
        transferred=date(2026, 11, 10),
        expires=date(2027, 11, 1),
        privacy=Privacy.PROXY,
        privacy_service="Hidden Owner Service",
        registrant_country="IS",
        statuses=("clientHold",),
        source="rdap",
        server="rdap.registry.example",
        at=NOON,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


DNS = DnsRecords(
    host="shop.example",
    domain="shop.example",
    addresses=("93.184.215.14",),
    aliases=(),
    name_servers=("ns1.names.test",),
    mail_servers=(),
    spf=False,
    dmarc=False,
    wildcard=True,
    shared_with=50,
)
CERTIFICATE = Certificate(
    host="shop.example",
    issuer="A CA",
    subject="pills.example",
    names=("pills.example", "rx-shop.example", "meds-online.example"),
    other_domains=("pills.example", "rx-shop.example", "meds-online.example"),
    not_before=NOON - timedelta(days=3),
    not_after=NOON + timedelta(days=87),
    age_days=3,
    lifetime_days=90,
    fault="wrong_host",
    sha256="ab" * 32,
)
SUSPICIOUS: dict[str, ObservedValue] = {
    "registration": registration(),
    "dns": DNS,
    "certificate": CERTIFICATE,
    "origin": Origin(address="93.184.215.14", country="RU", asn=64496, organisation="Nord"),
}
UNSUSPICIOUS: dict[str, ObservedValue] = {
    "registration": registration(
        created=date(2010, 1, 1),
        transferred=None,
        privacy=Privacy.PUBLISHED,
        privacy_service=None,
        registrant_country="GB",
        statuses=("active",),
    ),
    "dns": replace(
        DNS, mail_servers=("mx.shop.example",), spf=True, dmarc=True, wildcard=False, shared_with=0
    ),
    "certificate": replace(
        CERTIFICATE, names=("shop.example",), other_domains=(), fault=None, age_days=200
    ),
    "origin": Origin(address="93.184.215.14", country="GB", asn=64500, organisation="Thames"),
}


@cache
def every_address_signal_counts() -> Likelihoods:
    """A made-up ratio for each signal about the address: no published table is as harsh."""
    return {
        name: Likelihood(
            signal=name, part=part, illicit_share=0.5, lawful_share=0.1, source="made up"
        )
        for name, signal in all_signals().items()
        for part in ADDRESS_SOURCES
        if part in signal.meta.needs
    }


def level(seen: Evidence, doubt: float | None = None) -> Level:
    """The level when every address signal counts, over pages with the chance ``doubt``."""
    assessment = (
        None if doubt is None else Assessment(probability=doubt, contributions=(), model="")
    )
    return decide(
        classify(seen), signals.run(seen), assessment, likelihoods=every_address_signal_counts()
    ).level


def with_sources(html: str, values: dict[str, ObservedValue]) -> Evidence:
    page = evidence(html)
    (typed,) = (o for o in page.observations if o.source == "page")
    behind = (
        Observation(source=source, view=View.ASKED, at=NOON, value=value)
        for source, value in values.items()
    )
    return replace(page, observations=(replace(typed, view=View.FETCHED), *behind))


MIXED = {**UNSUSPICIOUS, "registration": SUSPICIOUS["registration"]}
OTHER_MIX = {**SUSPICIOUS, "dns": UNSUSPICIOUS["dns"]}


@pytest.mark.parametrize("reason", GONE)
@pytest.mark.parametrize(
    "values", [SUSPICIOUS, UNSUSPICIOUS, MIXED, OTHER_MIX], ids=["bad", "good", "mixed", "other"]
)
@pytest.mark.parametrize(
    "html", [ROGUE, NEWS, EMPTY, LAWFUL], ids=["rogue", "news", "empty", "lawful"]
)
def test_constructed(html: str, values: dict[str, ObservedValue], reason: MissingReason) -> None:
    whole = with_sources(html, values)
    for doubt in (None, 0.02, 0.15, 0.4):
        before = level(whole, doubt)
        for gone in subsets(("page", *ADDRESS_SOURCES)):
            assert_no_kinder(before, level(without(whole, gone, reason), doubt), gone)


def test_constructed_weight_matters() -> None:
    """Otherwise the cases above would show nothing."""
    assert level(with_sources(LAWFUL, UNSUSPICIOUS), 0.15) is Level.UNVERIFIED
    assert level(with_sources(LAWFUL, SUSPICIOUS), 0.15) is Level.CAUTION


def test_offline_asks_nobody_and_is_no_kinder() -> None:
    """A page judged from a file: the sources are ``not_asked``, and the level rests on the page."""
    for html in (ROGUE, NEWS, EMPTY, LAWFUL):
        offline = evidence(html)
        report = judge(offline)
        states = {s.source: s.reason for s in report.coverage.sources}
        assert {states[source] for source in ADDRESS_SOURCES} == {MissingReason.NOT_ASKED}
        whole = judge(with_sources(html, UNSUSPICIOUS)).verdict.level
        assert report.verdict.level is whole
