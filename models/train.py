"""``python -m models.train``: the model from the tables of numbers, the same bytes every time."""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import scipy

from checker.features import versions_of
from checker.model import FILES, SUMS, conceded
from models import addresses, fitting, policy
from models.learning import Floats, raw_scores
from models.sample import Pages, prepared
from models.tables import ADDRESSES, PAGES, read_addresses, read_pages

HERE = Path(__file__).parent
PARAMS = HERE / "params.toml"
DATA = HERE / "data"
LEAST_WEIGHT = 0.003
"""Weights of words below which they are left out: they add up to nothing."""
REFERENCES = 24
"""Rows whose vectors and probabilities are kept to be recomputed by a test."""


def read_params(file: Path = PARAMS) -> dict[str, Any]:
    """The parameters of a run."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def train(data: Path, out: Path, params: Mapping[str, Any]) -> None:
    """Fit everything and write the folder of the model."""
    pages = prepared(read_pages(data), params)
    names = read_addresses(data)
    host, _ = addresses.fit(names, params)
    held = fitting.out_of_fold(pages, params)
    weights = policy.reference_weights(pages, params)
    maps = policy.maps_of(
        held.full, held.offences, pages.labels, weights, params["offences"]["discount"]
    )
    everything = np.arange(pages.size)
    words = fitting.fit_words(pages, everything, params)
    tables = {
        "full": fitting.full_tables(pages, held.words, params),
        "offences": fitting.offence_tables(pages),
    }
    models = {
        "full": fitting.fit_full(pages, tables["full"], everything, params),
        "offences": fitting.fit_offences(pages, tables["offences"], everything, params),
        "address": host.booster,
    }
    joined = joined_probability(pages, held, maps, host, params)
    out.mkdir(parents=True, exist_ok=True)
    for name, model in models.items():
        (out / f"{name}.txt").write_text(model.model_to_string(num_iteration=-1), encoding="utf-8")
    _write_codes(out / "page_words.json", words.weights, words.intercept, list(words.languages))
    _write_codes(out / "host_words.json", host.weights, host.intercept, [])
    _write(
        out / "reference.json",
        _references(pages, tables, models, maps),
    )
    features = {
        "full": fitting.full_names(),
        "offences": fitting.offence_names(),
        "address": addresses.columns(),
    }
    manifest = {
        "name": params["name"],
        "features": features,
        "signals": versions_of(name for names in features.values() for name in names),
        "concession": {"full": params["full"]["concession"]},
        "calibration": {**maps, "address": host.calibration},
        "base_rate": params["calibration"]["base_rate"],
        "clip": [policy.LEAST, policy.MOST],
        "address": {key: params["address"][key] for key in ("share", "cap")},
        "thresholds": policy.thresholds(pages, joined, params),
        "cost": params["cost"],
        "seed": params["seed"],
        "data": {file: _digest(data / file) for file in (PAGES, ADDRESSES)},
        "params": _digest(PARAMS),
        "versions": {
            "python": platform.python_version(),
            "lightgbm": lightgbm.__version__,
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
    }
    _write(out / "manifest.json", manifest)
    sums = "".join(f"{_digest(out / file)}  {file}\n" for file in FILES)
    (out / SUMS).write_text(sums, encoding="ascii")


def joined_probability(
    pages: Pages,
    held: fitting.OutOfFold,
    maps: Mapping[str, tuple[float, float]],
    host: addresses.AddressModel | None,
    params: Mapping[str, Any],
) -> Floats:
    """The probability of every page: the larger of the two, and the address where it is known."""
    larger = np.maximum(
        policy.probability(held.full, *maps["full"]),
        policy.probability(held.offences, *maps["offences"]),
    )
    if host is None:
        return larger
    known = np.array([bool(h) for h in pages.table.hosts])
    lift = np.zeros(pages.size)
    if known.any():
        rows = np.flatnonzero(known)
        found = addresses.scores(
            host, [pages.table.hosts[i] for i in rows], [pages.table.host_words[i] for i in rows]
        )
        lift[rows] = params["address"]["share"] * np.clip(found, 0, params["address"]["cap"])
    return 1 / (1 + np.exp(-(policy.log_odds(larger) + lift)))


def _references(
    pages: Pages,
    tables: Mapping[str, fitting.Tables],
    models: Mapping[str, lightgbm.Booster],
    maps: Mapping[str, tuple[float, float]],
) -> list[dict[str, Any]]:
    """Vectors of a few rows and what the shipped models make of them."""
    out = []
    for i in np.linspace(0, pages.size - 1, REFERENCES).astype(int):
        entry: dict[str, Any] = {"id": pages.table.ids[i]}
        for part in ("full", "offences"):
            vector = tables[part].seen[i]
            learnt = float(raw_scores(models[part], vector.reshape(1, -1))[0])
            start = float(tables[part].start[i])
            raw = np.array([conceded(start, learnt, tables[part].concession)])
            entry[part] = {
                "start": start,
                "vector": [None if np.isnan(v) else float(v) for v in vector],
                "probability": float(policy.probability(raw, *maps[part])[0]),
            }
        out.append(entry)
    return out


def _write_codes(
    file: Path, weights: Mapping[int, float], intercept: float, languages: list[str]
) -> None:
    kept = {
        str(code): round(weight, 4)
        for code, weight in weights.items()
        if abs(weight) >= LEAST_WEIGHT
    }
    _write(file, {"intercept": round(intercept, 6), "languages": languages, "weights": kept})


def _write(file: Path, value: Any) -> None:
    text = json.dumps(value, indent=None if "words" in file.name else 1, allow_nan=False)
    file.write_text(text + "\n", encoding="utf-8")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m models.train", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the tables")
    parser.add_argument("--out", type=Path, help="folder of the model")
    options = parser.parse_args()
    params = read_params()
    train(options.data, options.out or HERE / params["name"], params)


if __name__ == "__main__":
    main()
