"""What checks ask of the sites checked before, and which sites they add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from checker.evidence import Evidence, Missing, MissingReason, View
from checker.family.memory import FamilyMemory
from checker.family.store import FamilyStore
from checker.judgement import judge
from checker.registers import EntryKind, RegisterAnswer, Worth
from checker.registers.answer import ValuedEntry
from checker.relatives import Common, Relatives, Warned
from tests.family.build import GARDEN, NUMBER, page, site, told
from tests.reports import EMPTY, NEWS, ROGUE, evidence

PHONE = Common(kind="telephone", value="+442079460123")
ROW = Warned(authority="An Authority", listed="2026-02-01")
SHOP = page(told("pill"), contact=f"Tel {NUMBER}")
WITH_NUMBER = page(GARDEN, contact=f"Tel {NUMBER}", theme="b")


class WarningList:
    """A warning list that names some domains, asked as the lists on a computer are."""

    def __init__(self, *warned: str) -> None:
        self.warned = warned

    def __call__(self, host: str, domain: str, today: date) -> RegisterAnswer:
        entry = ValuedEntry(
            worth=Worth.WARNING,
            kind=EntryKind.WARNING,
            source="list",
            authority=ROW.authority,
            country="GB",
            domain=domain,
            entry_id="1",
            name="",
            listed=ROW.listed,
            snapshot="2026-11-01",
            licence="",
        )
        entries = (entry,) if domain in self.warned else ()
        return RegisterAnswer(
            host=host, domain=domain, asked_on=today.isoformat(), entries=entries, lists=()
        )


@pytest.fixture
def store() -> Iterator[FamilyStore]:
    with FamilyStore(":memory:") as made:
        yield made


def seen(body: bytes, domain: str = "one.com") -> Evidence:
    """A page as our own visit saw it."""
    return fetched(evidence(body.decode(), f"https://{domain}/"))


def fetched(found: Evidence) -> Evidence:
    observations = (
        replace(o, view=View.FETCHED) if o.source == "page" else o for o in found.observations
    )
    return replace(found, observations=tuple(observations))


def asked(store: FamilyStore, found: Evidence, *warned: str) -> Relatives:
    told = FamilyMemory(store, lists=WarningList(*warned)).ask(found)
    assert isinstance(told, Relatives)
    return told


def test_a_clone_is_told_with_todays_warnings(store: FamilyStore) -> None:
    store.add(site("two.com", SHOP), site("rose.com", page(GARDEN, theme="c")))
    (two,) = asked(store, seen(SHOP), "two.com").sites
    assert (two.domain, two.joined, two.warned) == ("two.com", True, (ROW,))
    assert two.common[0] == PHONE
    assert {one.kind for one in two.common} >= {"telephone", "text"}


def test_warnings_of_the_day_of_the_check_stay(store: FamilyStore) -> None:
    older = Warned(authority="Another", listed="2020-01-01")
    store.add(site("two.com", SHOP, listings=(older, ROW)))
    (two,) = asked(store, seen(SHOP), "two.com").sites
    assert two.warned == (ROW, older)


def test_a_number_alone_joins_nobody_and_is_told(store: FamilyStore) -> None:
    store.add(site("two.com", WITH_NUMBER))
    (two,) = asked(store, seen(SHOP), "two.com").sites
    assert not two.joined
    assert two.common == (PHONE,)


def test_near_miss_what_is_shared_without_a_contact_is_not_told(store: FamilyStore) -> None:
    store.add(site("two.com", page(GARDEN)))  # The same theme.
    assert asked(store, seen(SHOP), "two.com").sites == ()


def test_near_miss_an_agencys_number_beside_each_ones_own(store: FamilyStore) -> None:
    agency = "Site by Agency, Tel +44 20 7946 0999. Ring us: Tel"
    store.add(site("two.com", page(GARDEN, contact=f"{agency} +44 20 7946 0555", theme="b")))
    mine = page(told("pill"), contact=f"{agency} +44 20 7946 0666")
    assert asked(store, seen(mine), "two.com").sites == ()


def test_a_site_is_no_relative_of_itself(store: FamilyStore) -> None:
    store.add(site("one.com", SHOP))
    assert asked(store, seen(SHOP), "one.com").sites == ()


def test_warned_ones_come_first(store: FamilyStore) -> None:
    store.add(*(site(f"{name}.com", SHOP) for name in ("alpha", "beta", "gamma")))
    found = asked(store, seen(SHOP), "beta.com")
    assert [one.domain for one in found.sites] == ["beta.com", "alpha.com", "gamma.com"]


def test_what_could_not_be_read_is_not_asked_about(store: FamilyStore) -> None:
    unread = Evidence(
        target=seen(SHOP).target, country="GB", checked_at=datetime(2026, 11, 24, tzinfo=UTC)
    )
    found = FamilyMemory(store).ask(unread)
    assert isinstance(found, Missing)
    assert found.reason is MissingReason.NOT_ASKED


def test_a_store_out_of_order_is_a_source_without_an_answer(tmp_path: Path) -> None:
    with FamilyStore(tmp_path) as broken:  # No file, and none can be made of it.
        found = FamilyMemory(broken).ask(seen(SHOP))
    assert isinstance(found, Missing)
    assert (found.source, found.reason) == ("families", MissingReason.SERVER_ERROR)


# What is added


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        pytest.param(seen(ROGUE.encode()), True, id="a seller that we visited"),
        pytest.param(seen(NEWS.encode()), False, id="near miss: sells nothing"),
        pytest.param(seen(EMPTY.encode()), False, id="near miss: nothing to see"),
        pytest.param(
            evidence(ROGUE, "https://one.com/"), False, id="near miss: a page handed over"
        ),
        pytest.param(seen(ROGUE.encode(), "193.0.2.7"), False, id="near miss: no name of its own"),
    ],
)
def test_which_sites_are_kept(store: FamilyStore, found: Evidence, kept: bool) -> None:
    assert FamilyMemory(store, keeps=True).remember(found, judge(found)) is kept
    assert len(store) == kept


def test_nothing_is_kept_where_that_is_not_allowed(store: FamilyStore) -> None:
    found = seen(ROGUE.encode())
    assert not FamilyMemory(store).remember(found, judge(found))
    assert len(store) == 0


def test_nothing_is_kept_below_the_name(store: FamilyStore) -> None:
    found = fetched(evidence(ROGUE, "https://www.one.com/canary7731/x?mail=canary7731"))
    assert FamilyMemory(store, keeps=True).remember(found, judge(found))
    one = store.get("one.com")
    assert one is not None
    assert one.level == "high_risk"
    assert "canary" not in repr(one)


def test_what_nobody_checked_for_long_is_forgotten(store: FamilyStore) -> None:
    store.add(
        replace(site("old.com", SHOP), seen="2026-01-01"),
        replace(site("new.com", SHOP), seen="2026-01-02"),
    )
    assert FamilyMemory(store).forget_older(30, date(2026, 2, 1)) == 1
    assert store.get("old.com") is None
    assert store.get("new.com") is not None
