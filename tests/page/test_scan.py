"""What is cut before a page is parsed, and what is left alone."""

from __future__ import annotations

import time

import pytest

from checker.page.scan import ATTRIBUTES, CHARACTERS, TAGS, prepare


@pytest.mark.parametrize(
    "html",
    [
        "",
        "no markup, 3 < 4",
        "<!DOCTYPE html><html><body><p class=a title='x > y'>text</p></body></html>",
        "<script>if (a < b && '<div>') { x('</' + 'p>') }</script><p>after",
        "<style>a > b { }</style><textarea><b></textarea><!-- <b> > -- ><i -->",
        "<div>" * 600 + "deep",
        "<i class='icon'></i>" * 500,
        "<p " + " ".join(f"data-{n}={n}" for n in range(ATTRIBUTES)) + ">all of them",
        "<html lang=en><body class=a><html lang=en><body class=b>two pages in one",
        "<template><p>not shown</p></template>",
        "<plaintext><b <b <b",
    ],
)
def test_ordinary_pages_are_left_alone(html: str) -> None:
    assert prepare(html).html == html
    assert prepare(html).cuts == ()


@pytest.mark.parametrize(
    ("html", "cut", "kept"),
    [
        ("x" * (CHARACTERS + 1), "bytes", "x" * CHARACTERS),
        ("<p>" * (TAGS + 10), "tags", "<p>" * TAGS),
        ("a<!-- never ends", "unclosed", "a<!-- never ends"),
        ("a<script>never ends", "unclosed", "a<script>never ends"),
        (
            "<div>" * 1030 + "x" + "</div>" * 1030 + "<i></i>" * 6000,
            "depth",
            "<div>" * 1024 + " " * 6 + "x" + " " * 6 + "</div>" * 1024 + "<i></i>" * 6000,
        ),
        ("<b id=1>" * 32 + "<b id=2>" * 200, "formatting", "<b id=1>" * 32 + "<b>" * 200),
    ],
)
def test_cuts(html: str, cut: str, kept: str) -> None:
    prepared = prepare(html)
    assert prepared.cuts == (cut,)
    assert prepared.html == kept


@pytest.mark.parametrize("name", ["p", "script", "body", "b"])
def test_attributes_of_one_tag(name: str) -> None:
    many = " ".join(f'a{n}=">"' for n in range(5000))
    prepared = prepare(f"<{name} {many}>text</{name}>")
    assert prepared.cuts == ("attributes",)
    assert prepared.html.count("a") >= ATTRIBUTES
    assert 'a255=">"' in prepared.html
    assert 'a256=">"' not in prepared.html
    assert prepared.html.endswith(f">text</{name}>")


def test_one_endless_attribute() -> None:
    prepared = prepare(f'<a href="{"x" * 100_000}" title=t>text</a>' + "<p>" * (TAGS + 1))
    assert "attributes" in prepared.cuts
    assert ">text</a>" in prepared.html


def test_attributes_gathered_on_the_body() -> None:
    html = "".join(f"<body a{n}=1>" for n in range(1000))
    assert prepare(html).html.count("=1") <= 16


def test_shadow_roots_become_elements() -> None:
    html = "<template shadowrootmode=open><p>seen<template>not</template></p></template>"
    assert (
        prepare(html).html
        == "<shadow-root shadowrootmode=open><p>seen<template>not</template></p></shadow-root>"
    )


def test_lone_surrogates_can_be_stored() -> None:
    assert "\ufffd" in prepare("a\ud800b").html


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "< ",
        "</",
        "<!",
        "<!-",
        "<!--",
        "<!-->",
        "<a",
        "<a ",
        "<a b",
        '<a b="',
        "<a b='>",
        "<script",
        "<script>",
        "</script",
        "<title>",
        "<template shadowrootmode=open ",
        "<template>",
        "<b x>",
        "<p x=y>",
        "</p>",
        "-->",
        "<?",
        "=",
        "'",
    ],
)
def test_time_is_linear(piece: str) -> None:
    html = piece * (CHARACTERS // len(piece))
    begin = time.process_time()
    prepare(html)
    assert time.process_time() - begin < 1.0
