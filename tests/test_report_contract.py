"""The golden reports: valid, one a level at least, of today's form, and no stranger's text acts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.relatives import CONTACTS
from checker.verdict import Level
from tests.contract.write import HERE, body, reports
from tests.reports import faults

GOLDEN: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.json"))
}


def form(value: object) -> object:
    """The keys of a value, without what it says: lists by the form of their first item."""
    if isinstance(value, dict):
        free = "params" in value or "outcome" in value
        return {key: None if free else form(part) for key, part in value.items()}
    if isinstance(value, list) and value:
        return [form(value[0])]
    return None


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_reports_keep_the_contract(name: str) -> None:
    assert faults(GOLDEN[name]) == []


def test_there_is_one_for_every_level() -> None:
    assert {report["verdict"]["level"] for report in GOLDEN.values()} == set(Level)


def test_golden_reports_are_of_todays_form() -> None:
    """Otherwise: ``python -m tests.contract.write``."""
    today = {name: json.loads(body(report)) for name, report in reports()}
    assert set(today) == set(GOLDEN)
    for name, report in today.items():
        assert set(report) == set(GOLDEN[name])
        assert form(report["verdict"]) == form(GOLDEN[name]["verdict"])
        assert form(report["coverage"]) == form(GOLDEN[name]["coverage"])
        assert form(report["family"]) == form(GOLDEN[name]["family"])
        assert report["verdict"]["level"] == GOLDEN[name]["verdict"]["level"]


def test_a_family_is_told_with_all_that_can_be_told_of_it() -> None:
    family = GOLDEN["family"]["family"]
    sites = family["sites"]
    assert len(sites) > 12
    assert {site["joined"] for site in sites} == {True, False}
    assert {bool(each["listed"]) for site in sites for each in site["warned"]} == {True, False}
    assert max(len(site["warned"]) for site in sites) > 1
    told = {one["kind"] for site in sites for one in site["shared"]}
    assert told > {*CONTACTS, "text"}
    assert any(site["joined"] and not site["shared"] for site in sites)  # Through a third.
    assert not family["more"]
    assert GOLDEN["hostile"]["family"]["more"]


def test_files_are_small() -> None:
    assert all(path.stat().st_size < 2**16 for path in HERE.glob("*.json"))
