"""Asking who registered a name and when: RDAP first, WHOIS second, each registry one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from checker.domains import registrable
from checker.evidence import Missing, MissingReason
from checker.gather.registration.ask import (
    SOURCE,
    HttpAnswer,
    ask_rdap,
    ask_whois,
    quiet_until,
)
from checker.gather.registration.memory import Memory
from checker.gather.registration.rdap import read_rdap, state_of_status
from checker.gather.registration.registries import Registries, WhoisServer, known_registries
from checker.gather.registration.whois import read_whois, referral_of
from checker.gather.registration.words import host_name
from checker.net import Limits, Network
from checker.net.wire import Deadline
from checker.registration import Privacy, Registration, RegistrationState

Clock = Callable[[], datetime]

_ANSWERS = frozenset(
    (
        RegistrationState.REGISTERED,
        RegistrationState.NOT_REGISTERED,
        RegistrationState.RESERVED,
        RegistrationState.INVALID,
        RegistrationState.UNAVAILABLE,
    )
)
"""States that say something about the name; the others say something about the asking."""
_SHARE_OF_RDAP = 0.6
"""How much of the time RDAP may take, so that some is left for WHOIS."""
_RDAP_TYPES = ("application/rdap+json", "application/json")

_shared_memory = Memory()


def _now() -> datetime:
    return datetime.now(UTC)


def look_up(
    domain: str,
    network: Network,
    *,
    deadline: float = 6.0,
    limits: Limits | None = None,
    registries: Registries | None = None,
    memory: Memory | None = None,
    clock: Clock = _now,
) -> Registration | Missing:
    """The registration of ``domain`` (registrable, or a host under it), as its registry tells it.

    Returns within ``deadline`` seconds (and at most one look-up in the DNS more) and raises nothing.
    Whoever answered gives a :class:`Registration` with its state, being throttled among them;
    :class:`Missing` says why nobody answered. ``registries`` are the internet's when None,
    ``memory`` is shared by the process when None, ``clock`` dates answers and ages what is
    remembered.
    """
    registries = registries or known_registries()
    name = _registrable(domain, registries)
    if name is None:
        return _missing(MissingReason.NOT_ASKED, "no name that is registered with a registry")
    memory = memory if memory is not None else _shared_memory
    if (known := memory.answer(name, clock())) is not None:
        return known
    asking = _Asking(
        domain=name,
        network=network,
        limits=limits or Limits(),
        registries=registries,
        memory=memory,
        clock=clock,
        deadline=Deadline(deadline),
    )
    return asking.run()


def _registrable(domain: str, registries: Registries) -> str | None:
    """The name to ask for in ASCII; None for addresses and for names under a company's domain."""
    host = host_name(domain)
    if host is None:
        return None
    cut = registrable(host)
    if cut.private and not registries.knows_suffix(cut.suffix):
        return None
    return cut.domain or None


@dataclass(slots=True, kw_only=True)
class _Asking:
    """One look-up."""

    domain: str
    network: Network
    limits: Limits
    registries: Registries
    memory: Memory
    clock: Clock
    deadline: Deadline

    def run(self) -> Registration | Missing:
        first = self._rdap()
        if _answered(first):
            return first
        second = self._whois()
        self._keep(second)
        return second if _rank(second) >= _rank(first) else first

    def _keep(self, found: Registration | Missing) -> None:
        if isinstance(found, Registration) and found.state in _ANSWERS:
            self.memory.keep(self.domain, found, self.clock())

    # RDAP

    def _rdap(self) -> Registration | Missing:
        found: Registration | Missing = _missing(MissingReason.NOT_ASKED, "no RDAP server is known")
        for base in self.registries.rdap_for(self.domain)[:2]:
            found = self._rdap_at(base)
            if _answered(found) or isinstance(found, Registration):
                break
        return found

    def _rdap_at(self, base: str) -> Registration | Missing:
        server = base.partition("://")[2].partition("/")[0]
        patience = self.deadline.left * _SHARE_OF_RDAP
        with self.memory.turn(server, patience) as ours:
            if not ours:
                return _missing(MissingReason.TIMEOUT, "the registry was busy with other look-ups")
            # Another check may have asked the same while this one waited.
            if (known := self.memory.answer(self.domain, self.clock())) is not None:
                return known
            if self.memory.is_quiet(server, self.clock()):
                return self._dated(_state(RegistrationState.THROTTLED, "rdap"), server)
            seconds = self.deadline.left * _SHARE_OF_RDAP
            if seconds <= 0:
                return _missing(MissingReason.TIMEOUT, "not within the budget")
            answer = ask_rdap(f"{base}domain/{self.domain}", self.network, self.limits, seconds)
            if isinstance(answer, Missing):
                return answer
            found = self._read_rdap(answer, server)
            self._keep(found)  # Before the turn goes to somebody who may ask the same.
            return found

    def _read_rdap(self, answer: HttpAnswer, server: str) -> Registration | Missing:
        state = state_of_status(answer.status)
        if state is None:
            found = read_rdap(answer.body, domain=self.domain, today=self.clock().date())
        elif state is RegistrationState.NOT_REGISTERED and answer.media_type not in _RDAP_TYPES:
            # A web server without such a page, not a registry without such a name.
            return _missing(MissingReason.HTTP_STATUS, f"status {answer.status}")
        else:
            found = _state(state, "rdap")
        if found.state is RegistrationState.THROTTLED or (state and answer.retry_after):
            now = self.clock()
            self.memory.quiet(server, quiet_until(answer.retry_after, now), now)
        return self._dated(found, answer.host)

    # WHOIS

    def _whois(self) -> Registration | Missing:
        server = self.registries.whois_for(self.domain)
        if server is None:
            return _missing(MissingReason.NOT_ASKED, "no registry is known for this ending")
        found, text = self._whois_at(server)
        if not isinstance(found, Registration) or found.state is not RegistrationState.REGISTERED:
            return found
        referral = referral_of(text)
        if referral is None or referral == server.host or found.privacy not in _THIN:
            return found
        more, _ = self._whois_at(WhoisServer(host=referral))
        return _completed(found, more) if isinstance(more, Registration) else found

    def _whois_at(self, server: WhoisServer) -> tuple[Registration | Missing, str]:
        with self.memory.turn(server.host, self.deadline.left) as ours:
            if not ours or self.deadline.left <= 0:
                return _missing(MissingReason.TIMEOUT, "not within the budget"), ""
            if self.memory.is_quiet(server.host, self.clock()):
                throttled = _state(RegistrationState.THROTTLED, "whois")
                return self._dated(throttled, server.host), ""
            query = server.query.format(domain=self.domain)
            text = ask_whois(server.host, query, self.network, self.limits, self.deadline)
        if isinstance(text, Missing):
            return text, ""
        found = read_whois(text, domain=self.domain, today=self.clock().date())
        if found.state is RegistrationState.THROTTLED:
            now = self.clock()
            self.memory.quiet(server.host, quiet_until("", now), now)
        return self._dated(found, server.host), text

    def _dated(self, found: Registration, server: str) -> Registration:
        return replace(found, domain=self.domain, server=server, at=self.clock())


_THIN = (None, Privacy.NOT_PUBLISHED)


def _completed(registry: Registration, registrar: Registration) -> Registration:
    """The registry's record with the registrant whom only the registrar's record names.

    Dates, registrar, servers and status stay the registry's: a registrar's record is only its word.
    """
    same = registrar.domain in ("", registry.domain)
    if registrar.state is not RegistrationState.REGISTERED or not same:
        return registry
    return replace(
        registry,
        registrant=registrar.registrant,
        registrant_country=registrar.registrant_country,
        privacy=registrar.privacy,
        privacy_service=registrar.privacy_service,
    )


def _answered(found: Registration | Missing) -> bool:
    return isinstance(found, Registration) and found.state in _ANSWERS


def _rank(found: Registration | Missing) -> int:
    """How much was learnt: an answer, a refusal, a failure, nothing because nobody was asked."""
    if isinstance(found, Registration):
        return 3 if found.state in _ANSWERS else 2
    return 0 if found.reason is MissingReason.NOT_ASKED else 1


def _state(state: RegistrationState, source: str) -> Registration:
    return Registration(state=state, source=source)


def _missing(reason: MissingReason, detail: str) -> Missing:
    return Missing(source=SOURCE, reason=reason, detail=detail)
