"""The table as arrays, with its folds and weights."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from checker.features import signal_of
from models.learning import Floats, Rows
from models.rows import BENIGN, ILLICIT, LAWFUL, LEAFLET
from models.tables import PageTable, read_pages


@dataclass(frozen=True, slots=True)
class Pages:
    """The labelled pages, ready to learn from."""

    table: PageTable
    measures: Floats
    """NaN where not measured, and where a template lacks what its server fills in."""
    labels: Floats
    folds: Rows

    @property
    def size(self) -> int:
        """Number of rows."""
        return len(self.table.ids)

    def group(self, name: str) -> Rows:
        """Numbers of the rows of one group."""
        return np.array([i for i, g in enumerate(self.table.groups) if g == name], dtype=np.intp)

    def weights(self, rows: Rows, shares: Mapping[str, float]) -> Floats:
        """Of each row in ``rows``: every network of a group the same, every group its share."""
        table = self.table
        counts = Counter((table.groups[i], table.networks[i]) for i in rows)
        networks = Counter(group for group, _ in counts)
        return np.array(
            [
                shares.get(table.groups[i], 0.0)
                / networks[table.groups[i]]
                / counts[table.groups[i], table.networks[i]]
                for i in rows
            ]
        )


def load(folder: Path, params: Mapping[str, Any]) -> Pages:
    """The pages of the table in ``folder``."""
    return prepared(read_pages(folder), params)


def prepared(table: PageTable, params: Mapping[str, Any]) -> Pages:
    """``table`` with labels, folds, and the unknowable of templates taken out."""
    measures = np.array(table.measures, dtype=np.float64).reshape(len(table.ids), len(table.names))
    lacking = [
        i
        for i, name in enumerate(table.names)
        if signal_of(name) in params["unknown_on_templates"]["signals"]
    ]
    templates = np.array(table.templates, dtype=bool)
    if lacking and templates.any():
        measures[np.ix_(templates, lacking)] = np.nan
    return Pages(
        table,
        measures,
        np.array([float(g == ILLICIT) for g in table.groups]),
        folds_of(table.groups, table.owners, params["folds"], params["seed"]),
    )


def folds_of(groups: Sequence[str], owners: Sequence[int], folds: int, seed: int) -> Rows:
    """The fold of each row: all rows of one owner in one, owners of every group spread evenly."""
    held: dict[int, set[str]] = defaultdict(set)
    for owner, group in zip(owners, groups, strict=True):
        held[owner].add(group)
    random = np.random.default_rng(seed)
    fold: dict[int, int] = {}
    for group in (ILLICIT, LAWFUL, BENIGN, LEAFLET):
        fresh = [owner for owner in sorted(held) if group in held[owner] and owner not in fold]
        for place, owner in enumerate(random.permutation(fresh)):
            fold[int(owner)] = place % folds
    return np.array([fold[owner] for owner in owners], dtype=np.intp)
