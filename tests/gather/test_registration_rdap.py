"""RDAP answers: what they say is read, and whatever shape they have, nothing breaks."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.gather.registration import read_rdap
from checker.gather.registration.__main__ import main
from checker.registration import Privacy, RegistrationState
from tests.registries import record
from tests.timing import within

TODAY = date(2026, 1, 1)
SHOP = "shop.com"


def events(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"eventAction": action, "eventDate": day} for action, day in pairs]


def entity(role: Any, *card: Any, **more: Any) -> dict[str, Any]:
    return {"roles": role, "vcardArray": ["vcard", list(card)], **more}


FULL = record(
    "SHOP.COM.",
    events=events(
        ("registration", "2021-03-04T23:59:60Z"),
        ("last changed", "2025-02-03T00:00:00Z"),
        ("last update of RDAP database", "2026-01-01T00:00:00Z"),
        ("transfer", "2023-01-01T00:00:00+02:00"),
        ("expiration", "2031-03-04T00:00:00Z"),
    ),
    status=["client transfer prohibited", "active", "locked by court"],
    nameservers=[{"ldhName": "NS1.Example.NET"}, {"ldhName": 5}, "ns2"],
    secureDNS={"delegationSigned": True},
    entities=[
        entity(
            ["registrar"],
            ["fn", {}, "text", "Names Ltd"],
            publicIds=[
                {"type": "Other", "identifier": "7"},
                {"type": "IANA Registrar ID", "identifier": "292"},
            ],
        ),
        entity(
            "Registrant",
            ["version", {}, "text", "4.0"],
            ["fn", {}, "text", "Somebody"],
            ["org", {}, "text", ["Shop Ltd", "Sales"]],
            ["adr", {"cc": "pl"}, "text", ["", "", ["1", "2"], "", "", "", "Germany"]],
        ),
        entity(["technical"], ["adr", {}, "text", ["", "", "", "", "", "", "US"]]),
    ],
)


def test_all_of_a_record() -> None:
    found = read_rdap(FULL, domain=SHOP, today=TODAY)
    assert found.state is RegistrationState.REGISTERED
    assert found.domain == SHOP
    assert found.created == date(2021, 3, 4)
    assert found.updated == date(2025, 2, 3)
    assert found.transferred == date(2023, 1, 1)
    assert found.expires == date(2031, 3, 4)
    assert (found.registrar, found.registrar_iana_id) == ("Names Ltd", 292)
    assert (found.registrant, found.registrant_country) == ("Shop Ltd", "PL")
    assert found.privacy is Privacy.PUBLISHED
    assert found.name_servers == ("ns1.example.net",)
    assert found.statuses == ("clientTransferProhibited", "ok", "locked by court")
    assert found.dnssec is True
    assert found.source == "rdap"


@pytest.mark.parametrize(
    "form",
    [lambda t: t, lambda t: t.encode(), lambda t: "\ufeff" + t, lambda t: t.encode("utf-8-sig")],
)
def test_forms(form: Any) -> None:
    assert read_rdap(form(json.dumps(FULL)), today=TODAY) == read_rdap(FULL, today=TODAY)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("registration", "2021-03-04")], date(2021, 3, 4)),
        ([("Registration", " 2021-03-04 05:06")], date(2021, 3, 4)),
        ([("registration", "2021-03-04"), ("reregistration", "2024-05-06")], date(2024, 5, 6)),
        ([("registration", "2024-05-06"), ("registration", "1998-01-01")], date(2024, 5, 6)),
        ([("last changed", "1998-01-01")], None),
        ([("registration", "1970-01-01T00:00:00Z")], None),
        ([("registration", "0001-01-01T00:00:00Z")], None),
        ([("registration", "2999-01-01T00:00:00Z")], None),
        ([("registration", "2021-02-30")], None),
        ([("registration", 20210304)], None),
        ([("registration", None)], None),
        ([("registration", "294247-01-10T04:00:54Z")], None),
    ],
)
def test_registration_day(pairs: list[tuple[str, Any]], expected: date | None) -> None:
    found = read_rdap(record(SHOP, events=events(*pairs)), today=TODAY)
    assert found.state is RegistrationState.REGISTERED
    assert found.created == expected


@pytest.mark.parametrize(
    ("names", "privacy", "registrant"),
    [
        (["Shop Ltd"], Privacy.PUBLISHED, "Shop Ltd"),
        (["REDACTED FOR PRIVACY"], Privacy.REDACTED, None),
        (["Domains By Proxy, LLC"], Privacy.PROXY, None),
        (["Privacy service provided by Withheld for Privacy ehf"], Privacy.PROXY, None),
        (["Proxima Pharmacy Ltd"], Privacy.PUBLISHED, "Proxima Pharmacy Ltd"),
        ([], Privacy.NOT_PUBLISHED, None),
    ],
)
def test_what_is_shown_of_the_registrant(
    names: list[str], privacy: Privacy, registrant: str | None
) -> None:
    card = [["fn", {}, "text", name] for name in names]
    found = read_rdap(record(SHOP, entities=[entity(["registrant"], *card)]), today=TODAY)
    assert (found.privacy, found.registrant) == (privacy, registrant)


@pytest.mark.parametrize(
    "document",
    [
        None,
        5,
        [],
        "",
        b"",
        b"\xff\xfe{\x00}\x00",
        "<!doctype html>",
        "{" * 100_000,
        "[" * 100_000,
        '{"a":' * 100_000,
        {"objectClassName": "entity", "ldhName": SHOP},
        {"objectClassName": "domain"},
        {"objectClassName": "domain", "ldhName": ["shop.com"]},
        {"objectClassName": "domain", "ldhName": "not a name"},
        {"ldhName": SHOP},
        record("other.com"),
        " " * 5_000_000,
    ],
    ids=str,
)
def test_unparseable(document: object) -> None:
    found = within(0.5, lambda: read_rdap(document, domain=SHOP))
    assert found.state is RegistrationState.UNPARSEABLE
    assert found.created is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (404, RegistrationState.NOT_REGISTERED),
        (429, RegistrationState.THROTTLED),
        ("429", RegistrationState.THROTTLED),
        (403, RegistrationState.THROTTLED),
        (400, RegistrationState.INVALID),
        (500, RegistrationState.SERVER_ERROR),
        (501, RegistrationState.SERVER_ERROR),
    ],
)
def test_error_objects(code: object, expected: RegistrationState) -> None:
    assert read_rdap({"errorCode": code}).state is expected


@pytest.mark.parametrize(
    "more",
    [
        {"events": {"eventAction": "registration"}},
        {"events": [None, [], 5]},
        {"events": "registration"},
        {"entities": {"roles": None, "vcardArray": 5}},
        {"entities": [{"roles": ["registrar"], "vcardArray": ["vcard", [["fn"], [5], []]]}]},
        {"entities": [{"roles": ["registrant"], "vcardArray": ["vcard", "fn"]}]},
        {"nameservers": "ns1.example.net"},
        {"status": {"a": 1}},
        {"secureDNS": []},
        {"redacted": 5},
        {"ldhName": SHOP, "errorCode": None},
    ],
    ids=str,
)
def test_odd_shapes_are_still_a_record(more: dict[str, Any]) -> None:
    assert read_rdap(record(SHOP, **more)).state is RegistrationState.REGISTERED


def test_numbers_without_end_are_no_dates() -> None:
    document = json.dumps(record(SHOP)).replace('"2021-03-04T05:06:07Z"', "9" * 5000)
    found = read_rdap(document)
    assert (found.state, found.created) == (RegistrationState.REGISTERED, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=20,
)
FIELDS = ("events", "entities", "nameservers", "status", "secureDNS", "redacted", "errorCode")


@settings(deadline=None)  # The machine may be busy.
@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_shape_is_read(fields: dict[str, Any]) -> None:
    read_rdap(record(SHOP, **fields))


@settings(deadline=None)  # The machine may be busy.
@given(st.text() | st.binary())
def test_any_text_is_read(document: str | bytes) -> None:
    assert read_rdap(document).created is None


def test_rdap_fixture(fixtures_dir: Path, tmp_path: Path) -> None:
    """R1: nothing raised, at most 50 ms each, state and registration day as expected."""
    rows = [
        json.loads(line)
        for line in (fixtures_dir / "rdap" / "rdap.jsonl").read_text("utf-8").splitlines()
    ]
    for row in rows:
        within(0.05, partial(read_rdap, row["body"]), row["id"])
    out = tmp_path / "out.jsonl"
    assert main(["--rdap", str(fixtures_dir / "rdap" / "rdap.jsonl"), "--out", str(out)]) == 0
    right = 0
    for row, line in zip(rows, out.read_text().splitlines(), strict=True):
        expected, found = row["expected"], json.loads(line)
        day = (expected.get("registration") or "")[:10] or None
        dated = "registration" not in expected or not expected["usable"] or found["created"] == day
        right += found["usable"] is expected["usable"] and dated
    assert right >= 0.98 * len(rows)
