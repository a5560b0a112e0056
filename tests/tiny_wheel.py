"""The smallest wheel there is, so that set-up can be tried without the network.

Imported by the tests, and copied into their made-up checkout as its build backend.
"""

from __future__ import annotations

import zipfile
from pathlib import Path


def write(directory: Path, name: str) -> Path:
    """Write version 1 of an empty distribution ``name``; returns the file."""
    wheel = directory / f"{name}-1-py3-none-any.whl"
    info = f"{name}-1.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", f"{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return wheel


def build_editable(
    wheel_directory: str, config_settings: object = None, metadata_directory: str | None = None
) -> str:
    """The hook that an editable install calls."""
    return write(Path(wheel_directory), "rxlens").name
