"""Asking the DNS with a deadline: getaddrinfo has none."""

from __future__ import annotations

import errno
import time
from collections.abc import Sequence
from dataclasses import dataclass

import dns.exception
import dns.name
import dns.rdata
import dns.rdtypes.txtbase
import dns.resolver

MOST_RECORDS = 100
"""Records of one answer that are kept; no honest answer has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsAnswer:
    """What the DNS has of one kind under one name: data to be read, never an address to go to."""

    values: tuple[str, ...] = ()
    """Each record as zone files write it; the text of TXT records without quotes, joined."""
    aliases: tuple[str, ...] = ()
    """The names the asked one stands for (CNAME), in order, lower case, no final dot."""
    exists: bool = True
    """False when there is no such name at all."""


class Resolver:
    """Looks names up at the resolvers of this machine, or at those given.

    >>> Resolver(["127.0.0.1"], port=5353, seconds=0.5).seconds
    0.5
    """

    def __init__(
        self, nameservers: Sequence[str] | None = None, *, port: int = 53, seconds: float = 3.0
    ) -> None:
        self.seconds = seconds
        self._nameservers = nameservers
        self._port = port

    def __call__(self, name: str) -> list[str]:
        """The A and AAAA answers for ``name``.

        Raises :class:`TimeoutError` when nobody answered in time, :class:`LookupError` when the
        name or an address for it does not exist, or the answer is of no use, and
        :class:`ConnectionError` when this machine has no way to a name server.
        """
        deadline = time.monotonic() + self.seconds
        # With the final dot: the search list of this machine is no part of the name.
        absolute = dns.name.from_text(f"{name}.")
        found, failure = self._ask(absolute, "A", deadline)
        if isinstance(failure, dns.resolver.NXDOMAIN):
            raise LookupError("NXDOMAIN")
        more, _ = self._ask(absolute, "AAAA", deadline)
        if found or more:
            return found + more
        if isinstance(failure, dns.exception.Timeout):
            raise TimeoutError("no answer in time")
        raise _useless(failure)

    def records(self, name: str, kind: str, seconds: float) -> DnsAnswer:
        """The records of ``kind`` (``MX``, ``TXT`` …) under ``name``, within ``seconds``.

        Raises :class:`TimeoutError` when nobody answered in time, :class:`LookupError` when the
        answer is of no use (refused, broken, a name that cannot be asked for), and
        :class:`ConnectionError` when this machine has no way to a name server.
        """
        try:
            resolver = self._resolver()
            resolver.use_edns(0, 0, _ANSWER_BYTES)
            answer = resolver.resolve(
                dns.name.from_text(f"{name}."), kind, lifetime=seconds, raise_on_no_answer=False
            )
        except dns.resolver.NXDOMAIN:
            return DnsAnswer(exists=False)
        except dns.exception.Timeout:
            raise TimeoutError("no answer in time") from None
        except (dns.exception.DNSException, OSError, UnicodeError) as error:
            raise _useless(error) from None
        chain = [_plain_name(owner.name) for owner in answer.chaining_result.cnames]
        targets = [*chain[1:], _plain_name(answer.canonical_name)] if chain else []
        return DnsAnswer(
            values=tuple(_text(record) for record in list(answer.rrset or ())[:MOST_RECORDS]),
            aliases=tuple(targets),
        )

    def _ask(
        self, name: dns.name.Name, kind: str, deadline: float
    ) -> tuple[list[str], dns.exception.DNSException | None]:
        # Servers that mishandle AAAA are common: each kind of address may fail for itself.
        left = max(deadline - time.monotonic(), 0.05)
        try:
            answer = self._resolver().resolve(name, kind, lifetime=left)
        except dns.exception.DNSException as error:
            return [], error
        return [record.address for record in answer], None

    def _resolver(self) -> dns.resolver.Resolver:
        if self._nameservers is None:
            resolver = dns.resolver.Resolver()
        else:
            resolver = dns.resolver.Resolver(configure=False)
            resolver.nameservers = list(self._nameservers)
        resolver.port = self._port
        resolver.cache = None
        return resolver


def _useless(error: Exception | None) -> LookupError | ConnectionError:
    """What to raise for an answer that is of no use, or a question nobody could be asked."""
    if isinstance(error, dns.resolver.NoResolverConfiguration):
        return ConnectionError("no name server is set up")
    if isinstance(error, dns.resolver.NoNameservers):
        failures = [attempt[3] for attempt in error.kwargs.get("errors", ())]
        if failures and all(_is_no_way_out(failure) for failure in failures):
            return ConnectionError("no way to a name server")
    return LookupError(type(error).__name__)


def _is_no_way_out(failure: object) -> bool:
    return isinstance(failure, OSError) and failure.errno in (errno.ENETUNREACH, errno.ENETDOWN)


_ANSWER_BYTES = 1232  # What fits into one packet everywhere (DNS flag day 2020); more comes by TCP.


def _plain_name(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower()


def _text(record: dns.rdata.Rdata) -> str:
    if isinstance(record, dns.rdtypes.txtbase.TXTBase):
        return b"".join(record.strings).decode("latin-1")
    return record.to_text()
