"""The commands of the command line, each a function from its arguments to an exit code."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from checker import archive
from checker.check import evidence_of, gathering, target_of
from checker.countries import read_country
from checker.errors import EvidenceUnreadable, InputRefused, NotStored
from checker.evidence import Event, Evidence
from checker.family.command import default_store
from checker.finding import Meta
from checker.gather.everything import Sources
from checker.gather.origin import OriginData
from checker.judgement import MAX_PAGE_BYTES, judge, now, page_evidence
from checker.judging import judge_pages
from checker.letter import letter, letter_text
from checker.message import N_, Message, message
from checker.message_text.command import FROM_INPUT, check_message, message_in
from checker.page.worker import PageReader
from checker.report import Json, Report, to_json
from checker.signals import all_signals
from checker.target import read_target
from checker.terminal import console_for, progress, show, show_signals
from checker.verdict import Level

ANSWERED, FAILED, REFUSED, INCONCLUSIVE, INTERRUPTED = 0, 1, 2, 3, 130

MOST_JOBS = 256

ORIGIN_DB = "RXLENS_ORIGIN_DB"
"""Setting of the environment: databases for ``--origin-db``, between colons (Windows: semicolons)."""

if TYPE_CHECKING:
    from checker.family.memory import FamilyMemory

    Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
else:
    Subparsers = object


def add(subparsers: Subparsers) -> None:
    """Add our own commands."""
    _add_check(subparsers)
    _add_judge_pages(subparsers)
    _add_replay(subparsers)
    _add_signals(subparsers)
    _add_demo(subparsers)


# check


def _add_check(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("check", help="check one address")
    parser.add_argument(
        "target",
        metavar="TARGET",
        help="an address, as you found it; or a whole message (e-mail, chat, SMS): its file, its text, or - "
        "for input",
    )
    parser.add_argument(
        "--country", metavar="CC", help="where you are (ISO 3166): whose law the report speaks for"
    )
    parser.add_argument(
        "--page",
        metavar="FILE",
        help="judge this saved page as if served there; - reads it from input",
    )
    parser.add_argument(
        "--save", metavar="FILE", help="keep the evidence, the full address included"
    )
    parser.add_argument(
        "--origin-db",
        metavar="FILE",
        action="append",
        help=f"a database of networks and countries (.mmdb), else ${ORIGIN_DB}; may be repeated",
    )
    parser.add_argument(
        "--remember",
        action="store_true",
        help="keep the site's fingerprint, so that others of its family are known again",
    )
    parser.add_argument(
        "--crawler-view",
        action="store_true",
        help="look at a page that offers no medicine once more, with a crawler's name beside our own",
    )
    _add_output(parser)
    parser.set_defaults(run=check)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument(
        "--letter",
        action="store_true",
        help="print a letter to the regulator instead, filled in as far as it can be",
    )
    parser.add_argument(
        "--full-address",
        action="store_true",
        help="keep path and query of addresses in the JSON, which may tell of someone's health",
    )
    parser.add_argument(
        "--base-rate",
        type=_share,
        metavar="SHARE",
        help="how many of the sites you ask about sell medicines outside the rules, above 0 and below 1 "
        "(the model supposes 0.1)",
    )
    parser.add_argument(
        "--no-likelihoods",
        dest="likelihoods",
        action="store_false",
        help="let what stands behind the address (registration, DNS, certificate, network) count nothing",
    )


def _share(text: str) -> float:
    share = float(text)
    if not 0 < share < 1:
        raise ValueError(text)
    return share


_MESSAGE_ALONE = N_(
    "A message is read by itself: leave out --page, --save, --remember and --letter."
)


def check(args: argparse.Namespace) -> int:
    """Check one address. Interrupted, it shows what was gathered so far."""
    with _memory(remember=args.remember) as memory:
        return _check(args, memory)


def _check(args: argparse.Namespace, memory: FamilyMemory | None) -> int:
    country = read_country(args.country)
    pasted = message_in(args.target) if args.page is None else None
    if pasted is not None or args.target == FROM_INPUT:
        if pasted is None or args.save is not None or args.letter or args.remember:
            raise InputRefused("options", message(_MESSAGE_ALONE))
        with _sources(args, memory) as sources:
            return check_message(args, pasted, sources)
    evidence, broken_off = _evidence(args, country, memory)
    saved = _save(evidence, args.save)
    report = judge(evidence, likelihoods=args.likelihoods, base_rate=args.base_rate)
    _print(report, args)
    if args.remember:
        assert memory is not None
        saved = _remember(memory, evidence, report) and saved
    if broken_off:
        _tell(message(N_("Interrupted: the report rests on what was gathered so far.")))
        return INTERRUPTED
    return _code(report) if saved else FAILED


@contextmanager
def _memory(*, remember: bool) -> Iterator[FamilyMemory | None]:
    """The fingerprints kept by whoever checks; None where there are none and none is to be."""
    place = default_store()
    if not remember and not ("://" in str(place) or Path(place).is_file()):
        yield None
        return
    from checker.family.memory import FamilyMemory  # noqa: PLC0415 - loads a database library
    from checker.family.store import FamilyStore  # noqa: PLC0415

    with FamilyStore(place) as store:
        yield FamilyMemory(store, keeps=remember)


def _remember(memory: FamilyMemory, evidence: Evidence, report: Report) -> bool:
    """Keep the site's fingerprint; a store that fails must not cost the answer."""
    try:
        kept = memory.remember(evidence, report)
    except (NotStored, InputRefused) as error:
        _tell(message(N_("Not remembered: {why}."), why=str(error)))
        return False
    _tell(message(_REMEMBERED if kept else _NOT_REMEMBERED))
    return True


_REMEMBERED = N_(
    "The fingerprint of this site is kept. `rxlens family` shows what belongs with it."
)
_NOT_REMEMBERED = N_(
    "Nothing was remembered: only sites that sell, under a name of their own and visited by us, are."
)


def _evidence(
    args: argparse.Namespace, country: str, memory: FamilyMemory | None
) -> tuple[Evidence, bool]:
    """The evidence, and whether gathering was broken off."""
    if args.page is not None:
        with PageReader(workers=1) as reader:
            page, target = _read_page(args.page), read_target(args.target)
            return page_evidence(page, target, country, read=reader.read), False
    begun = now()
    target = target_of(args.target, network=args.network)
    events: list[Event] = []
    try:
        with _sources(args, memory) as sources, progress(sys.stderr) as watch:
            for event in gathering(target, network=args.network, sources=sources):
                events.append(event)
                watch(event)
    except KeyboardInterrupt:
        return evidence_of(target, country, begun, events), True
    return evidence_of(target, country, begun, events), False


@contextmanager
def _sources(args: argparse.Namespace, memory: FamilyMemory | None) -> Iterator[Sources]:
    """What is used beside the page, with the databases that were named."""
    base: Sources = replace(args.sources or Sources(), crawler_view=args.crawler_view)
    if memory is not None:
        base = replace(base, families=memory.ask)
    setting = os.environ.get(ORIGIN_DB, "")
    paths = args.origin_db or [path for path in setting.split(os.pathsep) if path]
    if not paths:
        yield base
        return
    with OriginData(*paths) as data:
        yield replace(base, origin=data)


def _read_page(name: str) -> bytes:
    """The saved page, one byte more than is ever read, so that a cut shows."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_PAGE_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_PAGE_BYTES + 1)
    except (OSError, ValueError):
        raise EvidenceUnreadable(
            "not_found", message(N_("The page file cannot be opened."))
        ) from None


def _save(evidence: Evidence, name: str | None) -> bool:
    """Keep the evidence when asked to; a disk that fails must not cost the answer."""
    if name is None:
        return True
    try:
        archive.save(evidence, name)
    except (OSError, ValueError, EvidenceUnreadable) as error:
        _tell(message(N_("Not saved: {why}."), why=getattr(error, "strerror", None) or str(error)))
        return False
    _tell(message(N_("Evidence saved. {notice}"), notice=message(archive.NOTICE)))
    return True


def _print(report: Report, args: argparse.Namespace) -> None:
    if args.letter:
        _print_letter(report, args.full_address)
    elif args.json:
        _print_json(to_json(report, full_address=args.full_address))
    else:
        show(report, console_for(sys.stdout))


def _print_letter(report: Report, full_address: bool) -> None:
    lines = letter(report, full_address=full_address)
    if not lines:
        _tell(message(N_("There is nothing to report: the answer is no warning.")))
        return
    encoding = sys.stdout.encoding or "ascii"
    print(letter_text(lines).encode(encoding, "replace").decode(encoding))


def _print_json(value: Json) -> None:
    ascii_only = not (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(value, ensure_ascii=ascii_only, indent=2, allow_nan=False))


def _code(report: Report) -> int:
    return INCONCLUSIVE if report.verdict.level is Level.INCONCLUSIVE else ANSWERED


def _tell(told: Message) -> None:
    print(f"rxlens: {told.text()}", file=sys.stderr)


# replay


def _add_replay(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("replay", help="judge saved evidence again, without the network")
    parser.add_argument("evidence", metavar="EVIDENCE", help="a file written by check --save")
    _add_output(parser)
    parser.set_defaults(run=replay)


def replay(args: argparse.Namespace) -> int:
    """Judge saved evidence again."""
    with PageReader(workers=1) as reader:
        evidence = archive.load(args.evidence, reader.read)
        report = judge(evidence, likelihoods=args.likelihoods, base_rate=args.base_rate)
    _print(report, args)
    return _code(report)


# judge-pages


def _add_judge_pages(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("judge-pages", help="judge many saved pages, one JSON a line")
    parser.add_argument(
        "pages", metavar="PAGES", help='rows {"id", "url", "html"}, plain or gzipped; - is input'
    )
    parser.add_argument(
        "--out", required=True, metavar="REPORTS", help="rows of answers; - is output"
    )
    parser.add_argument("--jobs", type=_jobs, default=1, metavar="N", help="processes (1)")
    parser.add_argument("--country", metavar="CC", help="the buyers' country (ISO 3166)")
    parser.set_defaults(run=run_judge_pages)


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST_JOBS} is needed")
    return int(text)


def run_judge_pages(args: argparse.Namespace) -> int:
    """Judge many saved pages; rows that cannot be used get an answer that says so."""
    begun = now()
    tally = judge_pages(
        args.pages, args.out, country=read_country(args.country), jobs=args.jobs, at=begun
    )
    seconds = (now() - begun).total_seconds()
    _tell(
        message(
            N_("{rows} rows judged, {errors} of them could not be used, {seconds} s"),
            rows=tally.rows,
            errors=tally.errors,
            seconds=f"{seconds:.1f}",
        )
    )
    return INTERRUPTED if tally.interrupted else ANSWERED


# signals


def _add_signals(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("signals", help="what is looked at, and why")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=show_all_signals)


def show_all_signals(args: argparse.Namespace) -> int:
    """List every signal with its reasons."""
    metas = {name: signal.meta for name, signal in all_signals().items()}
    if args.json:
        _print_json([_described(name, meta) for name, meta in metas.items()])
    else:
        show_signals(metas, console_for(sys.stdout))
    return ANSWERED


def _described(name: str, meta: Meta) -> Json:
    return {
        "id": name,
        "title": meta.title,
        "why": meta.why,
        "verify": meta.verify,
        "source": meta.source,
        "needs": list(meta.needs),
        "topic": meta.topic.value,
        "direction": meta.direction.value,
        "measures": {
            measure: {"unit": kind.unit, "direction": kind.direction}
            for measure, kind in meta.measures.items()
        },
        "experimental": meta.experimental,
        "version": meta.version,
    }


# demo


def _add_demo(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("demo", help="see it at work on invented shops, offline")
    parser.add_argument("host", nargs="?", metavar="SITE", help="one of the invented sites")
    parser.add_argument("--serve", action="store_true", help="only serve them, until Ctrl-C")
    parser.set_defaults(run=demo)


def demo(args: argparse.Namespace) -> int:
    """Run the demonstration."""
    from checker.demo.run import run_demo  # noqa: PLC0415 - its servers are not needed otherwise

    return run_demo(args.host, serve=args.serve)
