"""The signals: one file each, found by their file name.

A signal module has a docstring, ``META`` and ``detect(...)``. ``detect`` takes the parts of the
evidence named by ``META.needs``, in that order, and returns a :class:`~checker.finding.Finding`.
It never touches the network, the clock or a file. The runner supplies ``unknown`` where a needed
part is missing and ``error`` where a signal fails, so no signal handles either.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from checker.claim_check import ClaimChecks
from checker.claims import claims_of, offline
from checker.evidence import Evidence, Missing, MissingReason
from checker.finding import Finding, Meta, Outcome
from checker.host_pages import HostPages
from checker.message import N_, message
from checker.seen import views_of
from checker.site import Site
from checker.target import UNSEEN

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A loaded signal: its id (the file name), its description and its function."""

    id: str
    meta: Meta
    detect: Callable[..., Finding]


@cache
def all_signals() -> Mapping[str, Signal]:
    """Every signal by id, in order of the alphabet."""
    found = {}
    for module_info in pkgutil.iter_modules(__path__):
        if module_info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        found[module_info.name] = Signal(
            id=module_info.name, meta=module.META, detect=module.detect
        )
    return MappingProxyType(dict(sorted(found.items())))


def run(evidence: Evidence) -> tuple[Finding, ...]:
    """The findings of all signals over ``evidence``, in order of their ids."""
    parts: dict[str, object] = {
        "target": _target(evidence),
        "hops": evidence.hops,
        "page": _page_facts(evidence),
        "site": _site(evidence),
        "host": HostPages.of(evidence),
        "views": views_of(evidence),
        "claims": _claim_checks(evidence),
        "registers": evidence.registers,
        "registration": evidence.registration,
        "dns": evidence.dns,
        "certificate": evidence.certificate,
        "origin": evidence.origin,
        "families": evidence.relatives,
    }
    return tuple(_run_one(signal, parts) for signal in all_signals().values())


def _target(evidence: Evidence) -> object:
    """The address; missing where nobody knows it, so that nothing is concluded from its stand-in."""
    if evidence.target.host == UNSEEN:
        return Missing(source="address", reason=MissingReason.NOT_ASKED)
    return evidence.target


def _page_facts(evidence: Evidence) -> object:
    page = evidence.page
    return page if isinstance(page, Missing) else page.facts


def _site(evidence: Evidence) -> object:
    page = evidence.page
    return page if isinstance(page, Missing) else Site.of(evidence)


def _claim_checks(evidence: Evidence) -> object:
    """The site's claims as far as they were checked: where no authority was asked, by what needs nobody."""
    site, asked = _site(evidence), evidence.claims
    if not isinstance(asked, Missing) or not isinstance(site, Site):
        return asked
    return ClaimChecks(checks=offline(claims_of(site), site.domain))


def _run_one(signal: Signal, parts: Mapping[str, object]) -> Finding:
    needed = [parts[name] for name in signal.meta.needs]
    for part in needed:
        if isinstance(part, Missing):
            return _unseen(signal.id, part.source, part.reason)
    try:
        return _signed(signal.detect(*needed), signal)
    except Exception:  # A defect in one signal must not take the report with it.
        log.exception("signal %s failed", signal.id)
        return Finding(
            signal=signal.id,
            outcome=Outcome.ERROR,
            summary=message(N_("This check failed inside our own program and was left out")),
        )


def _signed(found: Finding, signal: Signal) -> Finding:
    """``found`` with the id of the signal that found it; ``replace`` takes twice as long."""
    return Finding(
        signal=signal.id,
        outcome=found.outcome,
        summary=found.summary,
        quotes=found.quotes,
        measures=found.measures,
    )


@lru_cache(maxsize=4096)
def _unseen(signal: str, source: str, reason: MissingReason) -> Finding:
    """The finding of a signal one of whose parts is missing."""
    if reason is MissingReason.NOT_APPLICABLE:
        return Finding(
            signal=signal,
            outcome=Outcome.NOT_APPLICABLE,
            summary=message(
                N_("The question does not arise: {source} has nothing to say about this address"),
                source=source,
            ),
        )
    return Finding(
        signal=signal,
        outcome=Outcome.UNKNOWN,
        summary=message(
            N_("Could not be looked at: {source} is missing ({reason})"),
            source=source,
            reason=reason.value,
        ),
    )
