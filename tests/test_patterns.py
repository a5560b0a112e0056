"""No regular expression of the package can be made slow by a page or by a typed text.

Found are: all made by :func:`checker.patterns.compiled`; all that a module, or a container or value
in it, holds; all that cached functions without arguments return; and all written as a literal in a
call of :mod:`re`, by reading the source. Each is run over strings made to hurt it: repeated
characters, its own words repeated and cut short, and texts it would match but for their ends. A
constant that its module only ever uses to ``match`` or ``fullmatch`` is run that way; every other
one is searched for from end to end.

Times are of this thread's processor, the shortest of three, and measured against a reference
pattern, so that a busy machine does not make good patterns fail. The full set of strings is for
the full run (``CI=true``); otherwise a third of it.
"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import functools
import importlib
import inspect
import os
import pkgutil
import re
import signal
import time
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

import checker
import checker.patterns
from checker.patterns import compiled, registered

LENGTH = 100_000
MOST_SECONDS = 0.05
"""What a pattern should need at most for so many characters, in seconds of a quiet processor."""
HANG_SECONDS = 1.0
"""What none may need. Long lists of alternatives, and bounded gaps in front of a number, pass the
first limit; they run on labels and sentences that are cut long before such a length."""
SHARE_WITHIN = 0.995
"""Share of all patterns that keep to the first limit; raise it when more of them do."""
SHORT = 10_000
"""Tried first: what takes at most ``SHORT_SECONDS`` here is within the limit on the whole length
even if its time grows with the square of it."""
SHORT_SECONDS = MOST_SECONDS * (SHORT / LENGTH) ** 2
DOUBLE_RATIO = 2.6
"""Twice the text may take so many times as long for the growth to count as linear."""
GIVE_UP_SECONDS = 3.0
REFERENCE_SECONDS = 0.003
"""What the reference of :func:`slowness` takes on a quiet machine of the year 2026."""
THOROUGH = os.environ.get("CI") == "true"

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


def in_module(module: ModuleType) -> Iterator[tuple[re.Pattern[str], bool]]:
    """The patterns ``module`` holds, and whether each is only ever matched at a text's start."""
    uses = methods_used(module)
    for name, value in list(vars(module).items()):
        anchored = uses.get(name, {"search"}) <= {"match", "fullmatch"}
        for pattern in in_value(value):
            yield pattern, anchored and pattern is value
        if is_loader(value) and value.__module__ == module.__name__:
            yield from ((pattern, False) for pattern in in_value(value()))


def methods_used(module: ModuleType) -> dict[str, set[str]]:
    """How each name of ``module`` is used there: ``_X.match(...)``; ``search`` if not by method."""
    uses: dict[str, set[str]] = {}
    methods = {}
    for node in ast.walk(source_of(module)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            methods[node.value] = node.attr
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            uses.setdefault(node.id, set()).add(methods.get(node, "search"))
    return uses


def source_of(module: ModuleType) -> ast.Module:
    path = module.__file__ or ""
    return ast.parse(Path(path).read_text("utf-8") if path.endswith(".py") else "")


def is_loader(value: Any) -> bool:
    """A cached function that can be called without arguments."""
    if not isinstance(value, functools._lru_cache_wrapper):
        return False
    parameters = inspect.signature(value).parameters.values()
    return all(p.default is not p.empty for p in parameters)


def in_source(module: ModuleType) -> Iterator[re.Pattern[str]]:
    """Patterns written in the calls ``re.search("...", text)``, wherever they stand."""
    for node in ast.walk(source_of(module)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
        literal = node.args[0]
        if (
            of_re
            and node.func.attr != "compile"
            and isinstance(literal, ast.Constant)
            and isinstance(literal.value, str)
        ):
            yield re.compile(literal.value, re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Found:
    pattern: re.Pattern[str]
    module: str
    anchored: bool


@functools.cache
def all_patterns() -> tuple[Found, ...]:
    """Every pattern once, and the module it was found in; searched if any module searches it."""
    registered()  # Runs the loaders, so that the tables are in.
    found: dict[tuple[str, int], Found] = {}

    def add(pattern: re.Pattern[str], module: str, anchored: bool) -> None:
        key = (pattern.pattern, pattern.flags)
        known = found.setdefault(key, Found(pattern, module, anchored))
        if known.anchored and not anchored:
            found[key] = dataclasses.replace(known, anchored=False)

    for module in modules():
        if module is not checker.patterns:
            for pattern, anchored in in_module(module):
                add(pattern, module.__name__, anchored)
            for pattern in in_source(module):
                add(pattern, module.__name__, anchored=False)
    known_now = set(found)
    for pattern in registered():
        if (pattern.pattern, pattern.flags) not in known_now:
            add(pattern, "checker.patterns", anchored=False)
    return tuple(found.values())


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
    tree = import_module("re._parser").parse(pattern.pattern, pattern.flags & ~re.UNICODE)
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
    for piece in (*UNITS[:: 1 if THOROUGH else 3], *pieces):
        yield repeated(piece, length)
    for start in pieces[: 4 if THOROUGH else 2]:
        for filler in ("a", "1", " ", "a "):
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


def run(found: Found, text: str) -> None:
    if found.anchored:
        found.pattern.match(text)
        found.pattern.fullmatch(text)
        return
    for _match in found.pattern.finditer(text):
        pass


def seconds_for(found: Found, text: str, enough: float) -> float:
    """The shortest of up to three runs, fewer when one is within ``enough``."""
    best = GIVE_UP_SECONDS
    for _ in range(3):
        begun = time.thread_time()
        try:
            with alarm(GIVE_UP_SECONDS):
                run(found, text)
        except TooSlowError:
            return GIVE_UP_SECONDS
        best = min(best, time.thread_time() - begun)
        if best <= enough:
            break
    return best


def slowness() -> float:
    """How many times slower than the reference this machine is now; at least 1."""
    reference = Found(re.compile(r"(?:ax|bx|cx|dx)", re.IGNORECASE), "", anchored=False)
    return max(1.0, seconds_for(reference, repeated("b", LENGTH), 0.0) / REFERENCE_SECONDS)


def slowest(found: Found, until: float = HANG_SECONDS) -> tuple[float, str]:
    """The longest time seen in quiet-machine seconds, and how the text began; 0 if all were short."""
    worst, on = 0.0, ""
    for text in attacks(found.pattern, LENGTH):
        seconds = longest_for(found, text)
        if seconds > MOST_SECONDS:
            seconds /= slowness()
        if seconds > worst:
            worst, on = seconds, text[:40]
        if worst > until:
            break
    return worst, on


def longest_for(found: Found, text: str) -> float:
    """Time on ``text``, by the shorter ends of it where they are telling; 0 when plainly short."""
    short = seconds_for(found, text[:SHORT] + "\x00", SHORT_SECONDS)
    if short <= SHORT_SECONDS:
        return 0.0
    if short > MOST_SECONDS:
        return short
    double = seconds_for(found, text[: 2 * SHORT] + "\x00", 2 * short)
    if double <= DOUBLE_RATIO * short and double * LENGTH / SHORT <= MOST_SECONDS:
        return 0.0
    return seconds_for(found, text, MOST_SECONDS)


def module_names() -> list[str]:
    return sorted({found.module for found in all_patterns()})


def report(slow: dict[Found, tuple[float, str]]) -> list[str]:
    return [
        f"{found.module}: {seconds * 1000:.0f} ms on {on!r}…: {found.pattern.pattern[:200]}"
        for found, (seconds, on) in sorted(slow.items(), key=lambda item: -item[1][0])
    ]


@functools.cache
def over_limit() -> dict[Found, tuple[float, str]]:
    """The patterns that need more than ``MOST_SECONDS``, with their times."""
    timed = ((found, slowest(found)) for found in all_patterns())
    return {found: (seconds, on) for found, (seconds, on) in timed if seconds > MOST_SECONDS}


@pytest.mark.slow
def test_no_pattern_hangs_on_hostile_text() -> None:
    assert report({f: time for f, time in over_limit().items() if time[0] > HANG_SECONDS}) == []


@pytest.mark.slow
def test_patterns_keep_to_the_limit() -> None:
    share = 1 - len(over_limit()) / len(all_patterns())
    assert share >= SHARE_WITHIN, report(over_limit())


@pytest.mark.parametrize("module", ["checker.typed", "checker.wrappers", "checker.urls"])
def test_what_reads_typed_text_keeps_to_the_limit(module: str) -> None:
    mine = [found for found in all_patterns() if found.module == module]
    assert mine
    for found in mine:
        assert slowest(found)[0] <= MOST_SECONDS, found.pattern.pattern


def test_patterns_are_found_wherever_they_stand() -> None:
    assert {"checker.typed", "checker.wrappers", "checker.urls"} <= set(module_names())
    assert compiled(r"in a test \d") in registered()


def test_found_in_containers_and_values() -> None:
    @dataclasses.dataclass(frozen=True)
    class Row:
        marker: re.Pattern[str]

    deep = {"rows": [(Row(re.compile("deep")), 1)]}
    assert [p.pattern for p in in_value(deep)] == ["deep"]


def searched(pattern: str) -> Found:
    return Found(re.compile(pattern, re.IGNORECASE), "", anchored=False)


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
    assert slowest(searched(pattern), MOST_SECONDS)[0] > MOST_SECONDS


@pytest.mark.parametrize(
    "pattern", [r"\bno\s{1,3}prescription\b", r"\d{1,4} ?mg", r"@[\w.-]{1,60}", r"a(?:b|c)d"]
)
def test_the_harness_lets_bounded_ones_pass(pattern: str) -> None:
    assert slowest(searched(pattern), MOST_SECONDS)[0] <= MOST_SECONDS


def test_a_pattern_that_is_only_matched_is_not_searched() -> None:
    letters = re.compile(r"[a-z]+:")
    assert slowest(Found(letters, "", anchored=True))[0] <= MOST_SECONDS
    assert slowest(Found(letters, "", anchored=False), MOST_SECONDS)[0] > MOST_SECONDS
