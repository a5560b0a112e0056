"""Which links of a page lead to the pages on which a seller says who it is.

Told by the words of the link and of its address, in the languages of ``page_roles.csv``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

import ahocorasick

from checker.domains import registrable
from checker.errors import FetchRefused
from checker.net import judge_url
from checker.page.facts import OutLink
from checker.page.folding import fold
from checker.patterns import compiled
from checker.reference import table
from checker.urls import ParsedUrl

ROLES = ("contact", "imprint", "terms", "prescription", "delivery", "product", "about")
"""In the order of their worth: who sells, on which terms, how prescriptions are handled."""
AVOID = "avoid"
"""In the table: words of addresses that do something (fill a basket, sign out) when visited."""
MAX_LINKS = 2000
LONGEST_LABEL = 60
"""A longer link text is a sentence or a card, not a label."""

_BETWEEN = compiled(r"[\W_]+", 0)
# No spaces between words: found anywhere in the text.
_UNSPACED = compiled(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", 0)
_FILE = compiled(r"\.(?:pdf|jpe?g|png|gif|webp|svg|zip|docx?|mp4|css|js|xml|json)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A page worth reading, and as what."""

    role: str
    url: ParsedUrl


def choose(
    links: Sequence[OutLink], seen: Sequence[ParsedUrl], names: frozenset[str] = frozenset()
) -> tuple[Choice, ...]:
    """The best link for each role, on the site of the last of ``seen``.

    No page is chosen twice, and none that was ``seen``; ``names`` are visited although they are reserved.
    """
    taken = {url.url for url in seen}
    site = site_of(seen[-1].host)
    clearest = sorted(
        (
            (score, -at, role)
            for at, link in enumerate(links[:MAX_LINKS])
            for role, score in _roles_of(link).items()
        ),
        key=lambda found: found[:2],
        reverse=True,
    )
    chosen: dict[str, Choice] = {}
    for _, at, role in clearest:
        # Reading an address costs more than its words: only those are read that would be chosen.
        url = None if role in chosen else _on_site(links[-at].url, site, names)
        if url is not None and url.url not in taken:
            chosen[role] = Choice(role=role, url=url)
            taken.add(url.url)
    return tuple(chosen[role] for role in ROLES if role in chosen)


def site_of(host: str) -> str:
    """What makes two hosts one site: the registrable domain, or the host where it has none."""
    return registrable(host).domain or host


def _on_site(link: str, site: str, names: frozenset[str]) -> ParsedUrl | None:
    """The address of a page of ``site`` that may be visited; None for any other."""
    try:
        url = judge_url(link, names=names).parsed
    except FetchRefused:
        return None
    return url if site_of(url.host) == site and not _FILE.search(url.path) else None


def _roles_of(link: OutLink) -> dict[str, float]:
    """The roles a link's words speak for, and how clearly; none for links that do something."""
    label = _words(link.text) if len(link.text) <= LONGEST_LABEL else ""
    in_path = _longest(_words(unquote(_path(link.url), errors="replace")[:200]))
    if AVOID in in_path:
        return {}
    in_label = _longest(label)
    return {
        role: _clearness(in_label.get(role, ""), in_path.get(role, ""), label.strip())
        + (0.5 if link.visible else 0)
        + _place_bonus(role, link.place)
        for role in ROLES
        if role in in_label or role in in_path
    }


def _clearness(in_label: str, in_path: str, label: str) -> float:
    if in_label and in_label == label:
        return 4.0
    # A long phrase says more than a word that many labels hold.
    weight = 0.02 * len(in_label or in_path)
    if in_label and in_path:
        return 3.5 + weight
    return (2.0 if in_label else 1.5) + weight


def _place_bonus(role: str, place: str) -> float:
    usual = ("main",) if role == "product" else ("footer", "nav", "header")
    return 0.3 if place in usual else 0.0


def _longest(words: str) -> dict[str, str]:
    """For each role the longest of its phrases that stands in ``words``."""
    found: dict[str, str] = {}
    for _, hits in _phrases().iter(words):
        for role, phrase in hits:
            if len(phrase) > len(found.get(role, "")):
                found[role] = phrase
    return found


def _path(url: str) -> str:
    """Path and query of an address, crudely: only its words are wanted."""
    return url.partition("://")[2].partition("/")[2].partition("#")[0]


def _words(text: str) -> str:
    """``text`` folded, one space around each word, none inside scripts that have none."""
    return f" {_BETWEEN.sub(' ', fold(text)).strip()} "


@cache
def _phrases() -> ahocorasick.Automaton:
    """All phrases of the table; each hit carries its (role, phrase) pairs."""
    rows: dict[str, set[tuple[str, str]]] = {}
    for row in table("page_roles"):
        words = _words(row["phrase"])
        key = words.strip() if _UNSPACED.search(words) else words
        rows.setdefault(key, set()).add((row["role"], words.strip()))
    automaton = ahocorasick.Automaton()
    for key, hits in rows.items():
        automaton.add_word(key, tuple(sorted(hits)))
    automaton.make_automaton()
    return automaton
