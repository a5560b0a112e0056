"""``rxlens registration``: which registries are known, and how to renew the list of RDAP servers."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeAlias

from checker.errors import InputRefused
from checker.message import N_, Message, message
from checker.shown import printable

if TYPE_CHECKING:
    from checker.net import Network

    Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

ANSWERED, FAILED = 0, 1

_EPILOG = """
rxlens registration                                     which registries are known
rxlens registration update-bootstrap --from FILE|URL    renew the list of RDAP servers
"""


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "registration",
        help="whom is asked when a domain was registered, and how to renew the list",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("action", nargs="?", choices=("list", "update-bootstrap"), default="list")
    parser.add_argument(
        "--from",
        dest="origin",
        metavar="FILE|URL",
        help="IANA's list of RDAP servers for the domain name system (dns.json)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tell which registries are known, or replace the list of RDAP servers."""
    return _update(args) if args.action == "update-bootstrap" else _list()


def _list() -> int:
    from checker.gather.registration.bootstrap import current  # noqa: PLC0415
    from checker.gather.registration.registries import known_registries  # noqa: PLC0415

    _say(
        message(
            N_("{rdap} endings with an RDAP server (list of {day}), {whois} with a WHOIS server."),
            rdap=len(current().services),
            day=current().published.date().isoformat(),
            whois=len(known_registries().whois),
        )
    )
    return ANSWERED


def _update(args: argparse.Namespace) -> int:
    from checker.gather.registration.bootstrap import BootstrapRefused, replace  # noqa: PLC0415

    try:
        new = replace(_read(args.origin, args.network))
    except BootstrapRefused as refused:
        told = message(
            N_("{why} [{code}]. The list in use stays."), why=refused.message, code=refused.reason
        )
        _say(told, file=sys.stderr)
        return FAILED
    _say(
        message(
            N_("{count} endings with an RDAP server, list of {day}."),
            count=len(new.services),
            day=new.published.date().isoformat(),
        )
    )
    return ANSWERED


def _read(origin: str | None, network: Network | None) -> bytes:
    if not origin:
        told = N_("Where to read the list from is missing: --from FILE or --from URL.")
        raise InputRefused("usage", message(told))
    if "://" in origin:
        return _fetched(origin, network)
    from checker.gather.registration.bootstrap import MAX_BYTES  # noqa: PLC0415

    with Path(origin).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _fetched(url: str, network: Network | None) -> bytes:
    from checker.evidence import Missing  # noqa: PLC0415
    from checker.gather.registration.bootstrap import BootstrapRefused  # noqa: PLC0415
    from checker.net import Limits, Network, fetch  # noqa: PLC0415

    answer = fetch(url, network or Network(), Limits(), source="bootstrap", accept=None)
    if isinstance(answer, Missing):
        told = message(N_("The list could not be fetched ({why})"), why=answer.reason.value)
        raise BootstrapRefused("not_fetched", told)
    if any(hop.tls is not None and hop.tls.fault for hop in answer.hops):
        raise BootstrapRefused(
            "tls", message(N_("The certificate of the server of this list is not in order"))
        )
    return answer.body


def _say(told: Message, file: TextIO | None = None) -> None:
    print(printable(told.text()), file=file or sys.stdout)
