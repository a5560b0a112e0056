"""``rxlens family`` as people meet it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from checker.cli import main
from checker.family.store import FamilyStore
from tests import loopback
from tests.family.build import NUMBER, page, site, told
from tests.loopback import Reply
from tests.reports import ROGUE


def test_an_unknown_site_is_named_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RXLENS_FAMILIES", os.fspath(tmp_path / "f.sqlite"))
    assert main(["family", "unknown-shop.example"]) == 2
    assert "No fingerprint" in capsys.readouterr().err


def test_the_command_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "f.sqlite"
    with FamilyStore(path) as store:
        store.add(
            site("one.example", page(told("pill"), contact=f"Tel {NUMBER}")),
            site("two.example", page(told("pill"))),
        )
    assert main(["family", "one.example", "--store", os.fspath(path)]) == 0
    assert "two.example" in capsys.readouterr().out
    assert main(["family", "one.example", "--store", os.fspath(path), "--json"]) == 0
    assert '"family-v1"' in capsys.readouterr().out


SHOP = ROGUE.replace("</body>", "<footer>Telephone +44 20 7946 0990</footer></body>").encode()


def checked(host: str, *words: str) -> int:
    """The exit code of a check of a shop at ``host``."""
    with loopback.site({"/": Reply(body=SHOP)}, host) as world:
        return main(["check", f"http://{host}/", *words], network=world.network)


def test_what_a_check_remembers_the_next_one_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "f.sqlite"
    monkeypatch.setenv("RXLENS_FAMILIES", os.fspath(place))
    assert checked("one-shop.com") == 0
    assert not place.exists()
    assert checked("one-shop.com", "--remember") == 0
    assert "The fingerprint of this site is kept" in capsys.readouterr().err
    assert checked("two-shop.com", "--json") == 0
    family = json.loads(capsys.readouterr().out)["family"]
    assert [site["domain"] for site in family["sites"]] == ["one-shop.com"]
    with FamilyStore(place) as store:
        assert store.get("two-shop.com") is None


def test_a_page_handed_over_is_not_remembered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RXLENS_FAMILIES", os.fspath(tmp_path / "f.sqlite"))
    page = tmp_path / "page.html"
    page.write_bytes(SHOP)
    assert main(["check", "http://one-shop.com/", "--page", str(page), "--remember"]) == 0
    assert "Nothing was remembered" in capsys.readouterr().err


def test_a_message_is_not_remembered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RXLENS_FAMILIES", os.fspath(tmp_path / "f.sqlite"))
    assert main(["check", "Cheap pills! Visit http://a.com now", "--remember"]) == 2
    assert "--remember" in capsys.readouterr().err


def test_a_store_that_fails_costs_no_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RXLENS_FAMILIES", os.fspath(tmp_path))  # No file.
    assert checked("one-shop.com", "--remember") == 1
    found = capsys.readouterr()
    assert "one-shop.com" in found.out
    assert "Not remembered" in found.err
