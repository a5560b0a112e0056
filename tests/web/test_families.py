"""The page of a family, and its API."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.family.fingerprint import Fingerprint, Mark
from checker.family.store import FamilyStore
from checker.relatives import Warned
from checker.store.database import file_in
from checker.store.schema import FAMILIES
from tests.web.conftest import MakeApp

NUMBER = Mark("telephone", "+442079460123")
MAIL = Mark("email", "order@pills.example")


def filled(place: str | Path) -> None:
    warned = (Warned(authority="An <b>Authority", listed="2025-05-01"),)
    with FamilyStore(file_in(place, FAMILIES)) as store:
        store.add(
            Fingerprint(domain="one.com", seen="2026-01-01", marks=frozenset({NUMBER, MAIL})),
            Fingerprint(
                domain="two.com",
                seen="2026-01-02",
                listings=warned,
                marks=frozenset({NUMBER, MAIL}),
            ),
        )


def test_a_family_is_drawn_and_told_in_a_table(make_app: MakeApp, place: str | Path) -> None:
    client = make_app(store=place).test_client()
    filled(place)
    page = client.get("/family/one.com").get_data(as_text=True)
    assert "<svg" in page and "<line" in page and "style=" not in page
    assert "<bdi>two.com</bdi>" in page
    assert "An &lt;b&gt;Authority" in page
    found = client.get("/api/v1/families/one.com").get_json()
    assert [member["domain"] for member in found["members"]] == ["one.com", "two.com"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/family", 200),
        ("/de/family", 200),
        ("/family?site=https://www.one.com/x", 303),
        ("/family/never-seen.com", 404),
        ("/family/no%20site", 422),
        ("/api/v1/families/never-seen.com", 404),
    ],
)
def test_pages_answer(make_app: MakeApp, path: str, status: int) -> None:
    assert make_app(store=True).test_client().get(path).status_code == status
