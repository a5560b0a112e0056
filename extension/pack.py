"""Packs the extension: one zip for each store, the same bytes from the same files.

python extension/pack.py [DIRECTORY]      writes rxlens-chromium.zip and rxlens-firefox.zip (dist/ when not said)
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
STORES = ("chromium", "firefox")
_PARTS = (
    "manifest.json",
    "*.html",
    "css/*.css",
    "data/*.json",
    "icons/*.png",
    "js/*.js",
    "js/content/*.js",
    "_locales/*/*.json",
)
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def files() -> dict[str, bytes]:
    """What belongs to the extension, by the name it has there."""
    found = sorted(path for pattern in _PARTS for path in HERE.glob(pattern))
    return {path.relative_to(HERE).as_posix(): path.read_bytes() for path in found}


def manifest(store: str) -> dict[str, Any]:
    """The manifest with what that store knows only."""
    shared: dict[str, Any] = json.loads((HERE / "manifest.json").read_text("utf-8"))
    if store == "chromium":
        del shared["browser_specific_settings"], shared["background"]["scripts"]
        del shared["action"]["default_area"]
    else:
        del shared["minimum_chrome_version"], shared["background"]["service_worker"]
    return shared


def packed(store: str) -> bytes:
    """The zip for ``store``."""
    content = files()
    content["manifest.json"] = (json.dumps(manifest(store), indent=4) + "\n").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in content.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def unpack(store: str, directory: Path) -> Path:
    """The extension as ``store`` gets it, loose in ``directory``."""
    with zipfile.ZipFile(io.BytesIO(packed(store))) as archive:
        archive.extractall(directory)
    return directory


def _main() -> None:
    directory = Path(sys.argv[1]) if sys.argv[1:] else HERE.parent / "dist"
    directory.mkdir(parents=True, exist_ok=True)
    for store in STORES:
        data = packed(store)
        (directory / f"rxlens-{store}.zip").write_bytes(data)
        print(f"rxlens-{store}.zip  {len(data):,} bytes")


if __name__ == "__main__":
    _main()
