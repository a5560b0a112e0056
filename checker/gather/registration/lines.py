"""A WHOIS answer cut into lines, labels and blocks; every step takes linear time.

Layouts differ, but they are made of few things: ``label: value`` with or without leader dots,
``[label] value``, labels set apart by tabs or columns, a label with its value on the next lines,
headings, remarks, and blank lines between the parts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from checker.gather.registration.words import clean
from checker.patterns import compiled
from checker.reference import table

MAX_CHARACTERS = 64 * 1024
MAX_LINES = 800
"""Lines with something in them; records have some 200 at most, with all conditions of use."""
MAX_LINE = 1000
LONGEST_LABEL = 70

_REMARK = compiled(r"[%#;]+", 0)
_ORNAMENT = compiled(r"[*>]{1,4} ?(?=\S)|[a-z]\.? (?=\[)", 0)
_BRACKETED = compiled(r"\[([^\]]{1,60})\](.*)", 0)
_GAP = compiled(r"\t[\t ]*| {2,}", 0)
_LEADERS = compiled(r"([^.\t:]{2,60}?) ?\.{3,}[ \t]{0,9}(\S.*)", 0)
# `domain:Domain-Name:example.ma`, `domain:Primary-Server;I:111.example.ma`
_RWHOIS = compiled(r"[a-z]{3,20}:([A-Z][A-Za-z-]{1,30})(?:;I)?:(.*)", 0)
_YAML_TAG = compiled(r"!\w+|[|>]-?", 0)
_NO_LABEL = compiled(
    r"[\d\W_]+|https?|ftp|.{0,60}\b(?:notice|note|disclaimer|warning|terms)\b.{0,20}"
)
_BETWEEN = compiled(r"[\s_./\-]+", 0)
_AROUND = " .:*[]()'\"\t#"
_ASIDE = compiled(r"\([^()]{0,40}\)|(?<=\w) \[[^\[\]]{0,40}\]", 0)


@dataclass(slots=True, kw_only=True)
class Line:
    """One line: a label and its value, or a text without label."""

    label: str
    """Folded; empty for text without a label."""
    value: str
    """Without invisible signs; the whole text where there is no label."""
    indent: int
    block: int
    """Counts the parts between blank lines."""
    remark: bool = False
    hint: str = ""
    """An aside of the label, such as ``dd/mm/yyyy``."""


def fold(label: str) -> str:
    """A label as the tables spell it.

    >>> fold("Registrant_Contact-Country......")
    'registrant contact country'
    """
    folded = unicodedata.normalize("NFKC", label).casefold().strip(_AROUND)
    return _BETWEEN.sub(" ", folded).strip(_AROUND)


@cache
def labels() -> dict[str, frozenset[str]]:
    """What a label can mean, by its folded form."""
    meanings: dict[str, set[str]] = {}
    for row in table("whois_keys"):
        meanings.setdefault(fold(row["key"]), set()).add(row["meaning"])
    return {key: frozenset(found) for key, found in meanings.items()}


def lines_of(text: str) -> list[Line]:
    """The lines of an answer, as far as its limits allow."""
    return list(_lines(text[:MAX_CHARACTERS]))


def _lines(text: str) -> Iterator[Line]:
    # Only a line feed ends a line: other breaks may stand inside a value, put there by its owner.
    raw = text.split("\n") if "\n" in text else text.split("\r")
    block, blank, count = 0, False, 0
    for whole in raw:
        line = whole[:MAX_LINE]
        bare = line.strip()
        if not bare or not bare.strip("-=*_%#; "):
            blank = True
            continue
        if blank:
            block, blank = block + 1, False
        yield _line(line, bare, block)
        count += 1
        if count == MAX_LINES:
            return


def _line(line: str, bare: str, block: int) -> Line:
    indent = _indent(line)
    remark = _REMARK.match(bare)
    if remark is not None:
        bare = bare[remark.end() :].strip()
    elif ornament := _ORNAMENT.match(bare):
        bare = bare[ornament.end() :]
    label, value = _split(bare)
    hint = ""
    if (aside := _ASIDE.search(label)) is not None:
        hint, label = aside[0].lower(), label.replace(aside[0], " ")
    return Line(
        label=known_form(label),
        value=clean(value),
        indent=indent,
        block=block,
        remark=remark is not None,
        hint=hint,
    )


def _indent(line: str) -> int:
    width = 0
    for sign in line:
        if sign == "\t":
            width += 8
        elif sign == " ":
            width += 1
        else:
            break
    return width


def _split(bare: str) -> tuple[str, str]:
    """Label and value; the label is empty when there is none."""
    if bare.startswith("[") and (match := _BRACKETED.match(bare)):
        return match[1], match[2]
    if match := _RWHOIS.match(bare):
        return match[1], match[2]
    label, colon, value = bare.partition(":")
    if colon and len(label) <= LONGEST_LABEL and not value.startswith("//"):
        if known_form(_ASIDE.sub(" ", label)) not in labels() and (sentence := _sentence(bare)):
            return sentence
        if not _NO_LABEL.fullmatch(label.strip()):
            tag = _YAML_TAG.fullmatch(value.strip())
            return label, "" if tag else value
        return "", bare
    return _sentence(bare) or _columns(bare) or ("", bare)


def _columns(bare: str) -> tuple[str, str] | None:
    """A known label and its value, set apart by leader dots, a tab or several blanks."""
    if "..." in bare and (match := _LEADERS.match(bare)) and fold(match[1]) in labels():
        return match[1], match[2]
    parts = _GAP.split(bare, 3)
    for count in range(min(len(parts) - 1, 2), 0, -1):
        label = " ".join(parts[:count])
        # A full stop before blanks ends a sentence.
        if len(label) <= LONGEST_LABEL and not label.endswith(".") and fold(label) in labels():
            return label, "  ".join(parts[count:])
    return None


def _sentence(bare: str) -> tuple[str, str] | None:
    """Label and value of a sentence such as `Record created on 2018-02-05`."""
    words = bare.split(" ", 7)
    if len(words) > 2 and words[0].casefold() in _SENTENCES:
        for count in range(min(len(words) - 1, 6), 1, -1):
            value = " ".join(words[count:])
            if labels().get(fold(" ".join(words[:count])), frozenset()) & _DATES and any(
                letter.isdigit() for letter in value[:12]
            ):
                return " ".join(words[:count]), value
    return None


_SENTENCES = frozenset(
    [
        "record",
        "domain",
        "registered",
        "created",
        "expires",
        "updated",
        "modified",
        "changed",
        "last",
        "activated",
    ]
)
_DATES = frozenset(("creation", "created", "updated", "expires"))


def known_form(label: str) -> str:
    """A label folded; of one in two languages (`Titular / Registrant`) the half that is known."""
    whole = fold(label)
    if "/" not in label or whole in labels():
        return whole
    halves = [fold(half) for half in label.split("/", 3)]
    return next((half for half in halves if half in labels()), whole)
