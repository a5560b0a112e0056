"""The table as arrays, with its folds and weights."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.learning import Floats, Rows
from models.rows import BENIGN, ILLICIT, LAWFUL, LEAFLET, PADDED
from models.tables import PageTable, read_pages


@dataclass(frozen=True, slots=True)
class Pages:
    """The labelled pages, ready to learn from."""

    table: PageTable
    seen: Floats
    """As measured; NaN where not measured."""
    measures: Floats
    """The same, and NaN too where a template lacks what its server fills in."""
    templates: NDArray[np.bool_]
    labels: Floats
    folds: Rows
    pad_folds: Rows
    """The fold of the lawful page put into a padded one; -1 for pages as they were found."""

    @property
    def size(self) -> int:
        """Number of rows."""
        return len(self.table.ids)

    def without(self, fold: int) -> Rows:
        """Rows to learn from when ``fold`` is held aside: nothing of its owners, padding included."""
        return np.flatnonzero((self.folds != fold) & (self.pad_folds != fold))

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
    seen = np.array(table.measures, dtype=np.float64).reshape(len(table.ids), len(table.names))
    measures = seen.copy()
    unknown = set(params["unknown_on_templates"]["measures"])
    lacking = np.array([name in unknown for name in table.names])
    templates = np.array(table.templates, dtype=bool)
    measures[templates[:, None] & lacking[None, :]] = np.nan
    folds = folds_of(table.groups, table.owners, params["folds"], params["seed"])
    fold_of = dict(zip(table.owners, folds, strict=True))
    return Pages(
        table,
        seen,
        measures,
        templates,
        np.array([float(g in (ILLICIT, PADDED)) for g in table.groups]),
        folds,
        np.array([fold_of.get(pad, -1) for pad in table.pads], dtype=np.intp),
    )


def folds_of(groups: Sequence[str], owners: Sequence[int], folds: int, seed: int) -> Rows:
    """The fold of each row: all rows of one owner in one, owners of every group spread evenly."""
    held: dict[int, set[str]] = defaultdict(set)
    for owner, group in zip(owners, groups, strict=True):
        held[owner].add(group)
    random = np.random.default_rng(seed)
    fold: dict[int, int] = {}
    for group in (ILLICIT, LAWFUL, BENIGN, LEAFLET, PADDED):
        fresh = [owner for owner in sorted(held) if group in held[owner] and owner not in fold]
        for place, owner in enumerate(random.permutation(fresh)):
            fold[int(owner)] = place % folds
    return np.array([fold[owner] for owner in owners], dtype=np.intp)
