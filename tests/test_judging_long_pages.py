"""Judging takes time in proportion to a page, whatever the page repeats: four times the page, never sixteen times
the time."""

from __future__ import annotations

import time

import pytest

from checker.judgement import judge
from checker.judging import Row, row_evidence
from tests.reports import NOON

SHORT = 40_000
TIMES = 4
MOST = 6
"""Times longer that a page may take that is :data:`TIMES` as long: what grows with the square takes 16."""
TRIES = 3

REPEATED = {
    "offers": '<li><h3>Viagra {n} mg</h3><p>10 tablets $10.99</p><a href="/cart?add={n}">Add to cart</a></li>',
    "names in one line": "Viagra Cialis Xanax Tramadol {n} ",
    "claims": "<p>No prescription needed! We ship worldwide without prescription {n}.</p>",
    "claims in one line": "buy without prescription ",
    "menus": '<nav><a href="/m{n}">Menu entry {n}</a></nav>',
    "links to other sites": '<a href="https://other{n}.example.com/viagra?aff={n}">Buy Viagra {n}</a> ',
    "forms": '<form action="/f{n}"><input name="name"><input type="file" name="rx"><button>Order</button></form>',
    "telephones": "<p>Tel. +44 20 7946 0{n} call us</p>",
    "telephones in one line": "+44 20 7946 0000 ",
    "addresses": "<p>{n} High Street, London SW1A 1AA</p>",
    "numbers": "<p>GPhC registration number 10{n}; VAT GB 123456789; Company number 01234567</p>",
    "seals": '<a href="https://www.pharmacyregulation.org/registers/{n}"><img src="/gphc{n}.png" alt="GPhC"></a>',
    "prices in one line": "$10.99 ",
    "headings": "<h2>Buy Viagra {n}</h2><p>text</p>",
    "images": '<img src="/i{n}.jpg" alt="Viagra {n} seal of approval">',
    "scripts that lead away": '<script>location.href="https://a{n}.example/";</script>',
    "described goods": '<div itemscope><span itemprop="name">Viagra {n}</span><span itemprop="price">{n}</span></div>',
    "hidden words": '<div style="display:none">Viagra cheap {n} no prescription</div>',
    "classes": '<p id="i{n}" class="c{n} btn card-{n}">x</p>',
    "options": '<select name="s{n}"><option>10 pills $10<option>20 pills $20</select>',
    "ways of goods in one line": "ships from india and hong kong ",
    "mixed alphabets": "Виaгра бeз рeцепта ",
    "kana": "<p>バイアグラ 処方箋なし {n} 円</p>",
    "messengers": '<p>WhatsApp +1 202 555 01{n} <a href="https://wa.me/1202555{n}">chat</a></p>',
    "wallets": "<p>bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq bitcoin {n}</p>",
    "tables": "<table><tr><td>Viagra<td>100 mg<td>{n} pills<td>$ {n}<td><a href=/b{n}>Buy</a></table>",
}


def page(piece: str, size: int) -> str:
    """A page of ``size`` characters that repeats ``piece``, numbered."""
    pieces = size // len(piece.format(n=1000))
    return "<title>Shop</title>" + "".join(piece.format(n=n) for n in range(pieces))


def seconds(html: str) -> float:
    """Processor time of one judgement."""
    begun = time.process_time()
    judge(row_evidence(Row(id=1, url="https://pills.example.com/", html=html), "GB", NOON))
    return time.process_time() - begun


@pytest.mark.slow
@pytest.mark.parametrize("name", REPEATED)
def test_time_grows_with_the_page(name: str) -> None:
    short, long = page(REPEATED[name], SHORT), page(REPEATED[name], TIMES * SHORT)
    seconds(short)
    ratios = []
    for _ in range(TRIES):
        ratios.append(seconds(long) / seconds(short))
        if ratios[-1] <= MOST:
            return
    pytest.fail(f"{TIMES} times the page takes {min(ratios):.1f} times as long")
