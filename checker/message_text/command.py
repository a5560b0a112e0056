"""``rxlens check -``: a message from input, what it says, and the sites it leads to."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace

from rich.console import Console
from rich.text import Text

from checker.check import check
from checker.countries import read_country
from checker.errors import InputRefused
from checker.message import N_, message
from checker.message_text.answer import (
    MessageAnswer,
    addresses_to_check,
    message_json,
    read_message,
    sentences,
)
from checker.message_text.parts import MOST_BYTES
from checker.page.worker import PageReader
from checker.report import Report
from checker.shown import printable
from checker.terminal import console_for
from checker.wording import BADGES, LEVELS

ANSWERED = 0


def check_message(args: argparse.Namespace) -> int:
    """Read a message from input, check the sites it leads to, and print both. Nothing is kept."""
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    if not data.strip():
        raise InputRefused(
            "empty", message(N_("Nothing came. Paste the message, or pipe its file."))
        )
    with PageReader(workers=1) as reader:
        answer = read_message(data, reader.read)
        answer = replace(answer, reports=tuple(_reports(answer, args, reader)))
    if args.json:
        print(json.dumps(message_json(answer, full_address=args.full_address), indent=2))
    else:
        _print(answer, console_for(sys.stdout))
    return ANSWERED


def _reports(
    answer: MessageAnswer, args: argparse.Namespace, reader: PageReader
) -> Iterator[Report]:
    for address in addresses_to_check(answer):
        yield check(
            address,
            country=read_country(args.country),
            network=args.network,
            sources=args.sources,
            reader=reader,
            likelihoods=args.likelihoods,
        )


def _print(answer: MessageAnswer, console: Console) -> None:
    for sentence in sentences(answer):
        console.print(Text(sentence.text()))
    for sign in answer.signs:
        console.print(Text(f"  {'!' if sign.offer else '-'} {sign.text.text()}"))
        console.print(Text(f"    {sign.why.text()}"))
    for report in answer.reports:
        level = report.verdict.level
        line = message(
            N_("{badge} {host}: {level}"),
            badge=BADGES[level],
            host=printable(report.target.display),
            level=LEVELS[level],
        )
        console.print(Text(line.text()))
