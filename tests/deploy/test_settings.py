"""The operator's page and the recipes name every setting the program reads, and no other."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from tests.deploy.recipes import OPERATE, RECIPES
from tests.test_docs import ROOT
from web.settings import PREFIX, Settings, read_settings

NAMES = {field.name for field in fields(Settings)}
FILE = RECIPES / "rxlens.toml"


def read_elsewhere() -> set[str]:
    """The variables that the program reads beside the settings: named whole in its source."""
    found = set()
    for package in ("checker", "web"):
        for path in (ROOT / package).rglob("*.py"):
            found |= set(re.findall(rf'"({PREFIX}[A-Z_]+)"', path.read_text("utf-8")))
    return found - {"RXLENS_DATA"}  # asked for by a tool of developers alone


def test_variables_beside_the_settings_are_explained() -> None:
    told = set(re.findall(rf"^\| `({PREFIX}[A-Z_]+)` \|", OPERATE.read_text("utf-8"), re.MULTILINE))
    assert told == read_elsewhere()
    assert {"RXLENS_CONFIG", "RXLENS_REGISTERS"} <= told


@pytest.mark.parametrize(
    "path",
    [OPERATE, *sorted(p for p in RECIPES.rglob("*") if p.is_file())],
    ids=lambda path: str(path.name),
)
def test_only_what_is_read_is_named(path: Path) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", path.read_text("utf-8"))) - {"RXLENS_NAME"}
    known = {PREFIX + name.upper() for name in NAMES} | read_elsewhere()
    assert named <= known


def test_the_example_is_read_as_it_stands() -> None:
    found = tomllib.loads(FILE.read_text("utf-8"))
    assert read_settings({"RXLENS_CONFIG": str(FILE)}).public_url == found["public_url"]


def test_the_example_has_every_setting_and_its_default_behind_a_sign() -> None:
    text = FILE.read_text("utf-8")
    shown = re.findall(r"^# ([a-z_]+ = .*)$", text, re.MULTILINE)
    defaults = tomllib.loads("\n".join(shown))
    assert defaults.keys() | tomllib.loads(text).keys() == NAMES
    assert not defaults.keys() & tomllib.loads(text).keys()
    for name, value in defaults.items():
        default = getattr(Settings(), name)
        assert (tuple(value) if isinstance(value, list) else value) == default, name


def test_settings_in_the_text_are_settings() -> None:
    text = OPERATE.read_text("utf-8")
    for name in re.findall(r"`([a-z]+_[a-z_]+)(?: = [^`]*)?`", text):
        known = NAMES | {"dk_dkma", "dns_timeout", "rxlens_streams"}
        assert name in known or name.startswith(("rxlens_", "process_")), name
