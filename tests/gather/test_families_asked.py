"""The sites checked before are asked last, and hold no check up."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from checker.evidence import FAMILIES, Evidence, Missing, MissingReason, Started, View, observed
from checker.gather.everything import Sources, gather_all
from checker.net import Limits
from checker.page.worker import read_here
from checker.relatives import Relative, Relatives
from checker.target import read_target
from tests.loopback import Reply, site

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LIMITS = Limits(connect=0.5, tls=0.5, first_byte=1, idle=1, total=2, gather=2, politeness=0)
KNOWN = Relatives(sites=(Relative(domain="other.com", seen="2026-11-01"),))

Ask = Callable[[Evidence], Relatives | Missing]


def gathered(ask: Ask | None) -> tuple[list[str], Evidence]:
    """Sources in the order in which they were begun, and the evidence."""
    target = read_target("http://shop.com/")
    with site({"/": Reply(body=b"<title>Shop</title><h1>A shop</h1>")}, "shop.com") as world:
        events = list(
            gather_all(
                target,
                world.network,
                LIMITS,
                read_here,
                lambda: NOON,
                sources=Sources(families=ask),
            )
        )
    begun = [event.source for event in events if isinstance(event, Started)]
    found = Evidence(target=target, country="GB", checked_at=NOON, observations=observed(events))
    return begun, found


def test_they_are_asked_last_about_all_that_was_seen() -> None:
    asked: list[Evidence] = []

    def ask(evidence: Evidence) -> Relatives:
        asked.append(evidence)
        return KNOWN

    begun, found = gathered(ask)
    assert begun[-1] == FAMILIES
    assert found.relatives == KNOWN
    assert found.observations[-1].view is View.ASKED
    (about,) = asked
    assert about.visits == found.visits
    assert not isinstance(about.registers, Missing)
    assert about.checked_at == NOON


def test_nobody_is_asked_where_nothing_is_kept() -> None:
    begun, found = gathered(None)
    assert FAMILIES not in begun
    assert isinstance(found.relatives, Missing)
    assert found.relatives.reason is MissingReason.NOT_ASKED


def stalled(_: Evidence) -> Relatives:
    time.sleep(LIMITS.gather * 4)
    return KNOWN


def failing(_: Evidence) -> Relatives:
    raise RuntimeError("a defect")


@pytest.mark.parametrize(
    ("ask", "reason"),
    [(stalled, MissingReason.TIMEOUT), (failing, MissingReason.UNREADABLE)],
)
def test_a_store_that_fails_is_named_as_missing(ask: Ask, reason: MissingReason) -> None:
    _, found = gathered(ask)
    assert isinstance(found.relatives, Missing)
    assert (found.relatives.source, found.relatives.reason) == (FAMILIES, reason)
    assert not isinstance(found.page, Missing)
