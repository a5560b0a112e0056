"""What several readers of a page's facts want to know of it, worked out once.

Facts never change, but a page has thousands of them: comparing two pages by value would cost more than
the answer. So answers are kept by the very object they were worked out for, of the newest pages only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from checker.page.facts import PageFacts
from checker.page.places import lowered

T = TypeVar("T")

KEPT = 16
"""Pages whose answers are kept: more than are read of one site."""

_all_kept: list[dict[int, Any]] = []


def once_per_page(look: Callable[[PageFacts], T]) -> Callable[[PageFacts], T]:
    """Have ``look``, a pure function of a page's facts, called once for each page."""
    kept: dict[int, tuple[PageFacts, T]] = {}
    _all_kept.append(kept)

    @wraps(look)
    def looked(page: PageFacts) -> T:
        held = kept.get(id(page))
        if held is None or held[0] is not page:
            if len(kept) >= KEPT:
                kept.clear()
            held = kept[id(page)] = page, look(page)
        return held[1]

    return looked


def forget_pages() -> None:
    """Let go of every page, for who is done with them: what is asked again is worked out again."""
    for kept in _all_kept:
        kept.clear()


@once_per_page
def low_text(page: PageFacts) -> str:
    """The visible text in lower case, every offset kept."""
    return lowered(page.text)
