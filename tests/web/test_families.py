"""The page of a family, and its API."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.family.fingerprint import Fingerprint, Mark
from checker.family.store import FamilyStore
from checker.relatives import Warned
from checker.store.database import file_in
from checker.store.schema import FAMILIES
from tests.contract import family
from tests.contract.write import HERE
from tests.web.conftest import MakeApp
from web.store import Store

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


def test_each_site_has_one_line_and_programs_have_them_all(
    make_app: MakeApp, tmp_path: Path
) -> None:
    client = make_app(store=tmp_path).test_client()
    with FamilyStore(file_in(tmp_path, FAMILIES)) as store:
        store.add(*family.known())
    links = client.get(f"/api/v1/families/{family.CHECKED}").get_json()["links"]
    page = client.get(f"/family/{family.CHECKED}").get_data(as_text=True)
    table = page.partition("What joins them")[2].partition("</table>")[0]
    sites = re.findall(r'<th scope="row"><bdi>([^<]+)', table)
    assert len(sites) == len(set(sites)) == 12 < len(links)
    # A site that has nothing in common with the one asked about is joined through another.
    assert re.search("heather-balm.example</bdi></th>\n<td[^>]*><bdi>kettlehouse-pharmacy", table)
    assert f'href="/api/v1/families/{family.CHECKED}"' in page
    assert "14 March 2026" in page


def test_a_file_filled_later_is_opened_once(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(store=tmp_path)
    service = app.extensions["rxlens"]
    assert app.test_client().get("/family/one.com").status_code == 404
    assert service.families is None
    filled(tmp_path)
    assert app.test_client().get("/family/one.com").status_code == 200
    opened = service.families
    assert app.test_client().get("/family/two.com").status_code == 200
    assert service.families is opened


@pytest.mark.parametrize(
    ("prefix", "written"),
    [
        ("", "2 January 2026"),
        ("/de", "2. Januar 2026"),
        ("/fr", "2 janvier 2026"),
        ("/es", "2 de enero de 2026"),
        ("/it", "2 gennaio 2026"),
        ("/pl", "2 stycznia 2026"),
    ],
)
def test_days_are_written_as_in_the_language(
    make_app: MakeApp, tmp_path: Path, prefix: str, written: str
) -> None:
    filled(tmp_path)
    page = make_app(store=tmp_path).test_client().get(f"{prefix}/family/one.com")
    assert f">{written}</td>" in page.get_data(as_text=True)


@pytest.fixture
def report(make_app: MakeApp, tmp_path: Path) -> str:
    """The page of the golden report with a family."""
    golden = (HERE / "family.json").read_bytes()
    store = Store(tmp_path)
    path = f"/saved/{store.save(golden, 1)[0]}"
    store.close()
    return make_app(store=tmp_path).test_client().get(path).get_data(as_text=True)


def test_the_report_tells_each_number_once(report: str) -> None:
    section = report.partition('id="family"')[2].partition("</section>")[0]
    assert section.count("+442079460471") == 1
    assert section.count("telephone number</bdi>") > 5
    assert "wording: " in section
    assert "Show 6 more" in section
    joined, _, beside = section.partition("What is shared without joining")
    assert "frozen-pond-sports.example" in beside
    assert "frozen-pond-sports.example" not in joined


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
