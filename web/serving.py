"""The server: Waitress, which reads requests whole before one of its threads answers them.

One process serves unless more are asked for (:mod:`web.several`); pages are read in processes of their own.
A client that sends or takes its bytes slowly holds a connection and no thread.
"""

from __future__ import annotations

import signal
import socket
import sys
from contextlib import suppress

import waitress.server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented
from waitress.task import ErrorTask

from checker.message import N_, message
from web import create_app, logs, several
from web.memory import few_heaps
from web.security import LARGE_API_BYTES, headers_for
from web.settings import Settings

CONNECTIONS = 1000
WAITING = 1024
"""Connections that wait until one is taken."""
SILENCE = 15
"""Seconds after which a connection on which nothing is under way and nothing comes is closed."""
HEAD_BYTES = 32 * 1024


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    """Takes requests that can be read in one way only, by us and by a proxy in front of us."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head of a request; raises ``ParsingError``."""
        try:
            super().parse_header(header_plus)
        except TransferEncodingNotImplemented:  # the client's mistake, not ours
            raise ParsingError("Unknown transfer coding") from None
        lines = header_plus.lower().split(b"\r\n")
        codings = [line for line in lines if line.startswith(b"transfer-encoding")]
        if self.proxy_netloc:
            raise ParsingError("We are nobody's proxy")
        if self.version not in ("1.0", "1.1"):
            raise ParsingError("Unknown version")
        if codings and (len(codings) > 1 or b"," in codings[0] or not self.chunked):
            raise ParsingError("More than one transfer coding")
        if codings and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Two lengths")
        if "," in self.headers.get("HOST", ""):
            raise ParsingError("Two hosts")


class _ErrorTask(ErrorTask):  # type: ignore[misc]
    """The answer to a request that is none, with the headers of all answers and no echo of it."""

    def execute(self) -> None:
        self.request.error.body = "The request cannot be read."
        super().execute()

    def build_response_header(self) -> bytes:
        self.response_headers += list(headers_for("/"))
        self.response_headers.append(("Cache-Control", "no-store"))
        header: bytes = super().build_response_header()
        return header


class _Channel(HTTPChannel):  # type: ignore[misc]
    parser_class = _Parser
    error_task_class = _ErrorTask


_NO_PORT = N_("rxlens: cannot answer at {host}:{port} ({why}). Choose another port: --port 8001")


def run(settings: Settings) -> int:
    """Serve until Ctrl-C; 0 when ended so, 1 where it could not listen."""
    try:
        listening = listen(settings)
    except OSError as error:
        told = message(_NO_PORT, host=settings.host, port=settings.port, why=error.strerror or "")
        print(told.text(), file=sys.stderr)
        return 1
    with listening:
        say_where(listening, settings)
        if settings.processes > 1:
            return several.run(settings, listening)
        answer(settings, listening)
    return 0


def listen(settings: Settings) -> socket.socket:
    """The socket of the settings' address; raises ``OSError`` where it is not to be had."""
    found = socket.getaddrinfo(
        settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    family, _, _, _, place = found[0]
    return socket.create_server(place[:2], family=family, backlog=WAITING)


def answer(settings: Settings, listening: socket.socket) -> None:
    """Answer in this process what comes to ``listening``, until Ctrl-C."""
    few_heaps()
    logs.configure(settings.log_format, settings.log_level)
    signal.signal(signal.SIGTERM, _end)
    app = create_app(settings)
    try:
        server = make_server(app, settings, listening)
        with suppress(KeyboardInterrupt):
            server.run()
        server.close()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # we are ending
        app.extensions["rxlens"].close()


def _end(*_: object) -> None:
    """Being told to end is like Ctrl-C."""
    raise KeyboardInterrupt


def make_server(
    app: object, settings: Settings, listening: socket.socket | None = None
) -> waitress.server.TcpWSGIServer:
    """The server of ``app`` on ``listening``, else on a socket of its own."""
    waitress.server.TcpWSGIServer.channel_class = _Channel
    return waitress.server.create_server(
        app,
        sockets=[listening or listen(settings)],
        threads=settings.threads,
        ident=None,
        connection_limit=CONNECTIONS,
        backlog=WAITING,
        channel_timeout=SILENCE,
        cleanup_interval=5,
        asyncore_use_poll=True,
        max_request_header_size=HEAD_BYTES,
        max_request_body_size=LARGE_API_BYTES,
        # Nothing of a request or an answer is ever written to a temporary file.
        inbuf_overflow=2 * LARGE_API_BYTES,
        outbuf_overflow=16 * 2**20,
        clear_untrusted_proxy_headers=False,
        expose_tracebacks=False,
    )


def say_where(listening: socket.socket, settings: Settings) -> None:
    """Print the address under which the service answers from now on."""
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    told = message(N_("RxLens answers at {url} (Ctrl-C ends it)"), url=f"http://{shown}:{port}/")
    print(told.text(), flush=True)
    if settings.demo:
        print(message(N_("It offers invented sites to try it on.")).text(), flush=True)
