"""The service behind its real server, on a free port of loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from web.serving import make_server


@contextmanager
def serving(app: Flask) -> Iterator[int]:
    """``app`` served; gives the port."""
    settings = app.extensions["rxlens"].settings
    server = make_server(app, replace(settings, port=0))
    ended = threading.Event()

    def loop() -> None:
        while not ended.is_set():
            server.asyncore.loop(timeout=0.1, count=1, map=server._map, use_poll=True)

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield server.effective_port
    finally:
        ended.set()
        thread.join(10)
        for channel in list(server._map.values()):
            channel.close()
        server.task_dispatcher.shutdown()


def raw(port: int, request: bytes, *, seconds: float = 5) -> bytes:
    """Everything that comes back on one connection until it is closed or silent."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        connection.sendall(request)
        connection.settimeout(seconds)
        answer = b""
        try:
            while data := connection.recv(65_536):
                answer += data
        except (TimeoutError, ConnectionResetError):
            pass
        return answer
