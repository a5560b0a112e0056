"""Chats as their programs write them down: who said what, without times and headings.

Read are what WhatsApp exports and copies, what Telegram copies and exports (its ``result.json``), and the
XML in which phones keep text messages. Their HTML exports are HTML, and read as such.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from checker.patterns import compiled

MOST_TURNS = 5_000

_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?"
_STAMP = rf"(?:{_DATE},?\s{{1,3}}{_TIME}|{_TIME},?\s{{1,3}}{_DATE})"
_MARKS = "\u200e\u200f\u202a\u202c\u2068\u2069"
_SAID = compiled(
    rf"[{_MARKS}]?(?:\[{_STAMP}\]\s?|{_STAMP}\s-\s)[{_MARKS}]?(?P<who>[^:\n]{{1,60}}):\s?(?P<said>[^\n]*)"
)
"""``[12/03/2024, 14:05:33] Name: words`` and ``12/03/2024, 14:05 - Name: words``."""
_STAMPED = compiled(rf"[{_MARKS}]?(?:\[{_STAMP}\]|{_STAMP}\s-\s)[^\n]*")
"""A line of the program itself: who joined, what is encrypted."""
_HEADED = compiled(rf"(?P<who>[^\[\n]{{1,60}}), \[{_STAMP}\]:?\s*")
"""``Name, [12.03.2024 14:05]`` above the words, as Telegram copies."""
_SMS = compiled(r"<sms\s([^<>]{1,20000})/?>")
_ATTRIBUTE = compiled(r"\b(address|contact_name|body)=(?:\"([^\"]*)\"|'([^']*)')")
_UNNAMED = "(unknown)"
"""What phones write for a number without a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one participant said at one time."""

    who: str
    """A name, or the number of somebody unknown."""
    said: str


def turns_of(text: str) -> tuple[Turn, ...]:
    """The turns of a chat; none where ``text`` is not written down as one."""
    for read in (_exported, _texted, _copied):
        if turns := tuple(turn for turn in read(text) if turn.said.strip())[:MOST_TURNS]:
            return turns
    return ()


def _copied(text: str) -> Iterator[Turn]:
    """Lines with a time and a name, and the lines that go on below them."""
    who, said = "", list[str]()
    for line in text.splitlines():
        begun = _SAID.fullmatch(line.strip()) or _HEADED.fullmatch(line.strip())
        if begun or _STAMPED.fullmatch(line.strip()):
            if who:
                yield Turn(who=who, said="\n".join(said))
            who = begun["who"].strip(_MARKS + " ") if begun else ""
            said = [begun.groupdict().get("said") or ""] if begun else []
        else:
            said.append(line)
    if who:
        yield Turn(who=who, said="\n".join(said))


def _texted(text: str) -> Iterator[Turn]:
    """Text messages out of a phone's backup."""
    if "<sms" not in text:
        return
    for sms in _SMS.finditer(text):
        cells = {m[1]: html.unescape(m[2] or m[3] or "") for m in _ATTRIBUTE.finditer(sms[1])}
        name = cells.get("contact_name", "")
        who = cells.get("address", "") if name.lower() in ("", _UNNAMED, "null") else name
        yield Turn(who=who, said=cells.get("body", ""))


def _exported(text: str) -> Iterator[Turn]:
    """Telegram's export as JSON: one chat, or all of them."""
    if not text.lstrip().startswith("{"):
        return
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return
    for chat in _chats(plain):
        for one in chat.get("messages") or ():
            if isinstance(one, dict) and one.get("type") == "message":
                yield Turn(who=str(one.get("from") or ""), said=_words(one.get("text")))


def _chats(plain: Any) -> Iterator[dict[str, Any]]:
    chats = plain.get("chats")
    several = chats.get("list") if isinstance(chats, dict) else None
    for chat in several if isinstance(several, list) else [plain]:
        if isinstance(chat, dict) and isinstance(chat.get("messages"), list):
            yield chat


def _words(text: Any) -> str:
    """Plain text, or pieces of it with links and formats between them."""
    if not isinstance(text, list):
        return text if isinstance(text, str) else ""
    pieces = (piece.get("text") if isinstance(piece, dict) else piece for piece in text)
    hidden = (
        f" {piece['href']} "
        for piece in text
        if isinstance(piece, dict) and isinstance(piece.get("href"), str)
    )
    return "".join(piece for piece in pieces if isinstance(piece, str)) + "".join(hidden)
