"""Writes the list of what the program is made of (CycloneDX 1.6) out of the pinned requirements. No network.

    python scripts/sbom.py [FILE]

Without FILE it goes to standard output. The same pins give the same list: no time and no random number is in it.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(
    r"([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)(?: *;[^\\]+?)? *\\?\n((?:    --hash=\S+(?: \\)?\n)*)"
)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(pinned: str) -> list[dict[str, Any]]:
    """Each package that ``pinned`` (the text of a requirements file) names, with the hashes of its files."""
    return [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            "externalReferences": [
                {
                    "type": "distribution",
                    "url": f"pkg:pypi/{name}@{version}",
                    "hashes": [
                        {"alg": "SHA-256", "content": found} for found in HASH.findall(hashes)
                    ],
                }
            ],
        }
        for name, version, hashes in PINNED.findall(pinned)
    ]


def document(pinned: str, version: str) -> dict[str, Any]:
    """The whole list for the program at ``version``."""
    found = components(pinned)
    whole = f"pkg:pypi/rxlens@{version}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": whole,
                "name": "rxlens",
                "version": version,
                "purl": whole,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": found,
        "dependencies": [{"ref": whole, "dependsOn": [one["bom-ref"] for one in found]}],
    }


def main() -> None:
    """See the module."""
    pinned = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    source = (ROOT / "checker" / "__init__.py").read_text("utf-8")
    (version,) = re.findall(r'^__version__ = "([^"]+)"', source, re.MULTILINE)
    text = json.dumps(document(pinned, version), indent=1) + "\n"
    if len(sys.argv) > 1:
        place = Path(sys.argv[1])
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
