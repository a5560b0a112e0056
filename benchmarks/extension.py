"""What the browser extension costs and what its gate tells apart: ``python -m benchmarks.extension``.

- size of the packs, without the list they carry
- milliseconds to the local answer, from the start of the popup's document and from the press on the icon, which counts
  the opening of the window too: medians in a real Chromium and a real Firefox. In Chromium the icon of an extension
  that nobody pinned slides out of its menu first, which takes a quarter of a second.
- the gate of automatic warnings over labelled pages (RXLENS_DATA): how many of each label it takes for an offer of
  medicines, and how many get a banner without any list

Times are those of a computer with nothing else to do. On a busy one the browsers can be given precedence:
``chrt -r 1 python -m benchmarks.extension`` (as root).

The gate runs in Node, so that both browsers' own engines have nothing to do with what is measured.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright
from selectolax.lexbor import LexborHTMLParser

from checker.demo.manifest import demo_hosts
from checker.demo.server import DemoWeb
from tests.browser.browsers import chromium_path, firefox_path
from tests.extension.chromium import running_chromium
from tests.extension.copies import EXTENSION, REGISTERED, command, copied, envelope
from tests.extension.driving import Browser, Tab
from tests.extension.firefox import running_firefox
from tests.extension.wire import Wire, running_wire

DATA = Path(os.environ.get("RXLENS_DATA") or Path(__file__).parents[2] / "shared" / "data")
_FILES = ("pharmacy_pages", "rogue2_pages", "lawful_pages", "general_pages")
_PRESSES = 21
_REST = 0.7
"""Seconds between two presses: browsers let a popup fade before they open the next one."""
_NODE = """
const fs = require("fs"), vm = require("vm");
for (const file of ["words.js", "gate.js"]) vm.runInThisContext(fs.readFileSync(process.argv[1] + "/" + file, "utf8"));
const pages = fs.readFileSync(0, "utf8").trim().split("\\n").map((line) => JSON.parse(line));
const times = [], found = pages.map(({label, ...page}) => {
    const start = process.hrtime.bigint(), {sells, strong} = rxlensGate.judge(page);
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    return [label, sells, strong];
});
times.sort((a, b) => a - b);
console.log(JSON.stringify({found, p50: times[times.length >> 1], p99: times[Math.floor(times.length * .99)]}));
"""


def main() -> None:
    """Print all figures."""
    _sizes()
    _times(50_000)
    _gate()


def _sizes() -> None:
    pack = command("pack")
    carried = len(gzip.compress((EXTENSION / "data" / "list.json").read_bytes(), 9))
    for store in pack.STORES:
        print(f"{store}: {len(pack.packed(store)) - carried:,} bytes packed, without the list")


def _times(names: int) -> None:
    """With the list that is carried, and with one of ``names`` names beside the demonstration's."""
    many = json.dumps(envelope(also_warned=tuple(f"shop-{n}.example" for n in range(names))))
    carried = (EXTENSION / "data" / "list.json").read_text("utf-8")
    for store, running in (("chromium", _chromium), ("firefox", _firefox)):
        for told, signed in ((f"a list of {names:,} names", many), ("the carried list", carried)):
            with tempfile.TemporaryDirectory() as loose, _wired() as wire:
                extension = copied(Path(loose), store)
                (extension / "data" / "list.json").write_text(signed, "utf-8")
                with running(extension, wire) as browser:
                    tab = browser.open(f"https://{REGISTERED}/")
                    waited = [_pressed(browser, tab) for _ in range(_PRESSES)]
            pressed, begun = zip(*waited, strict=True)
            print(f"{store}, {told}: local answer {_told(begun)} from the start of the popup's")
            print(f"  document, {_told(pressed)} from the press on the icon; load {_load():.1f}")


def _pressed(browser: Browser, tab: Tab) -> tuple[float, float]:
    waited = browser.press_icon(tab).waited
    browser.close_popup()
    time.sleep(_REST)
    return waited


def _told(times: Sequence[float]) -> str:
    return f"median {statistics.median(times):.0f} ms (best {min(times):.0f})"


def _load() -> float:
    """Processes that want each processor: above one, times are those of waiting for it."""
    return os.getloadavg()[0] / (os.cpu_count() or 1)


@contextmanager
def _wired() -> Iterator[Wire]:
    with (
        DemoWeb() as web,
        running_wire(frozenset(demo_hosts()), (web.http_port, web.https_port)) as wire,
    ):
        yield wire


@contextmanager
def _chromium(extension: Path, wire: Wire) -> Iterator[Browser]:
    path = chromium_path()
    assert path is not None, "Chromium is not installed"
    with sync_playwright() as leader, running_chromium(leader, path, extension, wire) as found:
        yield found


@contextmanager
def _firefox(extension: Path, wire: Wire) -> Iterator[Browser]:
    path = firefox_path()
    assert path is not None, "Firefox is not installed"
    with running_firefox(path, extension, wire) as found:
        yield found


def _gate() -> None:
    if not DATA.is_dir():
        print("gate: no labelled pages here; set RXLENS_DATA")
        return
    lines = "\n".join(json.dumps(page) for page in _pages())
    arguments = ["node", "-e", _NODE, str(EXTENSION / "js" / "content")]
    done = subprocess.run(arguments, input=lines, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    pages: Counter[str] = Counter(label for label, _, _ in answer["found"])
    sells = Counter(label for label, is_selling, _ in answer["found"] if is_selling)
    strong = Counter(label for label, _, is_strong in answer["found"] if is_strong)
    print(f"gate: {answer['p50']:.2f} ms a page, 99 % within {answer['p99']:.1f} ms")
    for label, count in sorted(pages.items()):
        print(
            f"  {label:32} {count:5} pages  sells {sells[label] / count:6.1%}  banner {strong[label] / count:6.1%}"
        )


def _pages() -> Iterator[dict[str, str]]:
    for name in _FILES:
        with gzip.open(DATA / "pages" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                html = row.get("html") or row.get("text_or_html") or ""
                tree = LexborHTMLParser(html)
                tree.strip_tags(["script", "style", "noscript", "template"])
                body = tree.body
                yield {
                    "label": f"{name.partition('_')[0]}: {row['label']}",
                    "text": body.text(separator=" ") if body else html,
                    "title": row.get("title") or "",
                    "path": _path(row.get("url_or_subject") or ""),
                }


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


if __name__ == "__main__":
    main()
