"""Small pages of our own, judged without anyone being asked, for the tests of reports."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema

from checker.evidence import Evidence
from checker.judgement import judge, page_evidence, supplied_target
from checker.page.worker import read_here
from checker.report import Report

NOON = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)

ROGUE = """<html lang="en"><head><title>Cheap pills online</title></head><body>
<h1>Buy Viagra and Tramadol without prescription</h1>
<div class="product"><h2>Viagra 100mg x 90 tablets</h2><span class="price">$49.99</span>
<form action="/cart" method="post"><button class="add-to-cart">Add to cart</button></form></div>
<div class="product"><h2>Tramadol 50mg x 90 tablets</h2><span class="price">$149.99</span>
<form action="/cart" method="post"><button class="add-to-cart">Add to cart</button></form></div>
<p>No prescription needed. We accept Bitcoin and Western Union only.</p></body></html>"""

NEWS = """<html lang="en"><head><title>Town news</title></head><body><h1>New bridge opens</h1>
<p>The bridge over the river was opened this morning after two years of work. The mayor thanked
the builders. Buses use it from Monday on, and the old ferry goes to the museum.</p></body></html>"""

EMPTY = "<html><head><title></title></head><body></body></html>"


def evidence(html: str, url: str | None = "https://shop.example/", country: str = "GB") -> Evidence:
    """``html`` as a page handed over, read in this process."""
    return page_evidence(
        html.encode(),
        supplied_target(url),
        country,
        read=read_here,
        content_type="text/html; charset=utf-8",
        clock=lambda: NOON,
    )


def report(html: str, url: str | None = "https://shop.example/", country: str = "GB") -> Report:
    """The report on ``html``."""
    return judge(evidence(html, url, country))


@cache
def schema() -> dict[str, Any]:
    """The contract of reports."""
    text = files("checker").joinpath("schema/report-v1.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def faults(value: object) -> list[str]:
    """How ``value`` breaks the contract; empty when it keeps it."""
    validator = jsonschema.Draft202012Validator(schema())
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]
