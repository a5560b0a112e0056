"""The links of a message: what they say they are, and where they lead once their wrappers are opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.domains import registrable
from checker.errors import InputRefused
from checker.page.facts import PageFacts
from checker.patterns import compiled
from checker.shown import printable
from checker.target import Target, read_target

MOST_LINKS = 60
MOST_TARGETS = 20

_WRITTEN = compiled(
    r"(?:h(?:tt|xx)ps?://|www\.)[^\s<>\"'()\[\]{}|\\^`]{3,1500}"
    r"|(?<![@\w.-])[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,40}){0,2}\.(?:com|net|org|info|biz|shop|store|top|xyz|online|site|club"
    r"|life|live|health|ru|su|cn|in|eu|uk|de|fr|es|it|pl|nl|us|ca|au|me|co|to|ly|cc|ws)(?:/[^\s<>\"'()\[\]{}]{0,800})?(?![\w-])"
)
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


def links_of(page: PageFacts) -> tuple[MessageLink, ...]:
    """The message's links, each place once, at most :data:`MOST_TARGETS`."""
    found: dict[str, MessageLink] = {}
    for url, words, visible in _candidates(page):
        try:
            target = read_target(url)
        except InputRefused:
            continue
        if target.host.endswith("message.invalid"):
            continue
        says = _other_host(words, target)
        key = target.url
        if key not in found or (says and not found[key].says_host):
            found[key] = MessageLink(
                target=target, words=printable(words)[:120], says_host=says, visible=visible
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
    for match in list(_WRITTEN.finditer(page.text[:200_000]))[:MOST_LINKS]:
        yield match[0].rstrip(".,;:!?"), "", True


def _other_host(words: str, target: Target) -> str:
    """The host a link's words name, when it belongs to another site than the link does."""
    match = _HOST_IN_WORDS.fullmatch(words.strip().lower())
    if match is None:
        return ""
    named = registrable(match[1])
    if not named.listed or not named.domain or named.domain == target.domain:
        return ""
    return match[1]
