"""Pages made to break a parser: each is read, or given up, within the limits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.evidence import Missing, Response
from checker.page.facts import PageFacts
from checker.page.worker import CPU_SECONDS, PageReader

KIBI = 1024
WORD = "<p>Visible</p>"


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    with PageReader(
        function="tests.page.reading.timed", preload="checker.page.dom", seconds=30.0
    ) as made:
        yield made


def response(html: str | bytes, content_type: str = "text/html; charset=utf-8") -> Response:
    return Response(
        url="https://shop.example/",
        hops=(),
        status=200,
        headers=(("content-type", content_type),),
        body=html if isinstance(html, bytes) else html.encode("utf-8", "surrogatepass"),
    )


def memory() -> int:
    """Resident memory of this process in kB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


DEEP = {
    "nested 100 thousand": WORD + "<div>" * 100_000,
    "nested a million": WORD + "<div>" * 1_000_000,
    "nested lists": WORD + "<ul><li>" * 10_000,
    "40 thousand attributes": "<a " + " ".join(f"a{n}" for n in range(40_000)) + ">x</a>" + WORD,
    "100 thousand attributes": "<a " + " ".join(f"a{n}" for n in range(100_000)) + ">x</a>" + WORD,
    "attributes behind quoted brackets": "<a "
    + " ".join(f'a{n}=">"' for n in range(100_000))
    + ">x</a>"
    + WORD,
    "attributes of many bodies": WORD
    + "".join(f"<body a{n} b{n} c{n} d{n}>" for n in range(20_000)),
    "an attribute of 5 MB": WORD + '<a href="' + "x" * 5_000_000 + '">',
    "overrides in overrides": WORD + "<bdo>x" * 19_000,
    "overriding characters": WORD + "\u2069\u202e" * 200_000,
    "unclosed formatting": WORD + "<b><i><u>" * 7000,
    "formatting repeated in paragraphs": "<div>"
    + "".join(f"<b id={n}>" for n in range(3000))
    + "</div>"
    + WORD * 3000,
    "5 MB of brackets": WORD + "<" * 5_000_000,
    "a million entities": WORD + "&amp;" * 1_000_000,
    "a table that fosters": WORD + "<table>" + "<b>x" * 50_000,
    "links between blocks": WORD + ("<a>" + "<div>" * 10) * 2000,
    "unclosed comment": WORD + "<!--" + "x" * 5_000_000,
    "unclosed script": WORD + "<script>" + "x" * 5_000_000,
    "options": WORD + "<select>" + "<option>" * 20_000,
    "end tags": WORD + "<div>" * 5000 + "</p>" * 10_000,
    "style rules": "<style>" + ".a{display:none}" * 100_000 + "</style>" + WORD,
    "style brackets": "<style>.a{display:none}" + ".a.a{" * 200_000 + "</style>" + WORD,
    "style spaces": WORD + '<p style="' + "display :" * 200_000 + '">',
    "handlers": WORD + "<div onclick=x>" * 20_000 + "text",
    "labels": WORD + "<label>te<b>x" * 6000,
    "php": WORD + "<?php " * 300_000,
    "asp": WORD + "<% " * 600_000,
    "braces": WORD + "{{ a" * 500_000,
    "more braces": WORD + "{% " * 600_000,
    "dollars": WORD + "${a" * 600_000,
    "directives": WORD + "@if((" * 400_000,
    "spaces": WORD + "<p>" + " " * 2_000_000,
    "line feeds": WORD + "<pre>" + "a\n" * 500_000,
    "invisible characters": WORD + "<p>" + "\u200b" * 600_000,
    "surrogates": WORD + "\ud800" * 600_000,
    "doctype entities": "<!DOCTYPE a ["
    + "".join(f"<!ENTITY l{n} '&l{n - 1};&l{n - 1};'>" for n in range(99))
    + "]>"
    + WORD,
}


@pytest.mark.parametrize("name", DEEP)
def test_read_within_the_limits(reader: PageReader, name: str) -> None:
    before = memory()
    outcome = reader.read(response(DEEP[name]))
    assert isinstance(outcome, PageFacts), outcome
    assert "Visible" in outcome.text
    assert float(outcome.title) < CPU_SECONDS
    assert memory() - before < 32 * KIBI


@pytest.mark.parametrize(
    "name",
    [
        "nested a million",
        "40 thousand attributes",
        "an attribute of 5 MB",
        "unclosed comment",
        "unclosed script",
    ],
)
def test_what_was_cut_is_told(reader: PageReader, name: str) -> None:
    outcome = reader.read(response(DEEP[name]))
    assert isinstance(outcome, PageFacts)
    assert outcome.cuts


def test_text_at_depth_300_is_seen(reader: PageReader) -> None:
    outcome = reader.read(response("<div>" * 300 + "Viagra without prescription" + "</div>" * 300))
    assert isinstance(outcome, PageFacts)
    assert outcome.text == "Viagra without prescription"
    assert outcome.cuts == ()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\x00V\x00i\x00s\x00i\x00b\x00l\x00e" * 40, "text/html"),
        (b"V\x00i\x00s\x00i\x00b\x00l\x00e\x00 \x00" * 40, "text/html"),
        ("Visible \udc80 \\ud800".encode("utf-8", "surrogatepass"), "text/html; charset=utf-8"),
        (b"Visible \xc0\xaf \xe2\x82 \xff", "text/html; charset=utf-8"),
        (b"Visible \x81\x8d \xe9", "text/html; charset=martian"),
        (b"Visible +ADw-", "text/html; charset=utf-7"),
        (b"\x1b$B\x1b(B<p>Visible\x1b(J<p>", "text/html; charset=iso-2022-jp"),
        ("Visible Ã©Â€".encode(), "text/html; charset="),
        ("Visible مرحبا \u202e abc".encode(), "text/html; charset=\"utf-8'"),
    ],
)
def test_any_bytes_become_storable_text(reader: PageReader, body: bytes, content_type: str) -> None:
    outcome = reader.read(response(body, content_type))
    assert isinstance(outcome, PageFacts), outcome
    assert "Visible" in outcome.text
    assert outcome.text.encode("utf-8")


def test_memory_does_not_grow(reader: PageReader) -> None:
    pages = [response(html) for html in list(DEEP.values())[:8]]
    for page in pages:
        reader.read(page)
    before = memory()
    for page in pages:
        assert not isinstance(reader.read(page), Missing)
    assert memory() - before < 0.1 * before
