"""What a signal says: outcomes, quotes, findings, and the description every signal carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from checker.message import Message, Param, message

NOTHING: Mapping[str, float] = MappingProxyType({})


class Outcome(StrEnum):
    """What looking for one signal came to."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    """The evidence it needs is missing: says nothing either way."""
    NOT_APPLICABLE = "not_applicable"
    """The evidence is there and the question does not arise (no medicine is offered, say)."""
    ERROR = "error"
    """The signal itself failed: a defect of ours, shown as such and never weighed."""


class Direction(StrEnum):
    """Which way a present signal points."""

    CONCERN = "concern"
    REASSURANCE = "reassurance"
    CONTEXT = "context"


class Topic(StrEnum):
    """The chapter of "what we check" a signal belongs to."""

    PRESCRIPTION = "prescription"
    IDENTITY = "identity"
    AUTHORITY = "authority"
    OFFER = "offer"
    PAYMENT = "payment"
    DELIVERY = "delivery"
    WAY_IN = "way_in"
    PLACE = "place"
    ADDRESS = "address"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The exact words or record seen, shortened for show, and where."""

    text: str
    where: str
    """Address of the page (without query) and the place on it, e.g. ``https://a.example/ (footer)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number a signal yields: a feature of the model, named ``signal.measure``."""

    unit: str
    """What is counted, e.g. ``offers``, ``share`` (0 to 1), ``days``, ``flag`` (0 or 1)."""
    direction: int = 0
    """+1 when more of it can only raise the risk, -1 when it can only lower it, 0 when unsure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """The description of a signal: all that is shown about it and all it needs to run."""

    title: str
    """Names what is observed, positively: "Seal without a link", not "No valid seal"."""
    why: str
    """Why it matters to a buyer, in plain words."""
    verify: str
    """How to check it oneself."""
    source: str
    """Where the claim in ``why`` comes from; never "general knowledge"."""
    topic: Topic
    direction: Direction
    needs: tuple[str, ...]
    """Parts of the evidence handed to ``detect``, in order: ``target``, ``hops``, ``page``, ``site``."""
    measures: Mapping[str, Measure] = field(default_factory=lambda: MappingProxyType({}))
    experimental: bool = False
    """Shown, never weighed: too new, or never yet seen on a real page."""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One signal's outcome for one address."""

    signal: str
    outcome: Outcome
    summary: Message
    quotes: tuple[Quote, ...] = ()
    measures: Mapping[str, float] = field(default_factory=lambda: NOTHING)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        # Read-only mappings cannot be pickled, and findings cross process borders.
        return _rebuild, (self.signal, self.outcome, self.summary, self.quotes, dict(self.measures))


def _rebuild(
    signal: str,
    outcome: Outcome,
    summary: Message,
    quotes: tuple[Quote, ...],
    measures: dict[str, float],
) -> Finding:
    return Finding(
        signal=signal,
        outcome=outcome,
        summary=summary,
        quotes=quotes,
        measures=MappingProxyType(measures),
    )


def present(
    template: str,
    *,
    quotes: tuple[Quote, ...] = (),
    measures: Mapping[str, float] = NOTHING,
    **params: Param,
) -> Finding:
    """A finding that the thing was seen. The runner fills in the signal's id."""
    return _finding(Outcome.PRESENT, template, quotes, measures, params)


def absent(template: str, *, measures: Mapping[str, float] = NOTHING, **params: Param) -> Finding:
    """A finding that it was looked for, where it would be, and not seen."""
    return _finding(Outcome.ABSENT, template, (), measures, params)


def not_applicable(template: str, **params: Param) -> Finding:
    """A finding that the question does not arise here."""
    return _finding(Outcome.NOT_APPLICABLE, template, (), NOTHING, params)


def unknown(template: str, **params: Param) -> Finding:
    """A finding that the evidence does not let us tell."""
    return _finding(Outcome.UNKNOWN, template, (), NOTHING, params)


def _finding(
    outcome: Outcome,
    template: str,
    quotes: tuple[Quote, ...],
    measures: Mapping[str, float],
    params: Mapping[str, Param],
) -> Finding:
    if not (quotes or measures or params):
        return _plain(outcome, template)
    return Finding(
        signal="",
        outcome=outcome,
        summary=message(template, **params),
        quotes=quotes,
        measures=MappingProxyType(dict(measures)) if measures else NOTHING,
    )


@lru_cache(maxsize=1024)
def _plain(outcome: Outcome, template: str) -> Finding:
    """A finding that is nothing but its sentence: most are, the same ones for every site."""
    return Finding(signal="", outcome=outcome, summary=message(template))
