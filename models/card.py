"""The model card: its tables are written by the evaluation, its prose stands in ``card.md``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CARD = "MODEL_CARD.md"


def write_card(folder: Path, found: Mapping[str, Any]) -> None:
    """Write the card of the model in ``folder`` with the figures ``found``."""
    text = (HERE / "card.md").read_text(encoding="utf-8")
    for name, table in _tables(found).items():
        text = text.replace(f"<!-- {name} -->", table)
    (folder / CARD).write_text(text, encoding="utf-8")


def _tables(found: Mapping[str, Any]) -> dict[str, str]:
    return {
        "rows": _table(
            ("rows", "pages", "networks"),
            [(name, row["pages"], row["networks"]) for name, row in found["rows"].items()],
        ),
        "thresholds": _table(("level", "from"), list(found["thresholds"].items())),
        "auc": _table(
            ("pages", "probability", "against lawful sellers", "against other sites"),
            [
                (place, part, _told(value["lawful"]), _told(value["benign"]))
                for place, parts in found["auc"].items()
                for part, value in parts.items()
            ],
        ),
        "recall": _table(
            ("probability", "false alarms allowed", "recall"),
            [
                (part, rate, _told(value))
                for part, rates in found["recall"].items()
                for rate, value in rates.items()
            ],
        ),
        "levels": _table(
            ("rows", "level or worse", "share", "upper 95 % bound", "networks mostly so"),
            [
                (
                    group,
                    level,
                    _percent(levels[level].get("share")),
                    _percent(levels[level]["upper_bound"]),
                    f"{levels[level]['mostly']} of {levels['networks']}",
                )
                for group, levels in found["levels"].items()
                for level in found["thresholds"]
            ],
        ),
        "calibration": _table(
            ("population", "expected calibration error"), list(found["calibration_error"].items())
        ),
        "naming": _table(
            ("rows", "name a prescription medicine", "of these warned of", "of the others"),
            [
                (name, *(_percent(row[key]) for key in ("share", "warned", "others warned")))
                for name, row in found["naming"].items()
            ],
        ),
        "languages": _by(found["by_language"]),
        "countries": _by(found["by_country"]),
        "kinds": _by(found["by_kind"]),
        "labels": _by(found["by_label"]),
        "networks": _table(
            ("network", "pages", "caution or worse", "high risk"),
            [
                (name, row["pages"], _percent(row["caution"]), _percent(row["high_risk"]))
                for name, row in found["by_network"].items()
            ],
        ),
        "ablations": _table(
            ("model", "AUC against lawful sellers"),
            [
                (name, _told(value) if isinstance(value, dict) else value)
                for name, value in found["ablations"].items()
            ],
        ),
        "baselines": _table(
            ("baseline", "all", "english", "other languages", "recall at 1.0%"),
            [
                (
                    name,
                    _told(row["lawful"]),
                    _told(row["lawful, english"]),
                    _told(row["lawful, other languages"]),
                    _told(row["recall"]["1.0%"]),
                )
                for name, row in found["baselines"].items()
                if name != "not run"
            ],
        )
        + "\n\nNot run: "
        + "; ".join(f"{name} ({why})" for name, why in found["baselines"]["not run"].items())
        + ".",
        "addresses": _table(("figure", "value"), list(found["addresses"].items())),
        "masking": _table(
            ("rows", "the mean moves by"),
            list(found["masking the host moves the mean by"].items()),
        ),
        "worst": _table(
            ("page", "network", "language", "probability", "heaviest parts"),
            [
                (
                    row["id"],
                    row["network"],
                    row["language"],
                    row["probability"],
                    ", ".join(f"{name} {value:+.2f}" for name, value in row["because"].items()),
                )
                for row in found["worst"]
            ],
        ),
    }


def _by(rows: Mapping[str, Mapping[str, Any]]) -> str:
    return _table(
        ("rows", "networks", "pages", "warned of"),
        [
            (
                name,
                row["networks"],
                row["pages"],
                f"{_percent(row['warned'])} (at most {_percent(row['upper_bound'])})"
                if "warned" in row
                else f"{row['networks_mostly_warned']} networks mostly",
            )
            for name, row in rows.items()
        ],
    )


def _table(head: tuple[str, ...], rows: list[Any]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _told(value: Mapping[str, Any]) -> str:
    if value.get("value") is None:
        return "cannot be told"
    low, high = value["interval"]
    return f"{value['value']:.3f} ({low} to {high})"


def _percent(share: float | None) -> str:
    return "too few networks" if share is None else f"{100 * share:.1f} %"
