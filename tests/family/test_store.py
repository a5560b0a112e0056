"""What is kept, found again, told and forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.errors import InputRefused
from checker.family.fingerprint import Mark
from checker.family.links import KINDS, rarity
from checker.family.store import FamilyStore
from checker.family.told import sentences, to_json
from checker.relatives import Warned
from checker.store.database import file_in
from checker.store.schema import FAMILIES
from tests.family.build import GARDEN, NUMBER, page, site, told, with_marks

CLONE = site("one.example", page(told("pill"), contact=f"Tel {NUMBER}"))


@pytest.fixture
def store(place: str | Path) -> Iterator[FamilyStore]:
    """An empty store on each engine."""
    with FamilyStore(file_in(place, FAMILIES)) as made:
        yield made


def test_a_family_is_found_through_a_third_and_told(store: FamilyStore) -> None:
    warned = Warned(authority="An Authority", listed="2025-05-01")
    store.add(
        CLONE,
        site("two.example", page(told("pill"), theme="b"), listings=(warned,)),
        site("three.example", page(told("pill"), contact=f"Tel {NUMBER}", theme="b")),
        site("rose.example", page(GARDEN, theme="c")),
    )
    one = store.get("one.example")
    assert one is not None
    family = store.family(one)
    again = store.family(one)
    assert [m.domain for m in family.members] == ["one.example", "three.example", "two.example"]
    assert family == again
    text = " ".join(sentence.text() for sentence in sentences(family))
    assert "belongs with 2 other sites" in text
    assert "On a regulator's list among them: 1" in text
    assert "Same telephone number as another site checked here: " in text
    members = to_json(family)["members"]
    assert isinstance(members, list) and len(members) == 3


def test_a_newer_fingerprint_replaces_and_a_forgotten_one_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "f.sqlite"
    with FamilyStore(path) as store:
        store.add(CLONE)
        store.add(CLONE)
        assert len(store) == 1
        assert store.get("one.example") == CLONE
        assert store.forget("one.example")
        assert not store.forget("one.example")
        assert len(store) == 0
        assert not store.alike(CLONE)
    with sqlite3.connect(path) as file:
        assert file.execute("SELECT count(*) FROM keys").fetchone() == (0,), "no trace is left"


def test_what_thousands_share_is_not_followed(store: FamilyStore) -> None:
    everyones = Mark("tracker", "everyone 1")
    store.add(*(with_marks(f"s{n}.example", everyones) for n in range(400)))
    assert store.alike(with_marks("new.example", everyones)) == []
    assert store.carriers(everyones) == 400


@pytest.mark.parametrize("kind", ["line", "tracker"])
@pytest.mark.parametrize("number", [2, 40, 119, 120, 121, 299, 300, 301, 400])
def test_a_thing_in_common_counts_by_how_many_have_it(
    store: FamilyStore, kind: str, number: int
) -> None:
    """Exactly, however few of them are read."""
    common, phone = Mark(kind, "7"), Mark("telephone", NUMBER)
    one, other = (with_marks(f"{name}.example", common, phone) for name in ("one", "other"))
    store.add(one, other, *(with_marks(f"s{n}.example", common) for n in range(number - 2)))
    found = next(link for link in store.alike(one) if link.other == "other.example")
    strengths = {shared.kind: shared.strength for shared in found.shared}
    assert strengths.pop("telephone") == KINDS["telephone"].strength
    counts = KINDS[kind].strength * rarity(number, KINDS[kind])
    assert strengths == ({kind: round(counts, 2)} if counts else {})


def test_a_family_is_the_same_from_each_of_its_members(store: FamilyStore) -> None:
    """All pairs that are joined, each once; the others of a large family are not read again for every pair."""
    phone = Mark("telephone", NUMBER.replace(" ", ""))
    sites = [site(f"s{n}.example", page(told("pill"), contact=f"Tel {NUMBER}")) for n in range(12)]
    store.add(*sites, *(with_marks(f"r{n}.example", phone) for n in range(3)))
    families = [store.family(one) for one in sites]
    for one, family in zip(sites, families, strict=True):
        assert family.members[0] == one
        assert {m.domain for m in family.members} == {s.domain for s in sites}
        assert {r.other for r in family.related} == {"r0.example", "r1.example", "r2.example"}
        pairs = {frozenset((link.one, link.other)) for link in family.links}
        assert len(pairs) == len(family.links) == 12 * 11 // 2


def test_many_are_kept_at_once_and_replaced(store: FamilyStore) -> None:
    """In groups, the last of one domain counting; and what was not seen for long is forgotten."""
    marks = [Mark("telephone", f"+4420794600{n:03}") for n in range(700)]
    store.add(*(with_marks(f"s{n}.example", mark) for n, mark in enumerate(marks)))
    store.add(*(with_marks(f"s{n % 350}.example", mark) for n, mark in enumerate(marks)))
    assert len(store) == 700
    assert [store.carriers(mark) for mark in marks] == [0] * 350 + [2] * 350
    day = store.get("s0.example").seen  # type: ignore[union-attr]
    assert store.forget_before(day) == 0
    assert store.forget_before(f"{day}T") == 700
    assert [store.carriers(mark) for mark in marks] == [0] * 700


def test_a_file_of_another_version_is_named_so(tmp_path: Path) -> None:
    path = tmp_path / "f.sqlite"
    with FamilyStore(path) as store:
        assert len(store) == 0
    with sqlite3.connect(path) as file:
        file.execute("UPDATE about SET value = 'rensa-r-42' WHERE name = 'scheme'")
    with pytest.raises(InputRefused, match="another version"), FamilyStore(path) as store:
        len(store)
