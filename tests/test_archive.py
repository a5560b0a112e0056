"""Saved evidence: what comes back is what was saved, and nothing a file holds can hurt."""

from __future__ import annotations

import base64
import gzip
import json
import stat
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from checker import archive
from checker.certificate import Certificate
from checker.dns_records import DnsRecords
from checker.errors import EvidenceUnreadable
from checker.evidence import (
    Evidence,
    Hop,
    Missing,
    MissingReason,
    Observation,
    ObservedValue,
    PageVisit,
    Response,
    Tls,
    View,
)
from checker.finding import Outcome
from checker.judgement import judge
from checker.origin import Origin
from checker.page.worker import read_here
from checker.registration import Privacy, Registration, RegistrationState
from checker.report import to_json
from tests.reports import EMPTY, NEWS, NOON, ROGUE, evidence

TLS = Tls(
    version="TLSv1.3",
    fault="expired",
    issuer="CN=Test",
    names=("shop.example", "*.shop.example"),
    not_before=NOON - timedelta(days=90),
    not_after=NOON - timedelta(days=1),
)


def fetched() -> Evidence:
    """A visit over two hops, a further page, and two sources that gave nothing."""
    typed = evidence(ROGUE).page
    assert isinstance(typed, PageVisit)
    hops = (
        Hop(
            url="http://shop.example/",
            host="shop.example",
            status=301,
            location="https://shop.example/",
        ),
        Hop(url="https://shop.example/", host="shop.example", status=200, tls=TLS),
    )
    response = replace(typed.response, hops=hops, seconds=0.25, wire_bytes=77)
    contact = Response(
        url="https://shop.example/contact",
        hops=hops[1:],
        status=200,
        headers=(("content-type", "text/html"),),
        body="<h1>Contact</h1><p>Caf\xe9 \u0440\u0443".encode("utf-8", "replace") + b"\xff\x00",
    )
    facts = read_here(contact)
    assert not isinstance(facts, Missing)
    values: dict[str, ObservedValue] = {
        "page": replace(typed, response=response),
        "page:contact": PageVisit(role="contact", response=contact, facts=facts),
        "page:terms": Missing(source="page:terms", reason=MissingReason.NOT_FOUND),
        "page:about": Missing(
            source="page:about", reason=MissingReason.TIMEOUT, detail="late", hops=hops[:1]
        ),
    }
    return replace(
        evidence(ROGUE),
        observations=tuple(
            Observation(
                source=source, view=View.FETCHED, at=NOON + timedelta(seconds=1), value=value
            )
            for source, value in values.items()
        ),
    )


BEHIND: dict[str, ObservedValue] = {
    "registration": Registration(
        state=RegistrationState.REGISTERED,
        domain="shop.example",
        created=date(2026, 10, 1),
        expires=date(2027, 10, 1),
        registrar="\u0420\u0435\u0433",
        privacy=Privacy.PROXY,
        statuses=("clientHold",),
        dnssec=False,
        at=NOON,
    ),
    "dns": DnsRecords(
        host="www.shop.example",
        domain="shop.example",
        addresses=("93.184.215.14", "2606:2800::1"),
        mail_servers=(),
        spf=False,
        wildcard=True,
        shared_with=3,
    ),
    "certificate": Certificate(
        host="shop.example",
        issuer="A CA",
        names=("shop.example", "*.pills.example"),
        other_domains=("pills.example",),
        not_before=NOON - timedelta(days=3),
        not_after=NOON + timedelta(days=87),
        age_days=3,
        lifetime_days=90,
        fault="wrong_host",
        sha256="ab" * 32,
    ),
    "origin": Origin(address="93.184.215.14", country="MD", asn=64496, data_date=date(2026, 6, 17)),
}


def behind(values: dict[str, ObservedValue]) -> Evidence:
    """A fetched page with ``values`` behind its address."""
    asked = tuple(
        Observation(source=source, view=View.ASKED, at=NOON, value=value)
        for source, value in values.items()
    )
    page = fetched()
    return replace(page, observations=(*page.observations, *asked))


CASES = {
    "fetched": fetched(),
    "everything": behind(BEHIND),
    "registration_alone": behind({"registration": BEHIND["registration"]}),
    "turned_away": behind(
        {
            source: Missing(source=source, reason=MissingReason.THROTTLED, detail="registry")
            for source in BEHIND
        }
    ),
    "hardly_known": behind(
        {
            "registration": Registration(state=RegistrationState.UNAVAILABLE),
            "dns": DnsRecords(host="h.example", domain="h.example"),
            "certificate": Certificate(host="h.example"),
            "origin": Origin(address="93.184.215.14", front="Cloudflare"),
        }
    ),
    "supplied": evidence(ROGUE, "https://shop.example/buy?x=1"),
    "platform": replace(evidence(EMPTY, "https://www.facebook.com/groups/pills"), observations=()),
    "unknown_address": evidence(NEWS, None),
    "idn": evidence(NEWS, "https://пример.рф/"),
    "another_country": evidence(ROGUE, country="DE"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


def load(path: Path) -> Evidence:
    return archive.load(path, read_here)


def write(path: Path, value: object) -> None:
    path.write_bytes(gzip.compress(json.dumps(value).encode()))


@pytest.mark.parametrize("case", CASES)
def test_what_was_saved_comes_back(case: str, file: Path) -> None:
    archive.save(CASES[case], file)
    again = load(file)
    assert again == replace(
        CASES[case], target=replace(CASES[case].target, typed=again.target.typed)
    )


@pytest.mark.parametrize("case", CASES)
def test_a_replayed_report_is_the_same(case: str, file: Path) -> None:
    archive.save(CASES[case], file)
    for full in (False, True):
        assert to_json(judge(load(file)), full_address=full) == to_json(
            judge(CASES[case]), full_address=full
        )


def test_the_words_as_typed_are_not_stored(file: Path) -> None:
    case = CASES["supplied"]
    archive.save(replace(case, target=replace(case.target, typed="canary7731")), file)
    assert b"canary7731" not in gzip.decompress(file.read_bytes())


def test_the_file_is_for_its_owner_and_says_what_it_holds(file: Path) -> None:
    archive.save(CASES["supplied"], file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    saved = json.loads(gzip.decompress(file.read_bytes()))
    assert "full address" in saved["notice"]
    assert (saved["format"], saved["version"]) == (archive.FORMAT, archive.VERSION)


def test_the_same_evidence_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        archive.save(CASES["fetched"], tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_failing_disk_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(OSError):
        archive.save(CASES["supplied"], tmp_path / "there")
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    with pytest.raises(OSError):
        archive.save(CASES["supplied"], tmp_path / "absent" / "file")


def test_evidence_too_large_to_be_read_back_is_not_written(file: Path) -> None:
    case = CASES["fetched"]
    page = case.page
    assert isinstance(page, PageVisit)
    huge = replace(page, response=replace(page.response, body=b"x" * archive.MAX_BYTES))
    big = replace(case, observations=(replace(case.observations[0], value=huge),))
    with pytest.raises(EvidenceUnreadable) as refused:
        archive.save(big, file)
    assert refused.value.reason == "too_large"
    assert not file.exists()


# Files that are no evidence


def whole() -> dict[str, Any]:
    return archive._evidence(CASES["fetched"])


def bomb() -> bytes:
    """A small file that unpacks to more than is ever unpacked."""
    return gzip.compress(b" " * (archive.MAX_BYTES + 10))


RAW: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "not_evidence"),
    "text": (lambda: b"hello", "not_evidence"),
    "plain_json": (lambda: json.dumps(whole()).encode(), "not_evidence"),
    "other_json": (lambda: gzip.compress(b'{"format": "x"}'), "not_evidence"),
    "list": (lambda: gzip.compress(b"[1]"), "not_evidence"),
    "not_json": (lambda: gzip.compress(b"{"), "damaged"),
    "deep": (lambda: gzip.compress(b"[" * 100_000), "damaged"),
    "cut": (lambda: gzip.compress(json.dumps(whole()).encode())[:-40], "damaged"),
    "flipped": (lambda: b"\x1f\x8b" + zlib.compress(b"x"), "damaged"),
    "bomb": (bomb, "too_large"),
    "large": (lambda: b"\x1f\x8b" + b"x" * archive.MAX_BYTES, "too_large"),
}


@pytest.mark.parametrize("case", RAW)
def test_other_files_are_refused(case: str, file: Path) -> None:
    make, reason = RAW[case]
    file.write_bytes(make())
    with pytest.raises(EvidenceUnreadable) as refused:
        load(file)
    assert refused.value.reason == reason


def test_a_file_that_is_not_there(file: Path) -> None:
    for path in (file, file.parent):
        with pytest.raises(EvidenceUnreadable) as refused:
            load(path)
        assert refused.value.reason == "not_found"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"version": 3}, "version", id="newer"),
        pytest.param({"version": 1}, "", id="near_miss_older"),
        pytest.param({"country": "XX"}, "damaged", id="country"),
        pytest.param({"country": ["GB"]}, "damaged", id="country_list"),
        pytest.param({"checked_at": "2026-11-01T12:00:00"}, "damaged", id="time_without_zone"),
        pytest.param({"checked_at": 5}, "damaged", id="time_number"),
        pytest.param({"target": None}, "damaged", id="no_target"),
        pytest.param({"target": {"url": "x"}}, "damaged", id="half_a_target"),
        pytest.param({"observations": []}, "", id="near_miss_no_observations"),
        pytest.param({"observations": {}}, "damaged", id="observations_object"),
        pytest.param({"observations": [{}]}, "damaged", id="empty_observation"),
        pytest.param({"observations": 7}, "damaged", id="observations_number"),
        pytest.param({"further": "key"}, "", id="near_miss_unknown_key"),
    ],
)
def test_wrong_values_are_damage(change: dict[str, object], reason: str, file: Path) -> None:
    write(file, {**whole(), **change})
    if not reason:
        load(file)
        return
    with pytest.raises(EvidenceUnreadable) as refused:
        load(file)
    assert refused.value.reason == reason


@pytest.mark.parametrize("field", ["status", "body", "headers", "hops", "url", "truncated"])
@pytest.mark.parametrize("value", [None, True, [], {}, "\u00e9", 10**400, [["a"]]])
def test_no_wrong_type_gets_in(field: str, value: object, file: Path) -> None:
    """Whatever stands in a field, the file is refused, or the value is of the right type."""
    saved = whole()
    saved["observations"][0]["page"]["response"][field] = value
    write(file, saved)
    try:
        page = load(file).page
    except EvidenceUnreadable as refused:
        assert refused.reason == "damaged"
        return
    assert isinstance(page, PageVisit)
    kinds = {"status": int, "body": bytes, "headers": tuple, "hops": tuple, "url": str}
    assert type(getattr(page.response, field)) is kinds.get(field, bool)


def test_a_page_that_cannot_be_read_any_more_is_missing(file: Path) -> None:
    archive.save(CASES["fetched"], file)

    def unreadable(response: Response) -> Missing:
        return Missing(source="page", reason=MissingReason.UNREADABLE, detail="took too long")

    again = archive.load(file, unreadable)
    assert [m.source for m in again.missing] == ["page", "page:contact", "page:terms", "page:about"]
    assert not isinstance(again.hops, Missing)


def test_bodies_are_kept_byte_for_byte(file: Path) -> None:
    archive.save(CASES["fetched"], file)
    saved = json.loads(gzip.decompress(file.read_bytes()))
    bodies = [
        base64.b64decode(o["page"]["response"]["body"])
        for o in saved["observations"]
        if "page" in o
    ]
    assert bodies == [visit.response.body for visit in CASES["fetched"].visits]


def test_a_file_of_the_first_version_is_read_as_it_is(file: Path) -> None:
    """It knows pages and what was missing; the sources that came later were not asked."""
    old = {**whole(), "version": 1}
    write(file, old)
    again = load(file)
    assert isinstance(again.registration, Missing)
    assert again.registration.reason is MissingReason.NOT_ASKED


@pytest.mark.parametrize(
    ("source", "change"),
    [
        ("registration", {"state": "sold"}),
        ("registration", {"created": "yesterday"}),
        ("registration", {"created": "2026-10-01T00:00:00"}),
        ("registration", {"statuses": "clientHold"}),
        ("dns", {"spf": "yes"}),
        ("dns", {"addresses": "1.2.3.4"}),
        ("certificate", {"age_days": 1.5}),
        ("certificate", {"not_before": "2026-10-01T00:00:00"}),
        ("origin", {"asn": "64496"}),
        ("origin", {"address": None}),
    ],
)
def test_wrong_values_behind_an_address_are_damage(
    source: str, change: dict[str, object], file: Path
) -> None:
    archive.save(CASES["everything"], file)
    saved = json.loads(gzip.decompress(file.read_bytes()))
    (at,) = (n for n, o in enumerate(saved["observations"]) if o["source"] == source)
    saved["observations"][at][source] |= change
    write(file, saved)
    with pytest.raises(EvidenceUnreadable) as refused:
        load(file)
    assert refused.value.reason == "damaged"


def test_a_value_under_the_name_of_another_source_is_no_value(file: Path) -> None:
    archive.save(CASES["everything"], file)
    saved = json.loads(gzip.decompress(file.read_bytes()))
    for observation in saved["observations"]:
        if observation["source"] == "dns":
            observation["source"] = "registration"
    write(file, saved)
    report = judge(load(file))
    assert not [f for f in report.findings if f.outcome is Outcome.ERROR]
