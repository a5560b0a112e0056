"""``rxlens serve``: the web service. ``rxlens appeals``: what people say is wrong. ``rxlens lists``: signed lists."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from checker.message import N_, message

if TYPE_CHECKING:
    from web.signed_lists import SignedLists

    Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

ANSWERED, FAILED = 0, 1


def add(subparsers: Subparsers) -> None:
    """Add the commands."""
    parser = subparsers.add_parser("serve", help="the web service: a form and an API")
    parser.add_argument("--host", metavar="ADDRESS", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, metavar="N", help="port to listen on (8000)")
    parser.add_argument(
        "--processes", type=int, metavar="N", help="processes that answer on that port (1)"
    )
    parser.add_argument(
        "--demo", action="store_true", default=None, help="offer invented sites to try it on"
    )
    parser.add_argument("--store", metavar="DIRECTORY", help="where the databases lie")
    parser.set_defaults(run=serve)
    parser = subparsers.add_parser("appeals", help="list what people say is wrong, or delete one")
    parser.add_argument("--store", metavar="DIRECTORY", help="where the databases lie")
    parser.add_argument("--answered", metavar="NUMBER", help="delete this one: it was dealt with")
    parser.set_defaults(run=appeals)
    parser = subparsers.add_parser("lists", help="the signed list for browser extensions")
    actions = parser.add_subparsers(dest="action", required=True)
    parser = actions.add_parser("key", help="print the public key, to be pinned")
    parser.add_argument("--store", metavar="DIRECTORY", help="where the key lies")
    parser.set_defaults(run=lists_key)
    parser = actions.add_parser("pack", help="write the list that an extension carries")
    parser.add_argument("directory", type=Path, help="the extension's data directory")
    parser.add_argument("--store", metavar="DIRECTORY", help="where the key lies")
    parser.set_defaults(run=lists_pack)


def serve(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    # The web framework is needed by this command alone.
    from web.serving import run  # noqa: PLC0415
    from web.settings import read_settings  # noqa: PLC0415

    settings = read_settings(
        host=args.host,
        port=args.port,
        processes=args.processes,
        demo=args.demo,
        store=args.store,
    )
    return run(settings)


def appeals(args: argparse.Namespace) -> int:
    """Print the appeals, one JSON object a line, or delete one."""
    from web.service import store_place  # noqa: PLC0415
    from web.settings import read_settings  # noqa: PLC0415
    from web.store import NotStored, Store  # noqa: PLC0415
    from web.times import at  # noqa: PLC0415

    store = Store(store_place(read_settings(store=args.store)))
    try:
        if args.answered:
            if store.answered(args.answered):
                return ANSWERED
            print(message(N_("rxlens: there is no such appeal.")).text(), file=sys.stderr)
            return FAILED
        for number, made, appeal in store.appeals():
            row = {
                "id": number,
                "at": at(made).isoformat(timespec="seconds"),
                "host": appeal.host,
                "level": appeal.level,
                "role": appeal.role,
                "contact": appeal.contact,
                "text": appeal.text,
            }
            print(json.dumps(row))
    except NotStored:
        print(message(N_("rxlens: the store cannot be read.")).text(), file=sys.stderr)
        return FAILED
    finally:
        store.close()
    return ANSWERED


def lists_key(args: argparse.Namespace) -> int:
    """Print the public key and its short form; the key is made when there is none."""
    key = _lists(args).key
    if key is None:
        return _no_key()
    print(key.public)
    print(key.fingerprint)
    return ANSWERED


def lists_pack(args: argparse.Namespace) -> int:
    """Write ``list.json``, which names its key, as an extension package carries it."""
    lists = _lists(args)
    offered = lists.renew()
    if offered is None:
        return _no_key()
    args.directory.mkdir(parents=True, exist_ok=True)
    (args.directory / "list.json").write_bytes(offered.body + b"\n")
    print(message(N_("The list of {day} was written."), day=offered.made_at[:10]).text())
    return ANSWERED


def _lists(args: argparse.Namespace) -> SignedLists:
    from web.service import store_directory  # noqa: PLC0415
    from web.settings import read_settings  # noqa: PLC0415
    from web.signed_lists import SignedLists  # noqa: PLC0415

    return SignedLists(store_directory(read_settings(store=args.store)))


def _no_key() -> int:
    told = message(N_("rxlens: there is no key to sign with, and none could be made."))
    print(told.text(), file=sys.stderr)
    return FAILED
