"""``rxlens registers``: which lists are at hand, what they say of an address, and how to renew one."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from checker.errors import InputRefused
from checker.message import N_, Message, message

if TYPE_CHECKING:
    from checker.registers.answer import ValuedEntry
    from checker.registers.catalogue import Source
    from checker.registers.coverage import ListState
    from checker.registers.update import Updated

    Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

ANSWERED, FAILED = 0, 1

_EPILOG = """
rxlens registers                            which lists are here, of which day, and what they allow
rxlens registers find shop.example          what they say of one address
rxlens registers update dk_dkma --from FILE --date 2026-11-20
rxlens registers update dk_dkma --from https://…     dated today
"""


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "registers",
        help="the lists of pharmacies and warnings at hand, and how to renew one",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("action", nargs="?", choices=("list", "find", "update"), default="list")
    parser.add_argument("name", nargs="?", help="an address to find, or the list to update")
    parser.add_argument(
        "--from",
        dest="origin",
        metavar="FILE|URL",
        help="the newer copy (CSV, JSON, HTML, PDF, ZIP)",
    )
    parser.add_argument("--date", metavar="DAY", help="the day a FILE was published, as 2026-11-20")
    parser.add_argument(
        "--format", choices=("csv", "json", "html", "pdf"), help="when it is not plain"
    )
    parser.add_argument(
        "--column", metavar="HEADING", help="heading of the column of web addresses"
    )
    parser.add_argument(
        "--anyway",
        action="store_true",
        help="also when the copy is much shorter, or older than ours",
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List the lists, look an address up in them, or replace one."""
    return {"list": _list, "find": _find, "update": _update}[args.action](args)


# list


def _list(args: argparse.Namespace) -> int:
    from checker.registers.coverage import sources, today, verifiable  # noqa: PLC0415

    day = today()
    states = sources(day)
    if args.json:
        _print_json(
            {
                "day": day.isoformat(),
                "verifiable": [_plain(asdict(found)) for found in verifiable(day)],
                "lists": [_described(state) for state in states],
            }
        )
        return ANSWERED
    _say(_can_be_verified(day))
    _show([state for state in states if state.snapshot is not None or state.warning is not None])
    absent = [state.source.id for state in states if state.snapshot is None]
    _say(_absent(absent))
    return ANSWERED


def _can_be_verified(day: date) -> Iterator[Message]:
    from checker.registers.coverage import verifiable  # noqa: PLC0415

    yield message(N_("On {day} a site can be verified by:"), day=day.isoformat())
    for found in verifiable(day):
        since = message(N_("always: it is read from the address"))
        if found.since is not None:
            since = message(N_("list of {day}"), day=found.since.isoformat())
        yield message(
            "  {country}  {authority}: {name} ({since})",
            country=found.country or "--",
            authority=found.authority,
            name=found.name,
            since=since,
        )
    yield message(N_("Elsewhere nothing can be verified until somebody imports a fresh list."))
    yield message("")


def _show(states: list[ListState]) -> None:
    """The lists at hand in columns, and under each what takes from its worth."""
    from checker.registers.wording import HEADINGS, IMPORTED, KINDS  # noqa: PLC0415

    rows = [[heading.text() for heading in HEADINGS]]
    for state in states:
        day = state.snapshot.isoformat() if state.snapshot else ""
        kind = KINDS[state.source.kind].text()
        rows.append([state.source.id, kind, state.source.country, day, str(state.rows)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    remarks = [(), *((IMPORTED if s.imported else None, s.warning) for s in states)]
    for row, told in zip(rows, remarks, strict=True):
        print("  ".join(map(str.ljust, row, widths)).rstrip())
        for remark in filter(None, told):
            print("    " + remark.text())


def _absent(ids: list[str]) -> Iterator[Message]:
    yield message("")
    yield message(N_("Known and not at hand: {ids}."), ids=", ".join(ids))
    yield message(N_("Take one over with: rxlens registers update NAME --from FILE --date DAY"))


def _described(state: ListState) -> dict[str, Any]:
    return {
        "id": state.source.id,
        "authority": state.source.authority,
        "country": state.source.country,
        "name": state.source.name,
        "kind": state.source.kind.value,
        "permits": list(state.source.permits),
        "snapshot": state.snapshot.isoformat() if state.snapshot else None,
        "rows": state.rows,
        "imported": state.imported,
        "max_age_days": state.source.max_age_days,
        "licence": state.source.licence,
        "note": state.source.note,
        "warning": state.warning.text() if state.warning else None,
    }


# find


def _find(args: argparse.Namespace) -> int:
    from checker.registers.answer import answer  # noqa: PLC0415
    from checker.registers.coverage import today  # noqa: PLC0415
    from checker.target import read_target  # noqa: PLC0415

    target = read_target(_needed(args.name, N_("an address")))
    found = answer(target.host, target.domain, today())
    if args.json:
        _print_json(_plain(asdict(found)))
        return ANSWERED
    if not found.entries:
        _say([message(N_("{host} is on none of the lists at hand."), host=target.host)])
    for entry in found.entries:
        _say([_told(entry)])
    return ANSWERED


def _told(entry: ValuedEntry) -> Message:
    from checker.registers.wording import WORTHS  # noqa: PLC0415

    return message(
        N_("{domain}: {worth} {authority}, {source}, snapshot of {day}"),
        domain=entry.host or entry.domain,
        worth=WORTHS[entry.worth],
        authority=entry.authority,
        source=entry.source,
        day=entry.snapshot or message(N_("today")),
    )


# update


def _update(args: argparse.Namespace) -> int:
    from checker.registers.coverage import today  # noqa: PLC0415
    from checker.registers.importers import Form  # noqa: PLC0415
    from checker.registers.update import (  # noqa: PLC0415
        UpdateRefused,
        Wanted,
        fetched,
        list_named_by,
        read_file,
        update,
    )

    source = _source(args.name) if args.name else None
    origin, day = _needed(args.origin, "--from FILE|URL"), _day(args.date)
    wanted = Wanted(
        form=Form(args.format) if args.format else None, column=args.column, fewer=args.anyway
    )
    try:
        if "://" in origin:
            data, day = fetched(origin, args.network), day or today()
        else:
            data = read_file(Path(origin))
        source = source or list_named_by(origin, data)
        source = source or _source(_needed(args.name, N_("the name of a list")))
        done = update(source, data, snapshot=day, today=today(), wanted=wanted)
    except UpdateRefused as refused:
        print(f"rxlens: {_text(refused.message)} [{refused.reason}]", file=sys.stderr)
        if args.json:
            _print_json(
                {"updated": False, "reason": refused.reason, "detail": refused.message.text()}
            )
        return FAILED
    if args.json:
        _print_json({"updated": True, **_result(done)})
    else:
        _say(_done(done))
    return ANSWERED


def _source(name: str) -> Source:
    from checker.registers.catalogue import catalogue  # noqa: PLC0415

    if name not in catalogue():
        raise InputRefused(
            "unknown_list",
            message(
                N_("There is no list called {name}. Known are: {known}."),
                name=repr(name[:40]),
                known=", ".join(catalogue()),
            ),
        )
    return catalogue()[name]


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputRefused(
            "date", message(N_("{text} is no day. Write it as 2026-11-20."), text=repr(text[:40]))
        ) from None


def _needed(given: str | None, what: str) -> str:
    if not given:
        raise InputRefused(
            "usage",
            message(
                N_("{what} is missing. `rxlens registers --help` tells what can be given."),
                what=message(what),
            ),
        )
    return given


def _result(done: Updated) -> dict[str, Any]:
    return {
        "id": done.source.id,
        "snapshot": done.snapshot.isoformat(),
        "entries": done.entries,
        "before": done.before,
        "rows": done.rows,
        "left_out": dict(done.left_out),
    }


def _done(done: Updated) -> Iterator[Message]:
    from checker.registers.wording import LEFT_OUT  # noqa: PLC0415

    yield message(
        N_("{id}: {entries} entries of {day}, {before} before."),
        id=done.source.id,
        entries=done.entries,
        day=done.snapshot.isoformat(),
        before=done.before,
    )
    for reason, count in sorted(done.left_out.items()):
        yield message("  {count} {reason}", count=count, reason=LEFT_OUT[reason])


# Output


def _say(lines: Iterator[Message] | list[Message]) -> None:
    for line in lines:
        print(_text(line))


def _text(line: Message) -> str:
    from checker.shown import printable  # noqa: PLC0415

    text = line.text()
    indent = len(text) - len(text.lstrip(" "))
    return " " * indent + (
        text[indent:] if text.isascii() and text.isprintable() else printable(text)
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _print_json(value: Any) -> None:
    ascii_only = not (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(value, ensure_ascii=ascii_only, indent=2, allow_nan=False))
