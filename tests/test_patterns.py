"""No regular expression of the package can be made slow by a page or by a typed text.

Found are: all made by :func:`checker.patterns.compiled`; all that a module, or a container or value
in it, holds; all that cached functions without arguments return; and all written as a literal in a
call of :mod:`re`, by reading the source. Each is run over strings made to hurt it: repeated
characters, its own words repeated and cut short, and texts it would match but for their ends.
"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import functools
import importlib
import inspect
import pkgutil
import re
import signal
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

import checker
from checker.patterns import compiled, registered

LENGTH = 100_000
MOST_SECONDS = 1.0
"""CPU seconds for 100,000 characters. What grows with the square of the text takes far more. The aim is
0.05: long lists of alternatives miss it at 0.05 to 0.8 however simple they are, and run on labels and
sentences that are cut long before that length."""
SHORT = 10_000
"""Tried first: what takes at most ``SHORT_SECONDS`` here is within the limit on the whole length
even if its time grows with the square of it."""
SHORT_SECONDS = MOST_SECONDS * (SHORT / LENGTH) ** 2
GIVE_UP_SECONDS = 3.0

UNITS = (
    *(
        "a",
        "A",
        "z",
        "1",
        "0",
        "@",
        ".",
        "-",
        "_",
        " ",
        "\n",
        "\t",
        "<",
        ">",
        "&",
        "/",
        "=",
        "+",
        "(",
    ),
    *(
        '"',
        "é",
        "中",
        "a ",
        "1 ",
        "a@",
        "a.",
        "a-",
        "1-",
        "1.",
        "1,",
        "(1",
        "+1",
        " \n",
        "a b c ",
        "a1",
    ),
    *("<a ", "a=", "http://", "www.", "a.b@", "no prescription ", "£1 ", "€ "),
)

Parsed = Any  # The standard library's own parse tree; it has no public type.


def modules() -> Iterator[ModuleType]:
    yield checker
    for info in pkgutil.walk_packages(checker.__path__, "checker."):
        if not info.name.endswith("__main__"):
            yield importlib.import_module(info.name)


def in_value(value: object, depth: int = 4) -> Iterator[re.Pattern[str]]:
    """The patterns in ``value`` and, some levels down, in what it holds."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth and isinstance(value, Mapping):
        for part in [*value.keys(), *value.values()]:
            yield from in_value(part, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from in_value(part, depth - 1)
    elif depth and dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from in_value(getattr(value, field.name, None), depth - 1)


def in_module(module: ModuleType) -> Iterator[re.Pattern[str]]:
    for value in list(vars(module).values()):
        yield from in_value(value)
        if is_loader(value) and value.__module__ == module.__name__:
            yield from in_value(value())


def is_loader(value: Any) -> bool:
    """A cached function that can be called without arguments."""
    if not isinstance(value, functools._lru_cache_wrapper):
        return False
    parameters = inspect.signature(value).parameters.values()
    return all(p.default is not p.empty for p in parameters)


def in_source(module: ModuleType) -> Iterator[re.Pattern[str]]:
    """Patterns written in the calls ``re.search("...", text)``, wherever they stand."""
    if not (module.__file__ and module.__file__.endswith(".py")):
        return
    for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
        literal = node.args[0]
        if of_re and isinstance(literal, ast.Constant) and isinstance(literal.value, str):
            yield re.compile(literal.value, re.IGNORECASE)


@functools.cache
def all_patterns() -> dict[tuple[str, int], tuple[re.Pattern[str], str]]:
    """Every pattern with the name of a module it was found in."""
    found: dict[tuple[str, int], tuple[re.Pattern[str], str]] = {}
    for module in modules():
        for pattern in (*in_module(module), *in_source(module)):
            found.setdefault((pattern.pattern, pattern.flags), (pattern, module.__name__))
    for pattern in registered():
        found.setdefault((pattern.pattern, pattern.flags), (pattern, "checker.patterns.compiled"))
    return found


# Strings that hurt: made from the pattern's own parse tree.


def sample(tree: Parsed, most: int) -> str:
    """A text ``tree`` matches or nearly matches, its repeats taken up to ``most`` times."""
    return "".join(_sample_of(str(op), args, most) for op, args in tree)


def _sample_of(op: str, args: Any, most: int) -> str:
    if op == "LITERAL":
        return chr(args)
    if op == "IN":
        return _of_class(args)
    if op in ("ANY", "NOT_LITERAL"):
        return "a"
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, high, inner = args
        return sample(inner, most) * min(int(high), max(int(low), most))
    if op == "SUBPATTERN":
        return sample(args[-1], most)
    if op == "BRANCH":
        return sample(args[1][0], most)
    if op == "ATOMIC_GROUP":
        return sample(args, most)
    return ""


def _of_class(items: Any) -> str:
    op, value = items[0]
    name = str(op)
    if name == "LITERAL":
        return chr(value)
    if name == "RANGE":
        return chr(value[0])
    if name == "CATEGORY":
        return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " "}.get(str(value), "a")
    return "~"  # A negated class.


def words(tree: Parsed) -> Iterator[str]:
    """The literal words in ``tree``, the first dozen of them."""
    run = ""
    for op, args in tree:
        if str(op) == "LITERAL":
            run += chr(args)
            continue
        if run:
            yield run
        run = ""
        for part in _inner(str(op), args):
            yield from words(part)
    if run:
        yield run


def _inner(op: str, args: Any) -> list[Parsed]:
    if op == "BRANCH":
        return list(args[1])
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT", "SUBPATTERN"):
        return [args[-1]]
    if op in ("ASSERT", "ASSERT_NOT"):
        return [args[1]]
    return [args] if op == "ATOMIC_GROUP" else []


def hurting(pattern: re.Pattern[str]) -> list[str]:
    """Short pieces whose repetition, or whose long middle, is hard for ``pattern``."""
    tree = re._parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)  # type: ignore[attr-defined]
    own = list(dict.fromkeys(words(tree)))[:12]
    once, more = sample(tree, 1), sample(tree, 3)
    pieces = [*own, *(w + " " for w in own[:4]), *(w[:-1] for w in own[:4])]
    pieces += [once, more, once[:-1], more[:-1], once[:-1] + "\x00", once[1:], " ".join(own) + " "]
    return [piece for piece in dict.fromkeys(pieces) if piece]


def repeated(piece: str, length: int) -> str:
    """``piece`` over and over, and an end that spoils a match."""
    return (piece * (length // len(piece) + 1))[: length - 1] + "\x00"


def attacks(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    pieces = hurting(pattern)
    for piece in (*UNITS, *pieces):
        yield repeated(piece, length)
    for start in pieces[:6]:
        for filler in ("a", "1", " ", "a ", "."):
            yield start + repeated(filler, length - len(start))


class TooSlowError(Exception):
    """A single search went on and on."""


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Stop a search that hangs; the engine looks at signals from time to time."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def seconds_for(pattern: re.Pattern[str], text: str, enough: float) -> float:
    """The shortest of up to three full searches, fewer when one is within ``enough``."""
    best = GIVE_UP_SECONDS
    for _ in range(3):
        begun = time.process_time()
        try:
            with alarm(GIVE_UP_SECONDS):
                for _match in pattern.finditer(text):
                    pass
        except TooSlowError:
            return GIVE_UP_SECONDS
        best = min(best, time.process_time() - begun)
        if best <= enough:
            break
    return best


def slowest(pattern: re.Pattern[str]) -> tuple[float, str]:
    """The longest time ``pattern`` was seen to take, and how the text began; 0 if all were short."""
    worst, on = 0.0, ""
    for short, long in zip(attacks(pattern, SHORT), attacks(pattern, LENGTH), strict=True):
        if seconds_for(pattern, short, SHORT_SECONDS) <= SHORT_SECONDS:
            continue
        seconds = seconds_for(pattern, long, MOST_SECONDS)
        if seconds > worst:
            worst, on = seconds, short[:40]
        if worst > MOST_SECONDS:
            break
    return worst, on


@pytest.mark.slow
def test_no_pattern_hangs_on_hostile_text() -> None:
    slow = []
    for pattern, module in all_patterns().values():
        seconds, on = slowest(pattern)
        if seconds > MOST_SECONDS:
            slow.append(f"{module}: {seconds:.2f} s on {on!r}…: {pattern.pattern[:200]}")
    assert slow == []


def test_patterns_are_found_wherever_they_stand() -> None:
    assert len(all_patterns()) > 20
    found = {module for _, module in all_patterns().values()}
    assert {"checker.page.templates", "checker.page.visibility"} <= found
    assert compiled(r"in a test \d") in registered()


def test_found_in_containers_and_values() -> None:
    @dataclasses.dataclass(frozen=True)
    class Row:
        marker: re.Pattern[str]

    deep = {"rows": [(Row(re.compile("deep")), 1)]}
    assert [p.pattern for p in in_value(deep)] == ["deep"]


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"\s+$",
        r"\d+\s*mg",
        r"[\w.]+@[\w.]+\.com",
        r"buy\s+.*\s+now",
        r"no\s+(?:\w+\s+)*prescription",
        r"<a[^>]*href=[^>]*pills",
    ],
)
def test_the_harness_catches_slow_ones(pattern: str) -> None:
    assert slowest(re.compile(pattern, re.IGNORECASE))[0] > MOST_SECONDS


@pytest.mark.parametrize(
    "pattern", [r"\bno\s{1,3}prescription\b", r"\d{1,4} ?mg", r"@[\w.-]{1,60}", r"a(?:b|c)d"]
)
def test_the_harness_lets_bounded_ones_pass(pattern: str) -> None:
    assert slowest(re.compile(pattern, re.IGNORECASE))[0] <= MOST_SECONDS
