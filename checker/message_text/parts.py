"""A pasted message taken apart: sender, subject, and the text as a page that can be read.

Accepted are a saved e-mail (``.eml``, with or without attachments), its headers and text, HTML, and plain
text out of a chat or an SMS. Attachments are not opened.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses

from checker.evidence import Response
from checker.patterns import compiled
from checker.shown import printable

MOST_BYTES = 1024 * 1024
"""Of a message; the rest is not read."""
MOST_PARTS = 60
MOST_HEADERS = 60_000
"""Characters of all headers that are read."""

_HEADER = compiled(
    r"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[ \t][^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}){2,}", 0
)
_KNOWN = compiled(
    r"^(?:from|to|subject|date|received|reply-to|return-path|message-id|mime-version|content-type|delivered-to):",
)
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
    cut: bool

    def page(self) -> Response:
        """The message as a page, to be read by the reader of pages."""
        if self.markup:
            body = f"<h1>{html.escape(self.subject)}</h1>{self.markup}"
            kind = "text/html; charset=utf-8"
        else:
            body, kind = f"{self.subject}\n\n{self.text}", "text/plain; charset=utf-8"
        return Response(
            url="https://message.invalid/",
            hops=(),
            status=200,
            headers=(("content-type", kind),),
            body=body.encode("utf-8", "replace"),
            truncated=self.cut,
        )


def is_message(text: str) -> bool:
    """Whether pasted text is a message rather than one address: several lines, or a sentence with a link."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return len(lines) > 1 or len(text.split()) > 3


def take_apart(pasted: bytes | str) -> Pasted:
    """Read a message; never raises for what is in it."""
    data = pasted.encode("utf-8", "replace") if isinstance(pasted, str) else pasted
    cut = len(data) > MOST_BYTES
    data = data[:MOST_BYTES].replace(b"\r\n", b"\n").lstrip(b"\n\xef\xbb\xbf \t")
    if data.startswith(b"From ") and b"\n" in data:  # The first line of a mailbox file.
        data = data.partition(b"\n")[2]
    head = data[:MOST_HEADERS].decode("latin-1")
    if _HEADER.match(head) and _KNOWN.search(head.partition("\n\n")[0]) is not None:
        return _from_mail(data, cut)
    return _pasted(_decoded(data), cut=cut)


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
    for name in (charset, "utf-8"):
        try:
            if name:
                return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def _pasted(text: str, markup: str = "", *, cut: bool, mail: Message | None = None) -> Pasted:
    if not markup and _HTML.search(text[:20_000]):
        markup, text = text, ""
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
        cut=cut,
    )


def _header(mail: Message | None, name: str) -> str:
    if mail is None:
        return ""
    raw = mail.get(name, "")
    try:
        text = str(policy.default.header_factory(name, str(raw)))
    except Exception:
        text = str(raw)
    return printable(" ".join(text.split()))[:500]


def _address(mail: Message | None, name: str) -> tuple[str, str]:
    found = getaddresses([_header(mail, name)]) if mail is not None else []
    shown, address = found[0] if found else ("", "")
    return printable(shown)[:120], address.lower()[:254] if "@" in address else ""


__all__ = ["Pasted", "is_message", "take_apart"]
