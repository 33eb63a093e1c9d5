"""What a second reader is worth: how well both rank, and what a wider band of doubt costs and gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit  # type: ignore[import-untyped]

from model.reader.bundle import Band
from model.scorer import ATTRIBUTES
from training.metrics import Flags, Rates, is_asked, is_fine, is_positive, is_unwanted, rates, roc_auc
from training.reader.material import Asked, Floats
from training.reader.pairing import Pair, decided, is_unsure, pair, together
from training.reader.recipe import NOWHERE
from training.recipe import Recipe
from training.splits import TEST
from training.thresholds import thresholds_of, united

ENOUGH = 30
"""Positives and negatives for a ranking to be told."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """How well one attribute's rows of one source are ranked by the first reader, by the second, and by both."""

    source: str
    attribute: str
    rows: int
    first: float
    second: float
    both: float


@dataclass(frozen=True, slots=True)
class Point:
    """What becomes of comments at nature's share of abuse, where the first reader is unsure within a band.

    `read`: the share that is read again.
    """

    band: Band
    read: float
    rates: Rates


@dataclass(frozen=True, slots=True)
class Measured:
    """The rankings, and the curve from no band to the widest; `chosen` is the one that serves."""

    rankings: tuple[Ranking, ...]
    curve: tuple[Point, ...]
    chosen: Point

    def summary(self) -> dict[str, Any]:
        """The figures that a manifest keeps."""
        aucs = {f"{one.attribute}/{one.source}": round(one.both, 4) for one in self.rankings}
        return {"roc_auc": aucs, "read": round(self.chosen.read, 4)}


def measure(  # noqa: PLR0913, PLR0917 - both readers' logits on all rows, those of the first in use on the test fold
    asked: Asked,
    first: Floats,
    second: Floats,
    pairs: Pair,
    recipe: Recipe,
    bands: Mapping[str, Band],
    others: Sequence[Band],
) -> Measured:
    """Hold both readers against labels on the test fold; each of the other bands gets thresholds of its own."""
    test = asked.of(TEST)
    both = together(first[test], second[test], pairs.combinations)
    curve = []
    for band in others:
        usual = dict.fromkeys(bands, band)
        curve.append(_point(asked, first, second, pair(asked, first, second, recipe, usual), usual, band))
    chosen = _point(asked, first, second, pairs, bands, next(iter(bands.values()), NOWHERE))
    return Measured(tuple(_rankings(asked, test, first[test], second[test], both)), tuple(curve), chosen)


def _rankings(asked: Asked, test: Flags, first: Floats, second: Floats, both: Floats) -> list[Ranking]:
    labels, families = asked.labels[test], asked.families[test]
    found = []
    for column, attribute in enumerate(ATTRIBUTES):
        for source in np.unique(families).tolist():
            rows = is_asked(labels[:, column]) & (families == source)
            yes = int(is_positive(labels[rows, column]).sum())
            if min(yes, int(rows.sum()) - yes) >= ENOUGH:
                aucs = [roc_auc(labels[rows, column], said[rows, column]) for said in (first, second, both)]
                found.append(Ranking(source, attribute, int(rows.sum()), *(auc or 0.0 for auc in aucs)))
    return found


def _point(  # noqa: PLR0913, PLR0917 - as above
    asked: Asked, first: Floats, second: Floats, pairs: Pair, bands: Mapping[str, Band], band: Band
) -> Point:
    stands = np.logical_or.reduce(list(asked.references.values()))
    rows = asked.of(TEST) & stands
    natural = asked.natural[rows]
    scores = decided(first[rows], second[rows], pairs.combinations, bands)
    limits = thresholds_of(pairs.choices)
    queued, rejected = united(scores, [limits[name] for name in ATTRIBUTES])
    labels = asked.labels[rows]
    fine, unwanted = is_fine(labels), is_unwanted(labels)
    told = rates(queued[natural], rejected[natural], fine=fine[natural], positive=unwanted[natural])
    read = is_unsure(np.asarray(expit(first[rows]), np.float32), bands)[natural]
    return Point(band, float(read.mean()), told)
