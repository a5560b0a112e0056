"""Asking registries: RDAP before WHOIS, one at a time, politely, and never where it is forbidden."""

from __future__ import annotations

import json
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from checker.demo.registries import DemoRegistries, Registered
from checker.evidence import Missing, MissingReason
from checker.gather.registration import Memory, look_up
from checker.gather.registration.memory import KEPT
from checker.registration import Privacy, Registration, RegistrationState
from tests.loopback import Oracle, Reply, redirect
from tests.registries import NOON, RDAP, WHOIS, Scene, Whois, answer, record, scene

SHOP = "shop.com"
PATH = f"/v1/domain/{SHOP}"
TEXT = "Domain Name: SHOP.COM\nCreation Date: 2019-08-07\nRegistrar: Names Ltd\n"
BUSY = answer({"errorCode": 429}, 429, headers=(("Retry-After", "120"),))


def state(found: Registration | Missing) -> RegistrationState:
    assert isinstance(found, Registration), found
    return found.state


def reason(found: Registration | Missing) -> MissingReason:
    assert isinstance(found, Missing), found
    assert found.source == "registration"
    return found.reason


def test_rdap_first() -> None:
    with scene({PATH: answer(record(SHOP))}, {SHOP: TEXT}) as there:
        found = there.look_up("www.shop.com")
        assert isinstance(found, Registration)
        assert (found.created, found.registrar, found.domain) == (
            date(2021, 3, 4),
            "Names Ltd",
            SHOP,
        )
        assert (found.source, found.server, found.at) == ("rdap", RDAP, NOON)
        assert there.pages.paths == [PATH]
        assert there.whois.queries == []


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500),
        Reply(status=404),
        Reply(body=b"<!doctype html><title>Rate limit</title><p>Try later"),
        answer(b"{"),
        answer(b"[" * 90_000),
        answer({"objectClassName": "nameserver", "ldhName": SHOP}),
        answer(record("another.com")),
        answer({"errorCode": 500}),
        BUSY,
        answer(b"x" * (1024 * 1024 + 1)),
    ],
    ids=(
        "broken",
        "no such page",
        "html",
        "cut json",
        "nested",
        "no domain",
        "another name",
        "error object",
        "busy",
        "huge",
    ),
)
def test_whois_when_rdap_says_nothing(reply: Reply) -> None:
    with scene({PATH: reply}, {SHOP: TEXT}) as there:
        found = there.look_up(SHOP)
        assert isinstance(found, Registration)
        assert (found.state, found.created, found.source, found.server) == (
            RegistrationState.REGISTERED,
            date(2019, 8, 7),
            "whois",
            WHOIS,
        )


@pytest.mark.parametrize(
    ("rdap", "whois", "expected"),
    [
        (answer({"errorCode": 404}, 404), TEXT, RegistrationState.NOT_REGISTERED),
        (answer({"errorCode": 400}, 400), TEXT, RegistrationState.INVALID),
        (BUSY, "Too many requests\n", RegistrationState.THROTTLED),
        (BUSY, "", RegistrationState.THROTTLED),
        (Reply(status=503), "", RegistrationState.SERVER_ERROR),
        (Reply(status=404), 'No match for "SHOP.COM".\n', RegistrationState.NOT_REGISTERED),
        (Reply(status=404), "Hello from a server that says hello\n", RegistrationState.UNPARSEABLE),
        (Reply(status=500), "WHOIS LIMIT EXCEEDED\n", RegistrationState.THROTTLED),
        (Reply(status=500), "Reserved by Registry\n", RegistrationState.RESERVED),
    ],
)
def test_states(rdap: Reply, whois: str, expected: RegistrationState) -> None:
    with scene({PATH: rdap}, {SHOP: whois}) as there:
        assert state(there.look_up(SHOP)) is expected


def test_redacted_is_an_answer() -> None:
    holder = {"roles": ["registrant"], "remarks": [{"title": "REDACTED FOR PRIVACY"}]}
    with scene({PATH: answer(record(SHOP, entities=[holder]))}, None) as there:
        found = there.look_up(SHOP)
        assert state(found) is RegistrationState.REGISTERED
        assert isinstance(found, Registration)
        assert found.privacy is Privacy.REDACTED
        assert found.registrant is None


@pytest.mark.parametrize("domain", ["192.0.2.1", "localhost", "com", "", "me.github.io", "a b.com"])
def test_names_that_nobody_registered(domain: str) -> None:
    with scene({}, {}) as there:
        assert reason(there.look_up(domain)) is MissingReason.NOT_ASKED
        assert there.world.dials == []


def test_no_registry_is_known() -> None:
    with scene(None, None) as there:
        assert reason(there.look_up(SHOP)) is MissingReason.NOT_ASKED


def test_unicode_names_are_asked_in_ascii() -> None:
    name = "xn--bcher-kva.com"
    with scene({f"/v1/domain/{name}": answer(record(name))}, None) as there:
        found = there.look_up("Bücher.com")
        assert isinstance(found, Registration)
        assert found.domain == name


def test_query_in_the_registrys_manner() -> None:
    with scene(None, {"": TEXT}, query="domain {domain}") as there:
        there.look_up(SHOP)
        assert there.whois.queries == ["domain shop.com"]


# Redirects and other doors


def test_redirect_to_another_registry_is_followed() -> None:
    with scene({PATH: redirect(f"http://{RDAP}/other")}, None) as there:
        there.pages.replies = {**there.pages.replies, "/other": answer(record(SHOP))}
        assert state(there.look_up(SHOP)) is RegistrationState.REGISTERED


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/x",
        "http://169.254.169.254/",
        "http://[::1]:43/",
        "file:///etc/passwd",
        "http://intranet/",
        "http://10.0.0.1:80/",
        f"http://{RDAP}:8080/",
    ],
)
def test_forbidden_redirects(target: str) -> None:
    with scene({PATH: redirect(target)}, {SHOP: TEXT}) as there:
        found = there.look_up(SHOP)
        assert isinstance(found, Registration)
        assert found.source == "whois"
        assert {address for address, _ in there.world.dials} <= {"93.184.215.1", "93.184.215.2"}


def test_links_and_port43_are_never_followed() -> None:
    document = record(
        SHOP,
        port43="127.0.0.1",
        links=[
            {"rel": "related", "href": href, "type": "application/rdap+json"}
            for href in ("http://169.254.169.254/", "file:///etc/passwd", "http://[::1]:43/")
        ],
    )
    with scene({PATH: answer(document)}, {SHOP: TEXT}) as there:
        assert state(there.look_up(SHOP)) is RegistrationState.REGISTERED
        assert there.world.dials == [("93.184.215.1", 80)]
        assert there.world.lookups == [RDAP]


@pytest.mark.parametrize(
    "referral",
    [
        "127.0.0.1",
        "[::ffff:7f00:1]",
        "169.254.169.254:80",
        "localhost",
        "whois.internal",
        "http://127.0.0.1/",
        "whois.evil.com:8080",
        "not defined",
        "",
        WHOIS,
    ],
)
def test_referrals_that_are_not_followed(referral: str) -> None:
    text = f"{TEXT}Registrar WHOIS Server: {referral}\n"
    with scene(None, {SHOP: text}) as there:
        found = there.look_up(SHOP)
        assert isinstance(found, Registration)
        assert found.created == date(2019, 8, 7)
        assert there.world.dials == [("93.184.215.2", 43)]
        assert there.world.lookups == [WHOIS]


def test_referral_that_resolves_to_loopback() -> None:
    with scene(None, {SHOP: f"{TEXT}Registrar WHOIS Server: whois.evil.com\n"}) as there:
        there.world.answer("whois.evil.com", ["127.0.0.1"])
        assert state(there.look_up(SHOP)) is RegistrationState.REGISTERED
        assert there.world.dials == [("93.184.215.2", 43)]


def test_referral_adds_the_registrant_and_no_date() -> None:
    registry = f"{TEXT}Registrar WHOIS Server: whois.names.com\n"
    registrars = Whois(
        {
            SHOP: "Domain Name: shop.com\nCreation Date: 1998-01-01\nRegistrar: Another\n"
            "Registrar WHOIS Server: whois.third.com\n"
            "Registrant Organization: Shop Ltd\nRegistrant Country: PL\n"
        }
    )
    third = Whois({SHOP: TEXT})
    others = {"whois.names.com": registrars, "whois.third.com": third}
    with scene(None, {SHOP: registry}, others) as there:
        found = there.look_up(SHOP)
        assert isinstance(found, Registration)
        assert (found.registrant, found.registrant_country) == ("Shop Ltd", "PL")
        assert (found.created, found.registrar) == (date(2019, 8, 7), "Names Ltd")
        assert found.server == WHOIS
        assert third.queries == []


@pytest.mark.parametrize(
    "text", ["", "Too many requests\n", "Domain Name: other.com\nRegistrant Country: PL\n"]
)
def test_referral_that_says_nothing(text: str) -> None:
    registry = f"{TEXT}Registrar WHOIS Server: whois.names.com\n"
    with scene(None, {SHOP: registry}, {"whois.names.com": Whois({"": text})}) as there:
        found = there.look_up(SHOP)
        assert isinstance(found, Registration)
        assert (found.created, found.registrant_country) == (date(2019, 8, 7), None)


def test_whois_and_rdap_fixture_lures_are_not_followed(fixtures_dir: Path) -> None:
    """S6: answers that point at forbidden places cause no connection and no look-up."""
    tried = 0
    for kind in ("whois", "rdap"):
        rows = (fixtures_dir / kind / f"{kind}.jsonl").read_text("utf-8").rstrip("\n").split("\n")
        for row in map(json.loads, rows):
            expected = row if kind == "whois" else row["expected"]
            if not expected.get("must_not_connect") and not expected.get("must_not_fetch"):
                continue
            tried += 1
            name = row.get("domain") or json.loads(row["body"])["ldhName"]
            pages = {f"/v1/domain/{name}": answer(row["body"].encode())} if kind == "rdap" else {}
            texts = {name: row["text"]} if kind == "whois" else {}
            with scene(pages, texts, ending=name.rpartition(".")[2]) as there, Oracle() as oracle:
                assert isinstance(there.look_up(name), Registration)
                assert set(there.world.lookups) <= {RDAP, WHOIS}
                assert set(there.world.dials) <= {("93.184.215.1", 80), ("93.184.215.2", 43)}
                assert {host for host, _ in oracle.connects} <= {"127.0.0.1"}
                assert len(oracle.connects) == len(there.world.dials)
                assert oracle.lookups == []
    assert tried > 0


# Time and size


def test_slow_whois_ends_with_the_deadline() -> None:
    with scene(None, Whois({SHOP: TEXT}, pause=0.3, dribbles=True)) as there:
        begun = time.monotonic()
        assert reason(there.look_up(SHOP, deadline=0.8)) is MissingReason.TIMEOUT
        assert time.monotonic() - begun < 1.5


def test_slow_rdap_leaves_time_for_whois() -> None:
    def slow() -> Reply:
        time.sleep(0.9)
        return answer(record(SHOP))

    with scene({PATH: slow}, {SHOP: TEXT}) as there:
        found = there.look_up(SHOP, deadline=1.0)
        assert isinstance(found, Registration)
        assert found.source == "whois"


def test_endless_whois_is_cut() -> None:
    with scene(None, {SHOP: TEXT + "x" * 10_000_000}) as there:
        found = there.look_up(SHOP)
        assert isinstance(found, Registration)
        assert found.created == date(2019, 8, 7)


def test_dead_servers() -> None:
    with scene({}, {}) as there:
        there.world.answer(RDAP, ["93.184.215.77"])
        there.world.answer(WHOIS, ["93.184.215.78"])
        assert reason(there.look_up(SHOP)) is MissingReason.CONNECT


# Politeness and memory


def test_answers_are_kept_for_a_day() -> None:
    with scene({PATH: answer(record(SHOP))}, None) as there:
        first = there.look_up(SHOP)
        there.later(KEPT.total_seconds() - 1)
        assert there.look_up(f"www.{SHOP}") == first
        assert len(there.pages.paths) == 1
        there.later(2)
        there.look_up(SHOP)
        assert len(there.pages.paths) == 2


def test_failures_are_not_kept() -> None:
    replies = [Reply(status=500), answer(record(SHOP))]
    with scene({PATH: lambda: replies.pop(0)}, None) as there:
        assert state(there.look_up(SHOP)) is RegistrationState.SERVER_ERROR
        assert state(there.look_up(SHOP)) is RegistrationState.REGISTERED


def test_retry_after_is_obeyed_for_the_whole_server() -> None:
    other = answer(record("other.com"))
    with scene({PATH: BUSY, "/v1/domain/other.com": other}, None) as there:
        assert state(there.look_up(SHOP)) is RegistrationState.THROTTLED
        there.later(119)
        assert state(there.look_up("other.com")) is RegistrationState.THROTTLED
        assert len(there.pages.paths) == 1
        there.later(2)
        assert state(there.look_up("other.com")) is RegistrationState.REGISTERED


def test_throttled_whois_is_left_alone_for_a_while() -> None:
    with scene(None, {"": "Too many requests\n"}) as there:
        assert state(there.look_up(SHOP)) is RegistrationState.THROTTLED
        assert state(there.look_up("other.com")) is RegistrationState.THROTTLED
        assert there.whois.queries == [SHOP]
        there.later(61)
        there.look_up("other.com")
        assert there.whois.queries == [SHOP, "other.com"]


def test_one_question_at_a_time() -> None:
    open_now, most = 0, 0
    guard = threading.Lock()

    def counted() -> Reply:
        nonlocal open_now, most
        with guard:
            open_now += 1
            most = max(most, open_now)
        time.sleep(0.05)
        with guard:
            open_now -= 1
        return Reply(status=500)

    names = [f"shop{number}.com" for number in range(5)]
    with scene({f"/v1/domain/{name}": counted for name in names}, None) as there:
        threads = [threading.Thread(target=there.look_up, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(there.pages.paths) == 5
        assert most == 1


def test_waiting_ends_with_the_deadline_and_asks_nothing_twice() -> None:
    def slow() -> Reply:
        time.sleep(0.5)
        return answer(record(SHOP))

    with scene({PATH: slow}, None) as there:
        thread = threading.Thread(target=there.look_up, args=(SHOP,))
        thread.start()
        time.sleep(0.1)
        assert reason(there.look_up(SHOP, deadline=0.2)) is MissingReason.TIMEOUT
        assert state(there.look_up(SHOP)) is RegistrationState.REGISTERED
        thread.join()
        assert len(there.pages.paths) == 1


def test_memory_is_bounded() -> None:
    memory = Memory(most=3)
    for number in range(10):
        memory.keep(f"{number}.com", Registration(state=RegistrationState.REGISTERED), NOON)
    kept = [number for number in range(10) if memory.answer(f"{number}.com", NOON)]
    assert kept == [7, 8, 9]


# The demonstration's registries


def test_demonstration_registries() -> None:
    names = {
        "new.example": Registered(created=date(2025, 12, 1), country="PL"),
        "old.example": Registered(created=date(2001, 2, 3), in_rdap=False),
    }
    with DemoRegistries(names) as demo:

        def ask(name: str) -> Registration | Missing:
            return look_up(
                name,
                demo.network(),
                registries=demo.registries,
                memory=Memory(),
                clock=lambda: NOON,
            )

        new, old, free = (ask(name) for name in ("new.example", "old.example", "free.example"))
        assert isinstance(new, Registration)
        assert (new.created, new.registrant_country, new.source) == (
            date(2025, 12, 1),
            "PL",
            "rdap",
        )
        assert isinstance(old, Registration)
        assert (old.created, old.source) == (date(2001, 2, 3), "whois")
        assert state(free) is RegistrationState.NOT_REGISTERED
        assert ("whois", "old.example") in demo.asked


def test_scene_is_what_it_says() -> None:
    with scene({}, None) as there:
        assert isinstance(there, Scene)
        assert there.registries.whois == {}
