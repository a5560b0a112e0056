"""The fetch guard: which addresses are asked at all, and what they are dialled at.

``judge_url`` needs no network. ``pin`` asks the resolver once, judges every answer, and gives the
addresses that may be dialled; whoever connects dials those and never looks the name up again, so
that a second, different answer has no effect.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from checker.errors import FetchRefused
from checker.message import N_, Message, message
from checker.net.addresses import is_internal_name, parse_address, why_forbidden
from checker.net.resolver import DnsAnswer, Resolver
from checker.urls import IpAddress, ParsedUrl, UrlError, parse

WEB_PORTS = frozenset({80, 443})

_SENTENCES = {
    "length": N_("The address is longer than any address we read"),
    "syntax": N_("The address cannot be read without guessing"),
    "scheme": N_("Only http and https addresses can be visited"),
    "userinfo": N_("The address has a name or password, or something that looks like one, in it"),
    "port": N_("Only the ordinary web ports are visited"),
    "address": N_("This is not a public internet address"),
    "internal_name": N_("This name belongs to private networks or is reserved"),
    "dns": N_("The name points at an address that is not public"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedUrl:
    """An address that may be asked, as far as that can be said without the DNS."""

    parsed: ParsedUrl

    @property
    def url(self) -> str:
        """The address rebuilt from its parts, without fragment: the only form to hand on."""
        return self.parsed.url

    @property
    def host(self) -> str:
        """ASCII, lower case, no final dot, no brackets."""
        return self.parsed.host

    @property
    def port(self) -> int:
        """The port to dial."""
        return self.parsed.port


def dial(address: str, port: int, timeout: float) -> socket.socket:
    """Connect to a public, literal ``address``; raises :class:`OSError`.

    Whoever calls this has judged the address. It is judged again, because this is the only place
    from which the process really leaves the machine.
    """
    literal = parse_address(address)
    if literal is None or why_forbidden(literal):
        raise PermissionError("not a public address")
    return connect(address, port, timeout)


def connect(address: str, port: int, timeout: float) -> socket.socket:
    """Connect to a literal ``address``, whatever it is."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(timeout)
        sock.connect((address, port))
    except BaseException:
        sock.close()
        raise
    return sock


Records = Callable[[str, str, float], DnsAnswer]
"""Asks the DNS for (name, kind) within some seconds; raises :class:`TimeoutError` and
:class:`LookupError` as :meth:`checker.net.resolver.Resolver.records` does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What may be reached, and how. Nothing else in the process opens a connection.

    Tests and the demonstration give their own functions, which answer for exact names and dial
    loopback instead; the addresses are judged by the same code.
    """

    resolve: Callable[[str], Sequence[str]] = field(default_factory=Resolver)
    """The A and AAAA answers for an ASCII name. Raises :class:`TimeoutError` when nobody answered
    in time, :class:`LookupError` when there is no such name or no address, another
    :class:`OSError` when nobody can be asked from here."""
    records: Records | None = None
    """Other records than addresses; None stands for the name servers that ``resolve`` asks, where
    it is a :class:`~checker.net.resolver.Resolver`, and for nobody otherwise."""
    dial: Callable[[str, int, float], socket.socket] = dial
    """Connect to (address, port) within some seconds; raises :class:`OSError`."""
    ports: frozenset[int] = WEB_PORTS
    """The ports an address may name."""
    authorities: str | None = None
    """A PEM file of the certificate authorities that are trusted; the usual ones when None."""
    names: frozenset[str] = frozenset()
    """Exact names that may be asked although they are reserved: those of the demonstration."""

    @property
    def asks_records(self) -> Records | None:
        """How other records than addresses are asked for; None when they cannot be."""
        if self.records is None and isinstance(self.resolve, Resolver):
            return self.resolve.records
        return self.records

    @classmethod
    def live(cls) -> Network:
        """The internet, through the resolvers of this machine."""
        return cls()


def judge_url(
    url: str, ports: frozenset[int] = WEB_PORTS, names: frozenset[str] = frozenset()
) -> JudgedUrl:
    """Read ``url`` and decide whether it may be asked; raises :class:`FetchRefused`.

    The reasons are ``length``, ``syntax``, ``scheme``, ``userinfo``, ``port``, ``address`` and
    ``internal_name``; ``names`` are asked although they are reserved. No name is looked up.
    """
    try:
        parsed = parse(url)
    except UrlError as error:
        raise refusal(error.reason) from None
    if parsed.port not in ports:
        raise refusal("port")
    if parsed.address is not None:
        if not parsed.canonical or why_forbidden(parsed.address):
            raise refusal("address")
    elif parsed.host not in names and is_internal_name(parsed.host):
        raise refusal("internal_name")
    return JudgedUrl(parsed=parsed)


def pin(judged: JudgedUrl, network: Network) -> tuple[str, ...]:
    """The addresses ``judged`` may be dialled at, IPv4 first; the name is looked up exactly once.

    Raises :class:`FetchRefused` (``dns``) when any answer is not public, and what
    ``network.resolve`` raises.
    """
    if judged.parsed.address is not None:
        return (str(judged.parsed.address),)
    answers = [parse_address(answer) for answer in network.resolve(judged.host)]
    if not answers:
        raise LookupError("no address")
    public = [a for a in answers if a is not None and why_forbidden(a) is None]
    if len(public) < len(answers):
        # One forbidden answer among good ones is how a name is rebound: all or nothing.
        raise refusal("dns")
    return tuple(str(a) for a in sorted(public, key=_preference))


def refusal(reason: str) -> FetchRefused:
    """The refusal with its sentence."""
    return FetchRefused(reason, _sentence(reason))


def _sentence(reason: str) -> Message:
    return message(_SENTENCES[reason])


def _preference(address: IpAddress) -> int:
    # Not every machine has a way to IPv6; the order of the answers is kept otherwise.
    return address.version
