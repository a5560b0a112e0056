"""Bars as inline SVG, made to stand in the cell of a table that says the same in numbers."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 240, 12


def bar(parts: Sequence[tuple[float, str]]) -> str:
    """One bar: ``parts`` are shares of its whole width (0 to 1), each with the name of its colour.

    >>> bar([(0.5, "found")])
    '<svg class="bar" viewBox="0 0 240 12" aria-hidden="true"><rect class="found" x="0.0" width="120.0" \
height="12"/></svg>'
    """
    drawn, x = [], 0.0
    for share, colour in parts:
        width = round(max(0.0, min(share, 1.0)) * WIDTH, 1)
        if width:
            drawn.append(f'<rect class="{colour}" x="{x:.1f}" width="{width}" height="{HEIGHT}"/>')
        x += width
    return (
        f'<svg class="bar" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{"".join(drawn)}</svg>'
    )


STYLE = """
.bar { display: block; width: 15rem; height: .75rem; background: var(--empty); border-radius: 2px; }
.bar rect { fill: var(--plain); }
"""
"""How bars look; the page says what ``--plain``, ``--empty`` and its own colours are."""
