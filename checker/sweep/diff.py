"""What changed between two sweeps: levels and reasons, sites that are new, and sites that are gone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.message import N_, Message, message
from checker.report import Json
from checker.shown import printable
from checker.sweep.result import Result, read_results
from checker.verdict import Level
from checker.wording import LEVELS

_FAILED = "failed"
"""Stands for the level of a site without a report."""
_WORST_FIRST = (
    Level.HIGH_RISK,
    Level.CAUTION,
    Level.INCONCLUSIVE,
    _FAILED,
    Level.UNVERIFIED,
    Level.VERIFIED,
    Level.NOT_A_PHARMACY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A site as one sweep saw it."""

    level: str
    reasons: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A site that two sweeps saw differently; None in the one that did not have it."""

    site: str
    old: Seen | None
    new: Seen | None

    @property
    def kind(self) -> str:
        """``new``, ``gone``, ``level`` or ``reasons``."""
        if self.old is None or self.new is None:
            return "gone" if self.new is None else "new"
        return "level" if self.old.level != self.new.level else "reasons"

    @property
    def appeared(self) -> list[str]:
        """Reasons that came."""
        return sorted(_reasons(self.new) - _reasons(self.old))

    @property
    def vanished(self) -> list[str]:
        """Reasons that went."""
        return sorted(_reasons(self.old) - _reasons(self.new))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Everything that changed, the worst first, and how many sites did not."""

    changes: tuple[Change, ...]
    same: int

    def of(self, kind: str) -> list[Change]:
        """The changes of one kind."""
        return [change for change in self.changes if change.kind == kind]


def _reasons(seen: Seen | None) -> frozenset[str]:
    return seen.reasons if seen else frozenset()


def difference(old: Path, new: Path) -> Difference:
    """What changed from the sweep in ``old`` to that in ``new``.

    A site is told by its host, a saved page by its host and its ``id``, and of several pages without one by its
    place among them. Raises
    :class:`~checker.errors.EvidenceUnreadable` for what is no sweep.
    """
    before, after = _seen(read_results(old)), _seen(read_results(new))
    changes = [
        Change(site=site, old=before.get(site), new=after.get(site))
        for site in before | after
        if before.get(site) != after.get(site)
    ]
    changes.sort(key=_order)
    return Difference(changes=tuple(changes), same=len(before | after) - len(changes))


def _seen(results: Iterable[Result]) -> dict[str, Seen]:
    seen: dict[str, Seen] = {}
    times: Counter[str] = Counter()
    for result in results:
        site = _site(result)
        times[site] += 1
        name = site if times[site] == 1 else f"{site} #{times[site]}"
        seen[name] = Seen(level=result.level or _FAILED, reasons=frozenset(result.reasons))
    return seen


def _site(result: Result) -> str:
    return result.host if result.id is None else f"{result.host} ({json.dumps(result.id)})"


def _order(change: Change) -> tuple[int, str]:
    seen = change.new or change.old
    assert seen is not None
    return _WORST_FIRST.index(seen.level), change.site


def to_json(found: Difference) -> dict[str, Json]:
    """The difference as plain JSON values."""
    return {
        "schema": "sweep-diff-v1",
        "same": found.same,
        "changes": [_plain(change) for change in found.changes],
    }


def _plain(change: Change) -> Json:
    return {
        "site": printable(change.site),
        "change": change.kind,
        "old_level": change.old.level if change.old else None,
        "new_level": change.new.level if change.new else None,
        "reasons_appeared": [*change.appeared],
        "reasons_vanished": [*change.vanished],
    }


_TITLES = {
    "level": N_("Another level: {count}"),
    "new": N_("New: {count}"),
    "gone": N_("Gone: {count}"),
    "reasons": N_("The same level for other reasons: {count}"),
}


def sentences(found: Difference) -> Iterator[str]:
    """The difference as lines for people."""
    for kind, title in _TITLES.items():
        changes = found.of(kind)
        yield _text(message(title, count=len(changes)))
        yield from (f"  {_line(change)}" for change in changes)
    yield _text(message(N_("As before: {count}"), count=found.same))


def _line(change: Change) -> str:
    levels = " → ".join(_level(seen) for seen in (change.old, change.new) if seen)
    if change.kind == "reasons":
        levels = _level(change.new)
    moved = [*(f"+{name}" for name in change.appeared), *(f"-{name}" for name in change.vanished)]
    both = change.old is not None and change.new is not None
    told = f"  {' '.join(moved)}" if moved and both else ""
    return f"{printable(change.site)}  {levels}{told}"


def _level(seen: Seen | None) -> str:
    if seen is None or seen.level == _FAILED:
        return _text(message(N_("No report")))
    return _text(LEVELS[seen.level])


def _text(words: Message) -> str:
    return words.text()
