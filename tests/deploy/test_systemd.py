"""The units of `docs/deploy`: systemd understands them, they are shut in, and what they run exists."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.recipes import RECIPES, dask_help, program
from tests.test_docs import ROOT, rxlens_help
from web.settings import read_settings

UNITS = sorted((RECIPES / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
PREFIX = "/opt/rxlens/.venv/bin/"
SCRIPT = "/bin/sh /opt/rxlens/docs/deploy/"
CONFIG = "/etc/rxlens/rxlens.toml"
MOST_EXPOSURE = "20"
"""Tenths: systemd calls 2.0 and less "OK", and 10.0 unsafe; a service with nothing said has 9.6."""


def directives(path: Path, name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", path.read_text("utf-8"), re.MULTILINE)


def command(path: Path) -> str:
    """What a unit runs; where that is a script of the recipes, the command of ours in it."""
    (line,) = directives(path, "ExecStart")
    if line.startswith(SCRIPT):
        script = (RECIPES / line.removeprefix(SCRIPT)).read_text("utf-8")
        (line,) = re.findall(rf"^{PREFIX}.*$", script, re.MULTILINE)
    assert line.startswith(PREFIX)
    return line


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units with programs that are there."""
    place = tmp_path_factory.mktemp("units")
    for path in UNITS:
        (place / path.name).write_text(path.read_text("utf-8").replace(PREFIX, "/bin/true "))
    return place


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_understands_every_line(path: Path, units: Path) -> None:
    words = [program("systemd-analyze", "systemd"), "verify", "--man=no", str(units / path.name)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if "rxlens" in line]
    assert (done.returncode, told) == (0, [])


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_services_are_shut_in(path: Path) -> None:
    words = [program("systemd-analyze", "systemd"), "security", "--offline=true"]
    words += [f"--threshold={MOST_EXPOSURE}", "--no-pager", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert "exposure level" in done.stdout, done.stderr
    assert done.returncode == 0, done.stdout[-200:]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_what_a_service_runs_exists_with_these_options(path: Path) -> None:
    line = command(path)
    name, *words = shlex.split(line.removeprefix(PREFIX))
    verbs = [word for word in words[:2] if re.fullmatch("[a-z]+", word)]
    if name == "rxlens":
        told = rxlens_help(*verbs[:1]) if verbs[:1] != ["store"] else rxlens_help(*verbs)
    else:
        told = dask_help(*verbs[:1])
    for option in re.findall(r"(?<!\S)--[a-z-]+", line):
        assert option in told
    assert all(verb in told for verb in verbs)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_what_a_service_is_told_are_settings(path: Path) -> None:
    told = dict(pair.split("=", 1) for pair in directives(path, "Environment"))
    settings = {name: value for name, value in told.items() if name.startswith("RXLENS_")}
    assert settings.pop("RXLENS_CONFIG", CONFIG) == CONFIG
    read_settings(settings)
    assert "PASSWORD" not in path.read_text("utf-8").upper()


def test_the_service_may_listen_where_it_does() -> None:
    (allowed,) = directives(RECIPES / "systemd/rxlens.service", "SocketBindAllow")
    assert allowed == f"ipv4:tcp:{read_settings({}).port}"


def test_settings_that_cannot_be_used_are_not_tried_again() -> None:
    (told,) = directives(RECIPES / "systemd/rxlens.service", "RestartPreventExitStatus")
    words = [sys.executable, "-m", "checker", "serve"]
    wrong = os.environ | {"RXLENS_PORT": "none"}
    done = subprocess.run(words, env=wrong, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "port" in done.stderr
    assert done.returncode == int(told)


def test_every_timer_has_its_service_and_the_other_way_round() -> None:
    timers = {path.stem for path in UNITS if path.suffix == ".timer"}
    oneshots = {path.stem for path in SERVICES if directives(path, "Type") == ["oneshot"]}
    assert timers == oneshots != set()
