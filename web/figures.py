"""How good the shipped model is, as the page shows it: out of the figures its evaluation left beside it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from checker import model
from checker.message import N_, Message, message

log = logging.getLogger("rxlens.web")

FILE = "metrics.json"
GROUPS: Mapping[str, str] = {
    "illicit": N_("Shops outside the rules"),
    "lawful": N_("Lawful pharmacies and online doctors"),
    "benign": N_("News, advice, authorities, other shops"),
    "leaflet": N_("Texts about how to spot a false pharmacy"),
    "padded": N_("Shops outside the rules, hidden in a lawful page"),
}
"""The kinds of pages the model was tried on."""
PARTS: Mapping[str, Message] = {
    "documented_weights": message(N_("the published weights added up")),
    "page_words": message(N_("the words of the page")),
}
"""Parts of the model that are no signal."""
LIMITS: Mapping[tuple[str, str], float] = {
    ("lawful", "caution"): 0.02,
    ("lawful", "high_risk"): 0.005,
    ("benign", "caution"): 0.01,
}
"""The most false alarms we hold ourselves to."""
MOST_CALIBRATION_ERROR = 0.03
LEAST_RECALL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One share with how sure it is."""

    label: str
    value: float | None
    """None where too few networks were seen for a share."""
    low: float | None = None
    high: float | None = None
    limit: float | None = None
    hits: int = 0
    of: int = 0
    """So many of so many networks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What was stated, what was seen, and how many pages that rests on."""

    stated: float
    seen: float
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A page that was judged worst: its kind, never its name."""

    group: str
    language: str
    probability: float
    because: tuple[str, ...]
    """Ids of the signals, or parts of the model, that weighed most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything the page shows."""

    rows: tuple[tuple[str, int, int], ...]
    """(group, pages, networks)"""
    found: tuple[Bar, ...]
    """Shares of shops outside the rules that were warned of."""
    recall: Bar | None
    """At one false alarm in a hundred."""
    alarms: Mapping[str, tuple[Bar, ...]]
    """By level: shares of others that were warned of wrongly."""
    calibration_error: float | None
    calibration: tuple[Point, ...]
    languages: tuple[tuple[str, str, Bar], ...]
    """(group, language, share warned of)"""
    mistakes: tuple[Mistake, ...]


@cache
def shipped() -> Figures | None:
    """The figures of the shipped model; None when it has none that can be read."""
    return read(model.folder() / FILE)


def read(place: Path) -> Figures | None:
    """The figures in the file at ``place``; None when there is none, or none of this form."""
    try:
        return figures(json.loads(place.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.error("the model's figures cannot be read: %s", type(error).__name__)
        return None


def figures(found: Mapping[str, Any]) -> Figures:
    """The figures out of what ``python -m models.evaluate`` writes."""
    levels = found["levels"]
    return Figures(
        rows=tuple(
            (group, int(row["pages"]), int(row["networks"])) for group, row in found["rows"].items()
        ),
        found=tuple(
            _bar(group, "caution", levels[group])
            for group in ("illicit", "padded")
            if group in levels
        ),
        recall=_recall(found["recall"]),
        alarms={
            level: tuple(
                _bar(group, level, levels[group])
                for group in ("lawful", "benign", "leaflet")
                if group in levels
            )
            for level in ("caution", "high_risk")
        },
        calibration_error=found["calibration_error"].get("reference population"),
        calibration=tuple(
            Point(stated=row["stated"], seen=row["seen"], pages=int(row["pages"]))
            for row in found.get("calibration", ())
        ),
        languages=tuple(_languages(found["by_language"])),
        mistakes=tuple(_mistake(row) for row in found["worst"]),
    )


def _bar(group: str, level: str, levels: Mapping[str, Any]) -> Bar:
    row = levels[level]
    return Bar(
        label=GROUPS.get(group, group),
        value=row.get("share"),
        high=row["upper_bound"],
        limit=LIMITS.get((group, level)),
        hits=int(row["mostly"]),
        of=int(levels["networks"]),
    )


def _recall(rates: Mapping[str, Any]) -> Bar | None:
    row = rates.get("joined", {}).get("1.0%")
    if row is None:
        return None
    low, high = row["interval"]
    return Bar(label=GROUPS["illicit"], value=row["value"], low=low, high=high, limit=LEAST_RECALL)


def _languages(rows: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, Bar]]:
    for name, row in rows.items():
        group, _, language = name.partition(": ")
        yield (
            GROUPS.get(group, group),
            language,
            Bar(
                label=language,
                value=row.get("warned"),
                high=row.get("upper_bound"),
                hits=int(row.get("networks_mostly_warned", 0)),
                of=int(row["networks"]),
            ),
        )


def _mistake(row: Mapping[str, Any]) -> Mistake:
    group = str(row["network"]).partition(":")[0]
    parts = tuple(dict.fromkeys(str(name).partition(".")[0] for name in row["because"]))
    return Mistake(
        group=GROUPS.get(group, group),
        language=str(row["language"]),
        probability=float(row["probability"]),
        because=parts,
    )
