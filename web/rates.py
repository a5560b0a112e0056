"""How often one client may ask: a sliding window, in memory, that knows no addresses."""

from __future__ import annotations

import hashlib
import math
import secrets
import time
from collections import deque
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Lock

MOST_CLIENTS = 20_000
"""Clients remembered at once; the one longest silent is forgotten first."""


class Rate:
    """At most ``most`` events in ``seconds`` for each client; no limit when ``most`` is 0."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._seen: dict[bytes, deque[float]] = {}
        self._lock = Lock()
        # Forgotten with the process: what is in memory cannot be turned back into an address.
        self._key = secrets.token_bytes(32)

    def wait(self, client: str) -> int:
        """Count one event of ``client``: 0 when it is allowed, else the seconds to wait.

        What is turned away is not counted.
        """
        if not self._most:
            return 0
        now = self._clock()
        name = hashlib.blake2b(_network_of(client), key=self._key, digest_size=16).digest()
        with self._lock:
            times = self._seen.pop(name, None) or deque()
            while times and times[0] <= now - self._seconds:
                times.popleft()
            self._seen[name] = times  # last in the order of the dict: heard of just now
            if len(self._seen) > MOST_CLIENTS:
                del self._seen[next(iter(self._seen))]
            if len(times) >= self._most:
                return max(1, math.ceil(times[0] + self._seconds - now))
            times.append(now)
            return 0


def _network_of(client: str) -> bytes:
    """One client has one IPv4 address, or the 64 bits that its line has of IPv6."""
    try:
        address: IPv4Address | IPv6Address = ip_address(client)
    except ValueError:
        return b"unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return address.packed[:8]
        address = address.ipv4_mapped
    return address.packed
