"""What changed between two reports on the same address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checker.message import N_, Message, message
from web.plain import untold


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Message, ...]:
    """The differences that matter to a reader, the level first; none when all is as it was."""
    found: list[Message] = []
    was, now_is = before["verdict"], after["verdict"]
    if was["level"] != now_is["level"]:
        found.append(
            message(
                N_("The answer was “{before}” and is “{after}”."),
                before=untold(was["label"]),
                after=untold(now_is["label"]),
            )
        )
    if was["decided_by"] != now_is["decided_by"]:
        found.append(
            message(
                N_("Another thing decides now: {after}."), after=untold(now_is["decided_by_text"])
            )
        )
    for side, new, gone in (
        ("reasons_against", _NEW_AGAINST, _GONE_AGAINST),
        ("reasons_for", _NEW_FOR, _GONE_FOR),
    ):
        found += [message(new, what=_title(r)) for r in _only(after[side], before[side])]
        found += [message(gone, what=_title(r)) for r in _only(before[side], after[side])]
    return tuple(found)


def _only(
    these: Sequence[Mapping[str, Any]], not_those: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    known = {reason["signal"] for reason in not_those}
    return [reason for reason in these if reason["signal"] not in known]


def _title(reason: Mapping[str, Any]) -> Message:
    return untold(reason["title"])


_NEW_AGAINST = N_("New against it: {what}")
_GONE_AGAINST = N_("No longer seen against it: {what}")
_NEW_FOR = N_("New for it: {what}")
_GONE_FOR = N_("No longer seen for it: {what}")
