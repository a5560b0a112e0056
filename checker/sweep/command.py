"""``rxlens sweep``: many addresses or saved pages in one go. ``rxlens diff``: what changed between two sweeps."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from checker.countries import read_country
from checker.errors import InputRefused, NotStored
from checker.message import N_, Message, message

if TYPE_CHECKING:
    from checker.sweep.coordinator import Plan, Tally
    from checker.sweep.reach import Way

    Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

ANSWERED, FAILED, INTERRUPTED = 0, 1, 130

MOST_WORKERS, MOST_AT_ONCE = 256, 256

_EPILOG = """
rxlens sweep sites.txt --out sweep           visit and judge every address in a file
rxlens sweep sites.txt --out sweep --resume  take it up again, after whatever ended it
rxlens sweep pages.jsonl --out sweep         judge saved pages: {"url": ..., "html": ...} a line
rxlens sweep - --out sweep --offline         judge addresses by themselves, and ask nobody
rxlens sweep sites.txt --out sweep --cluster tcp://scheduler:8786
"""


def add(subparsers: Subparsers) -> None:
    """Add both commands."""
    _add_sweep(subparsers)
    _add_diff(subparsers)


# sweep


def _add_sweep(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "sweep",
        help="judge many addresses or saved pages, to be taken up again at any time",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "source",
        metavar="FILE",
        help='addresses, rows of a table, or JSON rows {"url", "html"}, one a line; plain or gzipped; '
        "- is input",
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="directory for the results"
    )
    parser.add_argument("--country", metavar="CC", help="the buyers' country (ISO 3166)")
    parser.add_argument(
        "--jobs", type=_workers, metavar="N", help="processes that judge (one for each core)"
    )
    parser.add_argument(
        "--at-once",
        type=_at_once,
        default=16,
        metavar="N",
        help="visits of each process at the same time (16)",
    )
    parser.add_argument(
        "--resume", action="store_true", help="take up the sweep in DIR where it was left"
    )
    parser.add_argument(
        "--cluster", default="", metavar="tcp://HOST:PORT", help="have a Dask cluster judge"
    )
    parser.add_argument(
        "--store",
        default="",
        metavar="URL",
        help="where the job table is: postgresql://… or a directory (DIR)",
    )
    parser.add_argument(
        "--patience",
        type=_seconds,
        default=900.0,
        metavar="SECONDS",
        help="how long one registry, the store or the cluster may keep everything waiting (900)",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--offline", action="store_true", help="visit nobody: judge addresses by themselves"
    )
    where.add_argument(
        "--demo", action="store_true", help="visit the invented web of the demonstration"
    )
    parser.add_argument(
        "--origin-db",
        metavar="FILE",
        action="append",
        default=[],
        help="a database of networks and countries (.mmdb), under the same path on every machine",
    )
    parser.set_defaults(run=sweep)


def _whole(text: str, most: int) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"a number from 1 to {most} is needed")
    return int(text)


def _workers(text: str) -> int:
    return _whole(text, MOST_WORKERS)


def _at_once(text: str) -> int:
    return _whole(text, MOST_AT_ONCE)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < float("inf"):
        raise ValueError(text)
    return seconds


def sweep(args: argparse.Namespace) -> int:
    """Do a sweep, or what is left of one."""
    from checker.sweep.cluster import ClusterAway  # noqa: PLC0415 - only this command needs them
    from checker.sweep.coordinator import WorkersFail, run_sweep  # noqa: PLC0415
    from checker.sweep.watching import watching  # noqa: PLC0415

    plan = _plan(args)
    try:
        with watching(sys.stderr) as watch:
            tally = run_sweep(plan, watch)
    except NotStored as away:
        _tell(message(_STORE_AWAY, problem=away.problem))
        return FAILED
    except WorkersFail:
        _tell(message(_WORKERS_FAIL))
        return FAILED
    except ClusterAway:
        _tell(message(_CLUSTER_AWAY))
        return FAILED
    _tell_end(tally, plan)
    return INTERRUPTED if tally.interrupted else ANSWERED


def _plan(args: argparse.Namespace) -> Plan:
    from checker.sweep.coordinator import Plan  # noqa: PLC0415

    way = _way(args)
    return Plan(
        source=args.source,
        out=args.out,
        country=read_country(args.country),
        way=way,
        workers=args.jobs or os.cpu_count() or 1,
        at_once=args.at_once,
        cluster=args.cluster,
        store=args.store,
        resume=args.resume,
        registry_patience=args.patience,
        patience=args.patience,
    )


def _way(args: argparse.Namespace) -> Way | None:
    from checker.sweep.reach import Demonstration, Given, Internet, Reach  # noqa: PLC0415

    if args.offline:
        return None
    if args.demo:
        return Demonstration()
    if args.network is None and args.sources is None:
        return Internet(tuple(args.origin_db))
    if args.cluster:
        raise InputRefused("cluster", message(N_("A cluster visits the internet only.")))
    given = {"network": args.network, "sources": args.sources}
    return Given(Reach(**{name: value for name, value in given.items() if value is not None}))


def _tell_end(tally: Tally, plan: Plan) -> None:
    told = N_("{done} judged, {failed} without a report, {refused} lines could not be used")
    _tell(message(told, done=tally.done, failed=tally.failed, refused=tally.refused))
    if tally.interrupted:
        _tell(message(N_("Interrupted, and nothing lost: the same command with --resume goes on.")))
    for name in tally.without:
        _tell(message(N_("{name} was not written: pip install 'rxlens[sweep]'"), name=name))
    if tally.complete:
        _tell(message(N_("Results and summary: {where}"), where=str(plan.out)))


_STORE_AWAY = N_(
    "The store of the job table cannot be used ({problem}). Nothing is lost: the same command with --resume "
    "goes on."
)
_WORKERS_FAIL = N_(
    "No worker can judge anything: the installation is at fault, not the input. Nothing is lost: the same "
    "command with --resume goes on once it is mended."
)
_CLUSTER_AWAY = N_(
    "The cluster is away. Nothing is lost: the same command with --resume goes on, with or without --cluster."
)


# diff


def _add_diff(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("diff", help="what changed between two sweeps")
    parser.add_argument("old", type=Path, metavar="OLD", help="directory of the earlier sweep")
    parser.add_argument("new", type=Path, metavar="NEW", help="directory of the later one")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=diff)


def diff(args: argparse.Namespace) -> int:
    """Tell what changed."""
    from checker.sweep.diff import difference, sentences, to_json  # noqa: PLC0415

    found = difference(args.old, args.new)
    if args.json:
        print(json.dumps(to_json(found), ensure_ascii=True, indent=2))
    else:
        for line in sentences(found):
            print(line)
    return ANSWERED


def _tell(told: Message) -> None:
    print(f"rxlens: {told.text()}", file=sys.stderr)
