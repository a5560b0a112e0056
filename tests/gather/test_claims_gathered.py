"""From a shop's page to the report: its claims are put to the authorities on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checker.check import check
from checker.finding import Outcome
from checker.gather.confirm import ConfirmCache
from checker.gather.everything import Sources
from checker.net import Limits
from checker.page.worker import PageReader
from checker.report import Report
from tests.loopback import Reply
from tests.register_servers import Answer, Entry, Registers, card, slow

LIMITS = Limits(total=3, gather=4, retry_after=0.01, politeness=0)
GPHC = "www.pharmacyregulation.org/registers/pharmacy/registrationnumber/9012345"
TITLE = "General Pharmaceutical Council"
SHOP = Reply(
    body=b"<html lang=en><head><title>Oakhampton Pharmacy</title></head><body><h1>Our shop</h1>"
    b"<p>Viagra 100 mg, 4 tablets <b>&pound;20.00</b></p><form action=/basket method=post>"
    b"<button>Add to basket</button></form><footer>GPhC premises number: 9012345</footer></body></html>"
)


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    with PageReader(workers=1) as one:
        yield one


def report(entry: Answer, reader: PageReader, directory: Path) -> Report:
    answers: dict[str, Answer] = {"oakhampton-shop.com": SHOP, GPHC: entry}
    with Registers(directory, answers) as registers:
        return check(
            "https://oakhampton-shop.com/",
            network=registers.network,
            limits=LIMITS,
            reader=reader,
            sources=Sources(confirmed=ConfirmCache()),
        )


@pytest.mark.parametrize(
    ("answer", "signal"),
    [
        (card(Entry(number="9012345", website="oakhampton-shop.com"), TITLE), "claim_confirmed"),
        (card(Entry(number="9012345", website="real.com"), TITLE), "claim_belongs_to_another"),
        (slow(card(Entry(number="9012345"), TITLE), 6), "claim_unchecked"),
    ],
)
def test_claim_is_put_to_the_authority(
    answer: Answer, signal: str, reader: PageReader, tmp_path: Path
) -> None:
    made = report(answer, reader, tmp_path)
    outcomes = {finding.signal: finding.outcome for finding in made.findings}
    told = {
        name for name in outcomes if name.startswith("claim_") and outcomes[name] is Outcome.PRESENT
    }
    assert told == {signal}


def test_a_shop_that_claims_nothing_asks_nobody(reader: PageReader, tmp_path: Path) -> None:
    silent = replace(SHOP, body=SHOP.body.replace(b"GPhC premises number: 9012345", b""))
    with Registers(tmp_path, {"oakhampton-shop.com": silent, GPHC: Reply(status=500)}) as registers:
        check(
            "https://oakhampton-shop.com/", network=registers.network, limits=LIMITS, reader=reader
        )
        assert not any("pharmacyregulation" in asked for asked in registers.asked)
