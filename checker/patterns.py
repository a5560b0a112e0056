"""Regular expressions that are known to all: one way to compile, so that one test can try them.

``tests/test_patterns.py`` imports every module of the package and runs each regular expression it
finds on 100,000 hostile characters: one that needs more than 50 ms fails. It finds those made by
:func:`compiled`, and those a module holds in a constant, a container, a value or the result of a
cached function without arguments. Tables of patterns are compiled here, with :func:`compiled`, in
a function marked by :func:`loads_patterns`, so that the test can call it.

>>> compiled(r"lot\\s?\\d{1,8}").search("LOT 12") is not None
True
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[[], object])

DIGITS = "".join(filter(str.isdecimal, map(chr, range(0x10000)))) + "\U0001d7ce-\U0001d7ff"
"""What ``\\d`` means, for use inside ``[...]`` of patterns that are looked for in long texts: the engine
finds a set of characters twice as fast as a category. (The digits of a few dead scripts are left out.)"""

_patterns: dict[tuple[str, int], re.Pattern[str]] = {}
_loaders: list[Callable[[], object]] = []


def compiled(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Compile ``pattern`` and keep it for the safety test; raises :class:`re.error` like ``re``."""
    key = (pattern, int(flags))
    if key not in _patterns:
        _patterns[key] = re.compile(pattern, flags)
    return _patterns[key]


def loads_patterns(load: F) -> F:
    """Mark a function without arguments that compiles patterns when first called.

    Stands above ``@cache``: ``@loads_patterns`` / ``@cache`` / ``def _rows(): ...``.
    """
    _loaders.append(load)
    return load


def registered() -> tuple[re.Pattern[str], ...]:
    """Every pattern compiled so far, the marked loaders having been run."""
    for load in _loaders:
        load()
    return tuple(_patterns.values())
