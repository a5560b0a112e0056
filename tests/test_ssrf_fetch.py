"""S1 to S3 with the network: every hostile row is really visited, and nobody forbidden is asked.

The stub resolver and the stub servers do what the row says; every address, forbidden ones too, is
mapped to a loopback server that would answer, so that only the guard stands in between.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from checker.evidence import Missing, MissingReason, Response
from checker.net import Limits, fetch
from checker.urls import with_scheme
from tests.loopback import Oracle, Reply, Server, World, read_request
from tests.ssrf_rows import LATEST_PURE, Row, forbidden, rows

LIMITS = Limits(connect=1, tls=1, first_byte=1, idle=1, total=3, retry_after=0.01)
PUBLIC = ["93.184.215.14"]


class Stub:
    """Answers hop by hop as the row in hand says, whoever is asked."""

    def __init__(self) -> None:
        self.replies: list[bytes] = []
        self.requests: list[bytes] = []

    def set(self, row: Row) -> None:
        self.requests.clear()
        self.replies = [_reply(fields) for fields in row.http]
        if any(word in row.why for word in ("for ever", "repeat")):
            self.replies *= 20

    def __call__(self, connection: object) -> None:
        self.requests.append(read_request(connection))  # type: ignore[arg-type]
        reply = self.replies.pop(0) if self.replies else Reply().raw()
        connection.sendall(reply)  # type: ignore[attr-defined]


def _reply(fields: dict[str, object]) -> bytes:
    locations = fields.get("location", [])
    locations = [locations] if isinstance(locations, str) else locations
    assert isinstance(locations, list)
    headers = [("Location", place) for place in locations]
    extra = fields.get("headers", {})
    assert isinstance(extra, dict)
    body = str(fields.get("body", "<html>hello</html>")).encode()
    status = int(str(fields["status"]))
    return Reply(status=status, headers=[*headers, *extra.items()], body=body).raw()


class Stage:
    def __init__(self, stub: Stub, http: Server, https: Server) -> None:
        self.stub = stub
        self.http = http
        self.https = https
        self.oracle = Oracle()

    def visit(self, row: Row) -> tuple[Response | Missing, World]:
        """Visit the row's address in a world of its own, under the oracle."""
        self.stub.set(row)
        world = World(default=PUBLIC)
        world.serve_everywhere(self.http, self.https)
        world.answer("127.0.0.1.nip.io", ["127.0.0.1"])  # What it says outside, too.
        answers = row.dns or {}
        if isinstance(answers, list):
            world.answer_any(*answers)
        else:
            for name, rounds in answers.items():
                world.answer(name, *rounds)
        with self.oracle:
            return fetch(with_scheme(row.url), world.network, LIMITS), world


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    stub = Stub()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("example.com").configure_cert(context)
    with Server(stub) as http, Server(stub, context) as https:
        yield Stage(stub, http, https)


def fault(row: Row, seen: Response | Missing, world: World, asked: int) -> str | None:
    """What is wrong with the outcome of a row; None when all is well."""
    if bad := [address for address, _ in world.dials if forbidden(address)]:
        return f"dialled {bad}"
    refused = isinstance(seen, Missing)
    if row.expected == "allow":
        return f"not read: {seen}" if refused else None
    if row.expected == "either":
        return None
    if row.category == "dns_rebinding":
        # The second answer is never asked for: the first, public one is used, or refused.
        return "looked up twice" if len(world.lookups) > 1 else None
    if not isinstance(seen, Missing):
        # A line break in a header ends it: what is left is a harmless address.
        return None if "\\r\\n" in str(row.http) else "read"
    if row.stage == LATEST_PURE and (world.lookups or asked):
        return "asked somebody"
    if row.stage == "resolve" and asked:
        return "asked a server"
    wanted = {
        LATEST_PURE: (MissingReason.REFUSED_ADDRESS,),
        "resolve": (MissingReason.REFUSED_ADDRESS, MissingReason.DNS, MissingReason.DNS_TIMEOUT),
        "redirect": (MissingReason.REDIRECT,),
    }[row.stage]
    return None if seen.reason in wanted and seen.detail else f"said {seen.reason}"


def test_ssrf_fixture_rows_reach_nobody_forbidden(stage: Stage, fixtures_dir: Path) -> None:
    faults = {}
    for row in rows(fixtures_dir):
        seen, world = stage.visit(row)
        if problem := fault(row, seen, world, len(stage.stub.requests)):
            faults[row.id] = problem
        if len(world.lookups) > len(stage.stub.requests) + 1:
            faults[row.id] = "more look-ups than hops"
    assert faults == {}
    servers = {("127.0.0.1", stage.http.port), ("127.0.0.1", stage.https.port)}
    assert set(stage.oracle.connects) == servers
    assert stage.oracle.lookups == []


def test_ssrf_fixture_lures_are_not_fetched(stage: Stage, fixtures_dir: Path) -> None:
    """Icons, canonical addresses, Refresh, Alt-Svc, Content-Location: the page, and nothing else."""
    lures = [r for r in rows(fixtures_dir) if r.category in ("no_follow", "subresource")]
    assert lures
    for row in lures:
        _, world = stage.visit(row)
        assert len(stage.stub.requests) == len(world.dials) == len(world.lookups) == 1, row.id


def test_ssrf_fixture_refused_redirects_keep_their_hops(stage: Stage, fixtures_dir: Path) -> None:
    for row in rows(fixtures_dir):
        if row.category == "redirect" and isinstance(seen := stage.visit(row)[0], Missing):
            assert seen.hops[0].status == row.http[0]["status"], row.id
            assert len(seen.hops) <= LIMITS.hops + 1
