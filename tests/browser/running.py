"""The service as it runs for people, in a process of its own, over the invented web."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from checker.family.store import FamilyStore
from checker.store.database import file_in
from checker.store.schema import FAMILIES
from tests.contract import family
from web.store import Store

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "contract"
_RUN = "from web.serving import run; from web.settings import read_settings; run(read_settings())"
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A service that answers."""

    url: str
    """Without a slash at the end."""
    saved: Mapping[str, str]
    """The golden reports by name: the path of each as a saved report."""


@contextmanager
def running(**settings: str) -> Iterator[Running]:
    """A service of its own, with the golden reports saved in its store and a family of sites; ends with the block."""
    with tempfile.TemporaryDirectory(prefix="rxlens-web-") as directory:
        saved = _golden_saved(Path(directory))
        with FamilyStore(file_in(directory, FAMILIES)) as families:
            families.add(*family.known())
        url = f"http://127.0.0.1:{_free_port()}"
        given = {
            "demo": "yes",
            "store": directory,
            "port": url.rpartition(":")[2],
            "public_url": url,
            "checks_per_minute": "0",
            "appeals_per_hour": "0",
            **settings,
        }
        environment = {k: v for k, v in os.environ.items() if not k.startswith("RXLENS_")}
        environment |= {f"RXLENS_{name.upper()}": value for name, value in given.items()}
        process = subprocess.Popen([sys.executable, "-c", _RUN], cwd=ROOT, env=environment)
        try:
            _wait_for(url, process)
            yield Running(url=url, saved=saved)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _golden_saved(directory: Path) -> dict[str, str]:
    store = Store(directory)
    try:
        return {
            file.stem: f"/saved/{store.save(file.read_bytes(), 1)[0]}"
            for file in sorted(GOLDEN.glob("*.json"))
        }
    finally:
        store.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the service ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/api/v1/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the service does not answer")
