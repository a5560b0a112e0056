"""Reading an address the way a browser does, once, and handing on only the rebuilt form.

One parser (ada, the URL standard) decides what an address means; everything it would silently
mend in the authority (backslashes, missing slashes, control characters) is refused instead,
because a second reader further on might mend it differently. Names and addresses are judged in
:mod:`checker.net`; this module only says what the text says.

>>> parse("HTTP://Example.COM:80/a/../b?q#top").url
'http://example.com/b?q'
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

import ada_url

from checker.patterns import compiled

MAX_CHARACTERS = 2048
"""Longest address that is read at all."""
MAX_NAME = 253
MAX_LABEL = 63

IpAddress = IPv4Address | IPv6Address

_CONTROL = compiled(r"[\x00-\x1f\x7f]", 0)
_SCHEME = compiled(r"([A-Za-z][A-Za-z0-9+.\-]{0,30}):", 0)
_AUTHORITY = compiled(r"//([^/\\?#][^/?#]*)", 0)
_LABEL = compiled(r"[a-z0-9_-]+", 0)
_DEFAULT_PORTS = {"http": 80, "https": 443}


class UrlError(ValueError):
    """An address that cannot be read.

    ``reason`` is ``length``, ``syntax``, ``scheme`` or ``userinfo``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedUrl:
    """The parts of an http(s) address as the URL standard reads them."""

    scheme: str
    host: str
    """ASCII, lower case, no final dot; an IPv6 address without its brackets."""
    port: int
    path: str
    """Starts with ``/``; percent-encoded."""
    query: str
    """Without the question mark; percent-encoded; may be empty."""
    address: IpAddress | None = None
    """Set when the host is a literal IP address."""
    canonical: bool = True
    """False when an IPv4 address was spelt otherwise than as four decimal numbers."""

    @property
    def origin(self) -> str:
        """Scheme, host and port, the port only when it is not the scheme's own."""
        host = f"[{self.host}]" if isinstance(self.address, IPv6Address) else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """The address rebuilt from its parts, without fragment."""
        query = f"?{self.query}" if self.query else ""
        return f"{self.origin}{self.path}{query}"


def parse(text: str) -> ParsedUrl:
    """Read an absolute http(s) address; raises :class:`UrlError`."""
    if len(text) > MAX_CHARACTERS:
        raise UrlError("length")
    if _CONTROL.search(text):
        raise UrlError("syntax")
    scheme, authority = _split(text)
    if "@" in authority or "\\" in authority:
        # A backslash ends the host for some readers and not for others: the userinfo trick.
        raise UrlError("userinfo")
    url = _read(text)
    address = _literal(url.host_type, url.hostname)
    return ParsedUrl(
        scheme=scheme,
        host=_name(url.hostname) if address is None else str(address),
        port=int(url.port) if url.port else _DEFAULT_PORTS[scheme],
        path=url.pathname,
        query=url.search.removeprefix("?"),
        address=address,
        canonical=not isinstance(address, IPv4Address) or _spelt(authority) == str(address),
    )


def with_scheme(text: str, scheme: str = "http") -> str:
    """``text`` with ``scheme`` put in front when it names none, as in ``www.example.com/a``."""
    return text if is_absolute(text) else f"{scheme}://{text}"


def is_absolute(text: str) -> bool:
    """Whether ``text`` names a scheme of its own."""
    return _SCHEME.match(text) is not None


def join(base: str, reference: str) -> str | None:
    """``reference`` resolved against ``base``; None when it cannot be. The result is unjudged."""
    try:
        return str(ada_url.join_url(base, reference))
    except (ValueError, UnicodeEncodeError):
        return None


def to_ascii(name: str) -> str | None:
    """A host name in ASCII (UTS 46 as the URL standard applies it); None when it is not one."""
    try:
        return str(ada_url.URL(f"https://{name}/").hostname) or None
    except (ValueError, UnicodeEncodeError):
        return None


def _split(text: str) -> tuple[str, str]:
    """The scheme and the raw authority of an absolute address with exactly two slashes."""
    match = _SCHEME.match(text)
    if match is None:
        raise UrlError("syntax")
    scheme = match[1].lower()
    if scheme not in _DEFAULT_PORTS:
        raise UrlError("scheme")
    authority = _AUTHORITY.match(text, match.end())
    if authority is None:
        raise UrlError("syntax")
    return scheme, authority[1]


def _read(text: str) -> ada_url.URL:
    try:
        return ada_url.URL(text)
    except (ValueError, UnicodeEncodeError):  # The second: a lone surrogate.
        raise UrlError("syntax") from None


def _literal(kind: ada_url.HostType, host: str) -> IpAddress | None:
    if kind == ada_url.HostType.IPV4:
        return IPv4Address(host)
    if kind == ada_url.HostType.IPV6:
        return IPv6Address(host.strip("[]"))
    return None


def _name(host: str) -> str:
    """``host`` without its final dot, once it fits the limits and letters of the DNS."""
    name = host.removesuffix(".")
    labels = name.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise UrlError("syntax")
    if len(name) > MAX_NAME or any(len(label) > MAX_LABEL for label in labels):
        raise UrlError("length")
    return name


def _spelt(authority: str) -> str:
    """The host as typed, without its port; only asked for IPv4 addresses."""
    return authority.partition(":")[0]
