"""Sites that the service remembers: only where it is switched on, said on the privacy page, and asked again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from checker.family.fingerprint import Fingerprint
from checker.family.store import FamilyStore
from checker.gather.everything import Sources
from checker.net import Limits
from tests.loopback import World
from tests.web.asking import answer
from tests.web.conftest import FARM, OTHER, QUIET, SHOP
from web import create_app
from web.engine import CheckerEngine, Reach
from web.remembering import memory_for


@contextmanager
def service(world: World, directory: Path, *, remember: bool) -> Iterator[Flask]:
    """A service over the shops on loopback."""
    settings = replace(QUIET, store=str(directory), remember_families=remember)
    families = memory_for(settings)
    engine = CheckerEngine(
        Reach(network=world.network, sources=Sources(families=families.ask if families else None)),
        limits=Limits(connect=1, total=3, gather=4),
        readers=1,
        families=families,
    )
    app = create_app(settings, engine=engine)
    try:
        yield app
    finally:
        app.extensions["rxlens"].close()


def kept(directory: Path) -> set[str]:
    place = directory / "families.sqlite"
    if not place.is_file():
        return set()
    with FamilyStore(place) as store:
        domains = ("pills-shop.com", "other-pills.com", "farm-news.org")
        return {domain for domain in domains if store.get(domain)}


def test_a_site_that_sells_is_known_again(world: World, tmp_path: Path) -> None:
    with service(world, tmp_path, remember=True) as app:
        client = app.test_client()
        first = answer(client, f"http://{SHOP}/#canary7731")["report"]
        assert first["family"]["sites"] == []
        answer(client, f"http://{FARM}/")
        second = answer(client, f"http://{OTHER}/")["report"]
        sources = {source["source"]: source["state"] for source in second["coverage"]["sources"]}
        assert sources["families"] == "found"
        assert kept(tmp_path) == {"pills-shop.com", "other-pills.com"}
        page = client.get("/family/pills-shop.com")
        assert page.status_code == 200
    held = b"".join(path.read_bytes() for path in tmp_path.glob("families.sqlite*"))
    assert b"canary" not in held


def test_nothing_is_kept_by_default(world: World, tmp_path: Path) -> None:
    with service(world, tmp_path, remember=False) as app:
        report = answer(app.test_client(), f"http://{SHOP}/")["report"]
        assert report["family"] is None
    assert not list(tmp_path.glob("families.sqlite*"))


def test_a_page_that_somebody_sent_is_not_kept(world: World, tmp_path: Path) -> None:
    with service(world, tmp_path, remember=True) as app:
        answer(app.test_client(), f"http://{SHOP}/", page="<h1>Buy Viagra</h1>")
    assert kept(tmp_path) == set()


def test_old_ones_are_deleted(world: World, tmp_path: Path) -> None:
    with FamilyStore(tmp_path / "families.sqlite") as store:
        store.add(Fingerprint(domain="pills-shop.com", seen="2020-01-01"))
    with service(world, tmp_path, remember=True) as app:
        app.extensions["rxlens"]._forget_families()
        assert kept(tmp_path) == set()


@pytest.mark.parametrize("remember", [True, False])
def test_the_privacy_page_says_so(world: World, tmp_path: Path, remember: bool) -> None:
    with service(world, tmp_path, remember=remember) as app:
        page = app.test_client().get("/privacy").get_data(as_text=True)
    assert ("fingerprint for 365 days" in page) is remember
    assert ("There is no list of checks" in page) is not remember
