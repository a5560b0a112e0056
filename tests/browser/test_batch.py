"""The pharmacist's page: many addresses, a table that fills, sorts and filters, and what can be taken along."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.running import Running
from tests.browser.states import LAWFUL, ROGUE, batch

pytestmark = pytest.mark.browser

_INFORMATION = "https://healthleaflet.example/"
_URLS = f"{LAWFUL}\n{ROGUE}\n{_INFORMATION}\nhttp://127.0.0.1/"


def _sites(page: Page) -> list[str]:
    return page.locator("[data-rows] tbody tr:visible th").all_inner_texts()


def test_the_table_fills_by_itself(page: Page, service: Running) -> None:
    batch(page, service, _URLS)
    rows = page.locator("[data-rows] tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(0)).to_contain_text("Unverified")
    expect(rows.nth(2)).to_contain_text("Not a pharmacy")
    expect(rows.nth(3)).to_contain_text("private network")
    rows.nth(0).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("oakhampton-pharmacy.example")


def test_the_table_is_sorted_by_any_column(page: Page, service: Running) -> None:
    batch(page, service, _URLS)
    before = _sites(page)
    page.get_by_role("button", name="Answer").click()
    assert _sites(page)[0] == "quickmeds-britain.example"
    expect(page.get_by_role("columnheader", name="Answer")).to_have_attribute(
        "aria-sort", "ascending"
    )
    page.get_by_role("button", name="Site").click()
    assert _sites(page) == sorted(before)
    page.get_by_role("button", name="Site").click()
    assert _sites(page) == sorted(before, reverse=True)
    page.get_by_role("button", name="No.").click()
    assert _sites(page) == before


def test_the_table_is_filtered_by_words_and_by_answer(page: Page, service: Running) -> None:
    batch(page, service, _URLS)
    page.get_by_label("Show rows with these words").fill("QUICKMEDS")
    assert _sites(page) == ["quickmeds-britain.example"]
    expect(page.locator("[data-count]")).to_have_text("1 of 4 rows are shown")
    page.get_by_label("Show rows with these words").fill("")
    page.get_by_label("Show", exact=True).select_option("not_a_pharmacy")
    assert _sites(page) == ["healthleaflet.example"]


def test_a_file_can_be_sent_instead(page: Page, service: Running, downloads: Path) -> None:
    file = downloads / "sites.csv"
    file.write_text(f'"{LAWFUL}","asked by a patient"\n"{_INFORMATION}",""\n', encoding="utf-8")
    page.goto(f"{service.url}/batch")
    page.get_by_label("Or a file").set_input_files(file)
    page.get_by_role("button", name="Check them all").click()
    expect(page.locator("[data-status]")).to_have_text("2 of 2 are done", timeout=30_000)
    assert _sites(page) == ["oakhampton-pharmacy.example", "healthleaflet.example"]


def test_table_and_evidence_can_be_taken_along(
    page: Page, service: Running, downloads: Path
) -> None:
    batch(page, service, _URLS)
    with page.expect_download() as table:
        page.get_by_role("link", name="Table for spreadsheets").click()
    table.value.save_as(downloads / "table.csv")
    text = (downloads / "table.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["host"] for row in rows][:2] == [
        "oakhampton-pharmacy.example",
        "quickmeds-britain.example",
    ]
    with page.expect_download() as evidence:
        page.get_by_role("link", name="Evidence (JSON)").click()
    evidence.value.save_as(downloads / "evidence.json")
    reports = json.loads((downloads / "evidence.json").read_text("utf-8"))["reports"]
    assert len(reports) == 3
    assert all(report["schema"] == "report-v1" for report in reports)


def test_nothing_to_check_is_said_beside_the_box(
    page: Page, service: Running, watches: list[Watch]
) -> None:
    watches[0].expected += ("422",)
    page.goto(f"{service.url}/batch")
    page.get_by_role("button", name="Check them all").click()
    expect(page.get_by_role("alert")).to_contain_text("a list of addresses is needed")
    expect(page.get_by_label("Addresses, one on each line")).to_have_attribute(
        "aria-invalid", "true"
    )
