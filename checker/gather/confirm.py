"""Asking the authority itself: does its entry name this domain?

Only hosts of the authority are asked, by their own addresses where we know them, over a connection
that proves who answers; every hop is one of theirs. What comes is read in the process that may be
killed, and understood by :mod:`checker.entry_page`. Answers are kept with the time they were given.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from html import escape

from checker.authorities import Authority, authority_named
from checker.claim_owners import owners_of
from checker.claims import (
    Claim,
    ClaimCheck,
    ClaimOutcome,
    SiteIdentity,
    Why,
    settled,
)
from checker.entry_page import CONTROL, Question, Said, echoes, read_answer
from checker.evidence import Missing, MissingReason, Response
from checker.finding import Quote
from checker.gather.side_by_side import side_by_side
from checker.net import Limits, Network, fetch
from checker.page.facts import PageFacts
from checker.urls import ParsedUrl, UrlError, parse

Read = Callable[[Response], PageFacts | Missing]
Clock = Callable[[], datetime]

HOPS = 3
"""Steps on the authority's own hosts."""
KEPT = timedelta(hours=24)
"""How long an answer is good for."""
KEPT_UNCHECKED = timedelta(minutes=10)
"""The same for "could not be checked": a passing failure is soon tried again."""

_NOWHERE = Quote(text="", where="")
_HTML = "text/html; charset=utf-8"
_JSON = "application/json"
_ACCEPTED = frozenset(("text/html", "application/xhtml+xml", "text/plain", _JSON))


@dataclass(slots=True)
class ConfirmCache:
    """Answers by (authority, entry, domain), each with the time it was given, and whose turn it is to ask.
    Thread-safe."""

    size: int = 4096
    pause: float = 0.0
    """Least seconds between two questions to one authority."""
    turns: dict[str, float] = field(default_factory=dict)
    """When each authority may be asked next, on the clock of :func:`time.monotonic`."""
    kept: OrderedDict[tuple[str, str, str], ClaimCheck] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, claim: Claim, domain: str, now: datetime) -> ClaimCheck | None:
        """The answer kept for ``claim`` as made by ``domain``, while it is fresh."""
        with self.lock:
            check = self.kept.get(_key(claim, domain))
        if check is None or check.at is None:
            return None
        unchecked = check.outcome is ClaimOutcome.COULD_NOT_BE_CHECKED
        fresh = timedelta(0) <= now - check.at <= (KEPT_UNCHECKED if unchecked else KEPT)
        return replace(check, claim=claim) if fresh else None

    def wait_for_turn(self, authority: str, deadline: float) -> bool:
        """Wait until ``authority`` may be asked; false, at once, when that is after ``deadline``."""
        with self.lock:
            now = time.monotonic()
            turn = max(now, self.turns.get(authority, now))
            if turn > deadline:
                return False
            self.turns[authority] = turn + self.pause
        time.sleep(turn - now)
        return True

    def put(self, check: ClaimCheck, domain: str) -> None:
        """Keep ``check``, without the words of the page it was asked for; the oldest goes when there are
        too many."""
        bare = replace(check, claim=replace(check.claim, where=_NOWHERE))
        with self.lock:
            self.kept[_key(check.claim, domain)] = bare
            self.kept.move_to_end(_key(check.claim, domain))
            while len(self.kept) > self.size:
                self.kept.popitem(last=False)


def _key(claim: Claim, domain: str) -> tuple[str, str, str]:
    return claim.authority, claim.id or claim.link, domain


def confirm(
    claim: Claim,
    identity: SiteIdentity,
    network: Network,
    limits: Limits,
    *,
    read: Read,
    deadline: float,
    clock: Clock,
    cache: ConfirmCache | None = None,
    further: tuple[Authority, ...] = (),
) -> ClaimCheck:
    """Check ``claim``, asking its authority, one of those we know or of ``further`` ones, when nothing else
    settles it.

    ``deadline`` is on the clock of :func:`time.monotonic`. Whatever the other side does, this returns soon
    after it and raises nothing.
    """
    at_once = settled(claim, identity.domain, owners_of(claim), further)
    if at_once is not None:
        return at_once
    authority = authority_named(claim.authority, further)
    assert authority is not None  # What has no authority was settled.
    kept = cache.get(claim, identity.domain, clock()) if cache is not None else None
    if kept is not None:
        return kept
    if cache is not None and not cache.wait_for_turn(claim.authority, deadline):
        return _unchecked(claim, Why.LATE)
    asking = _Asking(
        claim=claim,
        authority=authority,
        identity=identity,
        network=network,
        limits=limits,
        read=read,
        deadline=deadline,
    )
    check = replace(asking.check(), at=clock())
    if cache is not None:
        cache.put(check, identity.domain)
    return check


def confirm_all(
    claims: Sequence[Claim],
    identity: SiteIdentity,
    network: Network,
    limits: Limits,
    *,
    read: Read,
    deadline: float,
    clock: Clock,
    cache: ConfirmCache | None = None,
    further: tuple[Authority, ...] = (),
) -> Iterator[ClaimCheck]:
    """A check for each of ``claims``: first those that nobody need be asked about, then the others as
    their authorities answer, and at the deadline "late" for the rest."""
    tasks: dict[str, Callable[[], ClaimCheck]] = {}
    for number, claim in enumerate(claims):
        at_once = settled(claim, identity.domain, owners_of(claim), further)
        if at_once is not None:
            yield at_once
        else:
            tasks[str(number)] = partial(
                confirm,
                claim,
                identity,
                network,
                limits,
                read=read,
                deadline=deadline,
                clock=clock,
                cache=cache,
                further=further,
            )
    for name, outcome in side_by_side(tasks, max(deadline - time.monotonic(), 0.0)):
        if isinstance(outcome, ClaimCheck):
            yield outcome
        else:
            yield _unchecked(claims[int(name)], Why.LATE if outcome is None else Why.UNREADABLE)


class _NoAnswerError(Exception):
    """Why the authority's answer could not be had."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail


@dataclass(slots=True, kw_only=True)
class _Asking:
    """One claim being asked about."""

    claim: Claim
    authority: Authority
    identity: SiteIdentity
    network: Network
    limits: Limits
    read: Read
    deadline: float

    def check(self) -> ClaimCheck:
        """Ask at each address of the entry until one gives an answer that can be read."""
        check = _unchecked(self.claim, Why.NO_LOOK_UP)
        for asked in self._addresses():
            check = self._ask(asked)
            if check.why not in (Why.UNREADABLE, Why.UNREACHABLE):
                break
        return check

    def _addresses(self) -> tuple[str, ...]:
        """Our own addresses of the entry, so that nothing of the page's making is sent; where we have
        none, the seal's link, without its fragment."""
        own = self.authority.addresses(self.claim.id) if self.claim.id else ()
        own = own or self.authority.questions(self.identity.domain)
        if own:
            return own
        link = self.claim.link.partition("#")[0]
        return (link,) if link else ()

    def _ask(self, asked: str) -> ClaimCheck:
        try:
            url = self._own(asked)
            page, where = self._page(url)
            question = Question(
                claim=self.claim, authority=self.authority, identity=self.identity, asked=url
            )
            said = read_answer(question, page, self._control(url))
        except _NoAnswerError as none:
            check = _unchecked(self.claim, none.why)
            return replace(check, host=_host(asked), detail=none.detail)
        return self._checked(said, where)

    def _checked(self, said: Said, where: ParsedUrl) -> ClaimCheck:
        return ClaimCheck(
            claim=self.claim,
            outcome=said.outcome,
            why=said.why,
            other=said.other,
            agrees=said.agrees,
            host=where.host,
            url=where.url,
        )

    def _control(self, url: str) -> PageFacts | None:
        """The answer to the same question about a domain that does not exist, where it is needed."""
        if not echoes(url, self.identity) or self.identity.domain not in url:
            return None
        try:
            return self._page(url.replace(self.identity.domain, CONTROL))[0]
        except _NoAnswerError:
            return None

    def _page(self, url: str) -> tuple[PageFacts, ParsedUrl]:
        response = self._fetched(url)
        facts = self.read(_as_page(response))
        if isinstance(facts, Missing):
            raise _NoAnswerError(Why.UNREADABLE, facts.detail)
        return facts, parse(response.url)

    def _fetched(self, url: str) -> Response:
        """The answer to ``url``, every hop of which is the authority's own and proven to be."""
        for _ in range(HOPS):
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise _NoAnswerError(Why.LATE)
            limits = replace(self.limits, hops=0, total=min(self.limits.total, left))
            answer = fetch(url, self.network, limits, source="claims", accept=_ACCEPTED)
            if any(hop.tls is None or hop.tls.fault for hop in answer.hops):
                raise _NoAnswerError(Why.NOT_AUTHENTIC)
            if isinstance(answer, Response):
                return answer
            location = answer.hops[-1].location if answer.hops else None
            if answer.reason is not MissingReason.REDIRECT or location is None:
                raise _NoAnswerError(*_failure(answer))
            url = self._own(location)
        raise _NoAnswerError(Why.UNREADABLE, "too many hops")

    def _own(self, url: str) -> str:
        """``url`` over https, when it is on a host of the authority and on the usual port."""
        try:
            parsed = parse(url)
        except UrlError:
            raise _NoAnswerError(Why.LEFT_AUTHORITY, "no address") from None
        if not self.authority.keeps(parsed.host):
            raise _NoAnswerError(Why.LEFT_AUTHORITY, parsed.host[:80])
        if parsed.port not in (80, 443):
            raise _NoAnswerError(Why.LEFT_AUTHORITY, "an unusual port")
        query = f"?{parsed.query}" if parsed.query else ""
        return f"https://{parsed.host}{parsed.path}{query}"


def _failure(missing: Missing) -> tuple[Why, str]:
    if missing.reason in (MissingReason.TIMEOUT, MissingReason.DNS_TIMEOUT):
        return Why.LATE, missing.reason.value
    if missing.reason in (MissingReason.EMPTY, MissingReason.NOT_HTML, MissingReason.REDIRECT):
        return Why.UNREADABLE, missing.reason.value
    if missing.reason is MissingReason.TLS:
        return Why.NOT_AUTHENTIC, missing.detail
    return Why.UNREACHABLE, missing.detail or missing.reason.value


def _as_page(response: Response) -> Response:
    """A JSON answer as a page that shows its text; others as they are."""
    if _JSON not in (response.header("content-type") or ""):
        return response
    text = escape(response.body.decode("utf-8", "replace"))
    return replace(
        response,
        headers=(("content-type", _HTML),),
        body=f"<pre>{text}</pre>".encode("utf-8", "replace"),
    )


def _unchecked(claim: Claim, why: Why) -> ClaimCheck:
    return ClaimCheck(claim=claim, outcome=ClaimOutcome.COULD_NOT_BE_CHECKED, why=why)


def _host(url: str) -> str:
    try:
        return parse(url).host
    except UrlError:
        return ""
