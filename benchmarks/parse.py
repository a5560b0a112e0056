"""How long a page takes from bytes to a document, and what a reading process adds.

``python -m benchmarks.parse`` measures a generated shop page of 150 kB and, when RXLENS_DATA (default
``../shared/data``) holds labelled pages, all of those. Times are processor-bound, best of several
rounds, in milliseconds.
"""

from __future__ import annotations

import gc
import gzip
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from checker.evidence import Response
from checker.page import dom
from checker.page.encoding import decode
from checker.page.read import read_page
from checker.page.worker import PageReader

DATA = Path(os.environ.get("RXLENS_DATA", "../shared/data"))
URL = "https://shop.example/list"
TYPE = "text/html; charset=utf-8"


def shop_page(size: int = 150_000) -> bytes:
    """A product list with a third of its bytes as visible text."""
    product = (
        '<li class="product-card item-{n}" id="p{n}"><a class="thumb" href="/medicine/item-{n}.html">'
        '<img src="/img/{n}.jpg" alt="Item {n} 100 mg tablets" width="120" height="120"></a>'
        '<h3><a href="/medicine/item-{n}.html">Item {n} 100 mg</a></h3>'
        "<p>For adults. Read the leaflet before you take this medicine, and ask a pharmacist when in doubt. "
        "Do not take it together with nitrates; keep it out of the reach of children.</p>"
        '<span class="price">&pound;{n}.99</span> <form action="/basket" method="post"><input type="hidden" '
        'name="id" value="{n}"><button class="btn add-to-cart" type="submit">Add to basket</button></form></li>'
    )
    out = ["<!DOCTYPE html><html lang=en><head><title>Shop</title></head><body><ul>"]
    length = 0
    while length < size:
        out.append(product.format(n=len(out)))
        length += len(out[-1])
    return "".join(out).encode()


def labelled_pages() -> Iterator[bytes]:
    """The pages of the labelled data."""
    for path in sorted((DATA / "pages").glob("*_pages.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                html = row.get("html") or row.get("text_or_html")
                if html:
                    yield html.encode("utf-8", "replace")


def best(function: Callable[[], object], rounds: int) -> float:
    """The shortest of ``rounds`` runs, in milliseconds."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        function()
        times.append(time.perf_counter() - begin)
    return min(times) * 1000


def parse(body: bytes) -> object:
    return dom.parse(decode(body, TYPE)[0], URL)


def row(name: str, times: list[float]) -> None:
    times.sort()
    median, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(
        f"{name:34} {len(times):5} pages   median {median:6.2f}   p95 {late:6.2f}   max {times[-1]:6.2f}"
    )


def main() -> None:
    gc.disable()  # as in the reading processes
    shop = shop_page()
    seen = len(dom.parse(shop.decode(), URL).text)
    print(f"shop page: {len(shop)} bytes, {seen} characters seen")
    row("shop page, parse", [best(lambda: parse(shop), 30)])
    here = best(lambda: read_page(shop, TYPE, URL), 10)
    row("shop page, facts", [here])
    response = Response(url=URL, hops=(), status=200, headers=(("content-type", TYPE),), body=shop)
    with PageReader(workers=1) as reader:
        reader.read(response)
        row("shop page, added by the process", [best(lambda: reader.read(response), 10) - here])
    times = [(len(body), best(lambda body=body: parse(body), 3)) for body in labelled_pages()]  # type: ignore[misc]
    if times:
        row("labelled pages, parse", [t for _, t in times])
        row("of these 120-180 kB", [t for size, t in times if 120_000 < size < 180_000])
    else:
        print(f"no labelled pages under {DATA}")


if __name__ == "__main__":
    main()
