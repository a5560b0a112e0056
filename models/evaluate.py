"""``python -m models.evaluate``: how good the model is, measured on owners it never saw.

Without ``--pages`` the committed table is judged fold by fold, and the figures go into ``metrics.json`` and
the model card. With ``--pages FILE`` the shipped model judges a file of labelled pages, whoever made
it. Prints one JSON of figures, and a table to read (on standard error).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from checker.features import DOCUMENTED, DOCUMENTED_OFFENCES, vector
from checker.model import conceded
from models import addresses, baselines, fitting, name_baselines, policy
from models.card import write_card
from models.learning import Floats, Rows
from models.metrics import (
    FEW,
    auc,
    by_network,
    calibration_error,
    calibration_points,
    interval,
    share,
    threshold_at,
    upper_bound,
)
from models.rows import BENIGN, ILLICIT, LAWFUL, LEAFLET, PADDED, page_rows
from models.sample import Pages, prepared
from models.tables import AddressTable, PageTable, read_addresses, read_pages
from models.train import DATA, HERE, joined_probability, read_params

WORST = 12


@dataclass(frozen=True, slots=True)
class Judged:
    """Rows with their probabilities."""

    table: PageTable
    labels: Floats
    joined: Floats
    full: Floats
    offences: Floats
    thresholds: Mapping[str, float]

    def rows(self, *groups: str) -> Rows:
        """Numbers of the rows of some groups."""
        return np.array([i for i, g in enumerate(self.table.groups) if g in groups], dtype=np.intp)

    def networks(self, rows: Rows) -> list[str]:
        """The networks of ``rows``; groups of one network apart."""
        return [f"{self.table.groups[i]}:{self.table.networks[i]}" for i in rows]


def figures(judged: Judged) -> dict[str, Any]:
    """Every figure of the rows."""
    parts = {"joined": judged.joined, "full": judged.full, "offences": judged.offences}
    english = [language == "en" for language in judged.table.languages]
    where = {
        "all": np.ones(len(english), dtype=bool),
        "english": np.array(english),
        "other languages": ~np.array(english),
    }
    return {
        "rows": _rows(judged),
        "auc": {
            place: {
                part: {against: _auc(judged, scores, mask, against) for against in (LAWFUL, BENIGN)}
                for part, scores in parts.items()
            }
            for place, mask in where.items()
        },
        "recall": {part: _recalls(judged, scores) for part, scores in parts.items()},
        "calibration_error": _calibration(judged),
        "calibration": _calibration_points(judged),
        "levels": _levels(judged),
        "naming": _naming(judged),
        "by_language": _by(judged, judged.table.languages),
        "by_country": _by(judged, judged.table.countries),
        "by_kind": _by(judged, judged.table.kinds),
        "by_label": _by(judged, judged.table.labels),
        "by_network": _by_network(judged),
    }


def _rows(judged: Judged) -> dict[str, Any]:
    return {
        group: {"pages": len(rows), "networks": len(set(judged.networks(rows)))}
        for group in (ILLICIT, LAWFUL, BENIGN, LEAFLET, PADDED)
        if len(rows := judged.rows(group))
    }


def _auc(judged: Judged, scores: Floats, mask: Any, against: str) -> dict[str, Any]:
    rows = np.array([i for i in judged.rows(ILLICIT, against) if mask[i]], dtype=np.intp)
    networks, labels = judged.networks(rows), judged.labels[rows]
    value = auc(labels, scores[rows], by_network(networks))
    low, high = interval(networks, labels, lambda weights: auc(labels, scores[rows], weights))
    return {
        "value": _round(value),
        "interval": [_round(low), _round(high)],
        "networks": [
            len({n for n, y in zip(networks, labels, strict=True) if y == k}) for k in (1, 0)
        ],
    }


def _recalls(judged: Judged, scores: Floats) -> dict[str, Any]:
    """Recall where so many pages of lawful pharmacies, telehealth and medical information are warned of."""
    informing = [
        i for i in judged.rows(BENIGN) if judged.table.labels[i] in ("medical_info", "regulator")
    ]
    lawful = np.concatenate([judged.rows(LAWFUL), np.array(informing, dtype=np.intp)])
    illicit = judged.rows(ILLICIT)
    if not len(lawful) or not len(illicit):
        return {}
    rows = np.concatenate([illicit, lawful])
    networks, labels = judged.networks(rows), judged.labels[rows]
    out = {}
    for rate in (0.01, 0.005):

        def recall(weights: Floats, rate: float = rate) -> float:
            if not weights[labels == 0].sum() or not weights[labels == 1].sum():
                return float("nan")
            least = threshold_at(scores[lawful], weights[labels == 0], rate)
            return share(scores[illicit] > least, weights[labels == 1])

        low, high = interval(networks, labels, recall)
        value = recall(by_network(networks))
        out[f"{rate:.1%}"] = {"value": _round(value), "interval": [_round(low), _round(high)]}
    return out


def _calibration(judged: Judged) -> dict[str, float | None]:
    """Of the joined probability: with every network weighing one, and in the reference population."""
    rows, even, weights = _population(judged)
    labels, stated = judged.labels[rows], judged.joined[rows]
    return {
        "reference population": _round(calibration_error(labels, stated, weights)),
        "every network alike": _round(calibration_error(labels, stated, even)),
    }


def _calibration_points(judged: Judged) -> list[dict[str, Any]]:
    """Stated and seen shares in the reference population, from the lowest probability to the highest."""
    rows, _, weights = _population(judged)
    points = calibration_points(judged.labels[rows], judged.joined[rows], weights)
    return [{"stated": _round(a), "seen": _round(b), "pages": pages} for a, b, pages in points]


def _population(judged: Judged) -> tuple[Rows, Floats, Floats]:
    """Rows that are illicit or not, their weights by network, and those that make the reference population."""
    rows = judged.rows(ILLICIT, LAWFUL, BENIGN)
    even = by_network(judged.networks(rows))
    params = read_params()["calibration"]
    shares = {ILLICIT: params["base_rate"], LAWFUL: params["lawful"]}
    shares[BENIGN] = 1 - sum(shares.values())
    groups = np.array([judged.table.groups[i] for i in rows])
    total = {g: even[groups == g].sum() or 1.0 for g in shares}
    return rows, even, even * np.array([shares[g] / total[g] for g in groups])


def _levels(judged: Judged) -> dict[str, Any]:
    """Shares at or over the thresholds, each network weighing one, and the networks mostly so."""
    out: dict[str, Any] = {}
    for group in (ILLICIT, PADDED, LAWFUL, BENIGN, LEAFLET):
        rows = judged.rows(group)
        if not len(rows):
            continue
        networks = judged.networks(rows)
        count = len(set(networks))
        out[group] = {"networks": count}
        for level, least in judged.thresholds.items():
            over = (judged.joined[rows] >= least).astype(float)
            part = share(over, by_network(networks))
            mostly = _mostly(networks, over)
            shown: dict[str, Any] = {
                "mostly": len(mostly),
                "any": len({n for n, o in zip(networks, over, strict=True) if o}),
                "upper_bound": _round(upper_bound(part, count)),
            }
            if count >= FEW:
                shown["share"] = _round(part)
            if len(mostly) < FEW:
                shown["named"] = mostly
            out[group][level] = shown
    return out


def _naming(judged: Judged) -> dict[str, Any]:
    """Pages that name a prescription medicine: their share of each group, and the share of them warned of."""
    restricted = judged.table.names.index("medicine_trade_lines.restricted")
    names_one = np.array([row[restricted] > 0 for row in judged.table.measures])
    out = {}
    for group in (ILLICIT, LAWFUL, BENIGN):
        rows = judged.rows(group)
        weights = by_network(judged.networks(rows))
        named = names_one[rows]
        over = (judged.joined[rows] >= judged.thresholds["caution"]).astype(float)
        out[group] = {
            "share": _round(share(named.astype(float), weights)),
            "warned": _round(share(over[named], weights[named])) if named.any() else None,
            "others warned": _round(share(over[~named], weights[~named])),
        }
    return out


def _mostly(networks: Sequence[str], over: Floats) -> list[str]:
    names = np.array(networks)
    return [str(n) for n in np.unique(names) if over[names == n].mean() > 0.5]


def _by(judged: Judged, values: Sequence[str]) -> dict[str, Any]:
    """Shares warned of, by some property of the rows; too few networks give counts only."""
    caution = judged.thresholds["caution"]
    out: dict[str, Any] = {}
    for group in (ILLICIT, LAWFUL, BENIGN):
        for value in sorted({values[i] for i in judged.rows(group)}):
            rows = np.array([i for i in judged.rows(group) if values[i] == value], dtype=np.intp)
            networks = judged.networks(rows)
            count = len(set(networks))
            over = (judged.joined[rows] >= caution).astype(float)
            part = share(over, by_network(networks))
            shown: dict[str, Any] = {"networks": count, "pages": len(rows)}
            if count >= FEW:
                shown |= {"warned": _round(part), "upper_bound": _round(upper_bound(part, count))}
            else:
                shown["networks_mostly_warned"] = len(_mostly(networks, over))
            out[f"{group}: {value or 'not stated'}"] = shown
    return out


def _by_network(judged: Judged) -> dict[str, Any]:
    """Pages and the share warned of, network by network: illicit and lawful ones."""
    rows = judged.rows(ILLICIT, LAWFUL)
    networks = np.array(judged.networks(rows))
    caution, high = judged.thresholds["caution"], judged.thresholds["high_risk"]
    return {
        str(name): {
            "pages": int((networks == name).sum()),
            "caution": _round(float((judged.joined[rows][networks == name] >= caution).mean())),
            "high_risk": _round(float((judged.joined[rows][networks == name] >= high).mean())),
        }
        for name in np.unique(networks)
    }


def _round(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 3)


# The committed table, fold by fold


def of_table(data: Path, params: Mapping[str, Any], labelled: Path | None) -> dict[str, Any]:
    """Everything that can be told of the committed table; with the ``labelled`` names at hand, what others make
    of them as well."""
    pages = prepared(read_pages(data), params)
    held = fitting.out_of_fold(pages, params)
    weights = policy.reference_weights(pages, params)
    maps = policy.maps_of(
        held.full, held.offences, pages.labels, weights, params["offences"]["discount"]
    )
    names = read_addresses(data)
    host, of_names = addresses.fit(names, params)
    joined = joined_probability(pages, held, maps, host, params)
    judged = Judged(
        pages.table,
        pages.labels,
        joined,
        policy.probability(held.full, *maps["full"]),
        policy.probability(held.offences, *maps["offences"]),
        policy.thresholds(pages, joined, params),
    )
    masked = joined_probability(pages, held, maps, None, params)
    return {
        "what": "the committed table, each row judged by models that saw neither its owner nor its text",
        "thresholds": dict(judged.thresholds),
        **figures(judged),
        "masking the host moves the mean by": _moved(judged, masked),
        "ablations": _ablations(pages, held, judged, params, host),
        "baselines": _baselines(pages, judged),
        "addresses": addresses.judged(names, of_names, params) | _others_on_names(names, labelled),
        "worst": _worst(pages, held, judged, params),
    }


def _others_on_names(names: AddressTable, labelled: Path | None) -> dict[str, Any]:
    if labelled is None:
        return {}
    return name_baselines.judged(names, addresses.contested(names).tolist(), labelled / "domains")


def _moved(judged: Judged, masked: Floats) -> dict[str, float | None]:
    return {
        group: _round(share(judged.joined[rows] - masked[rows], by_network(judged.networks(rows))))
        for group in (ILLICIT, LAWFUL, BENIGN)
        if len(rows := judged.rows(group))
    }


def _ablations(
    pages: Pages,
    held: fitting.OutOfFold,
    judged: Judged,
    params: Mapping[str, Any],
    host: addresses.AddressModel,
) -> dict[str, Any]:
    """AUC against lawful sellers with parts of the model left out."""
    loose = {**params, "monotone": False}
    wordless = fitting.out_of_fold(pages, {**params, "words": False})
    known = np.array([bool(h) for h in pages.table.hosts])
    address = np.full(pages.size, np.nan)
    address[known] = addresses.scores(
        host,
        [h for h in pages.table.hosts if h],
        [w for w, h in zip(pages.table.host_words, pages.table.hosts, strict=True) if h],
    )
    scores = {
        "as shipped": (judged.joined, np.ones(pages.size, dtype=bool)),
        "page only": (np.maximum(judged.full, judged.offences), np.ones(pages.size, dtype=bool)),
        "address only, where the host is known": (address, known),
        "text model only, in the languages it reads": (held.words, ~np.isnan(held.words)),
        "without the text model": (wordless.full, np.ones(pages.size, dtype=bool)),
        "without monotone constraints": (
            fitting.out_of_fold(pages, loose).full,
            np.ones(pages.size, dtype=bool),
        ),
        "documented weights alone": (
            np.nan_to_num(pages.measures[:, pages.table.names.index(DOCUMENTED)]),
            np.ones(pages.size, dtype=bool),
        ),
    }
    out: dict[str, Any] = {
        name: _auc(judged, found, mask, LAWFUL) for name, (found, mask) in scores.items()
    }
    out["without likelihoods"] = "the same: no published ratio counts today"
    return out


def _baselines(pages: Pages, judged: Judged) -> dict[str, Any]:
    scores, missing = baselines.run(pages, {ILLICIT: 1.0, LAWFUL: 0.6, BENIGN: 0.4})
    english = np.array([language == "en" for language in pages.table.languages])
    everything = np.ones(pages.size, dtype=bool)
    return {
        **{
            name: {
                "lawful": _auc(judged, found, everything, LAWFUL),
                "lawful, english": _auc(judged, found, english, LAWFUL),
                "lawful, other languages": _auc(judged, found, ~english, LAWFUL),
                "recall": _recalls(judged, found),
            }
            for name, found in scores.items()
        },
        "not run": missing,
    }


def _worst(
    pages: Pages, held: fitting.OutOfFold, judged: Judged, params: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The illicit pages least and the others most suspected, one a network, with what weighed most."""
    tables = fitting.full_tables(pages, held.words, params)
    out = []
    for groups, sign in (((ILLICIT,), 1), ((LAWFUL, BENIGN), -1)):
        rows = judged.rows(*groups)
        order = rows[np.argsort(sign * judged.joined[rows], kind="stable")]
        seen: set[str] = set()
        for i in order:
            network = judged.networks(np.array([i]))[0]
            if network in seen:
                continue
            seen.add(network)
            fold = int(pages.folds[i])
            model = fitting.fit_full(pages, tables, pages.without(fold), params)
            parts = np.asarray(model.predict(tables.known[[i]], pred_contrib=True))[0][:-1]
            parts[fitting.full_names().index(DOCUMENTED)] += pages.measures[
                i, pages.table.names.index(DOCUMENTED)
            ]
            heaviest = np.argsort(-np.abs(parts))[:3]
            out.append(
                {
                    "id": pages.table.ids[i],
                    "network": network,
                    "language": pages.table.languages[i],
                    "probability": _round(judged.joined[i]),
                    "because": {fitting.full_names()[k]: _round(parts[k]) for k in heaviest},
                }
            )
            if len(seen) >= WORST // 2:
                break
    return out


# A file of pages, by the shipped model


def of_file(file: Path) -> dict[str, Any]:
    """What the shipped model makes of a file of labelled pages."""
    from checker.model import WORDS, ModelRefused, shipped  # noqa: PLC0415
    from models.build import measured, page_table  # noqa: PLC0415

    model = shipped()
    if isinstance(model, ModelRefused):
        raise SystemExit(model.message.text())
    rows = [row for row in page_rows(file) if row.group in (ILLICIT, LAWFUL, BENIGN, LEAFLET)]
    pages = [measured(row) for row in rows]
    table = page_table(rows, pages)
    full, offences = [], []
    for page in pages:
        seen = dict(zip(table.names, page.measures, strict=True))
        if page.language in model.page_words.languages:
            seen[WORDS] = model.page_words.log_odds(page.words)
        plain = {name: value for name, value in seen.items() if not np.isnan(value)}
        row = vector(seen, model.full.names)
        raw = conceded(seen[DOCUMENTED], model.full.raw(row), model.full.concession)
        full.append(model.full.log_odds(raw))
        row = vector(plain, model.offences.names, unmeasured=0.0)
        raw = model.offences.raw(row) + seen[DOCUMENTED_OFFENCES]
        offences.append(model.offences.log_odds(raw))
    of_full, of_offences = (policy.probability(np.array(o), 1.0, 0.0) for o in (full, offences))
    judged = Judged(
        table,
        np.array([float(row.group == ILLICIT) for row in rows]),
        np.maximum(of_full, of_offences),
        of_full,
        of_offences,
        {"caution": model.thresholds.caution, "high_risk": model.thresholds.high_risk},
    )
    return {
        "what": f"{file.name}, judged by {model.name} as shipped, hosts unknown",
        "thresholds": dict(judged.thresholds),
        **figures(judged),
    }


def readable(found: Mapping[str, Any]) -> str:
    """The figures a reader asks for first."""
    lines = [found["what"], ""]
    for place, parts in found["auc"].items():
        for part, against in parts.items():
            told = "; ".join(f"against {name}: {_told(value)}" for name, value in against.items())
            lines.append(f"AUC, {place}, {part}: {told}")
    for part, rates in found["recall"].items():
        for rate, value in rates.items():
            lines.append(f"recall at {rate} false alarms, {part}: {_told(value)}")
    lines.append(f"expected calibration error: {found['calibration_error']}")
    for group, levels in found["levels"].items():
        for level in found["thresholds"]:
            told = levels[level]
            lines.append(
                f"{group}, {level} or worse: share {told.get('share', '-')}, upper bound "
                f"{told['upper_bound']}, mostly {told['mostly']} of {levels['networks']} networks"
            )
    return "\n".join(lines)


def _told(value: Mapping[str, Any]) -> str:
    return f"{value['value']} ({value['interval'][0]} to {value['interval'][1]})"


def main() -> None:
    """Read the command line and evaluate."""
    parser = argparse.ArgumentParser(prog="python -m models.evaluate", description=__doc__)
    parser.add_argument("--pages", type=Path, help="a file of labelled pages (JSON lines)")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the tables")
    parser.add_argument(
        "--labelled", type=Path, help="folder with domains/: judges others on the same names, too"
    )
    options = parser.parse_args()
    params = read_params()
    if options.pages:
        found = of_file(options.pages)
    else:
        found = of_table(options.data, params, options.labelled)
        folder = HERE / params["name"]
        text = json.dumps(found, indent=1, allow_nan=False) + "\n"
        (folder / "metrics.json").write_text(text, encoding="utf-8")
        write_card(folder, found)
    print(readable(found), file=sys.stderr)
    print(json.dumps(found, allow_nan=False))


if __name__ == "__main__":
    main()
