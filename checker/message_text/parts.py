"""A pasted message taken apart: sender, subject, and the text as a page that can be read.

Accepted are a saved e-mail (``.eml``, with or without attachments), its headers and text, HTML, a chat as its
program copies or exports it, and plain text. Attachments are not opened.
"""

from __future__ import annotations

import html
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses
from types import MappingProxyType

from checker.errors import InputRefused
from checker.evidence import Response
from checker.message_text.chat import Turn, turns_of
from checker.patterns import compiled
from checker.shown import printable
from checker.target import read_target

MOST_BYTES = 1024 * 1024
"""Of a message; the rest is not read."""
MOST_PARTS = 60
MOST_HEADERS = 60_000
"""Characters of all headers that are read."""

NOWHERE = "https://message.invalid/"
"""Where a message stands: nowhere. The host is reserved, and never dialled."""

WORDS: Mapping[str, int] = MappingProxyType({"message": 3, "markup": 6})
"""Words from which a text with links or tags in it is a message, by why it is no address: two addresses and a
piece of a page are none."""
LETTERS = 3
"""Letters of a word in scripts without blanks (Chinese, Japanese, Thai)."""
_PUNCTUATION = ".,;:!?()[]\"'“”‘’«»…–-"

_LOOKED_AT = 4_000
"""Characters from which it is told whether a message is text at all."""
FEW_CONTROLS = 2
MOST_CONTROLS = 0.02
"""Control characters of a text, as a share of its characters; one byte in ten is one where bytes are no text."""

_CONTROL = compiled(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]", 0)
_HEADER = compiled(
    r"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[ \t][^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}){2,}", 0
)
_KNOWN = compiled(
    r"^(?:from|to|subject|date|received|reply-to|return-path|message-id|mime-version|content-type|delivered-to):",
)
_MAILBOX = re.compile(
    rb"From \S{1,254} [^\n]{0,60}\d\d:\d\d[^\n]{0,60}\n|\d{1,9} {0,10}\n(?=[A-Za-z-]{2,40}:)"
)
_SHOWN_HEADER = compiled(r"([^\W\d_][\w-]{0,20}) ?: ?(.{0,2000})", 0)
_ENGLISH = {
    shown: english
    for english, words in {
        "From": "von de da od van från fra",
        "To": "an à para a do aan till til",
        "Subject": "betreff objet asunto oggetto temat onderwerp assunto ämne emne",
        "Date": "gesendet datum envoyé date enviado inviato data wysłano verzonden skickat sendt sent",
        "Reply-To": "antwort-an",
    }.items()
    for shown in words.split()
}
"""Headers as mail programs show and print them, by their English names."""
_SPACED = compiled(r"(?<![a-z0-9])(?:[a-z][ ._*-]){4,40}[a-z](?![a-z0-9])")
"""A word with a blank or a mark behind each letter: ``W h a t s A p p``."""
_MARKS = compiled(r"[ ._*-]", 0)
_TAG = compiled(r"<[^<>]{0,2000}>", 0)
_HTML = compiled(r"<(?:html|body|div|p|table|a|br|head|span|td|center)\b[^<>]{0,500}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """A message as far as it could be taken apart."""

    subject: str
    sender: str
    """The address it says it comes from; empty when it does not say."""
    sender_name: str
    reply_to: str
    """Where an answer would go, when that is another address."""
    markup: str
    """The text as HTML; empty when there is none."""
    text: str
    """The text without markup; empty when there is HTML."""
    headers: bool
    """Headers of an e-mail came with it."""
    turns: tuple[Turn, ...]
    """Of a chat, who said what; the text is then what was said."""
    cut: bool

    def page(self, url: str = NOWHERE) -> Response:
        """The message as a page, to be read by the reader of pages as if it stood at ``url``."""
        if self.markup:
            body = f"<h1>{html.escape(self.subject)}</h1>{self.markup}"
            kind = "text/html; charset=utf-8"
        else:
            body, kind = f"{self.subject}\n\n{self.text}", "text/plain; charset=utf-8"
        return Response(
            url=url,
            hops=(),
            status=200,
            headers=(("content-type", kind),),
            body=body.encode("utf-8", "replace"),
            truncated=self.cut,
        )


def is_message(text: str) -> bool:
    """Whether pasted text is plainly a message: no address, and in sentences or said in a chat."""
    try:
        read_target(text)
    except InputRefused as refused:
        least = WORDS.get(refused.reason)
        return least is not None and (_words(text) >= least or bool(turns_of(text)))
    return False


def _words(text: str) -> int:
    """How many words stand in it, whatever the script; a list of addresses and a line of code have none."""
    plain = _TAG.sub(" ", text[:MOST_HEADERS])
    words = [word.strip(_PUNCTUATION) for word in plain.split()]
    letters = [word for word in words if len(word) > 1 and word.isalpha()]
    return sum(1 if word.isascii() else max(1, len(word) // LETTERS) for word in letters)


def is_text(pasted: bytes | str) -> bool:
    """False for bytes that are no words in any encoding: a picture, an archive, a damaged file. A few control
    characters make no text unreadable."""
    text = pasted if isinstance(pasted, str) else _decoded(pasted[:MOST_BYTES])
    beginning = text[:_LOOKED_AT]
    return len(_CONTROL.findall(beginning)) <= max(FEW_CONTROLS, len(beginning) * MOST_CONTROLS)


def take_apart(pasted: bytes | str) -> Pasted:
    """Read a message; never raises for what is in it."""
    data = pasted.encode("utf-8", "replace") if isinstance(pasted, str) else pasted
    cut = len(data) > MOST_BYTES
    data = data[:MOST_BYTES].replace(b"\r\n", b"\n").lstrip(b"\n\xef\xbb\xbf \t")
    if _MAILBOX.match(data):  # The first line of a mailbox file, or the count above an Apple mail.
        data = data.partition(b"\n")[2]
    data = _with_english_headers(data)
    head = data[:MOST_HEADERS].decode("latin-1")
    if _HEADER.match(head) and _KNOWN.search(head.partition("\n\n")[0]) is not None:
        return _from_mail(data, cut)
    return _pasted(_decoded(data), cut=cut)


def _with_english_headers(data: bytes) -> bytes:
    """``data`` with the headers that a mail program shows in its reader's language called as mails call them."""
    head, blank, body = data.partition(b"\n\n")
    lines = head[:MOST_HEADERS].split(b"\n")
    shown = [_SHOWN_HEADER.match(line.decode("utf-8", "surrogateescape")) for line in lines]
    named = [match for match in shown if match]
    known = sum(match[1].lower() in _ENGLISH for match in named)
    if not blank or len(named) < len(lines) or known < 2:
        return data
    translated = (f"{_ENGLISH.get(m[1].lower(), m[1])}: {m[2]}" for m in named)
    return "\n".join(translated).encode("utf-8", "surrogateescape") + blank + body


def _from_mail(data: bytes, cut: bool) -> Pasted:
    try:
        mail = message_from_bytes(data, policy=policy.compat32)
        return _pasted(*_bodies(mail), cut=cut, mail=mail)
    except Exception:
        return _pasted(_decoded(data), cut=cut)


def _bodies(mail: Message) -> tuple[str, str]:
    """The first plain text and the first HTML of a mail."""
    plain = markup = ""
    for number, part in enumerate(mail.walk()):
        if number >= MOST_PARTS:
            break
        kind = part.get_content_type()
        if kind not in ("text/plain", "text/html") or part.get_filename():
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        text = _decoded(payload, part.get_content_charset())
        if kind == "text/html":
            markup = markup or text
        else:
            plain = plain or text
    return plain, markup


def _decoded(data: bytes, charset: str | None = None) -> str:
    marked = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else None
    for name in (charset, marked, "utf-8"):
        try:
            if name:
                return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def _pasted(text: str, markup: str = "", *, cut: bool, mail: Message | None = None) -> Pasted:
    turns = turns_of(text) if mail is None else ()
    if turns:
        text = "\n\n".join(turn.said for turn in turns)
    elif not markup and _HTML.search(text[:20_000]):
        markup, text = text, ""
    text, markup = (_SPACED.sub(_joined, words) for words in (text, markup))
    name, address = _address(mail, "From")
    _, reply = _address(mail, "Reply-To")
    return Pasted(
        subject=_header(mail, "Subject"),
        sender=address,
        sender_name=name,
        reply_to=reply if reply != address else "",
        markup=markup,
        text="" if markup else text,
        headers=mail is not None,
        turns=turns,
        cut=cut,
    )


def _joined(spaced: re.Match[str]) -> str:
    return _MARKS.sub("", spaced[0])


def _header(mail: Message | None, name: str) -> str:
    if mail is None:
        return ""
    found = (value for key, value in mail.raw_items() if key.lower() == name.lower())
    raw = _decoded(str(next(found, "")).encode("utf-8", "surrogateescape"))
    try:
        text = str(policy.default.header_factory(name, raw))
    except Exception:
        text = raw
    return printable(" ".join(text.split()))[:500]


def _address(mail: Message | None, name: str) -> tuple[str, str]:
    found = getaddresses([_header(mail, name)]) if mail is not None else []
    shown, address = found[0] if found else ("", "")
    return printable(shown)[:120], address.lower()[:254] if "@" in address else ""


__all__ = ["Pasted", "is_message", "is_text", "take_apart"]
