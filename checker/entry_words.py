"""The words by which the pages of registers are read, in the languages of Europe.

They stand in ``reference/entry_words.csv``, by kind: ``empty`` (no such entry), ``no_page`` (the address is
no longer one), ``status`` with ``ended``, ``ended_plainly``, ``warning``, ``label`` (before a web address),
``general`` (no part of a trading name), ``everywhere`` (web addresses that stand on any page).
"""

from __future__ import annotations

from functools import cache

from checker.reference import table

MOST_TEXT = 100_000
"""Characters of an answer that are read."""


@cache
def words(kind: str) -> tuple[str, ...]:
    """The words of one kind, in lower case; ``*`` at the end leaves it open."""
    return tuple(row["words"] for row in table("entry_words") if row["kind"] == kind)


def says(kind: str, text: str) -> bool:
    """Whether words of one kind stand in ``text``.

    >>> says("empty", "There are no results."), says("empty", "we know results")
    (True, False)
    """
    low = text[:MOST_TEXT].lower()
    return any(_stands(low, one) for one in words(kind))


def says_it_ended(text: str) -> bool:
    """Whether an entry says that it is no longer one: by a sentence, or by its status.

    >>> says_it_ended("Status: Removed"), says_it_ended("Status: Registered")
    (True, False)
    """
    if says("ended_plainly", text):
        return True
    lines = [line.strip().lower() for line in text[:MOST_TEXT].split("\n")]
    for number, line in enumerate(lines):
        for label in words("status"):
            if line.startswith(label):
                value = line[len(label) :].lstrip(" :.-–")
                value = value or "".join(lines[number + 1 : number + 2])
                if any(_opens(value, one) for one in words("ended")):
                    return True
    return False


def _stands(low: str, one: str) -> bool:
    core = one.rstrip("*")
    at = low.find(core)
    while at >= 0:
        begins = at == 0 or not low[at - 1].isalnum()
        if begins and _closes(low, at + len(core), one):
            return True
        at = low.find(core, at + 1)
    return False


def _opens(value: str, one: str) -> bool:
    core = one.rstrip("*")
    return value.startswith(core) and _closes(value, len(core), one)


def _closes(text: str, end: int, one: str) -> bool:
    return one.endswith("*") or not text[end : end + 1].isalnum()
