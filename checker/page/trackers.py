"""Ids that tie pages of one owner together: analytics, advertising, chat widgets.

They join shops into families: most illicit shops belong to a network, and networks re-use ids.
"""

from __future__ import annotations

import re

from checker.page.document import Document
from checker.page.facts import Tracker
from checker.patterns import compiled

_MOST = 40

_TAG = compiled(
    r"(?:UA-\d{4,10}-\d{1,4}|G-[A-Z0-9]{8,12}|GTM-[A-Z0-9]{4,9}|AW-\d{8,12}|DC-\d{6,10})(?![\w-])",
    0,
)
_TAG_KINDS = {
    "UA": "google_analytics",
    "G": "google_analytics",
    "GTM": "google_tag_manager",
    "AW": "google_ads",
    "DC": "google_ads",
}

_PLACEHOLDER = compiled(r"(?:UA|G|GTM|AW)-[X0-]{1,20}", 0)

# (kind, literal that must stand in the scripts, pattern whose group is the id)
_MARKS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "meta_pixel",
        "fbq(",
        compiled(r"fbq\(\s{0,4}['\"]init['\"]\s{0,4},\s{0,4}['\"]?(\d{10,18})", 0),
    ),
    ("meta_pixel", "facebook.com/tr?", compiled(r"facebook\.com/tr\?id=(\d{10,18})", 0)),
    ("yandex_metrika", "yaCounter", compiled(r"yaCounter(\d{5,9})", 0)),
    ("yandex_metrika", "ym(", compiled(r"\bym\(\s{0,4}(\d{5,9})\s{0,4},", 0)),
    ("yandex_metrika", "mc.yandex.ru/watch/", compiled(r"mc\.yandex\.ru/watch/(\d{5,9})", 0)),
    ("mail_ru", "top-fwz1.mail.ru", compiled(r"top-fwz1\.mail\.ru/counter\?id=(\d{5,9})", 0)),
    ("adsense", "ca-pub-", compiled(r"ca-(pub-\d{10,20})", 0)),
    ("hotjar", "hjid", compiled(r"hjid\s{0,4}[:=]\s{0,4}(\d{5,9})", 0)),
    ("clarity", "clarity.ms/tag/", compiled(r"clarity\.ms/tag/(\w{6,14})", 0)),
    (
        "clarity",
        '"clarity", "script"',
        compiled(r"\"clarity\", \"script\", \"(\w{6,14})\"", 0),
    ),
    ("tiktok_pixel", "ttq.load", compiled(r"ttq\.load\(\s{0,4}['\"](\w{15,25})", 0)),
    (
        "snap_pixel",
        "snaptr(",
        compiled(r"snaptr\(\s{0,4}['\"]init['\"]\s{0,4},\s{0,4}['\"]([\w-]{20,40})", 0),
    ),
    ("bing_ads", "bat.bing.com", compiled(r"\bti\s{0,4}:\s{0,4}[\"'](\d{6,10})", 0)),
    (
        "pinterest_tag",
        "pintrk(",
        compiled(r"pintrk\(\s{0,4}['\"]load['\"]\s{0,4},\s{0,4}['\"](\d{10,16})", 0),
    ),
    ("tawk_to", "tawk.to/", compiled(r"tawk\.to/(?:chat/)?([0-9a-f]{24})", 0)),
    ("jivochat", "jivosite.com/", compiled(r"jivosite\.com/(?:script/)?(?:widget/)?(\w{8,12})", 0)),
    ("jivochat", "code.jivo.ru/", compiled(r"code\.jivo\.ru/widget/(\w{8,12})", 0)),
    ("livechat", "__lc.license", compiled(r"__lc\.license\s{0,4}=\s{0,4}['\"]?(\d{5,10})", 0)),
    (
        "smartsupp",
        "smartsupp.key",
        compiled(r"smartsupp\.key\s{0,4}=\s{0,4}['\"]([0-9a-f]{30,48})", 0),
    ),
    ("zendesk", "static.zdassets.com", compiled(r"snippet\.js\?key=([\w-]{20,40})", 0)),
    ("intercom", "app_id", compiled(r"app_id['\"]?\s{0,4}:\s{0,4}['\"](\w{6,12})['\"]", 0)),
    (
        "crisp",
        "CRISP_WEBSITE_ID",
        compiled(r"CRISP_WEBSITE_ID\s{0,4}=\s{0,4}['\"]([0-9a-f-]{30,40})", 0),
    ),
    ("histats", "histats", compiled(r"Histats\.start['\"]?\s{0,4},\s{0,4}['\"]1,(\d{4,9})", 0)),
    ("statcounter", "sc_project", compiled(r"sc_project\s{0,4}=\s{0,4}(\d{5,10})", 0)),
    ("baidu", "hm.baidu.com", compiled(r"hm\.baidu\.com/hm\.js\?([0-9a-f]{32})", 0)),
    ("cnzz", "cnzz.com", compiled(r"cnzz\.com/\w{1,12}\.php\?id=(\d{6,14})", 0)),
    ("klaviyo", "klaviyo.com", compiled(r"company_id=(\w{6})\b", 0)),
    (
        "shopify",
        "Shopify.shop",
        compiled(r"Shopify\.shop\s{0,4}=\s{0,4}['\"]([\w-]{2,60}\.myshopify\.com)", 0),
    ),
    ("awin", "dwin1.com/", compiled(r"dwin1\.com/(\d{3,7})\.js", 0)),
)


def trackers(doc: Document) -> tuple[Tracker, ...]:
    """The ids in inline scripts and in the addresses of scripts, frames and counters' images."""
    text = "\n".join(
        [
            doc.inline_scripts,
            *doc.scripts,
            *doc.frames,
            *(i.src for i in doc.images if i.src.startswith("http")),
        ]
    )
    found: dict[tuple[str, str], None] = {}
    for match in _TAG.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if not (before.isalnum() or before in ("-", "_", "/")) and len(found) < _MOST:
            value = match.group()
            found[_TAG_KINDS[value.partition("-")[0]], value] = None
    for kind, literal, pattern in _MARKS:
        if literal in text:
            for match in pattern.finditer(text):
                if len(found) >= _MOST:
                    break
                found[kind, match.group(1)] = None
    return tuple(Tracker(kind=kind, value=value) for kind, value in found if _real(value))


def _real(value: str) -> bool:
    """False for the placeholders that templates ship with (``UA-XXXXX-X``, ``GTM-XXXX``)."""
    return not _PLACEHOLDER.fullmatch(value)
