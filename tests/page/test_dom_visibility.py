"""What a person would see, and what is kept from their eyes."""

from __future__ import annotations

import pytest

from checker.page.document import Document
from checker.page.dom import parse


def read(html: str) -> Document:
    return parse(html, "https://shop.example/")


HIDDEN = [
    "<p hidden>x",
    "<p hidden=until-found>x",
    "<p style='display: none'>x",
    "<p style='DISPLAY:NONE !important'>x",
    "<p style='visibility:hidden'>x",
    "<p style='opacity:0'>x",
    "<p style='opacity: 0.0; color:red'>x",
    "<p style='font-size:0'>x",
    "<p style='font-size:0px'>x",
    "<p style='font-size:1px'>x",
    "<p style='text-indent:-9999px'>x",
    "<p style='position:absolute;left:-5000px'>x",
    "<p style='position: fixed; top: -100em0; top:-9999em'>x",
    "<p style='margin-left:-9999px'>x",
    "<p style='height:0;overflow:hidden'>x",
    "<p style='max-height:0px; overflow: hidden;'>x",
    "<p style='position:absolute;clip:rect(0,0,0,0)'>x",
    "<p style='transform:scale(0)'>x",
    "<p style='color:#fff;background:white'>x",
    "<p style='color:rgb(255,255,255);background-color:#FFFFFF'>x",
    "<p style='color:transparent'>x",
    "<p style='color:#fefefe;background:#fff'>x",
    "<style>.q{color:#fff;background:white}</style><p class=q>x",
    "<div style='background:#000'><p style='color:black'>x",
    "<table bgcolor=white><tr><td><font color='#ffffff'>x",
    "<style>.q{display:none}</style><p class='a q'>x",
    "<style>/* .z{} */ p.q, .r { visibility : hidden }</style><p class=q>x",
    "<style>#q{text-indent:-9999px}</style><p id=q>x",
    "<p class=q>x</p><style>.q{display:none}</style>",
    "<dialog>x</dialog>",
    "<video>x</video>",
    "<div hidden><p>x</p></div>",
    "<p class=sr-only>x" + " y" * 200,
]


@pytest.mark.parametrize("html", HIDDEN)
def test_hidden(html: str) -> None:
    document = read(f"<h1>seen</h1>{html}")
    assert document.text == "seen"
    assert document.hidden_text.startswith("x")


SEEN = [
    "<p style='color:#fff;background:#fff url(night.jpg)'>x",
    "<p style='color:#eee;background:#fff'>x",
    "<p style='color:#000;background:rgba(0,0,0,0)'>x",
    "<p style='color:#000;background:#00000010'>x",
    "<div style='background:#fff'><p style='color:#fff;background:navy'>x",
    "<div style='background:#fff'><p style='color:#fff;background-image:linear-gradient(red,blue)'>x",
    "<style>.q{color:#fff;background:#000}</style><p class=q>x",
    "<style>.q{background-color:#fff}.r{color:#fff}</style><p class=q>x",
    "<p style='opacity:0.5'>x",
    "<p style='opacity:0;transform:translateY(20px)'>x",
    "<p class=wow style='visibility:hidden'>x",
    "<p style='font-size:10px'>x",
    "<p style='font-size:0.9em'>x",
    "<p style='font-size:1.5px'>x",
    "<p style='position:relative;left:-20px'>x",
    "<p style='left:-9999px'>x",
    "<p style='text-indent:-20px'>x",
    "<p style='width:100px;overflow:hidden'>x",
    "<p style='max-width:0.5em'>x",
    "<p style='height:0'>x",
    "<p style='color:#fff;background:#000'>x",
    "<p style='border-color:#fff;background:#fff'>x",
    "<p style='color:transparent;background-clip:text'>x",
    "<style>.tab{display:none}.tab.on{display:block}</style><p class='tab on'>x",
    "<style>.panel{display:none}</style><p class=panel>x",
    "<style>.q.on{display:block}.q{display:none}</style><p class='q on'>x",
    "<style>.a .q{display:none}</style><p class=q>x",
    "<style>.q:hover{display:none}</style><p class=q>x",
    "<style>@media print{.q{display:none}}</style><p class=q>x",
    "<style>@media print{.r{color:red}.q{display:none}} .s{color:red}</style><p class=q>x",
    "<style>.q{display:none}</style><p class=q2>x",
    "<style>.q{display:none}</style><p role=tabpanel class=q>x",
    "<p aria-hidden=true>x",
    "<dialog open>x</dialog>",
    "<div style='display:none'>h</div>x",
    "<body style='visibility:hidden'>x",
    "<body hidden>x",
]


@pytest.mark.parametrize("html", SEEN)
def test_seen(html: str) -> None:
    assert read(html).text == "x"


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<span class=sr-only>only for readers</span>b",
        "<p>a<i class=material-icons>shopping_cart</i>b",
        "<p>a<template>c</template>b",
        "<p>a<datalist></datalist>b",
    ],
)
def test_neither_seen_nor_hidden(html: str) -> None:
    document = read(html)
    assert (document.text, document.hidden_text) == ("ab", "")


def test_hidden_letters_do_not_part_a_word() -> None:
    document = read("<p>Via<span style='display:none'>qqq</span>gra")
    assert (document.text, document.hidden_text) == ("Viagra", "qqq")


@pytest.mark.parametrize(
    ("html", "noscript"),
    [
        (
            "<noscript><p>Please <b>enable</b> scripts &amp; wait</p></noscript>x",
            "Please enable scripts & wait",
        ),
        ("<head><NoScript><p>a</p></noscript></head><p>x", "a"),
        ("<noscript><div></noscript>x", ""),
        ("<noscript><script>'</noscript>x", "'"),
        (
            "<noscript><a href=/b>b</a><iframe src=/c></iframe><meta http-equiv=refresh content='0;/d'></noscript>x",
            "b",
        ),
        ("<noscripts>x", ""),
    ],
)
def test_noscript_is_kept_apart(html: str, noscript: str) -> None:
    document = read(html)
    assert (document.text, document.hidden_text, document.noscript_text) == ("x", "", noscript)
    assert not (document.links or document.frames or document.refresh)


def test_frames_and_their_words() -> None:
    document = read(
        "<frameset><frame src=//other.example/><noframes>No <b>frames</b></noframes></frameset>"
    )
    assert document.frames == ["https://other.example/"]
    assert document.noscript_text == "No frames"


def test_a_hidden_button_is_none() -> None:
    assert read("<div style='display:none'><button>Buy</button></div>").buttons == []
