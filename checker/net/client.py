"""Visiting a page: hop by hop, every hop judged and pinned, under our own name.

Nothing is kept between hops: no cookie, no connection, no credentials; nothing is taken from the
environment. What a page points at (icons, scripts, canonical addresses, Refresh and Alt-Svc
headers) is never fetched.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

import httpcore
import httpx

from checker import __version__
from checker.errors import FetchRefused
from checker.evidence import Hop, Missing, MissingReason, Response, Tls
from checker.net.body import Body, read_body
from checker.net.guard import JudgedUrl, Network, judge_url, pin
from checker.net.limits import Limits
from checker.net.tls import facts_of, fault_of, lenient_context, strict_context
from checker.net.wire import (
    Deadline,
    HandshakeError,
    PinnedBackend,
    WireError,
    look_up_reason,
    plain,
)
from checker.patterns import compiled
from checker.urls import MAX_CHARACTERS, is_absolute, join

AGENT = f"RxLens/{__version__} (+https://rxlens.example/about; checks online pharmacies)"

KEPT_HEADERS = frozenset(
    ("content-type", "content-language", "server", "x-powered-by", "refresh", "location")
) | frozenset(("retry-after", "x-robots-tag", "last-modified", "date", "link", "via"))
MAX_HEADER_VALUE = 1000

_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.5,*/*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
_FOLLOWED = frozenset((301, 302, 303, 307, 308))
_BLOCKED = frozenset((401, 403, 429))
_READ = frozenset((200,))
_GONE = frozenset((404, 410))
PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml", "text/plain"))
# The HTML part of the MIME Sniffing standard, section 7.1.
_LOOKS_LIKE_HTML = compiled(
    r"<(?:!--|(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style"
    r"|title|b|body|br|p)[ >])"
)
_SNIFFED = 512
_MEDIA_TYPE = compiled(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}", 0)


def fetch(
    url: str,
    network: Network,
    limits: Limits,
    *,
    source: str = "page",
    accept: frozenset[str] | None = PAGE_TYPES,
    referer: str | None = None,
    agent: str = AGENT,
    gone: bool = False,
) -> Response | Missing:
    """Visit ``url`` and return its page, or what stood in the way.

    ``accept`` names the content types that are read; None stands for all. ``referer`` is the page that is
    named as the one we come from, at every hop as a browser does; none is named when None. ``agent`` is how
    we call ourselves. With ``gone`` the page of an answer that says that nothing is there is returned, too.

    Whatever the other side does, this returns within ``limits.total`` (and at most one look-up in the DNS
    more) and raises nothing.
    """
    visit = _Visit(
        network=network, limits=limits, accept=accept, referer=referer, agent=agent, gone=gone
    )
    try:
        return visit.run(url)
    except WireError as error:
        reason, detail = error.reason, error.detail
    except FetchRefused as refused:
        # The first address is not ours to visit; a later one makes the way one that we cannot follow.
        refused_first = not visit.hops
        reason = MissingReason.REFUSED_ADDRESS if refused_first else MissingReason.REDIRECT
        detail = refused.reason
    return Missing(source=source, reason=reason, detail=detail, hops=tuple(visit.hops))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What came back from one hop."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """All of them."""
    tls: Tls | None
    body: Body | None
    address: str
    """The one that answered."""

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]


class _Visit:
    """One visit: its hops and its deadline."""

    def __init__(
        self,
        *,
        network: Network,
        limits: Limits,
        accept: frozenset[str] | None,
        referer: str | None = None,
        agent: str = AGENT,
        gone: bool = False,
    ) -> None:
        self._network = network
        self._limits = limits
        self._accept = accept
        self._read = _READ | _GONE if gone else _READ
        self._fields = _REQUEST_HEADERS | {"User-Agent": agent}
        self._fields |= {"Referer": referer} if referer else {}
        self._begun = time.monotonic()
        self._deadline = Deadline(limits.total)
        self.hops: list[Hop] = []

    def run(self, url: str) -> Response:
        seen: set[str] = set()
        while True:
            judged = judge_url(url, self._network.ports, self._network.names)
            if judged.url in seen:
                raise WireError(MissingReason.REDIRECT, "loop")
            if len(seen) > self._limits.hops:
                raise WireError(MissingReason.REDIRECT, f"more than {self._limits.hops} hops")
            seen.add(judged.url)
            answer = self._ask_patiently(judged, self._pin(judged))
            hop = Hop(
                url=judged.url,
                host=judged.host,
                status=answer.status,
                tls=answer.tls,
                address=answer.address,
            )
            self.hops.append(hop)
            if answer.status not in _FOLLOWED:
                return self._response(judged, answer)
            url = _next(judged, answer)
            self.hops[-1] = replace(hop, location=url[:MAX_CHARACTERS].partition("#")[0])

    def _pin(self, judged: JudgedUrl) -> tuple[str, ...]:
        self._deadline.allow(1)
        try:
            return pin(judged, self._network)
        except TimeoutError:
            raise WireError(MissingReason.DNS_TIMEOUT, "no answer in time") from None
        except (LookupError, OSError) as error:
            raise WireError(look_up_reason(error), plain(str(error))) from None

    def _ask_patiently(self, judged: JudgedUrl, addresses: tuple[str, ...]) -> _Answer:
        """Ask; and once more after a pause when the server says that it is busy."""
        answer = self._ask(judged, addresses)
        pause = self._limits.retry_after
        if answer.status != 503 or self._deadline.left <= pause:
            return answer
        time.sleep(pause)
        return self._ask(judged, addresses)

    def _ask(self, judged: JudgedUrl, addresses: tuple[str, ...]) -> _Answer:
        backend = self._backend(judged, addresses)
        try:
            return self._exchange(judged, backend, None)
        except HandshakeError as error:
            fault = fault_of(error.error)
        # The same machine again, to look without trusting; the fault goes into the evidence.
        assert backend.address is not None
        backend = self._backend(judged, (backend.address,))
        try:
            return self._exchange(judged, backend, fault)
        except HandshakeError:
            raise WireError(MissingReason.TLS, fault) from None

    def _backend(self, judged: JudgedUrl, addresses: tuple[str, ...]) -> PinnedBackend:
        return PinnedBackend(judged, addresses, self._network, self._limits, self._deadline)

    def _exchange(self, judged: JudgedUrl, backend: PinnedBackend, fault: str | None) -> _Answer:
        context = lenient_context() if fault else strict_context(self._network.authorities)
        pool = httpcore.ConnectionPool(
            ssl_context=context, network_backend=backend, max_keepalive_connections=0
        )
        try:
            with _Transport(pool) as transport, transport.ask(judged.url, self._fields) as raw:
                headers = _decoded(raw)
                tls = backend.stream.tls if backend.stream else None
                facts = facts_of(tls, fault) if tls else None
                body = self._body(raw, headers)
        except httpx.InvalidURL:
            raise WireError(MissingReason.REFUSED_ADDRESS, "syntax") from None
        except httpcore.ProtocolError as error:
            raise WireError(MissingReason.PROTOCOL, plain(str(error))) from None
        return _Answer(
            status=raw.status_code,
            headers=headers,
            tls=facts,
            body=body,
            address=backend.address or "",
        )

    def _body(self, raw: httpx.Response, headers: tuple[tuple[str, str], ...]) -> Body | None:
        """The page, when the answer is one that is wanted; nothing else is read."""
        kind = _media_type(headers)
        wanted = self._accept is None or not kind or kind in self._accept
        if raw.status_code not in self._read or not wanted:
            return None
        coding = ",".join(value for key, value in headers if key == "content-encoding")
        return read_body(raw.iter_raw(), coding, self._limits)

    def _response(self, judged: JudgedUrl, answer: _Answer) -> Response:
        body = self._page(answer)
        return Response(
            url=judged.url,
            hops=tuple(self.hops),
            status=answer.status,
            headers=tuple(
                (k, v[:MAX_HEADER_VALUE]) for k, v in answer.headers if k in KEPT_HEADERS
            ),
            body=body.data,
            truncated=body.truncated,
            wire_bytes=body.wire_bytes,
            seconds=time.monotonic() - self._begun,
        )

    def _page(self, answer: _Answer) -> Body:
        status, body = answer.status, answer.body
        if status in _BLOCKED:
            raise WireError(MissingReason.BLOCKED, f"status {status}")
        if 300 <= status < 400:
            raise WireError(MissingReason.REDIRECT, f"status {status} is not followed")
        if status in (204, 205):
            raise WireError(MissingReason.EMPTY, f"status {status}")
        if status < 200:
            raise WireError(MissingReason.PROTOCOL, f"status {status}")
        if status not in self._read or (status in _GONE and not (body and body.data)):
            raise WireError(MissingReason.HTTP_STATUS, f"status {status}")
        if body is None:
            raise WireError(MissingReason.NOT_HTML, _media_type(answer.headers))
        if not body.data:
            raise WireError(MissingReason.EMPTY, "no content")
        sniffed = self._accept is not None and not _media_type(answer.headers)
        if sniffed and not _looks_like_html(body.data):
            raise WireError(MissingReason.NOT_HTML, "no content type, and not like HTML")
        return body


class _Transport(httpx.BaseTransport):
    """httpx over a pool that dials pinned addresses; errors come through as they are.

    There is no ``httpx.Client`` above it: a client reads every Location header by its own rules,
    also when it does not follow it, and has jars, proxies and credentials to be switched off.
    """

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    @contextmanager
    def ask(self, url: str, fields: Mapping[str, str]) -> Iterator[httpx.Response]:
        """The answer to GET, head only; its body is read from the stream by who wants it."""
        answer = self.handle_request(httpx.Request("GET", url, headers=fields))
        try:
            yield answer
        finally:
            answer.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = self._pool.handle_request(
            httpcore.Request(request.method, url, headers=request.headers.raw)
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), request=request
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _next(judged: JudgedUrl, answer: _Answer) -> str:
    """The address a redirect leads to, not judged yet."""
    places = set(answer.all("location"))
    if len(places) != 1:
        wrong = "two different locations" if places else f"status {answer.status} without location"
        raise WireError(MissingReason.REDIRECT, wrong)
    place = places.pop()
    if is_absolute(place):
        return place  # As it stands: joining would mend `http:host/` into a path.
    url = join(judged.url, place) if len(place) <= MAX_CHARACTERS else None
    if url is None:
        raise WireError(MissingReason.REDIRECT, "a location that cannot be read")
    return url


def _decoded(raw: httpx.Response) -> tuple[tuple[str, str], ...]:
    return tuple((key.decode("latin-1").lower(), _text(value)) for key, value in raw.headers.raw)


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _looks_like_html(data: bytes) -> bool:
    start = data[:_SNIFFED].lstrip(b"\t\n\x0c\r ").decode("latin-1")
    return _LOOKS_LIKE_HTML.match(start) is not None


def _media_type(headers: tuple[tuple[str, str], ...]) -> str:
    """The content type without parameters; empty when there is none that says anything."""
    value = next((value for key, value in headers if key == "content-type"), "")
    kind = value.partition(";")[0].strip().lower()
    known = _MEDIA_TYPE.fullmatch(kind)
    return "" if known is None or kind in ("unknown/unknown", "application/unknown") else kind
