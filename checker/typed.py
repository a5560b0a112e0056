"""From what a person typed or pasted to one address with a scheme, or to a sentence on why not.

People paste addresses in brackets, in quotes, with the comma of the sentence, made harmless
(``hxxps://pills[.]example``), without a scheme, or with half of one. What is mended is noted. What
is no single address (a message, a mail address, a telephone number, a path, a word) is refused,
each with its own reason and a sentence that says what to do.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from checker.errors import InputRefused
from checker.message import N_, Param, message
from checker.patterns import compiled
from checker.shown import printable

MOST_CHARACTERS = 2048
"""Longest address that is read; longer texts are refused unread."""

_QUOTES = {'"': '"', "'": "'", "“": "”", "”": "”", "„": "“", "‘": "’", "«": "»", "»": "«", "`": "`"}
_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">", "「": "」", "《": "》", "（": "）"}
_PAIRS = {**_QUOTES, **_BRACKETS}
_TRAILING = frozenset(".,;:!?…\"'`“”’»。，、；")
_BULLETS = frozenset("-*•–—>·→")

_LABEL = compiled(
    r"(?:url|link|web ?site|site|address|web|visit|homepage|internet|adresse|dirección|sito|adres)"
    r"\s{0,3}[:=]\s{0,3}(?=\S)"
)
_MARKDOWN = compiled(
    r"!?\[[^\[\]]{0,300}\]\(<?([^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)?)>?[^()]{0,99}\)"
)
_HARMLESS_DOT = compiled(r"\s?[\[({]\s?(?:\.|dot|punkt|point|punto)\s?[\])}]\s?")
_HARMLESS_COLON = compiled(r"\[(:|://|/)\]")
_HALF_DOT = compiled(r"\[\.|\.\]|\\\.")
_SPOKEN_DOT = compiled(r"(?<=[^\s.]) dot (?=[^\s.])")
_HARMLESS_HTTP = r"h[x*]{2}p|htxp|hxtp|h__p|meow"
_HARMLESS_SCHEME = compiled(rf"(?:{_HARMLESS_HTTP}|http)(s?)\s?(?:\[:\]|:)\s?//\s?")
_HARMLESS_SCHEMES = compiled(rf"(?<!\w)(?:{_HARMLESS_HTTP})(s?)\s?:\s?//\s?")
_HALF_SCHEME = compiled(r"(?:view-source:|h?t{1,3}p(s?)[:;]?//(?=[^/\\]))")
_SCHEME = compiled(r"([a-z][a-z0-9+.-]{0,30}):")
_WEB = compiled(r"https?://")
_USER = compiled(r"[^\s@/:]{1,64}:[^\s@/]{1,64}@[^\s@/:]{1,253}(?:[/:]|$)")
_DOT = compiled(r"[.。．｡]|%2e|%e3%80%82")
_PORT = compiled(r"[^/?#:@]+:\d{1,5}(?![^/?#])")
_MAIL = compiled(r"(?:mailto:)?[^\s@/:]{1,64}@[^\s@/:]{1,253}(?:\?\S*)?")
_PHONE = compiled(r"(?:tel:|sms:)?[+(]?\d[\d ().\-/]{5,30}")
_PATH = compiled(r"file:|\.{0,2}/(?!/)|~/|\.\.|\\|[a-z]:[\\/]")
_LINKS = compiled(r"https?:|hxxps?:|www\.|[a-z0-9-]\.[a-z]{2,}\S")
_APPS = tuple(
    (compiled(rf"(?:{opens})([^\s&#]{{1,200}})(\S{{0,500}})"), address)
    for opens, address in (
        (r"tg:(?://)?resolve\?domain=", "https://t.me/"),
        (r"tg:(?://)?join\?invite=", "https://t.me/+"),
        (r"whatsapp:(?://)?send/?\?phone=(?:%2b|\+)?", "https://wa.me/"),
        (r"viber:(?://)?chat/?\?number=(?:%2b|\+)?", "https://viber.com/chat?number="),
        (r"skype:(?=[^\s?]{2})(?!//)", "https://join.skype.com/"),
        (r"fb-messenger://user-thread/", "https://m.me/"),
        (r"instagram://user\?username=", "https://www.instagram.com/"),
        (r"snapchat://add/", "https://www.snapchat.com/add/"),
        (r"line://ti/p/", "https://line.me/ti/p/"),
    )
)
"""Addresses that programs of messengers open, and where the same account is on the web."""
_FULL_WIDTH = str.maketrans("：／", ":/")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An address with its scheme, and what was mended."""

    text: str
    notes: tuple[str, ...]
    bare: bool
    """No scheme was typed."""


def cleaned(typed: str) -> Cleaned:
    """The one address in ``typed``; raises :class:`InputRefused`."""
    text, notes = _one_line(typed), []
    for mend, note in _MENDERS:
        mended = mend(text)
        if mended != text:
            notes.append(note)
        text = mended
    if not text:
        raise refused("empty", N_("Nothing was typed. Type or paste the address of a site."))
    _refuse_other_things(text)
    bare = not _WEB.match(text)
    if bare:
        text = "https://" + _host_form(text.removeprefix("//"))
        notes.append("scheme_added")
    return Cleaned(text, tuple(notes), bare)


def refused(reason: str, template: str, typed: str = "", **params: Param) -> InputRefused:
    """The refusal for ``reason``; ``typed`` is shown at most 60 characters long, made printable."""
    if typed:
        params["typed"] = shortened(typed, 60)
    return InputRefused(reason, message(template, **params))


def shortened(typed: str, limit: int) -> str:
    """``typed`` fit to be shown: one line, no controls, at most ``limit`` characters."""
    shown = printable(typed[: limit * 4])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _one_line(typed: str) -> str:
    """``typed`` without blank and invisible ends; refuses long, several-line and control text."""
    text = _stripped(typed[: MOST_CHARACTERS * 4])
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1:
        raise refused("message", MESSAGE)
    if len(typed) > MOST_CHARACTERS * 4 or len(text) > MOST_CHARACTERS:
        if any(c.isspace() for c in text):
            raise refused("message", MESSAGE)
        raise refused("too_long", TOO_LONG, limit=MOST_CHARACTERS)
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        raise refused(
            "control_characters",
            N_(
                "What was typed holds control characters that no web address has. "
                "Type the address by hand, or copy it again from where you saw it."
            ),
        )
    return text


def _stripped(text: str) -> str:
    """``text`` without white space and invisible characters at its ends."""
    start, end = 0, len(text)
    while start < end and _is_blank(text[start]):
        start += 1
    while end > start and _is_blank(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) == "Cf"


def _without_fragment(text: str) -> str:
    return text.partition("#")[0] if _WEB.match(text) else text


def _without_label(text: str) -> str:
    match = _LABEL.match(text)
    return text[match.end() :] if match else text


def _from_markdown(text: str) -> str:
    match = _MARKDOWN.fullmatch(text)
    return match[1] if match else text


def _without_punctuation(text: str) -> str:
    """``text`` out of quotes, brackets and list marks, and without the sentence's punctuation."""
    while text:
        shorter = _stripped(_peeled(text))
        if shorter == text:
            break
        text = shorter
    return text


def _peeled(text: str) -> str:
    first, last = text[0], text[-1]
    if first in _PAIRS and last == _PAIRS[first] and len(text) > 1:
        return text if _is_ipv6(text) else text[1:-1]
    if first in _QUOTES or (first in _BRACKETS and not text.startswith("[.")):
        return text if first in _BRACKETS and _BRACKETS[first] in text else text[1:]
    if first in _BULLETS and text[1:2].isspace():
        return text[1:]
    if last in _TRAILING and not text.startswith("."):
        return text[:-1]
    opening = next((o for o, c in _BRACKETS.items() if c == last), None)
    if opening and opening not in text:
        return text[:-1]
    return text


def _is_ipv6(text: str) -> bool:
    try:
        return isinstance(ip_address(text.strip("[]")), IPv6Address)
    except ValueError:
        return False


def _defanged(text: str) -> str:
    """``text`` with what keeps it from being clicked taken out again."""
    text = _HARMLESS_COLON.sub(r"\1", text)
    text = _HARMLESS_DOT.sub(".", text)
    if not _is_ipv6(text):
        text = _HALF_DOT.sub(".", text)
    spoken = _SPOKEN_DOT.sub(".", text)
    if not any(c.isspace() for c in spoken):
        text = spoken
    match = _HARMLESS_SCHEME.match(text)
    return f"http{match[1]}://{text[match.end() :]}" if match else text


def unharmed(text: str) -> str:
    """A whole text with the addresses in it mended that were made harmless.

    >>> unharmed("pay at hxxp://bit[.]ly/x or pills(dot)example")
    'pay at http://bit.ly/x or pills.example'
    """
    text = _HARMLESS_DOT.sub(".", _HARMLESS_COLON.sub(r"\1", text))
    return _HARMLESS_SCHEMES.sub(r"http\1://", text)


def _whole_scheme(text: str) -> str:
    text = text[:12].translate(_FULL_WIDTH) + text[12:]
    if _WEB.match(text):
        return text
    match = _HALF_SCHEME.match(text)
    if match is None:
        return text
    rest = text[match.end() :]
    return rest if match[0].lower() == "view-source:" else f"http{match[1] or ''}://{rest}"


def _from_app(text: str) -> str:
    """The address on the web of an account that ``text`` opens in a messenger's own program."""
    for opens, address in _APPS:
        if match := opens.fullmatch(text):
            more = match[2] if "?" in address else match[2].replace("&", "?", 1)
            return f"{address}{match[1]}{more}"
    return text


_MENDERS = (
    (_from_app, "app_link"),
    (_without_fragment, "fragment"),
    (_without_punctuation, "punctuation"),
    (_without_label, "label"),
    (_from_markdown, "markdown"),
    (_without_punctuation, "punctuation"),
    (_defanged, "defanged"),
    (_whole_scheme, "scheme_mended"),
    (_without_fragment, "fragment"),
)


def _refuse_other_things(text: str) -> None:
    """Raise when ``text`` is plainly something else than one address."""
    if _WEB.match(text):
        if any(c.isspace() for c in text) and not _blank_in_path(text):
            raise refused("message", MESSAGE)
        return
    if _MAIL.fullmatch(text):
        raise refused("email", EMAIL, text)
    if _PHONE.fullmatch(text) and not _is_dotted_quad(text):
        raise refused("phone", PHONE, text)
    if _PATH.match(text):
        raise refused("file", FILE, text)
    if "<" in text or ">" in text:
        raise refused("markup", MARKUP)
    if any(c.isspace() for c in text):
        raise refused("message", MESSAGE) if _LINKS.search(text) else refused("words", WORDS, text)
    if _is_ipv6(text):
        return
    if _USER.match(text):
        raise refused("userinfo", USERINFO)
    scheme = _SCHEME.match(text)
    if scheme and not _PORT.match(text):
        raise refused("scheme", SCHEME, text, scheme=shortened(scheme[1], 30))
    if not text.startswith("//") and "@" in text.partition("/")[0]:
        raise refused("userinfo", USERINFO)
    if not _DOT.search(text.removeprefix("//").partition("/")[0]):
        raise refused("words", WORDS, text)


def _blank_in_path(text: str) -> bool:
    """A blank or two behind the host, as a browser shows ``/price%20list``; more are prose."""
    first, *further = text.split()
    return first.count("/") > 2 and len(further) <= 2 and not _LINKS.search(" ".join(further))


def _is_dotted_quad(text: str) -> bool:
    parts = text.partition("/")[0].split(".")
    return len(parts) == 4 and all(part.isascii() and part.isdigit() for part in parts)


def _host_form(text: str) -> str:
    return f"[{text.strip('[]')}]" if _is_ipv6(text) else text


MESSAGE: str = N_(
    "That reads like a message with more than one word or link in it. Whole messages are read by "
    "“Check a message” and by rxlens check -; here, paste only the address of the site, such as www.shop.example."
)
TOO_LONG: str = N_(
    "That is longer than {limit} characters. The part up to the first slash after the name of the "
    "site is enough: paste only that."
)
EMAIL: str = N_(
    "{typed} is an e-mail address. Type the address of the seller's site. If there is none and "
    "the seller works by e-mail only, nothing about the seller can be looked up in a register."
)
PHONE: str = N_(
    "{typed} is a telephone number, and no register can be asked by the number of a chat or a telephone. Type the "
    "address of the seller's site; if there is none, paste the whole message under “Check a message”, and do not "
    "order medicines from somebody who can be reached by a number alone."
)
FILE: str = N_(
    "{typed} is the path of a file. Type the address of a site, such as www.shop.example."
)
MARKUP: str = N_(
    "That is a piece of a page's source. Paste only the address in it, such as www.shop.example."
)
WORDS: str = N_(
    "“{typed}” is no web address. Type the address of the shop as the browser shows it, such as "
    "www.shop.example; names of medicines or shops are not looked up."
)
SCHEME: str = N_(
    "Addresses that begin with {scheme}: cannot be checked, only those of web sites, which begin "
    "with https:// or http://."
)
USERINFO: str = N_(
    "In front of the site's name stands a user name, an @ or a backslash. This is used to make an "
    "address look like another one. Type only the part after it, from the site's name on."
)
