"""``rxlens family``: which checked sites belong together.

Nothing is kept unless it is asked for: ``rxlens check --remember`` keeps a fingerprint, and so does ``rxlens
family remember FILE`` with evidence that ``rxlens check --save FILE`` kept.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from checker.errors import InputRefused
from checker.message import N_, Message, message
from checker.relatives_told import CAUTION, listing_text, shared_text, telling

if TYPE_CHECKING:
    from checker.family.links import Link
    from checker.family.search import Family
    from checker.family.store import FamilyStore

    Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

ANSWERED, REFUSED = 0, 2

STORE = "RXLENS_FAMILIES"
"""Setting of the environment: the file of fingerprints, or the address of a database."""

_EPILOG = """
rxlens family DOMAIN                 the sites that belong with it, and why
rxlens family remember EVIDENCE...   keep fingerprints of checks saved with check --save
rxlens family forget DOMAIN          delete a fingerprint
rxlens family measure DIRECTORY      precision and recall on labelled pages
"""


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "family",
        help="which checked sites belong together, and why",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", metavar="DOMAIN | remember | forget | measure")
    parser.add_argument("more", nargs="*", metavar="FILE | DOMAIN")
    parser.add_argument("--store", metavar="FILE", help=f"the file of fingerprints, else ${STORE}")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--by-network", action="store_true", help="measure: a line for each owner")
    parser.set_defaults(run=run)


def default_store() -> str | Path:
    """Where fingerprints are kept when nobody says otherwise: a path, or the address of a database."""
    if setting := os.environ.get(STORE, ""):
        return setting
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    base = data if data.is_absolute() else Path.home() / ".local" / "share"
    return base / "rxlens" / "families.sqlite"


def run(args: argparse.Namespace) -> int:
    """Show a family, or change what is kept."""
    from checker.family.store import FamilyStore  # noqa: PLC0415 - only this command needs it

    if args.what == "measure":
        return _measure(args)
    with FamilyStore(args.store or default_store()) as store:
        if args.what == "remember":
            return _remember(store, args.more)
        if args.what == "forget":
            return _forget(store, args.more)
        return _show(store, args)


def _remember(store: FamilyStore, files: list[str]) -> int:
    from checker import archive  # noqa: PLC0415
    from checker.family.fingerprint import fingerprint  # noqa: PLC0415
    from checker.judgement import judge  # noqa: PLC0415
    from checker.page.worker import PageReader  # noqa: PLC0415

    kept = 0
    with PageReader(workers=1) as reader:
        for name in files:
            evidence = archive.load(name, reader.read)
            found = fingerprint(evidence, judge(evidence).verdict.level.value)
            if found is not None:
                store.add(found)
                kept += 1
    _say(
        message(N_("Fingerprints kept: {kept}; sites known: {count}."), kept=kept, count=len(store))
    )
    return ANSWERED


def _forget(store: FamilyStore, domains: list[str]) -> int:
    for domain in domains:
        gone = store.forget(_domain(domain))
        _say(
            message(N_("Deleted: {domain}.") if gone else N_("Not known: {domain}."), domain=domain)
        )
    return ANSWERED


def _domain(typed: str) -> str:
    from checker.target import read_target  # noqa: PLC0415

    target = read_target(typed)
    return target.domain or target.host


def _show(store: FamilyStore, args: argparse.Namespace) -> int:
    domain = _domain(args.what)
    one = store.get(domain)
    if one is None:
        raise InputRefused(
            "not_known",
            message(
                N_("No fingerprint of {domain} is kept. Check it with --remember."),
                domain=domain,
            ),
        )
    family = store.family(one)
    if args.json:
        from checker.family.told import to_json  # noqa: PLC0415

        print(json.dumps(to_json(family), ensure_ascii=True, indent=2))
    else:
        _print(family)
    return ANSWERED


def _print(family: Family) -> None:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from checker.family import told  # noqa: PLC0415
    from checker.terminal import console_for  # noqa: PLC0415
    from checker.wording import LEVELS  # noqa: PLC0415

    console = console_for(sys.stdout)
    for sentence in told.sentences(family):
        console.print(Text(sentence.text()))
    table = Table(box=box.SIMPLE)
    for title in (N_("Site"), N_("Seen"), N_("Level"), N_("On a list"), N_("What joins it")):
        table.add_column(Text(message(title).text()))
    joins = {joined.domain: joined.link for joined in told.joining(family)}
    for member in family.members:
        listed = "; ".join(listing_text(each).text() for each in member.listings)
        cells = (
            member.domain,
            member.seen,
            LEVELS[member.level].text() if member.level else "",
            listed,
            "; ".join(_why(joins.get(member.domain))),
        )
        table.add_row(*map(Text, cells))
    console.print(table)
    console.print(Text(message(CAUTION).text()))


def _why(link: Link | None) -> Iterator[str]:
    for shared in telling(link.shared if link else ())[:3]:
        yield shared_text(shared).text()


def _measure(args: argparse.Namespace) -> int:
    from checker.family.measure import measure  # noqa: PLC0415

    for line in measure(Path(args.more[0]) if args.more else Path(), by_network=args.by_network):
        print(line)
    return ANSWERED


def _say(told: Message) -> None:
    print(told.text())
