"""A name server on loopback that knows a few names and nothing else."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from checker.net import Resolver

LOOPBACK = "127.0.0.1"
Zone = Mapping[str, Mapping[str, Sequence[str]]]
"""Records by name (no final dot, ``*.`` for any label) and kind, as zone files write them."""

_SECONDS_TO_LIVE = 60
_MOST_ALIASES = 5
_STOP = b"stop"


class NameServer:
    """Answers over UDP while the ``with`` block lasts. Names in ``silent`` never get an answer."""

    def __init__(self, zone: Zone, *, silent: Sequence[str] = ()) -> None:
        self._zone = zone
        self._silent = frozenset(silent)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._thread = threading.Thread(target=self._serve, name="nameserver")
        self.asked: list[tuple[str, str]] = []
        """(name, kind) of every question, in order."""

    def __enter__(self) -> NameServer:
        self._socket.bind((LOOPBACK, 0))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(_STOP, self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._socket.getsockname()[1])

    def resolver(self, seconds: float = 3.0) -> Resolver:
        """Looks names up here and nowhere else."""
        return Resolver([LOOPBACK], port=self.port, seconds=seconds)

    def _serve(self) -> None:
        while True:
            wire, peer = self._socket.recvfrom(4096)
            if wire == _STOP:
                return
            try:
                query = dns.message.from_wire(wire)
            except dns.exception.DNSException:
                continue
            answer = self._answer(query)
            if answer is not None:
                self._socket.sendto(answer.to_wire(), peer)

    def _answer(
        self, query: dns.message.QueryMessage | dns.message.Message
    ) -> dns.message.Message | None:
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        if name in self._silent:
            return None
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.AA | dns.flags.RA
        records = self._records(name)
        if records is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        for _ in range(_MOST_ALIASES):
            alias = (records or {}).get("CNAME")
            if not alias:
                break
            _add(answer, name, "CNAME", alias)
            name = alias[0].rstrip(".").lower()
            records = self._records(name)
        if records and records.get(kind):
            _add(answer, name, kind, records[kind])
        return answer

    def _records(self, name: str) -> Mapping[str, Sequence[str]] | None:
        """What stands at ``name``, or at ``*`` beside it; empty for a name above one that exists."""
        parent = name.partition(".")[2]
        if name in self._zone or any(known.endswith(f".{name}") for known in self._zone):
            return self._zone.get(name, {})
        return self._zone.get(f"*.{parent}")


def _add(answer: dns.message.Message, name: str, kind: str, records: Sequence[str]) -> None:
    answer.answer.append(dns.rrset.from_text(f"{name}.", _SECONDS_TO_LIVE, "IN", kind, *records))
