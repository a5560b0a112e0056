"""Writes ``js/content/words.js``: what the gate of automatic warnings knows, out of the tables of the checker.

python extension/gate_words.py
"""

from __future__ import annotations

import json
from pathlib import Path

from checker.reference import table

HERE = Path(__file__).parent
WORDS = HERE / "js" / "content" / "words.js"

_NO_NAMES = frozenset({"class", "street", "code_name"})
"""Kinds of names that are words of everyday speech, or of nobody's."""
_SHORTEST = 4
_CONTROLLED = ("CD Sch", "CII", "CIII", "CIV")
_BASKET, _BUYING = frozenset({"basket", "checkout"}), frozenset({"buy", "order"})
_UNPRESCRIBED = (
    "no prescription needed", "no prescription required", "no prescription necessary", "without prescription",
    "without a prescription", "no rx required", "no rx needed", "prescription not required",
    "ohne rezept", "rezeptfrei bestellen", "kein rezept", "sans ordonnance", "sin receta", "senza ricetta",
    "bez recepty",
)  # fmt: skip


def words() -> dict[str, list[str]]:
    """The lists, each sorted and in lower case."""
    rows = [
        row
        for row in table("medicines")
        if row["name_kind"] not in _NO_NAMES
        and row["ambiguous_word"] == "no"
        and len(row["name"]) >= _SHORTEST
    ]
    return {
        "medicines": _names(rows),
        "controlled": _names([row for row in rows if _is_controlled(row)]),
        "basket": sorted(_phrases(_BASKET) | {p for p in _phrases(_BUYING) if _is_button(p)}),
        "buying": sorted(p for p in _phrases(_BUYING) if not _is_button(p)),
        "unprescribed": sorted(_UNPRESCRIBED),
    }


def script() -> str:
    """The lists as a plain script."""
    lines = [
        f'    {name}: {json.dumps("|".join(found), ensure_ascii=False)}.split("|"),'
        for name, found in words().items()
    ]
    body = "\n".join(lines)
    return (
        "// Made by gate_words.py out of the checker's tables.\n\n"
        f"globalThis.rxlensWords = {{\n{body}\n}};\n"
    )


def _phrases(actions: frozenset[str]) -> set[str]:
    return {row["phrase"].lower() for row in table("actions") if row["action"] in actions}


def _is_button(phrase: str) -> bool:
    """Whether nobody says it but a button: one word to buy or order stands in any article."""
    return " " in phrase or not phrase.isascii()


def _names(rows: list[dict[str, str]]) -> list[str]:
    return sorted({row["name"].lower() for row in rows})


def _is_controlled(row: dict[str, str]) -> bool:
    return any(mark in row[column] for mark in _CONTROLLED for column in ("uk_status", "us_status"))


if __name__ == "__main__":
    WORDS.write_text(script(), encoding="utf-8")
