"""Text set backwards, by characters and by elements: what is read is what is seen."""

from __future__ import annotations

import pytest

from checker.page.bidi import DEEPEST, as_read
from checker.page.dom import parse

RLO, LRO, PDF, RLE, RLI, PDI = "\u202e", "\u202d", "\u202c", "\u202b", "\u2067", "\u2069"


@pytest.mark.parametrize(
    ("stored", "seen"),
    [
        pytest.param(f"Buy {RLO}argaiV{PDF} now", "Buy Viagra now", id="one word"),
        pytest.param(f"{RLO}gm 001 argaiV", "Viagra 100 mg", id="to the end of the line"),
        pytest.param(f"{RLO}(gm 001) argaiV", "Viagra (100 mg)", id="brackets are mirrored"),
        pytest.param(f"{RLO}e\u0301fac", "cafe\u0301", id="marks stay on their letter"),
        pytest.param(f"{RLO}a{LRO}Viagra{PDF}b{PDF}", "bViagraa", id="turned back inside"),
        pytest.param(f"{RLO}x{RLE}Viagra{PDF}y", "yViagrax", id="an embedding inside is one thing"),
        pytest.param(f"{RLI}{RLO}ba{PDI} argaiV", "ab argaiV", id="an isolate ends what is in it"),
        pytest.param(f"{RLO}ba{PDI}dc{PDF}", "cdab", id="an end of nothing"),
        pytest.param(f"{PDF}Viagra{PDF}", "Viagra", id="near_miss: ends alone"),
        pytest.param(f"{RLE}Viagra 100 mg{PDF}", "Viagra 100 mg", id="near_miss: embedding"),
        pytest.param(f"{LRO}Viagra 100 mg{PDF}", "Viagra 100 mg", id="near_miss: left to right"),
        pytest.param(f"{RLO}שלום עולם{PDF}", "שלום עולם", id="near_miss: Hebrew set as ever"),
        pytest.param(f"{LRO}םלוע םולש{PDF}", "שלום עולם", id="Hebrew stored backwards"),
        pytest.param(RLO * (DEEPEST + 9) + "ba" + PDF * 9 + "dc", "cdab", id="too deep"),
    ],
)
def test_characters(stored: str, seen: str) -> None:
    assert as_read(stored) == seen


STYLE = "<style>.r{direction:rtl;Unicode-Bidi:Bidi-Override}.k{unicode-bidi:embed}</style>"


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        pytest.param("<bdo dir=rtl>argaiV</bdo> 20 mg", ["Viagra 20 mg"], id="bdo"),
        pytest.param("<p dir=rtl><bdo>argaiV</bdo></p>", ["Viagra"], id="direction from around"),
        pytest.param("<bdo dir=RTL>a<b>rg</b>aiV</bdo>", ["Viagra"], id="across elements"),
        pytest.param("<bdo dir=rtl>argaiV<br>xanaX</bdo>", ["Viagra", "Xanax"], id="two lines"),
        pytest.param(
            "<bdo dir=rtl><p>Viagra</p>xanaX</bdo>", ["Viagra", "Xanax"], id="not a block in it"
        ),
        pytest.param(
            '<i style="unicode-bidi: isolate-override; direction: rtl">argaiV</i>',
            ["Viagra"],
            id="style",
        ),
        pytest.param(f"{STYLE}<div class=r>argaiV</div>", ["Viagra"], id="style sheet"),
        pytest.param("&#x202E;argaiV", ["Viagra"], id="entity"),
        pytest.param(
            "<p>\u202eargaiV</p><p>Xanax</p>", ["Viagra", "Xanax"], id="ends with its line"
        ),
        pytest.param("<bdo>Viagra</bdo>", ["Viagra"], id="near_miss: no direction"),
        pytest.param("<bdo dir=ltr>Viagra</bdo>", ["Viagra"], id="near_miss: left to right"),
        pytest.param("<p dir=rtl>Viagra 20 mg</p>", ["Viagra 20 mg"], id="near_miss: dir alone"),
        pytest.param(f"{STYLE}<i class=k dir=rtl>Viagra</i>", ["Viagra"], id="near_miss: embed"),
    ],
)
def test_elements(html: str, blocks: list[str]) -> None:
    assert [
        block.text for block in parse(f"<body>{html}", "https://shop.example/").blocks
    ] == blocks


@pytest.mark.parametrize(
    "html",
    [
        "<bdo dir=rtl>x <a href=/>argaiV yuB</a></bdo>",
        "\u202ex <a href=/>argaiV yuB</a>\u202c",
        "<a href=/><bdo dir=rtl>argaiV yuB</bdo></a>",
        "<p>\u202e</p><a href=/>Buy Viagra</a>",
    ],
)
def test_a_link_says_what_is_seen_of_it(html: str) -> None:
    assert [link.text for link in parse(html, "https://shop.example/").links] == ["Buy Viagra"]


def test_title_and_words_of_images() -> None:
    page = parse(
        "<title>\u202eargaiV</title><img src=a alt='\u202exanaX'>", "https://shop.example/"
    )
    assert (page.title, page.images[0].alt) == ("Viagra", "Xanax")


def test_more_such_elements_than_are_followed_are_told() -> None:
    page = parse("<bdo dir=rtl>b<i>a</i></bdo>" * 9_000, "https://shop.example/")
    assert page.text.startswith("abab")
    assert "direction" in page.cuts
