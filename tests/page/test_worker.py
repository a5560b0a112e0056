"""Pages are read in processes that may be slow, hang or die without harm."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Iterator
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
    with PageReader(function=OBEY, preload=PRELOAD, seconds=3.0) as made:
        yield made


def text(outcome: PageFacts | Missing) -> str:
    assert isinstance(outcome, PageFacts), outcome
    return outcome.text


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize(
    ("order", "detail"),
    [
        ("die", "reader ended"),
        ("raise", "reader failed"),
        ("eat", "reader failed"),
        ("sleep", "took too long"),
        ("spin", "reader ended"),
    ],
)
def test_a_page_that_is_too_much(reader: PageReader, order: str, detail: str) -> None:
    began = time.monotonic()
    outcome = reader.read(response(order))
    assert isinstance(outcome, Missing)
    assert (outcome.source, outcome.reason, outcome.detail) == (
        "page",
        MissingReason.UNREADABLE,
        detail,
    )
    assert time.monotonic() - began < 6.0
    assert text(reader.read(response("<p>the next page"))) == "the next page"


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
    before = descriptors(), len(multiprocessing.active_children())
    for _ in range(3):
        with PageReader(workers=2, function=OBEY, preload=PRELOAD) as made:
            made.read(response("die"))
            made.read(response("raise"))
            made.read(response("x"))
    assert (descriptors(), len(multiprocessing.active_children())) == before
    with pytest.raises(ChildProcessError):
        while True:  # no zombie waits for us, but the process server may be alive
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                raise ChildProcessError


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
