"""The places a message leads to: what its links say they are, where they lead once their wrappers are opened,
and the messenger accounts it names.

Links that only take a reader off a list are named and never opened: to open one is to answer. What would
tell the sender who reads the message, an e-mail address in a link, is left out of what is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from checker.domains import registrable
from checker.errors import InputRefused
from checker.message_text.parts import NOWHERE
from checker.message_text.written import written_out
from checker.page.facts import PageFacts
from checker.patterns import compiled
from checker.shown import printable
from checker.target import Target, read_target

NOWHERE_HOST = urlsplit(NOWHERE).hostname or ""
MOST_LINKS = 60
MOST_TARGETS = 20

_TAKES_OFF = compiled(
    r"\bunsub|opt[-_ ]?out|list[-_ ]?manage|abmeld|abbestell|d[ée]sabonn|d[ée]sinscri|cancelar[-_ ]?suscrip|"
    r"darse de baja|disiscri|annulla[-_ ]?iscri|wypis|zrezygnuj|uitschrijv|afmelden|отпис|avregistr|afmeld"
)
_ACCOUNTS = {
    "whatsapp": "https://wa.me/",
    "telegram": "https://t.me/",
    "instagram": "https://www.instagram.com/",
    "snapchat": "https://www.snapchat.com/add/",
    "threema": "https://threema.id/",
}
"""Services whose accounts have an address on the web."""
_HOST_IN_WORDS = compiled(
    r"(?:https?://)?(?:www\.)?([a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,4})(?:[/?#:]\S{0,300})?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLink:
    """One place a message leads to."""

    target: Target
    words: str
    """What the link shows to its reader."""
    says_host: str
    """The host that its words name, when that is another site than it leads to."""
    visible: bool
    takes_off: bool = False
    """It takes its reader off a list."""

    @property
    def address(self) -> str:
        """What is asked for when it is checked: the address without anybody's e-mail address."""
        parts = urlsplit(self.target.url)
        if "@" not in parts.query and "%40" not in parts.query:
            return self.target.url
        fields = parse_qsl(parts.query, keep_blank_values=True)
        return urlunsplit(parts._replace(query=urlencode([f for f in fields if "@" not in f[1]])))


def links_of(page: PageFacts) -> tuple[MessageLink, ...]:
    """The places the message leads to, each once, at most :data:`MOST_TARGETS`."""
    found: dict[str, MessageLink] = {}
    for url, words, visible in _candidates(page):
        try:
            target = read_target(url)
        except InputRefused:
            continue
        if target.host == NOWHERE_HOST:
            continue
        says = _other_host(words, target)
        key = target.url
        if key not in found or (says and not found[key].says_host):
            found[key] = MessageLink(
                target=target,
                words=printable(words)[:120],
                says_host=says,
                visible=visible,
                takes_off=_TAKES_OFF.search(f"{words} {url}") is not None,
            )
        if len(found) >= MOST_TARGETS:
            break
    return tuple(found.values())


def _candidates(page: PageFacts) -> Iterator[tuple[str, str, bool]]:
    for link in page.links[:MOST_LINKS]:
        if link.url.startswith(("http://", "https://")):
            yield link.url, link.text, link.visible
    for form in page.forms[:5]:
        if form.action.startswith(("http://", "https://")):
            yield form.action, "", True
    linked = " ".join(link.url.lower() for link in page.links[:MOST_LINKS])
    for contact in page.contacts:
        known = contact.service in _ACCOUNTS and contact.handle
        if known and contact.handle.lower().lstrip("@+") not in linked:
            yield _ACCOUNTS[contact.service] + contact.handle.lstrip("@+"), "", True
    shown = {link.text.strip().lower() for link in page.links[:MOST_LINKS]}
    for written in islice(written_out(page.text), MOST_LINKS):
        if written.lower() not in shown:  # What a link shows is no place of its own.
            yield written, "", True


def _other_host(words: str, target: Target) -> str:
    """The host a link's words name, when it belongs to another site than the link does."""
    match = _HOST_IN_WORDS.fullmatch(words.strip().lower())
    if match is None:
        return ""
    named = registrable(match[1])
    if not named.listed or not named.domain or named.domain == target.domain:
        return ""
    return match[1]
