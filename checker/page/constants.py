"""The text that an expression of a script stands for, as far as it is constant: read, never run.

Planted scripts hide where they lead: in pieces that are joined, in escapes, in base64, in a name given before.
All of that can be read off. What depends on anything else ends the text there.

>>> script = "var a = 'https:'; location = a + '//' + atob('cGlsbHMudGVzdA==') + x"
>>> Constants(script).text_at(script.index("a +"))
Constant(text='https://pills.test', end=64, whole=False)
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from checker.page.places import occurrences
from checker.patterns import compiled

LONGEST = 4096
"""Characters of one piece of text."""
_DEEPEST = 8
_STEPS = 2000
"""Pieces read of the scripts of one page."""
_ASSIGNMENTS = 40
"""Places looked at for what a name stands for."""

_SPACE = compiled(r"(?:\s|/\*[^*]{0,200}\*/){0,200}+", 0)
_NAME = compiled(r"(?:(?:window|self|this|globalThis)\s?\.\s?)?([A-Za-z_$][\w$.]{0,80})", 0)
_QUOTED = {
    mark: compiled(rf"{mark}((?:[^{mark}\\\n]|\\[^\n]){{0,{LONGEST}}}+){mark}", 0)
    for mark in "\"'`"
} | {
    rf"\{mark}": compiled(rf"\\{mark}([^{mark}\\\n]{{0,{LONGEST}}}+)\\{mark}", 0) for mark in "\"'"
}
_ESCAPE = compiled(
    r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|u\{([0-9a-f]{1,5})\}|([0-7]{1,3})|([\s\S]))"
)
_PERCENT = compiled(r"%u([0-9a-f]{4})|%([0-9a-f]{2})")
_CODES = compiled(
    r"\(\s{0,20}+((?:(?:0x[0-9a-f]{1,5}|\d{1,6})\s{0,4}+(?:,\s{0,4}+|(?=\)))){1,4096}+)\)"
)
_TURNED = compiled(r"\.split\(\s?(?:''|\"\")\s?\)\s?\.reverse\(\)\s?\.join\(\s?(?:''|\"\")\s?\)", 0)
_UNCHANGED = compiled(r"\.(?:trim|toString)\(\s?\)", 0)
_GIVEN = compiled(r"\s{0,20}=(?![=>])", 0)
_PLUS = compiled(r"\+(?![+=])", 0)


@dataclass(frozen=True, slots=True)
class Constant:
    """Constant text, where it ends in the script, and whether the expression says no more."""

    text: str
    end: int
    whole: bool = True


class Constants:
    """Reads the expressions of one script, and remembers what names stand for."""

    def __init__(self, script: str) -> None:
        self._script = script
        self._names: dict[str, str | None] = {}
        self._left = _STEPS

    def text_at(self, at: int, depth: int = 0) -> Constant | None:
        """The constant text with which the expression at ``at`` begins."""
        found = self._term(at, depth)
        if found is None:
            return None
        texts = [found.text]
        while found.whole:
            plus = _PLUS.match(self._script, self._past_space(found.end))
            if plus is None:
                break
            following = self._term(plus.end(), depth)
            if following is None:
                return Constant("".join(texts), found.end, whole=False)
            found = following
            texts.append(found.text)
        return Constant("".join(texts)[:LONGEST], found.end, found.whole)

    def _past_space(self, at: int) -> int:
        found = _SPACE.match(self._script, at)
        return found.end() if found else at

    def _term(self, at: int, depth: int) -> Constant | None:
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            return None
        at = self._past_space(at)
        first = self._script[at : at + 1]
        if first == "(":
            return self._closed(self.text_at(at + 1, depth + 1))
        if first in ('"', "'", "`", "\\"):
            return self._methods(self._quoted(at))
        named = _NAME.match(self._script, at)
        return self._methods(self._named(named, depth)) if named else None

    def _closed(self, inner: Constant | None) -> Constant | None:
        """``inner`` with the bracket that must follow it."""
        if inner is None or not inner.whole:
            return inner
        end = self._past_space(inner.end)
        return Constant(inner.text, end + 1) if self._script.startswith(")", end) else None

    def _quoted(self, at: int) -> Constant | None:
        mark = self._script[at : at + 2] if self._script[at] == "\\" else self._script[at]
        pattern = _QUOTED.get(mark)
        found = pattern.match(self._script, at) if pattern else None
        if found is None:
            return None
        raw = found[1]
        if mark == "`" and "${" in raw:
            return Constant(_unescaped(raw.partition("${")[0]), found.end(), whole=False)
        return Constant(_unescaped(raw), found.end())

    def _methods(self, text: Constant | None) -> Constant | None:
        """What the methods called on ``text`` make of it."""
        while text is not None and text.whole and self._script.startswith(".", text.end):
            if same := _UNCHANGED.match(self._script, text.end):
                text = Constant(text.text.strip(), same.end())
            elif turned := _TURNED.match(self._script, text.end):
                text = Constant(text.text[::-1], turned.end())
            else:
                return None
        return text

    def _named(self, named: re.Match[str], depth: int) -> Constant | None:
        name, end = named[1], named.end()
        if name == "String.fromCharCode":
            codes = _CODES.match(self._script, end)
            return Constant(_from_codes(codes[1]), codes.end()) if codes else None
        opening = self._past_space(end)
        if self._script.startswith("(", opening):
            decode = _DECODERS.get(name)
            inner = self._closed(self.text_at(opening + 1, depth + 1)) if decode else None
            text = decode(inner.text) if decode and inner and inner.whole else None
            return Constant(text, inner.end) if inner and text is not None else None
        text = self._given(name, depth)
        return Constant(text, end) if text is not None else None

    def _given(self, name: str, depth: int) -> str | None:
        """The first constant text that is assigned to ``name``."""
        if name not in self._names:
            self._names[name] = None  # For a name that is told from itself.
            for at in occurrences(self._script, name, limit=_ASSIGNMENTS):
                given = _GIVEN.match(self._script, at + len(name))
                if given is None or (at and _within_name(self._script[at - 1])):
                    continue
                text = self.text_at(given.end(), depth + 1)
                if text is not None and text.whole:
                    self._names[name] = text.text
                    break
        return self._names[name]


def _within_name(sign: str) -> bool:
    return sign.isalnum() or sign in "_$."


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_sign, text) if "\\" in text else text


def _sign(escape: re.Match[str]) -> str:
    two, four, braced, octal, plain = escape.groups()
    code = two or four or braced
    if code:
        return chr(int(code, 16))
    return chr(int(octal, 8)) if octal else {"n": "\n", "t": "\t", "r": "\r"}.get(plain, plain)


def _from_codes(listed: str) -> str:
    codes = (
        int(code, 0 if code[:2].lower() == "0x" else 10)
        for code in listed.replace(",", " ").split()
    )
    return "".join(chr(code) for code in codes if code < 0x110000)


def _from_base64(text: str) -> str | None:
    try:
        return b64decode(text + "=" * (-len(text) % 4), validate=True).decode("latin-1")
    except (binascii.Error, ValueError):
        return None


def _from_percent(text: str) -> str:
    return _PERCENT.sub(lambda found: chr(int(found[1] or found[2], 16)), text)


_DECODERS: dict[str, Callable[[str], str | None]] = {
    "atob": _from_base64,
    "unescape": _from_percent,
    "decodeURIComponent": unquote,
    "decodeURI": unquote,
}
