"""What an answer says about the name when it is no record: free, reserved, throttled, broken …

Being refused is never read as "not registered": registries often print both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from checker.gather.registration.lines import Line
from checker.patterns import compiled
from checker.reference import table
from checker.registration import RegistrationState

# Of one statement's readings the first of these counts.
_ORDER = (
    RegistrationState.UNAVAILABLE,
    RegistrationState.NOT_REGISTERED,
    RegistrationState.RESERVED,
    RegistrationState.INVALID,
    RegistrationState.SERVER_ERROR,
)
_FEWEST_LETTERS = 12
_ENOUGH = 2000
_SEARCHED = 32 * 1024
_NO_LETTERS = compiled(r"[\W\d_]+", 0)
_LONGEST_STATEMENT = 160
"""Characters; longer ones are conditions of use."""
_LINES_OF_PROSE, _WIDTH_OF_PROSE = 3, 45
"""So many lines of such mean width in one block are conditions of use, too."""


def state_told(lines: Sequence[Line], *, record: bool) -> RegistrationState:
    """The state an answer tells; ``record`` says that it holds facts of a registered name."""
    if record:
        return RegistrationState.REGISTERED
    said, conditions = _parted(lines)
    statements = (*said, *conditions)
    text = "\n".join(statements)[:_SEARCHED]
    told = [state for state in _ORDER if _may_read(text, state)]
    if not told and len(_NO_LETTERS.sub("", text[:_ENOUGH])) < _FEWEST_LETTERS:
        return RegistrationState.SERVER_ERROR
    throttled = RegistrationState.THROTTLED
    if _may_read(text, throttled) and any(_reads(statement, throttled) for statement in said):
        return throttled
    for statement in statements if told else ():
        for state in told:
            if _reads(statement, state):
                return state
    return RegistrationState.UNPARSEABLE


def _parted(lines: Sequence[Line]) -> tuple[list[str], list[str]]:
    """The statements of an answer, those of its conditions of use apart."""
    said: list[str] = []
    conditions: list[str] = []
    for _, block in groupby(lines, key=lambda line: (line.block, line.remark)):
        statements = list(_statements(block))
        width = sum(map(len, statements)) / len(statements)
        prose = len(statements) >= _LINES_OF_PROSE and width >= _WIDTH_OF_PROSE
        for statement in statements:
            is_said = not prose and len(statement) <= _LONGEST_STATEMENT
            (said if is_said else conditions).append(statement[: 4 * _LONGEST_STATEMENT])
    return said, conditions


def _statements(block: Iterator[Line]) -> Iterator[str]:
    for line in block:
        words = f"{line.label}: {line.value}" if line.label else line.value
        yield " ".join(words.casefold().split())


def _may_read(text: str, state: RegistrationState) -> bool:
    """Whether any phrase for ``state`` stands anywhere: saves reading every statement."""
    phrases = _phrases()
    return any(
        phrase in text
        for how in ("whole", "end", "part")
        for phrase in phrases.get((state, how), ())
    )


def _reads(statement: str, state: RegistrationState) -> bool:
    phrases = _phrases()
    if statement.strip(" .!%>*") in phrases.get((state, "whole"), ()):
        return True
    if statement.strip(" .!").endswith(tuple(phrases.get((state, "end"), ()))):
        return True
    if any(phrase in statement for phrase in phrases.get((state, "unless"), ())):
        return False
    return any(phrase in statement for phrase in phrases.get((state, "part"), ()))


@cache
def _phrases() -> dict[tuple[RegistrationState, str], frozenset[str]]:
    found: dict[tuple[RegistrationState, str], set[str]] = {}
    for row in table("whois_answers"):
        key = RegistrationState(row["state"]), row["how"]
        found.setdefault(key, set()).add(row["phrase"])
    return {key: frozenset(phrases) for key, phrases in found.items()}
