"""The reverse proxies of ``docs/deploy`` on loopback, before a service that listens on a port of this machine."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

import trustme

from tests.deploy.recipes import RECIPES, program, put_elsewhere

NAME = "rxlens.example"
STARTED_WITHIN = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy that runs."""

    kind: str
    https: int
    http: int
    place: Path
    """Whatever it writes, it writes below this directory."""
    trust: ssl.SSLContext

    def connect(self, client: str = "127.0.0.1", name: str = NAME) -> ssl.SSLSocket:
        """A connection from the address ``client``."""
        plain = socket.create_connection(("127.0.0.1", self.https), 20, source_address=(client, 0))
        try:
            return self.trust.wrap_socket(plain, server_hostname=name)
        except BaseException:
            plain.close()
            raise


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


@contextmanager
def running(kind: str, service: int, place: Path) -> Iterator[Proxy]:
    """The proxy ``kind`` (``nginx`` or ``caddy``) before the service on port ``service``."""
    authority = trustme.CA()
    certificate = authority.issue_cert(NAME)
    certificate.private_key_pem.write_to_path(place / "privkey.pem")
    (place / "fullchain.pem").write_bytes(b"".join(p.bytes() for p in certificate.cert_chain_pems))
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    proxy = Proxy(kind=kind, https=free_port(), http=free_port(), place=place, trust=trust)
    words = _nginx(proxy, service) if kind == "nginx" else _caddy(proxy, service)
    environment = {"HOME": str(place), "XDG_DATA_HOME": str(place), "XDG_CONFIG_HOME": str(place)}
    with (
        (place / "proxy.log").open("wb") as log,
        subprocess.Popen(words, stdout=log, stderr=log, env=environment, cwd=place) as process,
    ):
        try:
            _wait(proxy, process)
            yield proxy
        finally:
            process.terminate()
            process.wait(20)


def _wait(proxy: Proxy, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTED_WITHIN
    while True:
        try:
            proxy.connect().close()
        except OSError:
            assert process.poll() is None, (proxy.place / "proxy.log").read_text()
            assert time.monotonic() < end, f"{proxy.kind} does not start"
            time.sleep(0.05)
        else:
            return


def _nginx(proxy: Proxy, service: int) -> list[str]:
    found, place = program("nginx", "nginx-light"), proxy.place
    site = put_elsewhere(
        "nginx/rxlens.conf",
        {
            "server 127.0.0.1:8000;": f"server 127.0.0.1:{service};",
            "    listen [::]:80;\n": "",
            "listen 80;": f"listen 127.0.0.1:{proxy.http};",
            "    listen [::]:443 ssl http2 default_server;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "listen 443 ssl": f"listen 127.0.0.1:{proxy.https} ssl",
            "/etc/ssl/rxlens/": f"{place}/",
            "/etc/nginx/": f"{place}/",
        },
    )
    shutil.copy(RECIPES / "nginx/rxlens-headers.conf", place)
    kept = "".join(
        f"{kind}_temp_path {place}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (place / "nginx.conf").write_text(
        f"daemon off; pid {place}/nginx.pid; error_log stderr;\nworker_processes 1;\n"
        f"events {{ worker_connections 1024; }}\nhttp {{\n{kept}{site}}}\n"
    )
    place.chmod(0o755)
    return [found, "-p", str(place), "-c", str(place / "nginx.conf")]


def _caddy(proxy: Proxy, service: int) -> list[str]:
    found, place = program("caddy", "caddy"), proxy.place
    text = put_elsewhere(
        "caddy/Caddyfile",
        {
            "127.0.0.1:8000": f"127.0.0.1:{service}",
            "\tadmin off\n": f"\tadmin off\n\thttp_port {proxy.http}\n\thttps_port {proxy.https}\n"
            "\tskip_install_trust\n\tdefault_bind 127.0.0.1\n",
            "\n{$SITE:rxlens.example} {\n": f"\n{NAME} {{\n\ttls {place}/fullchain.pem {place}/privkey.pem\n",
        },
    )
    (place / "Caddyfile").write_text(text)
    return [found, "run", "--config", str(place / "Caddyfile"), "--adapter", "caddyfile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        """The values of every header called ``name``."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


def asked(connection: socket.socket, request: bytes) -> Answer:
    """Send ``request``, or as much of it as is taken, and read one answer; the connection is closed."""
    with connection:
        with suppress(ConnectionError, ssl.SSLError):
            connection.sendall(request)
        response = HTTPResponse(connection)
        response.begin()
        return Answer(status=response.status, headers=response.getheaders(), body=response.read())


def request(path: str, body: bytes | None = None, **headers: str) -> bytes:
    """A request as sent; underscores of header names are dashes."""
    given = {"Host": NAME, "Connection": "close"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        given |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\n{lines}\r\n".encode() + (
        body or b""
    )
