"""``rxlens store``: what a store holds, its upgrade, its backup, and what is put back from one."""

from __future__ import annotations

import argparse
import os
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
        help="a directory or the address of a database, else $RXLENS_DATABASE or $RXLENS_STORE",
    )
    parser.set_defaults(run=run)


def default_place() -> str | Path:
    """Where the service keeps what it keeps when nobody says otherwise."""
    if setting := os.environ.get("RXLENS_DATABASE") or os.environ.get("RXLENS_STORE"):
        return setting
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (data if data.is_absolute() else Path.home() / ".local" / "share") / "rxlens" / "web"


def run(args: argparse.Namespace) -> int:
    """Do what is asked; raises :class:`~checker.errors.NotStored` where the store cannot be used."""
    from checker.store import transfer  # noqa: PLC0415 - only this command needs it

    place = args.store or default_place()
    if args.action in ("backup", "restore"):
        if args.file is None:
            raise InputRefused("usage", message(N_("Name the file of the backup.")))
        if args.action == "backup":
            told, rows = N_("Rows written: {rows}."), transfer.back_up(place, args.file)
        else:
            told, rows = N_("Rows put back: {rows}."), transfer.restore(place, args.file)
        print(message(told, rows=rows).text())
        return ANSWERED
    # Looking brings it up to date: a store is never used in an older form.
    for part, (revision, tables) in transfer.counts(place).items():
        rows_of = ", ".join(f"{name} {rows}" for name, rows in tables.items())
        print(f"{part:9} {revision}  {rows_of}")
    return ANSWERED
