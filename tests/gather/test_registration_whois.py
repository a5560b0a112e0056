"""WHOIS answers: many layouts, nobody's date but the domain's own, and nothing that takes long."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.gather.registration import read_whois
from checker.gather.registration.__main__ import main
from checker.gather.registration.dates import Order, read_day
from checker.gather.registration.whois import referral_of
from checker.registration import Privacy, RegistrationState
from tests.gather.whois_samples import SAMPLES, Sample
from tests.timing import within

TODAY = date(2025, 6, 1)


def shown(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize("told", [True, False], ids=["asked for", "not told"])
def test_layouts(sample: Sample, told: bool) -> None:
    found = read_whois(sample.text, domain=sample.domain if told else None, today=TODAY)
    assert found.state is RegistrationState.REGISTERED
    assert found.domain == sample.domain
    assert shown(found.created) == sample.created
    assert shown(found.expires) == sample.expires
    assert found.registrar == sample.registrar
    assert found.registrant_country == sample.country


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_carriage_returns_change_nothing(sample: Sample) -> None:
    dos = sample.text.replace("\n", "\r\n")
    assert read_whois(dos, today=TODAY) == read_whois(sample.text, today=TODAY)


# Dates that others would like to choose

RECORD = """\
Domain Name: SHOP.COM
Registrar: Names Ltd
Registrant Name: {planted}
Registrant Street: 1 High Street
Creation Date: 2024-12-01T00:00:00Z
Name Server: NS1.EXAMPLE.NET
"""


@pytest.mark.parametrize(
    "planted",
    [
        "Creation Date: 1998-01-01",
        "Shop\nCreation Date: 1998-01-01",
        "Shop\r\nCreation Date: 1998-01-01\r\nRegistered on: 1997-01-01",
        "Shop\nDomain Name: SHOP.COM\nCreation Date: 1998-01-01",
        "Shop\nDomain Name: OTHER.COM\nCreation Date: 1998-01-01",
        "Shop\x85Creation Date: 1998-01-01",
        "Shop\u2028Creation Date: 1998-01-01",
        "Shop\rCreation Date: 1998-01-01",
        "Shop\x0bCreation Date: 1998-01-01",
        "Shop\ncreated: 1998-01-01",
        "Shop\n% Creation Date: 1998-01-01",
        "Shop\n   Creation Date: 1998-01-01",
        "Shop\nRecord created on 1998-01-01",
    ],
)
def test_planted_dates(planted: str) -> None:
    """Before the true date or after it, in a field of the registrant's own words."""
    for domain in (None, "shop.com"):
        found = read_whois(RECORD.format(planted=planted), domain=domain, today=TODAY)
        assert found.created is None or found.created == date(2024, 12, 1), found


@pytest.mark.parametrize(
    "part",
    [
        "Registrant:\n   Shop Ltd\n   Creation Date: 1998-01-01\n   created: 1998-01-01\n",
        "Registrant\n  Organization: Shop\n  Created: 1998-01-01 10:00:00\n",
        "[Holder]\nName: Shop\nCreated: 1998-01-01\nCreation Date: 1998-01-01\n",
        "person: Somebody\nnic-hdl: S1-TEST\ncreated: 1998-01-01\nregistered: 1998-01-01\n",
        "contact: S1\nname: Somebody\nregistered: 01.01.1998\ncreated: 01.01.1998\n",
        "nsset: NS1\nnserver: ns1.example.net\ncreated: 01.01.1998\n",
        "registrar: Names\naddress: Somewhere\ncountry: FR\nregistered: 01/01/1998\n",
        "Admin Contact:\n\tSomebody\n\tRegistered on: 01-Jan-1998\n",
        "% created: 1998-01-01\n# Creation Date: 1998-01-01\n",
        "remarks: created: 1998-01-01\ndescr: registered since 1998-01-01\n",
        ">>> Last update of WHOIS database: 1998-01-01 <<<\n",
        "Nameservers:\n   ns1.example.net\n   Created: 1998-01-01\n",
    ],
)
@pytest.mark.parametrize("own", ["", "created: 2024-12-01\n"])
def test_dates_of_others(part: str, own: str) -> None:
    text = f"domain: shop.test\nstatus: ok\n{own}\n{part}"
    found = read_whois(text, today=TODAY)
    assert found.state is RegistrationState.REGISTERED
    assert found.created == (date(2024, 12, 1) if own else None)


@pytest.mark.parametrize(
    ("value", "earliest", "latest"),
    [
        ("03/04/2021", date(2021, 3, 4), date(2021, 4, 3)),
        ("04/03/2021", date(2021, 3, 4), date(2021, 4, 3)),
        ("12-11-2020", date(2020, 11, 12), date(2020, 12, 11)),
    ],
)
def test_ambiguous_days_are_read_as_the_later_one(value: str, earliest: date, latest: date) -> None:
    found = read_whois(f"Domain Name: SHOP.TEST\nCreation Date: {value}\n", today=TODAY)
    assert found.created == latest > earliest


@pytest.mark.parametrize(
    ("domain", "created", "expires", "expected"),
    [
        ("shop.tk", "03/04/2021", "05/06/2026", date(2021, 3, 4)),
        ("shop.fr", "03/04/2021", "05/06/2026", date(2021, 4, 3)),
        ("shop.com", "03/04/2021", "25/06/2026", date(2021, 4, 3)),
        ("shop.com", "03/04/2021", "06/25/2026", date(2021, 3, 4)),
        ("shop.com", "07/01/2025", "01/02/2026", date(2025, 1, 7)),  # The other one is not yet.
    ],
)
def test_order_of_day_and_month(domain: str, created: str, expires: str, expected: date) -> None:
    text = f"Domain Name: {domain}\nCreation Date: {created}\nExpiration Date: {expires}\n"
    assert read_whois(text, today=TODAY).created == expected


@pytest.mark.parametrize(
    "value",
    [
        "1970-01-01T00:00:00Z",
        "0001-01-01",
        "2999-01-01",
        "31-02-2020",
        "before Aug-1996",
        "null",
        "",
    ],
)
def test_placeholders_are_no_dates(value: str) -> None:
    found = read_whois(f"Domain Name: SHOP.TEST\nCreation Date: {value}\n", today=TODAY)
    assert (found.state, found.created) == (RegistrationState.REGISTERED, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-03-04T05:06:07.123Z", "2021-03-04"),
        ("2021/03/04", "2021-03-04"),
        ("2021.03.04 10:00:00", "2021-03-04"),
        ("2021. 03. 04.", "2021-03-04"),
        ("20210304", "2021-03-04"),
        ("20210304121314", "2021-03-04"),
        ("20210304 #24302", "2021-03-04"),
        ("2021年3月4日", "2021-03-04"),
        ("1998-Sep-21.", "1998-09-21"),
        ("4.3.2021 09:48:01", "2021-03-04"),
        ("04-Mar-2021", "2021-03-04"),
        ("04-mar-21", "2021-03-04"),
        ("14-Dec-99", "1999-12-14"),
        ("4 March 2021", "2021-03-04"),
        ("04 mars 2021", "2021-03-04"),
        ("4 de marzo de 2021", "2021-03-04"),
        ("Thursday 4th March 2021", "2021-03-04"),
        ("March 4 2021", "2021-03-04"),
        ("March  4, 2021", "2021-03-04"),
        ("Thu Mar  4 05:06:07 GMT 2021", "2021-03-04"),
        ("Thu Mar 04 2021", "2021-03-04"),
        ("Mon Aug 15 12:15:10 UTC+7 2005", "2005-08-15"),
        ("2nd April, 2001", "2001-04-02"),
        ("28th April 2014", "2014-04-28"),
        ("13 Foo 2021", None),
        ("2021-13-40", None),
        ("+1.2025550100", None),
        ("192.0.2.1", None),
    ],
)
def test_days(text: str, expected: str | None) -> None:
    found = read_day(text)
    assert (found and found.day.isoformat()) == expected
    assert not (found and found.ambiguous)


def test_order_decides() -> None:
    days = {order: read_day("03/04/2021", order) for order in Order}
    assert {order: found and found.day.month for order, found in days.items()} == {
        Order.DAY_FIRST: 4,
        Order.MONTH_FIRST: 3,
        Order.UNKNOWN: 4,
    }


# Answers that are no records


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", RegistrationState.SERVER_ERROR),
        ("\r\n\r\n", RegistrationState.SERVER_ERROR),
        ("\x00ÿþ\x00", RegistrationState.SERVER_ERROR),
        (
            "HTTP/1.1 301 Moved Permanently\nLocation: http://127.0.0.1/\n",
            RegistrationState.SERVER_ERROR,
        ),
        ("Server too busy, try again later\n", RegistrationState.SERVER_ERROR),
        ("Internal error\n", RegistrationState.SERVER_ERROR),
        (
            "WHOIS LIMIT EXCEEDED - SEE WWW.REGISTRY.EXAMPLE FOR DETAILS\n",
            RegistrationState.THROTTLED,
        ),
        (
            "Your connection limit exceeded. Please slow down and try again later.\n",
            RegistrationState.THROTTLED,
        ),
        (
            "% Error: 55000000002 Connection refused; access control limit reached.\n",
            RegistrationState.THROTTLED,
        ),
        ("Number of allowed queries exceeded.\n", RegistrationState.THROTTLED),
        ("Query rate of 5 per minute exceeded, too many requests\n", RegistrationState.THROTTLED),
        (
            "%% Too many requests...\n\n%% No entries found in the Database.\n",
            RegistrationState.THROTTLED,
        ),
        ("-1: Still in grace period, wait 60 seconds\n", RegistrationState.THROTTLED),
        ("Domain Name: shop.test\nquery_status: 440 Request Denied\n", RegistrationState.THROTTLED),
        ("Please go away for 13 Seconds\n", RegistrationState.THROTTLED),
        ('No match for "SHOP.TEST".\n', RegistrationState.NOT_REGISTERED),
        (
            "NOT FOUND\n>>> Last update of WHOIS database: 2025-01-01 <<<\n",
            RegistrationState.NOT_REGISTERED,
        ),
        ("Domain: shop.test\nStatus: free\n", RegistrationState.NOT_REGISTERED),
        ("Domain: shop.test\nStatus:\tAVAILABLE\n", RegistrationState.NOT_REGISTERED),
        (
            "Domain name: shop.test\nDomain Status: No Object Found\n",
            RegistrationState.NOT_REGISTERED,
        ),
        ("shop.test is free\n", RegistrationState.NOT_REGISTERED),
        ("%ERROR:101: no entries found\n", RegistrationState.NOT_REGISTERED),
        ("The domain has not been registered.\n", RegistrationState.NOT_REGISTERED),
        ("상기 도메인이름은 등록되어 있지 않습니다.\n", RegistrationState.NOT_REGISTERED),
        ("Reserved by Registry\n", RegistrationState.RESERVED),
        ("RESTRICTED - Restricted domain name\n", RegistrationState.RESERVED),
        ("query_status: 500 Invalid characters in query string\n", RegistrationState.INVALID),
        ("Status: PREMIUM NAME\n", RegistrationState.UNAVAILABLE),
        ("This TLD has no whois server.\n", RegistrationState.UNPARSEABLE),
        ("Good morning, this is a server that says so.\n", RegistrationState.UNPARSEABLE),
    ],
)
def test_states(text: str, expected: RegistrationState) -> None:
    found = read_whois(text, today=TODAY)
    assert found.state is expected
    assert found.created is None


CONDITIONS = """\
% You agree that you will not use excessive queries; access to the service is rate limited, and
% those who exceed the limit may be denied access or blacklisted. A name that is not found here may
% still be reserved or not available for registration, or be an invalid name; nothing about the
% results of a query is guaranteed, and the server may be temporarily unavailable at any time.
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('No match for "SHOP.TEST".\n', RegistrationState.NOT_REGISTERED),
        ("Too many requests\n", RegistrationState.THROTTLED),
        ("Reserved name\n", RegistrationState.RESERVED),
        ("domain: shop.test\ncreated: 2024-12-01\n", RegistrationState.REGISTERED),
    ],
)
def test_conditions_of_use_say_nothing(text: str, expected: RegistrationState) -> None:
    for whole in (f"{CONDITIONS}\n{text}", f"{text}\n{CONDITIONS}"):
        assert read_whois(whole, today=TODAY).state is expected


def test_answer_about_another_name() -> None:
    text = "Domain Name: OTHER.COM\nCreation Date: 1998-01-01\nRegistrar: Names Ltd\n"
    found = read_whois(text, domain="shop.com")
    assert (found.state, found.created) == (RegistrationState.UNPARSEABLE, None)


def test_registrys_record_dates_better_than_the_registrars() -> None:
    registrars = RECORD.format(planted="Shop")
    registrys = (
        "\n   Domain Name: SHOP.COM\n   Registrar: NAMES LTD\n   Whois Server: whois.names.example\n"
        "   Referral URL: http://names.example\n   Name Server: NS1.EXAMPLE.NET\n"
        "   Creation Date: 10-feb-2020\n"
    )
    assert read_whois(registrars + registrys, today=TODAY).created == date(2020, 2, 10)


@pytest.mark.parametrize(
    ("organisation", "privacy", "service"),
    [
        ("Shop Ltd", Privacy.PUBLISHED, None),
        ("REDACTED FOR PRIVACY", Privacy.REDACTED, None),
        ("WhoisGuard, Inc.", Privacy.PROXY, "WhoisGuard, Inc."),
        ("Domains By Proxy, LLC", Privacy.PROXY, "Domains By Proxy, LLC"),
        ("", Privacy.NOT_PUBLISHED, None),
    ],
)
def test_privacy(organisation: str, privacy: Privacy, service: str | None) -> None:
    text = f"Domain Name: SHOP.TEST\nCreation Date: 2024-12-01\nRegistrant Organization: {organisation}\n"
    found = read_whois(text, today=TODAY)
    assert (found.privacy, found.privacy_service) == (privacy, service)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Registrar WHOIS Server: whois.names.example", "whois.names.example"),
        ("   Whois Server: WHOIS.Names.Example.", "whois.names.example"),
        ("Registrar WHOIS Server: 127.0.0.1", None),
        ("Whois Server: [::ffff:7f00:1]", None),
        ("Registrar WHOIS Server: 169.254.169.254:80", None),
        ("Registrar WHOIS Server: http://127.0.0.1/", None),
        ("Whois Server: not defined", None),
        ("% Whois Server: whois.names.example", None),
    ],
)
def test_referrals(line: str, expected: str | None) -> None:
    assert referral_of(f"Domain Name: SHOP.COM\n{line}\n") == expected


def test_invisible_signs_are_left_out() -> None:
    text = "Domain Name: SHOP.TEST\nRegistrar: A\u202eB\x00C\x85D\nCreation Date: 2024-12-01\n"
    found = read_whois(text, today=TODAY)
    assert found.registrar is not None
    assert found.registrar.isprintable()
    assert found.created == date(2024, 12, 1)


# Any text


@settings(deadline=None)  # The machine may be busy.
@given(st.text())
def test_any_text_is_read(text: str) -> None:
    read_whois(text)


WORDS = (
    *(
        "domain:",
        "Domain Name:",
        "created:",
        "Creation Date:",
        "Registrant:",
        "Registrant\n",
        "contact:",
    ),
    *(
        "nic-hdl:",
        "registrar:",
        "[Name]",
        "%",
        " ",
        "\n",
        "\n\n",
        "\t",
        ":",
        "....:",
        "shop.com",
        "x",
    ),
    *(
        "2021-03-04",
        "03/04/2021",
        "Record created on",
        "Name Servers:",
        "holder-c:",
        "(",
        ")",
        "  ",
    ),
)


@settings(deadline=None)  # The machine may be busy.
@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
def test_any_mixture_of_layouts_is_read(text: str) -> None:
    read_whois(text, domain="shop.com")


HOSTILE = {
    "blank value": "Domain Name: SHOP.TEST\nCreation Date:" + " " * 60_000,
    "labels without colon": "Registrant" + (" " * 300 + "Registrant") * 200,
    "one long line": "A" * 65_000,
    "colons": ":" * 65_000,
    "brackets": "[a] " * 16_000,
    "empty lines": "\n" * 65_000,
    "short lines": "a\n" * 32_000,
    "blank lines between": "a: b\n\n" * 10_000,
    "headings": "Registrant:\n" * 5_000,
    "records": "Domain: a.b\ncontact: x\n" * 2_700,
    "dates": "Domain: a.b\n" + "Created: 03/04/2021\n" * 3_000,
    "sentences": "record created on x\n" * 3_000,
    "dots": ("a" + "." * 900 + "\n") * 70,
    "addresses": "Domain: a.b\nRegistrant:\n" + "  a, b, c d e\n" * 4_000,
    "statements": "available no match\n" * 3_300,
    "filler": ("x" * 80 + "\n") * 3_000 + "Domain Name: SHOP.TEST\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_is_bounded(text: str) -> None:
    read_whois("")  # The tables are read once.
    within(0.05, lambda: read_whois(text))


# The collected answers


def test_whois_fixture(fixtures_dir: Path, tmp_path: Path) -> None:
    """W1 to W5, and the shares of right answers."""
    source = fixtures_dir / "whois" / "whois.jsonl"
    rows = [json.loads(line) for line in _lines(source)]
    out = tmp_path / "out.jsonl"
    assert main(["--whois", str(source), "--out", str(out)]) == 0
    found = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    pairs = list(zip(rows, found, strict=True))

    dated = [(row["creation_date"], got["created"]) for row, got in pairs if row["creation_date"]]
    right = sum(_near(expected, day) for expected, day in dated)
    wrong = sum(day is not None and not _near(expected, day) for expected, day in dated)
    assert right >= 0.95 * len(dated)
    assert wrong <= 2

    registrars = [(r["registrar"], g["registrar"]) for r, g in pairs if r["registrar"]]
    assert sum(_same(*pair) for pair in registrars) >= 0.93 * len(registrars)

    countries = [
        (r["registrant_country"], g["registrant_country"])
        for r, g in pairs
        if r["registrant_country"]
    ]
    assert sum(expected == code for expected, code in countries) >= 0.90 * len(countries)

    for row, got in pairs:
        if row["state"] in ("throttled", "server_error"):
            assert got["state"] not in ("registered", "not_registered")
            assert got["created"] is None
        if row.get("creation_date_range"):
            assert got["created"] is None or got["created"] >= max(row["creation_date_range"])


def test_whois_fixture_time(fixtures_dir: Path) -> None:
    """W4: at most 50 ms for any record."""
    read_whois("")
    for line in _lines(fixtures_dir / "whois" / "whois.jsonl"):
        row = json.loads(line)
        within(0.05, partial(read_whois, row["text"]), row["id"])


def _lines(file: Path) -> list[str]:
    """The rows; their texts hold signs at which ``splitlines`` would cut them, too."""
    return file.read_text("utf-8").rstrip("\n").split("\n")


def _near(expected: str, found: str | None) -> bool:
    if found is None:
        return False
    return abs(date.fromisoformat(expected) - date.fromisoformat(found)) <= timedelta(days=1)


def _same(expected: str, found: str | None) -> bool:
    def bare(text: str) -> str:
        return "".join(letter for letter in text.casefold() if letter.isalnum())

    return found is not None and bare(expected) == bare(found)
