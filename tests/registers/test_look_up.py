"""Looking a domain up in the shipped lists: exact, by domain or narrower host, in no time."""

from __future__ import annotations

import time
from importlib.resources import files

import pytest

from checker.registers import EntryKind, look_up
from checker.registers.catalogue import catalogue
from checker.registers.snapshot import decode
from checker.registers.store import SHIPPED


@pytest.fixture(scope="module")
def shipped() -> bytes:
    return (files("checker.registers") / "data" / SHIPPED).read_bytes()


@pytest.mark.parametrize(
    ("host", "domain", "kind"),
    [
        pytest.param("www.boots.com", "boots.com", EntryKind.BRAND, id="brand"),
        pytest.param("boots.com", "boots.com", EntryKind.BRAND, id="brand, bare"),
        pytest.param(
            "accredo.pharmacy", "accredo.pharmacy", EntryKind.ACCREDITATION, id="accredited"
        ),
        pytest.param("www.new.pharmacy", "new.pharmacy", EntryKind.ACCREDITATION, id="by its name"),
        pytest.param("123kamagra.cz", "123kamagra.cz", EntryKind.WARNING, id="warned of"),
        pytest.param("ainsworths.com", "ainsworths.com", EntryKind.OFFICIAL, id="official"),
    ],
)
def test_found(host: str, domain: str, kind: EntryKind) -> None:
    assert {entry.kind for entry in look_up(host, domain)} == {kind}


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        pytest.param("boots.com.example", "boots.com.example", id="the name in front"),
        pytest.param("xboots.com", "xboots.com", id="a letter more"),
        pytest.param("boots.example", "boots.example", id="another ending"),
        pytest.param("pharmacy.example.com", "example.com", id="the vetted word as a label"),
        pytest.param("pharmacy", "", id="the vetted ending alone"),
        pytest.param("", "", id="nobody knows the host"),
    ],
)
def test_not_found(host: str, domain: str) -> None:
    assert look_up(host, domain) == ()


def test_every_shipped_entry_is_answered(shipped: bytes) -> None:
    """All of them in one run, with the right kind, in microseconds each."""
    entries = decode(shipped).entries
    look_up("warm.example", "warm.example")
    begun = time.perf_counter()
    found = [look_up(entry.host or entry.domain, entry.domain) for entry in entries]
    seconds = time.perf_counter() - begun
    for entry, answers in zip(entries, found, strict=True):
        assert entry in answers
        assert entry.kind is catalogue()[entry.source].kind
        assert entry.licence
        assert entry.snapshot is not None
    assert seconds / len(entries) < 0.0002


def test_narrower_host_does_not_speak_for_the_domain(shipped: bytes) -> None:
    entries = [e for e in decode(shipped).entries if e.host]
    assert entries
    for entry in entries:
        assert entry.host.endswith("." + entry.domain)
        assert entry not in look_up(entry.domain, entry.domain)
        assert entry in look_up("deeper." + entry.host, entry.domain)
        assert entry not in look_up("x" + entry.host, entry.domain)
