"""The server: Waitress, which reads requests whole before one of its threads answers them.

One process serves, so that events, limits and running checks are in one memory; pages are read in
processes of their own. A client that sends or takes its bytes slowly holds a connection and no thread.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress

import waitress.server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented
from waitress.task import ErrorTask

from checker.message import N_, message
from web import create_app, logs
from web.memory import few_heaps
from web.security import LARGE_API_BYTES, headers_for
from web.settings import Settings

CONNECTIONS = 1000
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
    few_heaps()
    logs.configure(settings.log_format, settings.log_level)
    signal.signal(signal.SIGTERM, _end)
    app = create_app(settings)
    try:
        try:
            server = make_server(app, settings)
        except OSError as error:
            told = message(
                _NO_PORT, host=settings.host, port=settings.port, why=error.strerror or ""
            )
            print(told.text(), file=sys.stderr)
            return 1
        _say_where(server.effective_host, server.effective_port, settings)
        with suppress(KeyboardInterrupt):
            server.run()
        server.close()
    finally:
        app.extensions["rxlens"].close()
    return 0


def _end(*_: object) -> None:
    """Being told to end is like Ctrl-C."""
    raise KeyboardInterrupt


def make_server(app: object, settings: Settings) -> waitress.server.TcpWSGIServer:
    """The listening server."""
    waitress.server.TcpWSGIServer.channel_class = _Channel
    return waitress.server.create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        ident=None,
        connection_limit=CONNECTIONS,
        backlog=1024,
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


def _say_where(host: str, port: int, settings: Settings) -> None:
    shown = f"[{host}]" if ":" in host else host
    told = message(N_("RxLens answers at {url} (Ctrl-C ends it)"), url=f"http://{shown}:{port}/")
    print(told.text(), flush=True)
    if settings.demo:
        print(message(N_("It offers invented sites to try it on.")).text(), flush=True)
