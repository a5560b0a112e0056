"""What the trained model sees: the measures of signals, by name.

A feature is ``signal.measure``. Training and checking read findings through this one file, so the two
cannot drift apart. A signal is a source of features when it has measures and looks at nothing but the
pages of the site (``page``, ``site``) or nothing but the address (``target``), unless one of these
rules keeps it out:

- names of regulators, register numbers, seals and licences (topic ``authority``), and what a page says
  about prescriptions and dangers, are claims: they count once checked, in the verdict, never here;
- what depends on whether the host is known (links counted as leading elsewhere, names compared with
  the host) would tell the model where a page came from instead of what it does.

The *offences* are those measures that speak against a site and that nothing added to a page lowers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import nan

from checker.finding import Direction, Finding, Topic
from checker.signals import Signal, all_signals
from checker.verdict import weigh

CLAIMS = frozenset({"prescription_required_stated", "prescription_warning_given"})
"""Statements that rogue pages copy: they enter no model."""
BY_HOST = frozenset(
    {
        "agents_abroad",
        "checkout_on_other_site",
        "content_in_frame",
        "doorway_to_medicines",
        "email_of_other_shop",
        "foreign_shop_name",
        "free_zone_on_the_way",
        "medicine_links_out",
        "offer_only_in_address",
        "order_form_unencrypted",
        "page_sends_on",
        "ships_from_abroad",
        "site_named_after_medicine",
        "stock_on_several_continents",
    }
)
"""Signals whose measures change when the host of a page is unknown."""
FIRM = frozenset(
    {
        "lifestyle_medicine_menu",
        "medicine_sale_menu",
        "medicine_trade_lines",
    }
)
"""Signals whose measures nothing added to a page lowers, beside what the seller says itself. Those of others
can be: a consultation before an offer gates it, a telephone answers for a shop that had none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One measure as a column."""

    signal: str
    measure: str
    direction: int
    """+1 when more of it can only raise the risk, 0 when unsure."""

    @property
    def name(self) -> str:
        """``signal.measure``."""
        return f"{self.signal}.{self.measure}"


@cache
def page_features() -> tuple[Feature, ...]:
    """What is measured on the pages of a site, in order of the alphabet."""
    signals = all_signals()
    return tuple(
        feature for name in signals if name in _of_page() for feature in _columns(signals[name])
    )


@cache
def offence_features() -> tuple[Feature, ...]:
    """Those of the page that count against a site and that nothing added can lower."""
    return tuple(f for f in page_features() if f.direction > 0 and _is_firm(f))


def _is_firm(feature: Feature) -> bool:
    said = feature.measure in ("said", "sentences")
    concern = all_signals()[feature.signal].meta.direction is Direction.CONCERN
    return feature.signal in FIRM or (said and concern)


@cache
def address_features() -> tuple[Feature, ...]:
    """What is measured on the address alone."""
    return tuple(
        feature
        for signal in all_signals().values()
        if signal.meta.needs == ("target",)
        for feature in _columns(signal)
    )


SHAPE = ("length", "digits", "hyphens", "labels")
"""Measures of the address beside those of signals: see :mod:`checker.host_words`."""


def address_names() -> list[str]:
    """The columns of the address model."""
    return [feature.name for feature in address_features()] + list(SHAPE)


@cache
def _of_page() -> frozenset[str]:
    """The signals of the page that a model may see."""
    return frozenset(name for name, signal in all_signals().items() if _is_of_page(signal))


def _is_of_page(signal: Signal) -> bool:
    meta = signal.meta
    kept_out = meta.topic is Topic.AUTHORITY or signal.id in CLAIMS | BY_HOST
    return not kept_out and set(meta.needs) <= {"page", "site"}


def _columns(signal: Signal) -> tuple[Feature, ...]:
    return tuple(
        Feature(signal=signal.id, measure=name, direction=max(measure.direction, 0))
        for name, measure in signal.meta.measures.items()
    )


DOCUMENTED = "documented_weights.log_odds"
"""What the documented weights of the page's signals add up to: the one feature made of several signals.
Too few networks are labelled for a rare offence to be learnt; this is how it counts all the same."""
DOCUMENTED_OFFENCES = "documented_weights.offences"
"""Likewise for what the seller says itself: of those signals that nothing added takes away."""


def page_names() -> list[str]:
    """The columns measured on the pages of a site."""
    return [*(feature.name for feature in page_features()), DOCUMENTED, DOCUMENTED_OFFENCES]


def page_directions() -> list[int]:
    """+1 for the columns of which more can only raise the risk."""
    return [*(feature.direction for feature in page_features()), 1, 1]


def measures_of(findings: Sequence[Finding]) -> dict[str, float]:
    """Every measure of ``findings`` by ``signal.measure``, and the documented weights added up."""
    measures = {
        f"{finding.signal}.{name}": value
        for finding in findings
        for name, value in finding.measures.items()
    }
    return {**measures, **documented_measures(findings)}


def documented_measures(findings: Sequence[Finding]) -> dict[str, float]:
    """The documented weights of ``findings`` added up, of all and of the offences."""
    return {
        DOCUMENTED: sum(documented_parts(findings).values()),
        DOCUMENTED_OFFENCES: sum(offence_parts(findings).values()),
    }


def documented_parts(findings: Sequence[Finding]) -> dict[str, float]:
    """The documented weight of each present signal of the page that a model may see."""
    seen = _of_page()
    return _weights_of([f for f in findings if f.signal in seen])


def offence_parts(findings: Sequence[Finding]) -> dict[str, float]:
    """The documented weight of each claim among them that is an offence."""
    claims = {f.signal for f in offence_features() if f.measure == "said"}
    return _weights_of([f for f in findings if f.signal in claims])


def host_parts(findings: Sequence[Finding]) -> dict[str, float]:
    """The documented weight of each present signal that needs the host of the page: no model has learnt of it,
    since the labelled pages are read as if their hosts were unknown."""
    return _weights_of([f for f in findings if f.signal in BY_HOST])


def _weights_of(findings: Sequence[Finding]) -> dict[str, float]:
    return {part.signal: part.log_odds for part in weigh(findings) if part.log_odds > 0}


def vector(
    measures: Mapping[str, float], names: Sequence[str], *, unmeasured: float = nan
) -> list[float]:
    """``measures`` in the order of ``names``. What was not measured is unknown, which is not 0; among
    offences it is 0, because what is not there is no offence."""
    return [measures.get(name, unmeasured) for name in names]


def signal_of(name: str) -> str:
    """The signal a feature belongs to.

    >>> signal_of("bulk_deals.said")
    'bulk_deals'
    """
    return name.partition(".")[0]


def versions_of(names: Iterable[str]) -> dict[str, int]:
    """The version of each signal the features come from; others (a text score) have none."""
    known = all_signals()
    signals = sorted({signal_of(name) for name in names})
    return {name: known[name].meta.version for name in signals if name in known}
