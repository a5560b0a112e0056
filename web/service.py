"""The parts of the running service, held together, and the little that is done on the side."""

from __future__ import annotations

import hashlib
import logging
import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Thread

from checker.errors import InputRefused
from checker.family.memory import FamilyMemory
from checker.registers import reload, sources
from checker.registers.store import directory as register_directory
from web.batches import Batches
from web.checks import Checks
from web.counts import StoreCounts
from web.engine import Engine
from web.gauges import Gauges
from web.hot import Hot
from web.memory import give_back
from web.metrics import Metrics
from web.rates import Counter, Limit, Rate, Shared, SharedRate
from web.sealed import Sealed
from web.settings import NO_STORE, Settings
from web.signed_lists import SignedLists
from web.store import NotStored, Store

log = logging.getLogger("rxlens.web")

HOT_BYTES = 6 * 2**20
_TIDY_SECONDS = 60.0


@dataclass(slots=True, kw_only=True)
class Service:
    """Everything a request may need."""

    settings: Settings
    engine: Engine
    store: Store
    metrics: Metrics
    checks: Checks
    batches: Batches
    sealed: Sealed
    """Where processes find one another's checks."""
    shared: Counter
    """Where limits are counted together with other processes."""
    check_rate: Limit
    appeal_rate: Limit
    hot: Hot
    lists: SignedLists
    families: FamilyMemory | None = None
    """Fingerprints of sites that were checked before."""
    streams: int = 0
    """Event streams that are open."""
    _lists: frozenset[tuple[str, int, int]] | None = None
    """The files of imported lists as they were when last looked at."""
    _forgot: date | None = None
    """The day on which fingerprints were last looked through for old ones."""
    _ended: Event = field(default_factory=Event)

    @classmethod
    def start(
        cls, settings: Settings, engine: Engine, families: FamilyMemory | None = None
    ) -> Service:
        """Begin to work: threads for checks, and one that forgets what is old."""
        metrics, store = Metrics(), Store(store_place(settings))
        sealed = Sealed(store_place(settings) if settings.shares else None)
        checks = Checks(settings, engine, store, metrics, sealed=sealed)
        shared = counter(settings, store, sealed)
        service = cls(
            settings=settings,
            engine=engine,
            store=store,
            metrics=metrics,
            checks=checks,
            batches=Batches(checks, sealed),
            sealed=sealed,
            shared=shared,
            check_rate=SharedRate("checks", Rate(settings.checks_per_minute, 60), shared),
            appeal_rate=SharedRate("appeals", Rate(settings.appeals_per_hour, 3600), shared),
            hot=Hot(HOT_BYTES),
            lists=SignedLists(store_directory(settings)),
            families=families,
        )
        metrics.registry.register(Gauges(service))
        Thread(target=service._tidy, name="tidy", daemon=True).start()
        return service

    def _tidy(self) -> None:
        while True:
            try:
                self._renew_lists()
                self.checks.forget_old()
                self.batches.forget_old()
                self._forget_families()
                self.shared.look()
                give_back()
            except Exception as error:
                log.error("tidying failed: %s", type(error).__name__)
            if self._ended.wait(_TIDY_SECONDS):
                return

    def _forget_families(self) -> None:
        """Once a day, since it looks at every site that is kept."""
        today = datetime.now(UTC).date()
        if self.families is None or self._forgot == today:
            return
        with suppress(NotStored, InputRefused):
            self.families.forget_older(self.settings.family_days, today)
            self._forgot = today

    def _renew_lists(self) -> None:
        """Take over lists that were imported since, and forget what was answered without them."""
        found = _files_in(register_directory())
        if found != self._lists:
            if self._lists is not None:
                reload()
                self.checks.forget_answers()
            self._lists = found
        self.lists.renew()
        with suppress(NotStored):
            for state in sources():
                if state.snapshot is not None:
                    rows = f"{state.snapshot.isoformat()} {state.rows}"
                    self.store.note_list(state.source.id, rows)

    def close(self) -> None:
        """End everything. May be called twice."""
        if self._ended.is_set():
            return
        self._ended.set()
        self.checks.close()
        self.engine.close()
        self.store.close()
        if self.families is not None:
            self.families.store.close()
        self.sealed.close()
        self.shared.close()


def _files_in(directory: Path) -> frozenset[tuple[str, int, int]]:
    """Name, time and size of the files in ``directory``; none when it cannot be read."""
    found = set()
    with suppress(OSError):
        for path in directory.iterdir():
            about = path.stat()
            found.add((path.name, about.st_mtime_ns, about.st_size))
    return frozenset(found)


def counter(settings: Settings, store: Store, sealed: Sealed) -> Counter:
    """Where clients are counted: in Redis, in the store where no key of theirs lies, or nowhere together."""
    if settings.shares and settings.client_key and not settings.redis:
        return StoreCounts(sealed.database, settings.client_key)
    return Shared(settings.redis, lambda: client_key(settings, store))


def client_key(settings: Settings, store: Store) -> bytes:
    """What all processes count their clients under; raises :class:`~web.store.NotStored`."""
    if settings.client_key:
        return hashlib.sha256(settings.client_key.encode()).digest()
    return store.secret("clients")


def store_place(settings: Settings) -> str | Path | None:
    """Where the databases are: an address or a directory; None when there is to be no store."""
    return settings.database or store_directory(settings)


def store_directory(settings: Settings) -> Path | None:
    """Where files are kept; None when none are to be."""
    if settings.store == NO_STORE:
        return None
    if settings.store:
        return Path(settings.store)
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    if not data.is_absolute():
        try:
            data = Path.home() / ".local" / "share"
        except RuntimeError:  # Nobody's home: nothing can be kept there.
            return None
    return data / "rxlens" / "web"
