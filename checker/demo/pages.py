"""The pages of one invented site, put together from the files of its folder.

A folder holds ``layout.html``, pages whose first lines are ``<!--title: …-->`` and
``<!--description: …-->``, and, for a shop, ``products.csv`` with a card and a page of their own
for its rows. A page's path is its file name without ``.html``; names that begin with an underscore
are templates. ``{{cards}}`` stands for a card of every product, ``{{cards ed}}`` for those of one
category; any other ``{{name}}`` for a value. Values are put in as they are: they are our own.

A site may have the pages of another's folder, with values of its own: so a family looks.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

SITES = files("checker.demo") / "sites"

_PLACE = re.compile(r"\{\{(\w+)(?: (\w+))?(?: (\w+))?\}\}")
_ABOUT = re.compile(r"<!--(title|description): ?(.*?)-->\n?")

Values = Mapping[str, str]


@cache
def pages_of(
    host: str, product_path: str, pages_from: str = "", values: tuple[tuple[str, str], ...] = ()
) -> Mapping[str, str]:
    """Every page of ``host`` by its path without final slash; ``/`` is the empty path.

    ``product_path`` says where products lie, e.g. ``/product/{slug}/``; empty without a shop. ``pages_from`` is
    the host whose folder is used, its own when empty, and ``values`` are names and what they stand for.
    """
    return dict(_pages(_Folder(host, pages_from or host, dict(values)), product_path))


def text_file(host: str, name: str) -> str | None:
    """A file that is served as it is, such as ``robots.txt``; None when the site has none."""
    file = SITES / host / name
    return file.read_text("utf-8") if file.is_file() else None


def hosts() -> tuple[str, ...]:
    """The hosts that have a folder."""
    return tuple(sorted(folder.name for folder in SITES.iterdir() if folder.is_dir()))


class _Folder:
    """One site's files and how its templates become pages."""

    def __init__(self, host: str, source: str, own: Values) -> None:
        self.own = {"host": host, **own}
        self.root = SITES / source
        self.layout = (self.root / "layout.html").read_text("utf-8")
        self.products = _rows(self.root / "products.csv")

    def page(self, source: str, path: str, values: Values) -> str:
        """The whole page of ``source`` at ``path``."""
        main = self._filled(source, {**self.own, **values})
        about = {"title": self.own["host"], "description": "", **dict(_ABOUT.findall(main))}
        main = _ABOUT.sub("", main).strip()
        return self._filled(self.layout, {**about, **self.own, "path": path, "main": main})

    def template(self, name: str, row: Values) -> str:
        """``_name.html``, or the variant of it that the row's ``like`` column names."""
        like = row.get("like")
        file = f"_{name}.{like}.html" if like else f"_{name}.html"
        return (self.root / file).read_text("utf-8")

    def _filled(self, template: str, values: Values) -> str:
        def fill(place: re.Match[str]) -> str:
            name, wanted, column = place.groups()
            return self._cards(wanted, column) if name == "cards" else values[name]

        return _PLACE.sub(fill, template)

    def _cards(self, wanted: str | None, column: str | None) -> str:
        rows = [r for r in self.products if wanted is None or r[column or "category"] == wanted]
        return "".join(self._filled(self.template("card", row), row) for row in rows).strip()


def _pages(folder: _Folder, product_path: str) -> Iterator[tuple[str, str]]:
    for name, file in _html(folder.root, ""):
        path = name.removesuffix("index")
        yield path.rstrip("/"), folder.page(file.read_text("utf-8"), path, {})
    for row in folder.products if product_path else ():
        path = product_path.format(**row)
        yield path.rstrip("/"), folder.page(folder.template("product", row), path, row)


def _html(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _html(entry, f"{prefix}/{entry.name}")
        elif entry.name.endswith(".html") and not entry.name.startswith(("_", "layout.")):
            yield f"{prefix}/{entry.name.removesuffix('.html')}", entry


def _rows(file: Traversable) -> tuple[Values, ...]:
    if not file.is_file():
        return ()
    return tuple(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
