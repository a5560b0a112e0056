"""The lines about what stands behind an address."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from checker.address_facts import address_facts
from checker.certificate import Certificate
from checker.dns_records import DnsRecords
from checker.evidence import Missing, MissingReason, Observation, ObservedValue, View
from checker.judgement import judge
from checker.origin import Origin
from checker.registration import Privacy, Registration, RegistrationState
from checker.report import to_json
from tests.reports import NEWS, evidence, faults

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def lines(source: str, value: ObservedValue) -> dict[str, str]:
    seen = Observation(source=source, view=View.ASKED, at=AT, value=value)
    return {
        fact.label.text(): fact.text.text()
        for fact in address_facts(replace(evidence(NEWS), observations=(seen,)))
    }


def registration(**changes: Any) -> Registration:
    return Registration(
        **{"state": RegistrationState.REGISTERED, "created": date(2026, 11, 1), "at": AT, **changes}
    )


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param(
            registration(
                registrar="A Registrar",
                expires=date(2027, 11, 1),
                transferred=date(2026, 11, 3),
                privacy=Privacy.PROXY,
                privacy_service="Hidden Owner",
            ),
            {
                "Registered": "2026-11-01, 23 days before this check",
                "Through": "A Registrar",
                "Registered until": "2027-11-01",
                "Last transferred": "2026-11-03",
                "Holder of the name": "hidden by Hidden Owner",
            },
            id="all",
        ),
        pytest.param(
            registration(created=None),
            {"Registered": "yes; this registry does not say since when"},
            id="no_date",
        ),
        pytest.param(registration(at=None), {"Registered": "2026-11-01"}, id="undated_answer"),
        pytest.param(
            registration(state=RegistrationState.NOT_REGISTERED, created=None),
            {"Registered": "the registry knows no such name"},
            id="not_registered",
        ),
        pytest.param(registration(state=RegistrationState.THROTTLED), {}, id="near_miss_throttled"),
        pytest.param(
            registration(
                privacy=Privacy.PUBLISHED, registrant="Town Pharmacy Ltd", registrant_country="GB"
            ),
            {
                "Registered": "2026-11-01, 23 days before this check",
                "Holder of the name": "Town Pharmacy Ltd, United Kingdom",
            },
            id="published",
        ),
        pytest.param(
            registration(privacy=Privacy.REDACTED, registrant="REDACTED"),
            {
                "Registered": "2026-11-01, 23 days before this check",
                "Holder of the name": "withheld by the registry, as is usual",
            },
            id="redacted",
        ),
    ],
)
def test_registration(record: Registration, expected: dict[str, str]) -> None:
    assert lines("registration", record) == expected


DNS = DnsRecords(host="www.shop.com", domain="shop.com")


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        pytest.param(DNS, {}, id="nothing_known"),
        pytest.param(
            replace(DNS, mail_servers=(), spf=False, dmarc=False, wildcard=True, shared_with=3),
            {
                "Mail": "the domain takes no mail",
                "Protection of its mail": "it does not say who may send mail in its name",
                "Names below it": "every name has an address, also one made up at random",
                "At the same addresses": "3 other domains were seen there",
            },
            id="bare",
        ),
        pytest.param(
            replace(
                DNS,
                name_servers=tuple(f"ns{n}.net" for n in range(1, 8)),
                mail_servers=("mx.net",),
                spf=True,
                dmarc=True,
                dmarc_policy="reject",
                wildcard=False,
            ),
            {
                "Name servers": "ns1.net, ns2.net, ns3.net, ns4.net, ns5.net and 2 more",
                "Mail": "mx.net",
                "Protection of its mail": "SPF: yes, DMARC: reject",
            },
            id="well_kept",
        ),
        pytest.param(replace(DNS, spf=True), {}, id="near_miss_half_known"),
    ],
)
def test_dns(records: DnsRecords, expected: dict[str, str]) -> None:
    assert lines("dns", records) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(
            Certificate(
                host="shop.com",
                issuer="A CA",
                age_days=3,
                lifetime_days=90,
                fault="wrong_host",
                other_domains=("pills.net",),
            ),
            {
                "Certificate": "by A CA, 3 days old, good for 90 days in all",
                "Browsers do not trust it": "it is made out to another name",
                "Also good for": "pills.net",
            },
            id="certificate",
        ),
        pytest.param(
            Certificate(host="shop.com", fault="unheard_of"),
            {"Browsers do not trust it": "the encrypted connection is faulty"},
            id="unknown_fault",
        ),
        pytest.param(
            Origin(
                address="93.184.215.14",
                country="MD",
                asn=64496,
                organisation="Nord",
                data_date=date(2026, 6, 17),
            ),
            {
                "Network": "Nord (AS64496)",
                "Country of the server": "Moldova, by a database of 2026-06-17",
            },
            id="origin",
        ),
        pytest.param(
            Origin(address="104.16.0.1", front="Cloudflare"),
            {"Country of the server": "not known: the site stands behind Cloudflare"},
            id="behind_a_front",
        ),
        pytest.param(Origin(address="93.184.215.14"), {}, id="near_miss_nothing_known"),
        pytest.param(Missing(source="origin", reason=MissingReason.TIMEOUT), {}, id="missing"),
    ],
)
def test_certificate_and_origin(value: ObservedValue, expected: dict[str, str]) -> None:
    source = "certificate" if isinstance(value, Certificate) else "origin"
    assert lines(source, value) == expected


def test_in_the_report_words_of_strangers_are_plain_and_the_contract_holds() -> None:
    hostile = "\x1b[31m<script>{0}\u202e" + "x" * 50
    record = registration(registrar=hostile, privacy=Privacy.PUBLISHED, registrant=hostile)
    page = evidence(NEWS)
    seen = Observation(source="registration", view=View.ASKED, at=AT, value=record)
    report = to_json(judge(replace(page, observations=(*page.observations, seen))))
    assert faults(report) == []
    facts = report["address_facts"]
    assert isinstance(facts, list)
    assert len(facts) == 3
    assert "\x1b" not in str(facts)
    assert "\u202e" not in str(facts)


def test_what_stands_behind_an_address_is_there_without_the_full_address() -> None:
    seen = Observation(source="dns", view=View.ASKED, at=AT, value=replace(DNS, mail_servers=()))
    page = evidence(NEWS, "https://www.shop.com/buy/viagra?patient=1")
    report = judge(replace(page, observations=(*page.observations, seen)))
    assert "patient" not in str(to_json(report))
    assert "takes no mail" in str(to_json(report)["address_facts"])
