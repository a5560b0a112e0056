"""One handshake with a host, for its certificate alone: nothing is asked and nothing is sent."""

from __future__ import annotations

from checker.errors import FetchRefused
from checker.evidence import Missing, MissingReason, Tls
from checker.net.guard import JudgedUrl, Network, judge_url, pin
from checker.net.limits import Limits
from checker.net.tls import facts_of, fault_of, lenient_context, strict_context
from checker.net.wire import (
    Deadline,
    HandshakeError,
    MeteredStream,
    PinnedBackend,
    WireError,
    look_up_reason,
    plain,
)


def shake_hands(host: str, network: Network, limits: Limits, *, source: str) -> Tls | Missing:
    """What ``host`` shows on the port of encrypted pages, or what stood in the way.

    Judged, looked up once and pinned like any visit; it returns within ``limits.total`` (and at
    most one look-up in the DNS more) and raises nothing.
    """
    deadline = Deadline(limits.total)
    try:
        judged = judge_url(f"https://{host}/", network.ports, network.names)
        return _first_or_second(judged, network, limits, deadline)
    except WireError as error:
        reason, detail = error.reason, error.detail
    except FetchRefused as refused:
        reason, detail = MissingReason.REFUSED_ADDRESS, refused.reason
    except TimeoutError:
        reason, detail = MissingReason.DNS_TIMEOUT, "no answer in time"
    except (LookupError, OSError) as error:
        reason, detail = look_up_reason(error), plain(str(error))
    return Missing(source=source, reason=reason, detail=detail)


def _first_or_second(
    judged: JudgedUrl, network: Network, limits: Limits, deadline: Deadline
) -> Tls:
    """The certificate; where it cannot be trusted, looked at without trust, the fault noted."""
    addresses = pin(judged, network)
    backend = PinnedBackend(judged, addresses, network, limits, deadline)
    try:
        return _shake(judged, backend, network, None)
    except HandshakeError as error:
        fault = fault_of(error.error)
    assert backend.address is not None
    backend = PinnedBackend(judged, (backend.address,), network, limits, deadline)
    try:
        return _shake(judged, backend, network, fault)
    except HandshakeError:
        raise WireError(MissingReason.TLS, fault) from None


def _shake(judged: JudgedUrl, backend: PinnedBackend, network: Network, fault: str | None) -> Tls:
    context = lenient_context() if fault else strict_context(network.authorities)
    stream = backend.connect_tcp(judged.host, judged.port)
    assert isinstance(stream, MeteredStream)
    try:
        stream.start_tls(context, judged.host)
        assert stream.tls is not None
        return facts_of(stream.tls, fault)
    finally:
        stream.close()
