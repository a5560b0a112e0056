"""The parts of the model fitted to some rows, and what they say of rows they never saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np

from checker.features import offence_features, page_features
from models.learning import (
    Floats,
    Rows,
    boosted,
    linear,
    linear_scores,
    raw_scores,
)
from models.rows import ILLICIT, LAWFUL
from models.sample import Pages

WORDS = "page_words.log_odds"
"""Name of the text model's score among the features."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordModel:
    """The linear model over the words of pages."""

    weights: dict[int, float]
    intercept: float
    languages: tuple[str, ...]
    """In others it says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfFold:
    """What models that never saw a row, or its owner, say of it: raw scores."""

    words: Floats
    full: Floats
    offences: Floats


def full_names() -> list[str]:
    """Columns of the full model."""
    return [*(feature.name for feature in page_features()), WORDS]


def full_directions() -> list[int]:
    """+1 where more can only raise the risk."""
    return [*(feature.direction for feature in page_features()), 1]


def offence_names() -> list[str]:
    """Columns of the offences-only model."""
    return [feature.name for feature in offence_features()]


def fit_words(pages: Pages, rows: Rows, params: Mapping[str, Any]) -> WordModel:
    """The text model from ``rows``."""
    chosen = params["page_words"]
    languages = _spoken(pages, rows, chosen["least_networks"])
    kept = [i for i in rows if pages.table.read_languages[i] in languages]
    weights, intercept = linear(
        [pages.table.words[i] for i in kept],
        pages.labels[kept],
        pages.weights(np.array(kept), chosen),
        chosen["l2"],
    )
    return WordModel(weights=weights, intercept=intercept, languages=languages)


def _spoken(pages: Pages, rows: Rows, least: int) -> tuple[str, ...]:
    """Languages in which enough networks of both kinds can be read."""
    networks: dict[tuple[str, str], set[str]] = {}
    for i in rows:
        key = pages.table.read_languages[i], pages.table.groups[i]
        networks.setdefault(key, set()).add(pages.table.networks[i])
    languages = sorted({language for language, _ in networks if language})
    return tuple(
        language
        for language in languages
        if all(len(networks.get((language, group), ())) >= least for group in (ILLICIT, LAWFUL))
    )


def word_scores(model: WordModel, pages: Pages, rows: Rows) -> Floats:
    """The text model's log-odds; NaN in languages it does not read."""
    scores = linear_scores([pages.table.words[i] for i in rows], model.weights, model.intercept)
    spoken = [pages.table.read_languages[i] in model.languages for i in rows]
    return np.where(spoken, scores, np.nan)


def full_table(pages: Pages, words: Floats) -> Floats:
    """The full model's table, in the order of :func:`full_names`."""
    columns = _columns(pages, [feature.name for feature in page_features()])
    return np.column_stack([columns, words])


def offence_table(pages: Pages) -> Floats:
    """The offences-only model's: what was not measured is no offence."""
    return np.nan_to_num(_columns(pages, offence_names()), nan=0.0)


def _columns(pages: Pages, names: Sequence[str]) -> Floats:
    place = {name: i for i, name in enumerate(pages.table.names)}
    return pages.measures[:, [place[name] for name in names]]


def fit_full(
    pages: Pages, table: Floats, rows: Rows, params: Mapping[str, Any]
) -> lightgbm.Booster:
    """The full model from ``rows`` of ``table``."""
    directions = full_directions() if params.get("monotone", True) else [0] * table.shape[1]
    return _fit(pages, table, rows, full_names(), directions, params, "full")


def fit_offences(
    pages: Pages, table: Floats, rows: Rows, params: Mapping[str, Any]
) -> lightgbm.Booster:
    """The offences-only model from ``rows`` of ``table``."""
    names = offence_names()
    return _fit(pages, table, rows, names, [1] * len(names), params, "offences")


def _fit(
    pages: Pages,
    table: Floats,
    rows: Rows,
    names: Sequence[str],
    directions: Sequence[int],
    params: Mapping[str, Any],
    part: str,
) -> lightgbm.Booster:
    weights = pages.weights(rows, params["weight"])
    return boosted(
        table[rows], names, pages.labels[rows], weights, directions, params[part], params["seed"]
    )


def out_of_fold(pages: Pages, params: Mapping[str, Any]) -> OutOfFold:
    """Scores of every row by models fitted without its fold."""
    words = np.full(pages.size, np.nan)
    parts = [np.flatnonzero(pages.folds == fold) for fold in range(params["folds"])]
    for held in parts:
        rest = np.setdiff1d(np.arange(pages.size), held)
        words[held] = word_scores(fit_words(pages, rest, params), pages, held)
    full, offences = np.full(pages.size, np.nan), np.full(pages.size, np.nan)
    tables = full_table(pages, words), offence_table(pages)
    for held in parts:
        rest = np.setdiff1d(np.arange(pages.size), held)
        full[held] = raw_scores(fit_full(pages, tables[0], rest, params), tables[0][held])
        offences[held] = raw_scores(fit_offences(pages, tables[1], rest, params), tables[1][held])
    return OutOfFold(words=words, full=full, offences=offences)
