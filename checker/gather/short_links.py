"""Where a short link leads: asked of its service, one step at a time, through the same guard as any visit.

The address behind a short link is known to its service alone. What it answers is read like anything typed:
wrappers in it are opened, and what it names is judged again before it is visited.
"""

from __future__ import annotations

import time
from dataclasses import replace

from checker.errors import InputRefused
from checker.evidence import Missing
from checker.gather.page import Read
from checker.net import Limits, Network, fetch
from checker.target import CLOSED, Target, read_target
from checker.urls import parse

KIND = "link-shortener"
MOST_SHORT_LINKS = 4
"""Short links, one leading to the next, that are asked."""


def open_short_links(target: Target, network: Network, limits: Limits, read: Read) -> Target:
    """The target behind ``target`` where that is a short link, else ``target`` itself.

    All services together have half of ``limits.gather``. Raises nothing: a link that cannot be opened is
    answered as the short link it is, with the note :data:`~checker.target.CLOSED`.
    """
    end = time.monotonic() + limits.gather / 2
    for _ in range(MOST_SHORT_LINKS):
        if not is_short_link(target):
            return target
        left = max(end - time.monotonic(), 0.0)
        inner = _one_step(target, network, replace(limits, total=min(limits.total, left)), read)
        if inner is None:
            break
        target = replace(
            inner,
            typed=target.typed,
            unwrapped_from=(*target.unwrapped_from, target.host, *inner.unwrapped_from),
            asked=(*target.asked, target.host),
            notes=tuple(dict.fromkeys((*target.notes, *inner.notes))),
        )
    return replace(target, notes=(*target.notes, CLOSED)) if is_short_link(target) else target


def is_short_link(target: Target) -> bool:
    """Whether ``target`` is a short link. The home page of a service of short links is none."""
    platform = target.platform
    return platform is not None and platform.kind == KIND and parse(target.url).path != "/"


def _one_step(target: Target, network: Network, limits: Limits, read: Read) -> Target | None:
    answer = fetch(target.url, network, replace(limits, hops=0), source="short_link")
    if isinstance(answer, Missing):
        place = answer.hops[-1].location if answer.hops else None
    else:
        facts = read(answer)
        ways = () if isinstance(facts, Missing) else facts.refreshes
        place = ways[0] if len(ways) == 1 else None
    if not place or place == target.url:
        return None
    try:
        return read_target(place)
    except InputRefused:
        return None
