"""The way to an offer: steps as seen, facts about them, nothing followed."""

from __future__ import annotations

import pytest

from checker.check import judge_page
from checker.demo.manifest import demo_checks
from checker.demo.run import answers_of
from checker.demo.server import DemoWeb
from checker.report import to_json

FRAME = "<iframe src='https://other-site.com/shop'></iframe><p>Welcome to our farm, hens and geese."
REFRESH = "<meta http-equiv=refresh content='0;url=https://pills.com/buy-viagra?aff=7'><p>Wait."
ORDER = (
    "<h1>Viagra 100 mg</h1><p>$10</p><form action='https://billing-desk.com/pay' method=post>"
    "<input type=hidden name=product value=1><input name=quantity><button>Add to cart</button></form>"
)


@pytest.mark.parametrize(
    ("html", "how", "host"),
    [
        (FRAME, "frame", "other-site.com"),
        (REFRESH, "refresh", "pills.com"),
        (ORDER, "order", "billing-desk.com"),
    ],
)
def test_where_a_page_leads(html: str, how: str, host: str) -> None:
    way = judge_page(html.encode(), "https://farm.org/").way
    assert (how, host) in [(step.how, step.host) for step in way.steps]
    assert any(host in fact.text() for fact in way.facts)


@pytest.mark.parametrize(
    "html",
    [
        "<iframe src='/map'></iframe>",
        "<meta http-equiv=refresh content='5;url=https://www.farm.org/en'>",
        "<form action='/cart'><button>Add to cart</button></form>",
    ],
)
def test_a_way_within_the_site_is_none(html: str) -> None:
    way = judge_page(html.encode(), "https://farm.org/").way
    assert [step.how for step in way.steps] == ["typed"]
    assert not way.facts


def test_two_redirects_of_the_demonstration_are_told() -> None:
    chosen = [check for check in demo_checks() if "passed on twice" in check.shows]
    with DemoWeb() as web:
        report = next(iter(answers_of(web, chosen))).report
    assert len([step for step in report.way.steps if step.other_site]) >= 2
    text = " ".join(fact.text() for fact in report.way.facts)
    assert "passed on through 3 sites" in text
    assert "whom to pay" in text
    told = to_json(report)["way"]
    assert isinstance(told, dict) and told["steps"]
    assert "aff=" not in str(told)
