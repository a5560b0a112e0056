"""Checks under way and checks done: who waits, who is turned away, and what is remembered.

A check runs in one of a few threads and tells its events to whoever listens. The finished report is
kept without path and query. A question about a whole host (no path, no query, no page of the
asker's) is answered from what is remembered of that host, in memory and in the store; any other is
remembered in memory alone, under a digest whose key ends with the process, because the path of an
address may tell of someone's health and must still not get the answer of another path.

Where several processes answer behind one address, each lets the others follow its checks through
:mod:`web.sealed`: a check runs in one process and is looked at in any.
"""

from __future__ import annotations

import hashlib
import logging
import math
import secrets
import time
import zlib
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Condition, Lock, Thread
from urllib.parse import urlsplit

import checker
from checker.countries import read_country
from checker.errors import FetchRefused
from checker.evidence import Event, Found, Started
from checker.message import N_, Message, message
from checker.registers import damaged, look_up
from checker.report import Json, Report, to_json
from checker.target import Target, read_target
from checker.verdict import Level
from checker.wording import MISSING, source_label
from web.engine import Engine, Question
from web.logs import fields, for_request, place_of, request_number
from web.metrics import Metrics
from web.outcomes import Outcomes
from web.plain import dump, load, told, untold
from web.sealed import Sealed
from web.settings import Settings
from web.store import NotStored, Store

log = logging.getLogger("rxlens.web")

MOST_CHECKS = 5_000
"""Checks remembered, whatever the room they take."""
SHORT_SECONDS = 600.0
"""How long an inconclusive answer is remembered: the site may be back soon."""
AGAIN_SECONDS = 60.0
"""A report younger than this is not made anew, however often it is asked for."""
_TYPICAL_SECONDS = 8.0
_UNFINISHED_SECONDS = 180.0
"""How long others believe in a check under way of which nothing is heard: its process may be gone. Each
minute it is told again (:meth:`Checks.forget_old`)."""
_LOOK_SECONDS = 0.25
"""How often a check of another process is looked at by those who listen to its events."""


class State(StrEnum):
    """How far a check is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Busy(Exception):  # noqa: N818 - its name says what happened
    """There is no room for a further check; ``seconds`` says when to ask again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(slots=True, kw_only=True, eq=False)
class Check:
    """One check. Everything that changes does so under the lock of :class:`Checks`."""

    id: str
    key: str
    """What it answers; a digest where the question names more than a host."""
    host: str
    display: str
    domain: str
    origin: str
    """Scheme and host of the address, ending in a slash."""
    country: str
    asked: float
    whole_host: bool
    """The question names a host and nothing else, so that its answer may be kept by host."""
    seen_by_client: bool = False
    state: State = State.WAITING
    finished: float = 0.0
    expires: float = math.inf
    told: list[dict[str, Json]] = field(default_factory=list)
    """The events so far; those of a check that is over are packed."""
    packed_events: bytes = b""
    notes: list[Message] = field(default_factory=list)
    packed: bytes = b""
    """The report as JSON, compressed; empty until done."""
    level: str = ""
    request: str = ""
    """Number of the request that asked first, for lines of the log."""
    elsewhere: bool = False
    """It is under way in another process: this is how far it was when it was looked at."""
    sharing: Lock = field(default_factory=Lock)
    """Held while others are told how far it is, so that nothing older is told last."""

    @property
    def over(self) -> bool:
        """Nothing more will happen."""
        return self.state in (State.DONE, State.FAILED)

    @property
    def events(self) -> list[dict[str, Json]]:
        """Everything that happened, oldest first."""
        return load(zlib.decompress(self.packed_events)) if self.packed_events else self.told

    @property
    def room(self) -> int:
        """Bytes that the finished check takes."""
        return len(self.packed) + len(self.packed_events)

    def for_others(self) -> bytes:
        """All that another process needs to show it. The key of a question with a path is no use elsewhere."""
        about = {name: getattr(self, name) for name in _SHARED} | {
            "key": self.key if self.whole_host else "",
            "state": self.state.value,
            "expires": self.expires if self.over else None,
            "events": self.events,
            "notes": [told(note) for note in self.notes],
        }
        head = zlib.compress(dump(about), 1)
        return len(head).to_bytes(4, "big") + head + self.packed

    @classmethod
    def of_others(cls, body: bytes) -> Check:
        """The check of which :meth:`for_others` gave ``body``."""
        size = 4 + int.from_bytes(body[:4], "big")
        about = load(zlib.decompress(body[4:size]))
        check = cls(
            **{name: about[name] for name in _SHARED},
            key=about["key"],
            state=State(about["state"]),
            told=about["events"],
            notes=[untold(note) for note in about["notes"]],
            packed=body[size:],
        )
        if check.over:
            check.expires = about["expires"]
            check.pack_events()
        else:
            check.elsewhere = True
        return check

    def end(self, state: State, kind: str, **more: Json) -> None:
        """Nothing more will happen; the last event says so."""
        self.state = state
        self.told.append(_event(len(self.told) + 1, kind, **more))
        self.pack_events()

    def pack_events(self) -> None:
        """Nothing more is added to them."""
        self.packed_events, self.told = zlib.compress(dump(self.told), 6), []

    @property
    def report(self) -> bytes:
        """The report as JSON; empty until done."""
        return zlib.decompress(self.packed) if self.packed else b""


_SHARED = (
    "id", "host", "display", "domain", "origin", "country", "asked", "whole_host", "seen_by_client",
    "finished", "level", "request",
)  # fmt: skip
"""Members of a check that other processes get as they are."""

NOT_SAVED = message(N_("This answer was not saved: our own store cannot be written at the moment."))
FAILED = message(
    N_("The check failed inside our own program. Nothing can be said about the address.")
)


class Checks:
    """All checks of the service. Thread-safe."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        store: Store,
        metrics: Metrics,
        *,
        sealed: Sealed,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings, self._engine, self._store, self._clock = settings, engine, store, clock
        self._metrics, self._sealed = metrics, sealed
        self._changed = Condition()
        self._checks: OrderedDict[str, Check] = OrderedDict()
        self._by_key: dict[str, str] = {}
        self._urgent: deque[tuple[Check, Question]] = deque()
        self._bulk: deque[tuple[Check, Question]] = deque()
        self._running = 0
        self._room = settings.memory_mib * 2**20
        self._secret = secrets.token_bytes(32)
        self._closed = False
        self._threads = [
            Thread(target=self._work, name=f"check-{n}", daemon=True)
            for n in range(settings.checks_at_once)
        ]
        for thread in self._threads:
            thread.start()

    # Asking

    def submit(
        self,
        address: str,
        country: str | None,
        *,
        page: bytes | None = None,
        fresh: bool = False,
        bulk: bool = False,
    ) -> Check:
        """The check of ``address`` for a buyer in ``country``: a new one, or one that answers the same.

        ``fresh`` asks for a new one all the same, unless there is one of this minute. ``bulk`` ones
        wait behind all others and are never turned away. Raises :class:`Busy`,
        :class:`~checker.errors.InputRefused` when there is nothing to check, and
        :class:`~checker.errors.FetchRefused` when it is never visited and no page was sent.
        """
        target, code = read_target(address), read_country(country)
        if page is None:
            self._admit(target)
        key, whole_host = self._key(target, code, page)
        with self._changed:
            found = self._answer(key, fresh)
        if found is None and whole_host and not fresh:
            found = self._from_store(key, target, code)
        if found is not None:
            self._metrics.count("checks", state="remembered")
            return found
        check = self._new(key, target, code, whole_host, page is not None)
        with self._changed:
            found = self._answer(key, fresh)  # Somebody may have asked in the meantime.
            if found is not None:
                return found
            waiting = self._bulk if bulk else self._urgent
            if not bulk and self._is_full():
                self._metrics.count("checks", state="turned_away")
                raise Busy(self._seconds_until_room())
            self._remember(check)
            waiting.append((check, Question(address=address, country=code, page=page)))
            self._changed.notify_all()
        self._share(check)
        self._metrics.count("checks", state="begun")
        return check

    def _admit(self, target: Target) -> None:
        try:
            self._engine.admit(target)
        except FetchRefused as refused:
            self._metrics.count("guard", reason=refused.reason)
            raise

    def _is_full(self) -> bool:
        free = self._settings.checks_at_once - self._running
        return len(self._urgent) >= max(free, 0) + self._settings.checks_waiting

    def _seconds_until_room(self) -> int:
        rounds = math.ceil((len(self._urgent) + 1) / self._settings.checks_at_once)
        return math.ceil(min(rounds * _TYPICAL_SECONDS, 120))

    def _key(self, target: Target, country: str, page: bytes | None) -> tuple[str, bool]:
        """What the question is known by, and whether it names a host and nothing else."""
        origin = _origin(target.url)
        if page is None and target.url == origin and not target.unwrapped_from:
            return f"{origin} {country} {checker.__version__}", True
        digest = hashlib.blake2b(key=self._secret, digest_size=24)
        for part in (target.url.encode("utf-8", "replace"), country.encode(), page or b""):
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest(), False

    def _answer(self, key: str, fresh: bool) -> Check | None:
        """A check that answers ``key``: one under way, or a finished one that is young enough."""
        check = self._checks.get(self._by_key.get(key, ""))
        if check is None or check.state is State.FAILED:
            return None
        if check.state is State.DONE:
            now = self._clock()
            if now >= check.expires or (fresh and now - check.finished >= AGAIN_SECONDS):
                return None
        self._checks.move_to_end(check.id)
        return check

    def _from_store(self, key: str, target: Target, country: str) -> Check | None:
        """A finished check out of the store."""
        try:
            saved = self._store.cached(key)
        except NotStored:
            return None
        if saved is None:
            return None
        check = self._new(key, target, country, whole_host=True, seen_by_client=False)
        check.finished, check.expires = saved.made, saved.expires
        check.packed = zlib.compress(saved.report, 6)
        check.level = load(saved.report)["verdict"]["level"]
        check.end(State.DONE, "done", level=check.level)
        with self._changed:
            self._remember(check)
        self._share(check)
        return check

    def _new(
        self, key: str, target: Target, country: str, whole_host: bool, seen_by_client: bool
    ) -> Check:
        return Check(
            id=secrets.token_urlsafe(16),
            key=key,
            host=target.host,
            display=target.display,
            domain=target.domain,
            origin=_origin(target.url),
            country=country,
            asked=self._clock(),
            whole_host=whole_host,
            seen_by_client=seen_by_client,
            request=request_number(),
        )

    def _remember(self, check: Check) -> None:
        self._checks[check.id] = check
        if check.key:
            self._by_key[check.key] = check.id
        self._make_room()

    def _make_room(self) -> None:
        """Forget the finished checks that nobody asked about for longest."""
        room = sum(check.room for check in self._checks.values())
        for check in list(self._checks.values()):
            if room <= self._room and len(self._checks) <= MOST_CHECKS:
                return
            if check.over:
                room -= check.room
                self._forget(check)

    def _forget(self, check: Check) -> None:
        del self._checks[check.id]
        if self._by_key.get(check.key) == check.id:
            del self._by_key[check.key]

    # Looking

    def get(self, check_id: str) -> Check | None:
        """The check called ``check_id``, while it is remembered, here or by another process."""
        with self._changed:
            check = self._checks.get(check_id)
            if check is not None and check.over and self._clock() >= check.expires:
                self._forget(check)
                return None
        return check or self._from_elsewhere(check_id)

    def _from_elsewhere(self, check_id: str) -> Check | None:
        """A check of another process; one that is over is remembered here as well."""
        check = self._sealed.get(check_id, Check.of_others)
        if check is not None and check.over:
            with self._changed:
                self._remember(check)
        return check

    def _share(self, check: Check) -> None:
        """Let other processes see how far ``check`` is. Where that fails it is followed here alone."""
        if not self._sealed.is_wanted:
            return
        with check.sharing:
            with self._changed:
                seconds = check.expires - self._clock() if check.over else _UNFINISHED_SECONDS
                body = check.for_others()
            self._sealed.put(check.id, body, seconds)

    def events(
        self, check: Check, after: int = 0, patience: float = 2.0
    ) -> Iterator[dict[str, Json] | None]:
        """The events of ``check`` after number ``after`` as they come; None when all is quiet for
        ``patience`` seconds. Ends with the check, and when its process is gone."""
        if check.elsewhere:
            yield from self._events_elsewhere(check, after, patience)
            return
        while True:
            with self._changed:
                if len(check.events) <= after and not check.over:
                    self._changed.wait(patience)
                news = check.events[after:]
                over = check.over
            yield from news
            after += len(news)
            if over:
                return
            if not news:
                yield None

    def _events_elsewhere(
        self, check: Check, after: int, patience: float
    ) -> Iterator[dict[str, Json] | None]:
        found: Check | None = check
        heard = time.monotonic()
        while found is not None:
            news = found.events[after:]
            yield from news
            after += len(news)
            if found.over:
                return
            if news:
                heard = time.monotonic()
            elif time.monotonic() - heard > patience:
                yield None
                heard = time.monotonic()
            time.sleep(_LOOK_SECONDS)
            found = self.get(check.id)

    @property
    def load(self) -> dict[str, int]:
        """How many checks run, wait, wait behind all others, and are remembered."""
        with self._changed:
            return {
                "running": self._running,
                "waiting": len(self._urgent),
                "bulk": len(self._bulk),
                "remembered": len(self._checks),
            }

    def forget_old(self) -> None:
        """Forget the checks whose time is over, here and in the store."""
        with self._changed:
            for check in list(self._checks.values()):
                if check.over and self._clock() >= check.expires:
                    self._forget(check)
            unfinished = [check for check in self._checks.values() if not check.over]
        for check in unfinished:
            self._share(check)
        self._store.forget(self._settings.change_days)
        with suppress(NotStored):
            self._sealed.forget()

    def forget_answers(self) -> None:
        """Answer no further question with what is remembered: it rests on what has changed."""
        with self._changed:
            for key, check_id in list(self._by_key.items()):
                if self._checks[check_id].over:
                    del self._by_key[key]
        with suppress(NotStored):
            self._store.forget_reports()

    def close(self) -> None:
        """Begin no further check; those under way end by their own deadlines."""
        with self._changed:
            self._closed = True
            self._urgent.clear()
            self._bulk.clear()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=15)

    # Working

    def _work(self) -> None:
        while (job := self._next()) is not None:
            check, question = job
            try:
                with for_request(check.request):
                    self._timed(check, question)
            finally:
                del job, question
                with self._changed:
                    self._running -= 1
                    self._changed.notify_all()

    def _timed(self, check: Check, question: Question) -> None:
        begun, outcomes = time.monotonic(), Outcomes(self._metrics)
        try:
            self._run(check, question, outcomes)
        except Exception as error:
            # Of a failure the type is told and nothing more: its words may name the address.
            log.error("a check failed: %s", place_of(error))
            self._fail(check)
        took = time.monotonic() - begun
        self._metrics.observe("check", took)
        verdict = check.level or check.state.value
        about = fields(verdict=verdict, seconds=round(took, 3), missing=outcomes.failed)
        log.info("a check ended", extra=about)

    def _next(self) -> tuple[Check, Question] | None:
        with self._changed:
            while not self._closed:
                if self._urgent:
                    job = self._urgent.popleft()
                elif self._bulk and self._has_room_for_bulk():
                    job = self._bulk.popleft()
                else:
                    self._changed.wait()
                    continue
                self._running += 1
                job[0].state = State.RUNNING
                return job
        return None

    def _has_room_for_bulk(self) -> bool:
        """One thread is left to those who wait for a single answer."""
        return self._running < max(1, self._settings.checks_at_once - 1)

    def _run(self, check: Check, question: Question, outcomes: Outcomes) -> None:
        report: Report | None = None
        for step in self._engine.steps(question):
            if isinstance(step, Report):
                report = step
            else:
                outcomes.note(step)
                self._tell(check, step)
        assert report is not None
        plain = to_json(report)
        level = report.verdict.level
        body = dump(plain)
        seconds = self._settings.cache_hours * 3600
        if level is Level.INCONCLUSIVE:
            seconds = min(seconds, SHORT_SECONDS)
        notes = [*damaged(), *self._store_away(check, body, seconds, level.value)]
        self._metrics.count("answers", level=level.value)
        with self._changed:
            check.packed = zlib.compress(body, 6)
            check.level, check.notes = level.value, notes
            check.finished = self._clock()
            check.expires = check.finished + max(seconds, SHORT_SECONDS)
            check.end(State.DONE, "done", level=level.value)
            self._make_room()
            self._changed.notify_all()
        self._share(check)

    def _store_away(self, check: Check, body: bytes, seconds: float, level: str) -> list[Message]:
        """Keep the answer by its host; returns what the reader must know about that."""
        if not check.whole_host:
            return []
        try:
            if seconds > 0:
                self._store.cache(check.key, body, seconds)
            if look_up(check.host, check.domain):
                self._store.note_level(check.host, check.country, level)
        except NotStored:
            return [] if self._store.problems["cache"] == "off" else [NOT_SAVED]
        return []

    def _tell(self, check: Check, event: Event) -> None:
        with self._changed:
            check.told.append(event_json(len(check.told) + 1, event))
            self._changed.notify_all()
        self._share(check)

    def _fail(self, check: Check) -> None:
        self._metrics.count("answers", level="failed")
        with self._changed:
            check.notes = [FAILED]
            check.finished = self._clock()
            check.expires = check.finished + SHORT_SECONDS
            check.end(State.FAILED, "failed")
            self._changed.notify_all()
        self._share(check)


def event_json(number: int, event: Event) -> dict[str, Json]:
    """An event of gathering as JSON: which source, what became of it, and nothing of its content."""
    if isinstance(event, Started):
        return _event(
            number, "started", source=event.source, label=told(source_label(event.source))
        )
    seen = event.observation
    more: dict[str, Json] = {"source": seen.source, "label": told(source_label(seen.source))}
    if isinstance(event, Found):
        return _event(number, "found", **more)
    reason = seen.value.reason  # type: ignore[union-attr]
    return _event(number, "missing", **more, reason=reason.value, reason_text=told(MISSING[reason]))


def _event(number: int, kind: str, **more: Json) -> dict[str, Json]:
    return {"number": number, "type": kind, **more}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
