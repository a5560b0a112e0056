"""Looking an address up in the registers and warning lists kept on this computer: nobody is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from checker.evidence import Missing, MissingReason, Observation, View
from checker.registers import RegisterAnswer, answer
from checker.target import Target

Lists = Callable[[str, str, date], RegisterAnswer]
"""What is known of a host, its registrable domain, on a day."""


def look_in_lists(target: Target, at: datetime, lists: Lists = answer) -> Observation:
    """What ``lists`` say about ``target`` on the day of ``at``.

    Missing when no list can be read at all, and where there is no domain to look for.
    """
    return Observation(
        source="registers", view=View.ASKED, at=at, value=_answer(target, at.date(), lists)
    )


def _answer(target: Target, day: date, lists: Lists) -> RegisterAnswer | Missing:
    if not target.domain:
        return Missing(source="registers", reason=MissingReason.NOT_APPLICABLE)
    found = lists(target.host, target.domain, day)
    if not found.lists:
        return Missing(source="registers", reason=MissingReason.UNREADABLE, detail="no list held")
    return found
