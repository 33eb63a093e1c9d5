"""Fitting: from rows on the shelf to a calibrated pipeline and thresholds, both judged on rows they never saw."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline  # type: ignore[import-untyped]

from model.calibration import Scaling
from model.curves import Curve
from model.scorer import ATTRIBUTES
from training.calibration import calibrate, calibration_of
from training.curves import curves_of
from training.epochs import heads_for, once, portions, taught, weigh
from training.evenness import even_out
from training.features import HashedWords, InverseDocumentFrequency
from training.heads import LinearHeads, Part, platt
from training.memory import give_back
from training.metrics import Flags, is_asked, is_unwanted
from training.recipe import Recipe
from training.review import trust
from training.rows import Rows, Tell
from training.splits import TEST
from training.thresholds import FAMILIES, Choice, choose_all, thin

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A pipeline from texts to probabilities, its thresholds, and its scores (rows, attributes) of the test fold.

    Scores of rows outside of the test fold come from models that were fitted without them. `curves`: the thresholds
    for other promises. `natural`: see there. `calibration`: of other languages than that of the references, with which
    the scores are as they are; without it those of the test fold are the `plain` ones (its rows, attributes).
    """

    pipeline: Pipeline
    choices: Mapping[str, Choice]
    curves: Mapping[str, Curve]
    scores: Floats
    natural: Flags
    calibration: Mapping[str, Mapping[str, Scaling]]
    plain: Floats


def fit(rows: Rows, recipe: Recipe, *, tell: Tell = lambda _: None) -> Fitted:
    """Fit one model on all rows outside of the test fold, and `folds_out` more that only serve to judge it.

    Calibration and thresholds are of the latter: every row they are chosen on was scored by a model that did not see it
    (cross-fitting; as scikit-learn's CalibratedClassifierCV with ensemble=False).
    """
    frequency = InverseDocumentFrequency().set_frequencies(rows.frequencies, int(rows.learned.sum()))
    learners = _learn(rows, recipe, frequency, tell)
    logits = _logits(rows, recipe, frequency, learners)
    references, at_prior = _references(rows, recipe), natural(rows, recipe)
    scales = [
        platt(logits[chosen, column], rows.labels[chosen, column])
        for column, attribute in enumerate(ATTRIBUTES)
        for chosen in [references[attribute] & at_prior]
    ]
    slopes, offsets = zip(*scales, strict=True)
    logits *= np.asarray(slopes, np.float32)
    logits += np.asarray(offsets, np.float32)
    calibration = calibration_of(rows, logits, references, at_prior)
    plain = _logistic(logits[rows.folds == TEST])
    scores = _logistic(calibrate(logits, rows.languages, calibration, in_place=True))
    tell("choosing thresholds")
    choices, curves = _thresholds(rows, recipe, scores, references, at_prior)
    heads = learners[-1].calibrate(slopes, offsets)
    pipeline = Pipeline([("words", HashedWords(recipe.bits, rows.lexicon)), ("frequency", frequency), ("heads", heads)])
    return Fitted(settle(pipeline), choices, curves, scores, at_prior, calibration, plain)


def settle(pipeline: Pipeline) -> Pipeline:
    """Move the frequencies' weights into the heads, rounded to the 16 bits that the compiled table has.

    So the estimator and the table say the same, and neither is larger than it need be.
    """
    frequency, heads = pipeline["frequency"], pipeline["heads"]
    frequency.idf_ = np.sqrt((frequency.idf_.astype(np.float32) ** 2).astype(np.float16).astype(np.float32))
    scale = np.concatenate([frequency.idf_, np.full(frequency.shapes, frequency.shape_scale, np.float32)])
    heads.coef_ = (heads.coef_ * scale).astype(np.float16)
    frequency.weigh = False
    return pipeline


def _left_out(rows: Rows, recipe: Recipe) -> NDArray[np.int8]:
    """By which model each row is left out; the last one, `folds_out`, leaves out the test fold alone."""
    return np.where(rows.folds == TEST, recipe.folds_out, (rows.folds - 1) % recipe.folds_out).astype(np.int8)


def _learn(rows: Rows, recipe: Recipe, frequency: InverseDocumentFrequency, tell: Tell) -> list[LinearHeads]:
    everything = [rows.learned] * len(ATTRIBUTES)
    believed = trust(rows, recipe, frequency, range(len(ATTRIBUTES)), everything)
    give_back()
    left_out, learned = _left_out(rows, recipe), rows.learned
    # All models at once, as they read the same features.
    models = np.arange(recipe.folds_out + 1)
    heads = heads_for([*range(len(ATTRIBUTES))] * len(models), rows, recipe)
    for numbers, features, sources, seed in portions(rows, recipe, frequency, tell):
        kept = learned[numbers, None] & (left_out[numbers, None] != models)
        labels = np.tile(taught(rows, recipe, numbers), len(models))
        weights = np.tile(weigh(rows, recipe, believed, numbers), len(models))
        weights *= np.repeat(kept, len(ATTRIBUTES), axis=1)
        heads.learn(Part(features, labels, weights, sources), seed=seed, jobs=2)
    abuse = [ATTRIBUTES.index(name) for name in FAMILIES["abuse"]]
    finished = [model.finish() for model in heads.split(len(models))]
    give_back()
    words = HashedWords(recipe.bits, rows.lexicon)
    return [even_out(one, frequency, words, abuse) for one in finished] if recipe.even_terms else finished


def _logits(rows: Rows, recipe: Recipe, frequency: InverseDocumentFrequency, learners: list[LinearHeads]) -> Floats:
    """Each row's logits by the model that did not see it."""
    left_out = _left_out(rows, recipe)
    logits = np.zeros((rows.shelf.rows, len(ATTRIBUTES)), np.float32)
    for numbers, features in once(rows, frequency):
        for model, learner in enumerate(learners):
            mine = np.flatnonzero(left_out[numbers] == model)
            if len(mine):
                logits[numbers[mine]] = learner.decision_function(features[mine])
    return logits


def _references(rows: Rows, recipe: Recipe) -> dict[str, Flags]:
    """By attribute: the rows outside of the test fold that stand for a site's comments."""
    sources = rows.sources
    chosen = {family: recipe.stands_for(family, sources.names)[sources.codes] & rows.learned for family in FAMILIES}
    return {attribute: chosen[family] for family, members in FAMILIES.items() for attribute in members}


def natural(rows: Rows, recipe: Recipe) -> Flags:
    """Which rows to keep so that each abuse source has no more abuse than nature; spam is left as it is.

    The test fold is thinned by itself, and last, so that nothing in it decides which of the other rows are kept.
    """
    spam = is_asked(rows.labels[:, ATTRIBUTES.index("spam")])
    rank = np.argsort(np.argsort(rows.sources.names)).astype(np.int32)
    groups = (rows.folds == TEST) * np.int32(len(rank)) + rank[rows.sources.codes]
    return spam | thin(is_unwanted(rows.labels), seed=recipe.seed, groups=groups)


def _thresholds(
    rows: Rows, recipe: Recipe, scores: Floats, references: Mapping[str, Flags], at_prior: Flags
) -> tuple[dict[str, Choice], dict[str, Curve]]:
    chosen = np.logical_or.reduce(list(references.values()))
    labels = rows.labels[chosen]
    for column, attribute in enumerate(ATTRIBUTES):
        labels[~references[attribute][chosen], column] = np.nan
    judged = scores[chosen], labels, ATTRIBUTES, recipe.promise
    kept = at_prior[chosen]
    return choose_all(*judged, natural=kept), curves_of(*judged, natural=kept)


def _logistic(logits: Floats) -> Floats:
    """Scores in the place of the logits, which are no more: of millions of rows they take as much as the labels."""
    scores = np.clip(logits, -30, 30, out=logits)
    np.exp(np.negative(scores, out=scores), out=scores)
    return np.divide(1, np.add(scores, 1, out=scores), out=scores)
