"""The figures on labelled pages: those asked for, and the same every time."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from checker.errors import EvidenceUnreadable
from checker.family.measure import is_looked_at, labelled_sites, measure
from tests.family.build import page, told


@pytest.mark.slow
def test_labelled_networks(data_dir: Path) -> None:
    lines = list(measure(data_dir))
    for name in ("sites that sell medicines", "all sites"):
        at = next(n for n, line in enumerate(lines) if line.startswith(f"{name}, all networks"))
        precision, recall = (
            float(share) for share in re.findall(r"(?:precision|recall) (\d\.\d+)", lines[at + 1])
        )
        assert precision >= 0.98, name
        assert recall >= 0.85, name
    assert lines[-1].endswith(": 0")


@pytest.mark.slow
def test_the_deal_is_the_same_every_time(data_dir: Path) -> None:
    first = next(iter(labelled_sites(data_dir)))
    assert first == next(iter(labelled_sites(data_dir)))


def test_half_of_the_networks_are_left_for_the_figures() -> None:
    seen = sum(is_looked_at(f"network {n}") for n in range(1000))
    assert 450 < seen < 550


PAGES: dict[str, list[tuple[str, str, str]]] = {
    "no pages at all": [],
    "one page": [("alone.example", "legit", told("pill"))],
    "networks of one site each": [
        ("one.example", "legit", told("pill")),
        ("two.example", "rogue", told("shoe")),
    ],
}


@pytest.mark.parametrize("what", PAGES)
def test_few_labelled_pages(what: str, tmp_path: Path) -> None:
    rows = [
        {"network": network, "label": label, "html": page(text).decode()}
        for network, label, text in PAGES[what]
    ]
    if not rows:
        with pytest.raises(EvidenceUnreadable, match="no labelled pages"):
            list(measure(tmp_path))
        return
    (tmp_path / "pages").mkdir()
    with gzip.open(tmp_path / "pages" / "few_pages.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(row)}\n" for row in rows)
    lines = list(measure(tmp_path))
    assert f"all sites, all networks: {len(rows)} sites of {len(rows)} networks" in lines
    assert not [line for line in lines if "recall" in line], "there was nothing to find"
    assert lines[-1] == "pairs of different lawful pharmacies joined: 0"
