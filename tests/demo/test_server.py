"""The invented web answers under its own names, over HTTP and HTTPS, and only there."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from checker.demo.manifest import demo_hosts
from checker.demo.server import LOOPBACK, DemoWeb
from checker.evidence import Missing, MissingReason, Response
from checker.net import Limits, Network, fetch

SECURE = [name for name, host in demo_hosts().items() if host.https]
PLAIN_ONLY = [name for name, host in demo_hosts().items() if not host.https]
ONE = "oakhampton-pharmacy.example"


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with DemoWeb() as running:
        yield running


def visit(web: DemoWeb, url: str) -> Response | Missing:
    return fetch(url, network=web.network(), limits=Limits())


def ask(web: DemoWeb, host: str, path: str, method: str = "GET") -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(LOOPBACK, web.http_port, timeout=10)
    try:
        connection.request(method, path, headers={"Host": host})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize("name", demo_hosts())
def test_answers_over_http(web: DemoWeb, name: str) -> None:
    response, body = ask(web, name, "/")
    assert response.status == demo_hosts()[name].status
    assert b"</html>" in body
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("name", SECURE)
def test_certificate_is_the_hosts_own(web: DemoWeb, name: str) -> None:
    trusting = ssl.create_default_context(cafile=web.authority_file)
    with (
        socket.create_connection((LOOPBACK, web.https_port), 10) as plain,
        trusting.wrap_socket(plain, server_hostname=name) as secure,
    ):
        certificate = secure.getpeercert()
    assert certificate is not None
    assert ("DNS", name) in certificate["subjectAltName"]


def test_nobody_else_trusts_the_certificates(web: DemoWeb) -> None:
    suspicious = ssl.create_default_context()
    with (
        socket.create_connection((LOOPBACK, web.https_port), 10) as plain,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        suspicious.wrap_socket(plain, server_hostname=ONE)


def test_unknown_name_has_no_certificate(web: DemoWeb) -> None:
    trusting = ssl.create_default_context(cafile=web.authority_file)
    with (
        socket.create_connection((LOOPBACK, web.https_port), 10) as plain,
        pytest.raises(ssl.SSLError),
    ):
        trusting.wrap_socket(plain, server_hostname="elsewhere.example")


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/contact", 200, "text/html; charset=utf-8"),
        ("/contact/", 200, "text/html; charset=utf-8"),
        ("/shop/viagra-connect-4?from=search", 200, "text/html; charset=utf-8"),
        ("/robots.txt", 200, "text/plain; charset=utf-8"),
        ("/assets/style.css", 200, "text/css"),
        ("/media/oakhampton-logo.svg", 200, "image/svg+xml"),
        ("/media/catalog/e45-cream-500.jpg", 200, "image/svg+xml"),
        ("/no-such-page", 404, "text/html; charset=utf-8"),
        ("/layout", 404, "text/html; charset=utf-8"),
        ("/_card", 404, "text/html; charset=utf-8"),
        ("/../sites.toml", 404, "text/html; charset=utf-8"),
    ],
)
def test_what_is_served(web: DemoWeb, path: str, status: int, kind: str) -> None:
    response, body = ask(web, ONE, path)
    assert (response.status, response.headers["Content-Type"]) == (status, kind)
    assert body


def test_head_has_no_body(web: DemoWeb) -> None:
    response, body = ask(web, ONE, "/", "HEAD")
    assert (response.status, body) == (200, b"")


def test_forms_send_nothing_anywhere(web: DemoWeb) -> None:
    response, body = ask(web, ONE, "/private-prescriptions/upload", "POST")
    assert response.status == 200
    assert b"Nothing was sent" in body


def test_by_address_there_is_a_list(web: DemoWeb) -> None:
    _, body = ask(web, f"{LOOPBACK}:{web.http_port}", "/")
    assert ONE.encode() in body


def test_way_of_the_garden_club(web: DemoWeb) -> None:
    answer = visit(
        web, "http://hollybank-gardenclub.example/wp-content/uploads/2019/cheap-tadalafil.php"
    )
    assert isinstance(answer, Response)
    assert [(hop.host, hop.status) for hop in answer.hops] == [
        ("hollybank-gardenclub.example", 302),
        ("tadalis-direct.example", 301),
        ("secure-order-desk.test", 200),
    ]
    assert b"Tadalafil" in answer.body


BOWLS = "http://saltmarsh-bowls.example"


@pytest.mark.parametrize(
    ("path", "referer", "sells"),
    [
        ("/news/buy-tadalafil-online", "https://www.google.com/", True),
        ("/news/buy-tadalafil-online", "https://www.bing.com/search?q=tadalafil", True),
        ("/news/buy-tadalafil-online", "http://saltmarsh-bowls.example/", False),
        ("/news/buy-tadalafil-online", None, False),
        ("/matches", "https://www.google.com/", False),
    ],
)
def test_bowls_club_sells_to_those_who_search_only(
    web: DemoWeb, path: str, referer: str | None, sells: bool
) -> None:
    answer = fetch(f"{BOWLS}{path}", network=web.network(), limits=Limits(), referer=referer)
    assert isinstance(answer, Response)
    assert (b"Viagra" in answer.body) is sells


def test_what_searchers_see_has_no_address_of_its_own(web: DemoWeb) -> None:
    answer = visit(web, f"{BOWLS}/shown-from-search")
    assert isinstance(answer, Missing)


def test_visit_trusts_the_throw_away_authority(web: DemoWeb) -> None:
    answer = visit(web, f"https://{ONE}/")
    assert isinstance(answer, Response)
    tls = answer.hops[-1].tls
    assert tls is not None
    assert tls.fault is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://bastion-chemist.example/", MissingReason.BLOCKED),
        *((f"https://{name}/", MissingReason.CONNECT) for name in PLAIN_ONLY),
        ("https://elsewhere.example/", MissingReason.REFUSED_ADDRESS),
        (f"https://www.{ONE}/", MissingReason.REFUSED_ADDRESS),
        ("https://elsewhere.com/", MissingReason.DNS),
        ("http://127.0.0.1/", MissingReason.REFUSED_ADDRESS),
        (f"http://{ONE}:8080/", MissingReason.REFUSED_ADDRESS),
    ],
)
def test_what_cannot_be_visited(web: DemoWeb, url: str, reason: MissingReason) -> None:
    answer = visit(web, url)
    assert isinstance(answer, Missing)
    assert answer.reason is reason


def test_outside_the_demonstration_its_names_are_not_asked() -> None:
    def resolve(name: str) -> list[str]:
        raise AssertionError(name)

    answer = fetch(f"https://{ONE}/", network=Network(resolve=resolve), limits=Limits())
    assert isinstance(answer, Missing)
    assert answer.reason is MissingReason.REFUSED_ADDRESS


def test_nothing_is_left_behind() -> None:
    with DemoWeb() as web:
        file, port = Path(web.authority_file), web.http_port
        assert list(file.parent.iterdir()) == [file], "no key stays on the disk"
        assert file.parent.stat().st_mode & 0o077 == 0
    assert not file.parent.exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, port), 1)
