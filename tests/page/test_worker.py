"""Pages are read in processes that may be slow, hang or die without harm."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from checker.evidence import Missing, MissingReason, Response
from checker.page import worker
from checker.page.facts import PageFacts
from checker.page.worker import PageReader, read_here

OBEY = "tests.page.reading.obey"
PRELOAD = "checker.page.dom"


def response(body: str | bytes, *, truncated: bool = False) -> Response:
    return Response(
        url="https://shop.example/",
        hops=(),
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=body.encode() if isinstance(body, str) else body,
        truncated=truncated,
    )


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    with PageReader(function=OBEY, preload=PRELOAD, seconds=30.0) as made:
        yield made


def text(outcome: PageFacts | Missing) -> str:
    assert isinstance(outcome, PageFacts), outcome
    return outcome.text


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def children() -> list[str]:
    """State of all our child processes, those included that nobody has waited for."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
            if int(parent) == os.getpid():
                found.append(state)
    assert "Z" not in found
    return ["running"] * len(found)


@pytest.mark.parametrize(
    ("order", "seconds", "detail"),
    [
        ("die", 30.0, "reader ended"),
        ("raise", 30.0, "reader failed"),
        ("eat", 30.0, "reader failed"),  # its memory is limited
        ("spin", 30.0, "reader ended"),  # its processor time is limited
        ("sleep", 1.0, "took too long"),
    ],
)
def test_a_page_that_is_too_much(order: str, seconds: float, detail: str) -> None:
    with PageReader(function=OBEY, preload=PRELOAD, seconds=seconds) as made:
        outcome = made.read(response(order))
        assert isinstance(outcome, Missing)
        assert outcome.reason is MissingReason.UNREADABLE
        assert (outcome.source, outcome.detail) == ("page", detail)
        assert text(made.read(response("<p>the next page"))) == "the next page"


def test_no_word_of_the_page_is_logged(
    reader: PageReader, caplog: pytest.LogCaptureFixture
) -> None:
    reader.read(response("raise"))
    assert "LookupError" in caplog.text
    assert "a word of the page" not in caplog.text


def test_a_cut_body_is_told(reader: PageReader) -> None:
    outcome = reader.read(response("<p>x", truncated=True))
    assert isinstance(outcome, PageFacts)
    assert outcome.cuts == ("bytes",)


def test_large_pages_cross_both_ways(reader: PageReader) -> None:
    words = "word " * 70_000
    assert text(reader.read(response(f"<p>{words}<!--{'x' * 1_500_000}-->"))) == words.strip()


def test_processes_are_replaced_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "RECYCLED_AFTER", 3)
    with PageReader(function="tests.page.reading.own_number", preload=PRELOAD) as made:
        seen = [text(made.read(response("x"))) for _ in range(7)]
    assert seen[0] == seen[2] != seen[3] == seen[5] != seen[6]


def test_many_threads_share_few_processes() -> None:
    outcomes: dict[int, str] = {}
    with PageReader(workers=2, function=OBEY, preload=PRELOAD) as made:

        def read(number: int) -> None:
            outcomes[number] = text(made.read(response(f"<p>page {number}")))

        threads = [threading.Thread(target=read, args=(n,)) for n in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert outcomes == {n: f"page {n}" for n in range(20)}


def test_nothing_is_left_behind() -> None:
    with PageReader(function=OBEY, preload=PRELOAD) as made:  # starts what lives as long as we do
        made.read(response("x"))
    before = descriptors(), children()
    for _ in range(3):
        with PageReader(workers=2, function=OBEY, preload=PRELOAD) as made:
            made.read(response("die"))
            made.read(response("raise"))
            made.read(response("x"))
    assert (descriptors(), children()) == before


def test_a_reader_that_cannot_start() -> None:
    with (
        PageReader(function="tests.page.reading.absent", preload=PRELOAD) as made,
        pytest.raises(RuntimeError),
    ):
        made.read(response("x"))


def test_answers_that_are_no_facts() -> None:
    with PageReader(function="tests.page.reading.lie", preload=PRELOAD) as made:
        outcome = made.read(response("x"))
    assert isinstance(outcome, Missing)
    assert outcome.detail == "reader failed"


def test_the_real_reader_here_and_there() -> None:
    page = response("<title>Shop</title><p>Buy Viagra 10 tablets &pound;10</p>")
    here = read_here(page)
    with PageReader() as made:
        assert made.read(page) == here
    assert isinstance(here, PageFacts)
    assert here.title == "Shop"
