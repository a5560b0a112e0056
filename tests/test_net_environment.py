"""S7: nothing comes in from the environment, and nothing goes from one hop to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.evidence import Response
from checker.net import Limits, fetch
from tests.loopback import Oracle, Pages, Reply, Server, World

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy")


@pytest.fixture
def hostile_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Server:
    """Proxies, credentials and a trust store in every place where HTTP libraries look."""
    proxy = Server(Pages({}, otherwise=Reply(body=b"<html>from the proxy</html>")))
    for name in PROXIES:
        for spelling in (name, name.upper()):
            monkeypatch.setenv(spelling, f"http://127.0.0.1:{proxy.port}")
    (tmp_path / ".netrc").write_text("default login me password secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    return proxy


def test_ssrf_environment_and_cookies_have_no_effect(hostile_environment: Server) -> None:
    cookie = Reply(
        status=302,
        headers=[
            ("Location", "http://www.shop.com/b"),
            ("Set-Cookie", "id=42; Domain=shop.com; Path=/"),
            ("Set-Cookie2", "id=42"),
            ("WWW-Authenticate", "Basic"),
            ("Alt-Svc", 'h2="127.0.0.1:1"'),
        ],
    )
    pages = Pages({"/a": cookie, "/b": Reply(body=b"<html>the shop</html>")})
    oracle = Oracle()
    with hostile_environment, Server(pages) as server, oracle:
        world = World()
        world.add("shop.com", http=server)
        world.add("www.shop.com", http=server)
        seen = fetch("http://shop.com/a", world.network, Limits())
    assert isinstance(seen, Response)
    assert seen.body == b"<html>the shop</html>"
    assert hostile_environment.accepted == 0
    assert set(oracle.connects) == {("127.0.0.1", server.port)}
    assert len(pages.requests) == 2
    for request in pages.requests:
        fields = {line.partition(b":")[0].lower() for line in request.split(b"\r\n")[1:] if line}
        assert fields == {b"host", b"user-agent", b"accept", b"accept-encoding", b"connection"}
