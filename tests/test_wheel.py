"""The built wheel, installed into a fresh environment and used from another directory."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import checker
from checker.model import NAME
from web.catalogues import LANGUAGES

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pip") is None, reason="this environment has no pip to install with"
)

SHOP = """<!doctype html><html lang="en"><title>Pills without questions</title>
<h1>Tramadol 50 mg, no prescription needed</h1><p>30 tablets, $49.00</p>
<form action="/cart" method="post"><button class="add-to-cart">Add to cart</button></form>
"""


def run(*words: str | Path, cwd: Path, fails: bool = False) -> str:
    """Run a program with nothing of the checkout in its surroundings; returns what it printed."""
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))
    }
    done = subprocess.run(
        words,
        cwd=cwd,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert (done.returncode != 0) is fails, f"{done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout as it stands."""
    directory = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", directory, cwd=root)
    (built,) = directory.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that holds the wheel, and only looks up its packages in this one."""
    directory = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "venv", "--without-pip", directory / "env", cwd=directory)
    python = directory / "env/bin/python"
    install = ("install", "--quiet", "--no-deps", "--no-index", wheel)
    run(sys.executable, "-m", "pip", "--python", python, *install, cwd=directory)
    # Start-up files of a directory named in a .pth file are not run, so that the editable
    # install of the checkout stays out of sight.
    site_packages = next((directory / "env/lib").glob("python*")) / "site-packages"
    (site_packages / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return directory


def test_wheel_holds_every_file_of_the_package_and_nothing_else(root: Path, wheel: Path) -> None:
    expected = {
        path.relative_to(root).as_posix()
        for package in ("checker", "web")
        for path in (root / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    expected |= {
        f"checker/trained/{path.parent.name}/{path.name}"
        for path in (root / "models" / NAME).iterdir()
    }
    held = set(zipfile.ZipFile(wheel).namelist())
    about = {name for name in held if name.startswith(f"rxlens-{checker.__version__}.dist-info/")}
    assert held - about == expected
    assert any(name.endswith("licenses/LICENSE") for name in about)
    assert any(name.endswith(".csv") for name in expected)
    assert {f"web/locale/{language}.po" for language in LANGUAGES} <= held


def test_installed_program_is_not_the_checkout(root: Path, elsewhere: Path) -> None:
    python = elsewhere / "env/bin/python"
    place = run(python, "-c", "import checker; print(checker.__file__)", cwd=elsewhere)
    assert str(elsewhere) in place
    assert str(root) not in place


def test_version(elsewhere: Path) -> None:
    printed = run(elsewhere / "env/bin/rxlens", "--version", cwd=elsewhere)
    assert printed == f"rxlens {checker.__version__}\n"


def test_check_of_a_saved_page(elsewhere: Path) -> None:
    (elsewhere / "page.html").write_text(SHOP)
    words = ("check", "https://pills.example/tramadol", "--page", "page.html", "--json")
    report = json.loads(run(elsewhere / "env/bin/rxlens", *words, cwd=elsewhere))
    assert report["verdict"]["level"] in {"caution", "high_risk"}
    assert report["reasons_against"]


def test_signals(elsewhere: Path) -> None:
    listed = json.loads(run(elsewhere / "env/bin/rxlens", "signals", "--json", cwd=elsewhere))
    assert listed


def test_demonstration(elsewhere: Path) -> None:
    printed = run(elsewhere / "env/bin/rxlens", "demo", "quickmeds-britain.example", cwd=elsewhere)
    assert "high risk" in printed.lower()
