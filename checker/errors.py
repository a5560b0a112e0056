"""What can go wrong, as a small tree.

::

    CheckerError
    ├── InputRefused        what was typed cannot be checked; nothing was asked of anyone
    ├── FetchRefused        the guard does not let an address be fetched (or a hop of it)
    └── EvidenceUnreadable  a saved evidence or page file is not one, or is too large

A source that fails is a value (:class:`checker.evidence.Missing`), never an exception: these
classes are for what stops a check altogether, and each carries a sentence a person can act on.
Outside the tree is :class:`NotStored`: a store that cannot be used stops no check.
"""

from __future__ import annotations

from checker.message import Message


class CheckerError(Exception):
    """Base of all errors meant for people: a stable ``reason`` and a sentence."""

    def __init__(self, reason: str, message: Message) -> None:
        super().__init__(message.text())
        self.reason = reason
        self.message = message


class InputRefused(CheckerError):
    """The input is not an address that can be checked. ``reason`` is a stable code."""


class FetchRefused(CheckerError):
    """The fetch guard refuses an address. ``reason`` is a stable code such as ``address``."""


class EvidenceUnreadable(CheckerError):
    """A file of saved evidence or a saved page cannot be used."""


class NotStored(Exception):
    """A store cannot be used now. Says nothing about what was to be stored.

    ``problem`` is one word: ``off``, ``damaged``, ``locked``, ``full``, ``read_only``, ``cannot_open``,
    ``disk_error``, ``newer`` (than this program knows), ``refused`` (the statement, not the store, is
    at fault) or ``unavailable``.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
