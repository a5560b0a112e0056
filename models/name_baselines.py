"""What others make of host names, on the very names the address model is judged on.

No table holds names: the labelled folder they came from has to be at hand. Every scorer works offline.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from models.learning import Floats
from models.metrics import auc
from models.rows import address_rows
from models.tables import AddressTable

Scorer = Callable[[Sequence[str]], Floats]


def judged(table: AddressTable, rows: Sequence[int], folder: Path) -> dict[str, float | str]:
    """AUC of each scorer on ``rows`` of ``table``, or why it was not run; ``folder`` holds the labelled names."""
    hosts = {f"p{row.number}": row.host for row in address_rows(folder / "pharmacy_domains.csv.gz")}
    names = [hosts[table.ids[i]] for i in rows]
    labels = np.array([float(table.labels[i] == "rogue") for i in rows])
    out: dict[str, float | str] = {}
    for name, package, scorer in (
        ("fraudurl", "fraudurl", _fraudurl),
        ("barb-phish", "barb", _barb),
    ):
        if importlib.util.find_spec(package) is None:
            out[f"auc of {name}"] = "not run: its package is not installed"
        else:
            found = auc(labels, scorer([f"https://{host}/" for host in names]), np.ones(len(names)))
            out[f"auc of {name}"] = round(found, 3)
    return out


def _fraudurl(urls: Sequence[str]) -> Floats:
    from fraudurl.cli import MODEL_SAFE  # noqa: PLC0415 - an extra, not always installed
    from fraudurl.lexical import extract  # noqa: PLC0415
    from fraudurl.model import Model  # noqa: PLC0415

    model = Model(MODEL_SAFE)
    return np.array([model.predict(extract(url), want_reasons=False)[0] for url in urls])


def _barb(urls: Sequence[str]) -> Floats:
    from barb.config import AppConfig  # noqa: PLC0415 - an extra, not always installed
    from barb.main import _analyze_single  # noqa: PLC0415 - its only entry that prints nothing

    config = AppConfig()
    return np.array([_analyze_single(url, config).risk_score for url in urls])
