"""How often one client may ask: a sliding window that knows no addresses, in memory or shared.

A client is known by a keyed digest of its network, whose key is either forgotten with the process or known to
all processes that count together: through Redis (here), or through the store (:mod:`web.counts`). Where
neither can be asked each process counts for itself.
"""

from __future__ import annotations

import hashlib
import logging
import math
import secrets
import time
from collections import deque
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from web.store import NotStored

if TYPE_CHECKING:
    from redis.commands.core import Script

log = logging.getLogger("rxlens.web")

MOST_CLIENTS = 20_000
"""Clients remembered at once; the one longest silent is forgotten first."""
ANSWER_SECONDS = 0.25
"""How long Redis is waited for."""
REST_SECONDS = 5.0
"""How long Redis is left alone after it failed."""


class Limit(Protocol):
    """So many events of each client in so much time."""

    def wait(self, client: str) -> int:
        """Count one event of ``client``: 0 when it is allowed, else the seconds to wait.

        What is turned away is not counted.
        """


class Rate:
    """At most ``most`` events in ``seconds`` for each client of this process; no limit when ``most`` is 0."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.most, self.seconds, self._clock = most, seconds, clock
        self._seen: dict[bytes, deque[float]] = {}
        self._lock = Lock()
        # Forgotten with the process: what is in memory cannot be turned back into an address.
        self._key = secrets.token_bytes(32)

    def wait(self, client: str) -> int:
        """As :meth:`Limit.wait`."""
        if not self.most:
            return 0
        now = self._clock()
        name = digest(client, self._key)
        with self._lock:
            times = self._seen.pop(name, None) or deque()
            while times and times[0] <= now - self.seconds:
                times.popleft()
            self._seen[name] = times  # last in the order of the dict: heard of just now
            if len(self._seen) > MOST_CLIENTS:
                del self._seen[next(iter(self._seen))]
            if len(times) >= self.most:
                return max(1, math.ceil(times[0] + self.seconds - now))
            times.append(now)
            return 0


class Counter(Protocol):
    """Where events of clients are counted together with other processes."""

    @property
    def problem(self) -> str:
        """What stands in the way now, in one word; ``off`` where each process counts for itself."""

    def count(self, name: str, client: str, most: int, window: int) -> int | None:
        """Count one event of ``client``: milliseconds to wait, 0 when it is allowed; None when nobody knows.

        ``window`` in milliseconds.
        """

    def look(self) -> None:
        """Find out whether it can be asked, for those who watch: also while nobody asks anything."""

    def close(self) -> None:
        """Close its connections. May be called twice."""


class SharedRate:
    """A limit that all processes with one counter count together, each for itself while that is away."""

    def __init__(self, name: str, own: Rate, shared: Counter) -> None:
        self._name, self._own, self._shared = name, own, shared

    def wait(self, client: str) -> int:
        """As :meth:`Limit.wait`."""
        if not self._own.most:
            return 0
        milliseconds = self._shared.count(
            self._name, client, self._own.most, round(self._own.seconds * 1000)
        )
        if milliseconds is None:
            return self._own.wait(client)
        return math.ceil(milliseconds / 1000)


_COUNT = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local most, window = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZCARD', KEYS[1]) >= most then
    local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
    return math.max(1, oldest[2] + window - now)
end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], window)
return 0
"""
"""The sliding window, whole or not at all, by the clock of the server: milliseconds to wait."""


class Shared:
    """The Redis that processes count in. Thread-safe; never an error to whoever asks.

    ``secret`` gives the key of the digests, the same in all processes; it may raise
    :class:`~web.store.NotStored`.
    """

    def __init__(
        self, url: str, secret: Callable[[], bytes], *, rest: float = REST_SECONDS
    ) -> None:
        self._secret, self._rest = secret, rest
        self._key = b""
        self._script: Script | None = None
        self._rest_until = 0.0
        self.problem = "" if url else "off"
        """What stands in the way now, in one word: ``off``, ``unavailable`` or ``no_key``."""
        if url:
            # Only a service that shares its limits needs it.
            from redis import Redis  # noqa: PLC0415
            from redis.backoff import NoBackoff  # noqa: PLC0415
            from redis.retry import Retry  # noqa: PLC0415

            self._redis: Redis = Redis.from_url(
                url,
                socket_timeout=ANSWER_SECONDS,
                socket_connect_timeout=ANSWER_SECONDS,
                retry=Retry(NoBackoff(), 1),  # a connection that the server closed meanwhile
                client_name="rxlens",
            )
            self._script = self._redis.register_script(_COUNT)

    def count(self, name: str, client: str, most: int, window: int) -> int | None:
        """As :meth:`Counter.count`."""
        if self._script is None or time.monotonic() < self._rest_until:
            return None
        return self._asked(
            lambda script: script(
                keys=[f"rxlens:{name}:{digest(client, self._key).hex()}"],
                args=[most, window, secrets.token_hex(8)],
            )
        )

    def look(self) -> None:
        """As :meth:`Counter.look`."""
        if self._script is not None:
            self._asked(lambda _: self._redis.ping())

    def _asked(self, question: Callable[[Script], Any]) -> int | None:
        from redis import RedisError  # noqa: PLC0415

        assert self._script is not None
        answer, word = None, ""
        try:
            self._key = self._key or self._secret()
            answer = int(question(self._script))
        except NotStored:
            word = "no_key"
        except (RedisError, OSError):
            word = "unavailable"
        self._note(word)
        return answer

    def _note(self, word: str) -> None:
        """Say once that something began to stand in the way, or does so no longer."""
        if word:
            self._rest_until = time.monotonic() + self._rest
        if word and word != self.problem:
            log.error("limits are not shared, each process counts for itself: %s", word)
        elif self.problem and not word:
            log.warning("limits are shared again")
        self.problem = word

    def close(self) -> None:
        """As :meth:`Counter.close`."""
        if self._script is not None:
            self._redis.close()


def digest(client: str, key: bytes) -> bytes:
    """What a client is known by to whoever has ``key``."""
    return hashlib.blake2b(_network_of(client), key=key, digest_size=16).digest()


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
