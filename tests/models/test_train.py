"""Training: the same tables give the same bytes, and what it writes is what the loader reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from checker.model import FILES, SUMS, load
from models import train
from models.rows import BENIGN, ILLICIT, LAWFUL
from models.sample import folds_of, prepared
from models.tables import read_addresses, read_pages
from tests.models.slices import quick_params, small_tables, write_small


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    data = tmp_path_factory.mktemp("data")
    write_small(data)
    folders = tuple(tmp_path_factory.mktemp("model") for _ in range(2))
    for folder in folders:
        train.train(data, folder, quick_params())
    yield folders[0], folders[1]


@pytest.mark.parametrize("name", [*FILES, SUMS, "reference.json"])
def test_the_same_tables_give_the_same_bytes(trained: tuple[Path, Path], name: str) -> None:
    first, second = (folder / name for folder in trained)
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size > 50


def test_what_was_trained_can_be_loaded(trained: tuple[Path, Path]) -> None:
    assert load(trained[0]).name == quick_params()["name"]


def test_tables_come_back_as_written(tmp_path: Path) -> None:
    write_small(tmp_path)
    pages, addresses = small_tables()
    again = read_pages(tmp_path)
    assert (again.ids, again.words, again.host_words) == (pages.ids, pages.words, pages.host_words)
    assert np.array_equal(np.array(again.measures), np.array(pages.measures), equal_nan=True)
    assert read_addresses(tmp_path).words == addresses.words


def test_tables_hold_no_text_and_no_suspected_name() -> None:
    pages, addresses = small_tables()
    assert all(network[0] == "n" and network[1:].isdigit() for network in pages.networks)
    for group, source in zip(pages.groups, pages.sources, strict=True):
        assert "://" not in source
        if group == ILLICIT:
            file, _, row = source.partition("#")
            assert file.endswith(("_pages", "_leaflets"))
            assert row.isalnum()
    assert all(name[0] in "po" and name[1:].isdigit() for name in addresses.ids)


# Folds and weights


def test_owners_stand_on_one_side_of_every_split() -> None:
    groups = [ILLICIT, LAWFUL, BENIGN] * 20
    owners = [i // 6 for i in range(60)]
    folds = folds_of(groups, owners, 5, 3)
    assert all(len({folds[i] for i in range(60) if owners[i] == owner}) == 1 for owner in owners)
    assert set(folds) == set(range(5))


def test_a_held_fold_teaches_nothing_not_even_as_padding() -> None:
    pages = prepared(small_tables()[0], quick_params())
    for fold in range(quick_params()["folds"]):
        rest = pages.without(fold)
        held = {pages.table.owners[i] for i in np.flatnonzero(pages.folds == fold)}
        assert not held & {pages.table.owners[i] for i in rest}
        assert not held & {pages.table.pads[i] for i in rest}


def test_every_network_of_a_group_weighs_the_same() -> None:
    pages = prepared(small_tables()[0], quick_params())
    rows = np.arange(pages.size)
    weights = pages.weights(rows, {ILLICIT: 1.0, LAWFUL: 0.5})
    total: dict[str, dict[str, float]] = {}
    for i in rows:
        of_group = total.setdefault(pages.table.groups[i], {})
        network = pages.table.networks[i]
        of_group[network] = of_group.get(network, 0.0) + weights[i]
    assert sum(total[ILLICIT].values()) == pytest.approx(1.0)
    assert sum(total[LAWFUL].values()) == pytest.approx(0.5)
    assert sum(total[BENIGN].values()) == 0
    assert len({round(w, 12) for w in total[LAWFUL].values()}) == 1


def test_offers_of_templates_are_unknown() -> None:
    params = quick_params()
    pages = prepared(small_tables()[0], params)
    lacking = [pages.table.names.index(n) for n in params["unknown_on_templates"]["measures"]]
    assert pages.templates.any()
    assert np.isnan(pages.measures[pages.templates][:, lacking]).all()
    assert not np.isnan(pages.measures[~pages.templates][:, lacking]).all()
