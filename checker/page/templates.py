"""Place-holders of template languages: what a server would have filled in before serving.

A page taken from a shop's source, or served by a broken server, holds ``{{ price }}`` where a
customer reads a price. Such marks are taken out, so that they neither read as text nor break the
markup around them.
"""

from __future__ import annotations

import re

LIMIT = 5_000
"""Characters of one mark that is taken out. Longer ones stay: a browser shows most of what stands inside
them, and nobody shall hide a shop from us in a place-holder."""

# None of these looks past the next opening of its own kind: they are linear.
_SERVER_OPENS = re.compile(r"<[?%]")
_DOUBLE_OPENS = re.compile(r"\{[{%!]")
_SERVER = re.compile(
    r"<\?(?:php\b|=|\s)(?:[^<?]++|<(?!\?)|\?(?!>))*+(?:\?>|\Z)|<%(?:[^<%]++|<(?!%)|%(?!>))*+%>"
)
_DOUBLE = re.compile(
    r"\{\{--(?:[^{-]++|\{(?!\{)|-(?!-\}\}))*+--\}\}|\{\{\{?(?:[^{}]++|\{[^{}]{0,200}\}){0,200}+\}\}\}?"
    r"|\{!![^{}]{0,1000}!!\}|\{%(?:[^{%]++|\{(?!%)|%(?!\}))*+%\}|\{#[^{}]{0,1000}#\}"
)
_IN_TEXT = re.compile(r"\$\{[^{}]{0,1000}\}|\$\{\{?|\}\}|\{\{|\[\[[^\[\]]{0,200}\]\]")
_DIRECTIVE = re.compile(
    r"(?<![\w@.])@(?:(?:else|end)?(?:if|foreach|forelse|for|while|switch|section|push|can|auth|guest|isset|empty|"
    r"error|php|once|verbatim|prepend|component|slot|unless)|else|extends|yield|include(?:If|When|First)?|csrf|"
    r"method|case|default|break|continue|stack|lang|json|vite|livewire\w*|props|class|checked|selected|parent|show)"
    r"\b(?:\s*\((?:[^()]|\((?:[^()]|\([^()]{0,200}\)){0,300}\)){0,1000}\))?"
)
_COMPONENT = re.compile(
    r"\bclassName=|^[ \t]*(?:import\s.{1,200}\sfrom\s|export\s+(?:default|const|function)\s)", re.M
)
_CLASS_NAME = re.compile(r"\sclassName=[\"'{]")
_LITERAL = re.compile(r"\{\s*(?:\"([^\"{}]{0,1000})\"|'([^'{}]{0,1000})'|`([^`{}]{0,1000})`)\s*\}")
_EXPRESSION = re.compile(r"\{[^{}]{0,1000}\}")


def strip_markup(html: str) -> tuple[str, bool]:
    """``html`` without server tags and double-brace expressions, and whether there were any."""
    before = len(html)
    if _SERVER_OPENS.search(html):
        html = _SERVER.sub(_taken_out, html)
    if _DOUBLE_OPENS.search(html):
        html = _DOUBLE.sub(_taken_out, html)
    return html, len(html) != before


def _taken_out(mark: re.Match[str]) -> str:
    return " " if mark.end() - mark.start() <= LIMIT else mark[0]


def strip_text(text: str, *, braces: bool = False) -> str:
    """``text`` of one node without ``${x}``, ``[[x]]`` and ``@directives``; with ``braces``
    (component source) without any ``{expression}``."""
    if "{" in text or "}" in text or "[[" in text:
        text = _IN_TEXT.sub(" ", text)
        if braces:
            text = _EXPRESSION.sub(" ", _LITERAL.sub(r"\1\2\3", text))
    if "@" in text:
        text = _DIRECTIVE.sub(" ", text)
    return text


def is_component_source(html: str) -> bool:
    """True when the "page" is the source of a component (JSX, TSX), not what a server sends."""
    if "className=" in html and _CLASS_NAME.search(html):
        return True
    head = html[:4000]
    telling = "className=" in head or "import" in head or "export" in head
    return telling and _COMPONENT.search(head) is not None
