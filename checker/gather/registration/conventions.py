"""In which order a registry writes day and month, where its answers do not show it."""

from __future__ import annotations

from checker.gather.registration.dates import Order

# Country-code registries that write the month first, as seen in their answers.
_MONTH_FIRST = frozenset(
    ("tk", "ml", "ga", "cf", "gq", "us", "gov", "mil", "edu", "pr", "fm", "ph")
)


def order_of(domain: str) -> Order:
    """The order of day and month for the registry of ``domain``.

    >>> order_of("example.fr"), order_of("example.tk"), order_of("example.com")
    (<Order.DAY_FIRST: 'day'>, <Order.MONTH_FIRST: 'month'>, <Order.UNKNOWN: 'unknown'>)
    """
    top = domain.rpartition(".")[2]
    if top in _MONTH_FIRST:
        return Order.MONTH_FIRST
    return Order.DAY_FIRST if len(top) == 2 else Order.UNKNOWN
