"""The page that sums a sweep up says what the results say, in numbers and in bars."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from checker.net import Limits
from checker.report import Json
from checker.sweep.answers import head_of
from checker.sweep.bars import WIDTH, bar
from checker.sweep.figures import Figures
from checker.sweep.folder import RESULTS, SUMMARY
from checker.sweep.result import Result
from checker.sweep.summary import page
from checker.wording import LEVELS
from tests.loopback import Pages, Reply, Server
from tests.reports import ROGUE
from tests.sweep.registry import Registry, Street, throttled
from tests.sweep.sweeping import results, sweep, write
from tests.sweep.test_sweep import HAND

ABOUT: dict[str, Json] = {
    "country": "GB",
    "begun": "2026-11-01T12:00:00+00:00",
    "repeated": 0,
    "refused": 0,
    "version": "1",
}
FACTS = (
    "Judged",
    "Could not be judged",
    "Further lines that ask the same",
    "Lines that could not be used",
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep of shops, one family among them, of which one registry turns everybody away after a while."""
    directory = tmp_path_factory.mktemp("summary")
    hosts = [f"http://www.shop-{n}.{('com', 'org')[n % 2]}" for n in range(24)]
    given = [*hosts, "http://www.shop-0.com/again", "no address", "www.shop-1.test"]
    source = write(directory / "in", [host.encode() for host in given])
    com = Registry()
    org = Registry(lambda _, number: throttled(1) if number > 5 else None)
    shops = Pages({}, otherwise=Reply(body=(ROGUE + HAND).encode()))
    with Server(shops) as far, Server(com) as one, Server(org) as other:
        way = Street(far.port, (("com", one.port), ("org", other.port)))
        tally = sweep(
            source,
            directory / "out",
            way=way,
            limits=Limits(pages=0),
            registry_pause=0.0,
            registry_patience=2.0,
        )
    assert (tally.done + tally.failed, tally.refused, tally.repeated) == (25, 1, 1)
    assert com.most == org.most == 1
    return directory / "out"


def tables(html: str) -> dict[str, list[list[LexborNode]]]:
    """The rows of each table by its caption."""
    found = {}
    for table in LexborHTMLParser(html).css("table"):
        caption = table.css_first("caption")
        assert caption is not None
        found[caption.text()] = [row.css("th, td") for row in table.css("tbody tr")]
    return found


def test_no_name_is_judged_better_for_a_registry_that_turns_us_away(out: Path) -> None:
    found = list(results(out).values())
    answered = [one for one in found if one.sources.get("registration") == "found"]
    silent = [one for one in found if one.sources.get("registration") == "throttled"]
    assert (len(answered), len(silent)) == (17, 7)
    assert {one.level for one in answered} == {"high_risk"}
    assert {one.level for one in silent} == {"high_risk"}
    assert min(one.probability or 0 for one in silent) >= max(
        one.probability or 0 for one in answered
    )
    assert max(one.coverage or 0 for one in silent) <= min(one.coverage or 0 for one in answered)


def test_its_numbers_are_those_of_the_results(out: Path) -> None:
    html, found = (out / SUMMARY).read_text(), list(results(out).values())
    told = tables(html)
    levels = Counter(LEVELS[one.level].text() for one in found if one.level)
    shown = {row[0].text().split(" ", 1)[1]: int(row[1].text()) for row in told["Levels"]}
    assert +Counter(shown) == levels
    terms = [node.text() for node in LexborHTMLParser(html).css("dt")]
    values = [node.text() for node in LexborHTMLParser(html).css("dd")]
    facts = dict(zip(terms, values, strict=True))
    failed = sum(bool(one.error) for one in found)
    assert [facts[name] for name in FACTS] == [str(25 - failed), str(failed), "1", "1"]
    unseen = told["What could not be asked or seen, and why"]
    assert "7" in [row[1].text() for row in unseen if "registr" in row[0].text().lower()]
    (family,) = told["Sites that belong together"]
    members = Counter(one.family for one in found if one.family)
    assert int(family[1].text()) == max(members.values())


def test_bars_are_as_long_as_the_shares_beside_them(out: Path) -> None:
    bars = 0
    for caption, rows in tables((out / SUMMARY).read_text()).items():
        for row in rows if caption != "What was asked" else []:
            widths = [float(rect.attributes["width"] or 0) for rect in row[2].css("rect")]
            assert sum(widths) / WIDTH * 100 == pytest.approx(
                float(row[3].text().rstrip("%")), abs=0.2
            )
            bars += 1
    assert bars > 10


def test_it_stands_alone(out: Path) -> None:
    """No script, nothing fetched, and no more told of an address than its host."""
    html = (out / SUMMARY).read_text()
    tree = LexborHTMLParser(html)
    assert tree.css("script, link, img, iframe, a") == []
    assert "url(" not in html
    assert "/again" not in html


def figures(*found: Result) -> Figures:
    counted = Figures()
    for one in found:
        counted.add(one)
    return counted


def test_what_results_hold_is_text_only() -> None:
    """A file of results can be edited by others."""
    hostile = '"><script>alert(1)</script>'
    shop = Result(line=1, domain=hostile, family=hostile, level="caution", kind="pharmacy")
    error = Result(line=2, error=hostile)
    html = page(ABOUT | {"begun": hostile, "version": hostile}, figures(shop, shop, error))
    assert LexborHTMLParser(html).css("script") == []
    assert "&lt;script&gt;" in html


def test_tables_without_anything_to_tell_are_left_out() -> None:
    captions = set(tables(page(ABOUT, Figures())))
    assert captions == {"Levels"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([(0.5, "a")], [120.0]),
        ([(0.25, "a"), (0.0, "b"), (0.75, "c")], [60.0, 180.0]),
        ([(1.5, "a"), (-1.0, "b")], [240.0]),
        ([], []),
    ],
)
def test_a_bar(given: list[tuple[float, str]], expected: list[float]) -> None:
    rects = LexborHTMLParser(bar(given)).css("rect")
    assert [float(rect.attributes["width"] or 0) for rect in rects] == expected


def test_heads_are_what_the_figures_are_made_of(out: Path) -> None:
    for line in (out / RESULTS).read_bytes().splitlines(keepends=True):
        head = head_of(line)
        assert "report" not in head
        assert json.loads(line)["level"] == head["level"]
