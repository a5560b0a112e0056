"""The command line: ``rxlens check example.com``, or ``python -m checker example.com``.

Exit codes: 0 answered, 1 a defect of ours or an answer that could not be written, 2 what was
given cannot be used, 3 inconclusive, 130 interrupted.
"""

from __future__ import annotations

import argparse
import codecs
import json
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import entry_points
from io import TextIOWrapper
from typing import NoReturn

import checker
from checker import commands
from checker.commands import FAILED, INTERRUPTED, REFUSED, Subparsers
from checker.errors import (
    CheckerError,
    EvidenceUnreadable,
    FetchRefused,
    InputRefused,
    NotStored,
)
from checker.gather.everything import Sources
from checker.message import N_, Message, message
from checker.net import Network
from checker.shown import printable

GROUP = "rxlens.commands"
"""Entry points of this group are ``add(subparsers)``: they add a parser and set its default ``run``
to a function from the parsed arguments to an exit code."""

_BROKEN_PIPE = 141

log = logging.getLogger("rxlens")


def main(
    argv: Sequence[str] | None = None,
    *,
    network: Network | None = None,
    sources: Sources | None = None,
) -> int:
    """Run one command and return its exit code; never raises and never shows a traceback.

    ``network`` is where checks may go instead of the internet, and ``sources`` what they use beside
    the page, for tests and demonstrations.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in words
    _accept_any_text()
    level = logging.DEBUG if os.environ.get("RXLENS_DEBUG") else logging.ERROR
    logging.basicConfig(level=level, format="rxlens: %(message)s")
    try:
        args = _parse(words)
        args.network, args.sources = network, sources
        code: int = args.run(args)
        sys.stdout.flush()
    except CheckerError as error:
        return _problem(_KINDS[type(error)], error.reason, error.message, REFUSED, as_json)
    except NotStored as away:
        told = message(_NO_STORE, problem=away.problem)
        return _problem("failed", "not_stored", told, FAILED, as_json)
    except KeyboardInterrupt:
        return _problem("interrupted", "interrupted", _INTERRUPTED, INTERRUPTED, False)
    except BrokenPipeError:
        _abandon_stdout()
        return _BROKEN_PIPE
    except OSError as error:
        told = message(_NO_FILE, why=error.strerror or type(error).__name__)
        return _problem("failed", "file", told, FAILED, as_json)
    except SystemExit as leaving:  # --help and --version
        return int(leaving.code or 0)
    except Exception as error:
        log.debug("failed", exc_info=True)
        told = message(_FAILED, what=type(error).__name__)
        return _problem("failed", "internal", told, FAILED, as_json)
    return code


_INTERRUPTED = message(N_("Interrupted."))
_FAILED = N_("This failed inside our own program ({what}). Nothing can be said about the address.")
_NO_STORE = N_(
    "What is kept cannot be read or written now ({problem}); docs/store.md says what the word means."
)
_NO_FILE = N_("A file could not be read or written: {why}.")
_KINDS = {
    InputRefused: "input-refused",
    FetchRefused: "fetch-refused",
    EvidenceUnreadable: "evidence-unreadable",
}


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are errors like all others."""

    def error(self, message: str) -> NoReturn:
        raise InputRefused("usage", _usage(message, self.prog))


def _usage(complaint: str, program: str) -> Message:
    return message(
        N_("{complaint}. `{program} --help` tells what can be given."),
        complaint=printable(complaint)[:300],
        program=program,
    )


def _parse(words: list[str]) -> argparse.Namespace:
    parser: argparse.ArgumentParser = _Parser(prog="rxlens", description=checker.__doc__)
    parser.add_argument("--version", action="version", version=f"rxlens {checker.__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_commands(subparsers)
    if words and not words[0].startswith("-") and words[0] not in subparsers.choices:
        words = ["check", *words]
    return parser.parse_args(words)


def _add_commands(subparsers: Subparsers) -> None:
    commands.add(subparsers)
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            entry.load()(subparsers)
        except Exception as error:  # Another package's command must not take ours with it.
            log.error("command %s cannot be loaded: %s", entry.name, type(error).__name__)


def _problem(kind: str, reason: str, told: Message, code: int, as_json: bool) -> int:
    """One sentence and a code word to people, a problem object to programs."""
    text = printable(told.text())
    with suppress(OSError):
        print(f"rxlens: {text} [{reason}]", file=sys.stderr)
        if as_json:
            problem = {"type": f"urn:rxlens:problem:{kind}", "reason": reason, "detail": text}
            print(json.dumps(problem), flush=True)
    return code


def _accept_any_text() -> None:
    """A sign the terminal cannot write becomes one it can, not an error."""
    codecs.register_error("rxlens", _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="rxlens")


_NEAREST = str.maketrans(
    {"✓": "+", "✕": "x", "×": "x", "…": "...", "→": "->", "·": "-", "–": "-", "█": "#", "░": "."}
    | dict.fromkeys("“”", '"')
)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    told = error.object[error.start : error.end].translate(_NEAREST)
    return told.encode("ascii", "replace").decode("ascii"), error.end


def _abandon_stdout() -> None:
    """The reader has gone: let nothing more be written, not even by the interpreter's last flush."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
