"""Messenger and social accounts that a page offers as a way to reach or order from the seller."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from checker.page.anchors import places, register
from checker.page.document import Document, Link
from checker.page.facts import Contact, Place
from checker.page.places import place_at
from checker.patterns import compiled

MOST = 30

# Host (or its end) -> (service, kind). Sharing links on the same hosts are told apart by path.
_HOSTS = {
    "wa.me": ("whatsapp", "messenger"),
    "whatsapp.com": ("whatsapp", "messenger"),
    "wa.link": ("whatsapp", "messenger"),
    "t.me": ("telegram", "messenger"),
    "telegram.me": ("telegram", "messenger"),
    "telegram.dog": ("telegram", "messenger"),
    "signal.me": ("signal", "messenger"),
    "signal.group": ("signal", "messenger"),
    "viber.com": ("viber", "messenger"),
    "line.me": ("line", "messenger"),
    "lin.ee": ("line", "messenger"),
    "u.wechat.com": ("wechat", "messenger"),
    "weixin.qq.com": ("wechat", "messenger"),
    "open.kakao.com": ("kakaotalk", "messenger"),
    "pf.kakao.com": ("kakaotalk", "messenger"),
    "m.me": ("facebook", "messenger"),
    "zalo.me": ("zalo", "messenger"),
    "discord.gg": ("discord", "messenger"),
    "discord.com": ("discord", "messenger"),
    "wickr.com": ("wickr", "messenger"),
    "threema.id": ("threema", "messenger"),
    "join.skype.com": ("skype", "messenger"),
    "facebook.com": ("facebook", "social"),
    "fb.com": ("facebook", "social"),
    "fb.me": ("facebook", "social"),
    "instagram.com": ("instagram", "social"),
    "twitter.com": ("x", "social"),
    "x.com": ("x", "social"),
    "tiktok.com": ("tiktok", "social"),
    "youtube.com": ("youtube", "social"),
    "linkedin.com": ("linkedin", "social"),
    "pinterest.com": ("pinterest", "social"),
    "snapchat.com": ("snapchat", "social"),
    "vk.com": ("vk", "social"),
    "ok.ru": ("ok", "social"),
    "weibo.com": ("weibo", "social"),
    "threads.net": ("threads", "social"),
    "bsky.app": ("bluesky", "social"),
}
_SCHEMES = {
    "whatsapp": "whatsapp",
    "tg": "telegram",
    "viber": "viber",
    "skype": "skype",
    "weixin": "wechat",
    "line": "line",
    "sgnl": "signal",
    "kakaotalk": "kakaotalk",
}
_SHARING = compiled(
    r"/share|sharer|/intent/|/dialog/|/pin/create|/shareArticle|/plugins/|/tr\?|/embed|share\?|/msg/text"
)
_NUMBER = compiled(r"\+?\d[\d ().\-]{6,18}\d", 0)
_NAME = compiled(
    r"\s{0,3}(?:id|me|us|chat|app|username|channel)?(?:\s{0,3}[:：@]{1,3}|\s{0,3}-{0,2}\s{1,3}@|\s{1,3}-{1,2}\s)\s{0,3}@?"
    r"([A-Za-z][\w.-]{3,31})"
)
_SKYPE = compiled(r"[\w.:,+-]{3,60}", 0)
# Words whose number or account stands right behind them in the text.
_WORDS = {
    "whatsapp": "whatsapp",
    "what's app": "whatsapp",
    "whats app": "whatsapp",
    "watsapp": "whatsapp",
    "ватсап": "whatsapp",
    "вотсап": "whatsapp",
    "telegram": "telegram",
    "телеграм": "telegram",
    "телеграмм": "telegram",
    "wickr": "wickr",
    "threema": "threema",
    "wechat": "wechat",
    "微信": "wechat",
    "signal:": "signal",
    "on signal": "signal",
    "signal me": "signal",
    "snapchat": "snapchat",
    "session id": "session",
    "viber": "viber",
    "line id": "line",
    "kakaotalk": "kakaotalk",
    "zalo": "zalo",
    "skype": "skype",
}
_BY_NUMBER = ("on signal", "signal me")
"""Words that stand before other things than accounts, too."""
_SHORT = {
    "tg": "telegram",
    "tele": "telegram",
    "wa": "whatsapp",
    "insta": "instagram",
    "instagram": "instagram",
    "snap": "snapchat",
}
"""Short forms, which are words and parts of words, too: read only before an account with its ``@``, or, of
WhatsApp, a number with its ``+``."""
_AT = compiled(r"(?: (?:me|us))?\s{0,2}[:=-]?\s{0,2}@([a-z][\w.]{2,31})")
_PLUS = compiled(r"\s{0,2}[:=-]\s{0,2}(\+\d[\d ().\-]{7,18}\d)")
_SESSION = compiled(r"\W{0,4}(05[0-9a-f]{64})\b")


register(_WORDS)
register(_SHORT)


def contacts(doc: Document) -> tuple[Contact, ...]:
    """The accounts linked or written out on the page, each once, at most :data:`MOST`."""
    found: dict[tuple[str, str], Contact] = {}
    for contact in _all(doc):
        found.setdefault((contact.service, contact.handle), contact)
        if len(found) >= MOST:
            break
    return tuple(found.values())


def _all(doc: Document) -> Iterator[Contact]:
    host = _host(doc.url)
    own = "" if not host or _service(host) else doc.url.partition(host)[0] + host + "/"
    for link in doc.links:
        if own and link.url.startswith(own):
            continue  # Most links of a page stay on its site.
        contact = _linked(link)
        if contact is not None:
            yield contact
    yield from _written(doc)


def _linked(link: Link) -> Contact | None:
    scheme, _, rest = link.url[:500].partition(":")
    if scheme in _SCHEMES:
        handle = _scheme_handle(scheme, rest)
        return Contact(_SCHEMES[scheme], "messenger", handle, Place(link.place)) if handle else None
    if scheme not in ("http", "https"):
        return None
    service = _service(_host(link.url[:500]))
    if service is None or _SHARING.search(link.url[:500]):
        return None
    handle = _handle(link.url)
    return Contact(*service, handle, Place(link.place)) if handle else None


def _host(url: str) -> str:
    rest = url.partition(":")[2]
    return rest[2:].partition("/")[0].partition("?")[0].lower().removeprefix("www.")


def _service(host: str) -> tuple[str, str] | None:
    known = _HOSTS.get(host)
    if known is None and host.count(".") >= 2:
        known = _HOSTS.get(host.partition(".")[2])
    return known


def _handle(url: str) -> str:
    """The account in a link, e.g. ``447700900000`` or ``shopname``; empty for a bare front page."""
    try:
        parts = urlsplit(url[:500])
    except ValueError:
        return ""
    query = _query(parts.query)
    number = query.get("phone", [""])[0]
    path = unquote(parts.path).strip("/")
    if number:
        return number.strip("+ ")[:60]
    if path.lower() in ("", "send", "home", "login", "help", "legal", "privacy", "profile.php"):
        return query.get("id", [""])[0][:60] if path == "profile.php" else ""
    return path[:60]


def _scheme_handle(scheme: str, rest: str) -> str:
    query = _query(rest.partition("?")[2])
    for name in ("phone", "number", "domain", "chat", "id"):
        if query.get(name):
            return query[name][0].strip("+ ")[:60]
    if scheme == "skype":
        match = _SKYPE.match(rest)
        return match.group()[:60] if match else ""
    return ""


def _query(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, max_num_fields=20)
    except ValueError:  # More fields than any account link has.
        return {}


def _written(doc: Document) -> Iterator[Contact]:
    """Accounts in plain text: "WhatsApp: +44 …", "Telegram @name"."""
    for word, service in _WORDS.items():
        for at in places(doc.text, word)[:6]:
            behind = doc.text[at + len(word) : at + len(word) + 50]
            number = _NUMBER.search(behind[:40])
            name = _NAME.match(behind)
            if service == "session":
                key = _SESSION.match(doc.text, at + len(word))
                if key is None:
                    continue
                handle = key.group(1)
            elif number is not None:
                handle = "".join(filter(str.isdigit, number.group()))
            elif name is not None and service != "whatsapp" and word not in _BY_NUMBER:
                handle = name.group(1)
            else:
                continue
            yield Contact(service, "messenger", handle, place_at(doc, at))
    for word, service in _SHORT.items():
        for at in places(doc.text, word)[:60]:
            account = _PLUS if service == "whatsapp" else _AT
            match = account.match(doc.text, at + len(word))
            if match is not None and not doc.text[max(0, at - 1) : at].isalnum():
                kind = "social" if service == "instagram" else "messenger"
                handle = match.group(1).rstrip(".")
                if service == "whatsapp":
                    handle = "".join(filter(str.isdigit, handle))
                yield Contact(service, kind, handle, place_at(doc, at))
