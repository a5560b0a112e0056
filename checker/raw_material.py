"""Powders, moulds and presses from which pills are made, offered by the address of a listing."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from checker.patterns import compiled
from checker.target import Target

_LISTS = frozenset({"b2b", "c2c", "classified", "social", "forum", "messenger", "darknet"})
_OFFERED = compiled(
    r"\b(?:pill|tablet)s?(?: (?:single|punch|rotary|mini|manual|electric|hand|die|\d{1,2})){0,3}"
    r" (?:press|machine|maker|mould|mold|die|punch)(?:es|s)?\b|\btdp[ -]?[0156]\b|\bcapsule (?:fill\w+|machine)|"
    r"\b(?:steroids?|sarms?|peptides?|hormones?|api|drug|pharmaceutical|hgh|nootropics?)(?: \w{1,12}){0,2}"
    r" (?:raw )?powders?\b|\braw (?:steroid|powder|material)s?\b|\b(?:bacteriostatic|bac) water\b"
)
_BREAKS = str.maketrans(dict.fromkeys("-_/+.,=&", " "))


def is_listing(target: Target) -> bool:
    """Whether ``target`` is a place where people offer things."""
    return target.platform is not None and target.platform.kind in _LISTS


def raw_material_in(target: Target) -> tuple[str, str]:
    """What the address of a listing offers, and the words of the address; nothing where it offers none."""
    if not is_listing(target):
        return "", ""
    words = " ".join(unquote(urlsplit(target.url).path)[:2000].translate(_BREAKS).split())
    found = _OFFERED.search(words)
    return (found[0], words) if found else ("", "")
