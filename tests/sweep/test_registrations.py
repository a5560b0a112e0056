"""Registries asked about many names: each one question at a time, obeyed when it wants quiet, given up at last."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import pairwise

import pytest

from checker.evidence import Missing, MissingReason
from checker.gather.everything import Sources
from checker.gather.registration import Memory
from checker.judgement import now
from checker.registration import Registration
from checker.sweep import registrations
from checker.sweep.reach import Reach
from checker.sweep.registrations import Answer, Desk, registry_of
from checker.target import read_target
from tests.loopback import Server
from tests.registries import FAST, RegistryWorld
from tests.sweep.registry import Registry, Street, throttled


@contextmanager
def reach(servers: Mapping[str, Registry]) -> Iterator[Reach]:
    """Registries by ending."""
    with ExitStack() as held:
        ports = [
            (ending, held.enter_context(Server(registry)).port)
            for ending, registry in servers.items()
        ]
        yield held.enter_context(Street(shops=0, registries=tuple(ports)).opened())


def ask(found: Reach, names: list[str], **more: float) -> dict[str, Answer]:
    """What is said of each name."""
    desk = Desk(found, FAST, **{"pause": 0.0, "patience": 30.0, **more})  # type: ignore[arg-type]
    return asked(desk, found, names)


def asked(desk: Desk, found: Reach, names: list[str], seconds: float = 30.0) -> dict[str, Answer]:
    for number, name in enumerate(names):
        desk.put(registry_of(read_target(name), found), [(number, name)])
    said: dict[str, Answer] = {}
    end = time.monotonic() + seconds
    while desk.pending and time.monotonic() < end:
        said.update((names[number], told) for number, told in desk.answers())
        time.sleep(0.01)
    desk.close()
    assert desk.pending == 0
    return said


def reasons(said: Mapping[str, Answer]) -> set[str]:
    return {
        one.reason.value if isinstance(one, Missing) else one.state.value for one in said.values()
    }


@pytest.mark.parametrize(
    ("address", "registry"),
    [
        pytest.param("https://www.shop.com/x", "rdap.com-registry.com", id="name"),
        pytest.param("shop.co.uk", "", id="no_registry_known"),
        pytest.param("https://shop.myshopify.com", "", id="name_of_a_company"),
        pytest.param("https://t.me/shop", "", id="platform"),
        pytest.param("https://93.184.216.34/", "", id="number"),
    ],
)
def test_whom_to_ask(address: str, registry: str) -> None:
    with reach({"com": Registry(), "me": Registry()}) as found:
        assert registry_of(read_target(address), found) == registry


def test_each_registry_one_question_at_a_time_and_all_at_once() -> None:
    servers = {ending: Registry() for ending in ("com", "net", "org")}
    names = [f"shop-{n}.{ending}" for n in range(10) for ending in servers]
    with reach(servers) as found:
        said = ask(found, names, pause=0.05)
    assert reasons(said) == {"registered"}
    assert set(said) == set(names)
    for registry in servers.values():
        assert registry.most == 1
        times = [at for at, _ in registry.asked]
        assert all(later - at >= 0.05 for at, later in pairwise(times))
    begun = [registry.asked[0][0] for registry in servers.values()]
    ended = [registry.asked[-1][0] for registry in servers.values()]
    assert max(begun) < min(ended), "one did not wait for the others"


def test_a_name_is_asked_about_once() -> None:
    registry = Registry()
    with reach({"com": registry}) as found:
        desk = Desk(found, FAST, pause=0.0)
        registry_name = registry_of(read_target("shop.com"), found)
        desk.put(registry_name, [(1, "shop.com"), (2, "shop.com"), (3, "shop.com")])
        end, said = time.monotonic() + 10, []
        while desk.pending and time.monotonic() < end:
            said += desk.answers()
            time.sleep(0.01)
    assert sorted(number for number, _ in said) == [1, 2, 3]
    assert registry.names == ["shop.com"]


def test_retry_after_is_obeyed() -> None:
    registry = Registry(lambda _, number: throttled(2) if number == 2 else None)
    names = [f"shop-{n}.com" for n in range(4)]
    with reach({"com": registry}) as found:
        said = ask(found, names)
    assert reasons(said) == {"registered"}
    assert registry.names == ["shop-0.com", "shop-1.com", "shop-2.com", "shop-3.com", "shop-1.com"]
    assert registry.asked[2][0] - registry.asked[1][0] >= 1.9


def test_quiet_asked_for_in_an_earlier_run_is_kept() -> None:
    registry = Registry()
    with reach({"com": registry}) as found:
        until = now() + timedelta(seconds=1.5)
        quiet = {"rdap.com-registry.com": until}
        said = asked(Desk(found, FAST, pause=0.0, quiet=quiet), found, ["shop.com"])
        assert now() >= until
    assert reasons(said) == {"registered"}
    assert registry.names == ["shop.com"]


def test_a_registry_that_throttles_everything_is_given_up_and_no_other_suffers() -> None:
    strict, kind = Registry(lambda *_: throttled(3600)), Registry()
    names = [f"shop-{n}.{ending}" for n in range(50) for ending in ("com", "net")]
    with reach({"com": strict, "net": kind}) as found:
        said = ask(found, names, patience=5.0)
    assert len(strict.asked) == 1, "it said for how long it wants quiet"
    assert reasons({n: s for n, s in said.items() if n.endswith(".com")}) == {"throttled"}
    assert reasons({n: s for n, s in said.items() if n.endswith(".net")}) == {"registered"}
    given_up = said["shop-7.com"]
    assert isinstance(given_up, Missing)
    assert given_up.detail == "rdap.com-registry.com"


def test_a_single_name_that_is_refused_does_not_stop_the_others() -> None:
    registry = Registry(lambda name, _: throttled(1) if name == "shop-1.com" else None)
    names = [f"shop-{n}.com" for n in range(4)]
    with reach({"com": registry}) as found:
        said = ask(found, names)
    assert registry.names.count("shop-1.com") == registrations.TRIES
    assert isinstance(said.pop("shop-1.com"), Missing)
    assert reasons(said) == {"registered"}


def test_a_registry_that_is_away_is_left_alone_and_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registrations, "FIRST_WAIT", 0.3)
    with reach({"com": Registry()}) as found:
        gone = Reach(
            network=RegistryWorld().network,
            sources=Sources(registries=found.sources.registries, memory=Memory()),
        )
        begun = time.monotonic()
        said = ask(gone, [f"shop-{n}.com" for n in range(200)], patience=1.0)
    assert len(said) == 200
    assert all(isinstance(one, Missing) for one in said.values())
    assert not {MissingReason.THROTTLED.value, MissingReason.NOT_ASKED.value} & reasons(said)
    assert time.monotonic() - begun < 15


def test_a_desk_that_is_closed_asks_nobody_any_more() -> None:
    registry = Registry(lambda *_: throttled(3600))
    with reach({"com": registry}) as found:
        desk = Desk(found, FAST, pause=0.0, patience=7200.0)
        desk.put("rdap.com-registry.com", [(n, f"shop-{n}.com") for n in range(10)])
        end = time.monotonic() + 10
        while not desk.resting and time.monotonic() < end:
            time.sleep(0.01)
        assert desk.resting == ["rdap.com-registry.com"]
        assert desk.quiet["rdap.com-registry.com"] > now() + timedelta(seconds=3000)
        desk.close()
        time.sleep(0.3)
        assert len(registry.asked) == 1
        assert desk.resting == []


def test_more_registries_than_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registrations, "MOST_REGISTRIES", 2)
    servers = {ending: Registry() for ending in ("com", "net", "org", "info", "biz")}
    names = [f"shop-{n}.{ending}" for ending in servers for n in range(3)]
    with reach(servers) as found:
        said = ask(found, names)
    assert set(said) == set(names)
    assert all(isinstance(one, Registration) for one in said.values())
