"""What all tests share: where the test material lies, and which groups run.

The hostile and real-world test material is not part of this repository. Tests find it beside the
checkout, or where the environment says; without it they skip, and say so.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from tests.data_servers import place, postgresql, redis_server

__all__ = ["place", "postgresql", "redis_server"]

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def _material(variable: str, default: Path) -> Path:
    path = Path(os.environ.get(variable) or default)
    if not path.is_dir():
        pytest.skip(f"test material is absent: set {variable} (looked in {default.name}/)")
    return path


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def fixtures_dir() -> Path:
    """Hostile inputs and servers: ``RXLENS_FIXTURES``, else ``../shared/fixtures``."""
    return _material("RXLENS_FIXTURES", SHARED / "fixtures")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Labelled pages and addresses: ``RXLENS_DATA``, else ``../shared/data``."""
    return _material("RXLENS_DATA", SHARED / "data")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the slow group, unless this is the full run."""
    if os.environ.get("CI") == "true":
        return
    skip = pytest.mark.skip(reason="slow: runs with CI=true")
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(skip)


def pytest_collection_finish() -> None:
    """Spare the collector of garbage the tests themselves: a walk through them takes 0.3 s."""
    gc.collect()
    gc.freeze()
