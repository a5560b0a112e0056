"""Settings: out of the environment and one file, refused in one sentence, and every one documented."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from checker.errors import InputRefused
from web.settings import Settings, read_settings

NAMES = [field.name for field in fields(Settings)]


def test_the_environment_wins_over_the_file_and_the_command_over_both(tmp_path: Path) -> None:
    file = tmp_path / "rxlens.toml"
    file.write_text('port = 1\nhost = "h"\ncountry = "DE"\norigin_db = ["a", "b"]\ndemo = true\n')
    found = read_settings(
        {"RXLENS_CONFIG": str(file), "RXLENS_PORT": "2", "RXLENS_HOST": "i"}, port=3, host=None
    )
    assert (found.port, found.host, found.country) == (3, "i", "DE")
    assert (found.origin_db, found.demo) == (("a", "b"), True)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("PORT", "8080", 8080),
        ("CACHE_HOURS", "0.5", 0.5),
        ("DEMO", "yes", True),
        ("DEMO", "0", False),
        ("TRUSTED_PROXIES", "10.0.0.0/8, ::1", ("10.0.0.0/8", "::1")),
        ("CONTACT", " Ms Lee ", "Ms Lee"),
    ],
)
def test_values_of_the_environment(name: str, text: str, value: object) -> None:
    assert getattr(read_settings({f"RXLENS_{name}": text}), name.lower()) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("CHECKS_AT_ONCE", "0"),
        ("CACHE_HOURS", "nan"),
        ("DEMO", "perhaps"),
        ("TRUSTED_PROXIES", "everybody"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("PUBLIC_URL", "rxlens.example"),
        ("PUBLIC_URL", "https://rxlens.example/path"),
        ("PUBLIC_URL", "javascript://x"),
        ("COUNTRY", "XX"),
        ("CONFIG", "/nowhere/at/all.toml"),
    ],
)
def test_values_that_are_none(name: str, text: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_settings({f"RXLENS_{name}": text})
    assert refused.value.reason == "setting"
    assert name.lower() in str(refused.value).lower()


@pytest.mark.parametrize(
    "text", ["nonsense = 1", 'port = "8000"', "demo = 1", "host = 1", "port = [", "port = true"]
)
def test_files_that_are_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rxlens.toml"
    file.write_text(text)
    with pytest.raises(InputRefused):
        read_settings({"RXLENS_CONFIG": str(file)})


def documented(root: Path) -> dict[str, str]:
    text = (root / "docs/web.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z_]+)` \| (?:`([^`]*)`)? ?\| .+ \|$", text, re.MULTILINE)
    return dict(rows)


def test_every_setting_is_documented_with_its_default(root: Path) -> None:
    told = documented(root)
    assert list(told) == NAMES
    for name, default in told.items():
        assert default == shown(getattr(Settings(), name)), name


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value in ("", ()) else str(value)
