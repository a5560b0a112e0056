"""The invented sites that were checked before, as a check of the demonstration finds them in its store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import Lock

from checker.demo.lists import demo_lists
from checker.demo.manifest import DemoHost, demo_hosts
from checker.evidence import Evidence, Missing, PageVisit, Response
from checker.family.fingerprint import Fingerprint, of_pages
from checker.family.memory import FamilyMemory
from checker.family.store import FamilyStore
from checker.page.worker import read_here
from checker.relatives import Relatives
from checker.verdict import Level

_ROLES = {"": "typed", "/contact": "contact", "/terms": "terms", "/postage": "delivery"}
"""Pages of a site that was checked, as a check reads them."""


class DemoFamilies:
    """Fingerprints of the sites that were checked before; made when the first check asks."""

    def __init__(self) -> None:
        self._store = FamilyStore(":memory:")
        self._memory = FamilyMemory(self._store, lists=demo_lists)
        self._asked = Lock()  # A store in memory is one connection.

    def ask(self, evidence: Evidence) -> Relatives | Missing:
        """See :meth:`checker.family.memory.FamilyMemory.ask`."""
        with self._asked:
            if not len(self._store):
                self._store.add(*_checked_before())
            return self._memory.ask(evidence)

    def close(self) -> None:
        """Forget all."""
        self._store.close()


def _checked_before() -> Iterator[Fingerprint]:
    today = datetime.now(UTC).date()
    for host in demo_hosts().values():
        if host.checked:
            seen = (today - timedelta(days=host.checked)).isoformat()
            yield replace(_fingerprint(host.name), seen=seen, level=Level.HIGH_RISK.value)


@cache
def _fingerprint(host: str) -> Fingerprint:
    return of_pages(host, "", _visits(demo_hosts()[host]))


def _visits(host: DemoHost) -> Iterator[PageVisit]:
    for path, role in _ROLES.items():
        response = Response(
            url=f"https://{host.name}{path}",
            hops=(),
            status=200,
            headers=(("content-type", "text/html; charset=utf-8"),),
            body=host.pages[path].encode(),
        )
        facts = read_here(response)
        if not isinstance(facts, Missing):
            yield PageVisit(role=role, response=response, facts=facts)
