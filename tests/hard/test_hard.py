"""Hard cases: how many lawful pages are left alone and how many of the others are found.

The floors are what was measured, a little below: they fall only for a reason. No case is tuned
for, and none is excused: ``python -m tests.hard`` shows which are missed and why.
"""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from checker.report import to_json
from checker.verdict import Level
from tests.hard.cases import HERE, SEVERE, Case, cases, report_on
from tests.reports import faults

LAWFUL = [case for case in cases() if case.lawful]
ROGUE = [case for case in cases() if not case.lawful]
GROUPS = {"lawful": LAWFUL, "rogue": ROGUE}


def name(case: Case) -> str:
    return case.file


def test_every_page_has_its_row_and_every_row_its_page() -> None:
    pages = sorted(path.stem for path in Path(HERE / "pages").glob("*.html"))
    assert sorted(case.file for case in cases()) == pages
    assert len({case.url for case in cases()}) == len(pages)


def test_there_are_enough_of_both_in_enough_languages() -> None:
    assert min(len(LAWFUL), len(ROGUE)) >= 24
    assert len({case.language for case in cases()}) >= 8
    assert len({case.language for case in LAWFUL} & {case.language for case in ROGUE}) >= 8


class Links(HTMLParser):
    """Hosts that a page names in its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hosts: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for key, value in attrs:
            if key in ("href", "src", "action") and "//" in (value or ""):
                self.hosts.add(urlsplit(value or "").hostname or "")


@pytest.mark.parametrize("case", cases(), ids=name)
def test_page_is_whole_and_its_names_are_reserved(case: Case) -> None:
    html = case.html.decode("utf-8")
    hosts = Links(html).hosts | {urlsplit(case.url).hostname or ""}
    assert all(host.endswith((".example", ".test", "wa.me", "t.me")) for host in hosts), hosts
    assert all(part in html for part in ("<title>", "<nav", "<footer", "</html>")) or (
        'class="foot"' in html
    )


@pytest.mark.parametrize("case", cases(), ids=name)
def test_report_keeps_its_contract(case: Case) -> None:
    assert faults(to_json(report_on(case))) == []


MOST_CONDEMNED = 0.03
"""Share of lawful cases that may come out ``high_risk``: one, a licensed wholesaler whose open price list
holds controlled medicines. Page by page it cannot be told from a seller's; a register can."""

AT_LEAST = {"rogue: caution or worse": 0.90, "lawful: as expected": 0.83}
AT_MOST = {"lawful: caution or worse": 0.09, "lawful: high risk": MOST_CONDEMNED}


def shares() -> dict[str, float]:
    """What was reached, as shares."""
    severe = {name: [level(c) in SEVERE for c in some] for name, some in GROUPS.items()}
    return {
        "rogue: caution or worse": share(severe["rogue"]),
        "lawful: caution or worse": share(severe["lawful"]),
        "lawful: as expected": share([level(case) in case.levels for case in LAWFUL]),
        "lawful: high risk": share([level(case) is Level.HIGH_RISK for case in LAWFUL]),
    }


def level(case: Case) -> Level:
    return report_on(case).verdict.level


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


@pytest.mark.parametrize("name", [*AT_LEAST, *AT_MOST])
def test_share(name: str, record_property: Callable[[str, object], None]) -> None:
    reached = shares()[name]
    record_property(name, round(reached, 3))
    assert AT_LEAST.get(name, 0.0) <= reached <= AT_MOST.get(name, 1.0)


def test_no_rogue_page_is_verified() -> None:
    assert not [case.file for case in ROGUE if level(case) is Level.VERIFIED]
