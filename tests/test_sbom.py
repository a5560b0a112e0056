"""The list of what the program is made of, and the audit that needs the network."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import checker


def test_it_names_every_pinned_package_with_its_hashes(root: Path, tmp_path: Path) -> None:
    place = tmp_path / "dist" / "list.json"
    subprocess.run([sys.executable, root / "scripts/sbom.py", place], check=True, cwd=tmp_path)
    told = json.loads(place.read_text("utf-8"))
    pinned = (root / "requirements/run.txt").read_text("utf-8")
    pins = [line.split()[0] for line in pinned.splitlines() if "==" in line]
    assert [f"{one['name']}=={one['version']}" for one in told["components"]] == pins
    hashes = [h for one in told["components"] for h in one["externalReferences"][0]["hashes"]]
    assert len(hashes) == pinned.count("--hash=sha256:")
    assert all(one["externalReferences"][0]["hashes"] for one in told["components"])
    assert told["metadata"]["component"]["version"] == checker.__version__
    assert told["dependencies"][0]["dependsOn"] == [one["bom-ref"] for one in told["components"]]
    assert len(set(told["dependencies"][0]["dependsOn"])) == len(pins)


def test_the_same_pins_give_the_same_list(root: Path) -> None:
    first, second = (
        subprocess.run(
            [sys.executable, root / "scripts/sbom.py"], check=True, capture_output=True
        ).stdout
        for _ in range(2)
    )
    assert first == second


def test_an_audit_without_its_tool_says_what_to_type(root: Path, tmp_path: Path) -> None:
    for tool in ("sh", "dirname"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    done = subprocess.run(
        [tmp_path / "sh", root / "scripts/audit.sh"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "Auditing needs pip-audit; type: python3 -m pip install pip-audit\n"


def test_an_audit_hands_over_the_pins(root: Path, tmp_path: Path) -> None:
    program = tmp_path / "pip-audit"
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o755)
    for tool in ("sh", "dirname"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    done = subprocess.run(
        [tmp_path / "sh", root / "scripts/audit.sh", "--format", "json"],
        env={"PATH": f"{tmp_path}:/bin:/usr/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [
        *("--format", "json", "--strict", "--require-hashes", "--disable-pip"),
        *("--requirement", "requirements/run.txt"),
    ]
