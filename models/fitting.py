"""The parts of the model fitted to some rows, and what they say of rows they never saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from lightgbm import Booster

from checker.features import (
    DOCUMENTED,
    DOCUMENTED_OFFENCES,
    offence_features,
    page_directions,
    page_names,
)
from checker.model import WORDS, conceded
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
    return [*page_names(), WORDS]


def full_directions() -> list[int]:
    """+1 where more can only raise the risk."""
    return [*page_directions(), 1]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """A booster's table: what is known of every row, and what was seen where a template shows too little."""

    known: Floats
    seen: Floats
    start: Floats
    """Documented log-odds that the booster's are added to."""
    concession: float = inf
    """How much of them the booster may take away."""

    def scores(self, model: Booster, rows: Rows) -> Floats:
        """The raw scores of ``rows``."""
        learnt = raw_scores(model, self.known[rows])
        pairs = zip(self.start[rows], learnt, strict=True)
        return np.array([conceded(start, own, self.concession) for start, own in pairs])


def full_tables(pages: Pages, words: Floats, params: Mapping[str, Any]) -> Tables:
    """The full model's, in the order of :func:`full_names`."""
    known, seen = (_columns(pages, values, page_names()) for values in (pages.measures, pages.seen))
    return Tables(
        known=np.column_stack([known, words]),
        seen=np.column_stack([seen, words]),
        start=pages.measures[:, pages.table.names.index(DOCUMENTED)],
        concession=params["full"]["concession"],
    )


def offence_tables(pages: Pages) -> Tables:
    """The offences-only model's: what was not measured is no offence."""
    known, seen = (
        np.nan_to_num(_columns(pages, values, offence_names()), nan=0.0)
        for values in (pages.measures, pages.seen)
    )
    start = pages.measures[:, pages.table.names.index(DOCUMENTED_OFFENCES)]
    return Tables(known=known, seen=seen, start=start)


def _columns(pages: Pages, values: Floats, names: Sequence[str]) -> Floats:
    place = {name: i for i, name in enumerate(pages.table.names)}
    return values[:, [place[name] for name in names]]


def fit_full(pages: Pages, tables: Tables, rows: Rows, params: Mapping[str, Any]) -> Booster:
    """The full model from ``rows``."""
    directions = full_directions() if params.get("monotone", True) else [0] * len(full_names())
    return _fit(
        pages, tables, rows, dict(zip(full_names(), directions, strict=True)), params, "full"
    )


def fit_offences(pages: Pages, tables: Tables, rows: Rows, params: Mapping[str, Any]) -> Booster:
    """The offences-only model from ``rows``."""
    return _fit(pages, tables, rows, dict.fromkeys(offence_names(), 1), params, "offences")


def _fit(
    pages: Pages,
    tables: Tables,
    rows: Rows,
    directions: Mapping[str, int],
    params: Mapping[str, Any],
    part: str,
) -> Booster:
    """Templates count twice, half each: with their offers and prices as seen, and as unknown."""
    weights = pages.weights(rows, params["weight"])
    double = pages.templates[rows]
    weights = np.where(double, weights / 2, weights)
    labels = pages.labels[rows]
    return boosted(
        np.vstack([tables.known[rows], tables.seen[rows[double]]]),
        np.append(labels, labels[double]),
        np.append(weights, weights[double]),
        directions,
        params[part],
        seed=params["seed"],
        start=np.append(tables.start[rows], tables.start[rows[double]]),
    )


def out_of_fold(pages: Pages, params: Mapping[str, Any]) -> OutOfFold:
    """Scores of every row by models fitted without its fold."""
    words = np.full(pages.size, np.nan)
    splits = [
        (pages.without(fold), np.flatnonzero(pages.folds == fold))
        for fold in range(params["folds"])
    ]
    for rest, held in splits:
        if params.get("words", True):
            words[held] = word_scores(fit_words(pages, rest, params), pages, held)
    full, offences = np.full(pages.size, np.nan), np.full(pages.size, np.nan)
    of_full, of_offences = full_tables(pages, words, params), offence_tables(pages)
    for rest, held in splits:
        full[held] = of_full.scores(fit_full(pages, of_full, rest, params), held)
        model = fit_offences(pages, of_offences, rest, params)
        offences[held] = of_offences.scores(model, held)
    return OutOfFold(words=words, full=full, offences=offences)
