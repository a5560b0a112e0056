"""The signed list this service offers: made when what it says changes, and anew each week.

The last one is kept as ``domains.list.json`` beside the key, so that the same contents stay the same file over a
restart, and serials only rise. Processes that share the directory make it one after the other: who comes second
finds what the first made.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock

from checker.registers.domain_list import Section, contents, payload, sections
from checker.registers.store import Holdings, holdings
from web.signing import NoKey, SigningKey, is_signed, load_or_make

log = logging.getLogger("rxlens.web")

NAME = "domains"
FILE = f"{NAME}.list.json"
MADE_ANEW_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedList:
    """One list as it is given to everybody."""

    serial: int
    made_at: str
    expires_at: str
    body: bytes
    """The envelope: JSON."""


class SignedLists:
    """The key and the list of one directory. Thread-safe."""

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory
        self._lock = Lock()
        self._made_for: tuple[Holdings, date] | None = None
        self.current: SignedList | None = None
        """None as long as there is none."""
        self.problem = ""
        """Why there is none, in our own words; empty when all is well."""
        self.key: SigningKey | None = None
        self._open()

    def _open(self) -> None:
        if self._directory is None:
            self.problem = "no store"
            return
        try:
            self.key = load_or_make(self._directory)
            self.problem = ""
        except NoKey as error:
            if self.problem != str(error):
                log.error("the key that signs lists %s", error)
            self.problem = str(error)

    def renew(self, now: datetime | None = None) -> SignedList | None:
        """Make the list anew if it has to be; the one that counts now, None without a key."""
        with self._lock:
            if self.key is None:
                self._open()
            if self.key is None:
                return None
            held, today = holdings(), (now or datetime.now(UTC)).date()
            if (
                self._made_for is None
                or self._made_for[0] is not held
                or self._made_for[1] != today
            ):
                with self._alone():
                    # The clock is read when nobody else makes one: what another made meanwhile is older.
                    moment = now or datetime.now(UTC)
                    self.current = self._made(self.key, sections(held, today), moment)
                self._made_for = (held, today)
            return self.current

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process makes a list meanwhile; where the directory cannot be opened none can be kept."""
        assert self._directory is not None
        try:
            directory = os.open(self._directory, os.O_RDONLY)
        except OSError:
            yield
            return
        try:
            fcntl.flock(directory, fcntl.LOCK_EX)
            yield
        finally:
            os.close(directory)

    def _made(
        self, key: SigningKey, found: tuple[Section, ...], now: datetime
    ) -> SignedList | None:
        before = self._kept(key)
        if before is not None:
            told = json.loads(before["payload"])
            same = contents(payload(found, now, 0)) == told["sections"]
            age = now - datetime.fromisoformat(told["made_at"])
            # No list at all is damage, not news: what was said before stands.
            if not found or (same and timedelta(0) <= age < MADE_ANEW_AFTER):
                return _offered(before)
            serial = told["serial"] if same else max(int(now.timestamp()), told["serial"] + 1)
        elif found:
            serial = int(now.timestamp())
        else:
            return None
        envelope = key.envelope(payload(found, now, serial))
        self._keep(envelope)
        return _offered(envelope)

    def _kept(self, key: SigningKey) -> dict[str, str] | None:
        """The list that was made last, as long as it is ours and whole."""
        assert self._directory is not None
        try:
            envelope = json.loads((self._directory / FILE).read_bytes())
        except (OSError, ValueError):
            return None
        return envelope if isinstance(envelope, dict) and is_signed(envelope, key.public) else None

    def _keep(self, envelope: dict[str, str]) -> None:
        """Put the new list in the place of the old one; without room it is offered all the same."""
        assert self._directory is not None
        with suppress(OSError):
            handle, name = tempfile.mkstemp(dir=self._directory, prefix=f".{NAME}.")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_body(envelope))
                Path(name).replace(self._directory / FILE)
            except OSError:
                Path(name).unlink()
                raise


def _offered(envelope: dict[str, str]) -> SignedList:
    told = json.loads(envelope["payload"])
    return SignedList(
        serial=told["serial"],
        made_at=told["made_at"],
        expires_at=told["expires_at"],
        body=_body(envelope),
    )


def _body(envelope: dict[str, str]) -> bytes:
    return json.dumps(envelope, separators=(",", ":")).encode("ascii")
