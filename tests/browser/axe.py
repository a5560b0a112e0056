"""What axe-core finds on a page, and what makes it scroll sideways."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important;'
        + ' word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
    document.adoptedStyleSheets = [sheet];
}"""
"""Spreads text as far as readers may do (WCAG 1.4.12)."""


def violations(page: Page) -> list[str]:
    """What axe-core, loaded before, finds wrong."""
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", _RULES
    )
    return [
        f"{v['id']}: {node['html'][:200]} {node['failureSummary']}"
        for v in result["violations"]
        for node in v["nodes"][:3]
    ]


def sideways(page: Page) -> list[str]:
    """What is wider than the window, outside of boxes that scroll by themselves."""
    wide: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? []
            : [...document.querySelectorAll('main *')]
                .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                .slice(0, 3).map(e => 'wider than the window: ' + e.outerHTML.slice(0, 160))
                .concat('the page scrolls sideways')"""
    )
    return wide
