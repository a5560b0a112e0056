"""Why a page shows little: it builds itself in the browser, is parked, sends its visitor on, or asks who is there."""

from __future__ import annotations

from checker.domains import domain_of
from checker.page.document import Document
from checker.page.facts import FormFacts
from checker.patterns import compiled

LITTLE_TEXT = 200
"""Characters of visible text below which a page has said nothing."""
SHORT_PAGE = 3000
"""Characters above which a page says more than "this domain is parked"."""

_PARKED = compiled(
    r"domain (?:name )?(?:is|may be|might be) (?:for sale|parked|available)|buy this domain|"
    r"this domain has (?:expired|been registered)|"
    r"parked (?:free|domain|by)|related searches|sedo\b|diese domain (?:steht zum verkauf|ist geparkt|kaufen)|"
    r"ce (?:nom de )?domaine est (?:à vendre|en vente)|dominio (?:en venta|in vendita)|"
    r"domena (?:jest )?na sprzedaż|域名出售"
)
_SUSPENDED = compiled(
    r"account (?:has been |is )?suspended|site (?:has been |is )?(?:suspended|disabled)|bandwidth limit exceeded|"
    r"website (?:is )?(?:currently )?unavailable|under construction|coming soon|default web ?page|"
    r"welcome to nginx|it works!"
)
_CHALLENGE = compiled(
    r"checking (?:your browser|if the site connection)|verify (?:that )?you are (?:a )?human|are you a robot|"
    r"just a moment|attention required|enable javascript and cookies|ddos protection|access denied|captcha|"
    r"unusual traffic"
)
_NEEDS_SCRIPT = compiled(
    r"(?:enable|requires?|need|activate|turn on|activer|aktivieren|activar)\s[\w ]{0,20}javascript|"
    r"javascript (?:is )?(?:required|disabled)"
)


def shell(doc: Document, forms: tuple[FormFacts, ...], refreshes: tuple[str, ...] = ()) -> str:
    """The word of :attr:`PageFacts.shell`: why little could be read, or an empty string."""
    length = len(doc.text)
    if length < SHORT_PAGE:
        words = f"{doc.title}\n{doc.text}"
        for name, pattern in (
            ("challenge", _CHALLENGE),
            ("parked", _PARKED),
            ("suspended", _SUSPENDED),
        ):
            if pattern.search(words) and not (name == "challenge" and length > SHORT_PAGE // 2):
                return name
    if length >= LITTLE_TEXT:
        return ""
    if not doc.frames and leaves(doc.url, refreshes):
        return SENT_ON
    return _little(doc, forms, length)


SENT_ON = "sent_on"


def leaves(url: str, refreshes: tuple[str, ...]) -> bool:
    """Whether one of the addresses to which the page at ``url`` sends its visitor on is another site's."""
    own = domain_of(url)
    return any(domain_of(way) not in ("", own) for way in refreshes if way.startswith("http"))


def _little(doc: Document, forms: tuple[FormFacts, ...], length: int) -> str:
    noscript = doc.noscript_text
    if doc.frames:
        return "frame_only"
    if len(noscript) >= LITTLE_TEXT and not _NEEDS_SCRIPT.search(noscript):
        return "noscript_only"
    if (doc.scripts or doc.script_bytes) and (
        length < LITTLE_TEXT // 2 or _NEEDS_SCRIPT.search(noscript)
    ):
        return "script_only"
    if any(facts.purpose == "login" for facts in forms):
        return "login"
    if len(doc.images) >= 2 and length < LITTLE_TEXT // 2:
        return "image_only"
    return "" if doc.text.strip() else "empty"
