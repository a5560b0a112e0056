"""What a site asks of programs: robots.txt, read as RFC 9309 says.

The typed page is fetched for a person who asked for it, as a browser would; only the further pages
ask here first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from checker.evidence import Missing, MissingReason, Response
from checker.net import Limits, Network, fetch
from checker.urls import ParsedUrl

PRODUCT = "rxlens"
"""The name robots.txt files call us by."""
MAX_RULES = 2000

_RULES = {"allow": True, "disallow": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """The rules for us: (path pattern, allowed)."""

    rules: tuple[tuple[str, bool], ...] = ()

    def allows(self, path: str) -> bool:
        """Whether ``path`` (with its query) may be read: the longest matching rule decides.

        >>> robots = parse_robots("User-agent: *\\nDisallow: /shop\\nAllow: /shop/terms$")
        >>> [robots.allows(p) for p in ("/", "/shop/x", "/shop/terms", "/shop/terms2")]
        [True, False, True, False]
        """
        spelt = _spelt(path)
        hits = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, spelt)]
        return max(hits)[1] if hits else True


ALL = Robots()
NOTHING = Robots(rules=(("/", False),))


def read_robots(page: ParsedUrl, network: Network, limits: Limits) -> Robots:
    """Fetch the rules of the host of ``page``.

    None published (a 4xx answer, or a redirect that leads nowhere): everything is allowed. Not to
    be had (a server error, silence): nothing is, until it is back.
    """
    answer = fetch(
        f"{page.origin}/robots.txt",
        network,
        replace(limits, body=limits.robots),
        source="robots",
        accept=None,
    )
    if isinstance(answer, Response):
        return parse_robots(answer.body.decode("utf-8", "replace"))
    return ALL if _unpublished(answer) else NOTHING


def parse_robots(text: str) -> Robots:
    """The rules that hold for us: those of the groups naming us, else those for everyone."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    names: list[str] = []
    in_rules = False
    for key, value in _fields(text.removeprefix("\ufeff")):
        if key == "user-agent":
            if in_rules:
                names, in_rules = [], False
            names.append(value.lower())
        elif key in _RULES:
            in_rules = True
            for name in names if value else ():
                groups.setdefault(name, []).append((_spelt(value), _RULES[key]))
        if in_rules:
            for name in names:  # A group without a path still is a group: it allows all.
                groups.setdefault(name, [])
    ours = groups.get(PRODUCT, groups.get("*", []))
    return Robots(rules=tuple(ours[:MAX_RULES]))


def _fields(text: str) -> list[tuple[str, str]]:
    fields = []
    for line in text.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            fields.append((key.strip().lower(), value.strip()))
    return fields


def _unpublished(answer: Missing) -> bool:
    status = answer.hops[-1].status if answer.hops else 0
    return 400 <= status < 500 or answer.reason in (MissingReason.REDIRECT, MissingReason.EMPTY)


def _spelt(path: str) -> str:
    """One spelling for a path: percent-encoded where needed and only there."""
    return quote(unquote(path[:4096], errors="replace"), safe="/*$?&=:;,@!~'()+-._")


def _fits(pattern: str, path: str) -> bool:
    """Whether ``pattern`` (``*`` any run, ``$`` the end) matches ``path`` from its beginning.

    Piece by piece from the left, each as early as it can: linear, where a regular expression of a
    stranger's making need not be.
    """
    anchored = pattern.endswith("$")
    first, *pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = pieces.pop() if anchored and pieces else None
    for piece in pieces:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not anchored or at == len(path)
