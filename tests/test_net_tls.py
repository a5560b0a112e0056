"""H1 with encryption: every broken certificate is seen, named and read past, never in silence."""

from __future__ import annotations

import ssl
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from checker.evidence import Missing, MissingReason, Response, Tls
from checker.net import Limits, fetch
from tests.certificates import DAY, NOW, Identity, authority, issue, name, server_context
from tests.loopback import Handler, Pages, Reply, Server, World, sends

LIMITS = Limits(connect=1, tls=0.5, first_byte=1, idle=1, total=3)
CA = authority()
PAGE = Pages({}, otherwise=Reply(body=b"<html>shop</html>"))


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> str:
    return CA.pem(tmp_path_factory.mktemp("ca") / "ca.pem")


@contextmanager
def shop(context: ssl.SSLContext | None, trusted: str, handle: Handler = PAGE) -> Iterator[World]:
    with Server(handle, context) as server:
        world = World(authorities=trusted)
        world.add("shop.com", https=server)
        yield world


def leaf(
    tmp_path: Path, identity: Identity, *chain: Identity, weak: bool = False
) -> ssl.SSLContext:
    return server_context(identity.write(tmp_path / "leaf.pem", chain), weak=weak)


def seen_tls(world: World) -> Tls:
    answer = fetch("https://shop.com/", world.network, LIMITS)
    assert isinstance(answer, Response), answer
    assert answer.body == b"<html>shop</html>"
    tls = answer.hops[0].tls
    assert tls is not None
    # Whatever came of the first handshake, the second one is with the same machine.
    assert len(world.lookups) == 1
    assert len(set(world.dials)) == 1
    return tls


FAULTS: dict[str, tuple[Callable[[], Identity], str | None]] = {
    "good": (lambda: issue(CA), None),
    "expired": (lambda: issue(CA, begins=NOW - 9 * DAY, ends=NOW - DAY), "expired"),
    "not_yet_valid": (lambda: issue(CA, begins=NOW + DAY, ends=NOW + 2 * DAY), "not_yet_valid"),
    "self_signed": (lambda: issue(None), "self_signed"),
    "wrong_host": (lambda: issue(CA, ["elsewhere.com"]), "wrong_host"),
    "untrusted_root": (lambda: issue(authority("Another CA")), "untrusted"),
    "no_san": (lambda: issue(CA, ()), "wrong_host"),
    "wildcard_bad": (lambda: issue(CA, ["*.com"]), "wrong_host"),
    "wildcard_good": (lambda: issue(CA, ["shop.com", "*.shop.com"]), None),
    "nul_in_name": (lambda: issue(CA, [b"shop.com\0.evil.com"]), "wrong_host"),
    "idn_san": (lambda: issue(CA, ["shop.com", "b\u00fccher.de".encode()]), None),
    "html_in_subject": (
        lambda: issue(CA, subject=name("shop.com", "<script>alert(1)</script>")),
        None,
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_certificate_faults_are_named_and_the_page_is_read(
    case: str, tmp_path: Path, trusted: str
) -> None:
    make, fault = FAULTS[case]
    with shop(leaf(tmp_path, make()), trusted) as world:
        tls = seen_tls(world)
    assert tls.fault == fault
    assert tls.version.startswith("TLSv1")
    assert tls.certificate_sha256


def test_certificate_facts(tmp_path: Path, trusted: str) -> None:
    identity = issue(CA, ["shop.com", "www.shop.com"], subject=name("shop.com", "Shop Ltd"))
    with shop(leaf(tmp_path, identity), trusted) as world:
        tls = seen_tls(world)
    assert (tls.subject, tls.issuer) == ("Shop Ltd", "Loopback Test CA")
    assert tls.names == ("shop.com", "www.shop.com")
    assert tls.not_before and tls.not_before < datetime.now(UTC) < (tls.not_after or NOW)


def test_old_protocol_is_named(tmp_path: Path, trusted: str) -> None:
    context = leaf(tmp_path, issue(CA), weak=True)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with warnings.catch_warnings(action="ignore"):  # The old protocol is the point here.
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with shop(context, trusted) as world:
        tls = seen_tls(world)
    assert (tls.version, tls.fault) == ("TLSv1.1", "old_protocol")


def test_small_key_is_named(tmp_path: Path, trusted: str) -> None:
    key = rsa.generate_private_key(65537, 1024)
    with shop(leaf(tmp_path, issue(CA, key=key), weak=True), trusted) as world:
        assert seen_tls(world).fault == "weak"


def test_thousands_of_names_are_bounded(tmp_path: Path, trusted: str) -> None:
    names = ["shop.com", *(f"shop-number-{i}.com" for i in range(3000))]
    with shop(leaf(tmp_path, issue(CA, names)), trusted) as world:
        tls = seen_tls(world)
    assert tls.fault is None
    assert len(tls.names) == 100


def test_certificate_is_asked_of_us_and_not_given(tmp_path: Path, trusted: str) -> None:
    context = leaf(tmp_path, issue(CA))
    context.verify_mode = ssl.CERT_OPTIONAL
    context.load_verify_locations(trusted)
    with shop(context, trusted) as world:
        assert seen_tls(world).fault is None


def test_name_is_sent_with_the_handshake(tmp_path: Path, trusted: str) -> None:
    context = leaf(tmp_path, issue(CA))
    asked: list[str | None] = []
    context.sni_callback = lambda _socket, host, _context: asked.append(host)
    with shop(context, trusted) as world:
        seen_tls(world)
    assert asked == ["shop.com"]


ALERT_HANDSHAKE_FAILURE = b"\x15\x03\x03\x00\x02\x02\x28"


@pytest.mark.parametrize(
    ("handle", "reason"),
    [
        # What a server answers that speaks RC4 only, or wants a certificate of ours.
        (lambda connection: connection.sendall(ALERT_HANDSHAKE_FAILURE), MissingReason.TLS),
        (lambda connection: connection.sendall(b"HTTP/1.1 400 No\r\n\r\n"), MissingReason.TLS),
        (lambda connection: connection.sendall(b"\x16\x03\x03\xff\xff"), MissingReason.TLS),
        (lambda connection: None, MissingReason.TLS),
        (lambda connection: time.sleep(1.5), MissingReason.TLS_TIMEOUT),
    ],
    ids=["alert", "plain_http", "garbage", "hangs_up", "stall"],
)
def test_broken_handshakes(handle: Handler, reason: MissingReason, trusted: str) -> None:
    with shop(None, trusted, handle) as world:
        answer = fetch("https://shop.com/", world.network, LIMITS)
    assert isinstance(answer, Missing)
    assert answer.reason == reason
    assert answer.detail


def test_client_certificate_required(tmp_path: Path, trusted: str) -> None:
    context = leaf(tmp_path, issue(CA))
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(trusted)
    with shop(context, trusted) as world:
        answer = fetch("https://shop.com/", world.network, LIMITS)
    assert isinstance(answer, Missing)
    assert answer.reason in (MissingReason.TLS, MissingReason.PROTOCOL)


def test_endless_chain_is_refused(tmp_path: Path, trusted: str) -> None:
    with shop(leaf(tmp_path, issue(CA), *[CA] * 2000), trusted) as world:
        answer = fetch("https://shop.com/", world.network, LIMITS)
    assert isinstance(answer, Missing)
    assert answer.reason in (MissingReason.TLS, MissingReason.TLS_TIMEOUT)


def test_encryption_on_the_plain_port(tmp_path: Path, trusted: str) -> None:
    def tls_only(connection: object) -> None:
        context = leaf(tmp_path, issue(CA))
        context.wrap_socket(connection, server_side=True)  # type: ignore[arg-type]

    with Server(tls_only) as server:
        world = World(authorities=trusted)
        world.add("shop.com", http=server)
        answer = fetch("http://shop.com/", world.network, LIMITS)
    assert isinstance(answer, Missing)
    assert answer.reason == MissingReason.PROTOCOL


@pytest.mark.parametrize("plain_first", [True, False])
def test_way_between_schemes_is_recorded(plain_first: bool, tmp_path: Path, trusted: str) -> None:
    there = Reply(status=302, headers=[("Location", "//shop.com/end")], body=b"")
    begin, end = ("http", "https") if plain_first else ("https", "http")
    there = Reply(status=302, headers=[("Location", f"{end}://shop.com/end")], body=b"")
    pages = Pages({"shop.com/end": Reply()}, otherwise=there)
    with Server(pages) as plain, Server(pages, leaf(tmp_path, issue(CA))) as encrypted:
        world = World(authorities=trusted)
        world.add("shop.com", http=plain, https=encrypted)
        answer = fetch(f"{begin}://shop.com/", world.network, LIMITS)
    assert isinstance(answer, Response)
    assert [hop.url.partition(":")[0] for hop in answer.hops] == [begin, end]
    assert [hop.tls is not None for hop in answer.hops] == [not plain_first, plain_first]


def test_cut_inside_the_encryption_is_no_page(tmp_path: Path, trusted: str) -> None:
    with shop(leaf(tmp_path, issue(CA)), trusted, sends(b"HTTP/1.1 200 X\r\n")) as world:
        answer = fetch("https://shop.com/", world.network, LIMITS)
    assert isinstance(answer, Missing)
    assert answer.reason == MissingReason.PROTOCOL
