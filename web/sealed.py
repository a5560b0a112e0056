"""What the processes of a service must know of one another's checks, sealed so that only its number opens it.

Which sites somebody asks about is health data, and the number of a check is known to nobody but whoever
began it. So the store holds a digest of the number and, under a key made from it, what AES-GCM makes of the
rest: whoever reads the store learns how many there are, how large, and when they end.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, select

from checker.errors import NotStored
from checker.store.database import REST_SECONDS, Database, file_in
from checker.store.retention import forget
from checker.store.schema import CHECKS, counted, sealed
from checker.store.statements import upsert

T = TypeVar("T")

_NONCE_BYTES = 12
_FOUND = select(sealed.c.body).where(
    sealed.c.number == bindparam("number"), sealed.c.expires > bindparam("now")
)


class Sealed:
    """Bytes by the number of a check or a batch. Thread-safe; what cannot be shared now is known here alone.

    ``place`` is a directory, the address of a PostgreSQL database, or None where no process shares anything.
    """

    def __init__(
        self,
        place: str | Path | None,
        *,
        clock: Callable[[], float] = time.time,
        rest: float = REST_SECONDS,
    ) -> None:
        self.database = Database(CHECKS, file_in(place, CHECKS), rest=rest)
        self._clock = clock
        self.is_wanted = place is not None

    @property
    def problem(self) -> str:
        """What stands in the way now, in one word; ``off`` where nothing is shared."""
        return self.database.problem

    def put(self, number: str, body: bytes, seconds: float) -> None:
        """Let every process that knows ``number`` have ``body`` for ``seconds``, in place of what was there."""
        name, key = _name_and_key(number)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        row = {
            "number": name,
            "body": nonce + AESGCM(key).encrypt(nonce, body, name.encode()),
            "expires": self._clock() + seconds,
        }
        with suppress(NotStored), self.database.transaction() as connection:
            upsert(connection, sealed, row)

    def get(self, number: str, of: Callable[[bytes], T]) -> T | None:
        """What ``of`` makes of what was put under ``number``; None where that cannot be had, its time is over,
        somebody changed it, or another version of the program wrote it."""
        if not self.is_wanted:
            return None
        try:
            body = self._body(number)
            return None if body is None else of(body)
        except (NotStored, KeyError, TypeError):
            return None

    def _body(self, number: str) -> bytes | None:
        name, key = _name_and_key(number)
        with self.database.reading() as connection:
            found = connection.execute(_FOUND, {"number": name, "now": self._clock()}).scalar()
        if found is None:
            return None
        try:
            return AESGCM(key).decrypt(found[:_NONCE_BYTES], found[_NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError):
            return None

    def forget(self) -> int:
        """Delete everything whose time is over, also from the files; returns how many rows. May raise ``NotStored``."""
        now = self._clock()
        return forget(self.database, (sealed.c.expires, now), (counted.c.expires, now))

    def close(self) -> None:
        """Close the part. May be called twice."""
        self.database.close()


def _name_and_key(number: str) -> tuple[str, bytes]:
    """What a number is found by, and what opens it: neither leads to the other, nor back to the number."""
    secret = number.encode("utf-8", "replace")
    name = hashlib.blake2b(secret, digest_size=24, person=b"rxlens name").hexdigest()
    return name, hashlib.blake2b(secret, digest_size=32, person=b"rxlens key").digest()
