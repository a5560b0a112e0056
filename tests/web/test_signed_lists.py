"""The signed list: whole, exact, in order, and the same file for everybody over a restart."""

from __future__ import annotations

import fcntl
import json
import os
import stat
import time
from base64 import b64decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from checker.cli import main
from checker.registers.domain_list import hash_of, name_of, payload, sections
from checker.registers.entry import Entry, EntryKind
from checker.registers.store import Holdings, Loaded, holdings
from tests.web.asking import body_of
from tests.web.conftest import MakeApp
from web import signed_lists
from web.signed_lists import SignedList, SignedLists
from web.signing import KEY_FILE, is_signed, load_or_make

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LIST, KEY = "/api/v1/lists/domains", "/api/v1/lists/key"


def hashes(section: dict[str, Any]) -> list[bytes]:
    raw = b64decode(section["hashes"], validate=True)
    return [raw[n : n + 8] for n in range(0, len(raw), 8)]


def looked_up(told: dict[str, Any], host: str) -> set[str]:
    """The sections that name ``host``, as a reader without a list of suffixes looks them up."""
    labels = host.split(".")
    names = {hash_of(".".join(labels[n:])) for n in range(len(labels) - 1)}
    return {s["id"] for s in told["sections"] if names & set(hashes(s))}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(payload(sections(holdings(), TODAY), NOW, 7))
    return told


def test_hashes_are_in_order_and_once(shipped: dict[str, Any]) -> None:
    assert [s["id"] for s in shipped["sections"]] == sorted(s["id"] for s in shipped["sections"])
    for section in shipped["sections"]:
        found = hashes(section)
        assert found == sorted(set(found))
        assert len(found) == section["count"] > 0
        assert section["kind"] in ("official", "accreditation", "warning")


def test_every_listed_name_is_found_where_it_stands(shipped: dict[str, Any]) -> None:
    for entries in holdings().by_domain.values():
        for entry in entries:
            gone = entry.delisted is not None and entry.delisted <= TODAY
            told = looked_up(shipped, name_of(entry))
            assert (entry.source in told) == (entry.kind is not EntryKind.BRAND and not gone), entry
            if entry.source in told:
                assert entry.source in looked_up(shipped, f"www.{name_of(entry)}")


def near(name: str) -> set[str]:
    first, _, rest = name.partition(".")
    return {f"{first}x.{rest}", f"x{first}.{rest}", f"{first}-{rest}", f"{name}.example", rest}


def test_near_names_are_not_found(shipped: dict[str, Any]) -> None:
    held = {name_of(e) for entries in holdings().by_domain.values() for e in entries}
    tried = {other for name in held for other in near(name)} - held
    wrong = [
        name
        for name in tried
        if looked_up(shipped, name) and not any(name.endswith(f".{listed}") for listed in held)
    ]
    assert wrong == []


def entry(domain: str, **more: Any) -> Entry:
    about = {"kind": EntryKind.OFFICIAL, "source": "mhra_sellers", "authority": "MHRA"} | more
    return Entry(domain=domain, **about)


def held(*entries: Entry, snapshot: date = TODAY) -> Holdings:
    by_domain: dict[str, tuple[Entry, ...]] = {}
    for one in entries:
        by_domain[one.domain] = (*by_domain.get(one.domain, ()), one)
    lists = {e.source: Loaded(source=e.source, snapshot=snapshot, rows=1) for e in entries}
    return Holdings(by_domain=by_domain, lists=lists)


BRAND = entry("x.com", kind=EntryKind.BRAND, source="alltheplaces")


@pytest.mark.parametrize(
    ("one", "host", "found"),
    [
        (entry("shop.com"), "shop.com", True),
        (entry("shop.com"), "www.shop.com", True),
        (entry("shop.com"), "shop.co", False),
        (entry("shop.com"), "shop.com.ru", False),
        (entry("shop.com"), "myshop.com", False),
        (entry("group.com", host="pharmacy.group.com"), "pharmacy.group.com", True),
        (entry("group.com", host="pharmacy.group.com"), "www.pharmacy.group.com", True),
        (entry("group.com", host="pharmacy.group.com"), "group.com", False),
        (entry("group.com", host="pharmacy.group.com"), "news.group.com", False),
        (entry("xn--bcher-kva.com"), "xn--bcher-kva.com", True),
        (entry("shop.com", delisted=TODAY), "shop.com", False),
        (entry("shop.com", delisted=TODAY + timedelta(days=1)), "shop.com", True),
        (entry("co.uk"), "stranger.co.uk", False),
        (entry("myshopify.com"), "stranger.myshopify.com", False),
        (entry("shop.myshopify.com"), "shop.myshopify.com", True),
        (entry("shop.myshopify.com"), "other.myshopify.com", False),
        (BRAND, "x.com", False),
    ],
)
def test_what_is_in_a_list(one: Entry, host: str, found: bool) -> None:
    told = json.loads(payload(sections(held(one), TODAY), NOW, 1))
    assert looked_up(told, host) == ({one.source} if found else set())


@pytest.mark.parametrize(
    ("kind", "source", "until"),
    [
        (EntryKind.OFFICIAL, "mhra_sellers", (TODAY + timedelta(days=31)).isoformat()),
        (EntryKind.ACCREDITATION, "nabp_accredited", (TODAY + timedelta(days=31)).isoformat()),
        (EntryKind.WARNING, "fda_warning_letters", None),
    ],
)
def test_how_long_an_entry_counts(kind: EntryKind, source: str, until: str | None) -> None:
    (found,) = sections(held(entry("shop.com", kind=kind, source=source)), TODAY)
    assert found.good_until == until


# Signed


def one_more(text: str) -> str:
    return text.replace('"serial":', '"serial":1')


def first_changed(text: str) -> str:
    raw = bytearray(text.encode())
    raw[0] ^= 1
    return raw.decode()


CHANGES: dict[str, Callable[[dict[str, str]], dict[str, str]]] = {
    "payload": lambda e: e | {"payload": one_more(e["payload"])},
    "a blank": lambda e: e | {"payload": e["payload"] + " "},
    "signature": lambda e: e | {"signature": first_changed(e["signature"])},
    "no base64": lambda e: e | {"signature": "-"},
    "empty": lambda e: e | {"signature": ""},
    "no signature": lambda e: {k: v for k, v in e.items() if k != "signature"},
    "key's name": lambda e: e | {"key": "A" * 43 + "="},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(tmp_path: Path, change: str) -> None:
    key = load_or_make(tmp_path)
    envelope = key.envelope(payload(sections(held(entry("shop.com")), TODAY), NOW, 1))
    assert is_signed(envelope, key.public)
    assert not is_signed(CHANGES[change](envelope), key.public)
    assert not is_signed(envelope, load_or_make(tmp_path / "other").public)


def test_each_changed_byte_is_seen(tmp_path: Path) -> None:
    key = load_or_make(tmp_path)
    envelope = key.envelope(payload(sections(held(entry("shop.com")), TODAY), NOW, 1))
    text = envelope["payload"]
    for n in range(len(text)):
        changed = text[:n] + chr(ord(text[n]) ^ 1) + text[n + 1 :]
        assert not is_signed(envelope | {"payload": changed}, key.public)


def test_the_key_is_its_owners_alone_and_lasts(tmp_path: Path) -> None:
    made = load_or_make(tmp_path / "new")
    path = tmp_path / "new" / KEY_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == [KEY_FILE]
    assert load_or_make(tmp_path / "new").public == made.public


@pytest.mark.parametrize("damage", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_damaged_key_is_said_and_never_replaced(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(damage)
    lists = SignedLists(tmp_path)
    assert lists.renew(NOW) is None
    assert lists.problem == "holds no key"
    assert (tmp_path / KEY_FILE).read_bytes() == damage


def test_a_key_that_cannot_be_kept_signs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    lists = SignedLists(tmp_path / "file")
    assert lists.key is None
    assert lists.renew(NOW) is None
    assert SignedLists(None).renew(NOW) is None


# Kept


def lists_of(monkeypatch: pytest.MonkeyPatch, place: Path, *entries: Entry) -> SignedLists:
    found = held(*entries)
    monkeypatch.setattr(signed_lists, "holdings", lambda: found)
    return SignedLists(place)


def made(lists: SignedLists, now: datetime) -> SignedList:
    found = lists.renew(now)
    assert found is not None
    return found


def test_the_same_contents_are_the_same_file_over_a_restart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = made(lists_of(monkeypatch, tmp_path, entry("a.com")), NOW)
    later = NOW + timedelta(days=3)
    assert made(lists_of(monkeypatch, tmp_path, entry("a.com")), later) == first
    week = made(lists_of(monkeypatch, tmp_path, entry("a.com")), NOW + timedelta(days=7))
    assert week.serial == first.serial
    assert week.made_at > first.made_at
    changed = made(lists_of(monkeypatch, tmp_path, entry("b.com")), NOW + timedelta(days=8))
    assert changed.serial > first.serial


def test_processes_that_begin_together_sign_one_list(tmp_path: Path) -> None:
    """One after the other, as locks on the directory go: whoever comes second finds what the first made."""
    both, directory = [SignedLists(tmp_path) for _ in range(2)], os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(directory, fcntl.LOCK_EX)
    with ThreadPoolExecutor(2) as threads:
        making = [threads.submit(one.renew) for one in both]
        time.sleep(0.5)
        assert not any(one.done() for one in making)
        os.close(directory)
        assert len({one.result() for one in making}) == 1
    assert both[0].current is not None


def test_serials_rise_with_a_clock_that_fell_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = made(lists_of(monkeypatch, tmp_path, entry("a.com")), NOW)
    back = made(lists_of(monkeypatch, tmp_path, entry("b.com")), NOW - timedelta(days=90))
    assert back.serial == first.serial + 1


def test_no_list_at_all_takes_nothing_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = made(lists_of(monkeypatch, tmp_path, entry("a.com")), NOW)
    assert made(lists_of(monkeypatch, tmp_path), NOW + timedelta(days=9)) == first
    assert lists_of(monkeypatch, tmp_path / "new").renew(NOW) is None


def test_a_kept_list_that_was_changed_is_made_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made(lists_of(monkeypatch, tmp_path, entry("a.com")), NOW)
    path = tmp_path / signed_lists.FILE
    path.write_bytes(path.read_bytes().replace(b"MHRA", b"FAKE"))
    again = made(lists_of(monkeypatch, tmp_path, entry("a.com")), NOW + timedelta(days=1))
    assert b"FAKE" not in again.body


# Through HTTP


@pytest.fixture
def client(make_app: MakeApp) -> FlaskClient:
    return make_app(store=True).test_client()


def test_the_list_is_signed_with_the_key_that_is_told(client: FlaskClient) -> None:
    about, key = body_of(client.get("/api/v1/lists")), body_of(client.get(KEY))
    envelope = body_of(client.get(about["lists"][0]["url"]))
    assert about["key"] == key["key"] == envelope["key"]
    assert is_signed(envelope, key["key"])
    assert len(b64decode(key["key"])) == 32
    told = json.loads(envelope["payload"])
    assert (told["serial"], told["made_at"]) == (
        about["lists"][0]["serial"],
        about["lists"][0]["made_at"],
    )
    assert told["expires_at"] > told["made_at"]


@pytest.mark.parametrize("path", ["/api/v1/lists", LIST, KEY])
def test_it_is_the_same_for_everybody_and_asked_for_once(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    other = client.get(path, headers={"User-Agent": "other", "Accept-Language": "de"})
    assert other.data == first.data
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in first.headers
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_key_and_list_outlive_the_service(make_app: MakeApp) -> None:
    before = make_app(store=True).test_client()
    first = before.get(LIST)
    after = make_app(store=True).test_client().get(LIST)
    assert after.data == first.data
    assert after.headers["ETag"] == first.headers["ETag"]


def test_a_service_without_a_store_signs_nothing_and_says_so(make_app: MakeApp) -> None:
    client = make_app().test_client()
    assert body_of(client.get("/api/v1/lists")) == {"key": None, "lists": []}
    for path in (LIST, KEY):
        refused = client.get(path)
        assert (refused.status_code, body_of(refused)["reason"]) == (404, "no_list")


# At the command line


def test_the_commands_tell_the_key_and_write_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, package = tmp_path / "store", tmp_path / "data"
    assert main(["lists", "key", "--store", str(store)]) == 0
    key, fingerprint = capsys.readouterr().out.split("\n")[:2]
    assert len(fingerprint.split()) == 8
    assert main(["lists", "pack", str(package), "--store", str(store)]) == 0
    envelope = json.loads((package / "list.json").read_bytes())
    assert is_signed(envelope, key)
    assert json.loads(envelope["payload"])["made_at"][:10] in capsys.readouterr().out
    assert main(["lists", "key", "--store", ":none:"]) == 1
    assert "no key" in capsys.readouterr().err
