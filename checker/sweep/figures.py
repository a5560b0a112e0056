"""What a sweep came to in numbers, counted result by result."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from checker.sweep.result import Result

SHOWN_MEMBERS = 5
_STATES = ("found", "absent", "not_applicable", "not_asked")
"""States of a source that are no failure to see."""


@dataclass(slots=True)
class Family:
    """Sites that belong together."""

    sites: int = 0
    shown: list[str] = field(default_factory=list)
    """The first of their names."""
    levels: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Figures:
    """The numbers of one sweep."""

    results: int = 0
    judged: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    """Sites by the signal that speaks against them."""
    families: dict[str, Family] = field(default_factory=lambda: defaultdict(Family))
    sources: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """What became of each source, by source and word."""
    coverage: Counter[int] = field(default_factory=Counter)
    """Sites by the tenth that the share of signals that could tell falls into, 0 to 9."""
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, result: Result) -> None:
        """Count one more."""
        self.results += 1
        if result.error:
            self.errors[result.error] += 1
            return
        self.judged += 1
        self.levels[result.level] += 1
        self.kinds[result.kind] += 1
        self.reasons.update(set(result.reasons))
        for source, word in result.sources.items():
            self.sources[source][word] += 1
        if result.coverage is not None:
            self.coverage[min(9, int(result.coverage * 10))] += 1
        if result.family:
            self._add_to_family(result)

    def _add_to_family(self, result: Result) -> None:
        family = self.families[result.family]
        family.sites += 1
        family.levels[result.level] += 1
        if len(family.shown) < SHOWN_MEMBERS and result.domain not in family.shown:
            family.shown.append(result.domain)

    def largest(self, most: int) -> list[Family]:
        """The families with the most sites."""
        return sorted(self.families.values(), key=lambda f: (-f.sites, f.shown))[:most]

    def unseen(self, source: str) -> Counter[str]:
        """Why ``source`` could not be had, and how often."""
        return Counter({w: n for w, n in self.sources[source].items() if w not in _STATES})
