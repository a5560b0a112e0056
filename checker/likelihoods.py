"""What the evidence about an address adds to the judgement: published likelihood ratios.

Registration, DNS, certificate and network of a site stand on no labelled page, so no model learns
their weight and no weight of ours is made up for them. A fact counts here only when somebody
published how often it is seen among illicit **and** among lawful sellers, of the same kind and in
the same year; the ratio of the two shares multiplies the odds. Everything else has the ratio 1 and is
shown as context. ``reference/likelihoods.csv`` holds the shares, never a ratio, so that none can be
written down without them; today no published pair qualifies, and each row says why.

Ratios only ever speak against a site. An old name, a certificate and a well-kept mail set-up can all be
bought, so their absence of faults reassures nobody.

>>> address_evidence([], {}).factor
1.0
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, prod
from types import MappingProxyType

from checker.finding import Finding, Outcome
from checker.reference import table

MOST_FACTOR = 10.0
"""What all address evidence together may multiply the odds by. With the prior of 1 in 20 and nothing
else seen this stays under even odds, so address evidence alone never makes a level."""

Likelihoods = Mapping[str, "Likelihood"]
"""By signal."""

SWITCHED_OFF: Likelihoods = MappingProxyType({})
"""Given in place of a table, it lets no address evidence count, and says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """How often a fact about an address is seen among illicit and among lawful sellers."""

    signal: str
    part: str
    """The source it comes from: ``registration``, ``dns``, ``certificate`` or ``origin``."""
    illicit_share: float
    """0 to 1; the lower end where a span was published."""
    lawful_share: float
    """0 to 1; the upper end where a span was published."""
    source: str

    @property
    def ratio(self) -> float:
        """By how much the fact multiplies the odds of an illicit seller: at least 1."""
        return max(1.0, self.illicit_share / self.lawful_share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One fact's share of the address evidence."""

    signal: str
    ratio: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressEvidence:
    """All address evidence of one check."""

    factor: float = 1.0
    """What the odds are multiplied by: from 1 to :data:`MOST_FACTOR`."""
    parts: tuple[Part, ...] = ()
    """The facts with a ratio over 1, heaviest first."""
    capped: bool = False
    """The parts multiply to more than is let count."""
    counted: bool = True
    """False when it was switched off."""

    @property
    def log_odds(self) -> float:
        """What it adds to the log-odds of an illicit seller."""
        return log(self.factor)

    def share_of(self, signal: str) -> float:
        """What one fact adds to the log-odds, its part of the cap where that was reached."""
        logs = {part.signal: log(part.ratio) for part in self.parts}
        return self.log_odds * logs.get(signal, 0.0) / sum(logs.values()) if logs else 0.0


NO_ADDRESS_EVIDENCE = AddressEvidence()
"""Nothing that counts was seen."""


@cache
def published() -> Likelihoods:
    """The likelihoods of the table that may count. A row whose two shares are of different things,
    or of different years, is knowledge to read, and counts nothing."""
    rows = (row for row in table("likelihoods") if row["comparable"] == "yes")
    return MappingProxyType({row["signal"]: _likelihood(row) for row in rows})


def _likelihood(row: Mapping[str, str]) -> Likelihood:
    if not row["illicit_share"] or not row["lawful_share"]:
        raise ValueError(f"{row['signal']}: a ratio needs both shares")
    if row["illicit_year"] != row["lawful_year"]:
        raise ValueError(f"{row['signal']}: the shares are of different years")
    return Likelihood(
        signal=row["signal"],
        part=row["part"],
        illicit_share=min(_span(row["illicit_share"])),
        lawful_share=max(_span(row["lawful_share"])),
        source=row["source"],
    )


def _span(text: str) -> tuple[float, ...]:
    """``0.39-0.51`` as its two ends."""
    return tuple(float(end) for end in text.split("-"))


def address_evidence(findings: Sequence[Finding], likelihoods: Likelihoods) -> AddressEvidence:
    """The product of the ratios of what is present, capped. Of each source only the strongest fact
    counts: what one record says is not independent of what else it says."""
    present = (f.signal for f in findings if f.outcome is Outcome.PRESENT)
    strongest = _strongest(present, likelihoods)
    product = prod((one.ratio for one in strongest.values()), start=1.0)
    parts = (Part(signal=o.signal, ratio=o.ratio, source=o.source) for o in strongest.values())
    return AddressEvidence(
        factor=min(product, MOST_FACTOR),
        parts=tuple(sorted(parts, key=lambda part: (-part.ratio, part.signal))),
        capped=product > MOST_FACTOR,
        counted=likelihoods is not SWITCHED_OFF,
    )


def most_log_odds(
    findings: Sequence[Finding], likelihoods: Likelihoods, unanswered: Collection[str]
) -> float:
    """What address evidence would add to the log-odds at most, had the sources ``unanswered`` told of
    everything that could not be told without them."""
    possible = (
        f.signal
        for f in findings
        if f.outcome is Outcome.PRESENT
        or (f.outcome is Outcome.UNKNOWN and _part(f.signal, likelihoods) in unanswered)
    )
    strongest = _strongest(possible, likelihoods)
    return log(min(prod((one.ratio for one in strongest.values()), start=1.0), MOST_FACTOR))


def _part(signal: str, likelihoods: Likelihoods) -> str:
    return likelihoods[signal].part if signal in likelihoods else ""


def _strongest(signals: Iterable[str], likelihoods: Likelihoods) -> dict[str, Likelihood]:
    """The likelihood with the highest ratio over 1 of each source."""
    known = (likelihoods[signal] for signal in signals if signal in likelihoods)
    heaviest_last = sorted(known, key=lambda one: one.ratio)
    return {one.part: one for one in heaviest_last if one.ratio > 1}
