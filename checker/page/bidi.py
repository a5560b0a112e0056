"""Text whose direction is overridden, put into the order in which it is read.

An override makes a browser set letters in the reverse of the order they are stored in: what is stored as
``argaiV`` behind one is seen as "Viagra". Followed are the explicit controls of the Unicode Bidirectional
Algorithm (UAX #9, rules X1 to X8, L2, L4). Letters of scripts that run from right to left are stored in the order
in which they are read, and are only turned where an override shows them backwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.patterns import compiled

LRO, RLO, PDF = "\u202d", "\u202e", "\u202c"
_ISOLATES, _PDI = "\u2066\u2067\u2068", "\u2069"
_OPENING = f"\u202a\u202b{LRO}{RLO}{_ISOLATES}"
DEEPEST = 125
"""Levels of embedding; further ones are ignored (UAX #9, BD2)."""

_CONTROL = compiled(f"([{_OPENING}{PDF}{_PDI}])", 0)
_RIGHT_TO_LEFT = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_RIGHT_TO_LEFT_WORDS = compiled(rf"{_RIGHT_TO_LEFT}+(?:[ .,:'-]{{1,3}}{_RIGHT_TO_LEFT}+)*", 0)
_LETTER = compiled(r"[\s\S][\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]*", 0)
"""A character with the marks upon it."""
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def overrides(text: str) -> bool:
    """True when ``text`` holds a character that overrides the direction of what follows."""
    return RLO in text or LRO in text


def as_read(text: str) -> str:
    """One paragraph in the order in which it is read, without the controls.

    >>> as_read("Buy \\u202eargaiV\\u202c now"), as_read("\\u202egm 001 \\u202dCialis\\u202c")
    ('Buy Viagra now', 'Cialis 100 mg')
    """
    open_runs = [_Run("", 0)]
    ignored = 0
    for piece in _CONTROL.split(text):
        innermost = open_runs[-1]
        if piece and piece in _OPENING:
            if len(open_runs) > DEEPEST:
                ignored += 1
            else:
                open_runs.append(_Run(piece, innermost.isolates + (piece in _ISOLATES)))
        elif piece == PDF:
            if ignored:
                ignored -= 1
            elif len(open_runs) > 1 and innermost.control not in _ISOLATES:
                _close(open_runs)
        elif piece == _PDI:
            _close_isolate(open_runs)
        elif piece:
            innermost.pieces.append(innermost.ordered(piece))
    while len(open_runs) > 1:
        _close(open_runs)
    return open_runs[0].text()


def still_open(opened: str, text: str) -> str:
    """The controls in force behind ``text``, when those of ``opened`` were before it."""
    for control in _CONTROL.findall(text):
        if control in _OPENING:
            opened += control if len(opened) < DEEPEST else ""
        elif control == PDF:
            opened = opened if opened.endswith(tuple(_ISOLATES)) else opened[:-1]
        else:
            isolate = max(map(opened.rfind, _ISOLATES))
            opened = opened[:isolate] if isolate >= 0 else opened
    return opened


@dataclass(slots=True)
class _Run:
    """What stands behind one control, up to its end."""

    control: str
    isolates: int
    """How many isolates are open in it, itself among them."""
    pieces: list[str] = field(default_factory=list)

    def ordered(self, piece: str) -> str:
        if self.control == RLO:
            piece = "".join(reversed(_LETTER.findall(piece))).translate(_MIRRORED)
        if self.control in (LRO, RLO):
            piece = _RIGHT_TO_LEFT_WORDS.sub(lambda words: words.group()[::-1], piece)
        return piece

    def text(self) -> str:
        return "".join(self.pieces[::-1] if self.control == RLO else self.pieces)


def _close(open_runs: list[_Run]) -> None:
    run = open_runs.pop()
    open_runs[-1].pieces.append(run.text())


def _close_isolate(open_runs: list[_Run]) -> None:
    """End the innermost isolate, and what was left open in it."""
    outer = max(open_runs[-1].isolates - 1, 0)
    while open_runs[-1].isolates > outer:
        _close(open_runs)
