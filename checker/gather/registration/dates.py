"""Reading the day a registry prints, in any of the orders and languages registries use.

Days are taken as printed, never shifted between time zones. ``03/04/2021`` is read by the registry's
own convention where that is known or shown by the text; else as the *later* of both days, so that
nobody looks older than the registry can have meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from checker.patterns import compiled

EARLIEST = date(1985, 1, 1)
"""The first names in the DNS; older days are placeholders."""
LATEST = date(2200, 1, 1)
LONGEST = 100
"""Characters of a value in which a date is looked for."""


class Order(Enum):
    """What stands first in ``03/04/2021``."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"
    UNKNOWN = "unknown"


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen ocak янв",
            "feb fev fév fevr févr febr şub sub фев",
            "mar mär maer mrt märz mars mac мар",
            "apr abr avr nis апр",
            "may mai mag mei maj мая май",
            "jun juin giu haz июн",
            "jul juil lug tem июл",
            "aug ago aoû aou août aout ağu авг",
            "sep set sept eyl сен",
            "oct okt ott out eki окт",
            "nov kas ноя",
            "dec dez dic déc des ara дек",
        ),
        start=1,
    )
    for name in names.split()
}

_YEAR_FIRST = compiled(
    r"(?<!\d)(\d{4})(?:[-/]|\. ?)(\d{1,2})(?:[-/]|\. ?)(\d{1,2})(?!\d)|(?<!\d)(\d{4})年 ?(\d{1,2})月 ?(\d{1,2})日",
    0,
)
_YEAR_MONTH_NAME = compiled(r"(?<!\d)(\d{4})[-/. ]([^\W\d_]{3,12})[-/. ](\d{1,2})(?!\d)", 0)
_COMPACT = compiled(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d{1,5}(?!\d))", 0)
_STAMP = compiled(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)\d{6}(?!\d)", 0)
_NUMBERS = compiled(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)", 0)
_DAY_NAME_FIRST = compiled(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?:[-/. ]| de | d')+([^\W\d_]{3,12})\.?,?(?:[-/. ]| de )+(\d{4})(?!\d)"
)
_MONTH_NAME_FIRST = compiled(
    r"([^\W\d_]{3,12})\.?[ -]{1,3}(\d{1,2})(?:st|nd|rd|th)?(?!\d|:)(?:,? {1,3}|-)(\d{4})(?!\d|:)"
)
_SHORT_YEAR = compiled(r"(?<![\d-])(\d{1,2})-([^\W\d_]{3})-(\d\d)(?![\d-])", 0)
_UNIX_DATE = compiled(
    r"([^\W\d_]{3})  ?(\d{1,2}) \d\d:\d\d(?::\d\d)?(?: [A-Z]{2,5}(?:[+-]\d{1,4})?)? (\d{4})(?!\d)",
    0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day that was read."""

    day: date
    ambiguous: bool = False
    """Day and month could be the other way round; ``day`` is the later reading."""


def read_day(text: str, order: Order = Order.UNKNOWN, today: date = LATEST) -> Day | None:
    """The first date in ``text``, or None.

    Of two readings that one is taken that is not after ``today``, the later one if both are not.

    >>> [str(read_day(t).day) for t in ("Fri Mar 29 22:03:53 GMT 2002", "1998-Sep-21.", "2012. 05. 19.")]
    ['2002-03-29', '1998-09-21', '2012-05-19']
    >>> read_day("03/04/2021")
    Day(day=datetime.date(2021, 4, 3), ambiguous=True)
    >>> read_day("before Aug-1996") is None
    True
    """
    text = text[:LONGEST]
    for pattern, parts in _READERS:
        match = pattern.search(text)
        if match is not None:
            day = _date(*parts(match.groups()))
            if day is not None:
                return Day(day=day)
    return _numeric(text, order, today)


def order_shown(text: str) -> Order:
    """What one date with slashes or dashes shows about the order of all of them in the answer."""
    match = _NUMBERS.search(text[:LONGEST])
    if match is None or match[2] == ".":
        return Order.UNKNOWN
    first, second = int(match[1]), int(match[3])
    if first > 12 >= second:
        return Order.DAY_FIRST
    return Order.MONTH_FIRST if second > 12 >= first else Order.UNKNOWN


def plausible(day: date, latest: date) -> bool:
    """Whether ``day`` can be a day of a registration, ``latest`` being the last possible one."""
    return EARLIEST <= day <= latest


def _numeric(text: str, order: Order, today: date) -> Day | None:
    match = _NUMBERS.search(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    if match[2] == "." or order is Order.DAY_FIRST:
        found = day_first if order is not Order.MONTH_FIRST or match[2] == "." else month_first
        return Day(day=found) if found else None
    if order is Order.MONTH_FIRST and month_first:
        return Day(day=month_first)
    readings = sorted({reading for reading in (day_first, month_first) if reading is not None})
    possible = [reading for reading in readings if reading <= today] or readings
    return Day(day=possible[-1], ambiguous=len(readings) > 1) if possible else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    """The number of a month by its name in some language; 0 when it is none."""
    name = name.lower()
    return next((_MONTHS[name[:n]] for n in (5, 4, 3) if name[:n] in _MONTHS), 0)


_Groups = tuple[str | None, ...]
_Parts = tuple[int, int, int]


def _plain(groups: _Groups) -> _Parts:
    year, month, day = (group for group in groups if group is not None)
    return int(year), int(month), int(day)


def _year_name_day(groups: _Groups) -> _Parts:
    year, month, day = groups
    return int(year or 0), _month(month or ""), int(day or 0)


def _day_name_year(groups: _Groups) -> _Parts:
    day, month, year = groups
    return int(year or 0), _month(month or ""), int(day or 0)


def _day_name_short(groups: _Groups) -> _Parts:
    day, month, year = groups
    century = 1900 if int(year or 0) >= EARLIEST.year % 100 else 2000
    return century + int(year or 0), _month(month or ""), int(day or 0)


def _name_day_year(groups: _Groups) -> _Parts:
    month, day, year = groups
    return int(year or 0), _month(month or ""), int(day or 0)


_READERS: tuple[tuple[re.Pattern[str], Callable[[_Groups], _Parts]], ...] = (
    (_YEAR_FIRST, _plain),
    (_YEAR_MONTH_NAME, _year_name_day),
    (_DAY_NAME_FIRST, _day_name_year),
    (_SHORT_YEAR, _day_name_short),
    (_UNIX_DATE, _name_day_year),
    (_MONTH_NAME_FIRST, _name_day_year),
    (_STAMP, _plain),
    (_COMPACT, _plain),
)
