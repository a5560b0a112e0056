"""The lists of servers: complete, dated, renewed in one step or not at all."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from checker.errors import InputRefused
from checker.gather.registration import known_registries
from checker.gather.registration.ask import WHOIS_PORTS
from checker.gather.registration.bootstrap import (
    FILE_NAME,
    BootstrapRefused,
    bundled,
    current,
    data_directory,
    read_bootstrap,
    replace,
)
from checker.gather.registration.command import add, run
from checker.gather.registration.words import host_name
from checker.net import Network, judge_url
from checker.reference import table
from tests.loopback import Reply, site

NAMES = [f"tld{number}" for number in range(600)]


def bootstrap(published: str = "2100-01-01T00:00:00Z", names: list[str] = NAMES) -> bytes:
    services = [[names, ["http://rdap.example.com", "https://rdap.example.com/"]]]
    return json.dumps({"publication": published, "services": services}).encode()


def test_bundled_list() -> None:
    assert bundled().published.year >= 2024
    assert len(bundled().services) > 1000
    assert bundled().services["com"] == ("https://rdap.verisign.com/com/v1/",)
    addresses = {url for urls in bundled().services.values() for url in urls}
    assert all(url.endswith("/") for url in addresses)


def test_whois_servers_can_be_asked() -> None:
    for row in table("whois_servers"):
        judge_url(f"http://{row['server']}:43/", WHOIS_PORTS)
        assert "{domain}" in row["query"]
        assert row["query"].format(domain="shop.com").isascii()
        assert host_name(f"shop.{row['suffix']}") == f"shop.{row['suffix']}"
        assert row["source"]


@pytest.mark.parametrize(
    ("domain", "server"),
    [
        ("shop.com", "whois.verisign-grs.com"),
        ("shop.co.uk", "whois.nic.uk"),
        ("shop.uk.com", "whois.centralnic.com"),
        ("shop.co.za", "coza-whois.registry.net.za"),
        ("shop.nowhere", None),
    ],
)
def test_whois_server_by_the_longest_suffix(domain: str, server: str | None) -> None:
    found = known_registries().whois_for(domain)
    assert (found and found.host) == server


def test_names_below_a_registered_domain_are_not_the_top_registrys() -> None:
    assert known_registries().rdap_for("shop.com") != ()
    assert known_registries().rdap_for("shop.uk.com") == ()


def test_encrypted_address_first() -> None:
    assert read_bootstrap(bootstrap()).services["tld7"] == (
        "https://rdap.example.com/",
        "http://rdap.example.com/",
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "not_a_list"),
        (b"<!doctype html>", "not_a_list"),
        (b"[" * 100_000, "not_a_list"),
        (b"{}", "not_a_list"),
        (b'{"publication": "yesterday", "services": []}', "not_a_list"),
        (b'{"publication": "2100-01-01T00:00:00Z", "services": [[5]]}', "not_a_list"),
        (bootstrap(names=NAMES[:10]), "incomplete"),
        (bootstrap().replace(b"http", b"gopher"), "incomplete"),
        (bootstrap("2001-01-01T00:00:00Z"), "older"),
        (bootstrap() + b" " * 1024 * 1024, "too_large"),
    ],
)
def test_a_list_that_cannot_be_used_replaces_nothing(
    text: bytes, reason: str, tmp_path: Path
) -> None:
    replace(bootstrap("2090-01-01T00:00:00Z"), tmp_path)
    with pytest.raises(BootstrapRefused) as refused:
        replace(text, tmp_path)
    assert refused.value.reason == reason
    assert current(tmp_path).published.year == 2090
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_a_newer_list_replaces_the_bundled_one(tmp_path: Path) -> None:
    assert current(tmp_path) == bundled()
    replace(bootstrap(), tmp_path / "new")
    assert current(tmp_path / "new").services["tld0"]


def test_a_broken_file_of_the_users_is_not_used(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"{")
    assert current(tmp_path) == bundled()


def test_what_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileExistsError):
        replace(bootstrap(), tmp_path / "file")


# The command


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return data_directory()


def command(*words: str, network: Network | None = None) -> int:
    parser = argparse.ArgumentParser()
    add(parser.add_subparsers())
    args = parser.parse_args(["registration", *words])
    args.network = network
    assert args.run is run
    code: int = run(args)
    return code


def test_command_lists(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command() == 0
    assert bundled().published.date().isoformat() in capsys.readouterr().out
    assert not home.exists()


def test_command_from_a_file(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "dns.json"
    file.write_bytes(bootstrap())
    assert command("update-bootstrap", "--from", str(file)) == 0
    assert "600" in capsys.readouterr().out
    assert current(home).published.year == 2100


def test_command_from_the_net(home: Path) -> None:
    reply = Reply(body=bootstrap(), content_type="application/json")
    with site({"/dns.json": reply}, "data.registry.com") as world:
        words = ("update-bootstrap", "--from", "http://data.registry.com/dns.json")
        assert command(*words, network=world.network) == 0
    assert current(home).published.year == 2100


@pytest.mark.parametrize("url", ["http://data.registry.com/other", "http://127.0.0.1/dns.json"])
def test_command_that_gets_nothing(
    url: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with site({}, "data.registry.com") as world:
        assert command("update-bootstrap", "--from", url, network=world.network) == 1
    assert "stays" in capsys.readouterr().err
    assert not home.exists()


def test_command_without_a_source() -> None:
    with pytest.raises(InputRefused):
        command("update-bootstrap")
