"""Asking the DNS with a deadline: getaddrinfo has none."""

from __future__ import annotations

import time
from collections.abc import Sequence

import dns.exception
import dns.name
import dns.resolver


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

        Raises :class:`TimeoutError` when nobody answered in time and :class:`LookupError` when the
        name or an address for it does not exist, or the answer is of no use.
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
        raise LookupError(type(failure).__name__)

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
