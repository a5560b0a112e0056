"""Labelled pages and addresses as they lie in the data folder, read one at a time."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PAGE_FILES = (
    "pharmacy_pages",
    "rogue2_pages",
    "lawful_pages",
    "general_pages",
    "rogue_leaflets",
)
ILLICIT, LAWFUL, BENIGN, LEAFLET, APART = "illicit", "lawful", "benign", "leaflet", "apart"
"""What a row is to the model: rows ``apart`` (grey, unclear, mock-ups) are neither trained on nor counted."""
PADDED = "padded"
"""An illicit page with a whole lawful page put into it: trained on, so that padding does not pay."""

_GROUPS = {
    "rogue": ILLICIT,
    "hacked": ILLICIT,
    "legit": LAWFUL,
    "legit_pharmacy": LAWFUL,
    "telehealth": LAWFUL,
    "other": BENIGN,
    "shop_benign": BENIGN,
    "supplement": BENIGN,
    "regulator": BENIGN,
    "medical_info": BENIGN,
}
_TEMPLATES = frozenset({"site_template", "template_flattened"})
"""Kinds of page taken from a site's source, without what its server would have put in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """One labelled page."""

    id: str
    label: str
    group: str
    network: str
    owners: tuple[str, ...]
    """Names under which rows of one owner stand in other files too: domain, family, brand."""
    language: str
    country: str
    kind: str
    template: bool
    source: str
    """Where the page can be had again: repository, commit and path of lawful pages, file and id of others."""
    host: str
    """Empty when the row does not say where the page was served."""
    html: str


def page_rows(file: Path) -> Iterator[PageRow]:
    """The rows of one file of labelled pages, gzipped or not."""
    raw = file.read_bytes()[:2] == b"\x1f\x8b"
    with gzip.open(file, "rt", encoding="utf-8") if raw else file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield _page(json.loads(line), file.name.partition(".")[0])


def _page(row: dict[str, Any], file: str) -> PageRow:
    kind = str(row.get("kind") or row.get("capture") or "")
    label = str(row["label"])
    leaflet = kind == "product_leaflet"
    return PageRow(
        id=str(row["id"]),
        label=label,
        group=LEAFLET if leaflet else _GROUPS.get(label, APART),
        network=str(row.get("network") or row["id"]),
        owners=tuple(_owners(row)),
        language=str(row.get("lang") or row.get("language") or ""),
        country=str(row.get("country") or ""),
        kind=kind,
        template=kind in _TEMPLATES or row.get("capture") in _TEMPLATES,
        source=_source(row, file),
        host=_host(row),
        html=str(row.get("html") or row.get("text_or_html") or ""),
    )


def _owners(row: dict[str, Any]) -> Iterator[str]:
    yield f"network:{row.get('network') or row['id']}"
    if row.get("family"):
        yield f"family:{row['family']}"
    for name in (row.get("domain"), str(row.get("host_or_brand") or "").partition(" ")[0]):
        if name and "." in name:
            yield f"domain:{name.lower().removeprefix('www.')}"


def _source(row: dict[str, Any], file: str) -> str:
    if row.get("source_repo"):
        return f"{row['source_repo']}@{row.get('commit', '')}:{row.get('path', '')}"
    return f"{file}#{row['id']}"


def _host(row: dict[str, Any]) -> str:
    address = str(row.get("url_or_subject") or "")
    if not address.startswith(("http://", "https://")):
        return ""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRow:
    """One labelled host name."""

    number: int
    """Of its line in its file, which stands in for the name."""
    host: str
    domain: str
    label: str
    basis: str
    """``regulator``, ``register`` or ``list``."""
    pharma_name: bool


def address_rows(file: Path) -> Iterator[AddressRow]:
    """The rows of one file of labelled addresses."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            yield AddressRow(
                number=number,
                host=row["host"],
                domain=row["domain"],
                label=row["label"],
                basis=_basis(row["category"]),
                pharma_name=row["pharma_name"] == "1",
            )


def _basis(category: str) -> str:
    if category.startswith("site_source_read"):
        return "page"
    if category.startswith("regulator_"):
        return "regulator"
    registers = ("nabp_", "qcpp_", "mhra_")
    return "register" if category.startswith(registers) else "list"
