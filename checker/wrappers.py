"""Opening the addresses that mail scanners, search engines and advert networks wrap around others.

Only services named in ``reference/wrappers.csv`` are opened, and only from what the address itself
says: nobody is asked. An address carried by any other site is left alone, because there the site
that carries it is what the person was sent to; :func:`carries_address` tells of it.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, unquote

from checker.hosts import HostTable
from checker.patterns import compiled
from checker.reference import table
from checker.urls import ParsedUrl

_ADDRESS = compiled(r"https?:/{1,2}(?=[^/])")
_CARRIED = compiled(r"=https?(?::|%3a)(?:/|%2f){2}")
_PROOFPOINT_3 = compiled(r"/v3/__(.+)__;([\w=-]*)!")
_PROOFPOINT_RUN = compiled(r"\*(\*.)?", 0)
_YAHOO = compiled(r"/RU=([^/]+)/")
_AMP = compiled(r"/(?:amp|[cirv]|wp)/(s/)?([a-z0-9_-]+\.[a-z0-9_.-]+(?:[/?].*)?)$")
_MOST_FIELDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapper:
    """One way in which a service wraps addresses."""

    service: str
    path: str
    """How its paths begin; empty for any."""
    how: str
    """Name of the way to open it; ``closed`` when the address inside cannot be read from it."""
    parameters: tuple[str, ...]


def opened(url: ParsedUrl) -> str | None:
    """The address that ``url`` is wrapped around; None when it wraps none that can be read.

    The result is as untrusted as any typed text: it may name any scheme, or be no address at all.
    """
    for wrapper in _wrappers(url):
        inner = _WAYS[wrapper.how](url, wrapper)
        if inner:
            return inner
    return None


def is_closed(url: ParsedUrl) -> bool:
    """Whether ``url`` wraps an address that only the service itself knows."""
    return any(wrapper.how == "closed" for wrapper in _wrappers(url))


def carries_address(url: ParsedUrl) -> bool:
    """Whether a parameter of ``url`` holds another address, as redirects and log-ins have."""
    return _CARRIED.search(url.query) is not None


def _wrappers(url: ParsedUrl) -> Iterator[Wrapper]:
    for wrappers in _table().find(url.host):
        yield from (wrapper for wrapper in wrappers if url.path.startswith(wrapper.path))


@cache
def _table() -> HostTable[list[Wrapper]]:
    by_host: dict[str, list[Wrapper]] = {}
    for row in table("wrappers"):
        wrapper = Wrapper(
            service=row["service"],
            path=row["path"],
            how=row["how"],
            parameters=tuple(row["parameters"].split()),
        )
        for host in row["hosts"].split():
            by_host.setdefault(host, []).append(wrapper)
    return HostTable(by_host)


def _fields(url: ParsedUrl) -> dict[str, str]:
    try:
        pairs = parse_qsl(url.query, errors="replace", max_num_fields=_MOST_FIELDS)
    except ValueError:  # More fields than any wrapper has.
        return {}
    return dict(reversed(pairs))  # The first of several wins.


def _address_in(text: str) -> str | None:
    """The address that ``text`` begins with, its scheme mended to two slashes."""
    match = _ADDRESS.match(text)
    if match is None:
        return None
    return f"{match[0].rstrip('/')}//{text[match.end() :]}"


def _parameter(url: ParsedUrl, wrapper: Wrapper) -> str | None:
    fields = _fields(url)
    for name in wrapper.parameters:
        value = fields.get(name, "").strip()
        if "%3a" in value[:8].lower():  # Encoded twice.
            value = unquote(value)
        if inner := _address_in(value):
            return inner
    return None


def _query(url: ParsedUrl, _: Wrapper) -> str | None:
    return _address_in(unquote(url.query))


def _path(url: ParsedUrl, _: Wrapper) -> str | None:
    """The last address in the path, plain (with the query after it) or percent-encoded."""
    plain = f"{url.path}?{url.query}" if url.query else url.path
    for text in (plain, unquote(url.path)):
        match = _ADDRESS.search(text)
        if match:
            return _address_in(text[match.start() :])
    return None


def _proofpoint(url: ParsedUrl, wrapper: Wrapper) -> str | None:
    if url.path.startswith("/v2/"):
        coded = _fields(url).get("u", "").replace("-", "%").replace("_", "/")
        return _address_in(unquote(coded))
    if url.path.startswith("/v3/"):
        return _proofpoint_3(url)
    return _parameter(url, wrapper)


def _proofpoint_3(url: ParsedUrl) -> str | None:
    """Version 3: ``*`` stands for a character of the list at the end, ``**x`` for a run of them."""
    match = _PROOFPOINT_3.match(f"{url.path}?{url.query}" if url.query else url.path)
    if match is None:
        return None
    replaced = iter(_base64(match[2]) or "")

    def put_back(star: re.Match[str]) -> str:
        run = star[1]
        count = _PROOFPOINT_LENGTHS.find(run[1]) + 2 if run else 1
        return "".join(next(replaced, "") for _ in range(count))

    return _address_in(_PROOFPOINT_RUN.sub(put_back, match[1]))


_PROOFPOINT_LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _sophos(url: ParsedUrl, wrapper: Wrapper) -> str | None:
    return _address_in(_base64(_fields(url).get(wrapper.parameters[0], "")) or "")


def _bing(url: ParsedUrl, wrapper: Wrapper) -> str | None:
    coded = _fields(url).get(wrapper.parameters[0], "")
    return _address_in(_base64(coded[2:]) or "") if coded.startswith("a1") else None


def _yahoo(url: ParsedUrl, _: Wrapper) -> str | None:
    match = _YAHOO.search(url.path)
    return _address_in(unquote(match[1])) if match else None


def _cache(url: ParsedUrl, wrapper: Wrapper) -> str | None:
    """``cache:KEY:address words``: the key may be left out, and so may the scheme."""
    asked = _fields(url).get(wrapper.parameters[0], "")
    if not asked.startswith("cache:"):
        return None
    words = asked.removeprefix("cache:").split()
    first = words[0] if words else ""
    if _ADDRESS.match(first) is None and ":" in first:
        first = first.split(":", 1)[1]
    return _address_in(first) or (f"https://{first}" if "." in first else None)


def _amp(url: ParsedUrl, _: Wrapper) -> str | None:
    """``/amp/s/example.com/page``: ``s`` says https; no scheme is written."""
    match = _AMP.match(url.path)
    if match is None:
        return None
    query = f"?{url.query}" if url.query else ""
    return f"{'https' if match[1] else 'http'}://{match[2]}{query}"


def _translate(url: ParsedUrl, _: Wrapper) -> str | None:
    """``www-my--shop-com.translate.goog``: ``-`` stands for a dot, ``--`` for a hyphen."""
    name = url.host.removesuffix(".translate.goog")
    if name == url.host or "." in name:
        return None
    host = "-".join(part.replace("-", ".") for part in name.split("--"))
    kept = "&".join(f for f in url.query.split("&") if f and not f.startswith("_x_tr_"))
    scheme = "http" if "_x_tr_sch=http" in url.query.split("&") else "https"
    return f"{scheme}://{host}{url.path}{'?' if kept else ''}{kept}"


def _closed(_: ParsedUrl, __: Wrapper) -> None:
    return None


def _base64(text: str) -> str | None:
    padded = text.strip().rstrip("=") + "=" * (-len(text.strip().rstrip("=")) % 4)
    try:
        data = urlsafe_b64decode(padded) if "-" in text or "_" in text else b64decode(padded)
        return data.decode()
    except (binascii.Error, ValueError):
        return None


_WAYS: dict[str, Callable[[ParsedUrl, Wrapper], str | None]] = {
    "parameter": _parameter,
    "query": _query,
    "path": _path,
    "proofpoint": _proofpoint,
    "sophos": _sophos,
    "bing": _bing,
    "yahoo": _yahoo,
    "cache": _cache,
    "amp": _amp,
    "translate": _translate,
    "closed": _closed,
}
