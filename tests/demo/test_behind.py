"""What stands behind the invented names: complete, and told through the real gatherers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date

import pytest

from checker.check import check, evidence_of, gathering
from checker.demo.behind import registrations, zone_of
from checker.demo.manifest import demo_checks, demo_hosts
from checker.demo.names import demo_names
from checker.demo.nameserver import NameServer
from checker.demo.server import DemoWeb
from checker.evidence import Evidence, Missing, MissingReason
from checker.judgement import now
from checker.net import Resolver
from checker.page.worker import PageReader
from checker.registration import Privacy
from checker.target import read_target
from checker.terminal import console_for, show


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with DemoWeb() as running:
        yield running


@pytest.fixture(scope="module")
def gathered(web: DemoWeb) -> dict[str, Evidence]:
    found = {}
    network, sources = web.network(), web.sources()
    with PageReader(workers=1) as reader:
        for one in demo_checks():
            target = read_target(one.url)
            events = list(gathering(target, network=network, reader=reader, sources=sources))
            found[one.host] = evidence_of(target, "GB", now(), events)
    return found


def test_every_host_has_something_behind_it_and_nothing_else_has() -> None:
    assert set(demo_names()) == set(demo_hosts())


def test_every_source_tells_what_was_written_down(gathered: dict[str, Evidence]) -> None:
    for host, seen in gathered.items():
        behind = demo_names()[host]
        registration, dns, origin = seen.registration, seen.dns, seen.origin
        if behind.state == "throttled":
            assert isinstance(registration, Missing)
            assert registration.reason is MissingReason.THROTTLED
        else:
            assert not isinstance(registration, Missing), host
            assert registration.age_days == behind.registered
            assert registration.days_left == behind.expires
            assert registration.days_since_transfer == behind.transferred
            assert registration.source == ("whois" if behind.whois else "rdap")
        assert not isinstance(dns, Missing), host
        assert dns.mail_servers == behind.mail
        assert (dns.spf, dns.dmarc, dns.wildcard) == (
            behind.spf,
            bool(behind.dmarc),
            behind.wildcard,
        )
        assert not isinstance(origin, Missing), host
        assert behind.network is not None
        assert bool(origin.front) == behind.network.front
        assert origin.country == (None if behind.network.front else behind.network.country)


@pytest.mark.parametrize(
    ("host", "roles"),
    [
        ("quickmeds-britain.example", {"typed", "contact", "terms", "delivery"}),
        ("fernhollow-pharmacy.example", {"typed", "contact", "terms", "delivery", "about"}),
        ("lindenquell-apotheke.example", {"typed", "contact", "terms", "delivery", "imprint"}),
        ("pillframe.test", {"typed"}),
    ],
)
def test_the_telling_pages_of_a_site_are_read(
    gathered: dict[str, Evidence], host: str, roles: set[str]
) -> None:
    assert {visit.role for visit in gathered[host].visits} >= roles


def test_the_records_are_of_many_kinds(gathered: dict[str, Evidence]) -> None:
    """Old and new, published, withheld, hidden, transferred, undated, over WHOIS, turned away."""
    records = [e.registration for e in gathered.values()]
    known = [r for r in records if not isinstance(r, Missing)]
    assert {r.privacy for r in known} == set(Privacy)
    ages = [r.age_days for r in known if r.age_days is not None]
    assert min(ages) < 30
    assert max(ages) > 5000
    assert any(r.age_days is None for r in known)
    assert any(r.days_since_transfer is not None for r in known)
    assert {r.source for r in known} == {"rdap", "whois"}
    assert len(known) < len(records)


def test_certificates_have_their_age_and_are_shared_in_a_family(
    gathered: dict[str, Evidence],
) -> None:
    by_digest: dict[str, set[str]] = {}
    for host, seen in gathered.items():
        certificate = seen.certificate
        if isinstance(certificate, Missing):
            assert not demo_hosts()[host].https
            continue
        made = demo_names()[certificate.host].certificate
        assert certificate.fault is None
        assert (certificate.age_days, certificate.lifetime_days) == (made.age, made.life)
        by_digest.setdefault(str(certificate.sha256), set()).add(host)
    families = [hosts for hosts in by_digest.values() if len(hosts) > 1]
    assert families == [
        {"quickmeds-britain.example", "harleywell-clinic.example", "calmdirect.example"}
    ]


def test_the_report_shows_it(web: DemoWeb, capsys: pytest.CaptureFixture[str]) -> None:
    url = demo_checks()[0].url
    report = check(url, network=web.network(), sources=web.sources())
    states = {s.source: s.state.value for s in report.coverage.sources}
    sources = ("page", "registration", "dns", "certificate", "origin")
    assert {states[source] for source in sources} == {"found"}
    assert {fact.source for fact in report.address_facts} == set(sources) - {"page"}
    show(report, console_for(sys.stdout))
    assert "What stands behind the address" in capsys.readouterr().out


def test_registrations_are_dated_from_the_day_they_are_told() -> None:
    today = date(2030, 1, 1)
    told = registrations(today)
    for name, behind in demo_names().items():
        created = told[name].created
        assert (created is None) == (behind.registered is None)
        assert created is None or (today - created).days == behind.registered


@pytest.mark.parametrize(
    ("name", "kind", "values"),
    [
        ("shop.example", "A", ("93.184.215.1",)),
        ("shop.example", "AAAA", ()),
        ("SHOP.example", "A", ("93.184.215.1",)),
        ("www.alias.example", "A", ("93.184.215.1",)),
        ("anything.wild.example", "A", ("93.184.215.2",)),
        ("deep.er.wild.example", "A", None),
        ("nobody.example", "A", None),
        ("below.nobody.example", "TXT", None),
    ],
)
def test_name_server(name: str, kind: str, values: tuple[str, ...] | None) -> None:
    zone = {
        "shop.example": {"A": ["93.184.215.1"]},
        "www.alias.example": {"CNAME": ["shop.example."]},
        "*.wild.example": {"A": ["93.184.215.2"]},
    }
    with NameServer(zone) as server:
        answer = server.resolver().records(name, kind, 2.0)
        assert server.asked == [(name.lower(), kind)]
    assert (answer.values, answer.exists) == (values or (), values is not None)


def test_a_silent_name_and_a_stopped_server_do_not_answer() -> None:
    with NameServer({}, silent=["deaf.example"]) as server:
        resolver: Resolver = server.resolver()
        with pytest.raises(TimeoutError):
            resolver.records("deaf.example", "A", 0.3)
    with pytest.raises((TimeoutError, LookupError)):
        resolver.records("shop.example", "A", 0.3)


def test_the_zone_has_only_what_was_written_down() -> None:
    zone = zone_of({"lindenquell-apotheke.example": "93.184.215.9", "else.example": "93.184.215.8"})
    assert set(zone) == {
        "lindenquell-apotheke.example",
        "_dmarc.lindenquell-apotheke.example",
        "else.example",
    }
    assert "MX" not in zone["else.example"]
