"""Services that many unrelated sites pay through or show in frames: to meet one on a page says nothing of it."""

from __future__ import annotations

from functools import cache

from checker.reference import table


def takes_payments(domain: str) -> bool:
    """Whether the registrable ``domain`` is that of a well-known payment or shop service.

    >>> takes_payments("paypal.com"), takes_payments("secure-order-desk.test")
    (True, False)
    """
    return domain in _domains("payment")


def is_embedded(domain: str) -> bool:
    """Whether the registrable ``domain`` is that of a map, video, advert or chat service shown in frames.

    >>> is_embedded("youtube.com"), is_embedded("pills.example")
    (True, False)
    """
    return domain in _domains("embed")


@cache
def _domains(kind: str) -> frozenset[str]:
    return frozenset(row["domain"] for row in table("services") if row["kind"] == kind)
