"""Regular expressions that are known to all: one way to compile, so that one test can try them.

Every regular expression of the package comes from :func:`compiled`, also those read from the
tables. The test of ``tests/test_patterns.py`` imports every module of the package, asks
:func:`registered` for all that were compiled, and runs each on long hostile strings: a pattern
that needs more than 50 ms on 100,000 characters fails there. It also refuses ``re.compile`` and
the module functions of :mod:`re` with a literal pattern anywhere else in the package.

A convention therefore: compile at import, or in a function without arguments that is cached
(``@cache def _table() -> ...``) and listed in :func:`loads_patterns`, so that the test can call it.

>>> compiled(r"lot\\s?\\d{1,8}").search("LOT 12") is not None
True
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[[], object])

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
