"""Asking one server: RDAP over HTTP, WHOIS over port 43, both behind the fetch guard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from checker.errors import FetchRefused
from checker.evidence import Missing, MissingReason, Response
from checker.net import Limits, Network, judge_url
from checker.net.client import _Answer, _Visit
from checker.net.guard import JudgedUrl, pin
from checker.net.wire import (
    MAX_DIALS,
    Deadline,
    WireError,
    look_up_reason,
    plain,
    refused_reason,
)

if TYPE_CHECKING:
    from socket import socket

SOURCE = "registration"
MAX_RDAP = 1024 * 1024
MAX_WHOIS = 64 * 1024
MOST_HOPS = 3
WHOIS_PORT = 43
WHOIS_PORTS = frozenset({WHOIS_PORT})
DEFAULT_QUIET = timedelta(seconds=60)
"""For servers that refuse without saying for how long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """An RDAP server's answer; ``body`` is empty unless the status is 200."""

    status: int
    media_type: str
    retry_after: str
    body: bytes
    host: str


def ask_rdap(url: str, network: Network, limits: Limits, seconds: float) -> HttpAnswer | Missing:
    """Ask ``url``, redirects included, within ``seconds``; never raises."""
    limits = replace(limits, total=seconds, body=MAX_RDAP, hops=MOST_HOPS, retry_after=seconds)
    visit = _RdapVisit(network=network, limits=limits, accept=None)
    reason, detail, body = MissingReason.PROTOCOL, "", b""
    try:
        response = visit.run(url)
        if response.truncated:
            return _missing(MissingReason.UNREADABLE, "cut off, or too large for one name")
        body = response.body
    except WireError as error:
        reason, detail = error.reason, error.detail
    except FetchRefused as refused:
        return _missing(MissingReason.REFUSED_ADDRESS, refused.reason)
    if fault := next((hop.tls.fault for hop in visit.hops if hop.tls and hop.tls.fault), None):
        return _missing(MissingReason.TLS, fault)  # Pages are read past it; records are not.
    if len({hop.url.partition(":")[0] for hop in visit.hops}) > 1 and url.startswith("https:"):
        return _missing(MissingReason.REDIRECT, "from https to http")
    last = visit.last
    if last is None or (not body and last.status < 400):
        return _missing(reason, detail or "no content")
    return HttpAnswer(
        status=last.status,
        media_type=(last.all("content-type") or [""])[0].partition(";")[0].strip().lower(),
        retry_after=(last.all("retry-after") or [""])[0],
        body=body,
        host=visit.hops[-1].host,
    )


class _RdapVisit(_Visit):
    """A visit that remembers its last answer: refusals count here, and their headers."""

    last: _Answer | None = None

    def _response(self, judged: JudgedUrl, answer: _Answer) -> Response:
        self.last = answer
        return super()._response(judged, answer)


def ask_whois(
    host: str, query: str, network: Network, limits: Limits, deadline: Deadline
) -> str | Missing:
    """What ``host`` answers to ``query`` on port 43; at most 64 KiB, never later than ``deadline``."""
    try:
        return _decoded(_exchange(host, query, network, limits, deadline))
    except FetchRefused as refused:
        return _missing(MissingReason.REFUSED_ADDRESS, refused.reason)
    except WireError as error:
        return _missing(error.reason, error.detail)


def _exchange(host: str, query: str, network: Network, limits: Limits, deadline: Deadline) -> bytes:
    judged = judge_url(f"http://{host}:{WHOIS_PORT}/", WHOIS_PORTS, network.names)
    deadline.allow(1)
    try:
        addresses = pin(judged, network)[:MAX_DIALS]
    except TimeoutError:
        raise WireError(MissingReason.DNS_TIMEOUT, "no answer in time") from None
    except (LookupError, OSError) as error:
        raise WireError(look_up_reason(error), plain(str(error))) from None
    failure = WireError(MissingReason.CONNECT, "no address")
    for address in addresses:
        try:
            sock = network.dial(address, WHOIS_PORT, deadline.allow(limits.connect))
        except TimeoutError:
            raise WireError(MissingReason.TIMEOUT, "no connection in time") from None
        except OSError as error:
            failure = WireError(refused_reason(error), plain(error.strerror or "refused"))
            continue
        with sock:
            return _converse(sock, query, limits, deadline)
    raise failure


def _converse(sock: socket, query: str, limits: Limits, deadline: Deadline) -> bytes:
    data = bytearray()
    try:
        sock.settimeout(deadline.allow(limits.idle))
        sock.sendall(query.encode("ascii") + b"\r\n")
        while len(data) < MAX_WHOIS:
            sock.settimeout(deadline.allow(limits.idle if data else limits.first_byte))
            chunk = sock.recv(MAX_WHOIS - len(data))
            if not chunk:
                break
            data += chunk
    except TimeoutError:
        raise WireError(MissingReason.TIMEOUT, "the answer did not come to its end") from None
    except OSError:
        # Some servers reset instead of closing; what came before it is their whole answer.
        if not data:
            raise WireError(MissingReason.PROTOCOL, "connection closed early") from None
    if not data.strip():
        raise WireError(MissingReason.EMPTY, "no content")
    return bytes(data)


def _decoded(data: bytes) -> str:
    """UTF-8 where it is that; else Japan's seven-bit coding, else Latin-1, which never fails."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(data) == MAX_WHOIS and error.start > MAX_WHOIS - 4:  # Cut inside a sign.
            return data[: error.start].decode("utf-8")
        return data.decode("latin-1")
    return data.decode("iso2022_jp", "replace") if "\x1b$" in text else text


def quiet_until(retry_after: str, now: datetime) -> datetime:
    """The end of the quiet that a Retry-After header asks for: seconds, or a date.

    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> [f"{quiet_until(value, noon):%H:%M}" for value in ("120", "Thu, 01 Jan 2026 12:05:00 GMT", "")]
    ['12:02', '12:05', '12:01']
    """
    value = retry_after.strip()
    if value.isascii() and value.isdecimal():
        return now + timedelta(seconds=min(int(value[:9]), 10**6))
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return now + DEFAULT_QUIET
    return until if until.tzinfo else until.replace(tzinfo=UTC)


def _missing(reason: MissingReason, detail: str) -> Missing:
    return Missing(source=SOURCE, reason=reason, detail=detail)
