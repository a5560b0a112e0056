"""What a person typed, read once into a :class:`Target`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import ada_url

from checker.domains import Domain, registrable
from checker.errors import InputRefused
from checker.message import N_
from checker.net.addresses import is_internal_name, why_forbidden
from checker.platforms import Platform, platform_of
from checker.shown import printable
from checker.typed import (
    MOST_CHARACTERS,
    SCHEME,
    TOO_LONG,
    USERINFO,
    WORDS,
    cleaned,
    refused,
    shortened,
)
from checker.urls import ParsedUrl, UrlError, parse, to_ascii
from checker.wrappers import carries_address, is_closed, opened

__all__ = ["Platform", "Target", "read_target"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One address to check, rebuilt from its parsed parts."""

    typed: str
    """What was typed, at most 300 characters, controls removed; shown back, never stored."""
    url: str
    """The address to visit, normalised (WHATWG), without fragment."""
    host: str
    """ASCII, lower case, no final dot."""
    domain: str
    """Registrable domain by the Public Suffix List, private suffixes included; empty if none."""
    suffix: str
    """Its public suffix."""
    display: str
    """The host in Unicode as a person would read it."""
    platform: Platform | None = None
    unwrapped_from: tuple[str, ...] = ()
    """Hosts of mail scanners, search engines and short links that were opened, outermost first."""
    asked: tuple[str, ...] = ()
    """Those of them that had to be asked: services of short links."""
    notes: tuple[str, ...] = ()
    """What was mended in the input: ``scheme_added``, ``defanged``, ``punctuation``, ``idn`` …"""
    fetchable: bool = True
    """False for addresses that are answered without a fetch (``.onion``, platforms, reserved names)."""


UNSEEN = "unknown.invalid"
"""The reserved host that stands for "nobody knows where this page was served"."""

CLOSED = "short_link_closed"
"""Note of a short link that was asked and did not say where it leads."""

MOST_WRAPPERS = 4
"""How many wrappers, one inside the other, are opened."""
SHOWN = 300


def read_target(typed: str) -> Target:
    """The address meant by ``typed``; raises :class:`~checker.errors.InputRefused`.

    Nobody is asked. Reserved names (``.example``, ``.local``) are accepted, because a saved page
    of theirs can be judged; whether they are dialled is the network's decision.

    Reasons of refusal: ``empty``, ``message``, ``too_long``, ``control_characters``, ``email``,
    ``phone``, ``file``, ``markup``, ``words``, ``scheme``, ``userinfo``, ``syntax``, ``port``,
    ``ip_address``, ``single_label``, ``suffix``, ``unknown_ending``.

    >>> read_target(" hxxps://www[.]Shop.example/pills?id=1#top, ").url
    'https://www.shop.example/pills?id=1'
    """
    clean = cleaned(typed)
    outer = _parsed(clean.text, clean.bare)
    url, wrappers = _unwrapped(outer)
    name = registrable(url.host)
    _refuse_unreachable(url, name, clean.bare and not wrappers)
    platform = platform_of(url.host, url.url)
    display = _display(url.host)
    return Target(
        typed=shortened(typed, SHOWN),
        url=url.url,
        host=url.host,
        domain=name.domain or name.company_domain,
        suffix=name.suffix,
        display=display,
        platform=platform,
        unwrapped_from=wrappers,
        notes=(*clean.notes, *_further_notes(clean.text, url, display, name)),
        fetchable=platform is None,
    )


def _parsed(text: str, bare: bool) -> ParsedUrl:
    try:
        return parse(text)
    except UrlError as problem:
        raise _unreadable(problem.reason, text, bare) from None


def _unreadable(reason: str, text: str, bare: bool) -> InputRefused:
    if reason == "userinfo":
        return refused("userinfo", USERINFO)
    if reason == "scheme":
        return refused("scheme", SCHEME, scheme=shortened(text.partition(":")[0], 30))
    if reason == "length" and len(text) > MOST_CHARACTERS:
        return refused("too_long", TOO_LONG, limit=MOST_CHARACTERS)
    if bare and "." not in text.partition("/")[0]:
        return refused("words", WORDS, text.removeprefix("https://"))
    return refused("syntax", _SYNTAX, text.removeprefix("https://") if bare else text)


def _unwrapped(url: ParsedUrl) -> tuple[ParsedUrl, tuple[str, ...]]:
    """The address inside all wrappers, and the hosts of those, outermost first."""
    hosts: list[str] = []
    while len(hosts) < MOST_WRAPPERS and (inner := opened(url)):
        hosts.append(url.host)
        url = _parsed(inner.partition("#")[0], bare=False)
    return url, tuple(hosts)


def _refuse_unreachable(url: ParsedUrl, name: Domain, bare: bool) -> None:
    """Raise when no site on the internet can have the address, whoever asks."""
    if url.port not in (80, 443):
        raise refused("port", _PORT, port=url.port)
    if url.address is not None:
        if not url.canonical or why_forbidden(url.address):
            raise refused("ip_address", _IP_ADDRESS, url.host)
        return
    if name.listed and not name.domain and not name.private:
        raise refused("suffix", _SUFFIX, url.host)
    if "." not in url.host:
        raise refused("single_label", _LABEL, url.host)
    if name.listed and "xn--" in name.domain and _display(name.domain) == name.domain:
        # Registries take only names that decode: nobody can have this one.
        raise refused("syntax", _SYNTAX, url.host)
    if bare and not name.listed and not is_internal_name(url.host):
        raise refused("unknown_ending", _ENDING, url.host, ending=shortened(name.suffix, 30))


def _display(host: str) -> str:
    """``host`` in Unicode, where that leads back to the same host; else as it is."""
    if "xn--" not in host:
        return host
    unicode = str(ada_url.idna_to_unicode(host))
    return unicode if to_ascii(unicode) == host and printable(unicode) == unicode else host


def _further_notes(text: str, url: ParsedUrl, display: str, name: Domain) -> Iterator[str]:
    authority = text.partition("//")[2].partition("/")[0]
    if "xn--" in url.host:
        yield "idn" if display != url.host else "idn_unreadable"
    if any(unicodedata.category(c) == "Cf" for c in authority):
        yield "invisible"
    if "%" in authority:
        yield "percent_encoded_host"
    if url.address is not None:
        yield "ip_address"
    elif not name.listed:
        yield "unlisted_ending"
    if name.private:
        yield "shared_domain"
    if is_closed(url):
        yield "closed_wrapper"
    if carries_address(url):
        yield "carries_address"


_SYNTAX = N_(
    "“{typed}” cannot be read as a web address: a browser would not find a site under it either. "
    "Compare it with where you saw it, and type it again."
)
_LABEL = N_(
    "“{typed}” has no ending such as .com, so it can only be a name inside a private network. Type "
    "the whole name of the site, such as www.shop.example."
)
_PORT = N_(
    "The address names port {port}. Shops are reached without one: type the address without the "
    "colon and the number."
)
_IP_ADDRESS = N_(
    "{typed} is a number inside a private network, or one written in an unusual way. Type the name "
    "of the site, such as www.shop.example."
)
_SUFFIX = N_(
    "{typed} is only the ending that many sites share. The name in front of it is missing, as in "
    "shop.{typed}."
)
_ENDING = N_(
    "No site's name ends in .{ending}, so “{typed}” is no web address. If it is one, type it with "
    "https:// in front."
)
