"""Shares with the interval that says how much their count can tell."""

from __future__ import annotations

import math


def told_share(part: int, whole: int) -> str:
    """A share with its 95 % interval and what it was counted of.

    >>> told_share(49, 50)
    '0.980 (0.895 to 0.996; 49 of 50)'
    """
    if not whole:
        return "none to count"
    low, high = wilson(part, whole)
    return f"{part / whole:.3f} ({low:.3f} to {high:.3f}; {part} of {whole})"


def wilson(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's score interval, 1927).

    >>> tuple(round(x, 3) for x in wilson(49, 50))
    (0.895, 0.996)
    """
    share, square = part / whole, z * z / whole
    middle = (share + square / 2) / (1 + square)
    half = z * math.sqrt(share * (1 - share) / whole + square / (4 * whole)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)
