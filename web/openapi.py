"""The description of the API, as OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

import checker
from web.settings import Settings


def document(settings: Settings) -> dict[str, Any]:
    """The OpenAPI document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "RxLens", "version": checker.__version__},
        "paths": {},
    }
