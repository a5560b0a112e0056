"""Which addresses may be dialled: the public unicast ones; and which names are never looked up.

Built from the IANA registries of special-purpose addresses, read as "listed means not dialled",
even for the few blocks there that are globally reachable (relays and sinks: no shop lives on
one). ``ipaddress.is_global`` is not asked: it calls 224.0.0.1, 64:ff9b::7f00:1 and 2002:7f00:1::
global.

>>> why_forbidden(ip_address("169.254.169.254"))
'link-local'
>>> why_forbidden(ip_address("93.184.215.14")) is None
True
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# https://www.iana.org/assignments/iana-ipv4-special-registry (read 2026-11), and multicast.
_IPV4 = tuple(
    (ip_network(block), name)
    for block, name in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private use"),
        ("100.64.0.0/10", "shared address space"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private use"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "AS112"),
        ("192.52.193.0/24", "AMT relay"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private use"),
        ("192.175.48.0/24", "AS112"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        # Public by registry, but the host agent of every Azure machine.
        ("168.63.129.16/32", "cloud host agent"),
    )
)

# Global unicast is 2000::/3. All forms with an IPv4 address inside that have a prefix of their own
# (mapped, compatible, translated, NAT64) lie outside it, as do loopback, link-local, unique local,
# site-local, discard-only, SRv6 and multicast.
_UNICAST = ip_network("2000::/3")
# https://www.iana.org/assignments/iana-ipv6-special-registry (read 2026-11): the part inside it.
_IPV6 = tuple(
    (ip_network(block), name)
    for block, name in (
        ("2001::/23", "protocol assignments"),  # Teredo, benchmarking, ORCHID, drone ids …
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "AS112"),
        ("3fff::/20", "documentation"),
    )
)
_ISATAP = (0x00005EFE, 0x02005EFE)

# https://www.iana.org/assignments/special-use-domain-names (read 2026-11), and ICANN's `internal`.
_SPECIAL_USE = frozenset(
    ("localhost", "local", "invalid", "test", "example", "alt", "onion", "arpa", "internal")
)
# RFC 6762 appendix G, the names ICANN keeps out of the root, and defaults of routers.
_PRIVATE_USE = frozenset(
    ("intranet", "private", "corp", "home", "lan", "mail", "domain", "workgroup", "belkin")
)
_DEFAULTS_OF_SYSTEMS = frozenset(("localdomain", "localhost6", "localdomain6"))
# Name systems beside the DNS, whose names leak into it.
_OTHER_SYSTEMS = frozenset(("i2p", "gnu", "zkey", "exit", "bit"))
_INTERNAL = _SPECIAL_USE | _PRIVATE_USE | _DEFAULTS_OF_SYSTEMS | _OTHER_SYSTEMS


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """The address that ``text`` spells canonically; None for anything else, zone ids included."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return None if "%" in text else address


def why_forbidden(address: IPv4Address | IPv6Address) -> str | None:
    """Why ``address`` is never dialled, in a few words; None when it may be."""
    if isinstance(address, IPv4Address):
        return _listed(address, _IPV4)
    if address not in _UNICAST:
        return "not global unicast"
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "ISATAP"
    return _listed(address, _IPV6)


def is_internal_name(host: str) -> bool:
    """True for names of one label and names under a special-use or private suffix.

    >>> [is_internal_name(h) for h in ("intranet", "nas.local", "local.example.com")]
    [True, True, False]
    """
    return "." not in host or host.rpartition(".")[2] in _INTERNAL


def _listed(address: object, table: tuple[tuple[object, str], ...]) -> str | None:
    return next((name for block, name in table if address in block), None)  # type: ignore[operator]
