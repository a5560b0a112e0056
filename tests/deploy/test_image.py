"""The image of `docs/deploy/Containerfile`, run as `compose.yaml` runs it, without any network.

Building needs an engine and the network, so that it is done before: as the recipe says, with the tag ``rxlens``.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.deploy.recipes import program
from tests.deploy.test_containers import instructions, services

pytestmark = pytest.mark.slow

IMAGE, USER = "localhost/rxlens", "10001"
PATIENCE = 120.0


def podman(*words: str) -> subprocess.CompletedProcess[str]:
    line = [program("podman", "podman"), *words]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=PATIENCE)


@pytest.fixture(scope="module")
def container() -> Iterator[str]:
    """A container that serves, shut in and limited as the service ``web`` is."""
    if podman("image", "exists", IMAGE).returncode != 0:
        pytest.skip("there is no image rxlens here: docs/deploy/Containerfile says how to build it")
    web = services()["web"]
    words = ["--read-only", "--network=none", f"--pids-limit={web['pids_limit']}"]
    words += [f"--memory={web['deploy']['resources']['limits']['memory']}"]
    words += [f"--cap-drop={right}" for right in web["cap_drop"]]
    words += [f"--security-opt={option}" for option in web["security_opt"]]
    words += [f"--tmpfs={place}" for place in web["tmpfs"]]
    begun = podman("run", "--detach", *words, IMAGE)
    if begun.returncode != 0:
        pytest.skip(f"podman cannot run a container here: {begun.stderr.strip()[-200:]}")
    name = begun.stdout.strip()
    try:
        wait_until_ready(name)
        yield name
    finally:
        podman("rm", "--force", "--volumes", "--time=5", name)


def wait_until_ready(container: str) -> None:
    """Ask as the image's own health check does, until the service says that it is ready."""
    (line,) = instructions("HEALTHCHECK")
    asked = json.loads(re.findall(r"CMD (\[.*\])", line)[0])
    end = time.monotonic() + PATIENCE
    while (done := inside(container, *asked)).returncode != 0:
        assert time.monotonic() < end, done.stderr[-300:] + podman("logs", container).stderr
        time.sleep(1)


def inside(container: str, *words: str) -> subprocess.CompletedProcess[str]:
    return podman("exec", container, *words)


def test_it_is_nobody_special_and_may_do_nothing(container: str) -> None:
    status = dict(
        re.findall(r"(?m)^(\w+):\t(.*)$", inside(container, "cat", "/proc/1/status").stdout)
    )
    assert status["Uid"].split() == [USER] * 4
    assert [int(status[f"Cap{kind}"], 16) for kind in ("Prm", "Eff", "Bnd", "Amb")] == [0] * 4
    assert status["NoNewPrivs"] == "1"
    for place in ("/x", "/opt/rxlens/x", "/etc/x"):
        assert inside(container, "touch", place).returncode != 0


def test_it_judges_with_its_reading_processes(container: str) -> None:
    done = inside(container, "rxlens", "demo", "quickmeds-britain.example")
    assert "HIGH RISK" in done.stdout, done.stderr
    assert "could not be read" not in done.stdout


def test_its_store_can_be_backed_up_and_has_a_key(container: str) -> None:
    kept = "/var/lib/rxlens"
    done = inside(container, "rxlens", "store", "backup", f"{kept}/today.backup")
    assert "Rows written" in done.stdout, done.stderr
    assert inside(container, "stat", "--format=%a", f"{kept}/today.backup").stdout == "600\n"
    assert inside(container, "stat", f"{kept}/web/signing.key").returncode == 0


def test_it_ends_when_told_to(container: str) -> None:
    """Comes last: nothing answers afterwards."""
    grace = services()["web"]["stop_grace_period"].removesuffix("s")
    assert podman("stop", f"--time={grace}", container).returncode == 0
    told = podman("inspect", "--format={{.State.ExitCode}}", container)
    assert told.stdout.strip() == "0", "killed, or failed"
