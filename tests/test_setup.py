"""The set-up and test scripts, run in a made-up checkout with doctored surroundings.

Nothing here needs the network: the checkout asks for one empty package, made on the spot.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import tiny_wheel

TOOLS = ("cat", "cksum", "dirname", "grep", "id", "rm", "sh", "tail")
PYPROJECT = """\
[build-system]
requires = []
build-backend = "tiny_wheel"
backend-path = ["."]
[project]
name = "rxlens"
version = "1"
"""

needs_ensurepip = pytest.mark.skipif(
    importlib.util.find_spec("ensurepip") is None, reason="this Python has no ensurepip"
)
needs_pip = pytest.mark.skipif(
    importlib.util.find_spec("pip") is None, reason="this environment has no pip"
)


class Machine:
    """A made-up checkout (its path holds a space) and the programs found on its PATH."""

    def __init__(self, directory: Path, root: Path) -> None:
        self.checkout = directory / "a checkout"
        self.programs = directory / "programs"
        self.wheels = directory / "wheels"
        for path in (self.programs, self.wheels, self.checkout / "requirements"):
            path.mkdir(parents=True)
        shutil.copytree(root / "scripts", self.checkout / "scripts")
        shutil.copy(tiny_wheel.__file__, self.checkout)
        (self.checkout / "pyproject.toml").write_text(PYPROJECT)
        (self.checkout / "checker").mkdir()
        (self.checkout / "checker/__init__.py").touch()
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found, tool
            (self.programs / tool).symlink_to(found)
        self.require("alpha")

    def require(self, name: str, *, damaged: bool = False) -> None:
        """Ask for package ``name`` with its hash, or with a wrong one."""
        wheel = tiny_wheel.write(self.wheels, name).read_bytes()
        digest = hashlib.sha256(b"other" if damaged else wheel).hexdigest()
        for group in ("run", "test"):
            (self.checkout / f"requirements/{group}.txt").write_text(
                f"{name}==1 --hash=sha256:{digest}\n"
            )

    def python(self, name: str = "python3", *, before: str = "", modules: bool = True) -> None:
        """Put a Python on the PATH that runs ``before`` first; ``modules``: has pip."""
        script = (
            f'#!/bin/sh\n[ "$1" = -c ] && exec "{sys.executable}" -c "import sys; {before}\n$2"\n'
        )
        if not modules:
            script += 'case "$2" in pip) echo "No module named pip" >&2; exit 1 ;; esac\n'
        script += f'exec "{sys.executable}" "$@"\n'
        (self.programs / name).write_text(script)
        (self.programs / name).chmod(0o755)

    def setup(
        self, *words: str, settings: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run the script as a stranger would, and as nothing but its own PATH knows."""
        environment = {
            "PATH": str(self.programs),
            "PIP_CONFIG_FILE": "/dev/null",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": self.wheels.as_uri(),
            "PIP_RETRIES": "0",
        }
        return subprocess.run(
            ["sh", self.checkout / "scripts/setup.sh", *words],
            env=environment | dict(settings or {}),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def installed(self, name: str) -> bool:
        """Whether the environment of the checkout holds package ``name``."""
        return any(self.checkout.glob(f".venv/lib/python*/site-packages/{name}-1.dist-info"))


@pytest.fixture
def machine(tmp_path: Path, root: Path) -> Machine:
    return Machine(tmp_path, root)


def last_line(run: subprocess.CompletedProcess[str]) -> str:
    """What a person is left with."""
    return run.stderr.strip().splitlines()[-1]


NO_ENSUREPIP = "sys.modules['ensurepip'] = None"


@pytest.mark.parametrize(
    ("before", "found"),
    [
        pytest.param(None, "none", id="no Python at all"),
        pytest.param("sys.version_info = (3, 9, 1)", "3.9", id="an old one"),
        pytest.param("sys.version_info = (3, 10, 12)", "3.10", id="near miss: just too old"),
        pytest.param("sys.version_info = (2, 7, 18)", "2.7", id="a very old one"),
    ],
)
def test_python_too_old(machine: Machine, before: str | None, found: str) -> None:
    if before:
        machine.python(before=before)
    run = machine.setup()
    assert run.returncode == 1
    assert f"needs Python 3.11 or newer and found {found};" in last_line(run)
    assert last_line(run).endswith("apt-get install python3.11-venv")
    assert len(run.stderr.strip().splitlines()) == 1
    assert not (machine.checkout / ".venv").exists()


def test_python_without_venv(machine: Machine) -> None:
    machine.python(before=NO_ENSUREPIP, modules=False)
    run = machine.setup()
    assert run.returncode == 1
    assert last_line(run).startswith("This Python cannot make an environment by itself; type: ")
    assert last_line(run).endswith("apt-get install python3-venv")


def test_python_without_venv_beside_another_python3(machine: Machine) -> None:
    """The package of Debian's own Python would not help here."""
    machine.python("python3", before="sys.version_info = (3, 9, 1)")
    machine.python(
        "python3.12", before=f"sys.version_info = (3, 12, 1); {NO_ENSUREPIP}", modules=False
    )
    run = machine.setup()
    assert run.returncode == 1
    assert last_line(run).endswith("apt-get install python3.12-venv")


@needs_pip
def test_python_without_venv_is_filled_by_its_own_pip(machine: Machine) -> None:
    machine.python(before=NO_ENSUREPIP)
    run = machine.setup()
    assert run.returncode == 0, run.stderr
    assert machine.installed("alpha")
    assert machine.installed("rxlens")
    assert not any(machine.checkout.glob(".venv/lib/python*/site-packages/pip"))


@needs_ensurepip
def test_newer_python_is_found_beside_an_old_one(machine: Machine) -> None:
    machine.python("python3", before="sys.version_info = (3, 9, 1)")
    machine.python("python3.12")
    run = machine.setup()
    assert run.returncode == 0, run.stderr
    assert machine.installed("alpha")


@needs_ensurepip
@pytest.mark.parametrize(
    ("group", "again", "retries"), [("run", "make install", "0"), ("test", "make test", "1")]
)
def test_no_network(machine: Machine, group: str, again: str, retries: str) -> None:
    machine.python()
    unreachable = {
        "PIP_NO_INDEX": "0",
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": retries,
    }
    run = machine.setup(group, settings=unreachable)
    assert run.returncode == 1
    assert last_line(run) == (
        f"The packages could not be fetched; connect this computer to the network and type: {again}"
    )
    assert machine.setup(group).returncode == 0, "a later try goes on from there"


@needs_ensurepip
def test_package_that_is_not_the_pinned_one(machine: Machine) -> None:
    machine.require("alpha", damaged=True)
    machine.python()
    run = machine.setup()
    assert run.returncode == 1
    assert last_line(run).endswith("to start afresh type: rm -rf .venv && make install")
    assert "HASH" in run.stderr.upper()
    assert not machine.installed("alpha")


@needs_ensurepip
def test_settings_of_other_environments_lead_nowhere_else(machine: Machine, tmp_path: Path) -> None:
    machine.python()
    elsewhere = tmp_path / "elsewhere"
    run = machine.setup(
        settings={"PIP_TARGET": str(elsewhere), "PIP_USER": "1", "PYTHONPATH": "/nonexistent"}
    )
    assert run.returncode == 0, run.stderr
    assert machine.installed("alpha")
    assert not elsewhere.exists()


@needs_ensurepip
def test_nothing_is_done_twice(machine: Machine) -> None:
    machine.python()
    first = machine.setup()
    assert first.returncode == 0, first.stderr
    assert first.stdout.endswith("Ready: .venv/bin/rxlens\n")

    (machine.programs / "python3").unlink()
    again = machine.setup()
    assert (again.returncode, again.stdout, again.stderr) == (0, "", ""), "no installer is started"

    machine.python()
    machine.require("beta")
    changed = machine.setup()
    assert changed.returncode == 0, changed.stderr
    assert machine.installed("beta"), "a changed requirements file is followed"
    assert "Setting up" not in changed.stdout, "in the same environment"


@needs_ensurepip
def test_moved_checkout_is_set_up_anew(machine: Machine, tmp_path: Path) -> None:
    """An environment holds the path it was made at."""
    machine.python()
    assert machine.setup().returncode == 0
    machine.checkout = machine.checkout.rename(tmp_path / "moved")
    run = machine.setup()
    assert run.returncode == 0, run.stderr
    assert "Setting up" in run.stdout


def test_unknown_group(machine: Machine) -> None:
    run = machine.setup("everything")
    assert run.returncode == 2
    assert last_line(run) == 'There is no group "everything"; type: sh scripts/setup.sh test'


CHECKS = ("ruff", "mypy", "codespell", "shellcheck")


@pytest.mark.parametrize(
    ("failing", "code", "told"),
    [
        pytest.param((), 0, "== tests", id="all well"),
        pytest.param(("mypy",), 1, "== tests (failed before them: types)", id="a check fails"),
        pytest.param(
            ("codespell", "ruff"),
            1,
            "== tests (failed before them: format lint spelling)",
            id="several checks fail",
        ),
        pytest.param(("pytest",), 1, "== tests", id="tests fail"),
    ],
)
def test_all_checks_run_and_the_summary_of_tests_comes_last(
    machine: Machine, failing: tuple[str, ...], code: int, told: str
) -> None:
    tools = machine.checkout / ".venv/bin"
    tools.mkdir(parents=True)
    for tool in (*CHECKS, "pytest"):
        (tools / tool).write_text(f"#!/bin/sh\necho {tool} ran\nexit {int(tool in failing)}\n")
        (tools / tool).chmod(0o755)
    run = subprocess.run(
        ["sh", machine.checkout / "scripts/test.sh"],
        env={"PATH": str(machine.programs)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == code
    lines = run.stdout.splitlines()
    assert {f"{check} ran" for check in CHECKS} <= set(lines)
    assert lines[-2:] == [told, "pytest ran"]
