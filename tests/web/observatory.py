"""The score of an answer by the rules of the MDN HTTP Observatory (as read in October 2026).

A hundred to start; whoever reaches 90 gets bonuses. What a check of one answer cannot see (redirections from
http, certificates) is taken as in order, as it is behind the proxy of the recipe.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

BEGIN, FROM_HERE_BONUSES = 100, 90
HALF_A_YEAR = 15_768_000


def score(headers: Mapping[str, str], body: str = "") -> int:
    """The score of an answer with ``headers``."""
    lower = {name.lower(): value for name, value in headers.items()}
    policy = _policy(lower.get("content-security-policy", ""))
    losses = (
        _csp_loss(policy)
        + (0 if "set-cookie" not in lower else 5)
        + (0 if lower.get("access-control-allow-origin", "*") == "*" else 50)
        + (0 if _hsts(lower) >= HALF_A_YEAR else 20)
        + (0 if lower.get("x-content-type-options", "").lower() == "nosniff" else 5)
        + (0 if _framing(policy, lower) else 20)
        + (0 if not re.search(r"<script[^>]+src=\"(?:https?:)?//", body) else 5)
    )
    reached = BEGIN - losses
    if reached < FROM_HERE_BONUSES:
        return reached
    bonuses = (
        (10 if policy.get("default-src") == ["'none'"] and not _unsafe(policy) else 0)
        + (5 if policy.get("frame-ancestors") == ["'none'"] else 0)
        + (5 if lower.get("referrer-policy") in _PRIVATE else 0)
        + (10 if lower.get("cross-origin-opener-policy") == "same-origin" else 0)
        + (10 if lower.get("cross-origin-embedder-policy") == "require-corp" else 0)
        + (10 if lower.get("cross-origin-resource-policy") in _CORP else 0)
        + (5 if _all_with_digest(body) else 0)
    )
    return reached + bonuses


_PRIVATE = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
_CORP = ("same-origin", "same-site", "cross-origin")


def _all_with_digest(body: str) -> bool:
    """There are scripts, and each is loaded with its digest."""
    scripts = re.findall(r"<script[^>]*>", body)
    return bool(scripts) and all("integrity=" in script for script in scripts)


def _policy(text: str) -> dict[str, list[str]]:
    parts = (part.split() for part in text.split(";"))
    return {words[0]: words[1:] for words in parts if words}


def _unsafe(policy: Mapping[str, list[str]]) -> bool:
    loose = ("'unsafe-inline'", "'unsafe-eval'", "data:", "https:", "http:", "*")
    return any(word in loose for words in policy.values() for word in words)


def _csp_loss(policy: Mapping[str, list[str]]) -> int:
    if not policy:
        return 25
    return 20 if _unsafe(policy) else 0


def _hsts(headers: Mapping[str, str]) -> int:
    found = re.search(r"max-age=(\d+)", headers.get("strict-transport-security", ""))
    return int(found[1]) if found else 0


def _framing(policy: Mapping[str, list[str]], headers: Mapping[str, str]) -> bool:
    return "frame-ancestors" in policy or headers.get("x-frame-options", "").upper() == "DENY"
