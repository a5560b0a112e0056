"""``rxlens check -``, ``rxlens check message.eml``: what a message says, and the places it leads to."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from checker.check import check
from checker.countries import read_country
from checker.errors import EvidenceUnreadable, InputRefused
from checker.gather.everything import Sources
from checker.message import N_, message
from checker.message_text.answer import (
    MessageAnswer,
    addresses_to_check,
    message_json,
    read_message,
)
from checker.message_text.parts import MOST_BYTES, is_message, is_text
from checker.message_text.terminal import show_message
from checker.page.worker import PageReader
from checker.report import Report
from checker.terminal import console_for

ANSWERED = 0
FROM_INPUT = "-"
FILES = (".eml", ".emlx", ".mbox", ".txt", ".msg")
"""Endings of files in which messages are kept. No site's name ends so."""
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files begin that Outlook saves as .msg."""


def message_in(typed: str) -> bytes | None:
    """The message that ``typed`` is, names or stands for; None where it is anything else.

    ``-`` stands for input, a name with one of :data:`FILES` for that file, and text that is plainly no address
    for itself. Raises :class:`~checker.errors.EvidenceUnreadable` (``not_found``, ``outlook_file``) for a file
    that cannot be read.
    """
    if typed == FROM_INPUT:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    if typed.lower().endswith(FILES) and "://" not in typed:
        return _file(Path(typed))
    return typed.encode("utf-8", "replace") if is_message(typed) else None


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        raise EvidenceUnreadable("not_found", message(_NO_FILE)) from None
    if data.startswith(_OUTLOOK):
        raise EvidenceUnreadable("outlook_file", message(_OUTLOOK_FILE))
    return data


def check_message(args: argparse.Namespace, data: bytes, sources: Sources) -> int:
    """Read a message, check the sites it leads to, and print both. Nothing is kept.

    Raises :class:`~checker.errors.InputRefused` (``empty``) and :class:`~checker.errors.EvidenceUnreadable`
    (``not_text``).
    """
    if not data.strip():
        raise InputRefused(
            "empty", message(N_("Nothing came. Paste the message, or pipe its file."))
        )
    if not is_text(data):
        raise EvidenceUnreadable("not_text", message(_NOT_TEXT))
    with PageReader(workers=1) as reader:
        answer = read_message(data, reader.read, read_country(args.country))
        checked = tuple(_reports(answer, args, sources, reader))
    answer = replace(answer, reports=(*answer.reports, *checked))
    if args.json:
        print(json.dumps(message_json(answer, full_address=args.full_address), indent=2))
    else:
        show_message(answer, console_for(sys.stdout))
    return ANSWERED


def _reports(
    answer: MessageAnswer, args: argparse.Namespace, sources: Sources, reader: PageReader
) -> Iterator[Report]:
    for address in addresses_to_check(answer):
        yield check(
            address,
            country=args.country,
            network=args.network,
            sources=sources,
            reader=reader,
            likelihoods=args.likelihoods,
        )


_NO_FILE = N_("The file of the message cannot be opened.")
_NOT_TEXT = N_(
    "The message cannot be read: it is no text. Paste its words, or save it as .eml and give the file."
)
_OUTLOOK_FILE = N_(
    "Files that Outlook saves as .msg are not read. Save the message as .eml, or copy its text."
)
