"""Of which pages the home page of the host is worth a visit."""

from __future__ import annotations

import pytest

from checker.evidence import Hop
from checker.gather.start_page import home_of_start
from checker.page.read import read_page

SHOP = """<h1>Viagra</h1><div class="product"><h2>Viagra 100 mg</h2><p>30 tablets $59.00</p>
<form action="/cart" method="post"><button>Add to cart</button></form></div>"""
LEAFLET = "<h1>Viagra</h1><p>Viagra may be taken once a day.</p>"
EGGS = "<h1>Eggs</h1><p>Twelve eggs $3.00</p><form action=/cart><button>Add to cart</button></form>"


@pytest.mark.parametrize(
    ("way", "html", "home"),
    [
        pytest.param(
            ["http://farm.com/a", "http://pills.net/v"], SHOP, "http://farm.com/", id="passed-on"
        ),
        pytest.param(
            ["http://farm.com/a", "http://pills.net/v"],
            LEAFLET,
            "http://farm.com/",
            id="passed-on-to-a-leaflet",
        ),
        pytest.param(["http://farm.com/zx/9.html"], SHOP, "http://farm.com/", id="within-a-site"),
        pytest.param(
            ["http://farm.com/zx", "https://www.farm.com/zx/"],
            SHOP,
            "https://www.farm.com/",
            id="within-a-site-by-its-own-redirect",
        ),
        pytest.param(["http://farm.com/"], SHOP, None, id="near-miss-the-home-page-itself"),
        pytest.param(["http://farm.com/zx/9.html"], LEAFLET, None, id="near-miss-offers-nothing"),
        pytest.param(["http://farm.com/eggs"], EGGS, None, id="near-miss-no-medicine"),
        pytest.param(
            ["http://mill-lane-pharmacy.com/viagra"], SHOP, None, id="near-miss-its-name-tells"
        ),
        pytest.param(
            ["http://viagra-now.com/buy"], SHOP, None, id="near-miss-its-name-tells-of-one"
        ),
        pytest.param([], SHOP, None, id="near-miss-handed-over"),
    ],
)
def test_home_of_start(way: list[str], html: str, home: str | None) -> None:
    hops = [Hop(url=url, host=url.split("/")[2], status=200) for url in way]
    address = way[-1] if way else "http://farm.com/zx"
    page = read_page(html.encode(), "text/html; charset=utf-8", address)
    found = home_of_start(hops, page)
    assert (found.url if found else None) == home
