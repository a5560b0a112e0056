"""The recipes of ``docs/deploy``, made to run here: each place they name put somewhere else, and nothing more."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

RECIPES = Path(__file__).resolve().parents[2] / "docs" / "deploy"
OPERATE = RECIPES.parent / "operate.md"
_PLACES = "/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"


def program(name: str, package: str) -> str:
    """The path of a program; skips the test, and says why, where it is not installed."""
    found = shutil.which(name, path=_PLACES)
    if found is None:
        pytest.skip(f"{name} is not installed here: apt-get install {package}")
    return found


def put_elsewhere(recipe: str, places: Mapping[str, str]) -> str:
    """The recipe with each of ``places`` replaced; every one has to be in it."""
    text = (RECIPES / recipe).read_text(encoding="utf-8")
    for here, there in places.items():
        assert here in text, f"{recipe} does not name {here}"
        text = text.replace(here, there)
    return text


def dask_help(verb: str) -> str:
    """What ``dask VERB`` says of its options."""
    dask = Path(sys.executable).with_name("dask")
    if not dask.exists():
        pytest.skip("dask is not installed here: it comes with the extra `cluster`")
    words = [str(dask), verb, "--help"]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout
