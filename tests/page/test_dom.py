"""A page becomes a document: structure, text, links, forms."""

from __future__ import annotations

import pytest

from checker.page.document import Document
from checker.page.dom import DEPTH_LIMIT, LINK_LIMIT, OPTION_LIMIT, TITLE_LIMIT, parse

URL = "https://shop.example/list/page.html?x=1"


def read(html: str) -> Document:
    return parse(html, URL)


def texts(html: str) -> list[str]:
    return [block.text for block in read(html).blocks]


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>Buy <b>Via</b><i>gra</i></p>", ["Buy Viagra"]),
        ("<p>V&shy;i&#8203;a\u2060gra 100&nbsp;mg", ["Viagra 100 mg"]),
        ("<div>one<p>two</p>three</div>", ["one", "two", "three"]),
        ("<div>one<p hidden>two</p>three</div>", ["onethree"]),
        ("<table><tr><td>a<td>b</table>", ["a", "b"]),
        ("<p>line<br>line", ["line", "line"]),
        ("<pre>line\nline</pre>", ["line", "line"]),
        ("<nav><a href=a>Home</a><a href=b>Shop</a></nav>", ["Home Shop"]),
        ("<p>Sh<a href=a>op</a>s", ["Shops"]),
        ("<button>Buy</button><button>Sell</button>", ["Buy", "Sell"]),
        ("<form>Go <input type=submit value=Now> then</form>", ["Go", "Now", "then"]),
        ("<select><option>1<option>2</select>", ["1", "2"]),
        ("<details><summary>More</summary>closed</details>", ["More", "closed"]),
        ("<p>a</p><script>b</script><style>c</style><template>d</template><p>e", ["a", "e"]),
        ("<svg><title>no</title><text>yes</text></svg>", ["yes"]),
        ("<title>T</title><p>t", ["T", "t"]),
        ("<span style='display:block'>a</span><span>b</span>", ["a", "b"]),
        ("a\0b<p>c", ["ab", "c"]),
        ("<scr\0ipt>seen", ["seen"]),
        ("x<plaintext>a<b>c\nd", ["x", "a<b>c", "d"]),
        ("first line\nsecond line, 3 > 2", ["first line", "second line, 3 > 2"]),
        ("&#99999999999999;&#xD800;", ["��"]),
        ("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><p>&b;", ["]>", "&b;"]),
        ("<div><template shadowrootmode=open><p>shadow</p></template></div>", ["shadow"]),
        ("", []),
    ],
)
def test_blocks(html: str, blocks: list[str]) -> None:
    assert texts(html) == blocks


def test_blocks_know_their_place_in_the_text() -> None:
    document = read("<title>T</title><h1>A <b>b</b></h1><ul><li>c<li>d</ul>")
    assert document.text == "T\nA b\nc\nd"
    for block in document.blocks:
        assert document.text[block.start :].startswith(block.text)
        assert document.tag[block.node] == block.tag


def test_nodes_are_intervals() -> None:
    document = read("<body><ul><li>a<b>c</b><li>d</ul><p>e")
    assert document.tag == ["html", "head", "body", "ul", "li", "b", "li", "p"]
    assert document.parent == [-1, 0, 0, 2, 3, 4, 3, 2]
    assert document.end == [7, 1, 7, 6, 5, 5, 6, 7]


@pytest.mark.parametrize(
    ("html", "place"),
    [
        ("<p>x", "main"),
        ("<header><p>x", "header"),
        ("<article><header><p>x", "main"),
        ("<header><nav><p>x", "nav"),
        ("<footer><nav><p>x", "footer"),
        ("<aside><p>x", "aside"),
        ("<div class=site-footer><p>x", "footer"),
        ("<div class='card-footer'><p>x", "main"),
        ("<div class='page-header'><p>x", "main"),
        ("<div id=navbar><p>x", "nav"),
        ("<div role=contentinfo><p>x", "footer"),
        ("<div>x</div><footer>y</footer>", "main"),
    ],
)
def test_places(html: str, place: str) -> None:
    assert read(html).blocks[0].place == place


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a/b?c=d#e", "https://shop.example/a/b?c=d#e"),
        ("a.html", "https://shop.example/list/a.html"),
        ("../a", "https://shop.example/a"),
        ("/a/../b/./c", "https://shop.example/b/c"),
        ("/.", "https://shop.example/"),
        ("/a%2e%2e/b", "https://shop.example/a%2e%2e/b"),
        ("/%2e%2e/b", "https://shop.example/b"),
        ("/.%2E/b", "https://shop.example/b"),
        ("?q", "https://shop.example/list/page.html?q"),
        ("#f", "https://shop.example/list/page.html?x=1#f"),
        ("", "https://shop.example/list/page.html?x=1"),
        ("//other.example", "https://other.example/"),
        ("\\\\other.example\\a", "https://other.example/a"),
        ("https://other.example", "https://other.example/"),
        ("https://other.example?q", "https://other.example/?q"),
        ("HTTPS://Other.Example/A", "https://other.example/A"),
        ("https:a", "https://shop.example/list/a"),
        ("https://2130706433/", "https://127.0.0.1/"),
        ("https://a.0x7f.1/", ""),
        ("https://other.example:443/a", "https://other.example/a"),
        ("https://other.example/a b", "https://other.example/a%20b"),
        (" /a\n", "https://shop.example/a"),
        ("ht\ntps://other.example/", "https://other.example/"),
        ("tel:+44 20 7946 0000", "tel:+44 20 7946 0000"),
        ("MAILTO:a@b.example", "mailto:a@b.example"),
        ("java\nscript:alert(1)", "javascript:alert(1)"),
        ("data:text/html;base64,AAAA", "data:text/html"),
        ("http://", ""),
    ],
)
def test_addresses(href: str, url: str) -> None:
    document = read(f'<a href="{href}">x</a>')
    assert [link.url for link in document.links] == [url]


def test_base_counts_once() -> None:
    document = read("<base href=/b/><base href=/c/><a href=d>x</a><form></form>")
    assert document.links[0].url == "https://shop.example/b/d"
    assert document.forms[0].action == "https://shop.example/b/"


def test_an_address_that_is_none() -> None:
    document = parse("<a href=/a>x</a><a href=https://b.example/>y</a>", "")
    assert [link.url for link in document.links] == ["", "https://b.example/"]


@pytest.mark.parametrize(
    ("html", "text", "visible"),
    [
        ("<a href=x>Buy <b>now</b></a>", "Buy now", True),
        ("<a href=x><img alt=Basket><img alt=full></a>", "Basket full", True),
        ("<a href=x aria-label=Basket><svg></svg></a>", "Basket", True),
        ("<a href=x><div>Buy</div><div>now</div></a>", "Buy now", True),
        ("<a href=x><span class=sr-only>Next page</span></a>", "Next page", True),
        ("<p hidden><a href=x>Buy</a>", "Buy", False),
        ("<map><area href=x alt=Map></map>", "Map", True),
    ],
)
def test_links(html: str, text: str, visible: bool) -> None:
    (link,) = read(html).links
    assert (link.text, link.visible) == (text, visible)


def test_a_link_alone_in_its_block_is_told() -> None:
    document = read(
        "<p> <a href=x>alone</a> </p><p>not <a href=x>alone</a></p><p><a href=x>a</a> b"
    )
    assert [block.tag for block in document.blocks] == ["a", "p", "p"]


def test_images() -> None:
    document = read(
        "<a href=/x><img src=a.png alt=Alt title=Title></a><img data-src=b.png src='data:image/gif;base64,R0'>"
        "<p hidden><img srcset='c.png 2x'>"
    )
    assert [(i.src.rpartition("/")[2], i.alt, i.visible) for i in document.images] == [
        ("a.png", "Alt Title", True),
        ("b.png", "", True),
        ("c.png", "", False),
    ]
    assert document.images[0].link == "https://shop.example/x"


def test_forms_fields_and_labels() -> None:
    document = read(
        "<form action=/basket method=POST><label for=q>How many</label><select id=q name=n>"
        "<option>10 pills<option>20 pills</select><label>Your name <input name=who></label>"
        "<input type=email placeholder='E-mail'><input type=hidden name=id value=1><textarea name=t></textarea>"
        "<button>Send</button></form>"
    )
    (form,) = document.forms
    assert (form.action, form.method) == ("https://shop.example/basket", "post")
    assert [(f.kind, f.name, f.label) for f in form.fields] == [
        ("select", "n", "How many"),
        ("text", "who", "Your name"),
        ("email", "", "E-mail"),
        ("hidden", "id", ""),
        ("textarea", "t", ""),
    ]
    assert form.fields[0].options == ("10 pills", "20 pills")


def test_a_form_between_table_rows_keeps_its_fields() -> None:
    document = read("<table><form action=/a><tr><td><input name=z></td></tr></form></table>")
    assert [field.name for field in document.forms[0].fields] == ["z"]


@pytest.mark.parametrize(
    ("html", "text", "mark"),
    [
        ("<button class='btn Add-To-Cart' data-product=1>Kaufen</button>", "Kaufen", "add-to-cart"),
        ("<button data-product=1>Kaufen</button>", "Kaufen", "data-product"),
        ("<input type=submit value=Buy name=add>", "Buy", "add"),
        ("<div role=button id=order>Buy</div>", "Buy", "order"),
        ("<span onclick='addToCart(1)'>Buy</span>", "Buy", "addtocart"),
        ("<a class=btn href=x>Buy</a>", "Buy", "btn"),
        ("<button aria-label=Basket><svg></svg></button>", "Basket", "basket"),
    ],
)
def test_buttons(html: str, text: str, mark: str) -> None:
    (button,) = read(html).buttons
    assert button.text == text
    assert mark in button.marks


@pytest.mark.parametrize(
    "html",
    [
        "<a href=x class=button-up-arrowless>x</a>",
        "<a href=x>x</a>",
        "<div class=btn>x</div>",
        "<button hidden>x",
    ],
)
def test_what_is_no_button(html: str) -> None:
    document = read(html)
    assert document.buttons == [] or "button-up" in html


def test_the_head() -> None:
    document = read(
        "<html lang=de-AT><head><title> My \n shop </title><meta name=Description content=' a  b '>"
        "<meta property=og:title content=T><meta http-equiv=refresh content='0; URL=\"/next\"'>"
        "<link rel=canonical href=/c><link rel='shortcut icon' href=/i.ico>"
        "<link rel=alternate hreflang=EN href=/en><script src=/s.js></script><script>var id = 1</script>"
        '<script type="application/ld+json">{"@type":"Pharmacy"}</script></head>'
        "<iframe src=//frame.example/></iframe><object data=/o></object><noscript><iframe src=/n></iframe></noscript>"
    )
    assert (document.title, document.language) == ("My shop", "de-AT")
    assert document.meta["description"] == "a b"
    assert document.meta["og:title"] == "T"
    assert document.refresh == ["https://shop.example/next"]
    assert document.canonical == "https://shop.example/c"
    assert document.icons == ["https://shop.example/i.ico"]
    assert document.hreflang == [("en", "https://shop.example/en")]
    assert document.scripts == ["https://shop.example/s.js"]
    assert document.inline_scripts == "var id = 1"
    assert document.script_bytes == 10
    assert document.json_ld == ['{"@type":"Pharmacy"}']
    assert document.frames == ["https://frame.example/", "https://shop.example/o"]


def test_microdata() -> None:
    document = read(
        "<div itemscope itemprop=offers><span itemprop=price content=9.99>£10</span>"
        "<b itemprop='name brand'>Aspirin</b><a itemprop=url href=/a>x</a></div>"
    )
    assert [(name, value) for _, name, value in document.itemprops] == [
        ("offers", ""),
        ("price", "9.99"),
        ("name", "Aspirin"),
        ("brand", "Aspirin"),
        ("url", "https://shop.example/a"),
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>{{ product.name }} costs {{{ price }}}", "costs"),
        ("<p>a {% if b %}c{% endif %}", "a c"),
        ("<p>a <?php echo $b->c > 3; ?>d", "a d"),
        ("<p>a <%= b %>c", "a c"),
        ("<a href=\"{{ url('x') }}\">a</a>", "a"),
        ("<p>a {!! $b !!}c", "a c"),
    ],
)
def test_place_holders_are_taken_out(html: str, text: str) -> None:
    document = read(html)
    assert document.text == text
    assert "placeholders" in document.cuts


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>100 % {sic} a@if.example", "100 % {sic} a@if.example"),
        ("<p>@if($a > 3) yes @endif", "yes"),
        ("<p>cost ${price} now", "cost now"),
        ('<div className="a">{t("x")} {"Buy now"} {a.b}</div>', "Buy now"),
        ("<p>{" + "Buy " * 3 + "}", "{Buy Buy Buy }"),
        ("<?php " + "x" * 6000 + "?><p>seen", "seen"),
    ],
)
def test_other_marks_in_text(html: str, text: str) -> None:
    document = read(html)
    assert text in document.text
    assert "placeholders" not in document.cuts


def test_plain_text_is_no_markup() -> None:
    document = parse("<b>a</b>\nc", URL, plain=True)
    assert document.text == "<b>a</b>\nc"
    assert document.links == []


def test_limits() -> None:
    document = read(f"<title>{'t' * 1000}</title>" + "<a href=x>y</a>" * (LINK_LIMIT + 1))
    assert len(document.title) == TITLE_LIMIT
    assert len(document.links) == LINK_LIMIT
    assert document.cuts == ["links"]
    options = (
        read("<form><select>" + "<option>x" * 100 + "</select></form>").forms[0].fields[0].options
    )
    assert len(options) == OPTION_LIMIT


def test_deep_text_is_seen_and_its_chain_of_parents_is_short() -> None:
    document = read("<div>" * 300 + "three hundred")
    assert (document.text, document.cuts) == ("three hundred", [])
    document = read("<div>" * 2000 + "two thousand" + "</div>" * 2000 + "<p>after")
    assert document.text == "two thousand\nafter"
    assert document.cuts == ["depth"]
    node, steps = document.blocks[0].node, 0
    while node >= 0:
        node, steps = document.parent[node], steps + 1
    assert steps <= DEPTH_LIMIT + 1
