"""robots.txt is read as RFC 9309 says, whatever it holds."""

from __future__ import annotations

import pytest

from checker.gather.robots import ALL, NOTHING, Robots, parse_robots, read_robots
from checker.net import Limits
from checker.urls import parse
from tests.loopback import Pages, Reply, Server, World, redirect, sends
from tests.timing import within


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("user-agent:*\ndisallow:/a", "/ab", False),
        ("User-agent: *\nDisallow: /a/", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: RxLens\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\nUser-agent: rxlens\nDisallow: /b", "/a", True),
        ("User-agent: rxlens\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: a\nUser-agent: *\nDisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /\nAllow: /shop", "/shop/terms", True),
        ("User-agent: *\nAllow: /shop\nDisallow: /shop", "/shop", True),
        ("User-agent: *\nDisallow: /*.php$", "/a.php", False),
        ("User-agent: *\nDisallow: /*.php$", "/a.php?x", True),
        ("User-agent: *\nDisallow: /*?", "/a?b", False),
        ("User-agent: *\nDisallow: /*a*b*c", "/xxaxxbxx", True),
        ("User-agent: *\nDisallow: /*a*b*c", "/xxaxxbxxcxx", False),
        ("User-agent: *\nDisallow: /aa$", "/aaa", True),
        ("User-agent: *\nDisallow: /*aa$", "/aaa", False),
        ("User-agent: *\nDisallow: /ü", "/%C3%BC", False),
        ("User-agent: *\nDisallow: /%7Ea", "/~a", False),
        ("# all\nUser-agent: * # us\nDisallow: /a # b", "/a", False),
        ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: *\rDisallow: /a", "/a", False),
        ("Disallow: /\n", "/a", True),
        ("User-agent: *\nCrawl-delay: 5\nDisallow: /a", "/a", False),
        ("Sitemap: http://127.0.0.1/\nUser-agent: *\nSitemap: x\nDisallow: /a", "/a", False),
        ("<html>Not found</html>", "/a", True),
    ],
)
def test_rules(text: str, path: str, allowed: bool) -> None:
    assert parse_robots(text).allows(path) is allowed


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(body=b"User-agent: *\nDisallow: /", content_type="text/plain"), NOTHING),
        (Reply(body=b"User-agent: *\nDisallow: /", content_type="x/y"), NOTHING),
        (Reply(body=b"<html>", content_type="text/html"), ALL),
        (Reply(body=b""), ALL),
        (Reply(status=404), ALL),
        (Reply(status=403), ALL),
        (Reply(status=500), NOTHING),
        (Reply(status=503), NOTHING),
        (redirect("/robots.txt"), ALL),
    ],
)
def test_answers(reply: Reply, expected: Robots) -> None:
    assert _read(Pages({}, otherwise=reply)) == expected


@pytest.mark.parametrize("broken", [b"", b"nonsense"])
def test_rules_that_cannot_be_had_forbid_everything(broken: bytes) -> None:
    assert _read(sends(broken)) == NOTHING


def test_only_the_beginning_of_a_huge_file_counts() -> None:
    """512 KiB are read; what they say holds, what comes after is unknown."""
    line = b"# padding to the limit and beyond\n"
    text = b"User-agent: *\nDisallow: /a\n" + line * 20_000 + b"Disallow: /b\n"
    robots = _read(Pages({}, otherwise=Reply(body=text, content_type="text/plain")))
    assert [robots.allows(path) for path in ("/a", "/b")] == [False, True]


def test_hostile_rules_are_quick() -> None:
    text = "User-agent: *\n" + f"Disallow: /{'*a' * 200}b$\n" * 1200

    def read_and_ask() -> None:
        robots = parse_robots(text)
        for _ in range(6):
            robots.allows("/" + "a" * 2000)

    within(2, read_and_ask)


def _read(handle: object) -> Robots:
    with Server(handle) as server:  # type: ignore[arg-type]
        world = World()
        world.add("shop.com", http=server)
        limits = Limits(total=2, retry_after=0.01)
        return read_robots(parse("http://shop.com/a"), world.network, limits)
