"""In which of its scores the first reader is unsure: tried out, under a limit to how many comments are read again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from scipy.special import expit  # type: ignore[import-untyped]

from model.reader.bundle import Band
from model.reader.reader import ON_A_GROUP
from model.scorer import ATTRIBUTES
from training.reader.material import Asked, Floats
from training.reader.pairing import combinations_of, decided, is_unsure, judged_by, outcomes, pair
from training.recipe import Recipe
from training.splits import CALIBRATION, THRESHOLDS
from training.thresholds import FAMILIES, choose_all, thresholds_of

Bands = Mapping[str, Band]


_ATTACKS: Final = 2 / 3
"""The part of the limit that is kept for attacks on people for who they are: where words mislead most, and rare among
comments, so that they may be read from low scores on. The number of comments queued would not ask for them."""
_ABUSE_FROM: Final = (0.05, 0.1, 0.3, 0.5, 0.7)
_SPAM_WIDTHS: Final = (0.1, 0.2, 1.0)
EVERYWHERE: Final[Bands] = dict.fromkeys(ATTRIBUTES, Band(0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Tried:
    """Bands, the share of comments that is read again, and the share that is queued, by thresholds of their own."""

    bands: Bands
    read: float
    queued: float


def choose_bands(asked: Asked, first: Floats, second: Floats, recipe: Recipe, at_most: float) -> Tried:
    """Of bands in which no more than that share of comments is read, those with which the fewest are queued.

    On rows that stand for a site's comments, at nature's share of abuse, each with thresholds of its own for the same
    promises. `first` calibrated, `second` not: logits (rows, attributes).
    """
    combinations = combinations_of(asked, first, second, ATTRIBUTES)
    limits_alone = thresholds_of(pair(asked, first, second, recipe, {}).choices)
    rows = asked.of(CALIBRATION, THRESHOLDS) & asked.stands
    natural = asked.natural[rows]
    alone = np.asarray(expit(first[rows]), np.float32)[natural]

    def tried(bands: Bands) -> Tried:
        told = {name: combinations[name] for name in bands}
        judged = judged_by(asked, decided(first, second, told, bands))
        limits = thresholds_of(choose_all(*judged, recipe.promise, natural=natural))
        queued, _ = outcomes(first[rows][natural], judged[0][natural], bands, limits, limits_alone)
        return Tried(bands, float(is_unsure(alone, bands).mean()), float(queued.mean()))

    if at_most >= 1:
        return tried(EVERYWHERE)
    attack = _read_from(alone[:, ATTRIBUTES.index(ON_A_GROUP)], at_most * _ATTACKS)
    bands = [{}, *_candidates(attack, limits_alone["spam"].queue_at or 1.0)]
    allowed = [one for one in bands if is_unsure(alone, one).mean() <= at_most]
    return min(map(tried, allowed), key=lambda one: (not one.bands, one.queued, one.read))


def _read_from(scores: Floats, at_most: float) -> Band | None:
    """The band above the lowest score that no more than that share of the rows reaches."""
    count = int(at_most * len(scores))
    return None if not count else Band(float(np.sort(scores)[-count]), 1.0)


def _candidates(attack: Band | None, spam_level: float) -> Iterator[Bands]:
    abuse = [None, *(Band(low, 1.0) for low in _ABUSE_FROM)]
    spam = [None, *(Band(spam_level, min(1.0, spam_level + width)) for width in _SPAM_WIDTHS)]
    others = [name for name in FAMILIES["abuse"] if name != ON_A_GROUP]
    for two, three in product(abuse, spam):
        bands = {ON_A_GROUP: attack, **dict.fromkeys(others, two), **dict.fromkeys(FAMILIES["spam"], three)}
        yield {name: band for name, band in bands.items() if band is not None}
