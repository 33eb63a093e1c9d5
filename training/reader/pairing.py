"""The two readers beside each other: one logit made of two, and the thresholds of what is decided in the end.

Everything here is chosen on rows that neither reader has seen: the second learned from the learning folds, and so does
the first reader that stands in for the one in use.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit  # type: ignore[import-untyped]

from model.curves import Curve
from model.policy import Threshold
from model.reader.bundle import Band, Combination
from model.reader.reader import ON_A_GROUP
from model.scorer import ATTRIBUTES
from training.curves import curves_of
from training.epochs import heads_for, once, portions, taught, weigh
from training.features import InverseDocumentFrequency
from training.heads import Part, platt
from training.metrics import Flags, reaches
from training.reader.material import Asked, Floats
from training.recipe import Recipe
from training.review import trust
from training.rows import Rows, Tell
from training.splits import CALIBRATION, LEARNING, THRESHOLDS
from training.thresholds import Choice, choose_all

_ALONE: Final = Combination(1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Pair:
    """How the two go together, by attribute: where the first is unsure, one logit of both, and the thresholds then."""

    bands: Mapping[str, Band]
    combinations: Mapping[str, Combination]
    choices: Mapping[str, Choice]
    curves: Mapping[str, Curve]


def first_logits(rows: Rows, recipe: Recipe, *, tell: Tell) -> Floats:
    """Logits (rows, attributes) of a first reader that learned as the one in use does, but from the learning folds."""
    frequency = InverseDocumentFrequency().set_frequencies(rows.frequencies, int(rows.learned.sum()))
    heads = heads_for(range(len(ATTRIBUTES)), rows, recipe)
    learned = np.isin(rows.folds, LEARNING)
    labels = taught(rows, recipe)
    believed = trust(rows, recipe, frequency, range(len(ATTRIBUTES)), [learned] * len(ATTRIBUTES))
    for numbers, features, groups, seed in portions(rows, recipe, frequency, tell):
        weights = weigh(rows, recipe, believed, numbers) * learned[numbers, None]
        heads.learn(Part(features, labels[numbers], weights, groups), seed=seed)
    heads.finish()
    logits = np.zeros((rows.shelf.rows, len(ATTRIBUTES)), np.float32)
    for numbers, features in once(rows, frequency):
        logits[numbers] = heads.decision_function(features)
    return logits


def calibrated(asked: Asked, first: Floats) -> Floats:
    """The stand-in's logits as probabilities of what raters say of a site's comments (Platt)."""
    unseen = asked.of(CALIBRATION, THRESHOLDS) & asked.natural
    found = first.copy()
    for column, name in enumerate(ATTRIBUTES):
        chosen = asked.references[name] & unseen
        slope, offset = platt(first[chosen, column], asked.labels[chosen, column])
        found[:, column] = slope * first[:, column] + offset
    return found


def combinations_of(asked: Asked, first: Floats, second: Floats, attributes: Collection[str]) -> dict[str, Combination]:
    """One logit of two, for each of these attributes: the sum of both, each calibrated, calibrated once more.

    So neither is trusted more for knowing the sources that both learned from.
    """
    unseen = asked.of(CALIBRATION, THRESHOLDS) & asked.natural
    found = {}
    for column, name in enumerate(ATTRIBUTES):
        if name not in attributes:
            continue
        chosen = asked.references[name] & unseen
        one, two, labels = first[chosen, column], second[chosen, column], asked.labels[chosen, column]
        slope, offset = platt(two, labels)
        whole, shift = platt(np.asarray(one + slope * two + offset, np.float32), labels)
        found[name] = Combination(whole, whole * slope, whole * offset + shift)
    return found


def pair(asked: Asked, first: Floats, second: Floats, recipe: Recipe, bands: Mapping[str, Band]) -> Pair:
    """How both go together where the first reader's calibrated logits (rows, attributes) are within the bands.

    An attribute without a band stays the first reader's alone.
    """
    combinations = combinations_of(asked, first, second, bands)
    judged = judged_by(asked, decided(first, second, combinations, bands))
    natural = asked.natural[_chosen_on(asked)]
    return Pair(
        bands,
        combinations,
        choose_all(*judged, recipe.promise, natural=natural),
        curves_of(*judged, recipe.promise, natural=natural),
    )


def judged_by(asked: Asked, scores: Floats) -> tuple[Floats, Floats, Sequence[str]]:
    """The scores and labels of the rows on which thresholds are chosen, each attribute's where it was asked for that.

    With the attributes' names, as `choose_all` takes them.
    """
    chosen = _chosen_on(asked)
    labels = asked.labels[chosen].copy()
    for column, name in enumerate(ATTRIBUTES):
        labels[~asked.references[name][chosen], column] = np.nan
    return scores[chosen], labels, ATTRIBUTES


def _chosen_on(asked: Asked) -> Flags:
    return asked.of(CALIBRATION, THRESHOLDS) & asked.stands


def decided(
    first: Floats, second: Floats, combinations: Mapping[str, Combination], bands: Mapping[str, Band]
) -> Floats:
    """The scores (rows, attributes) by which comments are decided: of both where the first is unsure, else its own."""
    alone = np.asarray(expit(first), np.float32)
    return np.where(is_unsure(alone, bands)[:, None], together(first, second, combinations), alone)


def outcomes(
    first: Floats,
    scores: Floats,
    bands: Mapping[str, Band],
    limits: Mapping[str, Threshold],
    alone: Mapping[str, Threshold],
) -> tuple[Flags, Flags]:
    """Which rows are queued and which rejected, as the service decides: to reject takes the first reader's own limit.

    `first`: its calibrated logits, `scores` what decides, with their `limits`; `alone`: the first reader's own. Where
    the second was asked, to reject takes both (`Reader.decides_by`).
    """
    said = np.asarray(expit(first), np.float32)
    was_asked = is_unsure(said, bands)
    on_a_group = is_unsure(said, {name: band for name, band in bands.items() if name == ON_A_GROUP})
    none = np.zeros(len(first), np.bool_)
    queued, rejected = none.copy(), none.copy()
    for column, name in enumerate(ATTRIBUTES):
        own, both = alone[name].reject_at, limits[name].reject_at
        confirmed = reaches(scores[:, column], both)
        if both is None:
            confirmed = reaches(scores[:, column], own) & ~on_a_group
        rejected |= reaches(said[:, column], own) & (confirmed | ~was_asked)
        queued |= reaches(scores[:, column], limits[name].queue_at)
    return queued & ~rejected, rejected


def together(first: Floats, second: Floats, combinations: Mapping[str, Combination]) -> Floats:
    """The scores (rows, attributes) of both readers."""
    told = np.asarray([combinations.get(name, _ALONE) for name in ATTRIBUTES], np.float32)
    return np.asarray(expit(np.clip(first * told[:, 0] + second * told[:, 1] + told[:, 2], -30, 30)), np.float32)


def is_unsure(scores: Floats, bands: Mapping[str, Band]) -> Flags:
    """Which rows the first reader's scores (rows, attributes) leave in doubt."""
    doubts = [
        (scores[:, column] >= bands[name].low) & (scores[:, column] <= bands[name].high)
        for column, name in enumerate(ATTRIBUTES)
        if name in bands
    ]
    return np.asarray(np.logical_or.reduce(doubts or [np.zeros(len(scores), np.bool_)]))
