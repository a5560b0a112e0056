"""Limits that processes count together in their store, where there is no Redis.

The digests of clients are made with a key that is never in the store: it is the setting ``client_key``, or made
anew at each start by the process that begins the others.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable

from sqlalchemy import select, update

from checker.store.database import Database
from checker.store.schema import counted
from checker.store.statements import insert_new
from web.rates import digest
from web.store import NotStored


class StoreCounts:
    """The sliding windows in the part of the store that processes share. Thread-safe; never an error."""

    def __init__(
        self, database: Database, client_key: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._database, self._clock = database, clock
        self._key = hashlib.sha256(client_key.encode()).digest()

    @property
    def problem(self) -> str:
        """What stands in the way now, in one word."""
        return self._database.problem

    def count(self, name: str, client: str, most: int, window: int) -> int | None:
        """As :meth:`~web.rates.Counter.count`, by the clock of this computer."""
        known_as = digest(client, self._key).hex()
        this = (counted.c.what == name, counted.c.client == known_as)
        now, seconds = self._clock(), window / 1000
        row = {"what": name, "client": known_as, "times": "[]", "expires": now + seconds}
        try:
            with self._database.transaction() as connection:
                insert_new(connection, counted, row)
                known = select(counted.c.times).where(*this).with_for_update()
                told: list[float] = json.loads(connection.execute(known).scalar_one())
                times = [at for at in told if at > now - seconds]
                if len(times) >= most:
                    return max(1, round((times[0] + seconds - now) * 1000))
                changed = {"times": json.dumps([*times, now]), "expires": now + seconds}
                connection.execute(update(counted).where(*this).values(changed))
                return 0
        except NotStored:
            return None

    def look(self) -> None:
        """Nothing to do: whoever forgets what is over asks the store each minute."""

    def close(self) -> None:
        """The database is closed by whoever opened it."""
