"""``rxlens store``: what a store holds, its upgrade, its backup, and what is put back from one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from checker.errors import InputRefused
from checker.message import N_, message

if TYPE_CHECKING:
    Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

ANSWERED = 0


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "store", help="look after what is kept: upgrade, backup, restore"
    )
    parser.add_argument("action", choices=("info", "upgrade", "backup", "restore"))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the backup")
    parser.add_argument(
        "--store",
        metavar="PLACE",
        help="a directory or the address of a database, else that of the service's settings",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what is asked; raises :class:`~checker.errors.NotStored` where the store cannot be used."""
    from checker.store import looking, transfer  # noqa: PLC0415 - only this command needs them

    place = _place(args.store)
    if args.action in ("backup", "restore"):
        if args.file is None:
            raise InputRefused("usage", message(N_("Name the file of the backup.")))
        if args.action == "backup":
            told, rows = N_("Rows written: {rows}."), transfer.back_up(place, args.file)
        else:
            told, rows = N_("Rows put back: {rows}."), transfer.restore(place, args.file)
        print(message(told, rows=rows).text())
        return ANSWERED
    if args.action == "upgrade":
        transfer.upgrade(place)
    held = looking.look(place)
    for part in held:
        revision = f"{part.revision or '-'} < {part.newest}" if part.is_older else part.revision
        rows_of = ", ".join(f"{name} {rows}" for name, rows in part.rows.items())
        print(f"{part.part:9} {revision or '-':11} {rows_of or '-'}")
    if any(part.is_older for part in held):
        print(message(_OLDER).text())
    return ANSWERED


_OLDER = N_(
    "A part is of an earlier version: whoever opens it next brings it up to date, or `rxlens store upgrade` does now."
)


def _place(given: str | None) -> str | Path | None:
    """The store that was named, else the one in which the service keeps things."""
    from checker.store.database import is_address  # noqa: PLC0415
    from web.service import store_place  # noqa: PLC0415
    from web.settings import read_settings  # noqa: PLC0415

    if given is None:
        return store_place(read_settings())
    if is_address(given):
        return store_place(read_settings(database=given))
    return store_place(read_settings(store=given, database=""))
